"""Measures, and the concerns and causes that they answer."""

from __future__ import annotations

import datetime as dt
from itertools import count
from typing import TYPE_CHECKING

from draagvlak.concerns.commands import add_cause, answer_concern, make_cause, raise_concern
from draagvlak.concerns.models import Cause, Concern
from draagvlak.measures.commands import (
    DeliveryDraft,
    MeasureDraft,
    Ties,
    add_delivery,
    add_measure,
    move_measure,
)
from draagvlak.measures.states import State
from draagvlak.programmes.models import Membership

if TYPE_CHECKING:
    from draagvlak.core.actor import Actor
    from draagvlak.measures.models import Delivery, Measure

_numbers = count(1)


def membership_of(actor: Actor) -> Membership:
    """The membership by which an actor owns things."""
    return Membership.objects.filter(
        workspace_id=actor.tenant, programme_id=actor.programme_id, user_id=actor.user_id
    ).first()


def make_heard(by: Actor, title: str = "", kind: str = "worry") -> Concern:
    """A concern without a cause."""
    return raise_concern(by=by, kind=kind, title=title or f"Inloggen kost tijd {next(_numbers)}")


def make_why(by: Actor, title: str = "") -> Cause:
    return make_cause(
        by=by, title=title or f"Twee keer inloggen {next(_numbers)}", about="software", where="can"
    )


def make_understood(by: Actor, cause: Cause | None = None, title: str = "") -> Concern:
    """A concern with a cause: something can be planned for it."""
    concern = make_heard(by, title)
    return add_cause(by=by, concern=concern, cause=cause or make_why(by))


def give_answer(by: Actor, concern: Concern) -> Concern:
    concern.refresh_from_db()
    answer_concern(
        by=by, concern=concern, text="Eén keer inloggen", decided_by="Het college", reasons="Tijd"
    )
    concern.refresh_from_db()
    return concern


def draft(**changes: object) -> MeasureDraft:
    """What somebody could have filled in."""
    return MeasureDraft(
        **{"kind": "train", "title": f"Train het secretariaat {next(_numbers)}", **changes}
    )


def make_measure(
    by: Actor,
    *concerns: Concern,
    cause: Cause | None = None,
    state: State = State.PROPOSED,
    **changes: object,
) -> Measure:
    """A measure for some concerns, taken to a state by its own steps."""
    ties = Ties((cause.pk,) if cause else (), tuple(concern.pk for concern in concerns))
    measure = add_measure(by=by, draft=draft(**changes), ties=ties)
    if state is State.DROPPED:
        return move_measure(by=by, measure=measure, target=state, because="Te duur")
    if state is not State.PROPOSED:
        move_measure(by=by, measure=measure, target=State.AGREED)
    if state in (State.UNDER_WAY, State.DELIVERED):
        move_measure(by=by, measure=measure, target=State.UNDER_WAY)
    if state is State.DELIVERED:
        make_delivery(by, measure, complete=True)
    return measure


def make_delivery(
    by: Actor,
    measure: Measure,
    what: str = "Eerste groep geoefend",
    on: dt.date = dt.date(2026, 11, 2),
    *,
    complete: bool = False,
) -> Delivery:
    return add_delivery(by=by, measure=measure, draft=DeliveryDraft(what, on), complete=complete)
