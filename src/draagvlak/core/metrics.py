"""Figures of the machine for whoever keeps it running, in Prometheus' text format; no content.

Several web processes each keep their own counters in a file; whichever answers adds them all up,
so the figures do not depend on who is asked. What was done is counted by vocabulary only, and so
is what happens at a public door: a figure that is fetched every few seconds must not tell when
somebody raised a worry (ADR 26).
"""

from __future__ import annotations

import contextlib
import os
import struct
import threading
import tomllib
from bisect import bisect_left
from importlib import metadata
from typing import TYPE_CHECKING, Final

from django.conf import settings

from draagvlak.core.policy import ROUTES, Door
from draagvlak.core.registry import Registry

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from django.http import HttpRequest

    from draagvlak.core.health import Health

SIGN_INS: Registry[str] = Registry("sign-ins", "Which routes prove who somebody is, in what way?")
BUCKETS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})
SLOT: Final = struct.Struct("<d120s")
MOST_SLOTS: Final = 4096


class Tally:
    """Counters that several processes keep: each adds in a file of its own, reading adds up."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._process = 0
        self._file = -1
        self._slots: dict[str, tuple[int, float]] = {}

    def add(self, key: str, amount: float = 1.0) -> None:
        """Add to one counter. A full disk or an unwritable folder costs the figure, no more."""
        with self._lock, contextlib.suppress(OSError):
            file = self._own_file()
            place, total = self._slots.get(key, (len(self._slots), 0.0))
            if place >= MOST_SLOTS or len(key.encode()) > SLOT.size - 8:
                return
            os.lseek(file, place * SLOT.size, os.SEEK_SET)
            os.write(file, SLOT.pack(total + amount, key.encode()))
            self._slots[key] = (place, total + amount)

    def totals(self) -> dict[str, float]:
        """Every counter, over all processes since the start."""
        found: dict[str, float] = {}
        for path in sorted(self._folder.glob("*.tally")):
            content = path.read_bytes()
            whole = len(content) - len(content) % SLOT.size
            for amount, name in SLOT.iter_unpack(content[:whole]):
                key = name.rstrip(b"\0").decode()
                found[key] = found.get(key, 0.0) + amount
        return found

    def processes(self) -> int:
        """How many processes have counted since the start."""
        return len(list(self._folder.glob("*.tally")))

    def _own_file(self) -> int:
        """The file of this process: after a fork the child begins one of its own."""
        if self._file < 0 or self._process != os.getpid():
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._process, self._slots = os.getpid(), {}
            name = f"{self._process}-{os.urandom(4).hex()}.tally"
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
            self._file = os.open(self._folder / name, flags, 0o600)
        return self._file


def _version() -> str:
    try:
        return metadata.version("draagvlak")
    except metadata.PackageNotFoundError:  # a checkout, which was not installed
        project = tomllib.loads((settings.CHECKOUT / "pyproject.toml").read_text("utf-8"))
        return str(project["project"]["version"])


TALLY: Final = Tally(settings.DATA / "metrics")


def place_of(request: HttpRequest) -> str:
    """The route a request was for, as far as a figure may tell."""
    match = request.resolver_match
    if match is None:
        return "static" if request.path.startswith(settings.STATIC_URL) else "none"
    route = ROUTES.get(match.view_name)
    if request.method in SAFE and route is not None and route.door is not Door.PUBLIC:
        return match.view_name
    return match.namespace or match.view_name.partition("_")[0]


def count_request(request: HttpRequest, status: int, seconds: float) -> None:
    """Note one answered request."""
    method = "read" if request.method in SAFE else "act"
    TALLY.add(f"request|{place_of(request)}|{method}|{status}")
    TALLY.add(f"bucket|{method}|{bisect_left(BUCKETS, seconds)}")
    TALLY.add(f"seconds|{method}", seconds)


def count_sign_in(way: str, outcome: str) -> None:
    """Note that somebody proved who they are, or failed to."""
    TALLY.add(f"sign_in|{way}|{outcome}")


def count_refusal(reason: str) -> None:
    """Note a closed door: `role`, `outside`, `forgery` or `too_often`."""
    TALLY.add(f"refusal|{reason}")


def as_text(health: Health, totals: dict[str, float], processes: int) -> str:
    """Everything, in the text format that Prometheus reads."""
    lines = [
        *_gauge("info", "The version that runs.", 1, f'{{version="{_version()}"}}'),
        *_gauge("processes", "Web processes that counted since the start.", processes),
        *_gauge("outbox_waiting", "Messages that wait to be delivered.", health.waiting),
        *_gauge("outbox_oldest_seconds", "How long the oldest one is overdue.", health.overdue),
        *_gauge("outbox_dead", "Messages that failed for good.", health.dead),
        *_per_chore("chore_fine", "Whether the latest run of a chore ended well.", health.chores),
        *_per_chore("chore_age_hours", "Hours since the latest run ended.", health.chores_hours),
        *_gauge("migrations_pending", "Steps of the database still to do.", health.pending),
        *_gauge("database_bytes", "The size of the database.", health.database_bytes),
        *_gauge("disk_free_bytes", "Free space where the data folder lies.", health.free_bytes),
        *_counters(
            "requests", "Answered requests.", "request", ("route", "kind", "status"), totals
        ),
        *_counters("sign_ins", "Tries to sign in.", "sign_in", ("way", "outcome"), totals),
        *_counters("refusals", "Closed doors.", "refusal", ("reason",), totals),
        *_histogram(totals),
    ]
    return "\n".join(lines) + "\n"


def _gauge(name: str, about: str, value: float, labels: str = "") -> Iterator[str]:
    yield f"# HELP draagvlak_{name} {about}"
    yield f"# TYPE draagvlak_{name} gauge"
    yield f"draagvlak_{name}{labels} {value:.17g}"


def _per_chore(name: str, about: str, values: Mapping[str, int]) -> Iterator[str]:
    yield f"# HELP draagvlak_{name} {about}"
    yield f"# TYPE draagvlak_{name} gauge"
    for chore, value in values.items():
        yield f'draagvlak_{name}{{chore="{chore}"}} {value:d}'


def _counters(
    name: str, about: str, kind: str, labels: tuple[str, ...], totals: dict[str, float]
) -> Iterator[str]:
    yield f"# HELP draagvlak_{name}_total {about}"
    yield f"# TYPE draagvlak_{name}_total counter"
    for key, amount in sorted(totals.items()):
        first, *values = key.split("|")
        if first == kind:
            pairs = zip(labels, values, strict=True)
            told = ",".join(f'{label}="{value}"' for label, value in pairs)
            yield f"draagvlak_{name}_total{{{told}}} {amount:.17g}"


def _histogram(totals: dict[str, float]) -> Iterator[str]:
    name = "draagvlak_request_seconds"
    yield f"# HELP {name} How long answers took."
    yield f"# TYPE {name} histogram"
    for kind in ("read", "act"):
        running = 0.0
        for place, bound in enumerate((*map(str, BUCKETS), "+Inf")):
            running += totals.get(f"bucket|{kind}|{place}", 0.0)
            yield f'{name}_bucket{{kind="{kind}",le="{bound}"}} {running:.17g}'
        yield f'{name}_sum{{kind="{kind}"}} {totals.get(f"seconds|{kind}", 0.0):.6f}'
        yield f'{name}_count{{kind="{kind}"}} {running:.17g}'
