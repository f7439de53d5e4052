"""What may be done in a programme, and why not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from draagvlak.core.actor import ActorKind
from draagvlak.core.policy import EDITORS, GUIDES, Role
from draagvlak.core.registry import Registry
from draagvlak.core.verdict import YES, Verdict, first_no, no
from draagvlak.programmes.models import Decision, Phase
from draagvlak.programmes.queries import is_last_guide, keeps_anywhere, programmes_of

if TYPE_CHECKING:
    from uuid import UUID

    from draagvlak.accounts.models import User
    from draagvlak.core.actor import Actor
    from draagvlak.programmes.models import Invitation, Membership, Programme

KEEPERS: frozenset[Role] = EDITORS | {Role.ADMINISTRATOR}
"""Those who keep the list of members."""
OPENERS: frozenset[Role] = frozenset({Role.GUIDE, Role.CO_GUIDE, Role.ADMINISTRATOR})
"""Those who may open a further programme in a workspace."""


def may_open_workspace(actor: Actor) -> Verdict:
    """A guide or an administrator anywhere, somebody who is nowhere yet, or the system itself."""
    if actor.kind is ActorKind.SYSTEM:
        return YES
    if actor.user_id is None:
        return no(_("Sign in first."))
    if keeps_anywhere(actor.user_id) or not programmes_of(actor.user_id):
        return YES
    return no(_("Only a guide or an administrator can start a programme. Ask yours."))


def may_welcome_guide(actor: Actor) -> Verdict:
    """Whether the actor may make a sign-in for a guide: only whoever runs the installation."""
    if actor.kind is ActorKind.SYSTEM:
        return YES
    return no(_("Only whoever runs this installation can do this."))


def may_open_programme(actor: Actor) -> Verdict:
    """Whether the actor may start a further programme in this workspace."""
    if actor.kind is ActorKind.SYSTEM or actor.has(*OPENERS):
        return YES
    return no(_("Only a guide or an administrator can start a programme. Ask yours."))


def may_edit_programme(actor: Actor) -> Verdict:
    """Whether the actor keeps the programme: its text, phases, vision, solutions, decisions."""
    if actor.kind is ActorKind.SYSTEM or actor.has(*EDITORS):
        return YES
    return no(_("Only a guide or the project lead can change this."))


def may_move_phase(actor: Actor, programme: Programme, phase: str) -> Verdict:
    """Whether the programme may go to another phase. What is missing warns; it does not forbid."""
    if phase not in Phase.values:
        return no(_("There is no such phase."))
    if phase == programme.phase:
        return no(_("The programme is in this phase already."))
    return may_edit_programme(actor)


def may_change_decision(actor: Actor, decision: Decision) -> Verdict:
    """Whether the question, the date and who takes part may still change."""
    decided = decision.state == Decision.State.DECIDED
    return first_no(
        may_edit_programme(actor),
        no(_("This was decided. Open the decision again to change it.")) if decided else YES,
    )


def may_reopen_decision(actor: Actor, decision: Decision) -> Verdict:
    """Whether a decision may be opened again."""
    still_open = decision.state == Decision.State.OPEN
    return first_no(
        may_edit_programme(actor),
        no(_("This is still to be decided.")) if still_open else YES,
    )


def may_keep_members(actor: Actor) -> Verdict:
    """Whether the actor keeps the list of members."""
    if actor.kind is ActorKind.SYSTEM or actor.has(*KEEPERS):
        return YES
    return no(_("Only a guide, the project lead or an administrator can change this."))


def may_give_role(actor: Actor, role: str) -> Verdict:
    """Who may give (or take) a role: nobody gives more trust than they hold."""
    may_keep = may_keep_members(actor)
    if not may_keep or actor.kind is ActorKind.SYSTEM:
        return may_keep
    if role in (Role.GUIDE, Role.CO_GUIDE) and not actor.has(Role.GUIDE):
        return no(_("Only the guide can give or take the role of guide or co-guide."))
    if role == Role.ADMINISTRATOR and not actor.has(Role.GUIDE, Role.ADMINISTRATOR):
        return no(_("Only the guide or an administrator can give or take this role."))
    return YES


def may_change_role(actor: Actor, membership: Membership, role: str) -> Verdict:
    """Whether a member may get another role instead of this one."""
    verdict = first_no(may_give_role(actor, membership.role), may_give_role(actor, role))
    if verdict and role != membership.role and is_last_guide(membership):
        return no(_("A programme needs a guide. Make somebody else guide first."))
    return verdict


class LeavingRule(Protocol):
    """Whether somebody may stop being a guide of a programme."""

    def __call__(self, workspace_id: UUID, programme_id: UUID, user_id: UUID) -> Verdict: ...


LEAVING: Registry[LeavingRule] = Registry("leaving", "May somebody stop being a guide?")


def may_stop_guiding(membership: Membership) -> Verdict:
    """Whether a guide may leave: another app may need something handed over first."""
    if membership.role not in GUIDES or membership.programme_id is None:
        return YES
    here = (membership.workspace_id, membership.programme_id, membership.user_id)
    return first_no(*(rule(*here) for rule in LEAVING))


def may_remove_member(actor: Actor, membership: Membership) -> Verdict:
    """Whether a role may be taken away: never that of the last guide."""
    verdict = may_give_role(actor, membership.role)
    if verdict and is_last_guide(membership):
        return no(_("A programme needs a guide. Make somebody else guide first."))
    return verdict


def may_invite(actor: Actor, role: str) -> Verdict:
    """Whether the actor may invite somebody for this role."""
    return may_give_role(actor, role)


def may_change_invitation(actor: Actor, invitation: Invitation) -> Verdict:
    """Whether an invitation may be sent again, taken back or put back."""
    used = invitation.accepted_at is not None
    return first_no(
        may_give_role(actor, invitation.role),
        no(_("This invitation was accepted already.")) if used else YES,
    )


def may_accept(actor: Actor, invitation: Invitation, user: User | None) -> Verdict:
    """Whether this invitation still works, for this user (None: somebody without a sign-in)."""
    if invitation.accepted_at is not None:
        return no(_("This invitation was used already"))
    if invitation.revoked_at is not None:
        return no(_("This invitation was taken back"))
    if invitation.expires_at <= timezone.now():
        return no(_("This invitation is too old"))
    if user is not None and (
        actor.user_id != user.pk or user.email.lower() != invitation.email.lower()
    ):
        return no(_("This invitation is for another e-mail address"))
    return YES
