"""Counts beside the filters of the list: one group-by per axis, kept until the list changes.

A cube counts the concerns of a programme by kind, state, severity and owner at once; two more
add what the causes are about, and the groups. From these every count under every combination of
filters follows without asking the database again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from django.core.cache import caches
from django.db.models import Count
from django.utils.translation import gettext as _

from draagvlak.concerns.models import Cause, Concern, Register
from draagvlak.concerns.queries.access import sees_all
from draagvlak.concerns.queries.choices import Choice, group_choices, owner_choices
from draagvlak.concerns.queries.lists import NOBODY, OPEN, Filters, restricted
from draagvlak.concerns.queries.words import capitals
from draagvlak.concerns.states import ANSWERED, State
from draagvlak.core.prepared import prepared
from draagvlak.core.remembered import remembered

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from uuid import UUID

    from django.db.models import QuerySet

    from draagvlak.core.actor import Actor

ABOUT = "about"
GROUP = "group"
_COLUMN = {ABOUT: "cause_links__cause__about", GROUP: "affected__group_id"}
LOCAL = "local"
"""Memory of this process: the version in the key keeps all processes right."""
LABELS_FOR_SECONDS = 60
KEPT_FOR_SECONDS = 24 * 60 * 60


class Cell(NamedTuple):
    """How many concerns share these properties; `value` is of the axis of the cube."""

    kind: str
    state: str
    severity: str
    owner: str
    value: str
    many: int


@dataclass(frozen=True)
class Option:
    """One filter to choose: its words, its address, how many it leaves."""

    label: str
    href: str
    count: int
    current: bool = False


@dataclass(frozen=True)
class FacetGroup:
    """Filters of one kind."""

    label: str
    options: Sequence[Option]


@dataclass(frozen=True)
class Facets:
    """All filters with their counts, and the two numbers of the sentence on top.

    `more`: those that are counted only when they are asked for, or when one of them is on.
    """

    groups: Sequence[FacetGroup]
    more: Sequence[FacetGroup]
    found: int
    waiting: int
    total: int


def facets(actor: Actor, filters: Filters) -> Facets:
    """The filters of the list with their counts under the filters that are on."""
    if filters.is_plain and not filters.shows_more and sees_all(actor):
        return remembered(actor, "concerns.facets", lambda: _facets(actor, filters), filters)
    return _facets(actor, filters)


def _facets(actor: Actor, filters: Filters) -> Facets:
    version = _version(actor)
    base = _cube(actor, filters, version, "")
    everything = _cube(actor, Filters(), version, "")
    build = _Builder(filters)
    state = build.group("state", _("State"), base, _names(State), lambda cell: cell.state)
    waiting = build.option("state", OPEN, _("Waits for an answer"), base, _is_open)
    return Facets(
        groups=[
            FacetGroup(state.label, [*([waiting] if waiting.count else []), *state.options]),
            build.group("kind", _("Kind"), base, _names(Concern.Kind), lambda cell: cell.kind),
        ],
        more=_more(actor, build, version, base) if filters.shows_more else [],
        found=build.count(base, ""),
        waiting=sum(cell.many for cell in everything if _is_open(cell)),
        total=sum(cell.many for cell in everything),
    )


def _more(
    actor: Actor, build: _Builder, version: int, base: Sequence[Cell]
) -> Sequence[FacetGroup]:
    about = _cube(actor, build.filters, version, ABOUT)
    group = _cube(actor, build.filters, version, GROUP)
    owners = _labels(actor, "owner", owner_choices, {cell.owner for cell in base})
    groups = _labels(actor, "group", group_choices, {cell.value for cell in group})
    owners[NOBODY] = _("Nobody yet")
    return [
        build.group("about", _("Cause is about"), about, _names(Cause.About), lambda of: of.value),
        build.group("severity", _("Severity"), base, _severities(), lambda of: of.severity),
        build.group("group", _("Group"), group, groups, lambda of: of.value),
        build.group("owner", _("Owner"), base, owners, lambda of: of.owner),
    ]


class _Builder:
    """Counts cells under the filters that are on, one facet left out at a time."""

    def __init__(self, filters: Filters) -> None:
        self.filters = filters

    def fits(self, cell: Cell, but: str) -> bool:
        """Whether a cell passes the filters on its own properties, one facet passed over."""
        asked = self.filters
        state = asked.state if but != "state" else ""
        return (
            (but == "kind" or asked.kind in ("", cell.kind))
            and (not state or (_is_open(cell) if state == OPEN else state == cell.state))
            and (but == "severity" or asked.severity in ("", cell.severity))
            and (but == "owner" or asked.owner in ("", cell.owner))
        )

    def count(self, cells: Iterable[Cell], but: str) -> int:
        return sum(cell.many for cell in cells if self.fits(cell, but))

    def option(
        self, name: str, value: str, label: str, cells: Iterable[Cell], has: Callable[[Cell], bool]
    ) -> Option:
        current = getattr(self.filters, name) == value
        return Option(
            label=label,
            href=self.filters.href(**{name: "" if current else value}),
            count=sum(cell.many for cell in cells if has(cell) and self.fits(cell, name)),
            current=current,
        )

    def group(
        self,
        name: str,
        label: str,
        cells: Sequence[Cell],
        labels: Mapping[str, str],
        value_of: Callable[[Cell], str],
    ) -> FacetGroup:
        """The options of one facet: those that leave something, or that are on."""
        counts: dict[str, int] = {}
        for cell in cells:
            if self.fits(cell, name):
                value = value_of(cell)
                counts[value] = counts.get(value, 0) + cell.many
        chosen = getattr(self.filters, name)
        return FacetGroup(
            label,
            [
                Option(
                    words,
                    self.filters.href(**{name: "" if chosen == value else value}),
                    counts.get(value, 0),
                    current=chosen == value,
                )
                for value, words in labels.items()
                if counts.get(value) or chosen == value
            ],
        )


def _is_open(cell: Cell) -> bool:
    return cell.state not in ANSWERED


def _names(choices: type[State | Concern.Kind | Cause.About]) -> dict[str, str]:
    return {str(value): label for value, label in capitals(choices).items()}


def _severities() -> dict[str, str]:
    return {str(value): label for value, label in reversed(capitals(Concern.Severity).items())}


def _version(actor: Actor) -> int:
    found = _versions(actor.tenant, actor.programme_id)
    return found[0] if found else 0


@prepared
def _versions(tenant: UUID, programme: UUID) -> QuerySet[Register, int]:
    rows = Register.objects.filter(workspace_id=tenant, programme_id=programme)
    return rows.values_list("version", flat=True)


def _cube(actor: Actor, filters: Filters, version: int, axis: str) -> list[Cell]:
    """The cells of one axis; kept per version of the list, but not for searches and the archive."""
    once = filters.q or filters.due or filters.cause or filters.archived
    if once or not sees_all(actor):
        return _counted(actor, filters, axis)
    about = filters.about if axis != ABOUT else ""
    group = filters.group if axis != GROUP else ""
    key = f"concerns:{actor.programme_id.hex}:{version}:{axis}:{about}:{group}"
    found: list[Cell] | None = caches[LOCAL].get(key)
    if found is None:
        found = _counted(actor, filters, axis)
        caches[LOCAL].set(key, found, KEPT_FOR_SECONDS)
    return found


def _counted(actor: Actor, filters: Filters, axis: str) -> list[Cell]:
    skip = frozenset({"kind", "state", "severity", "owner", axis})
    rows = restricted(actor, filters, skip)
    columns = ["kind", "state", "severity", "owner_id"]
    if axis:
        rows = rows.filter(**{f"{_COLUMN[axis]}__isnull": False})
        columns.append(_COLUMN[axis])
    # a concern with two causes about the same thing counts once
    how_many = Count("pk", distinct=True) if axis == ABOUT else Count("*")
    return [
        Cell(
            row[0],
            row[1],
            str(row[2]),
            str(row[3]) if row[3] else NOBODY,
            str(row[4]) if axis else "",
            row[-1],
        )
        for row in rows.order_by().values_list(*columns).annotate(how_many=how_many)
    ]


def _labels(
    actor: Actor, name: str, choices: Callable[[Actor], Iterable[Choice]], needed: set[str]
) -> dict[str, str]:
    """Names by key, kept for a minute; asked anew when one is missing."""
    key = f"concerns:{name}:{actor.programme_id.hex}"
    found: dict[str, str] | None = caches[LOCAL].get(key)
    if found is None or not needed - {NOBODY} <= found.keys():
        found = {str(each.id): each.label for each in choices(actor)}
        caches[LOCAL].set(key, found, LABELS_FOR_SECONDS)
    return dict(found)
