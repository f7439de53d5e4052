from __future__ import annotations

from django.apps import AppConfig


class ConcernsConfig(AppConfig):
    name = "draagvlak.concerns"

    def ready(self) -> None:
        from draagvlak.concerns import tasks  # noqa: F401, PLC0415 models must be ready first
