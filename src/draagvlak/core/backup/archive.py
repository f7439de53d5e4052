"""The one file of a backup: its parts, its manifest, and the seal of a passphrase."""

from __future__ import annotations

import hashlib
import hmac
import io
import json
import tarfile
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from typing import IO, TYPE_CHECKING

from draagvlak.core import crypto
from draagvlak.core.sealed_stream import Sealer, opened

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from typing_extensions import Buffer

    from draagvlak.core.sealed_stream import Readable

MANIFEST = "manifest.json"
FORMAT = 1
_SEALED = b"DRAAGVLAK SEALED BACKUP 1\n"
_CONTEXT = b"backup"
_BLOCK = 1024 * 1024


class BackupUnusable(Exception):  # noqa: N818 it says what is known
    """A backup that cannot be made, read or put back; the message says why and what to do."""


@dataclass(frozen=True)
class Manifest:
    """What a backup holds. `tables` gives, per table, its number of rows and their mark."""

    made_at: str
    version: str
    engine: str
    migrations: dict[str, list[str]]
    key_mark: str
    key_included: bool
    tables: dict[str, list[int | str]] = field(default_factory=dict)
    parts: dict[str, list[int | str]] = field(default_factory=dict)
    format: int = FORMAT

    @property
    def rows(self) -> int:
        return sum(int(count) for count, _ in self.tables.values())

    @property
    def files(self) -> int:
        return sum(name.startswith("files/") for name in self.parts)


def key_mark(server_key: bytes) -> str:
    """Tells whether a key is the same, and nothing of the key."""
    return hmac.digest(server_key, b"which key made this backup", "sha256").hex()[:32]


class Packer:
    """Adds parts to a backup and keeps their sums."""

    def __init__(self, tar: tarfile.TarFile) -> None:
        self._tar = tar
        self.parts: dict[str, list[int | str]] = {}

    def add(self, name: str, path: Path) -> None:
        """Add a file as a part."""
        with path.open("rb") as file:
            self.add_content(name, path.stat().st_size, file)

    def add_content(self, name: str, size: int, content: Readable) -> None:
        """Add what is read, so many bytes of it, as a part."""
        entry = tarfile.TarInfo(name)
        entry.size, entry.mode = size, 0o600
        summing = _Summing(content)
        self._tar.addfile(entry, summing)
        self.parts[name] = [entry.size, summing.sum]

    def end(self, manifest: Manifest) -> None:
        """Add the manifest, the last part."""
        text = json.dumps(asdict(manifest) | {"parts": self.parts}).encode()
        entry = tarfile.TarInfo(MANIFEST)
        entry.size, entry.mode = len(text), 0o600
        self._tar.addfile(entry, io.BytesIO(text))


@contextmanager
def packing(target: IO[bytes], passphrase: str) -> Iterator[Packer]:
    """Pack into an open file, sealed when there is a passphrase."""
    sealing = _Sealing(target, passphrase) if passphrase else None
    out = io.BufferedWriter(sealing, _BLOCK) if sealing else target
    with tarfile.open(fileobj=out, mode="w|", format=tarfile.PAX_FORMAT) as tar:
        yield Packer(tar)
    out.flush()
    if sealing:
        sealing.end()


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """While a backup is read: whatever is wrong with it becomes `BackupUnusable`."""
    try:
        yield
    except crypto.Tampered:
        raise BackupUnusable(
            f"{path} does not open: another passphrase, or the file was changed or cut off."
        ) from None
    except (tarfile.TarError, EOFError, ValueError) as error:
        raise BackupUnusable(f"{path} is no whole backup ({error}).") from None


def parts_of(path: Path, passphrase: str) -> Iterator[tuple[str, IO[bytes]]]:
    """Every part of a backup with its content, in order; belongs inside `reading`."""
    try:
        file = path.open("rb")
    except OSError as error:
        raise BackupUnusable(f"{path} cannot be read ({error.strerror}).") from None
    with file, tarfile.open(fileobj=_unsealed(file, passphrase), mode="r|") as tar:
        for entry in tar:
            content = tar.extractfile(entry)
            if not entry.isreg() or content is None:
                raise BackupUnusable(f"{path}: {entry.name} does not belong in a backup.")
            yield entry.name, content


def read_manifest(path: Path, passphrase: str) -> Manifest:
    """Read a whole backup, compare every sum, and give its manifest. Raises `BackupUnusable`."""
    with reading(path):
        found, text = _sums(path, passphrase)
    if not text:
        raise BackupUnusable(f"{path} is no whole backup: it ends before its list of contents.")
    with reading(path):
        told = json.loads(text)
    if told.get("format") != FORMAT:
        raise BackupUnusable(f"{path} was made by another version of Draagvlak: use that one.")
    manifest = Manifest(**told)
    wrong = sorted(
        name
        for name in found.keys() | manifest.parts.keys()
        if found.get(name) != manifest.parts.get(name)
    )
    if wrong:
        raise BackupUnusable(f"{path} was damaged: {', '.join(wrong[:5])}. Use another backup.")
    return manifest


def _sums(path: Path, passphrase: str) -> tuple[dict[str, list[int | str]], bytes]:
    found: dict[str, list[int | str]] = {}
    text = b""
    for name, content in parts_of(path, passphrase):
        if name == MANIFEST:
            text = content.read()
            continue
        summing, size = _Summing(content), 0
        while block := summing.read(_BLOCK):
            size += len(block)
        found[name] = [size, summing.sum]
    return found, text


class _Summing:
    """A file that is read, and the SHA-256 of what was."""

    def __init__(self, file: Readable) -> None:
        self._file = file
        self._digest = hashlib.sha256()

    @property
    def sum(self) -> str:
        return self._digest.hexdigest()

    def read(self, size: int = -1, /) -> bytes:
        block = self._file.read(size)
        self._digest.update(block)
        return block


class _Sealing(io.RawIOBase):
    """A file that seals what is written to it."""

    def __init__(self, target: IO[bytes], passphrase: str) -> None:
        super().__init__()
        salt = crypto.new_salt()
        self._sealer = Sealer(crypto.from_passphrase(passphrase, salt), _CONTEXT)
        self._target = target
        target.write(_SEALED + salt + self._sealer.head)

    def writable(self) -> bool:
        return True

    def write(self, content: Buffer, /) -> int:
        plain = bytes(content)
        self._target.write(self._sealer.add(plain))
        return len(plain)

    def end(self) -> None:
        """The last piece: without it the file counts as cut off."""
        self._target.write(self._sealer.end())


class _Pieces(io.RawIOBase):
    """A generator of pieces as a file to read."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        super().__init__()
        self._pieces, self._left = pieces, b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Buffer, /) -> int:
        self._left = self._left or next(self._pieces, b"")
        view = memoryview(buffer).cast("B")
        part, self._left = self._left[: len(view)], self._left[len(view) :]
        view[: len(part)] = part
        return len(part)


def _unsealed(file: IO[bytes], passphrase: str) -> IO[bytes]:
    head = file.read(len(_SEALED))
    if head != _SEALED:
        file.seek(0)
        return file
    if not passphrase:
        raise BackupUnusable("This backup is sealed: give its passphrase.")
    secret = crypto.from_passphrase(passphrase, file.read(crypto.SALT_BYTES))
    return io.BufferedReader(_Pieces(opened(secret, file, _CONTEXT)), _BLOCK)
