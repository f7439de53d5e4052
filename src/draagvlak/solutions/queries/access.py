"""What an actor sees of capabilities, fits and ties, and the only way to one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404

from draagvlak.concerns.models import Concern
from draagvlak.concerns.queries import access_concern, sees_all, visible_concerns
from draagvlak.conversations.models import ReleasedQuote
from draagvlak.conversations.queries.released import access_released, visible_released
from draagvlak.core.policy import Data, sees
from draagvlak.measures.models import Measure
from draagvlak.measures.queries import access_measure, visible_measures
from draagvlak.processes.queries import visible_processes
from draagvlak.programmes.models import Solution
from draagvlak.programmes.queries import access_solution
from draagvlak.solutions.models import Capability, Fit, Tie

if TYPE_CHECKING:
    from uuid import UUID

    from draagvlak.core.actor import Actor
    from draagvlak.solutions.models import StandingQuerySet, TieQuerySet

Thing = Concern | ReleasedQuote | Measure | Capability

KINDS = ("concern", "quote", "measure", "capability")
"""What can be about a step; each is a column of `Tie`."""
MOST_CAPABILITIES = 500


def visible_capabilities(actor: Actor) -> StandingQuerySet:
    """What the solutions of this programme can do, removed ones included."""
    rows = Capability.objects.filter(
        workspace_id=actor.tenant, solution__programme_id=actor.programme_id
    )
    return rows if sees(Data.FIT, actor.roles) else rows.none()


def access_capability(actor: Actor, capability_id: UUID) -> Capability:
    """One capability that stands, with its solution; or Http404."""
    rows = visible_capabilities(actor).present().select_related("solution")
    return get_object_or_404(rows, pk=capability_id)


def capability_of(actor: Actor, solution: Solution, capability_id: UUID) -> Capability:
    """A capability of this very solution; or Http404."""
    rows = visible_capabilities(actor).present().filter(solution_id=solution.pk)
    return get_object_or_404(rows, pk=capability_id)


def solutions_weighed(actor: Actor) -> list[Solution]:
    """What was chosen and what is considered, the chosen one first."""
    rows = Solution.objects.filter(workspace_id=actor.tenant, programme_id=actor.programme_id)
    found = rows.exclude(state=Solution.State.DROPPED).select_related("supplier").order_by("id")
    return sorted(found, key=lambda one: one.state != Solution.State.CHOSEN)


def solutions_dropped(actor: Actor) -> list[Solution]:
    rows = Solution.objects.filter(workspace_id=actor.tenant, programme_id=actor.programme_id)
    dropped = rows.filter(state=Solution.State.DROPPED).select_related("supplier")
    return list(dropped.order_by("id"))


def access_fit(actor: Actor, solution_id: UUID, concern_id: UUID) -> tuple[Solution, Concern]:
    """A solution and a concern of this programme; or Http404."""
    if not sees(Data.FIT, actor.roles):
        raise Http404
    return access_solution(actor, solution_id), access_concern(actor, concern_id)


def fit_of(actor: Actor, solution: Solution, concern: Concern) -> Fit | None:
    """What was said of this solution for this concern, if anybody looked."""
    rows = Fit.objects.filter(
        workspace_id=actor.tenant, solution_id=solution.pk, concern_id=concern.pk
    )
    return rows.select_related("capability").first()


def is_capability_named(
    actor: Actor, solution: Solution, name: str, *, but: Capability | None = None
) -> bool:
    rows = Capability.objects.present().filter(
        workspace_id=actor.tenant, solution_id=solution.pk, name=name
    )
    return rows.exclude(pk=but.pk).exists() if but is not None else rows.exists()


def capability_count(actor: Actor, solution: Solution) -> int:
    rows = Capability.objects.present().filter(workspace_id=actor.tenant, solution_id=solution.pk)
    return rows.count()


def access_thing(actor: Actor, kind: str, object_id: UUID) -> Thing:
    """Something that can be about a step, as far as this actor sees it; or Http404."""
    if kind == "concern":
        return access_concern(actor, object_id)
    if kind == "quote":
        return access_released(actor, object_id)
    if kind == "measure":
        return access_measure(actor, object_id)
    if kind == "capability":
        return access_capability(actor, object_id)
    raise Http404


def concern_in_sight(actor: Actor) -> Q:
    """Rows about a concern that this actor sees and that is not in the archive.

    For who sees all of them it is a join: a list of keys would be made of every concern.
    """
    if sees_all(actor) and sees(Data.CONCERN, actor.roles):
        return Q(concern__programme_id=actor.programme_id, concern__archived_at=None)
    return Q(concern__in=visible_concerns(actor).filter(archived_at=None))


def in_sight(actor: Actor) -> Q:
    """Ties of which this actor sees what is tied. Who sees the process too sees the tie."""
    return (
        concern_in_sight(actor)
        | Q(quote__in=visible_released(actor))
        | Q(measure__in=visible_measures(actor).filter(archived_at=None))
        | Q(capability__in=visible_capabilities(actor).present())
    )


def visible_ties(actor: Actor) -> TieQuerySet:
    """The ties in this programme of which the actor sees the process; removed ones included."""
    seen = visible_processes(actor).order_by().values("pk")
    return Tie.objects.filter(workspace_id=actor.tenant, mark__process_id__in=seen)


def access_tie(actor: Actor, tie_id: UUID) -> Tie:
    """A tie that stands, of something that this actor sees; or Http404."""
    rows = visible_ties(actor).present().filter(in_sight(actor)).select_related("mark__process")
    return get_object_or_404(rows, pk=tie_id)


def kind_of(tie: Tie) -> tuple[str, UUID]:
    """What a tie is of."""
    for kind in KINDS:
        key: UUID | None = getattr(tie, f"{kind}_id")
        if key is not None:
            return kind, key
    raise LookupError(tie.pk)
