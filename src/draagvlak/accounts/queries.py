"""Users as others need them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, Protocol

from allauth.mfa.models import Authenticator
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from draagvlak.accounts.models import OpenSession, User
from draagvlak.accounts.sessions import row_key
from draagvlak.core.registry import Registry

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Sequence
    from uuid import UUID

    from draagvlak.core.actor import Actor
    from draagvlak.core.policy import Role

MOST = 50


def access_user(actor: Actor) -> User:
    """The user that the actor is. Raises Http404 for anybody else."""
    if actor.user_id is None:
        raise Http404
    return get_object_or_404(User, pk=actor.user_id, is_active=True)


def user_by_email(email: str) -> User | None:
    """The user with this e-mail address, whatever its capitals; None when nobody has it."""
    return User.objects.filter(email=email.strip().lower()).first()


def names_of(user_ids: Iterable[UUID]) -> dict[UUID, str]:
    """The names of users by their key, in one query."""
    return dict(User.objects.filter(pk__in=set(user_ids)).values_list("pk", "name"))


class Standing(NamedTuple):
    """What a user is in one workspace."""

    workspace_id: UUID
    roles: frozenset[Role]
    is_demo: bool


class StandingProvider(Protocol):
    """Where a user holds roles, and which."""

    def __call__(self, user_id: UUID) -> Sequence[Standing]: ...


STANDINGS: Registry[StandingProvider] = Registry("standings", "Where does a user hold roles?")


def standings_of(user_id: UUID) -> list[Standing]:
    """Every workspace in which the user holds a role."""
    return [standing for provider in STANDINGS for standing in provider(user_id)]


def access_account(actor: Actor, user_id: UUID) -> User:
    """Somebody with a role in the actor's workspace; anybody else is not found: Http404."""
    if all(each.workspace_id != actor.tenant for each in standings_of(user_id)):
        raise Http404
    return get_object_or_404(User, pk=user_id)


@dataclass(frozen=True)
class SecondFactors:
    """What somebody can show besides a password."""

    passkeys: Sequence[Authenticator]
    app: Authenticator | None
    codes: Authenticator | None

    @property
    def any(self) -> bool:
        return bool(self.passkeys) or self.app is not None

    @property
    def codes_left(self) -> int:
        return len(self.codes.wrap().get_unused_codes()) if self.codes else 0


def second_factors(user_id: UUID) -> SecondFactors:
    """The second factors of a user. One query."""
    found = list(Authenticator.objects.filter(user_id=user_id).order_by("created_at", "pk"))
    kinds = Authenticator.Type
    return SecondFactors(
        [each for each in found if each.type == kinds.WEBAUTHN],
        next((each for each in found if each.type == kinds.TOTP), None),
        next((each for each in found if each.type == kinds.RECOVERY_CODES), None),
    )


@dataclass(frozen=True)
class SessionLine:
    """A browser in which one is signed in. `key` is that of the row, not of the cookie."""

    key: str
    device: str
    begun_at: dt.datetime
    here: bool


def open_sessions(user_id: UUID, present_key: str) -> list[SessionLine]:
    """Where a user is signed in, this browser first."""
    mine = row_key(present_key)
    rows = OpenSession.objects.filter(user_id=user_id, expire_date__gt=timezone.now())
    lines = [
        SessionLine(row.session_key, row.device, row.begun_at, row.session_key == mine)
        for row in rows.order_by("-begun_at")[:MOST]
    ]
    return sorted(lines, key=lambda line: not line.here)


def access_session(actor: Actor, key: str) -> OpenSession:
    """One of the actor's own sessions. Somebody else's is not found: Http404."""
    return get_object_or_404(OpenSession, session_key=key, user_id=actor.signed_in_id)
