"""People as lists, as choices, and one by one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from django.db.models import Q
from django.shortcuts import get_object_or_404

from draagvlak.core.prepared import prepared
from draagvlak.core.remembered import remembered
from draagvlak.core.search import Named, Question
from draagvlak.lib.fold import fold_key
from draagvlak.organisations.models import GroupMember, Person
from draagvlak.organisations.queries.sight import people_in_sight, sees_everyone
from draagvlak.organisations.queries.units import unit_below, units_in_sight

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping, Sequence

    from django.db.models import QuerySet
    from django.http import QueryDict

    from draagvlak.core.actor import Actor
    from draagvlak.organisations.models import PersonQuerySet

PAGE = 50
COUNTED = 1000
"""Lists count up to this number; counting further would cost more than it tells."""
FEW = 12


class PersonRow(NamedTuple):
    """A person as a line in a list."""

    id: UUID
    name: str
    function: str
    email: str
    left_on: dt.date | None
    unit: str | None
    organisation: str

    @property
    def place(self) -> str:
        """Where somebody works: unit and organisation."""
        return f"{self.unit}, {self.organisation}" if self.unit else self.organisation


Columns = tuple[UUID, str, str, str, "dt.date | None", "str | None", str]
_COLUMNS = ("id", "name", "function", "email", "left_on", "unit__name", "organisation__name")


@dataclass(frozen=True)
class PeopleFilter:
    """Which people a list shows; what is empty does not narrow it."""

    search: str = ""
    organisation: UUID | None = None
    unit: UUID | None = None
    group: UUID | None = None
    left: bool = False

    def __bool__(self) -> bool:
        """Whether anything is narrowed."""
        return self != PeopleFilter()


@dataclass(frozen=True)
class PeoplePage:
    """One page of people, and the keys to page on from: before the first, after the last."""

    rows: list[PersonRow]
    before: UUID | None
    after: UUID | None
    count: int

    @property
    def is_many(self) -> bool:
        """Whether there are more than were counted."""
        return self.count > COUNTED


def access_person(actor: Actor, person_id: UUID) -> Person:
    """A person that the actor sees, with unit and organisation; or Http404."""
    people = people_in_sight(actor).select_related("unit", "organisation")
    return get_object_or_404(people, pk=person_id)


def people_page(
    actor: Actor,
    wanted: PeopleFilter,
    *,
    after: UUID | None = None,
    before: UUID | None = None,
    size: int = PAGE,
) -> PeoplePage:
    """A page of people by name. `after` and `before` are people at the edge of another page."""
    edge = after or before
    if not wanted and edge is None and size == PAGE and sees_everyone(actor):
        count = remembered(actor, "organisations.counted", lambda: _counted(actor.tenant))
        return replace(_page(actor, _first_keys(actor.tenant), size), count=count)
    people = filtered(actor, wanted)
    count = people.order_by()[: COUNTED + 1].count()
    key = (
        Person.objects.filter(workspace_id=actor.tenant, pk=edge)
        .values_list("sort_key", "id")
        .first()
        if edge
        else None
    )
    backwards = key is not None and before is not None
    if key is not None:
        people = people.filter(_beyond(key, backwards=backwards))
    order = ("-sort_key", "-id") if backwards else ("sort_key", "id")
    # The keys first: together with the names of units SQLite would sort everybody.
    found = list(people.order_by(*order).values_list("id", flat=True)[: size + 1])
    shown = _page(actor, found, size, backwards=backwards, further=key is not None)
    return replace(shown, count=count)


def _page(
    actor: Actor,
    found: Sequence[UUID],
    size: int,
    *,
    backwards: bool = False,
    further: bool = False,
) -> PeoplePage:
    """The people with these keys as a page, not counted; `further` than the first."""
    more = len(found) > size
    rows = [PersonRow(*row) for row in _lines(actor.tenant, found[:size])]
    earlier = more if backwards else further
    later = backwards or more
    return PeoplePage(
        rows=rows,
        before=rows[0].id if rows and earlier else None,
        after=rows[-1].id if rows and later else None,
        count=0,
    )


@prepared
def _first_keys(tenant: UUID) -> QuerySet[Person, UUID]:
    """The keys of the first page by name and of the person behind it."""
    people = Person.objects.filter(workspace_id=tenant).present()
    return people.order_by("sort_key", "id").values_list("id", flat=True)[: PAGE + 1]


@prepared
def _lines(tenant: UUID, ids: Sequence[UUID]) -> QuerySet[Person, Columns]:
    people = Person.objects.filter(workspace_id=tenant, pk__in=ids)
    return people.order_by("sort_key", "id").values_list(*_COLUMNS)


def _counted(tenant: UUID) -> int:
    """How many are present, at most one more than lists count."""
    people = Person.objects.filter(workspace_id=tenant).present()
    return people.order_by()[: COUNTED + 1].count()


def _beyond(key: tuple[str, UUID], *, backwards: bool) -> Q:
    """People past a place in the list. The first bound lets the index skip to it."""
    sort_key, pk = key
    if backwards:
        return Q(sort_key__lte=sort_key) & (
            Q(sort_key__lt=sort_key) | Q(sort_key=sort_key, pk__lt=pk)
        )
    return Q(sort_key__gte=sort_key) & (Q(sort_key__gt=sort_key) | Q(sort_key=sort_key, pk__gt=pk))


def filtered(actor: Actor, wanted: PeopleFilter) -> PersonQuerySet:
    """The people in sight that a filter leaves; an unknown unit or group leaves nobody."""
    people = people_in_sight(actor)
    people = people.exclude(left_on=None) if wanted.left else people.present()
    for word in fold_key(wanted.search).split():
        people = people.filter(
            Q(sort_key__startswith=word)
            | Q(sort_key__contains=f" {word}")
            | Q(email__startswith=word)
        )
    if wanted.organisation:
        people = people.filter(organisation_id=wanted.organisation)
    if wanted.unit:
        unit = units_in_sight(actor).filter(pk=wanted.unit).first()
        if unit is None:
            return people.none()
        people = people.filter(unit__in=unit_below(unit).order_by())
    if wanted.group:
        members = GroupMember.objects.filter(workspace_id=actor.tenant, group_id=wanted.group)
        people = people.filter(pk__in=members.values("person_id"))
    return people


def ids_of(actor: Actor, wanted: PeopleFilter) -> tuple[UUID, ...]:
    """Everybody whom a filter leaves."""
    return tuple(filtered(actor, wanted).order_by().values_list("pk", flat=True))


def people_named(actor: Actor, prefix: str, limit: int = FEW) -> list[PersonRow]:
    """Present people in sight with a name or e-mail address that begins like this, by name."""
    if not prefix.strip():
        return []
    return _rows(filtered(actor, PeopleFilter(search=prefix)), limit)


def findable_people(actor: Actor, asked: Question, limit: int) -> list[Named]:
    """People in sight whose names or e-mail addresses have words that begin like these."""
    people = filtered(actor, PeopleFilter(search=asked.text)).order_by("sort_key", "id")
    return [Named(*row) for row in people.values_list("id", "name")[:limit]]


def placed_people(actor: Actor, query: str, found: Sequence[Named]) -> list[Named]:
    """People who were found, each with what tells them from their namesakes (one statement)."""
    del query
    places = {row.id: row.place for row in people_by_id(actor, [one.id for one in found])}
    return [one._replace(note=places.get(one.id, "")) for one in found]


def has_people(actor: Actor) -> bool:
    """Whether anybody in the register is in sight of the actor."""
    return people_in_sight(actor).exists()


def people_by_id(actor: Actor, ids: Iterable[UUID]) -> list[PersonRow]:
    """The people in sight out of these, by name; also those who left."""
    return _rows(people_in_sight(actor).filter(pk__in=list(ids)))


def _rows(people: PersonQuerySet, limit: int | None = None) -> list[PersonRow]:
    found = people.order_by("sort_key", "id").values_list(*_COLUMNS)[:limit]
    return [PersonRow(*row) for row in found]


@dataclass(frozen=True)
class PersonPick:
    """What a form that picks people holds: who was chosen, and what a search found.

    `searching` says that the search button was used, so the form comes back with `found`.
    """

    name: str
    many: bool
    text: str = ""
    chosen: tuple[PersonRow, ...] = ()
    found: tuple[PersonRow, ...] = ()
    searching: bool = False

    @property
    def ids(self) -> tuple[UUID, ...]:
        return tuple(row.id for row in self.chosen)

    @property
    def one(self) -> UUID | None:
        """The chosen person of a pick for one."""
        return self.chosen[0].id if self.chosen else None


def person_pick(
    actor: Actor, sent: QueryDict | Mapping[str, str] | None, name: str, *, many: bool = False
) -> PersonPick:
    """Read a pick from a form that includes `organisations/person_pick.html`.

    The form sends the chosen under `name`, the search text under `<name>_find`, and its search
    button under `find` with the value `name`. Only people in sight count (two queries at most).
    """
    text = (sent.get(f"{name}_find") or "") if sent is not None else ""
    text = text.replace("\0", "").strip()[:150]
    ids = _ids(sent, name)
    chosen = people_by_id(actor, ids[:500]) if ids else []
    if not many:
        chosen = chosen[-1:]
    taken = {row.id for row in chosen}
    found = [row for row in people_named(actor, text) if row.id not in taken]
    searching = sent is not None and sent.get("find") == name
    return PersonPick(name, many, text, tuple(chosen), tuple(found), searching)


def picked(actor: Actor, pick: PersonPick, ids: Iterable[UUID]) -> PersonPick:
    """The pick with these people chosen: what a form shows before anything was sent."""
    return replace(pick, chosen=tuple(people_by_id(actor, ids)))


def _ids(sent: QueryDict | Mapping[str, str] | None, name: str) -> list[UUID]:
    if sent is None:
        return []
    written = sent.getlist(name) if hasattr(sent, "getlist") else [sent.get(name, "")]
    ids = []
    for text in written:
        try:
            ids.append(UUID(text))
        except ValueError:
            continue
    return ids


def holder_of_email(workspace_id: UUID, email: str) -> Person | None:
    """Who has this e-mail address, if anybody."""
    if not email:
        return None
    return Person.objects.filter(workspace_id=workspace_id, email=email.lower()).first()


def holder_of_number(workspace_id: UUID, organisation_id: UUID, number: str) -> Person | None:
    """Who has this staff number in an organisation, if anybody."""
    if not number:
        return None
    return Person.objects.filter(
        workspace_id=workspace_id, organisation_id=organisation_id, external_id=number
    ).first()
