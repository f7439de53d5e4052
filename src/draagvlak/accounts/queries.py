"""Users as others need them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple, Protocol

from allauth.mfa.models import Authenticator
from django.db.models import Count, Q
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from draagvlak.accounts.models import Identity, OpenIdProvider, OpenSession, User
from draagvlak.accounts.sessions import row_key
from draagvlak.core.audit import VERBS
from draagvlak.core.envelope import open_for_workspace
from draagvlak.core.models import AuditEvent
from draagvlak.core.registry import Registry

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Sequence
    from uuid import UUID

    from draagvlak.core.actor import Actor
    from draagvlak.core.policy import Role

MOST = 50
REPEATED = 10
"""So often one thing may be done before other things fall off the list."""
SECRET_FIELD = "accounts_openidprovider:sealed"  # noqa: S105 the name of a column


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
    all_prove_twice: bool = False


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


class Entrance(Protocol):
    """Lets somebody in whom a workspace's provider knows: a member, or who was invited; or None."""

    def __call__(self, workspace_id: UUID, email: str) -> User | None: ...


ENTRANCES: Registry[Entrance] = Registry("entrances", "Who may come in by a provider?")


def provider_of(workspace_id: UUID) -> OpenIdProvider | None:
    """The provider of a workspace, on or off."""
    return OpenIdProvider.objects.filter(workspace_id=workspace_id).first()


def provider_by_slug(space: str) -> OpenIdProvider:
    """The provider of a workspace by its name in addresses, when it is on; or Http404."""
    rows = OpenIdProvider.objects.select_related("workspace")
    return get_object_or_404(rows, workspace__slug=space, is_on=True)


def provider_secret(provider: OpenIdProvider) -> bytes:
    """The secret, or the private key, that proves to the provider who asks."""
    return open_for_workspace(provider.workspace_id, bytes(provider.sealed), aad=SECRET_FIELD)


def known_identity(provider: OpenIdProvider, subject: str) -> User | None:
    """Who this was at an earlier sign-in, as long as they still take part here."""
    found = (
        Identity.objects.filter(
            workspace_id=provider.workspace_id, issuer=provider.issuer, subject=subject
        )
        .select_related("user")
        .first()
    )
    if found is None or not found.user.is_active:
        return None
    places = {each.workspace_id for each in standings_of(found.user_id)}
    return found.user if provider.workspace_id in places else None


class RoleLine(NamedTuple):
    """Somebody with a role in a workspace."""

    user_id: UUID
    name: str
    roles: tuple[str, ...]


class RoleLineProvider(Protocol):
    """Who holds one of some roles in a workspace."""

    def __call__(
        self, workspace_id: UUID, roles: Iterable[Role], limit: int
    ) -> Sequence[RoleLine]: ...


ROLE_LINES: Registry[RoleLineProvider] = Registry("role_lines", "Who holds a role in a workspace?")


@dataclass(frozen=True)
class SecurityLine:
    """One line of the security page: what it is about, how it stands, and where to change it."""

    label: str
    words: str
    url: str = ""
    link: str = ""


class SecurityProvider(Protocol):
    """What an app knows of the security of a workspace."""

    def __call__(self, actor: Actor) -> Sequence[SecurityLine]: ...


SECURITY: Registry[SecurityProvider] = Registry("security", "How safe does a workspace stand?")


@dataclass(frozen=True)
class Keeper:
    """Somebody with a weighty role: is there a second factor, and how many browsers are open?"""

    user_id: UUID
    name: str
    roles: str
    has_factor: bool
    sessions: int


def keepers(actor: Actor, roles: Iterable[Role]) -> list[Keeper]:
    """Who holds a weighty role in the actor's workspace. Three queries, whatever their number."""
    lines = [line for find in ROLE_LINES for line in find(actor.tenant, roles, MOST)]
    ids = [line.user_id for line in lines]
    kinds = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    proven = set(
        Authenticator.objects.filter(user_id__in=ids, type__in=kinds).values_list(
            "user_id", flat=True
        )
    )
    browsers = dict(
        OpenSession.objects.filter(user_id__in=ids, expire_date__gt=timezone.now())
        .values_list("user_id")
        .annotate(number=Count("session_key"))
        .order_by()
    )
    return [
        Keeper(
            line.user_id,
            line.name,
            ", ".join(line.roles),
            line.user_id in proven,
            browsers.get(line.user_id, 0),
        )
        for line in lines
    ]


@dataclass(frozen=True)
class SecurityEvent:
    """A line of the trail that is about security; no content."""

    at: dt.datetime
    who: str
    what: str
    times: int = 1


WATCHED = ("accounts.", "vault.", "programmes.role_", "programmes.invitation_accepted")


def security_events(actor: Actor, limit: int = 30) -> list[SecurityEvent]:
    """What happened lately around signing in, roles and vaults. Two queries.

    What somebody did several times in one minute is one line.
    """
    watched = Q()
    for start in WATCHED:
        watched |= Q(verb__startswith=start)
    rows = AuditEvent.objects.filter(watched, workspace_id=actor.tenant, actor_id__isnull=False)
    found = list(rows.order_by("-at")[: limit * REPEATED])
    names = names_of(row.actor_id for row in found if row.actor_id)
    told = [
        SecurityEvent(
            row.at.replace(second=0, microsecond=0),
            names.get(row.actor_id, "") if row.actor_id else "",
            str(VERBS.get(row.verb) or row.verb),
        )
        for row in found
    ]
    return [replace(one, times=len([*same])) for one, same in groupby(told)][:limit]
