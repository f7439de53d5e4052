"""What happens here when the sign-in package tells that something happened there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.internal.flows.login import (
    AUTHENTICATION_METHODS_SESSION_KEY,
    get_authentication_records,
    record_authentication,
)
from allauth.mfa import signals
from allauth.mfa.models import Authenticator
from django.contrib.auth.signals import user_logged_in
from django.utils import timezone

from draagvlak.accounts.commands import Change, end_other_sessions, note_second_factor
from draagvlak.accounts.queries import second_factors
from draagvlak.accounts.sessions import BEGUN, BOUND, DEVICE, device_words
from draagvlak.core.gate import actor_of

if TYPE_CHECKING:
    from django.http import HttpRequest

    from draagvlak.accounts.models import User

CODES = Authenticator.Type.RECOVERY_CODES


def listen() -> None:
    """Connect to the signals; called once, when the apps are ready."""
    user_logged_in.connect(signed_in, dispatch_uid="accounts.signed_in")
    signals.authenticator_added.connect(added, dispatch_uid="accounts.added")
    signals.authenticator_removed.connect(removed, dispatch_uid="accounts.removed")
    signals.authenticator_reset.connect(renewed, dispatch_uid="accounts.renewed")
    signals.authenticator_used.connect(used, dispatch_uid="accounts.used")
    signals.authentication_failed.connect(refused, dispatch_uid="accounts.refused")


def signed_in(request: HttpRequest, user: User, **_rest: object) -> None:
    """The session learns on which device and since when; never from which address."""
    bound = request.session.get(BOUND)
    if bound is not None and bound["user"] != str(user.pk):
        del request.session[BOUND]
    request.session[DEVICE] = device_words(request.headers.get("User-Agent", ""))
    request.session[BEGUN] = timezone.now().isoformat()


def added(request: HttpRequest, user: User, authenticator: Authenticator, **_rest: object) -> None:
    """Set up here counts as shown here; browsers that never showed it are signed out."""
    if authenticator.type == CODES:
        return
    record_authentication(
        request, user, "mfa", id=authenticator.pk, type=authenticator.type, reauthenticated=True
    )
    actor = actor_of(user)
    note_second_factor(by=actor, user=user, change=Change.ADDED)
    end_other_sessions(by=actor, user=user, present_key=request.session.session_key or "")


def removed(
    request: HttpRequest, user: User, authenticator: Authenticator, **_rest: object
) -> None:
    """Without any second factor left, this session has shown none."""
    if authenticator.type == CODES:
        return
    note_second_factor(by=actor_of(user), user=user, change=Change.REMOVED)
    if not second_factors(user.pk).any:
        records = get_authentication_records(request, user)
        request.session[AUTHENTICATION_METHODS_SESSION_KEY] = [
            record for record in records if record.get("method") != "mfa"
        ]


def renewed(user: User, **_rest: object) -> None:
    note_second_factor(by=actor_of(user), user=user, change=Change.RENEWED)


def used(user: User, authenticator: Authenticator, **_rest: object) -> None:
    if authenticator.type == CODES:
        note_second_factor(by=actor_of(user), user=user, change=Change.RECOVERED)


def refused(user: User, **_rest: object) -> None:
    note_second_factor(by=actor_of(user), user=user, change=Change.REFUSED)
