"""What changes users."""

from __future__ import annotations

from typing import TYPE_CHECKING

from draagvlak.accounts.models import User
from draagvlak.accounts.rules import may_edit_profile, may_register
from draagvlak.core.audit import record_outside
from draagvlak.core.command import command

if TYPE_CHECKING:
    from draagvlak.core.actor import Actor


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
