"""The plumbing that every vocabulary stands on."""

from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.module_loading import autodiscover_modules


class CoreConfig(AppConfig):
    name = "draagvlak.core"
    verbose_name = "Draagvlak"

    def ready(self) -> None:
        """Load every app's `providers` and keep the tenant guards in the database."""
        from draagvlak.core import (  # noqa: F401, PLC0415 models must be ready first
            checks,
            guards,
            search_index,
            statistics,
        )

        autodiscover_modules("providers")
        # With a sender they run once, when all tables stand, and not again for every app.
        pre_migrate.connect(guards.lift, sender=self, dispatch_uid="core.guards.lift")
        post_migrate.connect(guards.install, sender=self, dispatch_uid="core.guards")
        post_migrate.connect(search_index.install, sender=self, dispatch_uid="core.search_index")
        post_migrate.connect(statistics.after_migrate, sender=self, dispatch_uid="core.statistics")
