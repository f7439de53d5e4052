"""The list: filters, sorting, keyset pages."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from draagvlak.concerns.models import AffectedGroup, Concern, ConcernCause
from draagvlak.concerns.queries.access import sees_all, visible_concerns
from draagvlak.concerns.queries.choices import KIND_CONCERN
from draagvlak.concerns.queries.reactions import told_unsolved, unsolved_words
from draagvlak.concerns.queries.seen import look_at, owner_names
from draagvlak.concerns.queries.words import capitals, promise_words
from draagvlak.concerns.states import ANSWERED, State
from draagvlak.core import search
from draagvlak.core.prepared import prepared
from draagvlak.core.remembered import remembered

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet
    from django.db.models.expressions import OrderBy

    from draagvlak.concerns.queries.seen import Seen
    from draagvlak.core.actor import Actor

PAGE = 50
LARGEST = 2**31 - 1
EVERYTHING = "?all=1"
"""The address of the whole list, also for who lets it open with a view of their own."""
OPEN = "open"
LATE = "late"
NOBODY = "none"
UNSOLVED = "unsolved"


@dataclass(frozen=True)
class Sorting:
    """A column to sort on, and whether the highest comes first."""

    field: str
    descending: bool = False


SORTS = {
    "voices": Sorting("voices", descending=True),
    "severity": Sorting("severity", descending=True),
    "due": Sorting("answer_due_on"),
    "newest": Sorting("number", descending=True),
    "title": Sorting("title_key"),
}


@dataclass(frozen=True)
class Filters:
    """What the address of the list asks for. Empty means: all."""

    q: str = ""
    kind: str = ""
    state: str = ""
    about: str = ""
    severity: str = ""
    group: str = ""
    owner: str = ""
    due: str = ""
    cause: str = ""
    archived: str = ""
    choose: str = ""
    more: str = ""
    sort: str = "voices"
    after: str = ""
    before: str = ""

    def href(self, **changes: str) -> str:
        """The address of the list with some filters changed, from its first page."""
        asked = {**vars(self), "after": "", "before": "", **changes}
        found = urlencode(
            [
                (key, value)
                for key, value in asked.items()
                if value and not (key == "sort" and value == "voices")
            ]
        )
        return f"?{found}" if found else EVERYTHING

    @property
    def saved_query(self) -> str:
        """What is kept when somebody gives this view a name; empty for everything."""
        found = self.href(choose="", more="")
        return "" if found == EVERYTHING else found[1:]

    @property
    def narrow(self) -> bool:
        """Whether the list shows less than everything."""
        return self.href(sort="voices", choose="", more="") != EVERYTHING

    @property
    def shows_more(self) -> bool:
        """Whether the filters that most people do without are shown."""
        return bool(self.more or self.about or self.severity or self.group or self.owner)

    @property
    def is_plain(self) -> bool:
        """Whether the first page is asked for, by nothing that depends on a word or the day."""
        return not (self.q or self.due or self.after or self.before)

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What a search form carries along: every filter but the search itself."""
        pairs = replace(self, q="", sort="", after="", before="")
        return [(key, value) for key, value in vars(pairs).items() if value]

    @property
    def all_kept(self) -> list[tuple[str, str]]:
        """What choosing everything carries along: every filter and the order."""
        pairs = replace(self, after="", before="", choose="", more="")
        return [(key, value) for key, value in vars(pairs).items() if value]


class ConcernRow(NamedTuple):
    """One line of the list."""

    id: UUID
    title: str
    kind: str
    kind_label: str
    state: str
    state_label: str
    severity: int
    severity_label: str
    voices: int
    unsolved: str
    owner: str
    groups: str
    due_words: str
    late: bool


@dataclass(frozen=True)
class Page:
    """Fifty lines, and the addresses before and behind them."""

    rows: Sequence[ConcernRow]
    newer: str
    older: str


def restricted(
    actor: Actor, filters: Filters, skip: frozenset[str] = frozenset()
) -> QuerySet[Concern]:
    """The concerns that the filters leave; `skip` names filters to pass over."""
    rows = visible_concerns(actor)
    if filters.q:
        rows = rows.filter(pk__in=search.matches(actor, filters.q, kind=KIND_CONCERN))
    if filters.due == UNSOLVED:
        rows = rows.filter(told_unsolved(actor))
    return narrowed(rows, actor.tenant, filters, skip)


def narrowed(
    rows: QuerySet[Concern],
    tenant: UUID,
    filters: Filters,
    skip: frozenset[str] = frozenset(),
) -> QuerySet[Concern]:
    """What the filters leave of these concerns; the search itself stands in `restricted`."""
    rows = rows.filter(archived_at__isnull=not filters.archived, merged_into=None)
    if filters.due == LATE:
        rows = rows.exclude(state__in=ANSWERED).filter(answer_due_on__lt=timezone.localdate())
    if filters.due == UNSOLVED:
        rows = rows.filter(state__in=ANSWERED, unsolved__gt=0)
    if filters.kind and "kind" not in skip:
        rows = rows.filter(kind=filters.kind)
    if filters.state and "state" not in skip:
        rows = (
            rows.exclude(state__in=ANSWERED)
            if filters.state == OPEN
            else rows.filter(state=filters.state)
        )
    if filters.severity and "severity" not in skip:
        rows = rows.filter(severity=int(filters.severity))
    if filters.owner and "owner" not in skip:
        rows = rows.filter(owner=None if filters.owner == NOBODY else UUID(filters.owner))
    if filters.cause:
        behind = ConcernCause.objects.filter(workspace_id=tenant, cause_id=UUID(filters.cause))
        rows = rows.filter(pk__in=behind.values("concern_id"))
    if filters.about and "about" not in skip:
        links = ConcernCause.objects.filter(workspace_id=tenant, cause__about=filters.about)
        rows = rows.filter(pk__in=links.values("concern_id"))
    if filters.group and "group" not in skip:
        affected = AffectedGroup.objects.filter(workspace_id=tenant, group_id=UUID(filters.group))
        rows = rows.filter(pk__in=affected.values("concern_id"))
    return rows


def concern_page(actor: Actor, filters: Filters) -> Page:
    """One page of the list: first the keys, then the lines."""
    sorting = SORTS[filters.sort]
    backward = bool(filters.before)
    mark = _read_mark(sorting, filters.before or filters.after)
    told_all = filters.due != UNSOLVED or actor.is_guide
    if mark is None and not backward and filters.is_plain and sees_all(actor) and told_all:
        plain = replace(filters, choose="", more="")
        look = partial(_first_page, actor.tenant, actor.programme_id, plain)
        found, seen = remembered(actor, "concerns.list", look, plain)
    else:
        rows = restricted(actor, filters)
        if mark is not None:
            rows = rows.filter(_beyond(sorting, mark, backward=backward))
        found = list(_keys(rows, sorting, backward=backward))
        seen = look_at(actor.tenant, [pk for pk, _value in found[:PAGE]])
    more = len(found) > PAGE
    found = found[:PAGE]
    if backward:
        found.reverse()
    first, last = (_write_mark(*found[0]), _write_mark(*found[-1])) if found else ("", "")
    has_newer = more if backward else mark is not None
    has_older = bool(found) if backward else more
    return Page(
        rows=_rows(actor, [pk for pk, _value in found], seen),
        newer=filters.href(before=first) if has_newer and found else "",
        older=filters.href(after=last) if has_older else "",
    )


def _first_page(
    tenant: UUID, programme: UUID, filters: Filters
) -> tuple[list[tuple[UUID, object]], Seen]:
    """The keys of the first page and of the line behind it, and what its lines show."""
    found = _first_keys(tenant, programme, filters)
    return found, look_at(tenant, [pk for pk, _value in found[:PAGE]])


def _keys(
    rows: QuerySet[Concern], sorting: Sorting, *, backward: bool
) -> QuerySet[Concern, tuple[UUID, object]]:
    """The keys of one page and of the line behind it, each with what it is sorted on."""
    order = _order(sorting, backward=backward)
    return rows.order_by(*order).values_list("pk", sorting.field)[: PAGE + 1]


@prepared
def _first_keys(
    tenant: UUID, programme: UUID, filters: Filters
) -> QuerySet[Concern, tuple[UUID, object]]:
    """The keys of the first page for who sees everything; plain filters only."""
    rows = Concern.objects.filter(workspace_id=tenant, programme_id=programme)
    return _keys(narrowed(rows, tenant, filters), SORTS[filters.sort], backward=False)


def concern_ids(actor: Actor, filters: Filters, limit: int) -> list[UUID]:
    """The keys of the first concerns that the filters leave, in the order of the list."""
    rows = restricted(actor, filters).order_by(*_order(SORTS[filters.sort], backward=False))
    return list(rows.values_list("pk", flat=True)[:limit])


def concern_rows(actor: Actor, ids: Sequence[UUID]) -> list[ConcernRow]:
    """The lines of these concerns, in the order of the keys (three statements at most)."""
    return _rows(actor, ids, look_at(actor.tenant, ids))


def _rows(actor: Actor, ids: Sequence[UUID], seen: Seen) -> list[ConcernRow]:
    """The lines of these concerns, in the order of the keys (one statement, if they have owners).

    Names of owners belong to no workspace, so they are not remembered with the rest.
    """
    kinds, states = capitals(Concern.Kind), capitals(State)
    severities = capitals(Concern.Severity)
    today, language = timezone.localdate(), get_language()
    owners = {row[7] for row in seen.columns.values() if row[7] is not None}
    names = dict(owner_names(actor.tenant, sorted(owners))) if owners else {}
    lines = []
    for pk in ids:
        if pk not in seen.columns:
            continue
        _pk, title, kind, state, severity, voices, unsolved, owner, due = seen.columns[pk]
        owed = None if state in ANSWERED else due
        lines.append(
            ConcernRow(
                id=pk,
                title=title,
                kind=kind,
                kind_label=kinds[kind],
                state=state,
                state_label=states[state],
                severity=severity,
                severity_label=severities[severity],
                voices=voices,
                unsolved=unsolved_words(actor, unsolved, voices),
                owner=names.get(owner, "") if owner else "",
                groups=seen.groups.get(pk, ""),
                due_words=promise_words(owed, today, language) if owed else "",
                late=owed is not None and owed < today,
            )
        )
    return lines


def _order(sorting: Sorting, *, backward: bool) -> list[str | OrderBy]:
    descending = sorting.descending != backward
    if sorting.field == "answer_due_on":
        due = F(sorting.field)
        first = due.desc(nulls_first=True) if descending else due.asc(nulls_last=True)
        return [first, "-pk" if backward else "pk"]
    return [("-" if descending else "") + sorting.field, "-pk" if backward else "pk"]


def _beyond(sorting: Sorting, mark: tuple[object, UUID], *, backward: bool) -> Q:
    """Everything behind a mark in the order of the sorting; before it when `backward`."""
    value, pk = mark
    field = sorting.field
    tie = Q(pk__lt=pk) if backward else Q(pk__gt=pk)
    if value is None:
        empty = Q(**{f"{field}__isnull": True}) & tie
        return empty | Q(**{f"{field}__isnull": False}) if backward else empty
    way = "lt" if sorting.descending != backward else "gt"
    found = Q(**{f"{field}__{way}": value}) | (Q(**{field: value}) & tie)
    if field == "answer_due_on":
        return found if backward else found | Q(**{f"{field}__isnull": True})
    return Q(**{f"{field}__{way}e": value}) & found


def _write_mark(pk: UUID, value: object) -> str:
    return f"{'' if value is None else value}~{pk.hex}"


def _read_mark(sorting: Sorting, text: str) -> tuple[object, UUID] | None:
    """The mark in an address; None when it is empty or not one of ours."""
    written, _sign, key = text.rpartition("~")
    try:
        pk = UUID(key)
        if sorting.field == "title_key":
            return written.replace("\0", ""), pk
        if sorting.field == "answer_due_on":
            return (dt.date.fromisoformat(written) if written else None), pk
        number = int(written)
    except ValueError:
        return None
    return (number, pk) if abs(number) <= LARGEST else None


def state_sentence(waiting: int, total: int) -> str:
    """The one sentence on top of the list: how many wait for an answer."""
    if total == 0:
        return _("Nobody has named a worry or wish yet.")
    if waiting == 0:
        return _("Everything that people named has an answer.")
    return ngettext(
        "%(waiting)s of %(total)s waits for an answer.",
        "%(waiting)s of %(total)s wait for an answer.",
        waiting,
    ) % {"waiting": waiting, "total": total}
