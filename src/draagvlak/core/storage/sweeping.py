"""Files without a row, and rows without a file."""

from __future__ import annotations

import hashlib
import time
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings

from draagvlak.core.durable import ASIDE, held
from draagvlak.core.models import Attachment
from draagvlak.core.storage.keeping import file_path

if TYPE_CHECKING:
    from collections.abc import Iterator

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
    removed = 0
    root = Path(settings.FILES)
    with held(root, alone=True) as alone:
        if not alone:
            return 0
        for space in root.iterdir():
            if space.is_dir():
                files = _old_files(space, time.time() - older_than)
                while batch := list(islice(files, _BATCH)):
                    removed += _without_row(UUID(hex=space.name), batch)
    return removed


def lost_files(*, deep: bool = True) -> Iterator[Loss]:
    """Rows whose file is missing or has another length; `deep` reads each and compares its sum."""
    for row in Attachment.objects.order_by("workspace_id", "pk").iterator(chunk_size=_BATCH):
        path = file_path(row.workspace_id, row.pk)
        if not path.is_file():
            yield Loss(row.pk, row.workspace_id, "missing")
        elif path.stat().st_size != row.stored_size:
            yield Loss(row.pk, row.workspace_id, "another length")
        elif deep and checksum(path) != row.checksum:
            yield Loss(row.pk, row.workspace_id, "changed")


def checksum(path: Path) -> str:
    """The SHA-256 of a file, read in blocks."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


def _old_files(space: Path, before: float) -> Iterator[Path]:
    for path in space.glob("*/*"):
        if path.is_file() and path.stat().st_mtime < before:
            yield path


def _without_row(workspace_id: UUID, batch: list[Path]) -> int:
    keys = {UUID(hex=path.name): path for path in batch if not path.name.endswith(ASIDE)}
    rows = Attachment.objects.filter(workspace_id=workspace_id, pk__in=keys)
    known = set(rows.values_list("pk", flat=True))
    gone = [path for key, path in keys.items() if key not in known]
    gone += [path for path in batch if path.name.endswith(ASIDE)]
    for path in gone:
        path.unlink(missing_ok=True)
    return len(gone)
