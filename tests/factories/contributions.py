"""Doors, and people who speak through them, as they do it themselves."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING

from draagvlak.contributions.commands import (
    Answer,
    Draft,
    EntranceDraft,
    Goal,
    Proposal,
    answer_approval,
    ask_approval,
    open_entrance,
    quote_contribution,
    send_contribution,
    tie_contribution,
)
from draagvlak.contributions.queries.approvals import access_approval, approvals_in
from draagvlak.contributions.queries.entrances import code_for, entrance_by_code
from draagvlak.contributions.queries.following import holder_by_receipt
from draagvlak.contributions.queries.inbox import said_to_guides
from draagvlak.contributions.queries.threads import receipt_key, visitor_in
from draagvlak.core.ids import uuid4
from draagvlak.lib.receipts import new_receipt

if TYPE_CHECKING:
    from uuid import UUID

    from draagvlak.concerns.models import Voice
    from draagvlak.contributions.models import Contribution, Entrance
    from draagvlak.contributions.queries.approvals import Approval
    from draagvlak.contributions.queries.threads import Holder
    from draagvlak.core.actor import Actor
    from draagvlak.core.reader import OpenVault

_numbers = count(1)
WORDS = "Ik ben bang dat ik straks de hele avond naar een scherm zit te kijken."


@dataclass(frozen=True)
class Spoken:
    """What somebody holds after speaking."""

    contribution: Contribution
    receipt: str
    space: str

    @property
    def holder(self) -> Holder:
        found = holder_by_receipt(self.space, self.receipt)
        assert found is not None
        return found


def make_entrance(guide: Actor, name: str = "", *, group: UUID | None = None, **more) -> Entrance:
    draft = EntranceDraft(name or f"Deur {next(_numbers)}", group=group, **more)
    entrance = open_entrance(by=guide, draft=draft)
    found = entrance_by_code(guide.workspace.slug, code_for(entrance.pk))
    assert found is not None
    return found


def speak(
    entrance: Entrance,
    text: str = WORDS,
    *,
    way: str = "anonymous",
    name: str = "",
    address: str = "",
) -> Spoken:
    receipt = new_receipt()
    contribution = send_contribution(
        by=visitor_in(entrance.programme),
        entrance=entrance,
        draft=Draft(way, text, name, address),
        key=receipt_key(receipt),
    )
    return Spoken(contribution, receipt, entrance.programme.workspace.slug)


def tie(
    guide: Actor, vault: OpenVault, contribution: Contribution, goal: Goal | None = None
) -> Voice:
    goal = goal or Goal(title=f"Vergaderen zonder papier {next(_numbers)}")
    return tie_contribution(
        by=guide, vault=vault, contribution=contribution, goal=goal, key=uuid4()
    )


def quote(guide: Actor, vault: OpenVault, spoken: Spoken, passage: str, goal: Goal) -> UUID:
    """A passage that speaks for a concern; gives the key of its line in the thread."""
    quote_contribution(
        by=guide,
        vault=vault,
        contribution=spoken.contribution,
        goal=goal,
        passage=passage,
        key=uuid4(),
    )
    said = said_to_guides(guide, vault, spoken.contribution)
    return [one.id for one in said if one.content.words == passage][-1]


def ask(
    guide: Actor,
    vault: OpenVault,
    spoken: Spoken,
    quote_id: UUID,
    words: str = "Lezen op papier geeft meer rust.",
    **more,
) -> Approval:
    """A guide asks whether others may read this."""
    seen = approval(guide, vault, spoken, quote_id).mark
    ask_approval(
        by=guide,
        vault=vault,
        contribution=spoken.contribution,
        quote=quote_id,
        proposal=Proposal(words, **more),
        seen=seen,
        key=uuid4(),
    )
    return approval(guide, vault, spoken, quote_id)


def approval(guide: Actor, vault: OpenVault, spoken: Spoken, quote_id: UUID) -> Approval:
    said = said_to_guides(guide, vault, spoken.contribution)
    return access_approval(approvals_in(guide, said), quote_id)


def answer(spoken: Spoken, asked: Approval, *, yes: bool = True, **more) -> Approval:
    """Who spoke answers, by the receipt."""
    assert asked.question is not None
    said = Answer(asked.question, asked.asked_words, yes, **more)
    holder = spoken.holder
    return answer_approval(by=holder.actor, holder=holder, answer=said)
