"""The shapes of a package: its manifests, and the parts inside the sealed part.

Inside `sealed.bin` (a stream of `core.sealed_stream`) parts stand one behind the other: a line of
JSON with name and size, then so many bytes. It can be read in one go, and names no more than told.
"""

from __future__ import annotations

import hashlib
import io
import json
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Final, Protocol

from django.utils.translation import gettext_lazy as _

from draagvlak.core.sealed_stream import Sealer
from draagvlak.packages.packing.trouble import PackageUnusable, TooNew

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from typing_extensions import Buffer

    from draagvlak.core.sealed_stream import Readable

FORMAT: Final = 1
KIND: Final = "draagvlak workspace"
MANIFEST: Final = "manifest.json"
FILE_SUMS: Final = "files.json"
SEALED_PART: Final = "sealed.bin"
READ_ME: Final = "LEESMIJ.txt"
BLOCK: Final = 256 * 1024
_LONGEST_HEAD: Final = 1000
ORIGIN_WORDS: Final = ("id", "slug", "name", "created_at", "made_at", "version", "engine")


@dataclass(frozen=True)
class Told:
    """What a manifest tells of one part: rows (0 for files), bytes and their SHA-256."""

    rows: int
    bytes: int
    sha256: str


@dataclass(frozen=True)
class Origin:
    """Which workspace, when, and of which installation."""

    id: str
    slug: str
    name: str
    created_at: str
    made_at: str
    version: str
    engine: str
    migrations: dict[str, list[str]]


@dataclass(frozen=True)
class Contents:
    """The manifest inside the sealed part: every table and every file. This one counts."""

    origin: Origin
    tables: dict[str, Told]
    files: dict[str, int]
    programmes: list[str] = field(default_factory=list)
    settings: dict[str, bool] = field(default_factory=dict)

    @property
    def rows(self) -> int:
        return sum(told.rows for told in self.tables.values())

    def as_json(self) -> bytes:
        return _json({"format": FORMAT, **asdict(self)})


class Writable(Protocol):
    """Something that takes bytes from begin to end."""

    def write(self, content: bytes, /) -> int: ...


class Summing:
    """Counts and sums bytes as they pass."""

    def __init__(self) -> None:
        self._digest = hashlib.sha256()
        self.rows = self.bytes = 0

    def add(self, piece: bytes, rows: int = 0) -> bytes:
        self._digest.update(piece)
        self.bytes += len(piece)
        self.rows += rows
        return piece

    @property
    def told(self) -> Told:
        return Told(self.rows, self.bytes, self._digest.hexdigest())


class Sealing(io.RawIOBase):
    """A file that seals what is written to it, and sums what comes out."""

    def __init__(self, target: Writable, secret: bytes, context: bytes) -> None:
        super().__init__()
        self._target, self._sealer = target, Sealer(secret, context)
        self.out, self.taken = Summing(), Summing()
        self._put(self._sealer.head)

    def writable(self) -> bool:
        return True

    def write(self, content: Buffer, /) -> int:
        plain = self.taken.add(bytes(content))
        self._put(self._sealer.add(plain))
        return len(plain)

    def end(self) -> None:
        """The last piece: without it the stream counts as cut off."""
        self._put(self._sealer.end())

    def _put(self, piece: bytes) -> None:
        self._target.write(self.out.add(piece))


def put_part(target: Writable, name: str, size: int, pieces: Iterable[bytes]) -> None:
    """Write one part. Raises `PackageUnusable` when it turns out to have another size."""
    target.write(_json({"name": name, "size": size}) + b"\n")
    written = 0
    for piece in pieces:
        written += len(piece)
        target.write(piece)
    if written != size:
        raise PackageUnusable(_("%(name)s has another length than it should."), name=name)


def pieces_of_file(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(BLOCK):
            yield piece


@dataclass
class Part:
    """One part while it is read: its bytes have to be taken before the next one comes."""

    name: str
    size: int
    pieces: Iterator[bytes]


class Parts:
    """Reads the parts of an opened stream one by one, and never more than is told."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._left = bytearray()

    def __iter__(self) -> Iterator[Part]:
        while head := self._line():
            try:
                told = json.loads(head)
                name, size = told["name"], told["size"]
            except (ValueError, KeyError, TypeError, RecursionError):
                raise damaged() from None
            if not isinstance(name, str) or type(size) is not int or size < 0:
                raise damaged()
            body = self._body(size)
            yield Part(name, size, body)
            for _piece in body:
                pass

    def _line(self) -> bytes:
        while b"\n" not in self._left and len(self._left) <= _LONGEST_HEAD:
            piece = next(self._pieces, b"")
            if not piece:
                break
            self._left += piece
        if not self._left:
            return b""
        end = self._left.find(b"\n")
        if not 0 < end <= _LONGEST_HEAD:
            raise damaged()
        line = bytes(self._left[:end])
        del self._left[: end + 1]
        return line

    def _body(self, size: int) -> Iterator[bytes]:
        left = size
        while left:
            piece = bytes(self._left[:left]) if self._left else next(self._pieces, b"")
            if not piece:
                raise damaged()
            if self._left:
                del self._left[: len(piece)]
            elif len(piece) > left:
                self._left += piece[left:]
                piece = piece[:left]
            left -= len(piece)
            yield piece


def lines_of(source: Readable, told: Told, longest: int) -> Iterator[bytes]:
    """The lines of a table, while counts and sum are watched; wrong ones end in an error.

    It reads no more than is told, and holds no more than one line of at most `longest` bytes.
    """
    seen, left = Summing(), bytearray()
    while piece := source.read(BLOCK):
        seen.add(piece)
        if seen.bytes > told.bytes:
            raise damaged()
        left += piece
        *lines, rest = left.split(b"\n")
        left = bytearray(rest)
        if len(left) > longest:
            raise damaged()
        for line in lines:
            seen.rows += 1
            yield bytes(line)
    if left or seen.told != told:
        raise damaged()


class AsFile:
    """Pieces as something to read."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces, self._left = pieces, b""

    def read(self, size: int = -1, /) -> bytes:
        """The next bytes, at most `size`; empty at the end."""
        self._left = self._left or next(self._pieces, b"")
        if size < 0:
            part, self._left = self._left, b""
        else:
            part, self._left = self._left[:size], self._left[size:]
        return part


def read_contents(text: bytes) -> Contents:
    """The inner manifest. Raises `PackageUnusable`."""
    told = read_json(text)
    refuse_newer(told)
    names = told.get("programmes")
    sizes = _mapping(told.get("files"))
    if not isinstance(names, list) or not all(_is_count(size) for size in sizes.values()):
        raise damaged()
    return Contents(
        origin=read_origin(told.get("origin")),
        tables={name: read_told(each) for name, each in _mapping(told.get("tables")).items()},
        files={name: size for name, size in sizes.items() if isinstance(size, int)},
        programmes=[str(each) for each in names],
        settings={name: value is True for name, value in _mapping(told.get("settings")).items()},
    )


def read_origin(told: object) -> Origin:
    """Where a package says it comes from."""
    told = _mapping(told)
    migrations = _mapping(told.get("migrations"))
    words = {name: told.get(name) for name in ORIGIN_WORDS}
    texts = {name: word for name, word in words.items() if isinstance(word, str)}
    if len(texts) != len(words) or not all(isinstance(each, list) for each in migrations.values()):
        raise damaged()
    return Origin(
        **texts,
        migrations={
            app: [str(name) for name in names]
            for app, names in migrations.items()
            if isinstance(names, list)
        },
    )


def read_told(told: object) -> Told:
    """What a manifest tells of one part."""
    told = _mapping(told)
    rows, size, digest = told.get("rows"), told.get("bytes"), told.get("sha256")
    if not (_is_count(rows) and _is_count(size)):
        raise damaged()
    if not (isinstance(rows, int) and isinstance(size, int) and isinstance(digest, str)):
        raise damaged()
    return Told(rows, size, digest)


def _mapping(told: object) -> Mapping[str, object]:
    if not isinstance(told, dict):
        raise damaged()
    return told


def _is_count(number: object) -> bool:
    return isinstance(number, int) and not isinstance(number, bool) and number >= 0


def read_json(text: bytes) -> Mapping[str, object]:
    """An object of JSON. Raises `PackageUnusable`."""
    try:
        told = json.loads(text)
    except (ValueError, RecursionError):
        raise damaged() from None
    if not isinstance(told, dict):
        raise damaged()
    return told


def refuse_newer(told: Mapping[str, object]) -> None:
    """Raise `TooNew` for another format than this version reads."""
    number = told.get("format")
    if type(number) is int and number > FORMAT:
        raise TooNew(
            _("This package was made by a newer Draagvlak (format %(format)d). Update this "
              "installation first."),
            format=number,
        )  # fmt: skip
    if number != FORMAT:
        raise damaged()


def outer_manifest(origin: Origin, lock: Mapping[str, object], parts: Mapping[str, Told]) -> bytes:
    """The manifest that stands readable: what the file is, and how its sealed part opens."""
    told = {"format": FORMAT, "kind": KIND, "origin": asdict(origin), "lock": dict(lock)}
    return _json({**told, "parts": {name: asdict(each) for name, each in parts.items()}})


def damaged() -> PackageUnusable:
    return PackageUnusable(
        _("This package is damaged or was changed. Nothing of it was stored. Use another copy, or "
          "make it again.")
    )  # fmt: skip


def _json(told: object) -> bytes:
    return json.dumps(told, ensure_ascii=False, sort_keys=True).encode()
