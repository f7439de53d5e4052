"""Promises of a programme, per decision maker: open, kept, not kept, withdrawn."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.db.models import Count, Min, Q, Value
from django.db.models.functions import Coalesce
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from draagvlak.answering.models import CommitmentAbout
from draagvlak.answering.queries.debt import MOST, NOBODY, PAGE, Debtor, person_key, read_mark
from draagvlak.answering.queries.words import late_words
from draagvlak.concerns.queries import day_words, key_of, promise_words
from draagvlak.core.web import to
from draagvlak.stakeholders import rules
from draagvlak.stakeholders.models import Commitment, Stakeholder
from draagvlak.stakeholders.queries import sees_steps, visible_stakeholders

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from django.db.models import QuerySet

    from draagvlak.concerns.models import Concern
    from draagvlak.core.actor import Actor

State = Commitment.State
ABOUT: Final = ("concern", "measure")
FAR: Final = dt.date(9999, 12, 31)
DOTS: Final = {State.OPEN: "todo", State.KEPT: "done"}


@dataclass(frozen=True)
class About:
    """What a promise is about: its words and where it lives."""

    title: str
    url: str


@dataclass(frozen=True)
class Promised:
    """One promise, as a row."""

    id: UUID
    what: str
    to: str
    url: str
    owner: str
    made: str
    due: str
    late: str
    state: str
    state_label: str
    dot: str
    explanation: str
    about: About | None
    settle_url: str


@dataclass(frozen=True)
class PromisedPage:
    """A page of promises; `after` is the mark of the next one."""

    rows: Sequence[Promised]
    after: str


def visible_commitments(actor: Actor) -> QuerySet[Commitment]:
    """The promises that the actor reads: all, or those to the groups they belong to."""
    rows = Commitment.objects.filter(
        workspace_id=actor.tenant,
        stakeholder__programme_id=actor.programme_id,
        stakeholder__archived_at=None,
        removed_at=None,
    )
    if sees_steps(actor):
        return rows
    return rows.filter(stakeholder__in=visible_stakeholders(actor).order_by().values("pk"))


def promise_counts(actor: Actor) -> dict[str, int]:
    """How many are open, late, kept, not kept and withdrawn. One statement."""
    today = timezone.localdate()
    return visible_commitments(actor).aggregate(
        open=Count("pk", filter=Q(state=State.OPEN)),
        late=Count("pk", filter=Q(state=State.OPEN, due_on__lt=today)),
        kept=Count("pk", filter=Q(state=State.KEPT)),
        broken=Count("pk", filter=Q(state=State.BROKEN)),
        withdrawn=Count("pk", filter=Q(state=State.WITHDRAWN)),
    )


def promisers(actor: Actor, who: str) -> list[Debtor]:
    """Who sees to open promises, the longest wait on top. One statement."""
    today = timezone.localdate()
    here = to(actor, "answering:commitment_list")
    rows = (
        visible_commitments(actor)
        .filter(state=State.OPEN)
        .order_by()
        .values("owner__user_id", "owner__user__name")
        .annotate(
            count=Count("pk"),
            late=Count("pk", filter=Q(due_on__lt=today)),
            since=Min(Coalesce("due_on", Value(FAR))),
        )
        .order_by("since", "owner__user__name")[:MOST]
    )
    found = []
    for row in rows:
        key = person_key(row["owner__user_id"])
        days = (today - row["since"]).days
        name = row["owner__user__name"] or _("Nobody sees to it yet")
        longest = late_words(days) if days > 0 else ""
        href = f"{here}?who={key}"
        found.append(Debtor(key, name, row["count"], row["late"], longest, href, key == who))
    return found


def promised_page(actor: Actor, who: str, after: str, *, settled: bool) -> PromisedPage:
    """Open promises by their day, or settled ones with the latest on top. Two statements."""
    rows = visible_commitments(actor)
    if who == NOBODY:
        rows = rows.filter(owner=None)
    elif who:
        rows = rows.filter(owner__user_id=key_of(who))
    rows = rows.annotate(day=Coalesce("settled_on" if settled else "due_on", Value(FAR)))
    rows = rows.exclude(state=State.OPEN) if settled else rows.filter(state=State.OPEN)
    mark = read_mark(after)
    if mark is not None:
        day, key = mark
        beyond = Q(day__lt=day) if settled else Q(day__gt=day)
        rows = rows.filter(beyond | Q(day=day, pk__gt=key))
    order = "-day" if settled else "day"
    rows = rows.select_related("stakeholder__group", "owner__user").order_by(order, "pk")
    found = list(rows[: PAGE + 1])
    more, found = len(found) > PAGE, found[:PAGE]
    shown_on = found[-1].settled_on if more and settled else found[-1].due_on if more else None
    last = f"{shown_on or FAR}~{found[-1].pk}" if more else ""
    about = _about(actor, found)
    today = timezone.localdate()
    return PromisedPage([_promised(actor, row, about.get(row.pk), today) for row in found], last)


def promises_about(actor: Actor, column: str, key: UUID) -> list[Promised]:
    """What was promised about one concern or measure (by `concern_id` or `measure_id`).

    As far as the actor reads it. One statement.
    """
    ties = CommitmentAbout.objects.filter(workspace_id=actor.tenant, **{column: key})
    rows = visible_commitments(actor).filter(pk__in=ties.values("commitment_id"))
    rows = rows.select_related("stakeholder__group", "owner__user").order_by("state", "due_on")
    today = timezone.localdate()
    return [_promised(actor, row, None, today) for row in rows[:PAGE]]


def _about(actor: Actor, rows: Sequence[Commitment]) -> Mapping[UUID, About]:
    ties = CommitmentAbout.objects.filter(
        workspace_id=actor.tenant, commitment_id__in=[row.pk for row in rows]
    )
    return {tie.commitment_id: _thing(actor, tie) for tie in ties.select_related(*ABOUT)}


def _thing(actor: Actor, tie: CommitmentAbout) -> About:
    """What a promise is about; a measure in the archive has no page for everybody."""
    if tie.measure is not None:
        keys = {"measure_id": tie.measure_id}
        is_kept = tie.measure.archived_at is None
        url = to(actor, "measures:measure_detail", **keys) if is_kept else ""
        return About(tie.measure.title, url)
    title = tie.concern.title if tie.concern else ""
    return About(title, to(actor, "concerns:concern_detail", concern_id=tie.concern_id))


def _promised(actor: Actor, row: Commitment, about: About | None, today: dt.date) -> Promised:
    state = State(row.state)
    is_open = state is State.OPEN
    keys = {"stakeholder_id": row.stakeholder_id}
    owner = row.owner.user_id if row.owner else None
    may = is_open and rules.may_say_how(actor, row.stakeholder, owner)
    settle = {**keys, "commitment_id": row.pk}
    is_late = is_open and row.due_on is not None and row.due_on < today
    return Promised(
        id=row.pk,
        what=row.what,
        to=str(row.stakeholder),
        url=to(actor, "stakeholders:stakeholder_detail", **keys) + "#commitments",
        owner=str(row.owner.user) if row.owner else "",
        made=day_words(row.made_on),
        due=day_words(row.due_on) if row.due_on and is_open else "",
        late=promise_words(row.due_on, today) if is_late and row.due_on else "",
        state=state.value,
        state_label=str(state.label),
        dot="late" if is_late else DOTS.get(state, "stopped"),
        explanation=row.explanation,
        about=about,
        settle_url=to(actor, "stakeholders:commitment_settle", **settle) if may else "",
    )


def receiver_choices(actor: Actor) -> list[tuple[str, str]]:
    """To whom something can be promised: the stakeholders that are in the register."""
    rows = visible_stakeholders(actor).present()
    return [(str(row.pk), str(row)) for row in rows]


def likely_receiver(actor: Actor, concern: Concern | None) -> str:
    """The stakeholder of a group that a concern touches, if there is one."""
    if concern is None:
        return ""
    groups = concern.affected.filter(workspace_id=actor.tenant).values("group_id")
    rows = visible_stakeholders(actor).present().filter(group_id__in=groups)
    found = rows.values_list("pk", flat=True).first()
    return str(found or "")


def access_receiver(actor: Actor, key: UUID) -> Stakeholder:
    """A stakeholder that something can be promised to, or Http404."""
    found = visible_stakeholders(actor).present().filter(pk=key).first()
    if found is None:
        raise Http404
    return found
