"""`manage.py outbox`: the worker that delivers what was promised and plans the night."""

from __future__ import annotations

import signal
import threading
import time
from typing import TYPE_CHECKING

from django.core.management.base import BaseCommand
from django.db import close_old_connections

from draagvlak.core.chores import plan_chores
from draagvlak.core.outbox import deliver_all

if TYPE_CHECKING:
    from argparse import ArgumentParser


LOOK_SECONDS = 60.0


class Command(BaseCommand):
    help = "Deliver waiting messages, for ever or (--once) until none waits."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true")
        parser.add_argument("--pause", type=float, default=1.0, help="seconds between looks")

    def handle(self, *args: object, **options: object) -> None:
        del args
        stop = threading.Event()
        if not options["once"]:
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, lambda *_: stop.set())
        next_look = 0.0
        while True:
            close_old_connections()
            if time.monotonic() >= next_look and not options["once"]:
                plan_chores()
                next_look = time.monotonic() + LOOK_SECONDS
            deliver_all()
            if options["once"] or stop.wait(float(str(options["pause"]))):
                return
