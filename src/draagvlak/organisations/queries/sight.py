"""What of the register an actor sees: everything, their own groups, themself, or contacts."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from draagvlak.core.actor import Actor
from draagvlak.core.policy import Data, Sight, sight
from draagvlak.core.registry import Registry
from draagvlak.organisations.models import Group, GroupMember, Organisation, Person

if TYPE_CHECKING:
    from uuid import UUID

    from draagvlak.organisations.models import PersonQuerySet

PeopleOf = Callable[[Actor], QuerySet[Person]]

OWN_PEOPLE: Registry[PeopleOf] = Registry("own_people", "Who in the register is an actor?")
"""A higher app that ties users to people registers here. Without one nobody is their own."""

CONTACT_PEOPLE: Registry[PeopleOf] = Registry("contact_people", "Whom does a supplier reach?")


def sees_everyone(actor: Actor) -> bool:
    """Whether the actor's roles show the whole register."""
    return Sight.FULL in sight(Data.REGISTER, actor.roles)


def people_in_sight(actor: Actor) -> PersonQuerySet:
    """The people that this actor may see, of the actor's workspace."""
    people = Person.objects.filter(workspace_id=actor.tenant)
    how = sight(Data.REGISTER, actor.roles)
    if Sight.FULL in how:
        return people
    shown = Q(pk__in=[])
    if how & {Sight.OWN, Sight.OWN_GROUP}:
        shown |= _any_of(OWN_PEOPLE, actor, "pk__in")
    if Sight.OWN_GROUP in how:
        colleagues = GroupMember.objects.filter(
            workspace_id=actor.tenant, group_id__in=_own_groups(actor)
        )
        shown |= Q(pk__in=colleagues.values("person_id"))
    if Sight.CONTACTS in how:
        shown |= _any_of(CONTACT_PEOPLE, actor, "pk__in")
    return people.filter(shown)


def groups_in_sight(actor: Actor) -> QuerySet[Group]:
    """The groups that this actor may see: all, or those they belong to."""
    groups = Group.objects.filter(workspace_id=actor.tenant)
    if sees_everyone(actor):
        return groups
    return groups.filter(pk__in=_own_groups(actor))


def organisations_in_sight(actor: Actor) -> QuerySet[Organisation]:
    """The organisations that this actor may see: all, or those of the people in sight."""
    organisations = Organisation.objects.filter(workspace_id=actor.tenant)
    if sees_everyone(actor):
        return organisations
    return organisations.filter(pk__in=people_in_sight(actor).values("organisation_id"))


def belongs_to(actor: Actor) -> set[UUID]:
    """The groups that this actor is in, whatever else the actor's roles show. One statement."""
    return set(_own_groups(actor).values_list("group_id", flat=True))


def _own_groups(actor: Actor) -> QuerySet[GroupMember, object]:
    own = GroupMember.objects.filter(workspace_id=actor.tenant)
    return own.filter(_any_of(OWN_PEOPLE, actor, "person_id__in")).values("group_id")


def _any_of(registry: Registry[PeopleOf], actor: Actor, lookup: str) -> Q:
    """Nobody, or one of the people that the registry's providers name."""
    found = Q(**{lookup: []})
    for people in registry:
        found |= Q(**{lookup: people(actor).filter(workspace_id=actor.tenant).values("pk")})
    return found
