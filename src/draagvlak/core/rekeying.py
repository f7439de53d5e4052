"""A new master key: whatever the old one sealed is sealed anew, whole or not at all.

Each app registers in `SEALED_BY_MASTER` what it sealed with a key that comes from the master key.
All of it changes in one transaction, and only then does the key file change. Killed before the
commit, nothing happened; killed after it, a second run finds all done and puts the key in place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from django.db import transaction

from draagvlak.core import crypto
from draagvlak.core.envelope import bound_to, wrapping_key
from draagvlak.core.models import DataKey
from draagvlak.core.registry import Registry

if TYPE_CHECKING:
    from pathlib import Path


class Resealing(Protocol):
    """Seals anew what one app sealed; how many rows that were. Rows done already stay."""

    def __call__(self, old: bytes, new: bytes) -> int: ...


SEALED_BY_MASTER: Registry[Resealing] = Registry(
    "sealed_by_master", "What is sealed with a key that comes from the master key?"
)


def rekey(old: bytes, new: bytes) -> dict[str, int]:
    """Seal all anew, in one transaction; how many rows by name.

    `old` and `new` are the server keys (`settings.SERVER_KEY`) that come from the master keys.
    Raises `crypto.Tampered`, and changes nothing, when a row opens with neither.
    """
    with transaction.atomic():
        return {name: reseal(old, new) for name, reseal in SEALED_BY_MASTER.items()}


def put_in_place(key: Path, fresh: Path, former: Path) -> None:
    """The new key file under the name of the old one, which stays beside it under another."""
    if not former.exists():
        former.hardlink_to(key)
    fresh.replace(key)


def _reseal_data_keys(old: bytes, new: bytes) -> int:
    """The data keys of workspaces, and by that all that they seal, files too."""
    before, after, count = wrapping_key(old), wrapping_key(new), 0
    for row in DataKey.objects.select_for_update().order_by("pk").iterator():
        context = bound_to(row.workspace_id, "data key")
        wrapped = crypto.reseal(before, after, row.wrapped, context)
        count += DataKey.objects.filter(pk=row.pk, workspace_id=row.workspace_id).update(
            wrapped=wrapped
        )
    return count


SEALED_BY_MASTER.register("data keys of workspaces", _reseal_data_keys)
