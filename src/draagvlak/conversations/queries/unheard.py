"""The people behind the numbers of coverage, and whom to hear next."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, Subquery
from django.http import Http404
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from draagvlak.conversations.models import Conversation, GroupLayer
from draagvlak.conversations.queries.coverage import (
    access_coverage_unit,
    chosen_on,
    heard_by_layer,
    heard_in,
    people_concerned,
    sees_names,
)
from draagvlak.conversations.states import Axis, Layer
from draagvlak.lib.who_next import Part, Proposal, Reason, who_next
from draagvlak.organisations.models import Group, GroupMember, Organisation, Person, Unit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

    from draagvlak.conversations.queries.coverage import CoverageRow
    from draagvlak.core.actor import Actor

PAGE = 50
LARGEST = 8
"""So many units without a voice are weighed; there the most people are missed."""
HEARD, UNHEARD, EARLY = "heard", "unheard", "early"


@dataclass(frozen=True)
class PersonHeard:
    """One person, and the last conversation they were in (None: not heard yet)."""

    id: UUID
    name: str
    function: str
    unit: str
    conversation: UUID | None = None
    form: str = ""
    at: dt.datetime | None = None


@dataclass(frozen=True)
class PeopleHeard:
    """The people behind one number: whose, one page of them, and the mark of the next."""

    title: str
    rows: Sequence[PersonHeard]
    after: str = ""


@dataclass(frozen=True)
class NextUp:
    """A proposal in words."""

    axis: str
    key: str
    sentence: str
    wanted: str


def part_name(actor: Actor, axis: Axis, key: str) -> str:
    """The name of a part of an axis; unknown: Http404. Without a key: everybody."""
    if not key:
        return _("Everybody")
    if axis is Axis.LAYER:
        if key not in Layer.values:
            raise Http404
        return str(capfirst(Layer(key).label))
    if axis is Axis.UNIT:
        unit = access_coverage_unit(actor, key)
        return unit.name if unit else ""
    model: type[Group | Organisation] = Group if axis is Axis.GROUP else Organisation
    found = model._default_manager.filter(workspace_id=actor.tenant, pk=_uuid(key)).first()
    if found is None:
        raise Http404
    return found.name


def people_of(actor: Actor, axis: Axis, key: str) -> QuerySet[Person, Person]:
    """The people of one part. For guides only: others Http404."""
    if not sees_names(actor):
        raise Http404
    people = people_concerned(actor)
    if not key:
        return people
    if axis is Axis.ORGANISATION:
        return people.filter(organisation_id=_uuid(key))
    if axis is Axis.UNIT:
        unit = access_coverage_unit(actor, key)
        if unit is None:
            raise Http404
        return people.filter(
            unit__organisation_id=unit.organisation_id, unit__path__startswith=unit.path
        )
    members = GroupMember.objects.filter(workspace_id=actor.tenant)
    if axis is Axis.GROUP:
        members = members.filter(group_id=_uuid(key))
    else:
        layered = GroupLayer.objects.filter(workspace_id=actor.tenant, layer=key)
        members = members.filter(group_id__in=layered.values("group_id"))
    return people.filter(pk__in=members.values("person_id"))


def who_of(actor: Actor, axis: Axis, key: str, part: str) -> QuerySet[Person, Person]:
    """The people of a part that were heard, heard early, heard in a form, or not heard."""
    people = people_of(actor, axis, key)
    told = heard_in(actor).filter(person_id=OuterRef("pk"))
    if part == UNHEARD:
        return people.exclude(Exists(told))
    if part == EARLY:
        day = chosen_on(actor)
        told = told.filter(conversation__planned_at__lt=_midnight(day)) if day else told
    elif part in Conversation.Form.values:
        told = told.filter(conversation__form=part)
    elif part != HEARD:
        raise Http404
    return people.filter(Exists(told))


def people_heard(actor: Actor, axis: Axis, key: str, part: str, after: str = "") -> PeopleHeard:
    """One page of the people behind a number, by name."""
    title = part_name(actor, axis, key)
    people = who_of(actor, axis, key, part)
    if after:
        edge = Person.objects.filter(workspace_id=actor.tenant, pk=_uuid(after))
        row = edge.values_list("sort_key", "pk").first()
        if row is None:
            raise Http404
        people = people.filter(Q(sort_key__gt=row[0]) | Q(sort_key=row[0], pk__gt=row[1]))
    values = list(
        people.order_by("sort_key", "pk").values_list("pk", "name", "function", "unit__name")[
            : PAGE + 1
        ]
    )
    shown = values[:PAGE]
    last = _last_talks(actor, [row[0] for row in shown]) if part != UNHEARD else {}
    rows = [
        PersonHeard(pk, name, function, unit or "", *last.get(pk, (None, "", None)))
        for pk, name, function, unit in shown
    ]
    return PeopleHeard(title, rows, str(shown[-1][0]) if len(values) > PAGE else "")


def proposals(actor: Actor, groups: Sequence[CoverageRow], limit: int = 5) -> list[NextUp]:
    """Whom to hear next, of these groups, the layers and the silent units; each with its reason.

    For guides only: others Http404.
    """
    if not sees_names(actor):
        raise Http404
    today = timezone.localdate()
    parts = [
        Part(
            axis.value,
            row.key,
            str(capfirst(row.name)),
            row.people,
            row.heard.people,
            row.heard.early,
            (today - timezone.localdate(row.heard.latest)).days if row.heard.latest else None,
        )
        for axis, rows in (
            (Axis.GROUP, groups),
            (Axis.LAYER, heard_by_layer(actor)),
        )
        for row in rows
    ]
    parts += _silent_units(actor)
    day = chosen_on(actor)
    found = who_next(parts, chosen=day is not None and day <= today, limit=limit)
    return [_in_words(one) for one in found]


def _silent_units(actor: Actor) -> list[Part]:
    """The units without units below them with the most people of whom nobody was heard."""
    people = people_concerned(actor).filter(unit_id=OuterRef("pk")).order_by()
    many = people.values("unit_id").annotate(many=Count("*")).values("many")
    branches = Unit.objects.filter(workspace_id=actor.tenant, parent__isnull=False)
    loud = heard_in(actor).filter(person__unit__isnull=False)
    units = (
        Unit.objects.filter(workspace_id=actor.tenant)
        .exclude(pk__in=branches.values("parent_id"))
        .exclude(pk__in=loud.values("person__unit_id"))
        .annotate(many=Subquery(many, output_field=IntegerField()))
        .order_by(F("many").desc(nulls_last=True), "pk")
    )
    found = []
    for unit in units.select_related("parent")[:LARGEST]:
        name = f"{unit.parent.name}, {unit.name}" if unit.parent else unit.name
        if unit.many:
            found.append(Part(Axis.UNIT.value, str(unit.pk), name, unit.many, 0))
    return found


def _in_words(one: Proposal) -> NextUp:
    part = one.part
    people = ngettext("%(count)s person", "%(count)s people", part.people) % {"count": part.people}
    words = {"name": part.name, "people": people, "heard": part.heard, "days": part.days_since}
    sentence = {
        Reason.NOBODY: _("%(name)s (%(people)s): nobody was heard yet."),
        Reason.FEW: _("%(name)s (%(people)s): only %(heard)s heard."),
        Reason.AFTER_CHOICE: _("%(name)s (%(people)s): heard only after the choice."),
        Reason.LONG_AGO: _("%(name)s (%(people)s): last heard %(days)s days ago."),
    }[one.reason]
    wanted = ngettext(
        "Hear at least %(count)s more.", "Hear at least %(count)s more of them.", one.wanted
    )
    return NextUp(part.kind, part.key, sentence % words, wanted % {"count": one.wanted})


def _last_talks(actor: Actor, people: Sequence[UUID]) -> dict[UUID, tuple[UUID, str, dt.datetime]]:
    rows = (
        heard_in(actor)
        .filter(person_id__in=people)
        .order_by("conversation__planned_at")
        .values_list(
            "person_id", "conversation_id", "conversation__form", "conversation__planned_at"
        )
    )
    return {
        person: (conversation, str(Conversation.Form(form).label), at)
        for person, conversation, form, at in rows
    }


def _midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None
