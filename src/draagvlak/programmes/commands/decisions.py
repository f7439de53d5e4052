"""Asking a question, saying who takes part in which way, and deciding it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from draagvlak.core.audit import record
from draagvlak.core.command import command
from draagvlak.core.undo import leave
from draagvlak.core.versions import save_if_unchanged
from draagvlak.programmes.models import Decision, Participation
from draagvlak.programmes.queries.returning import DECISIONS, keep_part
from draagvlak.programmes.rules import (
    may_change_decision,
    may_edit_programme,
    may_reopen_decision,
)

if TYPE_CHECKING:
    import datetime as dt

    from draagvlak.core.actor import Actor
    from draagvlak.core.returning import Texts
    from draagvlak.organisations.models import Group, Person


@command
def add_decision(
    *,
    by: Actor,
    title: str,
    question: str = "",
    due_on: dt.date | None = None,
    once: str = "",
) -> Decision:
    """Write down a question that will be decided."""
    del once
    may_edit_programme(by).demand()
    decision = Decision.objects.create(
        workspace_id=by.tenant,
        programme_id=by.programme_id,
        title=title.strip(),
        question=question.strip(),
        due_on=due_on,
    )
    record("programmes.decision_added", by=by, on=decision)
    return decision


@command
def edit_decision(
    *,
    by: Actor,
    decision: Decision,
    version: int,
    title: str,
    question: str,
    due_on: dt.date | None,
) -> Decision:
    """Change an open question. Raises EditConflict when somebody else was first."""
    may_change_decision(by, decision).demand()
    changes = {"title": title.strip(), "question": question.strip(), "due_on": due_on}
    before = _before(decision)
    decision = save_if_unchanged(decision, expected=version, changes=changes)
    _leave(by, "programmes.decision_edited", decision, before)
    return decision


@command
def decide(
    *,
    by: Actor,
    decision: Decision,
    version: int,
    outcome: str,
    reasons: str,
    decided_on: dt.date | None = None,
) -> Decision:
    """Write down what was decided and why. Raises EditConflict when somebody else was first."""
    may_change_decision(by, decision).demand()
    before = _before(decision)
    decision = save_if_unchanged(
        decision,
        expected=version,
        changes={
            "state": Decision.State.DECIDED,
            "outcome": outcome.strip(),
            "reasons": reasons.strip(),
            "decided_on": decided_on or timezone.localdate(),
        },
    )
    _leave(by, "programmes.decided", decision, before)
    return decision


@command
def reopen_decision(*, by: Actor, decision: Decision) -> Decision:
    """Open a decision again; what was decided stays as the first draft of the next answer."""
    may_reopen_decision(by, decision).demand()
    changes = {"state": Decision.State.OPEN, "decided_on": None}
    before = _before(decision)
    decision = save_if_unchanged(decision, expected=decision.version, changes=changes)
    _leave(by, "programmes.decision_reopened", decision, before)
    return decision


def _before(decision: Decision) -> Texts:
    """A decision as it is stored."""
    rows = Decision.objects.filter(workspace_id=decision.workspace_id, pk=decision.pk)
    return DECISIONS.before(rows.get())


def _leave(by: Actor, verb: str, decision: Decision, before: Texts) -> None:
    event = record(verb, by=by, on=decision)
    leave(event, by=by, kept=DECISIONS.kept(before, decision), touches=[decision.pk])


@command
def add_participation(
    *,
    by: Actor,
    decision: Decision,
    level: str,
    person: Person | None = None,
    group: Group | None = None,
) -> Participation:
    """Say how a person or a group (one of the two) takes part. A second time moves them."""
    may_change_decision(by, decision).demand()
    part, _new = Participation.objects.update_or_create(
        workspace_id=by.tenant,
        decision=decision,
        person=person,
        group=group,
        defaults={"level": level},
    )
    record("programmes.participation_set", by=by, on=decision)
    return part


@command
def remove_participation(*, by: Actor, part: Participation) -> Decision:
    """Take somebody out of a decision."""
    decision = part.decision
    may_change_decision(by, decision).demand()
    kept = keep_part(part)
    touches = [decision.pk, *filter(None, [part.person_id, part.group_id])]
    part.delete()
    event = record("programmes.participation_removed", by=by, on=decision)
    leave(event, by=by, kept=kept, touches=touches)
    return decision
