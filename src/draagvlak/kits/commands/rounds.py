"""The layers, the day of the choice and the rounds of conversations of a demo."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import F

from draagvlak.conversations.commands import (
    RoundDraft,
    open_round,
    plan_places,
    set_choice_day,
    set_layers,
)
from draagvlak.conversations.models import RoundPlace

if TYPE_CHECKING:
    from draagvlak.conversations.models import Round
    from draagvlak.core.actor import Actor
    from draagvlak.kits.commands.place import Place
    from draagvlak.kits.imports import Entry


def put_rounds(place: Place, guide: Actor, content: Entry) -> None:
    """Who stands where, when was chosen, and whom the guide is hearing now."""
    layers = content.entry("layers")
    set_layers(by=guide, layers={place.groups[key].pk: layers.text(key) for key in layers.raw})
    set_choice_day(by=guide, chosen_on=place.day(content.number("choice")))
    for entry in content.entries("rounds"):
        draft = RoundDraft(
            title=entry.text("title"),
            purpose=entry.text("purpose"),
            phase=entry.text("phase"),
            starts_on=place.day(entry.number("starts")),
            ends_on=place.day(entry.number("ends")),
            minutes=entry.number("minutes"),
            location=entry.text("place"),
        )
        people = [place.people[key].pk for key in entry.texts("people")]
        this_round = open_round(by=guide, draft=draft, people=people)
        plan_places(by=guide, this_round=this_round)
        _answer(place, this_round, entry)


def _answer(place: Place, this_round: Round, entry: Entry) -> None:
    """Some were invited last week, and one of them cannot come; a demo mails nobody for it."""
    rows = RoundPlace.objects.filter(workspace_id=place.workspace.pk, round_id=this_round.pk)
    asked = list(
        rows.order_by("person__sort_key").values_list("pk", flat=True)[: entry.number("invited")]
    )
    rows.filter(pk__in=asked).update(invited_on=place.day(-3), sequence=F("sequence") + 1)
    for key in asked[: entry.number("cannot")]:
        rows.filter(pk=key).update(cannot_on=place.day(-1))
