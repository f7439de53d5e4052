"""What a page needs again and again, kept in this process until the workspace changes.

For counts, facets and the first few rows of a list: small, and the same for everybody with these
roles in this programme. Never for anything of the vault: no raw notes, no quotes that were not
released, no names behind what was said in confidence, nothing that was opened with a key. Nor for
what belongs to no workspace (accounts, the installation), and nothing that changes within a day
without anybody writing. `tests/architecture/test_remembered.py` holds the places that use it.
"""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import TYPE_CHECKING, TypeVar

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import get_language

from draagvlak.core.pulse import is_moving, version_of

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from draagvlak.core.actor import Actor

T = TypeVar("T")
MOST = 1_000
"""Values that a process keeps; who was asked for longest ago goes first."""
_kept: OrderedDict[Hashable, tuple[object, object]] = OrderedDict()
_one_at_a_time = Lock()


def remembered(actor: Actor, name: str, build: Callable[[], T], *key: Hashable) -> T:
    """The value that `build` gave for this workspace as it is now, else build and keep it.

    A value belongs to a version of the workspace, a programme, roles, a day and a language; `key`
    is what else it depends on (a user, a filter, a number of rows). Whoever gets it only reads it.
    The value of a newer version or another day takes the place of the older one. Within a command
    nothing is kept.
    """
    if is_moving():
        return build()
    when = (version_of(actor.tenant), timezone.localdate())
    who = (actor.tenant, actor.programme.id if actor.programme else None, actor.roles)
    mark = (name, who, get_language(), key)
    with _one_at_a_time:
        found = _kept.get(mark)
        if found is not None and found[0] == when:
            _kept.move_to_end(mark)
            return found[1]  # type: ignore[return-value]
    value = build()
    if isinstance(value, QuerySet):
        raise TypeError(f"{name}: rows that were not read yet")
    with _one_at_a_time:
        _kept[mark] = (when, value)
        _kept.move_to_end(mark)
        while len(_kept) > MOST:
            _kept.popitem(last=False)
    return value


def forget_all() -> None:
    """Begin anew, as a process that just started."""
    with _one_at_a_time:
        _kept.clear()
