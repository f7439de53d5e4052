"""Asking who decides for a draft of an answer; writing, refusing, taking back and using it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from draagvlak.answering import rules
from draagvlak.answering.models import AskedDraft
from draagvlak.answering.queries.drafts import OPEN, access_draft, asker_of, is_asked
from draagvlak.concerns.commands import answer_concern
from draagvlak.core.audit import record
from draagvlak.core.command import command
from draagvlak.core.undo import leave
from draagvlak.core.versions import save_if_unchanged
from draagvlak.core.web import to

if TYPE_CHECKING:
    import datetime as dt

    from draagvlak.concerns.models import Answer, Concern
    from draagvlak.core.actor import Actor
    from draagvlak.core.models import AuditEvent
    from draagvlak.programmes.models import Membership

State = AskedDraft.State


@dataclass(frozen=True)
class DraftWords:
    """What is decided, why, and what happens when."""

    text: str
    reasons: str
    what_happens: str = ""


@command
def ask_draft(
    *,
    by: Actor,
    concern: Concern,
    asked: Membership,
    due_on: dt.date,
    question: str = "",
    once: str = "",
) -> AskedDraft:
    """Ask somebody who decides for a draft of the answer, before a day."""
    del once
    rules.may_ask_draft(by, concern, is_asked=is_asked(by, concern.pk)).demand()
    is_owner = concern.owner is not None and concern.owner.user_id == asked.user_id
    rules.may_be_asked(by, asked.user_id, asked.role, is_owner=is_owner).demand()
    draft = AskedDraft.objects.create(
        workspace_id=by.tenant,
        concern_id=concern.pk,
        asked=asked,
        asker=asker_of(by),
        question=question.strip(),
        due_on=due_on,
    )
    record("answering.draft_asked", by=by, on=concern)
    return draft


@command
def write_draft(*, by: Actor, draft: AskedDraft, words: DraftWords, version: int) -> AskedDraft:
    """Write the draft, or write it anew. Raises `EditConflict` when it was changed meanwhile."""
    rules.may_write_draft(by, draft).demand()
    rules.may_write_draft_with(text=words.text, reasons=words.reasons).demand()
    changes: dict[str, object] = {
        "state": State.WRITTEN,
        "text": words.text.strip(),
        "reasons": words.reasons.strip(),
        "what_happens": words.what_happens.strip(),
        "refusal": "",
    }
    if draft.state == State.REFUSED:
        rules.may_ask_again(by, draft, is_asked=is_asked(by, draft.concern_id)).demand()
    draft = save_if_unchanged(draft, expected=version, changes=changes)
    record("answering.draft_written", by=by, on=draft.concern)
    return draft


@command
def refuse_draft(*, by: Actor, draft: AskedDraft, because: str, version: int) -> AskedDraft:
    """Say why no draft comes; it can be taken back. Raises `EditConflict`."""
    rules.may_refuse_draft(by, draft, because).demand()
    before = draft.state
    changes = {"state": State.REFUSED, "refusal": because.strip()}
    draft = save_if_unchanged(draft, expected=version, changes=changes)
    event = record("answering.draft_refused", by=by, on=draft.concern)
    _leave(event, by, draft, before)
    return draft


@command
def withdraw_draft(*, by: Actor, draft: AskedDraft) -> AskedDraft:
    """The draft is not needed any more; it can be taken back."""
    rules.may_withdraw_draft(by, draft).demand()
    before = draft.state
    changes = {"state": State.WITHDRAWN}
    draft = save_if_unchanged(draft, expected=draft.version, changes=changes)
    event = record("answering.draft_withdrawn", by=by, on=draft.concern)
    _leave(event, by, draft, before)
    return draft


def _leave(event: AuditEvent | None, by: Actor, draft: AskedDraft, before: str) -> None:
    kept = json.dumps({"id": str(draft.pk), "was": before, "now": draft.state})
    leave(event, by=by, kept=kept, touches=[draft.pk, draft.concern_id])


@command
def use_draft(
    *,
    by: Actor,
    draft: AskedDraft,
    words: DraftWords,
    decided_by: str,
    version: int,
    once: str = "",
) -> Answer:
    """The draft as it was read is the answer, in the words that it has by now.

    Raises `EditConflict` when who decides wrote it anew meanwhile: the answer bears their name.
    """
    del once
    rules.may_use_draft(by, draft).demand()
    save_if_unchanged(draft, expected=version, changes={"state": State.USED})
    answer = answer_concern(
        by=by,
        concern=draft.concern,
        text=words.text,
        decided_by=decided_by,
        reasons=words.reasons,
        what_happens=words.what_happens,
    )
    record("answering.draft_used", by=by, on=draft.concern)
    return answer


@command
def put_back_draft(*, by: Actor, kept: str) -> str:
    """It is asked for (or written) again."""
    found = json.loads(kept)
    draft = access_draft(by, UUID(found["id"]))
    rules.may_ask_again(by, draft, is_asked=is_asked(by, draft.concern_id)).demand()
    changes = {"state": State(found["was"]), "refusal": ""}
    save_if_unchanged(draft, expected=draft.version, changes=changes)
    record("answering.draft_asked_again", by=by, on=draft.concern)
    return to(by, "answering:draft_list")


@command
def pass_drafts(*, by: Actor, concern: Concern) -> Concern:
    """There is an answer: drafts that still were to come are no longer needed."""
    rules.may_pass_drafts(is_asked=is_asked(by, concern.pk)).demand()
    rows = AskedDraft.objects.filter(workspace_id=by.tenant, concern_id=concern.pk, state__in=OPEN)
    rows.update(state=State.PASSED)
    record("answering.draft_passed", by=by, on=concern)
    return concern
