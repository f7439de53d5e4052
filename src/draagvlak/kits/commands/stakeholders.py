"""The stakeholders of a demo: how they stood on days in the past, and what was promised."""

from __future__ import annotations

from typing import TYPE_CHECKING

from draagvlak.core.policy import Role
from draagvlak.programmes.models import Decision
from draagvlak.stakeholders.models import (
    Assessment,
    Commitment,
    OutsidePart,
    Relation,
    Stakeholder,
)

if TYPE_CHECKING:
    import datetime as dt

    from draagvlak.kits.commands.place import Place
    from draagvlak.kits.imports import Entry


def put_stakeholders(place: Place, content: Entry, decisions: Entry) -> None:
    """Write all of them down, in a handful of statements."""
    entries = content.entries("stakeholders")
    rows = {entry.text("key"): _stakeholder(place, entry) for entry in entries}
    Stakeholder.objects.bulk_create(rows.values())
    Assessment.objects.bulk_create(
        _assessment(place, rows[entry.text("key")], number, seen)
        for entry in entries
        for number, seen in enumerate(entry.entries("assessments"), start=1)
    )
    Commitment.objects.bulk_create(
        _commitment(place, rows[entry.text("key")], promise)
        for entry in entries
        for promise in entry.entries("commitments")
    )
    Relation.objects.bulk_create(
        Relation(
            workspace=place.workspace,
            source=rows[entry.text("source")],
            target=rows[entry.text("target")],
            kind=entry.text("kind"),
            note=entry.text("note"),
        )
        for entry in content.entries("relations")
    )
    _parts(place, entries, rows, decisions)


def _stakeholder(place: Place, entry: Entry) -> Stakeholder:
    step = entry.entry_or_none("step")
    due = step.number_or_none("due") if step else None
    return Stakeholder(
        workspace=place.workspace,
        programme=place.programme,
        group=place.groups[entry.text("group")] if entry.text("group") else None,
        name=entry.text("name"),
        layer=entry.text("layer"),
        role=entry.text("role"),
        stake=entry.text("stake"),
        needs=entry.text("needs"),
        approach=entry.text("approach"),
        next_step=step.text("what") if step else "",
        next_owner=place.members.get(step.text("owner")) if step else None,
        next_due_on=None if due is None else place.day(due),
    )


def _assessment(place: Place, stakeholder: Stakeholder, number: int, entry: Entry) -> Assessment:
    return Assessment(
        workspace=place.workspace,
        stakeholder=stakeholder,
        number=number,
        influence=entry.number("influence"),
        interest=entry.number("interest"),
        attitude=entry.text("attitude"),
        reason=entry.text("reason"),
        seen_on=place.day(entry.number("day")),
        author=place.users[Role.GUIDE if number % 2 else Role.CO_GUIDE],
    )


def _commitment(place: Place, stakeholder: Stakeholder, entry: Entry) -> Commitment:
    return Commitment(
        workspace=place.workspace,
        stakeholder=stakeholder,
        what=entry.text("what"),
        made_on=place.day(entry.number("made")),
        due_on=_day(place, entry.number_or_none("due")),
        owner=place.members.get(entry.text("owner")),
        state=entry.text("state"),
        settled_on=_day(place, entry.number_or_none("settled")),
        explanation=entry.text("explanation"),
    )


def _day(place: Place, offset: int | None) -> dt.date | None:
    return None if offset is None else place.day(offset)


def _parts(
    place: Place, entries: list[Entry], rows: dict[str, Stakeholder], decisions: Entry
) -> None:
    """How outside parties take part, by the titles of the decisions."""
    titles = {entry.text("key"): entry.text("title") for entry in decisions.entries("decisions")}
    stored = Decision.objects.filter(
        workspace_id=place.workspace.pk, programme_id=place.programme.pk
    )
    by_title = {decision.title: decision for decision in stored}
    OutsidePart.objects.bulk_create(
        OutsidePart(
            workspace=place.workspace,
            stakeholder=rows[entry.text("key")],
            decision=by_title[titles[key]],
            level=parts.text(key),
        )
        for entry in entries
        if (parts := entry.entry_or_none("parts")) is not None
        for key in parts.raw
    )
