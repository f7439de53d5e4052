"""Files without a row, and rows without a file."""

from __future__ import annotations

import hashlib
import time
from dataclasses import dataclass
from itertools import groupby, islice
from typing import TYPE_CHECKING
from uuid import UUID

from draagvlak.core.durable import ASIDE
from draagvlak.core.models import Attachment
from draagvlak.core.storage.stores import Store, name_of, store

if TYPE_CHECKING:
    from collections.abc import Iterator

    from draagvlak.core.sealed_stream import Readable

OLD_SECONDS = 24 * 60 * 60
_BATCH = 500
_BLOCK = 1024 * 1024


@dataclass(frozen=True)
class Loss:
    """A row whose file is not as it was stored."""

    attachment_id: UUID
    workspace_id: UUID
    what: str


def sweep_files(*, older_than: float = OLD_SECONDS) -> int:
    """Remove files that have had no row for a day; returns how many.

    A backup that is being made may still need them: then nothing is removed until the next time.
    """
    removed, place = 0, store()
    with place.held(alone=True) as alone:
        if not alone:
            return 0
        names = place.names(before=time.time() - older_than)
        for space, files in groupby(names, key=lambda name: name.partition("/")[0]):
            while batch := list(islice(files, _BATCH)):
                removed += _without_row(place, UUID(hex=space), batch)
    return removed


def lost_files(*, deep: bool = True) -> Iterator[Loss]:
    """Rows whose file is missing or has another length; `deep` reads each and compares its sum."""
    place = store()
    for row in Attachment.objects.order_by("workspace_id", "pk").iterator(chunk_size=_BATCH):
        if what := (_read_again if deep else _looked_at)(place, row):
            yield Loss(row.pk, row.workspace_id, what)


def _looked_at(place: Store, row: Attachment) -> str:
    """What is wrong with a file by its length; empty when nothing is."""
    size = place.size(name_of(row.workspace_id, row.pk))
    if size is None:
        return "missing"
    return "" if size == row.stored_size else "another length"


def _read_again(place: Store, row: Attachment) -> str:
    try:
        with place.reading(name_of(row.workspace_id, row.pk)) as (size, file):
            if size != row.stored_size:
                return "another length"
            return "" if checksum(file) == row.checksum else "changed"
    except FileNotFoundError:
        return "missing"


def checksum(file: Readable) -> str:
    """The SHA-256 of what is read, in blocks."""
    digest = hashlib.sha256()
    while block := file.read(_BLOCK):
        digest.update(block)
    return digest.hexdigest()


def _without_row(place: Store, workspace_id: UUID, batch: list[str]) -> int:
    keys = {UUID(hex=name[-32:]): name for name in batch if not name.endswith(ASIDE)}
    rows = Attachment.objects.filter(workspace_id=workspace_id, pk__in=keys)
    known = set(rows.values_list("pk", flat=True))
    gone = [name for key, name in keys.items() if key not in known]
    gone += [name for name in batch if name.endswith(ASIDE)]
    for name in gone:
        place.remove(name)
    return len(gone)
