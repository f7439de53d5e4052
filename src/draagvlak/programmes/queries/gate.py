"""What programmes themselves know to be missing before a phase is left, and what waits."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from django.db.models import Model, Q
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from draagvlak.core.policy import EDITORS
from draagvlak.core.thread import Missing, Step, Waiting
from draagvlak.core.web import to
from draagvlak.programmes.models import Decision, Participation, Phase, Solution, Vision
from draagvlak.programmes.queries.members import person_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import Model, QuerySet

    from draagvlak.core.actor import Actor

M = TypeVar("M", bound="Model")


def missing_here(actor: Actor, phase: str) -> list[Missing]:
    """Vision and solution before exploring ends; who decides before analysing ends.

    A decision that is late counts in the phase that runs now.
    """
    missing = []
    if phase == Phase.EXPLORE and not _here(actor, Vision.objects.all()).exists():
        step = _step(actor, "programmes:vision_publish", _("Write the vision"))
        missing.append(Missing(_("There is no vision yet."), step))
    if phase == Phase.EXPLORE and not _here(actor, Solution.objects.all()).exists():
        step = _step(actor, "programmes:solution_add", _("Name the solution"))
        missing.append(Missing(_("It is not written down yet what is introduced."), step))
    if phase == Phase.ANALYSE and not _decided_by_somebody(actor):
        step = _step(actor, "programmes:decision_list", _("Say who decides"))
        missing.append(Missing(_("For no decision it is known who decides."), step))
    is_now = actor.programme is not None and actor.programme.phase == phase
    late = _late(actor) if is_now else 0
    if late:
        words = ngettext("%(count)s decision is late.", "%(count)s decisions are late.", late) % {
            "count": late
        }
        step = Step(_("See the decisions"), to(actor, "programmes:decision_list"))
        missing.append(Missing(words, step))
    return missing


def waiting_decisions(actor: Actor, limit: int) -> tuple[Sequence[Waiting], int]:
    """Open decisions that the actor takes in person (not through a group), the earliest first."""
    person = person_of(actor)
    if actor.programme is None or person is None:
        return [], 0
    parts = Participation.objects.filter(
        workspace_id=actor.tenant, person=person, level=Participation.Level.DECIDES
    )
    rows = _here(actor, Decision.objects.all()).filter(
        state=Decision.State.OPEN, pk__in=parts.values("decision_id")
    )
    found = list(rows.order_by("due_on", "pk"))
    return [_waiting(actor, row) for row in found[:limit]], len(found)


def _waiting(actor: Actor, decision: Decision) -> Waiting:
    due = decision.due_on
    return Waiting(
        title=decision.title,
        url=to(actor, "programmes:decision_detail", decision_id=decision.pk),
        note=_("A decision of yours."),
        label=_("See the decision"),
        due=formats.date_format(due, "DATE_FORMAT") if due else "",
        overdue=due is not None and due < timezone.localdate(),
        rank=30,
    )


def _here(actor: Actor, rows: QuerySet[M]) -> QuerySet[M]:
    return rows.filter(workspace_id=actor.tenant, programme_id=actor.programme_id)


def _decided_by_somebody(actor: Actor) -> bool:
    return Participation.objects.filter(
        workspace_id=actor.tenant,
        decision__programme_id=actor.programme_id,
        level=Participation.Level.DECIDES,
    ).exists()


def _late(actor: Actor) -> int:
    late = Q(state=Decision.State.OPEN, due_on__lt=timezone.localdate())
    return _here(actor, Decision.objects.all()).filter(late).count()


def _step(actor: Actor, route: str, label: str) -> Step | None:
    return Step(label, to(actor, route)) if actor.has(*EDITORS) else None
