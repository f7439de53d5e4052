from __future__ import annotations

from django.apps import AppConfig


class AnsweringConfig(AppConfig):
    name = "draagvlak.answering"
