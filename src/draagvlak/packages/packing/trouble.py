"""What can be wrong with a package, in words for whoever has it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import translation

if TYPE_CHECKING:
    from django.utils.functional import Promise


class PackageUnusable(Exception):  # noqa: N818 it says what is known
    """A package that cannot be made, read or brought in; the message says why and what to do."""

    def __init__(self, words: str | Promise, **named: object) -> None:
        """`words` may hold %(name)s; they are said in the language of the reader, when read."""
        super().__init__(words)
        self._words, self._named = words, named

    def __str__(self) -> str:
        return str(self._words) % self._named if self._named else str(self._words)

    def in_both(self) -> str:
        """The message in English and in Dutch, for a terminal."""
        said = []
        for language in ("en", "nl"):
            with translation.override(language):
                said.append(str(self))
        return "\n".join(dict.fromkeys(said))


class WrongWords(PackageUnusable):
    """The passphrase or codes do not open the sealed part."""


class TooNew(PackageUnusable):
    """Made by a version that this one does not know."""


class AlreadyHere(PackageUnusable):
    """Something of the package stands here already; nothing is ever merged."""
