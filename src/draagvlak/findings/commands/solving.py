"""Which measure is there for a bottleneck."""

from __future__ import annotations

from typing import TYPE_CHECKING

from draagvlak.core.audit import record
from draagvlak.core.command import command
from draagvlak.findings import rules
from draagvlak.findings.models import BottleneckMeasure
from draagvlak.findings.queries import asked_bottleneck
from draagvlak.measures.queries import access_measure

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from draagvlak.core.actor import Actor
    from draagvlak.findings.models import Bottleneck
    from draagvlak.measures.models import Measure


@command
def tie_measure(*, by: Actor, bottleneck: Bottleneck, measure: Measure) -> Bottleneck:
    """Say that a measure is there to solve a bottleneck. What was said stays said."""
    rules.may_edit(by, bottleneck).demand()
    rules.may_be_for(measure).demand()
    BottleneckMeasure.objects.get_or_create(
        workspace_id=by.tenant, bottleneck=bottleneck, measure=measure
    )
    record("findings.measure_tied", by=by, on=bottleneck)
    return bottleneck


@command
def untie_measure(*, by: Actor, bottleneck: Bottleneck, measure: Measure) -> Bottleneck:
    """Say that a measure is not there for that bottleneck."""
    rules.may_edit(by, bottleneck).demand()
    BottleneckMeasure.objects.filter(
        workspace_id=by.tenant, bottleneck_id=bottleneck.pk, measure_id=measure.pk
    ).delete()
    record("findings.measure_untied", by=by, on=bottleneck)
    return bottleneck


def put_on_bottleneck(*, by: Actor, kind: str, object_id: UUID, asked: Mapping[str, str]) -> None:
    """A measure that was just added is for the bottleneck that its form carried along."""
    bottleneck = asked_bottleneck(by, asked) if kind == "measure" else None
    if bottleneck is not None:
        tie_measure(by=by, bottleneck=bottleneck, measure=access_measure(by, object_id))
