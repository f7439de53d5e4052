"""Addresses of named routes, put together from a pattern that Django gave once.

Django's `reverse` tries a route's pattern anew for every link; a page holds dozens of links that
differ in a key only. Here a route is reversed once with stand-ins, and after that its address is
text with the keys filled in.
"""

from __future__ import annotations

import re
from functools import lru_cache
from uuid import UUID

from django.urls import NoReverseMatch, get_script_prefix, get_urlconf, reverse

PLAIN = re.compile(r"[a-zA-Z0-9_-]+")
STAND_IN_KEY = UUID("5d3c2a61-7f8e-4b90-a1c2-d3e4f5061728")
STAND_IN_WORD = "stand-in-{}-word"

Pattern = tuple[str, ...]


def address(route: str, kwargs: dict[str, object]) -> str:
    """The address of a route, the same as Django's `reverse(route, kwargs=kwargs)` gives.

    Raises NoReverseMatch when the route does not exist or does not take these arguments.
    """
    for value in kwargs.values():
        if not isinstance(value, UUID) and not (
            isinstance(value, str) and PLAIN.fullmatch(value) is not None
        ):
            return reverse(route, kwargs=kwargs)
    names = tuple(kwargs)
    pattern = _pattern(
        (get_script_prefix(), get_urlconf()),
        route,
        names,
        tuple(isinstance(value, UUID) for value in kwargs.values()),
    )
    if pattern is None:
        return reverse(route, kwargs=kwargs)
    return "".join([str(kwargs[part]) if at % 2 else part for at, part in enumerate(pattern)])


@lru_cache(maxsize=2048)
def _pattern(
    where: tuple[str, str | None], route: str, names: Pattern, keys: tuple[bool, ...]
) -> Pattern | None:
    """Text and names in turn; None for a route that does not take any word in each place."""
    del where  # the prefix and the table of routes: an address of one is none of the other
    given = {
        name: _stand_in(at, is_key=is_key)
        for at, (name, is_key) in enumerate(zip(names, keys, strict=True))
    }
    try:
        found = reverse(route, kwargs=dict(given))
    except NoReverseMatch:
        return None
    places = {str(value): name for name, value in given.items()}
    if not places:
        return (found,)
    parts = re.split("(" + "|".join(map(re.escape, places)) + ")", found)
    if len(parts) != 2 * len(places) + 1:
        return None
    return tuple(places[part] if at % 2 else part for at, part in enumerate(parts))


def _stand_in(at: int, *, is_key: bool) -> UUID | str:
    return UUID(int=STAND_IN_KEY.int + at) if is_key else STAND_IN_WORD.format(at)
