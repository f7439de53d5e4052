"""Bottlenecks, practices, opportunities and facts, and a group that looks at practices."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from django.utils import timezone

from draagvlak.findings.commands import (
    BottleneckDraft,
    FactDraft,
    GainDraft,
    OpportunityDraft,
    Pin,
    PracticeDraft,
    ReviewDraft,
    add_finding,
    open_review,
    put_gain,
)
from draagvlak.findings.queries import items_of
from draagvlak.findings.states import Sort

if TYPE_CHECKING:
    from draagvlak.core.actor import Actor
    from draagvlak.findings.models import Finding, Review, Reviewed
    from draagvlak.organisations.models import Group
    from draagvlak.processes.models import Process

_numbers = count(1)


def make_bottleneck(
    by: Actor, process: Process, title: str = "", moment: str = "now", **more: object
) -> Finding:
    """Where work gets stuck."""
    draft = BottleneckDraft(title or f"Knelpunt {next(_numbers)}", **more)
    return add_finding(by=by, sort=Sort.BOTTLENECK, pin=Pin(process, moment), draft=draft)


def make_practice(by: Actor, process: Process, title: str = "", **more: object) -> Finding:
    """What people do out of custom."""
    draft = PracticeDraft(title or f"Gewoonte {next(_numbers)}", **more)
    return add_finding(by=by, sort=Sort.PRACTICE, pin=Pin(process, "now"), draft=draft)


def make_opportunity(
    by: Actor, process: Process, title: str = "", group: Group | None = None, **more: object
) -> Finding:
    """What becomes possible, and for whom."""
    draft = OpportunityDraft(title or f"Kans {next(_numbers)}", **more)
    found = add_finding(by=by, sort=Sort.OPPORTUNITY, pin=Pin(process, "later"), draft=draft)
    if group is not None:
        put_gain(by=by, opportunity=found, group=group, draft=GainDraft(words="Tijd"))
    return found


def make_fact(by: Actor, process: Process, title: str = "", **more: object) -> Finding:
    """How it is today, or what goes well."""
    draft = FactDraft(title or f"Feit {next(_numbers)}", **more)
    return add_finding(by=by, sort=Sort.FACT, pin=Pin(process, "now"), draft=draft)


def make_review(by: Actor, *practices: Finding, way: str = "hands") -> Review:
    """A session over some practices."""
    keys = tuple(practice.pk for practice in practices)
    draft = ReviewDraft(f"Sessie {next(_numbers)}", timezone.localdate(), way, keys)
    return open_review(by=by, draft=draft)


def items(by: Actor, review: Review) -> list[Reviewed]:
    """The practices of a session."""
    return list(items_of(by, review))
