"""The lessons of a demo: kept here, and brought from earlier programmes that never were."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from draagvlak.lessons.commands import GivenConsent, keep_lesson
from draagvlak.lessons.models import Lesson
from draagvlak.lessons.queries.drafting import begin_draft, material

if TYPE_CHECKING:
    from draagvlak.core.actor import Actor
    from draagvlak.kits.commands.place import Place
    from draagvlak.kits.imports import Entry

WORDS = (
    "system", "kind", "title", "cause", "about", "where", "measure", "measure_kind", "helped",
    "effect",
)  # fmt: skip


def put_lessons(place: Place, guide: Actor, content: Entry) -> None:
    """One lesson that may go along, one that waits for the client, and some from elsewhere."""
    for entry in content.entries("kept"):
        _keep(place, guide, entry)
    Lesson.objects.bulk_create(
        Lesson(
            workspace=place.workspace,
            is_brought=True,
            state=Lesson.State.KEPT,
            year=place.today.year + entry.number("years"),
            **{name: entry.text(name) for name in WORDS},
        )
        for entry in content.entries("brought")
    )


def _keep(place: Place, guide: Actor, entry: Entry) -> None:
    concern = place.concerns[entry.text("concern")]
    begun = begin_draft(guide, concern, material(guide, concern))
    draft = replace(begun, title=entry.text("title"), helped=entry.text("helped"))
    name = entry.text("said_by")
    consent = GivenConsent(name, place.day(entry.number("day"))) if name else None
    keep_lesson(by=guide, concern=concern, draft=draft, consent=consent)
