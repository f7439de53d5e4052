"""Sealing something long, piece by piece, in constant memory.

A stream is a version byte (3), 32 bytes of salt and pieces of 64 KiB, each AES-256-GCM with a tag
of 16 bytes, under a key of its own (HKDF of the secret and the salt). The nonce counts the pieces
and marks the last one: pieces that were cut off, swapped or repeated do not open.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from draagvlak.core.crypto import Tampered, derive

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

PIECE = 64 * 1024
_TAG = 16
_SALT = 32
_VERSION = b"\x03"


class Readable(Protocol):
    """Something that gives its next bytes."""

    def read(self, size: int = -1, /) -> bytes: ...


class Sealer:
    """Seals what it is given bit by bit; what comes out, in order, is the stream."""

    def __init__(self, secret: bytes, context: bytes) -> None:
        salt = os.urandom(_SALT)
        self.head = _VERSION + salt
        self._cipher = _cipher(secret, salt)
        self._context = context
        self._number = 0
        self._waiting = bytearray()

    def add(self, content: bytes) -> bytes:
        """More content; gives the pieces that are full. The last one stays: it gets a mark."""
        self._waiting += content
        out = bytearray()
        while len(self._waiting) > PIECE:
            out += self._sealed(bytes(self._waiting[:PIECE]), last=False)
            del self._waiting[:PIECE]
        return bytes(out)

    def end(self) -> bytes:
        """The last piece."""
        return self._sealed(bytes(self._waiting), last=True)

    def _sealed(self, piece: bytes, *, last: bool) -> bytes:
        nonce = _nonce(self._number, last=last)
        self._number += 1
        return self._cipher.encrypt(nonce, piece, self._context)


def sealed(secret: bytes, pieces: Iterable[bytes], context: bytes) -> Iterator[bytes]:
    """The sealed stream of some bytes; `context` is authenticated and not stored."""
    sealer = Sealer(secret, context)
    yield sealer.head
    for piece in pieces:
        yield sealer.add(piece)
    yield sealer.end()


def opened(secret: bytes, source: Readable, context: bytes) -> Iterator[bytes]:
    """What `sealed` was given, piece by piece. Raises `Tampered` before it gives a wrong piece."""
    head = _exactly(source, 1 + _SALT)
    if len(head) != 1 + _SALT or head[:1] != _VERSION:
        raise Tampered
    cipher = _cipher(secret, head[1:])
    number, piece = 0, _exactly(source, PIECE + _TAG)
    while True:
        following = _exactly(source, PIECE + _TAG)
        try:
            yield cipher.decrypt(_nonce(number, last=not following), piece, context)
        except (InvalidTag, ValueError):
            raise Tampered from None
        if not following:
            return
        number, piece = number + 1, following


def sealed_size(size: int) -> int:
    """How long the sealed stream of so many bytes is."""
    pieces = max(1, -(-size // PIECE))
    return 1 + _SALT + size + pieces * _TAG


def _cipher(secret: bytes, salt: bytes) -> AESGCM:
    return AESGCM(derive(secret, f"stream {salt.hex()}"))


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + (b"\x01" if last else b"\x00")


def _exactly(source: Readable, size: int) -> bytes:
    """So many bytes, or fewer at the end: a pipe may give them in parts."""
    found = bytearray()
    while len(found) < size and (more := source.read(size - len(found))):
        found += more
    return bytes(found)
