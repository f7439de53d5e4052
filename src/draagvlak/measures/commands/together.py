"""One change to several measures at once, with one way back."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from draagvlak.core.audit import record_many
from draagvlak.core.command import command
from draagvlak.core.returning import write_earlier
from draagvlak.core.together import Done
from draagvlak.core.undo import leave
from draagvlak.core.versions import EditConflict, save_if_unchanged
from draagvlak.measures import rules
from draagvlak.measures.commands.moving import settle, step
from draagvlak.measures.commands.returning import MEASURES
from draagvlak.measures.models import MeasureConcern
from draagvlak.measures.queries import access_several, change_words, with_deliveries
from draagvlak.measures.states import DECIDED

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from draagvlak.core.actor import Actor
    from draagvlak.core.returning import Earlier
    from draagvlak.measures.models import Measure
    from draagvlak.measures.queries.together import Change


@dataclass
class _Act:
    """What came of an act so far."""

    changed: list[Measure] = field(default_factory=list)
    moved: list[Measure] = field(default_factory=list)
    rows: list[Earlier] = field(default_factory=list)
    left: list[tuple[str, str]] = field(default_factory=list)
    settled: list[UUID] = field(default_factory=list)


@command
def change_together(*, by: Actor, versions: Mapping[UUID, int], change: Change) -> Done:
    """Change every chosen measure that the rules allow; `versions` are those of the preview.

    What somebody else changed meanwhile is left as it is, and told. What is so already stays
    untouched: no new version, no line of the trail.
    """
    rules.may_keep(by).demand()
    act = _Act()
    measures = access_several(by, list(versions))
    brought = with_deliveries(by, [measure.pk for measure in measures])
    for measure in measures:
        verdict = rules.may_change(
            by,
            measure,
            state=change.state or "",
            because=change.because,
            deliveries=int(measure.pk in brought),
        )
        if not verdict:
            act.left.append((measure.title, str(verdict.reason)))
        elif change_words(measure, change):
            _change(by, act, measure, versions[measure.pk], change)
    rules.may_change_some(len(act.changed), left=len(act.left)).demand()
    settle(by, _named(by, act.settled))
    if change.state is not None and act.moved:
        record_many(f"measures.moved_{change.state}", by=by, on=act.moved)
    event = record_many("measures.changed_together", by=by, on=act.changed)
    keys = [measure.pk for measure in act.changed]
    leave(event, by=by, kept=write_earlier(act.rows), touches=keys)
    return Done(len(act.changed), act.left)


def _change(by: Actor, act: _Act, measure: Measure, version: int, change: Change) -> None:
    before = MEASURES.before(measure)
    try:
        fresh = save_if_unchanged(measure, expected=version, changes=change.columns())
        if change.state is not None and fresh.state != change.state:
            fresh.dropped_because = change.because.strip() or fresh.dropped_because
            if (fresh.state in DECIDED) != (change.state in DECIDED):
                act.settled.append(fresh.pk)
            step(fresh, change.state, by=by)
            act.moved.append(fresh)
    except EditConflict:
        act.left.append((measure.title, str(rules.MEANWHILE)))
        return
    act.changed.append(fresh)
    act.rows.append(MEASURES.changed(before, fresh))


def _named(by: Actor, measures: list[UUID]) -> list[UUID]:
    links = MeasureConcern.objects.filter(workspace_id=by.tenant, measure_id__in=measures)
    return list(links.values_list("concern_id", flat=True))
