"""The concerns of a demo with their causes, voices and answers, and the measures for them."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING

from draagvlak.concerns.models import (
    AffectedGroup,
    Answer,
    Cause,
    Concern,
    ConcernCause,
    OriginStep,
    Register,
    Voice,
)
from draagvlak.concerns.queries import REASON_FIELD, VOICE_FIELD, title_key, written_reason
from draagvlak.core.ids import uuid4
from draagvlak.measures.models import Delivery, Measure, MeasureCause, MeasureConcern
from draagvlak.measures.states import State
from draagvlak.vault.queries import access_programme_box, seal_to_pair

if TYPE_CHECKING:
    from draagvlak.kits.commands.place import Place
    from draagvlak.kits.imports import Entry
    from draagvlak.vault.models import Box

KINDS = {"adapt_software": "adapt", "change_process": "process", "other_solution": "other"}
TOLD_AFTER_DAYS = 3
PADDED = 192
LONGEST_DELIVERY = 300


def put_causes(place: Place, causes: list[Entry]) -> None:
    """Why concerns exist."""
    for entry in causes:
        place.causes[entry.text("key")] = Cause(
            workspace=place.workspace,
            programme=place.programme,
            title=entry.text("title"),
            description=entry.text("description"),
            about=entry.text("about"),
            where=entry.text("where"),
        )
    Cause.objects.bulk_create(place.causes.values())


def put_concerns(place: Place, concerns: list[Entry]) -> None:
    """Concerns in every state, with everything that hangs on them."""
    space = place.workspace
    steps: list[OriginStep] = []
    links: list[ConcernCause] = []
    groups: list[AffectedGroup] = []
    for number, entry in enumerate(concerns, start=1):
        concern = _concern(place, entry, number)
        place.concerns[entry.text("key")] = concern
        steps += [
            OriginStep(workspace=space, concern=concern, position=position, text=text)
            for position, text in enumerate(entry.texts("origin"), start=1)
        ]
        links += [
            ConcernCause(workspace=space, concern=concern, cause=place.causes[key])
            for key in entry.texts("causes")
        ]
        groups += [
            AffectedGroup(workspace=space, concern=concern, group=place.groups[key])
            for key in entry.texts("groups")
        ]
    Concern.objects.bulk_create(place.concerns.values())
    OriginStep.objects.bulk_create(steps)
    ConcernCause.objects.bulk_create(links)
    AffectedGroup.objects.bulk_create(groups)
    Answer.objects.bulk_create(
        answer for entry in concerns for answer in [_answer(place, entry)] if answer is not None
    )
    if place.guide is None:
        raise LookupError("the guide comes first")
    box = access_programme_box(place.guide)
    Voice.objects.bulk_create(
        _voice(place, box, place.concerns[entry.text("key")], each)
        for entry in concerns
        for each in entry.entries("voices")
    )
    Register.objects.create(
        workspace=place.workspace, programme=place.programme, next_number=len(concerns) + 1
    )


def _concern(place: Place, entry: Entry, number: int) -> Concern:
    voices = entry.entries("voices")
    due = entry.number_or_none("answer_due")
    return Concern(
        workspace=place.workspace,
        programme=place.programme,
        number=number,
        kind=entry.text("kind"),
        title=entry.text("title"),
        title_key=title_key(entry.text("title")),
        description=entry.text("description"),
        severity=entry.number("severity"),
        state=entry.text("state"),
        owner=place.members.get(entry.text("owner")),
        answer_due_on=None if due is None else place.day(due),
        raised_on=place.day(entry.number("raised_day")),
        voices=len(voices),
        unsolved=sum(1 for voice in voices if voice.text("solved") == Voice.Solved.NO),
    )


def _answer(place: Place, entry: Entry) -> Answer | None:
    answer = entry.entry_or_none("answer")
    if answer is None:
        return None
    person = place.people[answer.text("decided_by")]
    day = answer.number("day")
    told = min(day + TOLD_AFTER_DAYS, 0) if entry.text("state") == "delivered" else None
    return Answer(
        workspace=place.workspace,
        concern=place.concerns[entry.text("key")],
        number=1,
        text=answer.text("text"),
        decided_by=f"{person.name}, {person.function[:1].lower()}{person.function[1:]}"[:150],
        reasons=answer.text("reasons"),
        what_happens=answer.text("what_happens_when"),
        answered_on=place.day(day),
        told_on=None if told is None else place.day(told),
    )


def _voice(place: Place, box: Box, concern: Concern, entry: Entry) -> Voice:
    key, person = uuid4(), place.people[entry.text("person")]
    group = place.group_of.get(person.pk)
    who = {"person": str(person.pk), "group": str(group) if group else None, "quote": None}
    solved = entry.text("solved")
    return Voice(
        id=key,
        workspace=place.workspace,
        concern=concern,
        raised_on=place.day(entry.number("day")).replace(day=1),
        sealed=seal_to_pair(
            box, json.dumps(who).ljust(PADDED).encode(), row=key, field=VOICE_FIELD
        ),
        solved=solved,
        sealed_reason=seal_to_pair(
            box, written_reason(entry.text("reason")), row=key, field=REASON_FIELD
        )
        if solved and entry.text("reason")
        else None,
        solved_on=place.day(0).replace(day=1) if solved else None,
    )


def put_measures(place: Place, measures: list[Entry]) -> None:
    """Measures of every kind, and what they brought."""
    space = place.workspace
    made: list[Measure] = []
    causes: list[MeasureCause] = []
    concerns: list[MeasureConcern] = []
    deliveries: list[Delivery] = []
    for entry in measures:
        measure = _measure(place, entry)
        made.append(measure)
        place.measures[entry.text("key")] = measure
        causes += [
            MeasureCause(workspace=space, measure=measure, cause=place.causes[key])
            for key in entry.texts("causes")
        ]
        concerns += [
            MeasureConcern(workspace=space, measure=measure, concern=place.concerns[key])
            for key in entry.texts("concerns")
        ]
        deliveries += [_delivery(place, measure, each) for each in entry.entries("deliveries")]
    Measure.objects.bulk_create(made)
    MeasureCause.objects.bulk_create(causes)
    MeasureConcern.objects.bulk_create(concerns)
    Delivery.objects.bulk_create(deliveries)


def _delivery(place: Place, measure: Measure, entry: Entry) -> Delivery:
    words = f"{entry.text('what').rstrip('.')}. {entry.text('note')}".strip()
    return Delivery(
        workspace=place.workspace,
        measure=measure,
        what=words if len(words) <= LONGEST_DELIVERY else entry.text("what"),
        delivered_on=place.day(entry.number("day")),
    )


def _measure(place: Place, entry: Entry) -> Measure:
    due, hours = entry.number_or_none("due"), entry.decimal_or_none("load_hours_per_person")
    kind, state = entry.text("kind"), entry.text("state")
    people = entry.number_or_none("load_people")
    loaded = hours is not None and people is not None
    return Measure(
        workspace=place.workspace,
        programme=place.programme,
        kind=KINDS.get(kind, kind),
        title=entry.text("title"),
        title_key=title_key(entry.text("title")),
        description=entry.text("description"),
        reasons=entry.text("reasons"),
        dropped_because=entry.text("reasons") if state == State.DROPPED else "",
        state=state,
        owner=place.members.get(entry.text("owner")),
        due_on=None if due is None else place.day(due),
        cost_euros=entry.number_or_none("cost_euros"),
        load_hours=Decimal(hours) if loaded and hours is not None else None,
        load_people=people if loaded else None,
    )
