"""Who takes part, in which role, and who was invited."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from django.conf import settings
from django.db.models import Q
from django.shortcuts import get_object_or_404
from django.utils import timezone

from draagvlak.core.policy import Role
from draagvlak.core.registry import Registry
from draagvlak.organisations.models import Person
from draagvlak.programmes.models import Invitation, Membership

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet
    from uuid import UUID

    from django.db.models import QuerySet

    from draagvlak.core.actor import Actor

UNDO_DAYS = 30
CONTACTS = (Role.GUIDE, Role.CO_GUIDE, Role.PROJECT_LEAD, Role.KEY_USER)


@dataclass(frozen=True)
class MemberRole:
    """One role of a member. `since` is the day it was given."""

    membership_id: UUID
    role: Role
    since: dt.date
    of_workspace: bool

    @property
    def label(self) -> str:
        return str(self.role.label)


@dataclass(frozen=True)
class Member:
    """Somebody who takes part, with all roles here. `function` is that of the linked person."""

    user_id: UUID
    name: str
    email: str
    roles: tuple[MemberRole, ...]
    function: str = ""
    unit: str = ""

    @property
    def role_words(self) -> str:
        return ", ".join(role.label for role in self.roles)


@dataclass(frozen=True)
class OwnerChoice:
    """A membership to own a concern or a measure: one for each member."""

    membership_id: UUID
    name: str
    role: str

    @property
    def label(self) -> str:
        return f"{self.name} ({self.role})"


def members(actor: Actor) -> list[Member]:
    """Everybody with a role here, guides first, then by name. One query.

    Administrators of the whole workspace are among them.
    """
    order = {role: place for place, role in enumerate(Role)}
    found: dict[UUID, Member] = {}
    rows = sorted(
        _present(actor).select_related("user", "person", "person__unit"),
        key=lambda row: (order[Role(row.role)], row.programme_id is None, row.user.name, row.pk),
    )
    for row in rows:
        role = MemberRole(row.pk, Role(row.role), row.since, row.programme_id is None)
        known = found.get(row.user_id)
        person = row.person
        unit = person.unit if person else None
        found[row.user_id] = Member(
            row.user_id,
            str(row.user),
            row.user.email,
            (*known.roles, role) if known else (role,),
            (known.function if known else "") or (person.function if person else ""),
            (known.unit if known else "") or (unit.name if unit else ""),
        )
    return list(found.values())


def owner_choices(actor: Actor) -> list[OwnerChoice]:
    """The members of this programme as owners, each once, in the order of `members`. One query."""
    choices = []
    for member in members(actor):
        role = next((role for role in member.roles if not role.of_workspace), None)
        if role is not None:
            choices.append(OwnerChoice(role.membership_id, member.name, role.label))
    return choices


def person_of(actor: Actor) -> Person | None:
    """The person in the register that the actor is; None when nobody linked them."""
    if actor.user_id is None:
        return None
    row = (
        Membership.objects.present()
        .filter(workspace_id=actor.tenant, user_id=actor.user_id, person__isnull=False)
        .select_related("person")
        .order_by("pk")
        .first()
    )
    return row.person if row else None


def own_people(actor: Actor) -> QuerySet[Person]:
    """Who in the register the actor is, as a query."""
    return _people_of(actor, Q(user_id=actor.user_id))


def contact_people(actor: Actor) -> QuerySet[Person]:
    """Whom the actor reaches: guides, leads and key users of the programmes they take part in."""
    mine = Membership.objects.present().filter(
        workspace_id=actor.tenant, user_id=actor.user_id or actor.tenant
    )
    return _people_of(actor, Q(role__in=CONTACTS, programme_id__in=mine.values("programme_id")))


def _people_of(actor: Actor, which: Q) -> QuerySet[Person]:
    roles = Membership.objects.present().filter(which, workspace_id=actor.tenant)
    linked = roles.filter(person__isnull=False).values("person_id")
    return Person.objects.filter(workspace_id=actor.tenant, pk__in=linked)


def access_membership(actor: Actor, membership_id: UUID) -> Membership:
    """A role that holds in this programme. Raises Http404."""
    rows = Membership.objects.present().select_related("user", "person")
    return get_object_or_404(
        rows, workspace_id=actor.tenant, programme_id=actor.programme_id, pk=membership_id
    )


def access_former_role(actor: Actor, membership_id: UUID) -> Membership:
    """A role that was taken away in the last thirty days. Raises Http404."""
    return get_object_or_404(
        Membership.objects.select_related("user"),
        workspace_id=actor.tenant,
        programme_id=actor.programme_id,
        pk=membership_id,
        ended_at__gte=timezone.now() - dt.timedelta(days=UNDO_DAYS),
    )


def is_last_guide(membership: Membership) -> bool:
    """Whether nobody else is guide of the programme."""
    if membership.role != Role.GUIDE:
        return False
    guides = Membership.objects.present().filter(
        workspace_id=membership.workspace_id,
        programme=membership.programme,
        role=Role.GUIDE,
    )
    return not guides.exclude(pk=membership.pk).exists()


def invitations(actor: Actor) -> QuerySet[Invitation]:
    """Invitations that nobody accepted or took back, the newest first."""
    return Invitation.objects.filter(
        workspace_id=actor.tenant,
        programme_id=actor.programme_id,
        accepted_at=None,
        revoked_at=None,
    ).order_by("-invited_at", "-id")


class ClosedTo(Protocol):
    """Which of these addresses want no mail from a workspace, or cannot get it. One statement."""

    def __call__(self, workspace_id: UUID, addresses: Sequence[str]) -> AbstractSet[str]: ...


CLOSED: Registry[ClosedTo] = Registry("closed", "Which addresses want no mail, or cannot get it?")


def closed_addresses(workspace_id: UUID, addresses: Sequence[str]) -> frozenset[str]:
    """The addresses to which nothing is sent that they did not ask for."""
    if not addresses:
        return frozenset()
    found = (provider(workspace_id, addresses) for provider in CLOSED)
    return frozenset(address for closed in found for address in closed)


def access_invitation(actor: Actor, invitation_id: UUID) -> Invitation:
    """An invitation to this programme that was not accepted yet. Raises Http404."""
    return get_object_or_404(
        Invitation,
        workspace_id=actor.tenant,
        programme_id=actor.programme_id,
        pk=invitation_id,
        accepted_at=None,
    )


def token_of(invitation: Invitation) -> str:
    """The token in the mail: 256 bits, made again from the key of the server whenever needed.

    A new time of inviting makes a new token; the former one stops working.
    """
    at = invitation.invited_at.astimezone(dt.UTC).isoformat()
    words = f"programmes.invitation:{invitation.pk}:{at}"
    made = hmac.digest(settings.SECRET_KEY.encode(), words.encode(), "sha256")
    return urlsafe_b64encode(made).decode().rstrip("=")


def hash_of(token: str) -> str:
    """What is kept of a token: 64 hexadecimal signs (SHA-256)."""
    return hashlib.sha256(token.encode()).hexdigest()


def invitation_by_token(workspace: str, token: str) -> Invitation | None:
    """The invitation behind a token, whatever became of it; None when there is none."""
    return (
        Invitation.objects.filter(workspace__slug=workspace, token_hash=hash_of(token))
        .select_related("programme", "workspace")
        .first()
    )


def _present(actor: Actor) -> QuerySet[Membership]:
    here = Membership.objects.present().filter(workspace_id=actor.tenant)
    if actor.programme is None:
        return here
    return here.filter(programme_id=actor.programme_id) | here.filter(programme__isnull=True)
