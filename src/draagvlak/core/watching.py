"""Gives every request a number, counts it, and tells the log what concerns security.

What is told: that somebody signed in or out, that a try failed, that a door stayed closed. Never
what was typed, nor a network address.
"""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING, Final

from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.dispatch import receiver
from django.http import HttpResponseNotAllowed

from draagvlak.core.actor import Actor
from draagvlak.core.metrics import (
    SAFE,
    SIGN_INS,
    count_refusal,
    count_request,
    count_sign_in,
    place_of,
)
from draagvlak.core.policy import ROUTES, Door
from draagvlak.core.quiet_log import KEPT, new_number, number_of_request, without_moment

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.contrib.auth.base_user import AbstractBaseUser
    from django.http import HttpRequest, HttpResponse

FORBIDDEN: Final = 403
NOT_FOUND: Final = 404
NOT_RIGHT: Final = (400, 422)
TOO_OFTEN: Final = 429
BROKEN: Final = 500
log = logging.getLogger("draagvlak.security")


class Watch:
    """Middleware, the outermost: what happens inside happens under a number."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if without_moment.get():  # neither counted nor told
            return self.get_response(request)
        number = new_number()
        told = number_of_request.set(number)
        request.META[KEPT] = number
        began = time.perf_counter()
        try:
            if request.method == "TRACE":  # would give back the cookies of whoever asks
                response: HttpResponse = HttpResponseNotAllowed(["GET", "POST"])
            else:
                response = self.get_response(request)
            response["X-Request-Id"] = number
            count_request(request, response.status_code, time.perf_counter() - began)
            _tell(request, response.status_code)
        finally:
            number_of_request.reset(told)
        return response


def _tell(request: HttpRequest, status: int) -> None:
    route = request.resolver_match.view_name if request.resolver_match else ""
    way = SIGN_INS.get(route)
    if status == TOO_OFTEN:
        count_refusal("too_often")
        log.warning("refused.too_often at=%s", place_of(request))
    came_back_wrong = status == FORBIDDEN and request.method in SAFE  # from a provider
    if way is not None and (came_back_wrong or status in (*NOT_RIGHT, TOO_OFTEN)):
        outcome = "too_often" if status == TOO_OFTEN else "failed"
        count_sign_in(way, outcome)
        log.info("sign_in.%s way=%s", outcome, way)
    elif status == FORBIDDEN:
        reason = "role" if _signed_in(request) else "forgery"
        count_refusal(reason)
        log.info("refused.%s at=%s user=%s", reason, place_of(request), _signed_in(request) or "-")
    elif status == NOT_FOUND and _is_outsider(request, route):
        count_refusal("outside")
        log.info("refused.outside at=%s user=%s", place_of(request), _signed_in(request))


def _is_outsider(request: HttpRequest, route: str) -> bool:
    """Whether somebody signed in knocked at the door of a workspace that is not theirs."""
    rule = ROUTES.get(route)
    actor = getattr(request, "actor", None)
    return (
        rule is not None
        and rule.door in (Door.WORKSPACE, Door.PROGRAMME)
        and isinstance(actor, Actor)
        and actor.user_id is not None
        and actor.workspace is None
    )


def _signed_in(request: HttpRequest) -> str:
    """The key of the user, as far as the gate found one."""
    actor = getattr(request, "actor", None)
    return str(actor.user_id) if isinstance(actor, Actor) and actor.user_id else ""


@receiver(user_logged_in, dispatch_uid="core.watching.in")
def _came_in(user: AbstractBaseUser, request: HttpRequest, **_more: object) -> None:
    match = getattr(request, "resolver_match", None)
    way = (SIGN_INS.get(match.view_name) if match else None) or "other"
    count_sign_in(way, "succeeded")
    log.info("sign_in.succeeded way=%s user=%s", way, user.pk)


@receiver(user_logged_out, dispatch_uid="core.watching.out")
def _went_out(user: AbstractBaseUser | None, **_more: object) -> None:
    if user is not None:
        log.info("signed_out user=%s", user.pk)
