from __future__ import annotations

from django.apps import AppConfig


class SolutionsConfig(AppConfig):
    name = "draagvlak.solutions"
