"""What the guide of a demo gathered before the first conversations."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from draagvlak.core.storage import attach, keep_file
from draagvlak.intake.models import Document, EarlierChange, Term
from draagvlak.lib.fold import fold_key

if TYPE_CHECKING:
    from draagvlak.core.models import Attachment
    from draagvlak.kits.commands.place import Place
    from draagvlak.kits.imports import Entry


def put_intake(place: Place, content: Entry) -> None:
    """Documents, jargon and earlier changes, in a handful of statements."""
    Document.objects.bulk_create(_document(place, each) for each in content.entries("documents"))
    Term.objects.bulk_create(_term(place, each) for each in content.entries("terms"))
    EarlierChange.objects.bulk_create(_earlier(place, each) for each in content.entries("earlier"))


def _document(place: Place, entry: Entry) -> Document:
    read = entry.number_or_none("read")
    return Document(
        workspace=place.workspace,
        programme=place.programme,
        title=entry.text("title"),
        kind=entry.text("kind"),
        link=entry.text("link"),
        attachment=_file(place, entry) if entry.text("file") else None,
        why=entry.text("why"),
        note=entry.text("note"),
        read_on=place.day(read) if read is not None else None,
    )


def _file(place: Place, entry: Entry) -> Attachment:
    text = io.BytesIO(entry.text("text").encode())
    kept = keep_file(place.workspace.pk, text, name=entry.text("file"))
    return attach(kept, programme_id=place.programme.pk)


def _term(place: Place, entry: Entry) -> Term:
    return Term(
        workspace=place.workspace,
        programme=place.programme,
        word=entry.text("word"),
        folded=fold_key(entry.text("word")),
        meaning=entry.text("meaning"),
        said_by=entry.text("said_by"),
        used_in=entry.text("used_in"),
    )


def _earlier(place: Place, entry: Entry) -> EarlierChange:
    return EarlierChange(
        workspace=place.workspace,
        programme=place.programme,
        what=entry.text("what"),
        year=place.today.year - (entry.number_or_none("years_ago") or 0),
        for_whom=entry.text("for_whom"),
        outcome=entry.text("outcome"),
        how=entry.text("how"),
        still_said=entry.text("still_said"),
        lesson=entry.text("lesson"),
    )
