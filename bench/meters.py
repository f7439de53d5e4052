"""What a page or a command costs: processor, wall time, statements, bytes, beside its floor."""

from __future__ import annotations

import os
import statistics
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

SECONDS = 12
"""A row takes no longer than this, however few rounds that leaves."""


@dataclass
class Spent:
    """Milliseconds of many rounds."""

    cpu: list[float] = field(default_factory=list)
    wall: list[float] = field(default_factory=list)

    @property
    def mean(self) -> float:
        """Processor time per round. The tenth with most noise on either side is left out."""
        found = sorted(self.cpu)
        edge = len(found) // 10
        return statistics.mean(found[edge : len(found) - edge])

    def at(self, share: float) -> float:
        """Wall time that this share of the rounds stayed under."""
        return sorted(self.wall)[min(int(len(self.wall) * share), len(self.wall) - 1)]


class Meter:
    """Counts the processor time of this process and of its own PostgreSQL server process."""

    def __init__(self) -> None:
        from django.db import connection  # noqa: PLC0415 after the setup

        self.connection = connection
        self.server: Path | None = None
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("select pg_backend_pid()")
                found = Path("/proc") / str(cursor.fetchone()[0]) / "schedstat"
            self.server = found if found.exists() else None

    def cpu(self) -> float:
        """Milliseconds so far; a server on another machine is not in it."""
        own = time.process_time() * 1000
        return own + (int(self.server.read_text().split()[0]) / 1e6 if self.server else 0.0)

    def take(self, spent: Spent, act: Callable[[], object]) -> object:
        """Do it once and note what it took."""
        cpu, wall = self.cpu(), time.perf_counter()
        answer = act()
        spent.wall.append((time.perf_counter() - wall) * 1000)
        spent.cpu.append(self.cpu() - cpu)
        return answer

    def turns(
        self, act: Callable[[], object], floor: Callable[[], object] | None, rounds: int
    ) -> tuple[Spent, Spent]:
        """Product and floor in turn, so that both meet the same load."""
        spent, least, until = Spent(), Spent(), time.monotonic() + SECONDS
        for _ in range(rounds):
            self.take(spent, act)
            if floor is not None:
                self.take(least, floor)
            if time.monotonic() > until:
                break
        return spent, least

    def statements(self, act: Callable[[], object]) -> tuple[object, list[tuple[float, str]]]:
        """Do it once; the statements it took, with the milliseconds of each."""
        found: list[tuple[float, str]] = []

        def note(execute, sql, params, many, context):  # noqa: ANN001, ANN202 as Django calls it
            begun = time.perf_counter()
            answer = execute(sql, params, many, context)
            found.append(((time.perf_counter() - begun) * 1000, sql))
            return answer

        with self.connection.execute_wrapper(note):
            answer = act()
        return answer, found


def tree(pid: int) -> list[int]:
    """A process and everything it started."""
    found = [pid]
    for task in (Path("/proc") / str(pid) / "task").glob("*/children"):
        for child in task.read_text().split():
            found += tree(int(child))
    return found


def cpu_of(pids: list[int]) -> float:
    """Milliseconds of processor time of these processes so far."""
    ticks = 0
    for pid in pids:
        numbers = (Path("/proc") / str(pid) / "stat").read_text().rpartition(")")[2].split()
        ticks += int(numbers[11]) + int(numbers[12])
    return ticks * 1000 / os.sysconf("SC_CLK_TCK")


def memory_of(pids: list[int]) -> float:
    """MiB of these processes together; a page that several share counts once."""
    kilobytes = 0
    for pid in pids:
        rollup = (Path("/proc") / str(pid) / "smaps_rollup").read_text()
        line = next(each for each in rollup.splitlines() if each.startswith("Pss:"))
        kilobytes += int(line.split()[1])
    return kilobytes / 1024
