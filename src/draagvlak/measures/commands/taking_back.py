"""Taking back what was done with measures, as far as nothing changed since."""

from __future__ import annotations

from typing import TYPE_CHECKING

from draagvlak.concerns.queries import access_cause, access_concern, title_key
from draagvlak.core.audit import record_many
from draagvlak.core.command import command
from draagvlak.core.returning import kept_key
from draagvlak.core.versions import save_if_unchanged
from draagvlak.core.web import to
from draagvlak.measures import rules
from draagvlak.measures.commands.delivering import restore_delivery
from draagvlak.measures.commands.keeping import restore_measure
from draagvlak.measures.commands.linking import tie
from draagvlak.measures.commands.moving import index_measure, named_concerns, settle, step
from draagvlak.measures.commands.returning import (
    DELIVERIES,
    MEASURES,
    deliveries_here,
    kept_tie,
)
from draagvlak.measures.queries import access_delivery, access_measure
from draagvlak.measures.states import DECIDED, State

if TYPE_CHECKING:
    from draagvlak.core.actor import Actor
    from draagvlak.measures.models import Measure


@command
def put_back_changes(*, by: Actor, kept: str) -> str:
    """Every column that still is as the act left it, and the state, become what they were."""
    rows = MEASURES.returning(by, kept)
    for measure, back in rows:
        state = back.pop("state", None)
        if back:
            _write_back(by, measure, back)
        if state is not None:
            _go_back(by, measure, State(str(state)))
    measures = [measure for measure, _back in rows]
    record_many("measures.changed_back", by=by, on=measures)
    if len(measures) == 1:
        return to(by, "measures:measure_detail", measure_id=measures[0].pk)
    return to(by, "measures:measure_list")


def _write_back(by: Actor, measure: Measure, back: dict[str, object]) -> None:
    rules.may_edit(by, measure).demand()
    if "title" in back:
        back["title_key"] = title_key(str(back["title"]))
    index_measure(save_if_unchanged(measure, expected=measure.version, changes=back))


def _go_back(by: Actor, measure: Measure, state: State) -> None:
    """The way back to a state; `returning` found it open."""
    rules.may_move(by, measure, state).demand()
    was_decided = measure.state in DECIDED
    step(measure, state, by=by)
    if was_decided != (state in DECIDED):
        settle(by, named_concerns(by, measure))


@command
def put_back_archived(*, by: Actor, kept: str) -> str:
    """Out of the archive again."""
    measure = restore_measure(by=by, measure=access_measure(by, kept_key(kept)))
    record_many("measures.changed_back", by=by, on=[measure])
    return to(by, "measures:measure_detail", measure_id=measure.pk)


@command
def put_back_delivery(*, by: Actor, kept: str) -> str:
    """A removed delivery is there again."""
    delivery = deliveries_here(by).get(pk=kept_key(kept))
    measure = access_measure(by, delivery.measure_id)
    restore_delivery(by=by, measure=measure, delivery=access_delivery(by, measure, delivery.pk))
    record_many("measures.changed_back", by=by, on=[measure])
    return to(by, "measures:measure_detail", measure_id=measure.pk) + "#deliveries"


@command
def put_back_delivery_words(*, by: Actor, kept: str) -> str:
    """A delivery says again what it said."""
    address = to(by, "measures:measure_list")
    for delivery, back in DELIVERIES.returning(by, kept):
        measure = access_measure(by, delivery.measure_id)
        rules.may_report(by, measure).demand()
        save_if_unchanged(delivery, expected=delivery.version, changes=back)
        record_many("measures.changed_back", by=by, on=[measure])
        address = to(by, "measures:measure_detail", measure_id=measure.pk) + "#deliveries"
    return address


@command
def put_back_cause(*, by: Actor, kept: str) -> str:
    """The measure answers the cause again."""
    measure_id, cause_id = kept_tie(kept)
    measure = access_measure(by, measure_id)
    rules.may_link(by, measure).demand()
    tie(by, measure, causes=[access_cause(by, cause_id).pk], concerns=())
    return to(by, "measures:measure_detail", measure_id=measure.pk) + "#causes"


@command
def put_back_concern(*, by: Actor, kept: str) -> str:
    """The measure is for the concern again."""
    measure_id, concern_id = kept_tie(kept)
    measure = access_measure(by, measure_id)
    rules.may_link(by, measure).demand()
    tie(by, measure, causes=(), concerns=[access_concern(by, concern_id).pk])
    return to(by, "measures:measure_detail", measure_id=measure.pk) + "#concerns"
