"""How fast one account may act: far faster than a person, far slower than a program.

Counted per account, in windows of a minute, shared by all web processes. To spare the database,
each process counts on its own and tells the others at every tenth.
"""

from __future__ import annotations

import math
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.core.cache import cache, caches
from django.shortcuts import render

from draagvlak.core.policy import ROUTES

if TYPE_CHECKING:
    from uuid import UUID

    from django.core.cache import BaseCache
    from django.http import HttpRequest, HttpResponse

WINDOW: Final = 60
TOLD_AT: Final = 10
UNSAID: Final = frozenset(
    {"again", "code", "csrfmiddlewaretoken", "passphrase", "password", "present", "secret"}
)
"""Fields that a page never repeats: what is secret is typed again."""


@dataclass(frozen=True)
class Field:
    """One field of a form that waits."""

    name: str
    value: str


def wait_for(request: HttpRequest, route: str) -> int:
    """How many seconds this account must wait before this request; 0 when it may go on."""
    rule, user_id = ROUTES.get(route), request.user.pk
    if user_id is None:
        return 0
    if request.method == "POST":
        return _count("acts", user_id, settings.ACTS_PER_MINUTE)
    if rule is not None and rule.costly:
        return _count("reads", user_id, settings.SEARCHES_PER_MINUTE)
    return 0


def too_fast(request: HttpRequest, seconds: int, *, keep: bool) -> HttpResponse:
    """Say how long to wait. The form that was sent stands ready to be sent again (with `keep`)."""
    context = {
        "seconds": seconds,
        "fields": _sent(request) if keep and request.method == "POST" else [],
        "has_files": bool(keep and request.FILES),
    }
    response = render(request, "core/too_fast.html", context, status=429)
    response["Retry-After"] = str(seconds)
    if request.headers.get("HX-Request") == "true":
        # nothing is replaced, so what was typed stays where it is
        response["HX-Reswap"] = "none"
    return response


def _count(kind: str, user_id: UUID, most: int) -> int:
    now = _now()
    window = int(now // WINDOW)
    key, here = f"pace:{kind}:{user_id}:{window}", caches["local"]
    count = _added(here, key, 1)
    if count % TOLD_AT == 0:
        here.set(f"{key}:all", _added(cache, key, TOLD_AT), WINDOW)
    told = here.get(f"{key}:all", 0)
    if told + count % TOLD_AT <= most:
        return 0
    return math.ceil((window + 1) * WINDOW - now)


def _added(counts: BaseCache, key: str, number: int) -> int:
    counts.add(key, 0, 2 * WINDOW)
    try:
        return int(counts.incr(key, number))
    except ValueError:  # thrown out of a full cache meanwhile
        counts.set(key, number, 2 * WINDOW)
        return number


def _now() -> float:
    return time.time()


def _sent(request: HttpRequest) -> list[Field]:
    return [
        Field(name, str(value))
        for name, values in request.POST.lists()
        if name not in UNSAID
        for value in values
    ]
