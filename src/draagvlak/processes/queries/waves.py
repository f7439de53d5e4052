"""Which groups begin when, and how much changes for them in that month."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Prefetch
from django.shortcuts import get_object_or_404
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from draagvlak.organisations.queries import groups, groups_in_sight, sees_everyone
from draagvlak.processes.models import Wave, WaveGroup
from draagvlak.processes.queries.impact import IN_MINUTES, level_of, tallies
from draagvlak.processes.queries.lists import number_words

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence
    from uuid import UUID

    from django.db.models import QuerySet

    from draagvlak.core.actor import Actor
    from draagvlak.processes.queries.impact import Tally

MOST_WAVES = 24


def waves_of(actor: Actor) -> QuerySet[Wave]:
    """Those of this programme that stand, with their groups in sight, the first day first."""
    rows = Wave.objects.filter(
        workspace_id=actor.tenant, programme_id=actor.programme_id, removed_at=None
    )
    members = WaveGroup.objects.filter(
        workspace_id=actor.tenant, group_id__in=groups_in_sight(actor).values("pk")
    ).select_related("group")
    found = Prefetch("members", members.order_by("group__name"))
    return rows.prefetch_related(found).order_by("starts_on", "name", "pk")


def access_wave(actor: Actor, wave_id: UUID) -> Wave:
    """One wave, removed or not, or Http404."""
    return get_object_or_404(
        Wave, workspace_id=actor.tenant, programme_id=actor.programme_id, pk=wave_id
    )


def wave_groups(actor: Actor, wave: Wave) -> set[UUID]:
    """The groups of a wave."""
    rows = WaveGroup.objects.filter(workspace_id=actor.tenant, wave_id=wave.pk)
    return set(rows.values_list("group_id", flat=True))


def groups_elsewhere(actor: Actor, ids: Sequence[UUID], *, but: Wave | None) -> list[str]:
    """Those of some groups that begin in another wave already, by name."""
    rows = WaveGroup.objects.filter(
        workspace_id=actor.tenant,
        wave__programme_id=actor.programme_id,
        wave__removed_at=None,
        group_id__in=list(ids),
    )
    if but is not None:
        rows = rows.exclude(wave_id=but.pk)
    return list(rows.order_by("group__name").values_list("group__name", flat=True))


@dataclass(frozen=True)
class MonthCell:
    """What begins for a group in a month; empty words: nothing."""

    label: str
    words: str = ""
    level: int = 0
    waves: str = ""


@dataclass(frozen=True)
class MonthLine:
    """One group through the months."""

    id: UUID
    name: str
    cells: list[MonthCell]
    later: bool


@dataclass(frozen=True)
class Calendar:
    """Group × month. `sums` says per month how many groups and steps stand above it."""

    waves: list[Wave]
    months: list[str]
    lines: list[MonthLine]
    sums: list[MonthCell]
    conclusion: str
    without: int


def calendar_of(actor: Actor) -> Calendar:
    """Which group begins when, of the groups in sight: others are nowhere in it."""
    every = sees_everyone(actor)
    waves = [wave for wave in waves_of(actor) if every or wave.members.all()]
    found = tallies(actor)
    begins: dict[UUID, list[Wave]] = {}
    for wave in waves:
        for member in wave.members.all():
            begins.setdefault(member.group_id, []).append(wave)
    rows = [row for row in groups(actor) if row.id in found or row.id in begins]
    months = _months([wave.starts_on for wave in waves])
    labels = [date_format(month, "F Y") for month in months]
    top = max((tally.steps for tally in found.values()), default=0)
    lines, inside = [], [[] for _month in months]  # type: tuple[list[MonthLine], list[list[Tally]]]
    for row in rows:
        mine, tally = begins.get(row.id, []), found.get(row.id)
        cells = []
        for at, (month, label) in enumerate(zip(months, labels, strict=True)):
            here = [wave for wave in mine if wave.starts_on.replace(day=1) == month]
            if not here:
                cells.append(MonthCell(label))
                continue
            names = ", ".join(wave.name for wave in here)
            cells.append(
                MonthCell(
                    label,
                    _share_words(tally),
                    max(1, level_of(tally.steps, top)) if tally else 0,
                    names,
                )
            )
            if tally:
                inside[at].append(tally)
        lines.append(MonthLine(row.id, row.name, cells, later=not mine))
    sums = [
        MonthCell(label, _sum_words(tallied)) for label, tallied in zip(labels, inside, strict=True)
    ]
    without = sum(line.later for line in lines)
    most = max(zip(inside, labels, strict=True), key=lambda one: len(one[0]), default=None)
    conclusion = ""
    if most and most[0] and every:
        count = len(most[0])
        words = ngettext(
            "Most begins in %(month)s: for %(count)d group",
            "Most begins in %(month)s: for %(count)d groups",
            count,
        )
        conclusion = words % {"month": most[1], "count": count}
    return Calendar(waves, labels, lines, sums, conclusion, without)


def _months(days: Sequence[dt.date]) -> list[dt.date]:
    """The first days of the months in which something begins."""
    return sorted({day.replace(day=1) for day in days})


def _share_words(tally: Tally | None) -> str:
    if tally is None:
        return _("nothing known yet")
    steps = ngettext("%(count)d step", "%(count)d steps", tally.steps) % {"count": tally.steps}
    more, less = (tally.minutes[aspect] for aspect in IN_MINUTES)
    signed = [("+", more), ("−", less)]
    minutes = [f"{sign}{number_words(amount)}" for sign, amount in signed if amount]
    if not minutes:
        return steps
    said = {"steps": steps, "minutes": " / ".join(minutes)}
    return _("%(steps)s, %(minutes)s min.") % said


def _sum_words(found: Sequence[Tally]) -> str:
    if not found:
        return "–"
    count, steps = len(found), sum(tally.steps for tally in found)
    words = ngettext(
        "%(count)d group, together %(steps)d steps",
        "%(count)d groups, together %(steps)d steps",
        count,
    )
    return words % {"count": count, "steps": steps}
