"""Writing a file down, and reading it back."""

from __future__ import annotations

import hashlib
import hmac
import logging
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from draagvlak.core.envelope import key_for_workspace
from draagvlak.core.ids import uuid4
from draagvlak.core.models import Attachment
from draagvlak.core.scanning import scanned
from draagvlak.core.sealed_stream import PIECE, Readable, opened, sealed
from draagvlak.core.storage.kinds import DOCUMENTS, FileKind, FileRefused, clean_name, kind_of
from draagvlak.core.storage.stores import name_of, store
from draagvlak.lib.bucket import StoreAway

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from uuid import UUID

LIMIT = 25 * 1024 * 1024
log = logging.getLogger(__name__)


@dataclass(frozen=True, repr=False)
class StoredFile:
    """A file that stands in the store and has no row yet.

    Its words (`repr`) are its name and a keyed mark of its content, so that a form that is sent
    twice is the same to `@command(once=…)`.
    """

    id: UUID
    workspace_id: UUID
    name: str
    media_type: str
    size: int
    stored_size: int
    checksum: str
    mark: str

    def __repr__(self) -> str:
        return f"StoredFile({self.name!r}, {self.size}, {self.mark})"


def keep_file(
    workspace_id: UUID,
    source: Readable,
    *,
    name: str,
    kinds: Sequence[FileKind] = DOCUMENTS,
    limit: int = LIMIT,
) -> StoredFile:
    """Seal a file and write it down so that a power cut leaves it whole.

    It counts what it reads. Raises `FileRefused`, and leaves nothing, when the kind is another
    one than the name says, the file is empty, it is longer than `limit` bytes, a virus scanner
    (`core.scanning`) does not find it clean, or the store does not answer.
    """
    name = clean_name(name)
    kind = kind_of(name, kinds)
    key = uuid4()
    seen = _Seen(source, kind, limit)
    stored, checksum = write_sealed(workspace_id, key, seen)
    return StoredFile(
        id=key,
        workspace_id=workspace_id,
        name=name,
        media_type=kind.media_type,
        size=seen.size,
        stored_size=stored,
        checksum=checksum,
        mark=seen.mark,
    )


def write_sealed(workspace_id: UUID, key: UUID, pieces: Iterable[bytes]) -> tuple[int, str]:
    """Seal a file and have it in the store, whole; gives length and sum of what stands there.

    A virus scanner sees it first, where there is one. Raises `FileRefused`; then nothing is left.
    """
    digest, stored = hashlib.sha256(), 0
    context = _context(workspace_id, key)
    try:
        with store().writing(name_of(workspace_id, key)) as file:
            for piece in sealed(key_for_workspace(workspace_id, "files"), scanned(pieces), context):
                digest.update(piece)
                stored += file.write(piece)
    except StoreAway as away:
        log.error("A file was not stored: %s", away)  # noqa: TRY400 it says all there is to say
        raise FileRefused(
            _("The storage for files does not answer, so we do not store the file. Try later.")
        ) from None
    return stored, digest.hexdigest()


def attach(stored: StoredFile, *, programme_id: UUID | None = None) -> Attachment:
    """Make the row of a file that was kept; belongs in a command, in its transaction."""
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("attach belongs in a command")
    if store().size(name_of(stored.workspace_id, stored.id)) is None:
        raise FileRefused(_("The file took too long to be saved. Add it again."))
    return Attachment.objects.create(
        id=stored.id,
        workspace_id=stored.workspace_id,
        programme_id=programme_id,
        name=stored.name,
        media_type=stored.media_type,
        size=stored.size,
        stored_size=stored.stored_size,
        checksum=stored.checksum,
    )


def pieces_of(attachment: Attachment) -> Iterator[bytes]:
    """The file, piece by piece. Raises FileNotFoundError, `StoreAway` or `crypto.Tampered`."""
    secret = key_for_workspace(attachment.workspace_id, "files")
    context = _context(attachment.workspace_id, attachment.pk)
    with store().reading(name_of(attachment.workspace_id, attachment.pk)) as (_size, file):
        yield from opened(secret, file, context)


def remove_file(workspace_id: UUID, key: UUID) -> None:
    """Remove the file of a row that will not be there; the sweep does it for every other one."""
    store().remove(name_of(workspace_id, key))


def file_path(workspace_id: UUID, key: UUID) -> Path:
    """Where the sealed file of a row stands in the folder."""
    return Path(settings.FILES) / name_of(workspace_id, key)


def _context(workspace_id: UUID, key: UUID) -> bytes:
    return f"{workspace_id.hex}:core_attachment:{key.hex}".encode()


class _Seen:
    """The pieces of a source as they pass, counted and looked at."""

    def __init__(self, source: Readable, kind: FileKind, limit: int) -> None:
        self._source, self._kind, self._limit = source, kind, limit
        self._mark = hmac.new(settings.SERVER_KEY, b"file:", "sha256")
        self.size = 0

    @property
    def mark(self) -> str:
        return self._mark.hexdigest()

    def __iter__(self) -> Iterator[bytes]:
        while piece := self._source.read(PIECE):
            if not self.size and not self._kind.fits(piece):
                raise FileRefused(
                    _("This is not a real %(kind)s file. Open it, save it again and try once more.")
                    % {"kind": self._kind.ending}
                )
            self.size += len(piece)
            if self.size > self._limit:
                raise FileRefused(
                    _("This file is larger than %(size)d MB. Make it smaller or split it.")
                    % {"size": self._limit // (1024 * 1024)}
                )
            self._mark.update(piece)
            yield piece
        if not self.size:
            raise FileRefused(_("This file is empty. Choose another one."))
