"""What changes users."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from allauth.mfa.models import Authenticator
from django.utils import timezone
from django.utils.translation import gettext as _

from draagvlak.accounts.mail import promise_mail
from draagvlak.accounts.models import Identity, OpenIdProvider, OpenSession, User
from draagvlak.accounts.queries import (
    ENTRANCES,
    SECRET_FIELD,
    known_identity,
    provider_of,
    standings_of,
)
from draagvlak.accounts.rules import (
    may_change_sign_in,
    may_edit_profile,
    may_end_session,
    may_enter_by_provider,
    may_keep_security,
    may_register,
    may_reset_second_factor,
    may_sign_out,
)
from draagvlak.accounts.sessions import row_key
from draagvlak.core.audit import record, record_outside
from draagvlak.core.command import command
from draagvlak.core.envelope import seal_for_workspace
from draagvlak.core.gate import actor_of
from draagvlak.core.models import Workspace
from draagvlak.core.verdict import YES, Refused
from draagvlak.lib.openid import Told, new_private_key

if TYPE_CHECKING:
    from draagvlak.core.actor import Actor


class Change(StrEnum):
    """What became of a second factor."""

    ADDED = "added"
    REMOVED = "removed"
    RENEWED = "renewed"
    RECOVERED = "recovered"
    REFUSED = "refused"


@dataclass(frozen=True)
class ProviderWish:
    """How a workspace signs in at its own provider. Without a secret the stored one stays."""

    name: str
    issuer: str
    client_id: str
    by_key: bool
    secret: str
    vouches: bool
    is_on: bool
    strong_levels: str = ""

    def __repr__(self) -> str:
        return "ProviderWish(…)"


@command
def register_user(
    *, by: Actor, email: str, name: str, password: str | None, language: str = "nl"
) -> User:
    """Make a sign-in. Without a password one signs in by a code. IntegrityError: address taken."""
    may_register(by).demand()
    user = User.objects.create_user(email.strip(), name.strip(), password)
    if user.language != language:
        user.language = language
        user.save(update_fields=["language"])
    record_outside("accounts.registered", by=by, on=user)
    return user


@command
def edit_profile(*, by: Actor, user: User, name: str, language: str, letters: bool = True) -> User:
    """Change one's own name and language, and whether single letters are shortcuts."""
    may_edit_profile(by, user).demand()
    user.name, user.language, user.letters = name.strip(), language, letters
    user.save(update_fields=["name", "language", "letters"])
    record_outside("accounts.profile_edited", by=by, on=user)
    return user


@command
def note_second_factor(*, by: Actor, user: User, change: Change) -> None:
    """A second factor came, went or was tried: on the trail, and told by mail when it changed."""
    may_change_sign_in(by, user).demand()
    if change is Change.ADDED:
        _on_trail(by, user, "accounts.second_factor_added")
    elif change is Change.REMOVED:
        _on_trail(by, user, "accounts.second_factor_removed")
    elif change is Change.RENEWED:
        _on_trail(by, user, "accounts.recovery_codes_renewed")
    elif change is Change.RECOVERED:
        _on_trail(by, user, "accounts.recovery_code_used")
    else:
        _on_trail(by, user, "accounts.second_factor_refused")
        return
    promise_mail("second_factor", user.email, {"change": change.value})


@command
def reset_second_factor(*, by: Actor, user: User) -> None:
    """Take away the second factor of somebody who lost it, and sign them out everywhere.

    At the next sign-in they set up a new one. It is on the trail, and they are told by mail.
    """
    may_reset_second_factor(by, user).demand()
    Authenticator.objects.filter(user_id=user.pk).delete()
    OpenSession.objects.filter(user_id=user.pk).delete()
    _on_trail(by, user, "accounts.second_factor_reset")
    promise_mail("second_factor", user.email, {"change": "reset", "by": by.name})


@command
def sign_out_everywhere(*, by: Actor, user: User) -> int:
    """Sign somebody out in every browser, whatever way they came in; how many that were.

    It is on the trail, and they are told by mail.
    """
    may_sign_out(by, user).demand()
    count, _each = OpenSession.objects.filter(user_id=user.pk).delete()
    _on_trail(by, user, "accounts.signed_out_by_keeper")
    promise_mail("second_factor", user.email, {"change": "signed_out", "by": by.name})
    return count


@command
def ask_second_factor(*, by: Actor, of_all: bool) -> None:
    """Ask everybody in this workspace for a second factor, or only the weighty roles.

    It is in force at the next request of everybody.
    """
    may_keep_security(by).demand()
    space = Workspace.objects.get(pk=by.tenant)
    space.all_prove_twice = of_all
    space.save(update_fields=["all_prove_twice"])
    if of_all:
        record("accounts.second_factor_asked", by=by, on=space)
    else:
        record("accounts.second_factor_eased", by=by, on=space)


@command
def end_session(*, by: Actor, session: OpenSession) -> None:
    """Sign out one browser. Its cookie opens nothing any more, and nor does its open vault."""
    may_end_session(by, session).demand()
    session.delete()
    record_outside("accounts.session_ended", by=by, on=session)


@command
def end_other_sessions(*, by: Actor, user: User, present_key: str) -> int:
    """Sign out everywhere but here; how many browsers that were."""
    may_change_sign_in(by, user).demand()
    others = OpenSession.objects.filter(user_id=user.pk).exclude(session_key=row_key(present_key))
    count, _each = others.delete()
    _on_trail(by, user, "accounts.signed_out_everywhere")
    return count


@command
def set_provider(*, by: Actor, wish: ProviderWish) -> OpenIdProvider:
    """Say how the people of this workspace sign in at their own organisation."""
    may_keep_security(by).demand()
    provider = provider_of(by.tenant) or OpenIdProvider(workspace_id=by.tenant)
    proof = OpenIdProvider.Proof.KEY if wish.by_key else OpenIdProvider.Proof.SECRET
    changed = provider.proof != proof or not provider.sealed
    if wish.secret and not wish.by_key:
        provider.sealed = seal_for_workspace(by.tenant, wish.secret.encode(), aad=SECRET_FIELD)
    elif wish.by_key and changed:
        provider.sealed = seal_for_workspace(by.tenant, new_private_key(), aad=SECRET_FIELD)
    elif changed:
        provider.sealed = seal_for_workspace(by.tenant, b"", aad=SECRET_FIELD)
    provider.proof, provider.name, provider.client_id = proof, wish.name, wish.client_id
    stricter = (provider.is_on and not wish.is_on) or (provider.vouches and not wish.vouches)
    stricter = stricter or provider.strong_levels != wish.strong_levels
    provider.issuer, provider.vouches, provider.is_on = wish.issuer, wish.vouches, wish.is_on
    provider.strong_levels = wish.strong_levels
    provider.save()
    if stricter:
        _sign_out_from_provider(by)
    record("accounts.provider_set", by=by, on=provider)
    return provider


@command
def remove_provider(*, by: Actor) -> None:
    """Stop signing in at the client's organisation; who came in that way is signed out there."""
    may_keep_security(by).demand()
    provider = provider_of(by.tenant)
    if provider is None:
        raise Refused(_("There is no such sign-in."))
    record("accounts.provider_removed", by=by, on=provider)
    Identity.objects.filter(workspace_id=by.tenant).delete()
    _sign_out_from_provider(by)
    provider.delete()


@command
def enter_by_provider(*, by: Actor, provider: OpenIdProvider, told: Told) -> User:
    """Somebody whom the provider knows: who they are here. Never makes access by itself.

    Known by an earlier sign-in, or by a verified e-mail address: as a member of this workspace, or
    as somebody who was invited. Raises `Refused` for anybody else.
    """
    workspace_id = provider.workspace_id
    user = known_identity(provider, told.subject)
    if user is None and told.email_verified and told.email:
        found = (enter(workspace_id, told.email) for enter in ENTRANCES)
        user = next((each for each in found if each is not None), None)
    may_enter_by_provider(user, told).demand()
    if user is None:
        raise LookupError
    Identity.objects.get_or_create(
        workspace_id=workspace_id,
        issuer=provider.issuer,
        subject=told.subject,
        defaults={"user": user},
    )
    provider.worked_at = timezone.now()
    provider.save(update_fields=["worked_at"])
    who = actor_of(user) if by.user_id is None else by
    record("accounts.came_in_by_provider", by=who, on=user, workspace_id=workspace_id, daily=True)
    return user


@command
def note_provider_refusal(*, by: Actor, provider: OpenIdProvider) -> None:
    """A sign-in at the provider that was not believed, or of somebody who was not invited."""
    YES.demand()
    record("accounts.provider_refused", by=by, on=provider, workspace_id=provider.workspace_id)


def _sign_out_from_provider(by: Actor) -> None:
    OpenSession.objects.filter(bound_to=by.tenant).delete()


def _on_trail(by: Actor, user: User, verb: str) -> None:
    """A line in every workspace that the user has a role in: its administrator reads it there."""
    places = {each.workspace_id for each in standings_of(user.pk)}
    for workspace_id in places:
        record(verb, by=by, on=user, workspace_id=workspace_id)
    if not places:
        record_outside(verb, by=by, on=user)
