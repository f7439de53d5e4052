from __future__ import annotations

from django.apps import AppConfig


class PackagesConfig(AppConfig):
    name = "draagvlak.packages"

    def ready(self) -> None:
        """Let the outbox know what this app does in the background."""
        from draagvlak.packages import tasks  # noqa: F401, PLC0415 models must be ready first
