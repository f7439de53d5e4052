"""What changes users."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from allauth.mfa.models import Authenticator

from draagvlak.accounts.mail import promise_mail
from draagvlak.accounts.models import OpenSession, User
from draagvlak.accounts.queries import standings_of
from draagvlak.accounts.rules import (
    may_change_sign_in,
    may_edit_profile,
    may_end_session,
    may_register,
    may_reset_second_factor,
)
from draagvlak.accounts.sessions import row_key
from draagvlak.core.audit import record, record_outside
from draagvlak.core.command import command

if TYPE_CHECKING:
    from draagvlak.core.actor import Actor


class Change(StrEnum):
    """What became of a second factor."""

    ADDED = "added"
    REMOVED = "removed"
    RENEWED = "renewed"
    RECOVERED = "recovered"
    REFUSED = "refused"


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
def edit_profile(*, by: Actor, user: User, name: str, language: str) -> User:
    """Change one's own name and language."""
    may_edit_profile(by, user).demand()
    user.name, user.language = name.strip(), language
    user.save(update_fields=["name", "language"])
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


def _on_trail(by: Actor, user: User, verb: str) -> None:
    """A line in every workspace that the user has a role in: its administrator reads it there."""
    places = {each.workspace_id for each in standings_of(user.pk)}
    for workspace_id in places:
        record(verb, by=by, on=user, workspace_id=workspace_id)
    if not places:
        record_outside(verb, by=by, on=user)
