"""The filters in the address of the list."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from draagvlak.concerns.models import Cause, Concern
from draagvlak.concerns.queries import SORTS, Filters
from draagvlak.concerns.states import State

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import QueryDict


def read_filters(asked: QueryDict) -> Filters:
    """The filters in an address; what makes no sense is passed over."""

    def one_of(name: str, allowed: Iterable[str]) -> str:
        value = asked.get(name, "")
        return value if value in allowed else ""

    def key(name: str, *more: str) -> str:
        value = asked.get(name, "")
        try:
            return value if value in more else str(UUID(value))
        except ValueError:
            return ""

    return Filters(
        q=asked.get("q", "").strip()[:200].replace("\0", ""),
        kind=one_of("kind", Concern.Kind.values),
        state=one_of("state", [*State.values, "open"]),
        about=one_of("about", Cause.About.values),
        severity=one_of("severity", [str(each) for each in Concern.Severity.values]),
        group=key("group") if asked.get("group") else "",
        owner=key("owner", "none") if asked.get("owner") else "",
        due=one_of("due", ["late", "unsolved"]),
        cause=key("cause") if asked.get("cause") else "",
        archived=one_of("archived", ["1"]),
        choose=one_of("choose", ["1"]),
        more=one_of("more", ["1"]),
        sort=one_of("sort", SORTS) or "voices",
        after=asked.get("after", "")[:250],
        before=asked.get("before", "")[:250],
    )
