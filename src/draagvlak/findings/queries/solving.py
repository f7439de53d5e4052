"""The measures that are there to solve a bottleneck, and the address of a new one."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode
from uuid import UUID

from django.utils.translation import gettext as _

from draagvlak.core.thread import Spot
from draagvlak.core.web import to
from draagvlak.findings.models import Bottleneck, BottleneckMeasure
from draagvlak.findings.queries.access import visible_findings
from draagvlak.findings.states import Sort
from draagvlak.measures.queries import visible_measures

if TYPE_CHECKING:
    from collections.abc import Mapping

    from draagvlak.core.actor import Actor
    from draagvlak.measures.models import Measure

MOST = 50


def measures_of(actor: Actor, bottleneck: Bottleneck) -> list[Measure]:
    """The measures that solve a bottleneck, as far as this actor sees them. One statement."""
    ties = BottleneckMeasure.objects.filter(workspace_id=actor.tenant, bottleneck_id=bottleneck.pk)
    rows = visible_measures(actor).filter(pk__in=ties.values("measure_id"))
    return list(rows.filter(archived_at=None).order_by("title_key", "pk")[:MOST])


def asked_bottleneck(actor: Actor, asked: Mapping[str, str]) -> Bottleneck | None:
    """The bottleneck that an address or a form names, if this actor sees it."""
    try:
        key = UUID(asked.get("bottleneck", ""))
    except ValueError:
        return None
    found = visible_findings(actor, Sort.BOTTLENECK).filter(pk=key, archived_at=None).first()
    return found if isinstance(found, Bottleneck) else None


def bottleneck_spot(actor: Actor, asked: Mapping[str, str]) -> Spot | None:
    """The bottleneck for which a new measure is, with the field that its form carries along."""
    found = asked_bottleneck(actor, asked)
    if found is None:
        return None
    url = to(actor, "findings:finding_detail", sort=Sort.BOTTLENECK, finding_id=found.pk)
    label = _("For the bottleneck “%(title)s”") % {"title": found.title}
    return Spot(label, url, [("bottleneck", str(found.pk))])


def new_measure_address(actor: Actor, bottleneck: Bottleneck, *, lost: bool) -> str:
    """Where a measure for a bottleneck is added: at its step too, while that is in the model."""
    asked = {"bottleneck": str(bottleneck.pk)}
    if bottleneck.step_key and not lost:
        asked |= {
            "process": str(bottleneck.process_id),
            "moment": bottleneck.moment,
            "step": bottleneck.step_key,
        }
    return f"{to(actor, 'measures:measure_add')}?{urlencode(asked)}"
