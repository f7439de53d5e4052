"""Folding: one form of a text in which case, accents and spacing no longer differ.

Used wherever two spellings must meet: headers of an import, units, names, search.
"""

from __future__ import annotations

import re
import unicodedata

# Letters that Unicode does not decompose although people type them without the stroke.
_STROKES = str.maketrans(
    {"ø": "o", "đ": "d", "ð": "d", "ł": "l", "ħ": "h", "æ": "ae", "œ": "oe", "þ": "th", "ı": "i"}
)
_APOSTROPHES = str.maketrans(dict.fromkeys("’‘`´ʼ′", "'"))
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")


def fold(text: str) -> str:
    """The text in lower case without accents, strokes, ligatures or invisible characters.

    Curly apostrophes become straight ones. Spaces stay as they are, so the result may be longer or
    shorter than the text. Folding twice gives the same as folding once.
    """
    if text.isascii():
        return text.replace("`", "'").lower()
    # Apostrophe lookalikes go first: NFKD would take the acute accent apart into a space.
    plain = unicodedata.normalize("NFKD", _INVISIBLE.sub("", text.translate(_APOSTROPHES)))
    lowered = unicodedata.normalize("NFKD", plain.casefold()).translate(_STROKES)
    bare = "".join(sign for sign in lowered if not unicodedata.combining(sign))
    return bare.translate(_APOSTROPHES)


def squeeze(text: str) -> str:
    """The text without outer white space and with single spaces inside (also for NBSP and tabs)."""
    return " ".join(text.split())


def fold_key(text: str) -> str:
    """Folded and squeezed: equal for two spellings of the same name or header."""
    return squeeze(fold(text))
