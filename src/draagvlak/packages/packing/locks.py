"""The lock of the sealed part: a random key, wrapped by all words together (Argon2id)."""

from __future__ import annotations

import base64
import binascii
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Final

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from draagvlak.core import crypto
from draagvlak.lib.codes import CodeError, read_code
from draagvlak.packages.packing.trouble import PackageUnusable, WrongWords

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

CONTEXT: Final = b"draagvlak workspace package 1"
MOST_KIB: Final = 256 * 1024
MOST_ROUNDS: Final = 10
MOST_LANES: Final = 8
MOST_WORDS: Final = 200
_FEWEST_KIB: Final = 8


@dataclass(frozen=True)
class Lock:
    """What stands readable of the lock: how to make the key from the words, and how many."""

    words: int
    salt: str
    iterations: int
    lanes: int
    memory_kib: int
    wrapped: str

    def told(self) -> dict[str, object]:
        return asdict(self)


def make_lock(words: Sequence[str]) -> tuple[bytes, Lock]:
    """A new key and its lock. All words together open it, in any order; fewer do not."""
    key, salt, cost = crypto.new_key(), crypto.new_salt(), settings.ARGON2
    lock = Lock(
        words=len(words),
        salt=base64.b64encode(salt).decode(),
        iterations=cost["iterations"],
        lanes=cost["lanes"],
        memory_kib=cost["memory_kib"],
        wrapped="",
    )
    wrapped = crypto.encrypt(_from_words(lock, salt, words), key, CONTEXT)
    return key, Lock(**{**asdict(lock), "wrapped": base64.b64encode(wrapped).decode()})


def open_lock(lock: Lock, words: Sequence[str]) -> bytes:
    """The key. Raises `WrongWords`."""
    if len(words) != lock.words:
        raise WrongWords(
            _("This package opens with %(wanted)d codes or passphrases, one on each line; "
              "%(given)d were given."),
            wanted=lock.words, given=len(words),
        )  # fmt: skip
    try:
        salt, wrapped = base64.b64decode(lock.salt), base64.b64decode(lock.wrapped)
        return crypto.decrypt(_from_words(lock, salt, words), wrapped, CONTEXT)
    except (crypto.Tampered, binascii.Error, ValueError):
        raise WrongWords(
            _("The package does not open with these words. Look for typing errors, and whether "
              "they belong to this package.")
        ) from None  # fmt: skip


def read_lock(told: Mapping[str, object]) -> Lock:
    """The lock as a package tells it, when it asks for no more than is reasonable."""
    numbers = {
        name: value
        for name in ("words", "iterations", "lanes", "memory_kib")
        if type(value := told.get(name)) is int
    }
    salt, wrapped = told.get("salt"), told.get("wrapped")
    fits = (
        len(numbers) == len(("words", "iterations", "lanes", "memory_kib"))
        and isinstance(salt, str)
        and isinstance(wrapped, str)
        and 1 <= numbers["words"] <= MOST_WORDS
        and 1 <= numbers["iterations"] <= MOST_ROUNDS
        and 1 <= numbers["lanes"] <= MOST_LANES
        and _FEWEST_KIB <= numbers["memory_kib"] <= MOST_KIB
    )
    if not fits or not isinstance(salt, str) or not isinstance(wrapped, str):
        raise PackageUnusable(_("The lock of this package is damaged. Use another copy of it."))
    return Lock(salt=salt, wrapped=wrapped, **numbers)


def _from_words(lock: Lock, salt: bytes, words: Sequence[str]) -> bytes:
    kdf = Argon2id(
        salt=salt,
        length=crypto.KEY_BYTES,
        iterations=lock.iterations,
        lanes=lock.lanes,
        memory_cost=lock.memory_kib,
    )
    return kdf.derive("\n".join(sorted(_as_meant(each) for each in words)).encode())


def _as_meant(word: str) -> str:
    """A code as it was given out, however it was typed; a passphrase with single spaces."""
    try:
        return read_code(word)
    except CodeError:
        return " ".join(word.split())
