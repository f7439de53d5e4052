"""Which files may come in: told by name and by first bytes, both of which must agree."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from collections.abc import Iterable

LONGEST_NAME = 150
NAMELESS = "bestand"
_PROGRAMS = (b"MZ", b"\x7fELF", b"\xd0\xcf\x11\xe0")
_FOREIGN = (b"%PDF", b"PK\x03\x04", b"\x89PNG", b"\xff\xd8\xff", *_PROGRAMS)


class FileRefused(Exception):  # noqa: N818 it says what is known
    """A file that may not come in; the message says why and what to do, in the user's language."""


@dataclass(frozen=True)
class FileKind:
    """A kind of file by the end of its name, and how its bytes begin (nothing: plain text)."""

    ending: str
    media_type: str
    begins: tuple[bytes, ...] = ()

    def fits(self, first: bytes) -> bool:
        """Whether the first bytes are those of this kind."""
        if self.begins:
            return first.startswith(self.begins)
        return b"\0" not in first and not first.startswith(_FOREIGN)


_OFFICE = "application/vnd.openxmlformats-officedocument"
_OPEN = "application/vnd.oasis.opendocument"
_ZIP = (b"PK\x03\x04",)
IMAGES = (
    FileKind("png", "image/png", (b"\x89PNG\r\n\x1a\n",)),
    FileKind("jpg", "image/jpeg", (b"\xff\xd8\xff",)),
    FileKind("jpeg", "image/jpeg", (b"\xff\xd8\xff",)),
)
DOCUMENTS = (
    FileKind("pdf", "application/pdf", (b"%PDF-",)),
    FileKind("docx", f"{_OFFICE}.wordprocessingml.document", _ZIP),
    FileKind("xlsx", f"{_OFFICE}.spreadsheetml.sheet", _ZIP),
    FileKind("pptx", f"{_OFFICE}.presentationml.presentation", _ZIP),
    FileKind("odt", f"{_OPEN}.text", _ZIP),
    FileKind("ods", f"{_OPEN}.spreadsheet", _ZIP),
    FileKind("odp", f"{_OPEN}.presentation", _ZIP),
    FileKind("txt", "text/plain"),
    FileKind("md", "text/plain"),
    FileKind("csv", "text/csv"),
    *IMAGES,
)


def kind_of(name: str, kinds: Iterable[FileKind]) -> FileKind:
    """The kind that a name promises. Raises `FileRefused` when it is none of these."""
    ending = name.rpartition(".")[2].casefold()
    allowed = list(kinds)
    for kind in allowed:
        if kind.ending == ending:
            return kind
    raise FileRefused(
        _("This kind of file cannot be added. Save it as one of these and try again: %(kinds)s.")
        % {"kinds": ", ".join(kind.ending for kind in allowed)}
    )


def clean_name(name: str) -> str:
    """A name without a folder, control characters or signs that turn the reading order."""
    last = name.replace("\\", "/").rpartition("/")[2]
    plain = "".join(sign for sign in last if unicodedata.category(sign)[0] != "C").strip(" .")
    if len(plain) > LONGEST_NAME:
        stem, dot, ending = plain.rpartition(".")
        plain = f"{stem[: LONGEST_NAME - 10]}{dot}{ending[:9]}"
    return plain or NAMELESS
