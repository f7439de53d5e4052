"""What a programme holds: vision, decisions, people in the register, invitations."""

from __future__ import annotations

from itertools import count

from draagvlak.core.actor import Actor
from draagvlak.organisations.models import Group, GroupMember, Organisation, Person
from draagvlak.programmes import commands
from draagvlak.programmes.models import Decision, Invitation, Membership, Participation, Vision

_numbers = count(1)


def make_person(actor: Actor, name: str = "Piet Smit", email: str = "") -> Person:
    """Somebody in the register of the actor's workspace."""
    organisation, _new = Organisation.objects.get_or_create(
        workspace_id=actor.tenant, name="Gemeente"
    )
    return Person.objects.create(
        workspace_id=actor.tenant,
        organisation=organisation,
        name=name,
        sort_key=name.lower(),
        function="Beleidsadviseur",
        email=email or f"p{next(_numbers)}@voorbeeldstad.example",
    )


def make_group(actor: Actor, name: str = "Secretariaat", *people: Person) -> Group:
    """A group in the actor's workspace, with people in it."""
    group = Group.objects.create(workspace_id=actor.tenant, name=name)
    for person in people:
        GroupMember.objects.create(workspace_id=actor.tenant, group=group, person=person)
    return group


def make_vision(by: Actor, body: str = "Wij luisteren eerst.", base: int = 0) -> Vision:
    """A published version of the vision."""
    return commands.publish_vision(
        by=by, title="Eerst luisteren", body=body, changed_because="Omdat." * bool(base), base=base
    )


def make_decision(by: Actor, title: str = "Wanneer de raad begint") -> Decision:
    """A question that is still open."""
    return commands.add_decision(by=by, title=title, question="Wanneer begint de raad?")


def let_take_part(
    by: Actor,
    decision: Decision,
    level: str,
    *,
    person: Person | None = None,
    group: Group | None = None,
) -> Participation:
    """How somebody takes part in a decision."""
    return commands.add_participation(
        by=by, decision=decision, level=level, person=person, group=group
    )


def make_invitation(by: Actor, role: str = "key_user", email: str = "") -> Invitation:
    """An invitation that was sent."""
    return commands.invite_member(
        by=by, name="Anouk Visser", email=email or f"i{next(_numbers)}@voorbeeld.example", role=role
    )


def link(actor: Actor, person: Person) -> None:
    """Say who the actor is in the register."""
    Membership.objects.filter(workspace_id=actor.tenant, user_id=actor.user_id).update(
        person=person
    )
