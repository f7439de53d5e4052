"""The actor card: everything that is known of one stakeholder, as far as the actor sees it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Q
from django.utils import timezone

from draagvlak.programmes.models import Decision, Participation
from draagvlak.programmes.queries import level_sentence, spoken_deciders
from draagvlak.stakeholders.models import Assessment, Commitment, OutsidePart, Relation
from draagvlak.stakeholders.queries.access import visible_stakeholders
from draagvlak.stakeholders.queries.map import change_words
from draagvlak.stakeholders.queries.words import amount_words, day_words, due_words

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence
    from uuid import UUID

    from django.db.models import QuerySet

    from draagvlak.core.actor import Actor
    from draagvlak.stakeholders.models import Stakeholder

Level = Participation.Level
PAGE = 20


class Step(NamedTuple):
    """What is done next, by whom, before when."""

    what: str
    owner: str
    due: str
    late: str


@dataclass(frozen=True)
class AssessmentRow:
    """One line of the history. `change` says what was different from the day before it."""

    id: UUID
    number: int
    day: str
    attitude: str
    attitude_label: str
    influence: int
    influence_words: str
    interest: int
    interest_words: str
    reason: str
    author: str
    change: str
    undone: bool


@dataclass(frozen=True)
class History:
    """A page of the history, the newest on top; `older` is the number to go on before."""

    rows: Sequence[AssessmentRow]
    older: int | None


@dataclass(frozen=True)
class RelationRow:
    """A relation as a sentence in three parts, and the other end."""

    id: UUID
    source: str
    words: str
    target: str
    other_id: UUID
    note: str


class Sentence(NamedTuple):
    """A relation as a sentence in three parts."""

    source: str
    words: str
    target: str
    note: str


@dataclass(frozen=True)
class CommitmentRow:
    """What was promised, when, and how it stands. `dot` is the shape of its state."""

    id: UUID
    what: str
    made: str
    due: str
    owner: str
    state: str
    state_label: str
    dot: str
    late: str
    explanation: str
    settled: str
    owner_user: UUID | None

    @property
    def is_open(self) -> bool:
        return self.state == Commitment.State.OPEN


@dataclass(frozen=True)
class PartRow:
    """How the stakeholder takes part in one decision, and what it reads of it."""

    decision_id: UUID
    title: str
    level: str
    level_label: str
    sentence: str
    is_decided: bool


@dataclass(frozen=True)
class LevelRow:
    """On the page of a decision: who stands at a level, and what they read."""

    label: str
    sentence: str
    names: Sequence[tuple[str, UUID]] = field(default=())


def step_of(stakeholder: Stakeholder) -> Step | None:
    """The next step with its owner; None when there is none."""
    if not stakeholder.next_step:
        return None
    owner, due = stakeholder.next_owner, stakeholder.next_due_on
    today = timezone.localdate()
    late = due_words(due, today) if due is not None and due < today else ""
    name = str(owner.user) if owner else ""
    return Step(stakeholder.next_step, name, day_words(due) if due else "", late)


def history(actor: Actor, stakeholder: Stakeholder, before: int | None = None) -> History:
    """What was seen, the newest on top, at most a page. One statement."""
    rows = Assessment.objects.filter(workspace_id=actor.tenant, stakeholder_id=stakeholder.pk)
    if before is not None:
        rows = rows.filter(number__lt=before)
    found = list(rows.select_related("author").order_by("-number")[: PAGE + 1])
    shown = [
        _assessment_row(row, _earlier(row, found[place + 1 :]))
        for place, row in enumerate(found[:PAGE])
    ]
    return History(shown, found[PAGE - 1].number if len(found) > PAGE else None)


def _earlier(row: Assessment, older: Sequence[Assessment]) -> Assessment | None:
    if row.undone_at is not None:
        return None
    return next((each for each in older if each.undone_at is None), None)


def _assessment_row(row: Assessment, earlier: Assessment | None) -> AssessmentRow:
    return AssessmentRow(
        id=row.pk,
        number=row.number,
        day=day_words(row.seen_on),
        attitude=row.attitude,
        attitude_label=row.get_attitude_display(),
        influence=row.influence,
        influence_words=amount_words(row.influence),
        interest=row.interest,
        interest_words=amount_words(row.interest),
        reason=row.reason,
        author=str(row.author) if row.author else "",
        change=change_words(earlier, row) if earlier else "",
        undone=row.undone_at is not None,
    )


def relations_of(actor: Actor, stakeholder: Stakeholder) -> list[RelationRow]:
    """How it stands to others, both ways; with those in the archive left out. One statement."""
    ends = Q(source_id=stakeholder.pk) | Q(target_id=stakeholder.pk)
    rows = Relation.objects.filter(
        ends,
        workspace_id=actor.tenant,
        removed_at=None,
        source__archived_at=None,
        target__archived_at=None,
    ).select_related("source__group", "target__group")
    return [_relation_row(row, stakeholder) for row in rows.order_by("kind", "pk")]


def _relation_row(row: Relation, seen_from: Stakeholder) -> RelationRow:
    other = row.target_id if row.source_id == seen_from.pk else row.source_id
    return RelationRow(
        row.pk, str(row.source), row.get_kind_display(), str(row.target), other, row.note
    )


def all_relations(actor: Actor) -> list[Sentence]:
    """Every relation of the programme, for the list under the map. One statement."""
    rows = Relation.objects.filter(
        workspace_id=actor.tenant,
        source__programme_id=actor.programme_id,
        removed_at=None,
        source__archived_at=None,
        target__archived_at=None,
    ).order_by("kind", "pk")
    names = ("source__group__name", "source__name", "target__group__name", "target__name")
    kinds = {each.value: str(each.label) for each in Relation.Kind}
    return [
        Sentence(source_group or source, kinds[kind], target_group or target, note)
        for source_group, source, target_group, target, kind, note in rows.values_list(
            *names, "kind", "note"
        )
    ]


def commitments_of(actor: Actor, stakeholder: Stakeholder) -> list[CommitmentRow]:
    """What was promised: open ones first, the most pressing on top. One statement."""
    rows = Commitment.objects.filter(
        workspace_id=actor.tenant, stakeholder_id=stakeholder.pk, removed_at=None
    ).select_related("owner__user")
    today = timezone.localdate()
    return [_commitment_row(row, today) for row in sorted(rows, key=_pressing)]


def _pressing(row: Commitment) -> tuple[bool, int, str]:
    day = row.due_on.toordinal() if row.due_on else 10**7
    is_settled = row.state != Commitment.State.OPEN
    return is_settled, -row.made_on.toordinal() if is_settled else day, row.what


def _commitment_row(row: Commitment, today: dt.date) -> CommitmentRow:
    state = Commitment.State(row.state)
    is_late = state is Commitment.State.OPEN and row.due_on is not None and row.due_on < today
    dots = {
        Commitment.State.OPEN: "todo",
        Commitment.State.KEPT: "done",
        Commitment.State.BROKEN: "stopped",
        Commitment.State.WITHDRAWN: "stopped",
    }
    return CommitmentRow(
        id=row.pk,
        what=row.what,
        made=day_words(row.made_on),
        due=day_words(row.due_on) if row.due_on else "",
        owner=str(row.owner.user) if row.owner else "",
        state=state.value,
        state_label=str(state.label),
        dot=dots[state],
        late=due_words(row.due_on, today) if is_late and row.due_on else "",
        explanation=row.explanation,
        settled=day_words(row.settled_on) if row.settled_on else "",
        owner_user=row.owner.user_id if row.owner else None,
    )


def parts_of(actor: Actor, stakeholder: Stakeholder) -> list[PartRow]:
    """Every decision in which it takes part, and what it reads there. At most four statements."""
    levels = _levels(actor, stakeholder)
    decisions = list(_decisions(actor).filter(pk__in=levels).order_by("state", "due_on", "pk"))
    deciders = spoken_deciders(actor, [decision.pk for decision in decisions])
    rows = []
    for decision in decisions:
        level, is_decided = levels[decision.pk], decision.state == Decision.State.DECIDED
        sentence = level_sentence(level, deciders[decision.pk], decided=is_decided)
        label = str(level.label)
        rows.append(PartRow(decision.pk, decision.title, level, label, sentence, is_decided))
    # to be decided first
    return sorted(rows, key=lambda row: row.is_decided)


def _decisions(actor: Actor) -> QuerySet[Decision]:
    return Decision.objects.filter(workspace_id=actor.tenant, programme_id=actor.programme_id)


def _levels(actor: Actor, stakeholder: Stakeholder) -> dict[UUID, Level]:
    if stakeholder.group_id is not None:
        parts = Participation.objects.filter(
            workspace_id=actor.tenant, group_id=stakeholder.group_id
        )
        return {part.decision_id: Level(part.level) for part in parts}
    outside = OutsidePart.objects.filter(workspace_id=actor.tenant, stakeholder_id=stakeholder.pk)
    return {part.decision_id: Level(part.level) for part in outside}


def open_decisions(actor: Actor) -> list[tuple[str, str]]:
    """Key and title of what is still to be decided. One statement."""
    rows = _decisions(actor).filter(state=Decision.State.OPEN).order_by("due_on", "pk")
    return [(str(key), title) for key, title in rows.values_list("pk", "title")]


def levels_of_decision(actor: Actor, decision: Decision) -> list[LevelRow]:
    """Stakeholders by level, with the sentence that they read. Five statements at most."""
    rows = list(visible_stakeholders(actor).present())
    groups = {
        row.group_id: row.level
        for row in Participation.objects.filter(
            workspace_id=actor.tenant, decision_id=decision.pk, group__isnull=False
        )
    }
    outside = {
        row.stakeholder_id: row.level
        for row in OutsidePart.objects.filter(workspace_id=actor.tenant, decision_id=decision.pk)
    }
    names = spoken_deciders(actor, [decision.pk])[decision.pk]
    is_decided = decision.state == Decision.State.DECIDED
    found = []
    for level in Level:
        here = [
            (str(row), row.pk)
            for row in rows
            if (groups.get(row.group_id) if row.group_id else outside.get(row.pk)) == level
        ]
        if here:
            sentence = level_sentence(level, names, decided=is_decided)
            found.append(LevelRow(str(level.label), sentence, here))
    return found
