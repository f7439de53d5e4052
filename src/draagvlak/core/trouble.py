"""When something cannot be stored: which trouble it is, and which page says what to do.

Nothing is acknowledged that is not stored: an error leaves the transaction undone, and whoever
asked reads it. These pages ask nothing of the database, because that is what may be in trouble.
"""

from __future__ import annotations

import errno
from enum import Enum
from typing import TYPE_CHECKING

from django.db import DatabaseError, IntegrityError, InterfaceError, OperationalError

from draagvlak.lib.bucket import StoreAway

if TYPE_CHECKING:
    from collections.abc import Iterator

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_FULL_WORDS = ("disk is full", "disk full", "no space left", "disk i/o error", "file too large")
_PG_FULL, _PG_BUSY = "53100", ("55P03", "57014", "40001", "40P01", "53300", "57P03")
_PG_MET = ("23505", "23P01", "23503")
_SQLITE_MET = ("UNIQUE", "PRIMARYKEY", "FOREIGNKEY")
PATIENCE_SECONDS = 30


class Trouble(Enum):
    """Why something was not stored: status and page."""

    FULL = (507, "507.html")
    BUSY = (503, "503.html")
    AWAY = (503, "503-files.html")
    OTHER = (500, "500.html")

    @property
    def status(self) -> int:
        return self.value[0]

    @property
    def page(self) -> str:
        return self.value[1]


def trouble_of(error: BaseException | None) -> Trouble:
    """Which trouble an error tells of, itself or by what caused it."""
    chain = list(_chain(error))
    if any(_is_full(each) for each in chain):
        return Trouble.FULL
    if any(_is_busy(each) for each in chain):
        return Trouble.BUSY
    if any(isinstance(each, StoreAway) for each in chain):
        return Trouble.AWAY
    return Trouble.OTHER


def has_met_another(error: BaseException | None) -> bool:
    """Whether somebody else wrote or removed the same thing first.

    What may stand once stands already, or what was pointed at is gone.
    """
    found = [each for each in _chain(error) if isinstance(each, IntegrityError)]
    return any(
        _state(each) in _PG_MET or str(getattr(each, "sqlite_errorname", "")).endswith(_SQLITE_MET)
        for one in found
        for each in _chain(one)
    )


def _is_full(error: BaseException) -> bool:
    if isinstance(error, OSError) and error.errno in _FULL:
        return True
    told = isinstance(error, DatabaseError) and str(error).casefold()
    return _state(error) == _PG_FULL or bool(told and any(words in told for words in _FULL_WORDS))


def _is_busy(error: BaseException) -> bool:
    """Locked, too many at once, or the server cannot be reached."""
    return _state(error) in _PG_BUSY or isinstance(error, OperationalError | InterfaceError)


def _state(error: BaseException) -> str:
    return str(getattr(error, "sqlstate", "") or "")


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
