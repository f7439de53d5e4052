"""What a log tells: the paths that work takes, how long it takes, and where it waits.

Nothing is told of fewer than five cases: a path, a step or a hand-over that occurs less often is
counted with the others of its kind.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from draagvlak.lib.event_log.log import (
    Limits,
    Log,
    LogFinding,
    LogFindingCode,
    LogRefusalCode,
    LogRefused,
)
from draagvlak.lib.fold import fold_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from draagvlak.lib.event_log.log import Event

LEAST = 5
"""Cases below which nothing is shown."""
_MOST_VARIANTS = 20
_MOST_ROWS = 40
_LONGEST_PATH = 200
"""Steps of a path that a page shows; a longer one is told with those that are left."""
_DEFAULT = Limits()
_INITIALS = re.compile(r"(?:[A-Z]\.\s?)+(?:[a-z]+\s)*[A-Z][a-z]+|[\w.+-]+@[\w-]+\.\w+")


@dataclass(frozen=True)
class Spread:
    """Seconds of some cases: the middle, and what nine of ten stay under."""

    middle: float
    most: float


@dataclass(frozen=True)
class Variant:
    """One path: its steps in order, how many cases took it, and how long they took."""

    path: tuple[str, ...]
    cases: int
    share: float
    took: Spread


@dataclass(frozen=True)
class Passage:
    """From one step to the next in the same case; `share` is that of all time between steps."""

    source: str
    target: str
    cases: int
    took: Spread
    share: float


@dataclass(frozen=True)
class Handover:
    """From one role to another."""

    source: str
    target: str
    count: int
    cases: int
    took: Spread


@dataclass(frozen=True)
class Measured:
    """All that is kept of a log. `rare_*` are cases and paths that fewer than five took."""

    cases: int
    events: int
    first: float
    last: float
    took: Spread
    variants: tuple[Variant, ...]
    rare_cases: int
    rare_paths: int
    passages: tuple[Passage, ...]
    handovers: tuple[Handover, ...]
    steps: tuple[tuple[str, int], ...]
    """Names of steps with how many cases have them, most first."""
    findings: tuple[LogFinding, ...] = ()


def measure(log: Log, limits: Limits = _DEFAULT) -> Measured:
    """Measure a log. Raises LogRefused: too few cases, or people where roles should be."""
    if len(log.cases) < LEAST:
        raise LogRefused(LogRefusalCode.FEW_CASES, about=str(len(log.cases)))
    roles, few = _roles(log.cases, limits)
    lasted = [case[-1].at - case[0].at for case in log.cases]
    variants, rare_cases, rare_paths = _variants(log.cases, lasted)
    findings = list(log.findings)
    if few:
        findings.append(LogFinding(LogFindingCode.FEW_ROLES, few))
    steps: Counter[str] = Counter()
    for case in log.cases:
        steps.update({event.step for event in case})
    return Measured(
        cases=len(log.cases),
        events=log.event_count,
        first=min(case[0].at for case in log.cases),
        last=max(case[-1].at for case in log.cases),
        took=spread(lasted),
        variants=variants,
        rare_cases=rare_cases,
        rare_paths=rare_paths,
        passages=_passages(log.cases),
        handovers=_handovers(log.cases, roles),
        steps=tuple(each for each in steps.most_common(_MOST_ROWS) if each[1] >= LEAST),
        findings=tuple(findings),
    )


def spread(values: Iterable[float]) -> Spread:
    """The middle and the ninetieth percentile, between neighbours where they fall between."""
    ordered = sorted(values)
    return Spread(_quantile(ordered, 0.5), _quantile(ordered, 0.9))


def _quantile(ordered: Sequence[float], part: float) -> float:
    place = (len(ordered) - 1) * part
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return round(ordered[low] + (ordered[high] - ordered[low]) * (place - low), 1)


def _roles(cases: Sequence[Sequence[Event]], limits: Limits) -> tuple[set[str], int]:
    """The roles that at least five cases have, and how many others there are."""
    seen: Counter[str] = Counter()
    for case in cases:
        seen.update({event.role for event in case if event.role})
    named = sum(1 for role in seen if _INITIALS.fullmatch(role))
    if len(seen) > limits.roles or (seen and named * 2 > len(seen)):
        raise LogRefused(LogRefusalCode.PERSONS, about=str(len(seen)))
    roles = {role for role, count in seen.items() if count >= LEAST}
    return roles, len(seen) - len(roles)


def _variants(
    cases: Sequence[Sequence[Event]], lasted: Sequence[float]
) -> tuple[tuple[Variant, ...], int, int]:
    """The paths that five cases or more took, and how many cases and paths are left."""
    found: dict[tuple[str, ...], list[float]] = defaultdict(list)
    for case, seconds in zip(cases, lasted, strict=True):
        found[tuple(event.step for event in case)].append(seconds)
    often = [
        (path, times)
        for path, times in found.items()
        if len(times) >= LEAST and len(path) <= _LONGEST_PATH
    ]
    often.sort(key=lambda each: (-len(each[1]), each[0]))
    shown = often[:_MOST_VARIANTS]
    variants = tuple(
        Variant(path, len(times), round(len(times) / len(cases), 4), spread(times))
        for path, times in shown
    )
    told = sum(variant.cases for variant in variants)
    return variants, len(cases) - told, len(found) - len(shown)


def _passages(cases: Sequence[Sequence[Event]]) -> tuple[Passage, ...]:
    """Where work waits: the ways from step to step, those that cost most time first."""
    times: dict[tuple[str, str], list[float]] = defaultdict(list)
    within: dict[tuple[str, str], set[int]] = defaultdict(set)
    for number, case in enumerate(cases):
        for before, after in pairwise(case):
            way = before.step, after.step
            times[way].append(after.at - before.at)
            within[way].add(number)
    total = sum(map(sum, times.values())) or 1.0
    ways = [way for way in times if len(within[way]) >= LEAST]
    ways.sort(key=lambda way: (-sum(times[way]), way))
    return tuple(
        Passage(*way, len(within[way]), spread(times[way]), round(sum(times[way]) / total, 4))
        for way in ways[:_MOST_ROWS]
    )


def _handovers(cases: Sequence[Sequence[Event]], roles: set[str]) -> tuple[Handover, ...]:
    """From role to role, where both occur often enough."""
    times: dict[tuple[str, str], list[float]] = defaultdict(list)
    within: dict[tuple[str, str], set[int]] = defaultdict(set)
    for number, case in enumerate(cases):
        for before, after in pairwise(case):
            known = before.role in roles and after.role in roles
            if known and fold_key(before.role) != fold_key(after.role):
                way = before.role, after.role
                times[way].append(after.at - before.at)
                within[way].add(number)
    ways = [way for way in times if len(within[way]) >= LEAST]
    ways.sort(key=lambda way: (-len(times[way]), way))
    return tuple(
        Handover(*way, len(times[way]), len(within[way]), spread(times[way]))
        for way in ways[:_MOST_ROWS]
    )
