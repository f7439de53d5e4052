"""One lesson with every word of it, and the forms that its words can begin."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode
from uuid import UUID

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from draagvlak.concerns.models import Cause, Concern
from draagvlak.core.web import to
from draagvlak.lessons.queries.access import known_entry, picked_here
from draagvlak.lessons.queries.own import PREFIX
from draagvlak.lessons.queries.shipped import label_of, shelves
from draagvlak.measures.models import Measure

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from draagvlak.core.actor import Actor
    from draagvlak.lessons.models import Lesson, Pick
    from draagvlak.lessons.queries.drafting import LessonDraft
    from draagvlak.lessons.queries.likeness import Match
    from draagvlak.lessons.queries.shipped import Entry, KnownCause, KnownMeasure


@dataclass(frozen=True)
class MeasureRead:
    """A measure as it is read, and the form that begins with its words."""

    title: str
    kind: str
    worked: str
    mind: str
    reasons: str
    use: str


@dataclass(frozen=True)
class CauseRead:
    """A cause as it is read, its measures, and the form that begins with its words."""

    title: str
    axes: str
    helped: str
    measures: Sequence[MeasureRead]
    use: str


@dataclass(frozen=True)
class EntryRead:
    """An entry as it is read. `label`: where it was heard; `write`: the form of a concern."""

    title: str
    label: str
    url: str
    entry: Entry
    language: str
    causes: Sequence[CauseRead]
    write: str = ""
    picked: bool = False
    taken: bool = False


def read_entry(actor: Actor, entry: Entry) -> EntryRead:
    """A whole entry, with the forms that can begin with it."""
    write = urlencode({"title": entry.title, "kind": entry.kind})
    return EntryRead(
        title=entry.title,
        label=offered_as(entry),
        url="",
        entry=entry,
        language=shelves()[entry.system].language,
        causes=[_cause(actor, cause, {}, use="") for cause in entry.causes],
        write=f"{to(actor, 'concerns:concern_add')}?{write}",
        picked=entry.key in picked_here(actor),
    )


def read_matches(
    actor: Actor, found: Sequence[Match], beside: Mapping[str, UUID]
) -> list[EntryRead]:
    """What is offered beside a form for a cause or a measure."""
    concern = beside.get("concern")
    add = to(actor, "concerns:concern_cause_add", concern_id=concern) if concern else ""
    return [
        EntryRead(
            title=match.entry.title,
            label=offered_as(match.entry),
            url=entry_address(actor, match.entry),
            entry=match.entry,
            language=shelves()[match.entry.system].language,
            causes=[_cause(actor, cause, beside, use=add) for cause in match.causes],
            taken=match.taken,
        )
        for match in found
    ]


def entry_address(actor: Actor, entry: Entry) -> str:
    """Where an entry is read."""
    if entry.came:
        lesson_id = UUID(entry.key.removeprefix(PREFIX))
        return to(actor, "lessons:lesson_detail", lesson_id=lesson_id)
    return to(actor, "lessons:entry_detail", key=entry.key)


def offered_as(entry: Entry) -> str:
    """Where something was heard, in a few words."""
    if entry.came:
        return capfirst(entry.came)
    return _("Often heard with %(system)s") % {"system": label_of(entry.system)}


def _cause(actor: Actor, cause: KnownCause, beside: Mapping[str, UUID], *, use: str) -> CauseRead:
    axes = (Cause.About(cause.about).label, Cause.Where(cause.sits).label)
    return CauseRead(
        title=cause.title,
        axes=capfirst(" · ".join(map(str, axes))),
        helped="; ".join(measure.title for measure in cause.measures),
        measures=[_measure(actor, measure, beside) for measure in cause.measures],
        use=f"{use}?{urlencode({'example': cause.key})}#new" if use else "",
    )


def _measure(actor: Actor, measure: KnownMeasure, beside: Mapping[str, UUID]) -> MeasureRead:
    asked = {name: str(key) for name, key in beside.items()} | {"example": measure.key}
    return MeasureRead(
        title=measure.title,
        kind=capfirst(str(Measure.Kind(measure.kind).label)),
        worked=measure.worked,
        mind=measure.mind,
        reasons=measure.reasons,
        use=f"{to(actor, 'measures:measure_add')}?{urlencode(asked)}",
    )


def pick_read(actor: Actor, pick: Pick) -> dict[str, str]:
    """Where the words of a cause or a measure came from."""
    entry = known_entry(actor, pick.entry)
    return {
        "offered": pick.offered,
        "title": entry.title if entry else "",
        "label": offered_as(entry) if entry else "",
        "url": entry_address(actor, entry) if entry else "",
    }


def read_lesson(lesson: Lesson | LessonDraft) -> list[tuple[str, str]]:
    """Every word of a lesson with its label: what goes along, and nothing else."""
    axes = (Cause.About(lesson.about).label, Cause.Where(lesson.where).label)
    return [
        (_("About"), label_of(lesson.system)),
        (_("What was heard"), f"{lesson.title} ({Concern.Kind(lesson.kind).label})"),
        (_("Why it was so"), f"{lesson.cause} ({', '.join(map(str, axes))})"),
        (_("What was done"), f"{lesson.measure} ({Measure.Kind(lesson.measure_kind).label})"),
        (_("What helped"), lesson.helped),
        (_("What came of it"), lesson.effect or _("Too little to say.")),
        (_("Year"), str(lesson.year)),
    ]
