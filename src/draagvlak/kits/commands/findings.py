"""What was noticed about the processes of a demo, and a group that looked at its practices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from draagvlak.findings.models import (
    Bottleneck,
    Fact,
    Gain,
    Opportunity,
    OpportunityConcern,
    Practice,
    Review,
    Reviewed,
)
from draagvlak.processes.models import Situation, Step

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from draagvlak.kits.commands.place import Place
    from draagvlak.kits.imports import Entry

JUDGED_DAY = -12
Names = dict[tuple["UUID", str, str], str]


def put_findings(place: Place, content: Entry) -> None:
    """Bottlenecks, practices, facts, opportunities and sessions, each kind in one statement."""
    rows = Step.objects.filter(workspace_id=place.workspace.pk)
    columns = rows.values_list("situation__process_id", "situation__moment", "key", "name")
    names: Names = {(process, moment, key): name for process, moment, key, name in columns}
    Bottleneck.objects.bulk_create(
        _bottleneck(place, entry, names) for entry in content.entries("bottlenecks")
    )
    practices = {
        entry.text("key"): _practice(place, entry, names) for entry in content.entries("practices")
    }
    held = [(_review(place, entry), entry) for entry in content.entries("reviews")]
    items = [item for review, entry in held for item in _items(place, review, entry, practices)]
    Practice.objects.bulk_create(practices.values())
    Review.objects.bulk_create(review for review, _entry in held)
    Reviewed.objects.bulk_create(items)
    Fact.objects.bulk_create(_fact(place, entry, names) for entry in content.entries("facts"))
    chances = [
        (_opportunity(place, each, names), each) for each in content.entries("opportunities")
    ]
    Opportunity.objects.bulk_create(chance for chance, _entry in chances)
    Gain.objects.bulk_create(
        gain for chance, entry in chances for gain in _gains(place, chance, entry)
    )
    OpportunityConcern.objects.bulk_create(
        OpportunityConcern(
            workspace=place.workspace, opportunity=chance, concern=place.concerns[key]
        )
        for chance, entry in chances
        for key in entry.texts("concerns")
    )


def _pin(place: Place, entry: Entry, names: Names, moment: str) -> dict[str, object]:
    """What every finding has. A step that is not there is a mistake: KeyError."""
    process, key = place.processes[entry.text("process")], entry.text("step")
    quote = entry.text("quote")
    return {
        "workspace": place.workspace,
        "programme": place.programme,
        "process": process,
        "moment": moment,
        "step_key": key,
        "step_name": names[process.pk, moment, key] if key else "",
        "title": entry.text("title"),
        "quote": place.quotes[quote] if quote else None,
    }


def _bottleneck(place: Place, entry: Entry, names: Names) -> Bottleneck:
    owner = entry.text("owner")
    return Bottleneck(
        **_pin(place, entry, names, entry.text("moment")),
        cause=entry.text("cause"),
        since=entry.text("since"),
        minutes=entry.decimal_or_none("minutes"),
        euros=entry.number_or_none("euros"),
        price=entry.text("price"),
        remedy=entry.text("remedy"),
        state=entry.text("state"),
        owner=place.members[owner] if owner else None,
    )


def _practice(place: Place, entry: Entry, names: Names) -> Practice:
    judge = entry.text("judge")
    return Practice(
        **_pin(place, entry, names, Situation.Moment.NOW),
        reason=entry.text("reason"),
        reason_words=entry.text("reason_words"),
        source=entry.text("source"),
        effect=entry.text("effect"),
        verdict=entry.text("verdict"),
        verdict_words=entry.text("verdict_words"),
        judge=place.members[judge].user if judge else None,
        judged_on=place.day(JUDGED_DAY) if judge else None,
    )


def _fact(place: Place, entry: Entry, names: Names) -> Fact:
    checker = entry.text("checker")
    return Fact(
        **_pin(place, entry, names, Situation.Moment.NOW),
        tone=entry.text("tone"),
        about=entry.text("about"),
        basis=entry.text("basis"),
        source=entry.text("source"),
        checker=place.members[checker].user if checker else None,
        checked_on=place.day(JUDGED_DAY) if checker else None,
    )


def _review(place: Place, entry: Entry) -> Review:
    return Review(
        workspace=place.workspace,
        programme=place.programme,
        title=entry.text("title"),
        held_on=place.day(entry.number("day")),
        way=entry.text("way"),
        closed_at=place.moment(entry.number("day"), 16) if entry.flag("closed") else None,
    )


def _items(
    place: Place, review: Review, entry: Entry, practices: dict[str, Practice]
) -> Iterator[Reviewed]:
    """The practices of a session; what the group said becomes their verdict."""
    for number, each in enumerate(entry.entries("items"), start=1):
        practice = practices[each.text("practice")]
        practice.verdict = each.text("verdict")
        practice.verdict_words = each.text("verdict_words")
        practice.replacement = each.text("replacement")
        practice.judged_on = review.held_on
        yield Reviewed(
            workspace=place.workspace,
            review=review,
            practice=practice,
            place=number,
            keep=each.number("keep"),
            adapt=each.number("adapt"),
            stop=each.number("stop"),
            reasons=each.texts("reasons"),
            verdict=each.text("verdict"),
            verdict_words=each.text("verdict_words"),
        )


def _opportunity(place: Place, entry: Entry, names: Names) -> Opportunity:
    pin = _pin(place, entry, names, Situation.Moment.LATER)
    return Opportunity(**pin, about=entry.text("about"))


def _gains(place: Place, chance: Opportunity, entry: Entry) -> Iterator[Gain]:
    for each in entry.entries("gains"):
        yield Gain(
            workspace=place.workspace,
            opportunity=chance,
            group=place.groups[each.text("group")],
            minutes=each.text("minutes") or None,
            words=each.text("words"),
        )
