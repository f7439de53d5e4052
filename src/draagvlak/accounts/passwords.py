"""Passwords that are long enough and still easy to guess."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Final

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
