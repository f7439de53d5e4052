"""Measures and deliveries as things on the golden thread, with what lies around them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from draagvlak.concerns.queries import concern_node, day_words
from draagvlak.concerns.states import State as ConcernState
from draagvlak.core.policy import EDITORS
from draagvlak.core.thread import Neighbours, Node, Side, Step
from draagvlak.core.web import to
from draagvlak.measures.models import Delivery
from draagvlak.measures.queries.access import owns, visible_measures
from draagvlak.measures.queries.portrait import is_finished
from draagvlak.measures.queries.thread import (
    answers_by_measure,
    causes_by_measure,
    concerns_by_measure,
    deliveries_by_measure,
    measures_by_cause,
    measures_by_concern,
    measures_by_id,
    measures_with_links,
    unmeasured_causes,
    unmeasured_concerns,
)
from draagvlak.measures.states import State

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from draagvlak.concerns.models import Answer, Cause
    from draagvlak.core.actor import Actor
    from draagvlak.measures.models import Measure


def measure_node(actor: Actor, measure: Measure) -> Node:
    """A measure as a thing on the thread."""
    return Node(
        kind="measure",
        id=measure.pk,
        title=measure.title,
        url=to(actor, "measures:measure_detail", measure_id=measure.pk),
        note=f"{capfirst(measure.get_kind_display())}, {measure.get_state_display()}",
        state=measure.state,
    )


def delivery_node(actor: Actor, delivery: Delivery) -> Node:
    """A delivery as a thing on the thread."""
    page = to(actor, "measures:measure_detail", measure_id=delivery.measure_id)
    return Node(
        kind="delivery",
        id=delivery.pk,
        title=delivery.what,
        url=f"{page}#deliveries",
        note=day_words(delivery.delivered_on),
        state="delivered",
    )


def cause_node(actor: Actor, cause: Cause) -> Node:
    """A cause as a thing on the thread."""
    url = to(actor, "concerns:cause_detail", cause_id=cause.pk)
    return Node("cause", cause.pk, cause.title, url, capfirst(str(cause.get_about_display())))


def measure_nodes(actor: Actor, ids: Sequence[UUID]) -> Mapping[UUID, Node]:
    """These measures as nodes, as far as the actor sees them."""
    return {pk: measure_node(actor, row) for pk, row in measures_by_id(actor, ids).items()}


def delivery_nodes(actor: Actor, ids: Sequence[UUID]) -> Mapping[UUID, Node]:
    """These deliveries as nodes, as far as the actor sees their measures."""
    return {row.pk: delivery_node(actor, row) for row in _deliveries(actor, ids)}


def around_causes(
    actor: Actor, ids: Sequence[UUID], asked: Side = Side.ALL
) -> Mapping[UUID, Neighbours]:
    """Behind a cause: its measures. Without one: plan it."""
    if not asked & (Side.BEHIND | Side.GAPS):
        return {}
    found = measures_by_cause(actor, ids)
    open_ones = [pk for pk in ids if pk not in found and actor.has(*EDITORS)]
    bare = set(unmeasured_causes(actor, open_ones)) if open_ones else set()
    return {
        pk: Neighbours(
            behind=[measure_node(actor, row) for row in found.get(pk, [])],
            gaps=[_plan(actor, "cause", pk)] if pk in bare else [],
        )
        for pk in ids
    }


def around_concerns(
    actor: Actor, ids: Sequence[UUID], asked: Side = Side.ALL
) -> Mapping[UUID, Neighbours]:
    """Behind a concern: the measures that are for it. With a cause but no plan: make one."""
    if not asked & (Side.BEHIND | Side.GAPS):
        return {}
    found = measures_by_concern(actor, ids)
    bare = set(unmeasured_concerns(actor, ids)) if actor.has(*EDITORS) else set()
    return {
        pk: Neighbours(
            behind=[measure_node(actor, row) for row in found.get(pk, [])],
            gaps=[_decide(actor, pk, found.get(pk, []))] if pk in bare else [],
        )
        for pk in ids
    }


def around_measures(
    actor: Actor, ids: Sequence[UUID], asked: Side = Side.ALL
) -> Mapping[UUID, Neighbours]:
    """Before a measure: causes and concerns. Behind it: deliveries, and the answers given."""
    known = measures_with_links(actor, ids)
    before = _before(actor, list(known)) if Side.BEFORE in asked else {}
    behind = _behind(actor, list(known)) if Side.BEHIND in asked else {}
    return {
        pk: Neighbours(
            before=before.get(pk, []),
            behind=behind.get(pk, []),
            gaps=_gaps(actor, measure, has_cause=measure.has_cause, waiting=measure.waiting),
            node=measure_node(actor, measure),
        )
        for pk, measure in known.items()
    }


def around_deliveries(
    actor: Actor, ids: Sequence[UUID], asked: Side = Side.ALL
) -> Mapping[UUID, Neighbours]:
    """Before a delivery: its measure. Behind it: the answers to those whom the measure is for."""
    rows = _deliveries(actor, ids)
    parents = measures_by_id(actor, [row.measure_id for row in rows])
    answers = answers_by_measure(actor, list(parents)) if Side.BEHIND in asked else {}
    return {
        row.pk: Neighbours(
            before=[measure_node(actor, parents[row.measure_id])],
            behind=[answer_node(actor, each) for each in answers.get(row.measure_id, [])],
        )
        for row in rows
    }


def answer_node(actor: Actor, answer: Answer) -> Node:
    """An answer as a thing on the thread."""
    page = to(actor, "concerns:concern_detail", concern_id=answer.concern_id)
    note = _("decided by %(who)s") % {"who": answer.decided_by}
    state = ConcernState.DELIVERED if answer.told_on else ConcernState.ANSWERED
    return Node("answer", answer.pk, answer.text, f"{page}#answers", note, state.value)


def _before(actor: Actor, ids: Sequence[UUID]) -> dict[UUID, list[Node]]:
    """The causes of measures and whom they are for (two statements)."""
    causes, concerns = causes_by_measure(actor, ids), concerns_by_measure(actor, ids)
    return {
        pk: [
            *(cause_node(actor, row) for row in causes.get(pk, [])),
            *(concern_node(actor, row) for row in concerns.get(pk, [])),
        ]
        for pk in ids
    }


def _behind(actor: Actor, ids: Sequence[UUID]) -> dict[UUID, list[Node]]:
    """What measures brought, and the answers to those whom they are for (two statements)."""
    deliveries, answers = deliveries_by_measure(actor, ids), answers_by_measure(actor, ids)
    return {
        pk: [
            *(delivery_node(actor, row) for row in deliveries.get(pk, [])),
            *(answer_node(actor, row) for row in answers.get(pk, [])),
        ]
        for pk in ids
    }


def _deliveries(actor: Actor, ids: Sequence[UUID]) -> list[Delivery]:
    seen = visible_measures(actor).values("pk")
    return list(
        Delivery.objects.filter(
            workspace_id=actor.tenant, pk__in=list(ids), measure_id__in=seen, removed_at=None
        )
    )


def _plan(actor: Actor, name: str, key: UUID) -> Step:
    url = f"{to(actor, 'measures:measure_add')}?{name}={key}"
    return Step(_("Plan a measure"), url, _("The cause is known, but nothing is planned yet."))


def _decide(actor: Actor, concern: UUID, rows: Sequence[Measure]) -> Step:
    """Agree on what was proposed for a concern; without a proposal: plan a measure."""
    for row in rows:
        if row.state == State.PROPOSED:
            url = to(actor, "measures:measure_detail", measure_id=row.pk)
            return Step(_("Agree on it"), url, _("A measure is proposed, but not agreed on yet."))
    return _plan(actor, "concern", concern)


def _gaps(actor: Actor, measure: Measure, *, has_cause: bool, waiting: UUID | None) -> list[Step]:
    """The steps that a measure misses and that this actor can take."""
    if measure.archived_at is not None or measure.state == State.DROPPED:
        return []
    keeps = actor.has(*EDITORS)
    if keeps and not has_cause:
        url = to(actor, "measures:measure_cause_add", measure_id=measure.pk)
        return [Step(_("Add a cause"), url, _("This measure answers no cause yet."))]
    if is_finished(measure):
        if waiting is None or not keeps:
            return []
        url = to(actor, "concerns:concern_answer", concern_id=waiting)
        return [Step(_("Give an answer"), url, _("This is delivered, but nobody was told."))]
    if measure.state == State.UNDER_WAY and (keeps or owns(actor, measure)):
        url = to(actor, "measures:delivery_add", measure_id=measure.pk)
        return [Step(_("Write down a delivery"), url, _("People are working on this."))]
    return []
