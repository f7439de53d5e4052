"""What the promises of a demo are about, and the drafts of answers that are asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from draagvlak.answering.models import AskedDraft, CommitmentAbout
from draagvlak.stakeholders.models import Commitment

if TYPE_CHECKING:
    from draagvlak.kits.commands.place import Place
    from draagvlak.kits.imports import Entry


def put_answers(place: Place, content: Entry) -> None:
    """Tie the promises that say so to a concern."""
    space = place.workspace.pk
    made = dict(Commitment.objects.filter(workspace_id=space).values_list("what", "pk"))
    CommitmentAbout.objects.bulk_create(
        CommitmentAbout(
            workspace_id=space,
            commitment_id=made[promise.text("what")],
            concern=place.concerns[promise.text("about")],
        )
        for entry in content.entries("stakeholders")
        for promise in entry.entries("commitments")
        if promise.text("about")
    )


def put_drafts(place: Place, concerns: list[Entry]) -> None:
    """Drafts that who decides was asked for: to come, written, and refused with reasons."""
    guide = place.guide.user_id if place.guide else None
    asker = next((one for one in place.members.values() if one.user_id == guide), None)
    pairs = [(entry, entry.entry_or_none("draft")) for entry in concerns]
    AskedDraft.objects.bulk_create(
        AskedDraft(
            workspace=place.workspace,
            concern=place.concerns[entry.text("key")],
            asked=place.members[draft.text("asked")],
            asker=asker,
            question=draft.text("question"),
            asked_on=place.day(draft.number("asked_day")),
            due_on=place.day(draft.number("due")),
            state=_state(draft),
            text=draft.text("text"),
            reasons=draft.text("reasons"),
            what_happens=draft.text("what_happens"),
            refusal=draft.text("refusal"),
        )
        for entry, draft in pairs
        if draft is not None
    )


def _state(draft: Entry) -> AskedDraft.State:
    if draft.text("refusal"):
        return AskedDraft.State.REFUSED
    return AskedDraft.State.WRITTEN if draft.text("text") else AskedDraft.State.ASKED
