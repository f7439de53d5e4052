"""What one solution can do, by area, with the steps and the number of wishes that it serves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from draagvlak.concerns.queries import visible_concerns
from draagvlak.core.web import to
from draagvlak.programmes.models import Solution
from draagvlak.solutions.models import How
from draagvlak.solutions.queries.access import MOST_CAPABILITIES, visible_capabilities
from draagvlak.solutions.queries.fits import icon_of
from draagvlak.solutions.queries.ties import StepLink, step_address, steps_by_thing, where_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from uuid import UUID

    from draagvlak.core.actor import Actor
    from draagvlak.core.search import Named
    from draagvlak.solutions.models import Capability

FEW_STEPS = 3


@dataclass(frozen=True)
class CapabilityRow:
    """One capability as its solution's page shows it."""

    capability: Capability
    how: str
    icon: str
    steps: Sequence[StepLink]
    meets: int


@dataclass(frozen=True)
class AreaRows:
    """The capabilities of one area."""

    area: str
    rows: Sequence[CapabilityRow]


def findable_capabilities(actor: Actor) -> Iterator[tuple[UUID, str, str]]:
    """What the solutions that are weighed can do, with how that works, for a search."""
    rows = visible_capabilities(actor).present().exclude(solution__state=Solution.State.DROPPED)
    columns = ("pk", "name", "what", "area", "source")
    for key, name, *words in rows.order_by("name", "pk").values_list(*columns).iterator():
        yield key, name, " ".join(filter(None, words))


def placed_capabilities(actor: Actor, query: str, found: Sequence[Named]) -> list[Named]:
    """Capabilities that were found, each on the page of its solution. One statement."""
    del query
    rows = visible_capabilities(actor).filter(pk__in=[one.id for one in found])
    homes = {
        key: (solution_id, name)
        for key, solution_id, name in rows.values_list("pk", "solution_id", "solution__name")
    }
    return [
        one._replace(
            note=homes[one.id][1],
            url=_place_of(actor, homes[one.id][0], one.id),
        )
        for one in found
        if one.id in homes
    ]


def _place_of(actor: Actor, solution_id: UUID, capability_id: UUID) -> str:
    url = to(actor, "solutions:solution_detail", solution_id=solution_id)
    return f"{url}#c-{capability_id}"


def capability_areas(actor: Actor, solution: Solution, how: str = "") -> list[AreaRows]:
    """All that a solution can do, by area. Four statements."""
    rows = visible_capabilities(actor).present().filter(solution_id=solution.pk)
    if how in How.values:
        rows = rows.filter(how=how)
    seen = Q(fits__concern__in=visible_concerns(actor).filter(archived_at=None))
    found = list(rows.order_by("area", "name", "pk")[:MOST_CAPABILITIES])
    named = rows.order_by().annotate(meets=Count("fits", filter=seen & ~Q(fits__how=How.ABSENT)))
    meets = dict(named.values_list("pk", "meets"))
    ties = steps_by_thing(actor, "capability", [each.pk for each in found]) if found else {}
    by_area: dict[str, list[CapabilityRow]] = {}
    for each in found:
        links = [
            StepLink(
                tie.pk,
                (step.name if step else tie.mark.name) or tie.mark.key,
                where_words(tie.mark.process, tie.mark.moment),
                step_address(actor, tie.mark.process_id, tie.mark.moment, tie.mark.key),
                step is not None,
            )
            for tie, step in ties.get(each.pk, [])[:FEW_STEPS]
        ]
        words, count = str(each.get_how_display()), meets.get(each.pk, 0)
        row = CapabilityRow(each, words, icon_of(each.how), links, count)
        by_area.setdefault(each.area or _("Other"), []).append(row)
    return [AreaRows(area, mine) for area, mine in by_area.items()]


def how_counts(actor: Actor, solution: Solution) -> dict[str, int]:
    """How many capabilities there are of each kind. One statement."""
    rows = visible_capabilities(actor).present().filter(solution_id=solution.pk)
    return dict(rows.order_by().values_list("how").annotate(count=Count("pk")))


def capability_choices(actor: Actor, solution: Solution) -> list[tuple[str, str]]:
    """The capabilities of a solution, to choose one. One statement."""
    rows = visible_capabilities(actor).present().filter(solution_id=solution.pk)
    named = rows.order_by("name", "pk").values_list("pk", "name", "how")[:MOST_CAPABILITIES]
    return [(str(key), f"{name} ({How(how).label})") for key, name, how in named]


def names_of(actor: Actor, solution: Solution) -> set[str]:
    """What is in the list of a solution already, by name. One statement."""
    rows = visible_capabilities(actor).present().filter(solution_id=solution.pk)
    return set(rows.values_list("name", flat=True))
