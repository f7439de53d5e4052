"""The doors of a demo, and what people said through them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from draagvlak.contributions.commands import (
    Answer,
    Draft,
    EntranceDraft,
    Goal,
    Proposal,
    answer_approval,
    ask_along,
    ask_approval,
    open_entrance,
    quote_contribution,
    reply,
    say_more,
    send_contribution,
    tie_contribution,
    write_back,
)
from draagvlak.contributions.models import Contribution, Entrance, Letter, Message
from draagvlak.contributions.queries.entrances import code_for, entrance_by_code
from draagvlak.contributions.queries.following import holder_by_receipt, said_by
from draagvlak.contributions.queries.threads import Part, receipt_key, visitor_in
from draagvlak.core.ids import uuid4
from draagvlak.core.models import OutboxMessage

if TYPE_CHECKING:
    from draagvlak.contributions.queries.threads import Holder
    from draagvlak.core.actor import Actor
    from draagvlak.core.reader import OpenVault
    from draagvlak.kits.commands.place import Place
    from draagvlak.kits.imports import Entry


def put_contributions(place: Place, guide: Actor, vault: OpenVault, content: Entry) -> None:
    """Open the doors, let people speak, and let the guide work on some of it."""
    doors = {entry.text("key"): _door(place, guide, entry) for entry in content.entries("doors")}
    for entry in content.entries("contributions"):
        _speak(place, doors[entry.text("door")], entry)
        _work(place, guide, vault, entry)
    for entry in content.entries("doors"):
        if entry.number_or_none("ends") is not None:
            ends = place.day(entry.number("ends"))
            door = doors[entry.text("key")]
            Entrance.objects.filter(workspace_id=place.workspace.pk, pk=door.pk).update(
                ends_on=ends
            )
    # a demo mails nobody
    Letter.objects.filter(workspace_id=place.workspace.pk).delete()
    OutboxMessage.objects.filter(
        workspace_id=place.workspace.pk, topic="contributions.letter"
    ).delete()


def _door(place: Place, guide: Actor, entry: Entry) -> Entrance:
    group = place.groups[entry.text("group")].pk if entry.text("group") else None
    draft = EntranceDraft(
        entry.text("name"), entry.text("question"), group, shows_change=entry.flag("shows_change")
    )
    made = open_entrance(by=guide, draft=draft)
    found = entrance_by_code(place.workspace.slug, code_for(made.pk))
    if found is None:
        raise LookupError(draft.name)
    return found


def _speak(place: Place, door: Entrance, entry: Entry) -> None:
    draft = Draft(entry.text("way"), entry.text("text"), entry.text("name"), entry.text("address"))
    sent = send_contribution(
        by=visitor_in(door.programme),
        entrance=door,
        draft=draft,
        key=receipt_key(entry.text("receipt")),
    )
    day = place.day(entry.number("day"))
    Contribution.objects.filter(workspace_id=place.workspace.pk, pk=sent.pk).update(came_on=day)
    Message.objects.filter(workspace_id=place.workspace.pk, contribution_id=sent.pk).update(on=day)


def _work(place: Place, guide: Actor, vault: OpenVault, entry: Entry) -> None:
    holder = holder_by_receipt(place.workspace.slug, entry.text("receipt"))
    if holder is None:
        raise LookupError(entry.text("text"))
    if entry.text("concern"):
        goal = Goal(place.concerns[entry.text("concern")])
        tie_contribution(
            by=guide, vault=vault, contribution=holder.contribution, goal=goal, key=uuid4()
        )
        if entry.text("quote"):
            _quote(guide, vault, holder, goal, entry.text("quote"))
        if entry.text("release"):
            _release(guide, vault, holder, entry)
    if entry.text("back"):
        write_back(
            by=guide,
            vault=vault,
            contribution=holder.contribution,
            text=entry.text("back"),
            key=uuid4(),
        )
    if entry.text("more"):
        say_more(by=holder.actor, holder=holder, text=entry.text("more"), key=uuid4())
    if entry.text("ask"):
        _ask(guide, vault, holder, Part(entry.text("ask")))


def _quote(guide: Actor, vault: OpenVault, holder: Holder, goal: Goal, passage: str) -> None:
    quote_contribution(
        by=guide,
        vault=vault,
        contribution=holder.contribution,
        goal=goal,
        passage=passage,
        key=uuid4(),
    )


def _release(guide: Actor, vault: OpenVault, holder: Holder, entry: Entry) -> None:
    """Somebody is asked whether others may read a quote; with `agrees` they say yes."""
    said = said_by(holder)
    quote = next(one.id for one in said if one.content.words == entry.text("quote"))
    row = ask_approval(
        by=guide,
        vault=vault,
        contribution=holder.contribution,
        quote=quote,
        proposal=Proposal(entry.text("release")),
        seen=quote,
        key=uuid4(),
    )
    if entry.flag("agrees"):
        answer = Answer(row.pk, entry.text("release"), yes=True)
        answer_approval(by=holder.actor, holder=holder, answer=answer)


def _ask(guide: Actor, vault: OpenVault, holder: Holder, part: Part) -> None:
    """Somebody is asked to join, and does."""
    ask_along(
        by=guide,
        vault=vault,
        contribution=holder.contribution,
        part=part,
        text="Wil je een paar keer meedenken over wat eraan komt?",
        key=uuid4(),
    )
    reply(by=holder.actor, holder=holder, yes=True)
