"""`manage.py registry`: everything that apps have registered, by registry."""

from __future__ import annotations

from django.core.management.base import BaseCommand

from draagvlak.core.registry import ALL


class Command(BaseCommand):
    help = "List every registry with its providers."

    def handle(self, *args: object, **options: object) -> None:
        del args, options
        for name in sorted(ALL):
            found = ALL[name]
            self.stdout.write(f"{name}: {found.question} ({len(found)})")
            for key, provider in found.items():
                self.stdout.write(f"  {key}  {getattr(provider, '__module__', '')}")
