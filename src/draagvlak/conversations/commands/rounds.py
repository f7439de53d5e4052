"""Planning a round of conversations: what for, when, with whom."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from draagvlak.conversations import mail, rules
from draagvlak.conversations.commands.inviting import leave, tell_places, write
from draagvlak.conversations.commands.planning import index_conversation
from draagvlak.conversations.models import Conversation, Participant, Round, RoundPlace
from draagvlak.conversations.queries.returning import ROUNDS
from draagvlak.conversations.queries.rounds import (
    hash_for,
    people_in,
    places_in,
    taken_moments,
    token_for,
)
from draagvlak.conversations.states import Progress
from draagvlak.core import undo
from draagvlak.core.audit import record
from draagvlak.core.command import command
from draagvlak.core.ids import uuid4
from draagvlak.core.returning import keep_key
from draagvlak.core.versions import save_if_unchanged
from draagvlak.lib.slots import Window, slots
from draagvlak.organisations.models import Person

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

    from draagvlak.core.actor import Actor


# What a place is when somebody comes back to it. A former appointment was called off, so the next
# one needs a higher number in the calendar.
_AFRESH = {
    "dropped_on": None,
    "cannot_on": None,
    "conversation": None,
    "invited_on": None,
    "sequence": F("sequence") + 1,
}


@dataclass(frozen=True)
class RoundDraft:
    """What a guide fills in of a round."""

    title: str
    purpose: str
    phase: str
    starts_on: dt.date
    ends_on: dt.date
    minutes: int = 45
    together: int = 1
    location: str = ""

    def columns(self) -> dict[str, object]:
        """The fields of the row."""
        return dict(vars(self))


@command
def open_round(
    *, by: Actor, draft: RoundDraft, people: Collection[UUID] = (), once: str = ""
) -> Round:
    """Begin a round with these people; nobody is asked yet."""
    del once
    rules.may_plan(by).demand()
    this_round = Round.objects.create(
        workspace_id=by.tenant,
        programme_id=by.programme_id,
        author_id=by.signed_in_id,
        **draft.columns(),
    )
    _seat(by, this_round, people)
    record("conversations.round_opened", by=by, on=this_round)
    return this_round


@command
def edit_round(*, by: Actor, this_round: Round, draft: RoundDraft, version: int) -> Round:
    """Change a round; conversations that were planned already stay as they are."""
    rules.may_run_round(by, this_round).demand()
    before = ROUNDS.before(Round.objects.get(workspace_id=by.tenant, pk=this_round.pk))
    changed = save_if_unchanged(this_round, expected=version, changes=draft.columns())
    event = record("conversations.round_edited", by=by, on=changed)
    undo.leave(event, by=by, kept=ROUNDS.kept(before, changed), touches=[changed.pk])
    return changed


@command
def seat_people(*, by: Actor, this_round: Round, people: Collection[UUID]) -> int:
    """Give people a place in a round; who has one keeps it. Returns how many came in."""
    rules.may_run_round(by, this_round).demand()
    rules.fits_round(len(people_in(by, this_round) | set(people))).demand()
    gone = RoundPlace.objects.filter(
        workspace_id=by.tenant, round_id=this_round.pk, person_id__in=list(people)
    ).exclude(dropped_on=None, cannot_on=None)
    gone.update(**_AFRESH)
    added = _seat(by, this_round, people)
    record("conversations.round_seated", by=by, on=this_round)
    return added


@command
def drop_place(*, by: Actor, place: RoundPlace) -> RoundPlace:
    """Somebody need not be heard in this round; an appointment that was made is called off."""
    rules.may_run_round(by, place.round).demand()
    place.dropped_on = timezone.localdate()
    write(place, "dropped_on")
    leave(place)
    if place.invited_on is not None:
        tell_places([place], mail.CANCEL)
    event = record("conversations.place_dropped", by=by, on=place.round)
    undo.leave(event, by=by, kept=keep_key(place), touches=[place.pk, place.person_id])
    return place


@command
def restore_place(*, by: Actor, place: RoundPlace) -> RoundPlace:
    """Back in the round, to be planned anew."""
    rules.may_run_round(by, place.round).demand()
    RoundPlace.objects.filter(workspace_id=by.tenant, pk=place.pk).update(**_AFRESH)
    place.refresh_from_db()
    record("conversations.place_restored", by=by, on=place.round)
    return place


@command
def plan_places(*, by: Actor, this_round: Round) -> tuple[int, int]:
    """Spread those without a time over the working days of the round.

    Returns how many people have a time now, and for how many there was no room. A place whose
    former appointment was mailed keeps its name in the calendar: the next mail replaces it.
    """
    rules.may_run_round(by, this_round).demand()
    waiting = places_in(by, this_round, Progress.OPEN)
    tables = [
        waiting[start : start + this_round.together]
        for start in range(0, len(waiting), this_round.together)
    ]
    first = max(this_round.starts_on, timezone.localdate() + dt.timedelta(days=1))
    window = Window(first, this_round.ends_on, this_round.minutes)
    taken = taken_moments(by, first, this_round.ends_on)
    seated = list(zip(tables, slots(window, taken), strict=False))
    for table, at in seated:
        _talk(by, this_round, table, timezone.make_aware(at))
    planned = sum(len(table) for table, _at in seated)
    record("conversations.round_planned", by=by, on=this_round)
    return planned, len(waiting) - planned


def _seat(by: Actor, this_round: Round, people: Collection[UUID]) -> int:
    wanted = set(people) - people_in(by, this_round)
    present = Person.objects.present().filter(workspace_id=by.tenant, pk__in=list(wanted))
    places = []
    for key in present.values_list("pk", flat=True):
        place = RoundPlace(id=uuid4(), workspace_id=by.tenant, round=this_round, person_id=key)
        place.token_hash = hash_for(token_for(place.pk))
        places.append(place)
    RoundPlace.objects.bulk_create(places)
    return len(places)


def _talk(by: Actor, this_round: Round, table: list[RoundPlace], at: dt.datetime) -> None:
    """Plan one conversation for the people of one table."""
    one = len(table) == 1
    names = table[0].person.name if one else this_round.title
    conversation = Conversation.objects.create(
        workspace_id=by.tenant,
        programme_id=by.programme_id,
        author_id=by.signed_in_id,
        title=(_("Conversation with %(name)s") % {"name": names} if one else names)[:150],
        form=Conversation.Form.ONE_TO_ONE if one else Conversation.Form.GROUP,
        phase=this_round.phase,
        planned_at=at,
        minutes=this_round.minutes,
        location=this_round.location,
    )
    index_conversation(conversation)
    Participant.objects.bulk_create(
        Participant(workspace_id=by.tenant, conversation=conversation, person_id=place.person_id)
        for place in table
    )
    for place in table:
        place.conversation = conversation
        if place.invited_on is not None:
            place.invited_on, place.sequence = None, place.sequence + 1
        write(place, "conversation_id", "invited_on", "sequence")
    record("conversations.planned", by=by, on=conversation)
