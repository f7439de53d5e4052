"""The list of measures: filters with counts, sorting, pages, and the sentence above it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import (
    Case,
    Count,
    DateField,
    F,
    FloatField,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
    TextChoices,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import get_language, ngettext

from draagvlak.concerns.queries import promise_words, sees_all
from draagvlak.core import search
from draagvlak.core.policy import EDITORS
from draagvlak.core.prepared import prepared
from draagvlak.measures.models import UNFINISHED, Measure, MeasureConcern
from draagvlak.measures.queries.access import programme_measures, visible_measures
from draagvlak.measures.queries.amounts import euro_words, hour_words
from draagvlak.measures.states import State

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from decimal import Decimal

    from django.db.models import Expression, QuerySet
    from django.db.models.expressions import Combinable

    from draagvlak.core.actor import Actor
    from draagvlak.measures.models import MeasureQuerySet

PAGE = 50
EVERYTHING = "?all=1"
"""The address of the whole list, also for who lets it open with a view of their own."""
NOBODY = "none"
LATE = "late"
DEFAULT_SORT = "due"
_LAST_DAY = dt.date(9999, 12, 31)
_NO_DAY = dt.date(9999, 12, 30)


class Sorting(NamedTuple):
    """What a list sorts on, never empty, and whether the highest comes first."""

    key: Expression | Combinable
    descending: bool


def _due_key() -> Expression:
    """The promised day; after them what has none, last what is finished."""
    return Case(
        When(UNFINISHED, then=Coalesce(F("due_on"), Value(_NO_DAY, DateField()))),
        default=Value(_LAST_DAY, DateField()),
        output_field=DateField(),
    )


def _cost_key() -> Expression:
    """The cost; below nought when unknown, so the field that takes it may hold less than nought."""
    return Coalesce(F("cost_euros"), -1, output_field=IntegerField())


def total_hours() -> Combinable:
    """What a measure asks of everybody together; empty when unknown."""
    return Cast(F("load_hours"), FloatField()) * Cast(F("load_people"), FloatField())


SORTS: Mapping[str, Callable[[], Sorting]] = {
    "due": lambda: Sorting(_due_key(), descending=False),
    "cost": lambda: Sorting(_cost_key(), descending=True),
    "load": lambda: Sorting(Coalesce(total_hours(), -1.0), descending=True),
    "title": lambda: Sorting(F("title_key"), descending=False),
}


@dataclass(frozen=True)
class Filters:
    """What the address of the list asks for. Empty means: all."""

    q: str = ""
    kind: str = ""
    state: str = ""
    owner: str = ""
    due: str = ""
    archived: str = ""
    choose: str = ""
    sort: str = DEFAULT_SORT
    after: str = ""
    before: str = ""

    def href(self, **changes: str) -> str:
        """The address of the list with some filters changed, from its first page."""
        asked = replace(self, **{"after": "", "before": "", **changes})
        pairs = [(key, value) for key, value in vars(asked).items() if value]
        found = urlencode([pair for pair in pairs if pair != ("sort", DEFAULT_SORT)])
        return f"?{found}" if found else EVERYTHING

    @property
    def saved_query(self) -> str:
        """What is kept when somebody gives this view a name; empty for everything."""
        found = self.href(choose="")
        return "" if found == EVERYTHING else found[1:]

    @property
    def all_kept(self) -> list[tuple[str, str]]:
        """What choosing everything carries along: every filter and the order."""
        pairs = vars(replace(self, after="", before="", choose=""))
        return [(key, value) for key, value in pairs.items() if value]

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What a form for sorting carries along."""
        pairs = vars(replace(self, q="", sort="", after="", before=""))
        return [(key, value) for key, value in pairs.items() if value]

    @property
    def is_plain(self) -> bool:
        """Whether the first page is asked for, by nothing that depends on a word or the day."""
        return not (self.q or self.due or self.after or self.before)

    @property
    def narrow(self) -> bool:
        """Whether the list shows less than everything."""
        return self.href(sort=DEFAULT_SORT, choose="") != EVERYTHING


def read_filters(sent: Mapping[str, str]) -> Filters:
    """The filters in an address; what cannot be read asks for nothing."""

    def one_of(name: str, *values: str) -> str:
        return sent.get(name, "") if sent.get(name) in values else ""

    def key(name: str, *words: str) -> str:
        written = sent.get(name, "")
        try:
            return written if written in words else str(UUID(written))
        except ValueError:
            return ""

    return Filters(
        q=sent.get("q", "").strip()[:200].replace("\0", ""),
        kind=one_of("kind", *Measure.Kind.values),
        state=one_of("state", *State.values),
        owner=key("owner", NOBODY),
        due=one_of("due", LATE),
        archived=one_of("archived", "yes"),
        choose=one_of("choose", "1"),
        sort=one_of("sort", *SORTS) or DEFAULT_SORT,
        after=key("after", ""),
        before=key("before", ""),
    )


class MeasureRow(NamedTuple):
    """A measure as a line in a list."""

    id: UUID
    title: str
    kind: str
    state: str
    due_on: dt.date | None
    cost_euros: int | None
    load_hours: Decimal | None
    load_people: int | None
    owner: str | None
    concerns: int
    unfinished: int

    @property
    def kind_label(self) -> str:
        return label_of(Measure.Kind, self.kind, get_language())

    @property
    def state_label(self) -> str:
        return label_of(State, self.state, get_language())

    @property
    def dot(self) -> str:
        """The shape of the state's dot."""
        return DOTS[self.state]

    @property
    def late(self) -> bool:
        return bool(
            self.unfinished and self.due_on is not None and self.due_on < timezone.localdate()
        )

    @property
    def due_words(self) -> str:
        """How far away the promised day is, while something is to be done."""
        if self.due_on is None or not self.unfinished:
            return ""
        return promise_words(self.due_on, timezone.localdate())

    @property
    def note(self) -> str:
        """Kind, who sees to it, and for how many concerns."""
        return self.note_in(get_language())

    def note_in(self, language: str | None) -> str:
        """The note, for who writes many lines in one language."""
        words = [label_of(Measure.Kind, self.kind, language)]
        if self.owner:
            words.append(self.owner)
        if self.concerns:
            words.append(_how_many(self.concerns, language))
        return " · ".join(words)

    def asked_in(self, language: str | None) -> list[str]:
        """What it costs, and what it asks of everybody together, as far as that is known."""
        words = []
        if self.cost_euros is not None:
            words.append(euro_words(self.cost_euros, language))
        if self.load_hours is not None and self.load_people is not None:
            words.append(hour_words(self.load_hours * self.load_people, language))
        return words


@lru_cache(4096)
def _how_many(concerns: int, language: str | None) -> str:
    del language
    text = ngettext("for %(count)s worry or wish", "for %(count)s worries and wishes", concerns)
    return text % {"count": concerns}


@cache
def label_of(choices: type[TextChoices], value: str, language: str | None) -> str:
    """A choice in words, with a capital; looked up once per language."""
    del language
    return capfirst(str(choices(value).label))


DOTS: Mapping[str, str] = {
    State.PROPOSED: "draft",
    State.AGREED: "planned",
    State.UNDER_WAY: "now",
    State.DELIVERED: "done",
    State.DROPPED: "stopped",
}
_COLUMNS = (
    "pk",
    "title",
    "kind",
    "state",
    "due_on",
    "cost_euros",
    "load_hours",
    "load_people",
    "owner__user__name",
    "concerns",
    "unfinished",
)


@dataclass(frozen=True)
class MeasurePage:
    """At most fifty lines, and the addresses before and behind them."""

    rows: Sequence[MeasureRow]
    newer: str
    older: str


def filtered(
    actor: Actor, filters: Filters, *, skip: frozenset[str] = frozenset()
) -> MeasureQuerySet:
    """The measures that the filters leave; `skip` names filters to pass over."""
    rows = visible_measures(actor)
    if filters.q:
        rows = rows.filter(pk__in=search.matches(actor, filters.q, kind="measure"))
    if filters.due == LATE and "due" not in skip:
        rows = rows.late(timezone.localdate())
    return narrowed(rows, filters, skip=skip)


def narrowed(
    rows: MeasureQuerySet, filters: Filters, *, skip: frozenset[str] = frozenset()
) -> MeasureQuerySet:
    """What the filters leave that ask neither for words nor for the day."""
    rows = rows.filter(archived_at__isnull=not filters.archived)
    if filters.kind and "kind" not in skip:
        rows = rows.filter(kind=filters.kind)
    if filters.state and "state" not in skip:
        rows = rows.filter(state=filters.state)
    if filters.owner and "owner" not in skip:
        rows = rows.filter(owner=None if filters.owner == NOBODY else UUID(filters.owner))
    return rows


def measure_page(actor: Actor, filters: Filters, *, size: int = PAGE) -> MeasurePage:
    """One page of the list (one statement, two on a further page)."""
    if size == PAGE and filters.is_plain and sees_all(actor):
        plain = replace(filters, choose="")
        keeps = actor.has(*EDITORS)
        return _page(filters, _first_lines(actor.tenant, actor.programme_id, plain, archived=keeps))
    sorting = SORTS[filters.sort]()
    rows = filtered(actor, filters).annotate(key=sorting.key)
    backward = bool(filters.before)
    mark = None
    if edge := filters.before or filters.after:
        marks = visible_measures(actor).annotate(key=sorting.key)
        mark = marks.filter(pk=UUID(edge)).values_list("key", "pk").first()
    if mark is not None:
        way = "lt" if sorting.descending != backward else "gt"
        tie = "pk__lt" if backward else "pk__gt"
        rows = rows.filter(Q(**{f"key__{way}": mark[0]}) | Q(key=mark[0], **{tie: mark[1]}))
    found = list(_ordered(actor.tenant, rows, sorting, size, backward=backward))
    return _page(filters, found, size, further=mark is not None)


def _page(
    filters: Filters,
    found: Sequence[tuple[object, ...]],
    size: int = PAGE,
    *,
    further: bool = False,
) -> MeasurePage:
    """Columns as lines, with the addresses around them; `further` than the first page."""
    backward = bool(filters.before)
    more, lines = len(found) > size, [MeasureRow(*line) for line in found[:size]]  # type: ignore[arg-type] # _COLUMNS
    if backward:
        lines.reverse()
    newer = bool(lines) and (more if backward else further)
    older = bool(lines) and (backward or more)
    return MeasurePage(
        rows=lines,
        newer=filters.href(before=str(lines[0].id)) if newer else "",
        older=filters.href(after=str(lines[-1].id)) if older else "",
    )


def _ordered(
    tenant: UUID, rows: MeasureQuerySet, sorting: Sorting, size: int, *, backward: bool
) -> QuerySet[Measure, tuple[object, ...]]:
    """The columns of one page and of the line behind it; `key` was added to the rows."""
    order = (
        "-key" if sorting.descending != backward else "key",
        "-pk" if backward else "pk",
    )
    return _lines(tenant, rows).order_by(*order).values_list(*_COLUMNS)[: size + 1]


@prepared
def _first_lines(
    tenant: UUID, programme: UUID, filters: Filters, *, archived: bool
) -> QuerySet[Measure, tuple[object, ...]]:
    """The columns of the first page for who sees every measure; plain filters only."""
    sorting = SORTS[filters.sort]()
    rows = narrowed(programme_measures(tenant, programme, archived=archived), filters)
    return _ordered(tenant, rows.annotate(key=sorting.key), sorting, PAGE, backward=False)


def _lines(tenant: UUID, rows: MeasureQuerySet) -> MeasureQuerySet:
    links = MeasureConcern.objects.filter(workspace_id=tenant, measure_id=OuterRef("pk")).order_by()
    counted = links.values("measure_id").annotate(n=Count("pk")).values("n")
    return rows.annotate(
        concerns=Coalesce(Subquery(counted, output_field=IntegerField()), 0),
        unfinished=Case(When(UNFINISHED, then=1), default=0),
    )


def measure_rows(actor: Actor, measures: MeasureQuerySet) -> list[MeasureRow]:
    """Measures as lines, those that are promised first on top (one statement)."""
    rows = _lines(actor.tenant, measures).annotate(key=_due_key()).order_by("key", "pk")
    return [MeasureRow(*line) for line in rows.values_list(*_COLUMNS)]
