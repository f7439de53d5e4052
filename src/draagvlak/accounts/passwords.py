"""Passwords that are long enough and still easy to guess."""

from __future__ import annotations

import hashlib
import re
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser

CONTEXT: Final = ("draagvlak", "wachtwoord", "password", "welkom", "gemeente", "begeleider")
"""Words of this product that whoever guesses tries first; one's own name and address count too."""
LEAST_LEFT: Final = 6
SHORTEST_WORD: Final = 4


class HardToGuess(CommonPasswordValidator):
    """Refuses a common word, repeated or followed by figures; a row; and words of context."""

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        plain = password.casefold()
        letters = re.sub(r"[\W\d_]+$", "", plain)
        repeated = _repeated(plain)
        if (
            {letters, repeated, _repeated(letters)} & self.passwords
            or len(repeated) < SHORTEST_WORD
            or _is_a_row(plain)
            or len(_without(plain, [*CONTEXT, *_own_words(user)])) < LEAST_LEFT
        ):
            raise ValidationError(self.get_error_message(), code="password_easy_to_guess")

    def get_error_message(self) -> str:
        return _("This password is easy to guess. Use a sentence of a few words.")


def _repeated(text: str) -> str:
    """The piece that the whole text is a repetition of; the text itself when there is none."""
    return text[: (text + text).find(text, 1)] if text else text


def _is_a_row(text: str) -> bool:
    """Whether every sign is the next (or the previous) one of the sign before: 1234, dcba."""
    steps = {(ord(b) - ord(a)) % 10 for a, b in pairwise(text)}
    return text.isdecimal() and (steps <= {1} or steps <= {9})


def _without(text: str, words: list[str]) -> str:
    for word in sorted(words, key=len, reverse=True):
        text = text.replace(word, "")
    return re.sub(r"[\W_]+", "", text)


def _own_words(user: AbstractBaseUser | None) -> list[str]:
    """The longer words of somebody's name and mail address."""
    told = f"{getattr(user, 'name', '')} {getattr(user, 'email', '')}".casefold()
    return [word for word in re.findall(r"[^\W\d_]+", told) if len(word) >= SHORTEST_WORD]


class NotBreached:
    """Refuses what stands in the list of breached passwords that the operator downloaded.

    The list (setting `DRAAGVLAK_BREACHED`) is a file of SHA-1 marks in order, a line each, with or
    without a count behind a colon, as it is given out to all. It is searched where it lies, by
    halving: some forty reads, whatever its size. Nothing is asked over the network.
    """

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        del user
        if settings.BREACHED and _stands_in(Path(settings.BREACHED), _mark(password)):
            raise ValidationError(
                _("This password was found in a data breach elsewhere. Choose another one."),
                code="password_breached",
            )

    def get_help_text(self) -> str:
        return ""


def _mark(password: str) -> bytes:
    # the format of the lists; it protects nothing here
    mark = hashlib.new("sha1", password.encode(), usedforsecurity=False)
    return mark.hexdigest().upper().encode()


def _stands_in(path: Path, mark: bytes) -> bool:
    """Whether a line of an ordered file begins with this mark."""
    with path.open("rb") as file:
        low, high = 0, file.seek(0, 2)
        while low < high:
            middle = (low + high) // 2
            file.seek(max(0, middle - 1))
            if middle:
                file.readline()  # to the end of the line that the middle fell in
            line = file.readline()
            if line[: len(mark)].upper() == mark:
                return True
            if not line or line.upper() > mark:
                high = middle
            else:
                low = file.tell()
    return False
