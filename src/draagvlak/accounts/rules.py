"""What may be done with users."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from draagvlak.accounts.queries import standings_of
from draagvlak.core.actor import ActorKind
from draagvlak.core.policy import Role
from draagvlak.core.verdict import YES, Verdict, first_no, no

if TYPE_CHECKING:
    from uuid import UUID

    from draagvlak.accounts.models import OpenIdProvider, OpenSession, User
    from draagvlak.core.actor import Actor
    from draagvlak.lib.openid import Told

TWICE_PROVEN = frozenset({Role.GUIDE, Role.CO_GUIDE, Role.PROJECT_LEAD, Role.ADMINISTRATOR})
"""The roles that show a second factor: they read what was said, or decide who may."""
KNOWN = frozenset({"pwd", "pin", "kba"})
HELD = frozenset({"otp", "sms", "tel", "hwk", "swk", "sc", "fpt", "face", "iris", "vbm"})
"""Methods of a provider (RFC 8176): what somebody knows, and what somebody has or is."""
SECURITY_KEEPERS = frozenset({Role.ADMINISTRATOR, Role.GUIDE})


def may_register(actor: Actor) -> Verdict:
    """Whether the actor may get a new sign-in: who is signed in has one."""
    if actor.kind is ActorKind.USER:
        return no(_("You are signed in already."))
    return YES


def may_edit_profile(actor: Actor, user: User) -> Verdict:
    """Whether the actor may change these details: only one's own."""
    if actor.user_id != user.pk:
        return no(_("You can only change your own details."))
    return YES


def weighty_roles() -> list[str]:
    """The roles that always show a second factor, as words."""
    return [str(role.label) for role in Role if role in TWICE_PROVEN]


def proves_twice(roles: frozenset[Role], *, everybody: bool, is_demo: bool) -> bool:
    """Whether somebody with these roles shows a second factor here. The demo is exempt."""
    return not is_demo and (everybody or bool(roles & TWICE_PROVEN))


def must_prove_twice(user_id: UUID) -> bool:
    """Whether the user shows a second factor in any workspace."""
    return any(
        proves_twice(each.roles, everybody=each.all_prove_twice, is_demo=each.is_demo)
        for each in standings_of(user_id)
    )


def may_come_in(actor: Actor) -> Verdict:
    """Whether the actor may go on without having shown a second factor."""
    place = actor.workspace
    if place is not None:
        demanded = proves_twice(actor.roles, everybody=place.all_prove_twice, is_demo=place.is_demo)
    else:
        demanded = must_prove_twice(actor.signed_in_id)
    return no(_("Your role asks for a second proof that it is you.")) if demanded else YES


def may_change_sign_in(actor: Actor, user: User) -> Verdict:
    """Whether the actor may change how this user signs in: only one's own."""
    if actor.user_id != user.pk:
        return no(_("You can only change your own details."))
    return YES


def may_end_session(actor: Actor, session: OpenSession) -> Verdict:
    """Whether the actor may sign out this browser."""
    if actor.user_id != session.user_id:
        return no(_("You can only change your own details."))
    return YES


def may_keep_security(actor: Actor) -> Verdict:
    """Whether the actor keeps the security of this workspace."""
    if actor.kind is ActorKind.SYSTEM or actor.has(Role.ADMINISTRATOR):
        return YES
    return no(_("Only the administrator of the workspace can change this."))


def may_reset_second_factor(actor: Actor, user: User) -> Verdict:
    """Whether the actor may take the second factor of somebody who lost it away.

    A sign-in is not of one workspace. So an administrator may do this only for somebody who takes
    part nowhere else; the operator of the installation may do it for everybody.
    """
    if actor.kind is ActorKind.SYSTEM:
        return YES
    elsewhere = any(each.workspace_id != actor.tenant for each in standings_of(user.pk))
    return first_no(
        may_keep_security(actor),
        no(_("For your own second factor, use a recovery code or ask another administrator."))
        if actor.user_id == user.pk
        else YES,
        no(
            _(
                "%(name)s also takes part in another workspace. "
                "Only whoever runs this installation can do this."
            )
            % {"name": user.name}
        )
        if elsewhere
        else YES,
    )


def may_sign_out(actor: Actor, user: User) -> Verdict:
    """Whether the actor may sign somebody out everywhere.

    As with a lost second factor: an administrator does it for who takes part nowhere else, because
    a sign-in is not of one workspace. Who takes part elsewhere loses their role instead.
    """
    if actor.kind is ActorKind.SYSTEM:
        return YES
    elsewhere = any(each.workspace_id != actor.tenant for each in standings_of(user.pk))
    return first_no(
        may_keep_security(actor),
        no(_("Your own browsers stand in your details.")) if actor.user_id == user.pk else YES,
        no(
            _(
                "%(name)s also takes part in another workspace. Take their role here away: that "
                "works at once. Only whoever runs this installation can sign them out everywhere."
            )
            % {"name": user.name}
        )
        if elsewhere
        else YES,
    )


def shows_two_factors(provider: OpenIdProvider, told: Told) -> bool:
    """Whether the token itself says that the provider asked for two factors (RFC 8176).

    Where the administrator named levels (`acr`), one of those; else by the methods (`amr`).
    """
    levels = provider.strong_levels.split()
    if levels:
        return told.level in levels
    return "mfa" in told.methods or bool(told.methods & KNOWN and told.methods & HELD)


def may_enter_by_provider(user: User | None, told: Told) -> Verdict:
    """Whether somebody whom a provider knows may come in."""
    if user is None and not told.email_verified:
        return no(_("Your organisation does not vouch for your e-mail address. Tell its helpdesk."))
    if user is None:
        return no(_("You were not invited here yet. Ask the guide of your programme."))
    if not user.is_active:
        return no(_("This account is closed. Ask your guide to open it again."))
    return YES
