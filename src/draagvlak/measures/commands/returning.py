"""What taking back an act on measures would come to, for many acts at once."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from draagvlak.concerns.queries import visible_causes, visible_concerns
from draagvlak.core.returning import Edited, look_at, look_away
from draagvlak.measures import rules
from draagvlak.measures.models import Delivery, Measure, MeasureCause, MeasureConcern
from draagvlak.measures.queries.access import visible_measures
from draagvlak.measures.queries.together import with_deliveries

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

    from draagvlak.core.actor import Actor
    from draagvlak.core.returning import Earlier
    from draagvlak.core.undo import Outlook
    from draagvlak.measures.models import MeasureQuerySet


def _standing(actor: Actor) -> MeasureQuerySet:
    return visible_measures(actor).present().select_related("owner__user")


def _archived(actor: Actor) -> MeasureQuerySet:
    return visible_measures(actor).exclude(archived_at=None)


def deliveries_here(actor: Actor) -> QuerySet[Delivery]:
    """What the measures that stand brought, removed or not."""
    return Delivery.objects.filter(
        workspace_id=actor.tenant, measure_id__in=visible_measures(actor).present().values("pk")
    )


def _shut(actor: Actor, rows: Sequence[tuple[Measure, Earlier]]) -> set[tuple[UUID, str]]:
    """The measures that cannot go back to the state that they had (one statement)."""
    back = [(row, each.was["state"] or "") for row, each in rows if "state" in each.was]
    brought = with_deliveries(actor, [row.pk for row, _state in back])
    return {
        (row.pk, "state")
        for row, state in back
        if not rules.may_go(
            actor,
            row,
            state=state,
            because=row.dropped_because,
            deliveries=int(row.pk in brought),
        )
    }


MEASURES: Edited[Measure] = Edited(
    _standing,
    {
        "kind": _("the kind"),
        "title": _("the title"),
        "description": _("the explanation"),
        "reasons": _("the reasons"),
        "state": _("the state"),
        "owner": _("who sees to it"),
        "due_on": _("the day"),
        "cost_euros": _("the cost"),
        "load_hours": _("the hours"),
        "load_people": _("the number of people"),
    },
    together=[frozenset({"kind", "reasons"}), frozenset({"load_hours", "load_people"})],
    shut=_shut,
)
DELIVERIES: Edited[Delivery] = Edited(
    lambda actor: deliveries_here(actor).filter(removed_at=None),
    {"what": _("what was delivered"), "delivered_on": _("the day")},
    title=lambda delivery: delivery.what,
)
look_at_archived = look_away(_archived)
look_at_removed_delivery = look_away(lambda actor: deliveries_here(actor).exclude(removed_at=None))


def keep_tie(measure: Measure, end: UUID) -> str:
    """What the way back needs of a cause or concern that was taken away from a measure."""
    return json.dumps({"measure": str(measure.pk), "end": str(end)})


def kept_tie(kept: str) -> tuple[UUID, UUID]:
    """What `keep_tie` wrote."""
    found = json.loads(kept)
    return UUID(found["measure"]), UUID(found["end"])


def look_at_untied_causes(actor: Actor, kept: Sequence[str]) -> list[Outlook]:
    """A cause comes back to a measure while both are there (three statements)."""
    ties = [kept_tie(each) for each in kept]
    ends = visible_causes(actor).filter(pk__in={end for _measure, end in ties})
    links = MeasureCause.objects.filter(workspace_id=actor.tenant)
    tied = links.filter(measure_id__in={measure for measure, _end in ties})
    return _looks(
        actor,
        ties,
        set(ends.values_list("pk", flat=True)),
        set(tied.values_list("measure_id", "cause_id")),
    )


def look_at_untied_concerns(actor: Actor, kept: Sequence[str]) -> list[Outlook]:
    """A concern comes back to a measure while a measure can be for it (three statements)."""
    ties = [kept_tie(each) for each in kept]
    ends = visible_concerns(actor).filter(pk__in={end for _measure, end in ties})
    links = MeasureConcern.objects.filter(workspace_id=actor.tenant)
    tied = links.filter(measure_id__in={measure for measure, _end in ties})
    return _looks(
        actor,
        ties,
        {concern.pk for concern in ends if rules.may_name(concern)},
        set(tied.values_list("measure_id", "concern_id")),
    )


def _looks(
    actor: Actor,
    ties: Sequence[tuple[UUID, UUID]],
    ends: set[UUID],
    tied: set[tuple[UUID, UUID]],
) -> list[Outlook]:
    rows = visible_measures(actor).present().filter(pk__in={measure for measure, _end in ties})
    here = set(rows.values_list("pk", flat=True))
    still = {tie for tie in ties if tie[0] in here and tie[1] in ends and tie not in tied}
    return look_at(ties, still)
