"""`@command`: one use case, whole or not at all, once, and on the record."""

from __future__ import annotations

import hmac
from functools import wraps
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from django.apps import apps
from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.http import Http404

from draagvlak.core import audit, pulse
from draagvlak.core.actor import Actor
from draagvlak.core.models import OnceKey
from draagvlak.core.trouble import has_met_another

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

P = ParamSpec("P")
R = TypeVar("R")


class RepeatedDifferently(Exception):  # noqa: N818 it is a state of affairs, not an error
    """The same idempotency key came back with other content: nothing was done (HTTP 409)."""


def command(function: Callable[P, R]) -> Callable[P, R]:
    """Make a function a command: atomic, on the record, and done once per idempotency key.

    The first keyword is `by: Actor`. A command that declares `once: str = ""` can be retried: the
    same key by the same actor returns the first result; with other arguments it raises
    `RepeatedDifferently`. Who meets somebody else at the same instant (a row that may stand once)
    is done again from the start, and then sees what the other did. A command that returns without
    `record(…)` is a programming error; with its record the version of the workspace moves
    (`core.pulse`).
    """

    @wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        if args:
            raise TypeError(f"{function.__name__} takes keywords only")
        by = kwargs["by"]
        if not isinstance(by, Actor):
            raise TypeError(f"{function.__name__}: `by` is an Actor")
        if audit.left.get() is not None:  # a command within a command
            return _whole(function, by, kwargs)
        audit.offered.set(None)
        try:
            return _whole(function, by, kwargs)
        except IntegrityError as error:
            if not has_met_another(error):
                raise
        return _whole(function, by, kwargs)

    return run


def _whole(function: Callable[P, R], by: Actor, kwargs: Mapping[str, object]) -> R:
    token = audit.left.set([])
    try:
        with transaction.atomic(), pulse.moving():
            return _once(function, by, kwargs)
    finally:
        audit.left.reset(token)


def _once(function: Callable[P, R], by: Actor, kwargs: Mapping[str, object]) -> R:
    key = kwargs.get("once")
    if not isinstance(key, str) or not key or by.user_id is None or by.workspace is None:
        return _recorded(function, kwargs)
    blind, mark = _blind(f"{by.user_id}:{key}"), _fingerprint(function.__name__, kwargs)
    try:
        with transaction.atomic():
            mine = OnceKey.objects.create(workspace_id=by.tenant, key=blind, fingerprint=mark)
    except IntegrityError:
        earlier = OnceKey.objects.get(workspace_id=by.tenant, key=blind)
        if earlier.fingerprint != mark:
            raise RepeatedDifferently(function.__name__) from None
        return _earlier_result(earlier)
    result = _recorded(function, kwargs)
    if isinstance(result, models.Model):
        mine.result_type, mine.result_id = result._meta.label_lower, result.pk
        mine.save(update_fields=["result_type", "result_id"])
    return result


def _recorded(function: Callable[P, R], kwargs: Mapping[str, object]) -> R:
    result = function(**kwargs)  # type: ignore[call-arg, arg-type]
    if not audit.left.get():
        raise AssertionError(f"{function.__name__} left no record")
    return result


def _earlier_result(earlier: OnceKey) -> R:  # type: ignore[type-var]
    if not earlier.result_type:
        return None  # type: ignore[return-value]
    rows = apps.get_model(earlier.result_type)._default_manager
    found = rows.filter(workspace_id=earlier.workspace_id, pk=earlier.result_id).first()
    if found is None:  # it was made, and removed since
        raise Http404
    return found  # type: ignore[no-any-return]


def _fingerprint(name: str, kwargs: Mapping[str, object]) -> str:
    parts = [name]
    for key in sorted(kwargs.keys() - {"by", "once"}):
        value = kwargs[key]
        parts.append(f"{key}={value.pk if isinstance(value, models.Model) else value!r}")
    return _blind("\0".join(parts))


def _blind(words: str) -> str:
    """A keyed hash: who reads the database can neither find nor guess the words."""
    return hmac.digest(settings.SERVER_KEY, f"once:{words}".encode(), "sha256").hex()
