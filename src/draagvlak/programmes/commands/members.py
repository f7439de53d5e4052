"""Inviting people, and giving and taking roles."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from draagvlak.accounts.commands import register_user
from draagvlak.core.audit import record
from draagvlak.core.command import command
from draagvlak.core.outbox import promise
from draagvlak.core.policy import GUIDES
from draagvlak.core.returning import keep_key
from draagvlak.core.undo import leave
from draagvlak.core.verdict import Refused
from draagvlak.organisations.models import Person
from draagvlak.programmes.mail import TOPIC
from draagvlak.programmes.models import Invitation, Membership
from draagvlak.programmes.queries.members import hash_of, token_of
from draagvlak.programmes.queries.returning import MEMBERS
from draagvlak.programmes.rules import (
    may_accept,
    may_change_invitation,
    may_change_role,
    may_give_role,
    may_invite,
    may_remove_member,
    may_stop_guiding,
)

if TYPE_CHECKING:
    from uuid import UUID

    from draagvlak.accounts.models import User
    from draagvlak.core.actor import Actor

VALID_DAYS = 14


@command
def invite_member(
    *, by: Actor, name: str, email: str, role: str, person: Person | None = None, once: str = ""
) -> Invitation:
    """Invite somebody by mail. An open invitation to the same address for the same role is renewed.

    Without `person` the one in the register with this e-mail address is linked.
    """
    del once
    may_invite(by, role).demand()
    email = email.strip().lower()
    person = person or _person_with(by, email)
    invitation = Invitation.objects.filter(
        workspace_id=by.tenant,
        programme_id=by.programme_id,
        email=email,
        role=role,
        accepted_at=None,
    ).first() or Invitation(
        workspace_id=by.tenant, programme_id=by.programme_id, email=email, role=role
    )
    invitation.name, invitation.person, invitation.revoked_at = name.strip(), person, None
    _send(by, invitation)
    record("programmes.invited", by=by, on=invitation)
    return invitation


@command
def resend_invitation(*, by: Actor, invitation: Invitation) -> Invitation:
    """Send an invitation again, with a new link that works for another fourteen days."""
    may_change_invitation(by, invitation).demand()
    invitation.revoked_at = None
    _send(by, invitation)
    record("programmes.invited_again", by=by, on=invitation)
    return invitation


@command
def revoke_invitation(*, by: Actor, invitation: Invitation) -> Invitation:
    """Take an invitation back: its link stops working."""
    may_change_invitation(by, invitation).demand()
    invitation.revoked_at = timezone.now()
    invitation.save(update_fields=["revoked_at"])
    event = record("programmes.invitation_revoked", by=by, on=invitation)
    leave(event, by=by, kept=keep_key(invitation), touches=[invitation.pk])
    return invitation


@command
def restore_invitation(*, by: Actor, invitation: Invitation) -> Invitation:
    """Put back an invitation that was taken back: the link in the mail works again."""
    may_change_invitation(by, invitation).demand()
    invitation.revoked_at = None
    invitation.save(update_fields=["revoked_at"])
    record("programmes.invitation_restored", by=by, on=invitation)
    return invitation


@command
def accept_invitation(
    *,
    by: Actor,
    invitation: Invitation,
    user: User | None = None,
    name: str = "",
    password: str = "",
    language: str = "nl",
) -> Membership:
    """Take part: as the signed-in `user`, or with a new sign-in made of name and password.

    Raises IntegrityError when the e-mail address got a sign-in meanwhile.
    """
    invitation = Invitation.objects.select_for_update().get(
        workspace_id=invitation.workspace_id, pk=invitation.pk
    )
    may_accept(by, invitation, user).demand()
    member = user or register_user(
        by=by, email=invitation.email, name=name, password=password, language=language
    )
    membership, _new = Membership.objects.present().get_or_create(
        workspace_id=invitation.workspace_id,
        programme_id=invitation.programme_id,
        user=member,
        role=invitation.role,
        defaults={"person_id": invitation.person_id},
    )
    invitation.accepted_at = timezone.now()
    invitation.save(update_fields=["accepted_at"])
    record(
        "programmes.invitation_accepted",
        by=by,
        on=invitation,
        workspace_id=invitation.workspace_id,
    )
    return membership


@command
def add_member(*, by: Actor, user: User, role: str, person: Person | None = None) -> Membership:
    """Give somebody who can sign in a role in this programme, without an invitation."""
    may_give_role(by, role).demand()
    membership, _new = Membership.objects.present().get_or_create(
        workspace_id=by.tenant,
        programme_id=by.programme_id,
        user=user,
        role=role,
        defaults={"person": person},
    )
    record("programmes.role_given", by=by, on=membership)
    return membership


@command
def change_member(
    *, by: Actor, membership: Membership, role: str, person: Person | None
) -> Membership:
    """Give a member another role instead of this one, and say who they are in the register."""
    may_change_role(by, membership, role).demand()
    if role not in GUIDES:
        may_stop_guiding(membership).demand()
    before = MEMBERS.before(membership)
    membership.role, membership.person = role, person
    _save_role(membership, "role", "person")
    event = record("programmes.role_changed", by=by, on=membership)
    leave(event, by=by, kept=MEMBERS.kept(before, membership), touches=_touched(membership))
    return membership


@command
def remove_member(*, by: Actor, membership: Membership) -> Membership:
    """Take a role away. What the member owns keeps their name; for thirty days it can be undone."""
    may_remove_member(by, membership).demand()
    may_stop_guiding(membership).demand()
    membership.ended_at = timezone.now()
    membership.save(update_fields=["ended_at"])
    event = record("programmes.role_taken", by=by, on=membership)
    leave(event, by=by, kept=keep_key(membership), touches=_touched(membership))
    return membership


@command
def restore_member(*, by: Actor, membership: Membership) -> Membership:
    """Give back a role that was taken away."""
    may_give_role(by, membership.role).demand()
    membership.ended_at = None
    _save_role(membership, "ended_at")
    record("programmes.role_given", by=by, on=membership)
    return membership


def _touched(membership: Membership) -> list[UUID]:
    """Whom the way back would bring something of: the user, and who they are in the register."""
    return [membership.pk, membership.user_id, *filter(None, [membership.person_id])]


def _save_role(membership: Membership, *fields: str) -> None:
    try:
        with transaction.atomic():
            membership.save(update_fields=fields)
    except IntegrityError:
        raise Refused(_("This member has this role already.")) from None


def _send(by: Actor, invitation: Invitation) -> None:
    """A new link, and the promise of a mail that holds it. The outbox knows only the key."""
    invitation.invited_at = timezone.now()
    invitation.expires_at = invitation.invited_at + dt.timedelta(days=VALID_DAYS)
    invitation.invited_by_id = by.user_id or by.tenant
    invitation.token_hash = hash_of(token_of(invitation))
    invitation.save()
    promise(
        TOPIC,
        {"workspace": str(invitation.workspace_id), "invitation": str(invitation.pk)},
        workspace_id=invitation.workspace_id,
    )


def _person_with(by: Actor, email: str) -> Person | None:
    here = Person.objects.present().filter(workspace_id=by.tenant)
    return here.filter(email__iexact=email).first()
