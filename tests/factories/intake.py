"""What a guide gathered before the first conversations."""

from __future__ import annotations

import io
from itertools import count
from typing import TYPE_CHECKING

from draagvlak.core.storage import keep_file
from draagvlak.intake.commands import (
    DocumentDraft,
    EarlierDraft,
    TermDraft,
    add_document,
    add_earlier,
    add_term,
)

if TYPE_CHECKING:
    from draagvlak.core.actor import Actor
    from draagvlak.intake.models import Document, EarlierChange, Term

_numbers = count(1)


def make_document(by: Actor, title: str = "", *, text: str = "", note: str = "") -> Document:
    """A link, or a file with this text."""
    title = title or f"Stuk {next(_numbers)}"
    file = keep_file(by.tenant, io.BytesIO(text.encode()), name="stuk.txt") if text else None
    link = "" if text else "https://voorbeeldstad.example/stuk"
    draft = DocumentDraft(title, "plan", link, "Hier staat waarom.", note, file)
    return add_document(by=by, draft=draft)


def make_term(by: Actor, word: str = "", meaning: str = "Een woord van hier") -> Term:
    word = word or f"Woord {next(_numbers):04}"
    return add_term(by=by, draft=TermDraft(word, meaning, "griffie", "de raad"))


def make_earlier(by: Actor, what: str = "", year: int = 2019) -> EarlierChange:
    what = what or f"Verandering {next(_numbers)}"
    draft = EarlierDraft(
        what, year, "failed", "raadsleden", "Te snel.", "Dat liep mis.", "Eerst oefenen."
    )
    return add_earlier(by=by, draft=draft)
