"""Asking the people of a round by mail, and keeping their calendars right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import F
from django.utils import timezone

from draagvlak.conversations import mail, rules
from draagvlak.conversations.models import Conversation, Participant, RoundPlace
from draagvlak.conversations.queries.rounds import places_in, places_of
from draagvlak.conversations.states import Progress
from draagvlak.core.audit import record
from draagvlak.core.command import command

if TYPE_CHECKING:
    from collections.abc import Iterable

    from draagvlak.conversations.models import Round
    from draagvlak.core.actor import Actor


@command
def invite_places(*, by: Actor, this_round: Round) -> int:
    """Mail everybody who has a time and was not asked yet; returns how many."""
    rules.may_run_round(by, this_round).demand()
    found = [place for place in places_in(by, this_round, Progress.PLANNED) if place.person.email]
    today = timezone.localdate()
    RoundPlace.objects.filter(workspace_id=by.tenant, pk__in=[place.pk for place in found]).update(
        invited_on=today
    )
    for place in found:
        mail.promise_mail(place, mail.INVITE)
    record("conversations.round_invited", by=by, on=this_round)
    return len(found)


@command
def remind_places(*, by: Actor, this_round: Round) -> int:
    """Mail a reminder to who was asked and is still to come, once a day; returns how many."""
    rules.may_run_round(by, this_round).demand()
    today, now = timezone.localdate(), timezone.now()
    found = [
        place
        for place in places_in(by, this_round, Progress.INVITED)
        if place.person.email
        and today not in (place.reminded_on, place.invited_on)
        and place.conversation is not None
        and place.conversation.planned_at > now
    ]
    RoundPlace.objects.filter(workspace_id=by.tenant, pk__in=[place.pk for place in found]).update(
        reminded_on=today
    )
    for place in found:
        mail.promise_mail(place, mail.REMIND)
    record("conversations.round_reminded", by=by, on=this_round)
    return len(found)


@command
def answer_cannot(*, by: Actor, place: RoundPlace) -> RoundPlace:
    """Somebody followed the link in the mail: the time is free again. Nothing tells who came by."""
    rules.may_answer(place).demand()
    place.cannot_on = timezone.localdate()
    write(place, "cannot_on")
    leave(place)
    tell_places([place], mail.CANCEL)
    record(
        "conversations.place_answered",
        by=by,
        on=place.round,
        workspace_id=place.workspace_id,
        hidden=True,
    )
    return place


def tell_change(conversation: Conversation, before: Conversation) -> None:
    """The calendars of those asked follow a conversation to another time, place or length."""
    told = ("planned_at", "minutes", "location")
    if any(getattr(conversation, name) != getattr(before, name) for name in told):
        tell_places(_asked(conversation), mail.CHANGE)


def tell_removed(conversation: Conversation) -> None:
    """Who was taken out of a conversation leaves the round, and the calendar lets go of it."""
    present = set(
        Participant.objects.filter(
            workspace_id=conversation.workspace_id, conversation_id=conversation.pk
        ).values_list("person_id", flat=True)
    )
    gone = [place for place in _asked(conversation) if place.person_id not in present]
    for place in gone:
        place.dropped_on = timezone.localdate()
        write(place, "dropped_on")
    tell_places(gone, mail.CANCEL)


def tell_off(conversation: Conversation) -> None:
    """A conversation was called off: the calendars let go of it."""
    tell_places(_asked(conversation), mail.CANCEL)


def tell_again(conversation: Conversation) -> None:
    """A conversation that was called off takes place after all."""
    tell_places(_asked(conversation), mail.CHANGE)


def tell_places(places: Iterable[RoundPlace], kind: str) -> None:
    """Raise the sequence of the appointments, and mail what changed."""
    for place in places:
        RoundPlace.objects.filter(workspace_id=place.workspace_id, pk=place.pk).update(
            sequence=F("sequence") + 1
        )
        place.sequence += 1
        mail.promise_mail(place, kind)


def _asked(conversation: Conversation) -> list[RoundPlace]:
    return [
        place
        for place in places_of(conversation)
        if place.cannot_on is None and place.dropped_on is None
    ]


def write(place: RoundPlace, *names: str) -> None:
    changes = {name: getattr(place, name) for name in names}
    RoundPlace.objects.filter(workspace_id=place.workspace_id, pk=place.pk).update(**changes)


def leave(place: RoundPlace) -> None:
    """Take the person out of the conversation; one without anybody left is called off."""
    if place.conversation_id is None:
        return
    rows = Participant.objects.filter(
        workspace_id=place.workspace_id, conversation_id=place.conversation_id
    )
    rows.filter(person_id=place.person_id).delete()
    if not rows.exists():
        Conversation.objects.filter(
            workspace_id=place.workspace_id,
            pk=place.conversation_id,
            state=Conversation.State.PLANNED,
        ).update(state=Conversation.State.CANCELLED, version=F("version") + 1)
