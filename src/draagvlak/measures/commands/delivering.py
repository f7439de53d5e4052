"""What a measure brought."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone

from draagvlak.core.audit import record
from draagvlak.core.command import command
from draagvlak.core.returning import keep_key
from draagvlak.core.undo import leave
from draagvlak.core.versions import save_if_unchanged
from draagvlak.measures import rules
from draagvlak.measures.commands.moving import move
from draagvlak.measures.commands.returning import DELIVERIES
from draagvlak.measures.models import Delivery
from draagvlak.measures.queries import deliveries_of
from draagvlak.measures.states import State

if TYPE_CHECKING:
    import datetime as dt

    from draagvlak.core.actor import Actor
    from draagvlak.measures.models import Measure


@dataclass(frozen=True)
class DeliveryDraft:
    """What was delivered, and when."""

    what: str
    delivered_on: dt.date


@command
def add_delivery(
    *, by: Actor, measure: Measure, draft: DeliveryDraft, complete: bool = False, once: str = ""
) -> Delivery:
    """Write down what was delivered. An agreed measure is under way from the first delivery.

    `complete` says that nothing is left to do: the measure is delivered.
    """
    del once
    rules.may_add_delivery(by, measure, what=draft.what).demand()
    delivery = Delivery.objects.create(
        workspace_id=by.tenant,
        measure_id=measure.pk,
        what=draft.what.strip(),
        delivered_on=draft.delivered_on,
    )
    record("measures.delivery_added", by=by, on=measure)
    if measure.state == State.AGREED:
        move(measure, State.UNDER_WAY, by=by)
    if complete and measure.state == State.UNDER_WAY:
        move(measure, State.DELIVERED, by=by)
    return delivery


@command
def edit_delivery(
    *, by: Actor, measure: Measure, delivery: Delivery, draft: DeliveryDraft, version: int
) -> Delivery:
    """Change what or when. Raises `EditConflict` when somebody else did so first."""
    rules.may_edit_delivery(by, measure, what=draft.what).demand()
    changes = {"what": draft.what.strip(), "delivered_on": draft.delivered_on}
    before = DELIVERIES.before(Delivery.objects.get(workspace_id=by.tenant, pk=delivery.pk))
    delivery = save_if_unchanged(delivery, expected=version, changes=changes)
    event = record("measures.delivery_edited", by=by, on=measure)
    kept = DELIVERIES.kept(before, delivery)
    leave(event, by=by, kept=kept, touches=[measure.pk, delivery.pk])
    return delivery


@command
def remove_delivery(*, by: Actor, measure: Measure, delivery: Delivery) -> Delivery:
    """Take a delivery away; `restore_delivery` puts it back."""
    left = sum(other.pk != delivery.pk for other in deliveries_of(by, measure))
    rules.may_remove_delivery(by, measure, left=left).demand()
    delivery.removed_at = timezone.now()
    delivery.save(update_fields=["removed_at"])
    event = record("measures.delivery_removed", by=by, on=measure)
    leave(event, by=by, kept=keep_key(delivery), touches=[measure.pk, delivery.pk])
    return delivery


@command
def restore_delivery(*, by: Actor, measure: Measure, delivery: Delivery) -> Delivery:
    """Put a removed delivery back, as it was."""
    rules.may_report(by, measure).demand()
    delivery.removed_at = None
    delivery.save(update_fields=["removed_at"])
    record("measures.delivery_restored", by=by, on=measure)
    return delivery
