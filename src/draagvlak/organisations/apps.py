from __future__ import annotations

from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    name = "draagvlak.organisations"

    def ready(self) -> None:
        """Let the outbox know what this app does in the background."""
        from draagvlak.organisations import tasks  # noqa: F401, PLC0415 models must be ready first
