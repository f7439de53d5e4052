"""A document as PDF that a screen reader reads: title, language, headings, lists, tables, pictures.

The one place that knows how a PDF is made (ADR 60). Words are data, never markup. A document
conforms to PDF/UA-1, but where it holds a sign that no font at hand can draw, such as an emoji:
then it is tagged all the same, and that sign is a box.
"""

from __future__ import annotations

import json
import unicodedata
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence

    import typst

HERE: Final = Path(__file__).parent
TEMPLATE: Final = HERE / "document.typ"
KEPT: Final = frozenset("\n\t")


@dataclass(frozen=True)
class Heading:
    """A heading. One of level 1 in a document, for its title."""

    kind: ClassVar[str] = "heading"
    words: str
    level: Literal[1, 2, 3] = 2


@dataclass(frozen=True)
class Words:
    """A paragraph, with a word before it in bold where it needs one; `quiet`: a remark."""

    kind: ClassVar[str] = "words"
    words: str
    label: str = ""
    quiet: bool = False


@dataclass(frozen=True)
class Items:
    """A list."""

    kind: ClassVar[str] = "items"
    items: Sequence[str]


@dataclass(frozen=True)
class Quote:
    """What somebody said."""

    kind: ClassVar[str] = "quote"
    words: str


@dataclass(frozen=True)
class Address:
    """An address to follow."""

    kind: ClassVar[str] = "address"
    url: str


@dataclass(frozen=True)
class Picture:
    """A drawing as SVG, what it shows in words, and how wide it is in millimetres."""

    kind: ClassVar[str] = "picture"
    svg: str
    alt: str
    wide: int = 160


@dataclass(frozen=True)
class Table:
    """A table with a head; every row has as many cells as the head."""

    kind: ClassVar[str] = "table"
    head: Sequence[str]
    rows: Sequence[Sequence[str]]


Block = Heading | Words | Items | Quote | Address | Picture | Table
"""One thing on the page; `kind` is how the template knows it."""


@dataclass(frozen=True)
class Document:
    """What becomes a PDF. `author` stands at the foot of every page, but on a poster."""

    title: str
    blocks: Sequence[Block]
    author: str = ""
    language: str = "nl"
    layout: Literal["page", "poster"] = field(default="page")


def as_pdf(document: Document) -> bytes:
    """The document as one PDF."""
    import typst  # noqa: PLC0415 eighty megabytes that most processes never need

    written = {
        "title": _printable(document.title),
        "author": _printable(document.author),
        "language": document.language,
        "layout": document.layout,
        "blocks": [{"kind": each.kind, **_written(each)} for each in document.blocks],
    }
    sent = {"document": json.dumps(written, ensure_ascii=False)}
    try:
        return _compiled(sent, ["ua-1"])
    except typst.TypstError:
        return _compiled(sent, [])


def _compiled(sent: dict[str, str], standards: list[Literal["ua-1"]]) -> bytes:
    import typst  # noqa: PLC0415 see above

    made = typst.compile(
        str(TEMPLATE),
        root=str(HERE),
        format="pdf",
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs=sent,
        pdf_standards=[*standards],
    )
    if not isinstance(made, bytes):
        raise TypeError(made)
    return made


@cache
def _fonts() -> typst.Fonts:
    """The fonts of the product, then those that the library brings for other scripts."""
    import typst  # noqa: PLC0415 see above

    return typst.Fonts(include_system_fonts=False, font_paths=[str(HERE / "fonts")])


def _written(block: Block) -> dict[str, object]:
    return {name: _clean(value) for name, value in asdict(block).items()}


def _clean(value: object) -> object:
    if isinstance(value, str):
        return _printable(value)
    if isinstance(value, list | tuple):
        return [_clean(each) for each in value]
    return value


def _printable(words: str) -> str:
    """Without signs that cannot be seen and that no font can draw."""
    return "".join(sign for sign in words if sign in KEPT or unicodedata.category(sign) != "Cc")
