from __future__ import annotations

from django.apps import AppConfig


class EventLogsConfig(AppConfig):
    name = "draagvlak.event_logs"
