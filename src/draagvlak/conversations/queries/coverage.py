"""Who has been heard, and who has not: by group, unit, layer and organisation.

A guide sees numbers and, behind them, names. The project lead sees per group only a lower bound
that tells of nobody in particular (`lib.disclosure`). Nothing here leads to what was said.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from django.db.models import Count, F, Max, Q
from django.db.models.functions import Substr
from django.http import Http404
from django.utils import timezone

from draagvlak.conversations.models import ChoiceDay, Conversation, GroupLayer, Participant
from draagvlak.conversations.states import Axis, Layer
from draagvlak.core.policy import Data, Sight, sees
from draagvlak.lib.disclosure import floor_to_tell
from draagvlak.organisations.models import Group, GroupMember, Organisation, Person, Unit
from draagvlak.programmes.models import ProgrammeOrganisation
from draagvlak.stakeholders.queries import layers_in_register

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.db.models import QuerySet

    from draagvlak.core.actor import Actor

PAGE = 50
STEP = 4
"""Signs of one step in the path of a unit."""
GROUP_OF = "person__group_memberships__group_id"


class Heard(NamedTuple):
    """How many people of a part were heard, in which form, how many early, and when last."""

    people: int = 0
    one_to_one: int = 0
    group: int = 0
    walk_in: int = 0
    early: int = 0
    latest: dt.datetime | None = None


NOBODY = Heard()


@dataclass(frozen=True)
class CoverageRow:
    """One part: how many people, and who of them was heard. `opens`: there are units below."""

    key: str
    name: str
    people: int
    heard: Heard = NOBODY
    opens: bool = False

    @property
    def unheard(self) -> int:
        return max(0, self.people - self.heard.people)

    @property
    def share(self) -> int:
        """The share heard, in whole per cents, rounded down."""
        return 100 * self.heard.people // self.people if self.people else 0


@dataclass(frozen=True)
class BoundRow:
    """One group as the project lead sees it: at least so many were heard (0: too few to tell)."""

    name: str
    people: int
    least: int


@dataclass(frozen=True)
class CoveragePage:
    """One page of parts, and the mark of the next."""

    rows: Sequence[CoverageRow]
    older: str = ""


@dataclass(frozen=True)
class Whole:
    """The programme as a whole, and the day of the choice."""

    people: int
    heard: Heard
    chosen_on: dt.date | None

    @property
    def unheard(self) -> int:
        return max(0, self.people - self.heard.people)


def sees_names(actor: Actor) -> bool:
    """Whether the actor sees who was heard, and not only bounds per group."""
    return sees(Data.COVERAGE, actor.roles, Sight.FULL)


def chosen_on(actor: Actor) -> dt.date | None:
    """The day on which the solution was chosen, where it was noted."""
    days = ChoiceDay.objects.filter(workspace_id=actor.tenant, programme_id=actor.programme_id)
    return days.values_list("chosen_on", flat=True).first()


def people_concerned(actor: Actor) -> QuerySet[Person, Person]:
    """Everybody present in the organisations that take part (in all, when none was named)."""
    people = Person.objects.present().filter(workspace_id=actor.tenant)
    part = _organisations(actor)
    return people.filter(organisation_id__in=part) if part else people


def people_aside(actor: Actor) -> QuerySet[Person, Person]:
    """Whoever is not concerned: gone, or in an organisation that takes no part. Mostly few."""
    people = Person.objects.filter(workspace_id=actor.tenant)
    part = _organisations(actor)
    aside = Q(left_on__isnull=False)
    return people.filter(aside | ~Q(organisation_id__in=part) if part else aside)


def heard_in(actor: Actor) -> QuerySet[Participant]:
    """That people of the programme were there in a conversation that was held."""
    return Participant.objects.filter(
        workspace_id=actor.tenant,
        was_there=True,
        conversation__programme_id=actor.programme_id,
        conversation__state=Conversation.State.HELD,
    )


def whole(actor: Actor) -> Whole:
    """How many people, and how many of them were heard."""
    day = chosen_on(actor)
    people = people_concerned(actor)
    found = _heard_here(actor).aggregate(**_counts(day))
    return Whole(people.count(), _read(found), day)


def coverage_page(actor: Actor, axis: Axis, *, parent: str = "", after: str = "") -> CoveragePage:
    """One page of the parts of an axis. For guides only: others Http404."""
    if not sees_names(actor):
        raise Http404
    if axis is Axis.UNIT:
        return _units(actor, parent, after)
    if axis is Axis.LAYER:
        return CoveragePage(_layers(actor))
    model: type[Group | Organisation] = Group if axis is Axis.GROUP else Organisation
    rows = model._default_manager.filter(workspace_id=actor.tenant)
    part = _organisations(actor) if axis is Axis.ORGANISATION else []
    rows = rows.filter(pk__in=part) if part else rows
    if after:
        rows = rows.filter(name__gt=after)
    names = list(rows.order_by("name").values_list("pk", "name")[: PAGE + 1])
    shown = names[:PAGE]
    keys = [key for key, _name in shown]
    if axis is Axis.GROUP:
        sizes = group_sizes(actor, keys)
        heard = _heard_by(actor, GROUP_OF, _heard_here(actor))
    else:
        inside = people_concerned(actor).filter(organisation_id__in=keys)
        sizes = dict(inside.order_by().values_list("organisation_id").annotate(many=Count("*")))
        heard = _heard_by(actor, "person__organisation_id", _heard_here(actor))
    found = [
        CoverageRow(str(key), name, sizes.get(key, 0), heard.get(key, NOBODY))
        for key, name in shown
    ]
    return CoveragePage(found, shown[-1][1] if len(names) > PAGE else "")


def group_bounds(actor: Actor) -> list[BoundRow]:
    """Per group of at least ten people a lower bound of how many were heard: for the lead."""
    if not sees(Data.COVERAGE, actor.roles):
        raise Http404
    names = list(
        Group.objects.filter(workspace_id=actor.tenant)
        .order_by("name")
        .values_list("pk", "name")[: 4 * PAGE]
    )
    keys = [key for key, _name in names]
    sizes = group_sizes(actor, keys)
    heard = dict(
        _heard_here(actor)
        .order_by()
        .values_list(GROUP_OF)
        .annotate(many=Count("person_id", distinct=True))
    )
    return [
        BoundRow(
            name,
            sizes.get(key, 0),
            floor_to_tell(min(heard.get(key, 0), sizes.get(key, 0)), sizes.get(key, 0)),
        )
        for key, name in names
        if sizes.get(key, 0)
    ]


def group_sizes(actor: Actor, keys: Sequence[UUID]) -> dict[UUID, int]:
    """How many people present each group has."""
    members = GroupMember.objects.filter(
        workspace_id=actor.tenant, group_id__in=keys, person__left_on=None
    )
    part = _organisations(actor)
    if part:
        members = members.filter(person__organisation_id__in=part)
    return dict(members.order_by().values_list("group_id").annotate(many=Count("*")))


def access_coverage_unit(actor: Actor, key: str) -> Unit | None:
    """The unit whose parts are asked for; None for the top; unknown: Http404."""
    if not key:
        return None
    found = Unit.objects.filter(workspace_id=actor.tenant, pk=_key(key))
    unit = found.select_related("organisation", "parent").first()
    if unit is None:
        raise Http404
    return unit


def layers_of_groups(actor: Actor) -> list[tuple[UUID, str, str]]:
    """Every group with its layer (empty: not said yet).

    Where nothing was said here, what the register of stakeholders says is proposed.
    """
    rows = Group.objects.filter(workspace_id=actor.tenant).order_by("name")
    known = layers_in_register(actor) | dict(
        GroupLayer.objects.filter(workspace_id=actor.tenant).values_list("group_id", "layer")
    )
    return [(key, name, known.get(key, "")) for key, name in rows.values_list("pk", "name")]


def heard_by_layer(actor: Actor) -> list[CoverageRow]:
    """The layers as parts; who stands in two layers counts in both."""
    return _layers(actor)


def _layers(actor: Actor) -> list[CoverageRow]:
    members = GroupMember.objects.filter(workspace_id=actor.tenant, group__layers__isnull=False)
    sizes = dict(
        members.exclude(person_id__in=people_aside(actor).values("pk"))
        .order_by()
        .values_list("group__layers__layer")
        .annotate(many=Count("person_id", distinct=True))
    )
    path = "person__group_memberships__group__layers__layer"
    heard = _heard_by(actor, path, _heard_here(actor))
    return [
        CoverageRow(layer.value, str(layer.label), sizes.get(layer, 0), heard.get(layer, NOBODY))
        for layer in Layer
        if sizes.get(layer, 0)
    ]


def _units(actor: Actor, parent: str, after: str) -> CoveragePage:
    """The units right below one (or at the top), each with everybody in it and below it."""
    over = access_coverage_unit(actor, parent)
    rows = Unit.objects.filter(workspace_id=actor.tenant, parent=over)
    part = _organisations(actor)
    rows = rows.filter(organisation_id__in=part) if part and over is None else rows
    mark = after.split("~") if "~" in after else []
    if mark:
        rows = rows.filter(
            Q(organisation_id__gt=_key(mark[0]))
            | Q(organisation_id=_key(mark[0]), path__gt=mark[1][:80])
        )
    values = rows.order_by("organisation_id", "path").values_list(
        "pk", "name", "organisation_id", "path", "organisation__name"
    )
    units = list(values[: PAGE + 1])
    shown = units[:PAGE]
    if not shown:
        return CoveragePage([])
    length = STEP * (over.depth + 2 if over else 1)
    inside = people_concerned(actor).filter(unit__organisation_id__in={row[2] for row in shown})
    heads = _heard_here(actor).filter(person__unit__organisation_id__in={row[2] for row in shown})
    if over is not None:
        inside = inside.filter(unit__path__startswith=over.path)
        heads = heads.filter(person__unit__path__startswith=over.path)
    sizes = {
        (place, head): many
        for place, head, many in inside.order_by()
        .annotate(head=Substr("unit__path", 1, length))
        .values_list("unit__organisation_id", "head")
        .annotate(many=Count("*"))
    }
    counted = (
        heads.order_by()
        .annotate(head=Substr("person__unit__path", 1, length))
        .values("person__unit__organisation_id", "head")
        .annotate(**_counts(chosen_on(actor)))
    )
    heard = {(row["person__unit__organisation_id"], row["head"]): _read(row) for row in counted}
    below = set(
        Unit.objects.filter(workspace_id=actor.tenant, parent_id__in=[row[0] for row in shown])
        .values_list("parent_id", flat=True)
        .distinct()
    )
    several = over is None and len({row[2] for row in shown}) > 1
    found = [
        CoverageRow(
            str(key),
            f"{name} ({place})" if several else name,
            sizes.get((organisation, path), 0),
            heard.get((organisation, path), NOBODY),
            opens=key in below,
        )
        for key, name, organisation, path, place in shown
    ]
    last = shown[-1]
    return CoveragePage(found, f"{last[2]}~{last[3]}" if len(units) > PAGE else "")


def _organisations(actor: Actor) -> list[UUID]:
    part = ProgrammeOrganisation.objects.filter(
        workspace_id=actor.tenant, programme_id=actor.programme_id
    )
    return list(part.values_list("organisation_id", flat=True))


def _heard_here(actor: Actor) -> QuerySet[Participant]:
    """Heard, and still among the people concerned."""
    rows = heard_in(actor).filter(person__left_on=None)
    part = _organisations(actor)
    return rows.filter(person__organisation_id__in=part) if part else rows


def _counts(day: dt.date | None) -> dict[str, Count | Max]:
    form = Conversation.Form
    early = Q(conversation__planned_at__lt=_midnight(day)) if day else Q(pk__isnull=False)
    return {
        "people": Count("person_id", distinct=True),
        **{
            kind.value: Count("person_id", distinct=True, filter=Q(conversation__form=kind))
            for kind in form
        },
        "early": Count("person_id", distinct=True, filter=early),
        "latest": Max("conversation__planned_at"),
    }


def _heard_by(actor: Actor, path: str, rows: QuerySet[Participant]) -> dict[object, Heard]:
    """What was heard per part; for all parts at once, for few were heard beside all the people.

    Naming parts would make a database begin at everybody in them. None: in no part.
    """
    found = rows.order_by().annotate(part=F(path)).values("part")
    return {row["part"]: _read(row) for row in found.annotate(**_counts(chosen_on(actor)))}


def _read(row: Mapping[str, object]) -> Heard:
    return Heard._make(row[name] for name in Heard._fields)


def _midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))


def _key(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None
