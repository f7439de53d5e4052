"""What stands around the list: the sentence, the filters with counts, the totals, the sorting."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Case, Count, Q, Sum, When
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from draagvlak.concerns.queries import sees_all
from draagvlak.core.policy import EDITORS
from draagvlak.core.prepared import prepared
from draagvlak.measures.models import UNFINISHED, Measure
from draagvlak.measures.queries.access import programme_measures
from draagvlak.measures.queries.amounts import euro_words, whole_hour_words
from draagvlak.measures.queries.lists import (
    LATE,
    NOBODY,
    Filters,
    filtered,
    narrowed,
    total_hours,
)
from draagvlak.measures.states import State

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Sequence
    from uuid import UUID

    from django.db.models import QuerySet

    from draagvlak.core.actor import Actor
    from draagvlak.measures.models import MeasureQuerySet


@dataclass(frozen=True)
class Option:
    """One choice of a filter."""

    label: str
    href: str
    count: int | None
    current: bool


@dataclass(frozen=True)
class Facet:
    """One filter with its choices."""

    label: str
    options: Sequence[Option]


@dataclass(frozen=True)
class Overview:
    """What stands around the list: the sentence, the filters with counts, and the totals."""

    total: int
    running: int
    late: int
    facets: Sequence[Facet]
    cost: str
    load: str

    @property
    def sentence(self) -> str:
        """Such as “8 van 22 maatregelen lopen; 3 zijn te laat.”"""
        if not self.total:
            return _("There are no measures yet.")
        late = ngettext("%(late)s is late", "%(late)s are late", self.late) % {"late": self.late}
        calm = _("nothing is late")
        return f"{self._running}; {late if self.late else calm}."

    @property
    def _running(self) -> str:
        if self.total == 1:
            if self.running:
                return _("The only measure is under way")
            return _("The only measure is not under way")
        if not self.running:
            return _("None of the %(total)s measures is under way") % {"total": self.total}
        return ngettext(
            "%(running)s of %(total)s measures is under way",
            "%(running)s of %(total)s measures are under way",
            self.running,
        ) % {"running": self.running, "total": self.total}


class _Cell(NamedTuple):
    """How many measures share kind, state, owner and lateness, and what they ask together."""

    kind: str
    state: str
    owner: UUID | None
    owner_name: str | None
    late: int
    number: int
    cost: int | None
    hours: float | None


def overview(actor: Actor, filters: Filters) -> Overview:
    """Counts per filter, each as if its own choice were open, and totals (one statement)."""
    everything = Filters(archived=filters.archived)
    today = timezone.localdate()
    if sees_all(actor):
        keeps = actor.has(*EDITORS)
        rows = _cells_of(actor.tenant, actor.programme_id, everything, today, archived=keeps)
    else:
        rows = list(_cells(filtered(actor, everything), today))
    cells = [_Cell(*row) for row in rows]  # type: ignore[arg-type] # the columns of _cells
    shown = [cell for cell in cells if _passes(cell, filters, "")]
    cost = sum(cell.cost or 0 for cell in shown)
    hours = sum(cell.hours or 0 for cell in shown)
    return Overview(
        total=sum(cell.number for cell in cells),
        running=sum(cell.number for cell in cells if cell.state == State.UNDER_WAY),
        late=sum(cell.number for cell in cells if cell.late),
        facets=[
            _state_facet(cells, filters),
            _kind_facet(cells, filters),
            _owner_facet(cells, filters),
        ],
        cost=euro_words(cost) if cost else "",
        load=whole_hour_words(hours) if hours else "",
    )


def _cells(rows: MeasureQuerySet, today: dt.date) -> QuerySet[Measure, tuple[object, ...]]:
    is_late = UNFINISHED & Q(due_on__lt=today)
    return (
        rows.order_by()
        .annotate(is_late=Case(When(is_late, then=1), default=0))
        .values_list("kind", "state", "owner_id", "owner__user__name", "is_late")
        .annotate(n=Count("pk"), euros=Sum("cost_euros"), hours=Sum(total_hours()))
    )


@prepared
def _cells_of(
    tenant: UUID, programme: UUID, filters: Filters, today: dt.date, *, archived: bool
) -> QuerySet[Measure, tuple[object, ...]]:
    rows = programme_measures(tenant, programme, archived=archived)
    return _cells(narrowed(rows, filters), today)


def _passes(cell: _Cell, filters: Filters, but: str) -> bool:
    """Whether a cell is left by every filter but one."""
    owner = str(cell.owner) if cell.owner else NOBODY
    return (
        (but == "kind" or filters.kind in ("", cell.kind))
        and (but == "state" or filters.state in ("", cell.state))
        and (but == "owner" or filters.owner in ("", owner))
        and (but == "state" or not filters.due or bool(cell.late))
    )


def _counts(
    cells: Sequence[_Cell], filters: Filters, but: str, of: Callable[[_Cell], str]
) -> Counter[str]:
    found: Counter[str] = Counter()
    for cell in cells:
        if _passes(cell, filters, but):
            found[of(cell)] += cell.number
    return found


def _state_facet(cells: Sequence[_Cell], filters: Filters) -> Facet:
    counts = _counts(cells, filters, "state", lambda cell: cell.state)
    late = _counts([cell for cell in cells if cell.late], filters, "state", lambda _cell: LATE)
    chosen = filters.state or filters.due
    options = [
        Option(_("All"), filters.href(state="", due=""), counts.total(), not chosen),
        Option(
            pgettext("measure", "Late"),
            filters.href(state="", due=LATE),
            late[LATE],
            bool(filters.due),
        ),
    ]
    options += [
        Option(
            capfirst(str(state.label)),
            filters.href(state=state.value, due=""),
            counts[state.value],
            filters.state == state,
        )
        for state in State
        if counts[state.value] or filters.state == state
    ]
    return Facet(_("State"), options)


def _kind_facet(cells: Sequence[_Cell], filters: Filters) -> Facet:
    counts = _counts(cells, filters, "kind", lambda cell: cell.kind)
    options = [Option(_("All"), filters.href(kind=""), counts.total(), not filters.kind)]
    options += [
        Option(
            capfirst(str(kind.label)),
            filters.href(kind=kind.value),
            counts[kind.value],
            filters.kind == kind,
        )
        for kind in Measure.Kind
        if counts[kind.value] or filters.kind == kind
    ]
    return Facet(_("Kind"), options)


def _owner_facet(cells: Sequence[_Cell], filters: Filters) -> Facet:
    counts = _counts(cells, filters, "owner", lambda cell: str(cell.owner or NOBODY))
    names = {str(cell.owner): cell.owner_name or "" for cell in cells if cell.owner}
    options = [Option(_("All"), filters.href(owner=""), counts.total(), not filters.owner)]
    options += [
        Option(name, filters.href(owner=key), counts[key], filters.owner == key)
        for key, name in sorted(names.items(), key=lambda pair: pair[1].casefold())
        if counts[key] or filters.owner == key
    ]
    if counts[NOBODY] or filters.owner == NOBODY:
        nobody = filters.href(owner=NOBODY)
        options.append(Option(_("Nobody yet"), nobody, counts[NOBODY], filters.owner == NOBODY))
    return Facet(_("Who sees to it"), options)


@dataclass(frozen=True)
class SortOption:
    """One way to sort the list."""

    key: str
    label: str
    current: bool


def sort_options(filters: Filters) -> list[SortOption]:
    """The ways to sort the list."""
    labels = {
        "due": _("Due first"),
        "cost": _("Highest cost"),
        "load": _("Most hours"),
        "title": _("Title"),
    }
    return [SortOption(key, label, filters.sort == key) for key, label in labels.items()]
