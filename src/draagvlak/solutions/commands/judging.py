"""Saying whether a solution meets a wish, and planning what has to be adapted for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from draagvlak.core.audit import record
from draagvlak.core.command import command
from draagvlak.core.versions import EditConflict, save_if_unchanged
from draagvlak.measures.commands import MeasureDraft, Ties, add_measure
from draagvlak.measures.models import Measure
from draagvlak.solutions import rules
from draagvlak.solutions.models import Fit, How, Tie
from draagvlak.solutions.queries import fit_of

if TYPE_CHECKING:
    from draagvlak.concerns.models import Concern
    from draagvlak.core.actor import Actor
    from draagvlak.programmes.models import Solution
    from draagvlak.solutions.models import Capability

TITLE = 160


@dataclass(frozen=True)
class Judgement:
    """What somebody says of a solution for a wish; empty `how`: nobody looked, after all."""

    how: str
    capability: Capability | None = None
    note: str = ""


@command
def judge_fit(
    *, by: Actor, solution: Solution, concern: Concern, said: Judgement, version: int
) -> Concern:
    """Say how a solution meets a wish. `version` is 0 when nobody had said anything.

    Raises `EditConflict` when somebody else said something first.
    """
    rules.may_judge(by, concern).demand()
    rules.may_say_by(said.capability, solution).demand()
    fit = fit_of(by, solution, concern)
    if fit is not None and version != fit.version:
        raise EditConflict(fit)
    if not said.how:
        if fit is not None:
            Fit.objects.filter(workspace_id=by.tenant, pk=fit.pk).delete()
    else:
        _write(by, solution, concern, said, fit)
    record("solutions.judged", by=by, on=concern, hidden=True)
    return concern


@command
def plan_adaptation(*, by: Actor, solution: Solution, concern: Concern, once: str = "") -> Measure:
    """Propose to adapt a solution for a wish, at the steps that the wish is about."""
    del once
    fit = fit_of(by, solution, concern)
    rules.may_plan(by, fit, concern).demand()
    title = _("Adapt %(solution)s: %(wish)s") % {"solution": solution.name, "wish": concern.title}
    draft = MeasureDraft(
        kind=Measure.Kind.ADAPT,
        title=title if len(title) <= TITLE else f"{title[: TITLE - 1]}…",
        description=fit.note if fit else "",
    )
    measure = add_measure(by=by, draft=draft, ties=Ties(concerns=(concern.pk,)))
    ties = Tie.objects.present().filter(workspace_id=by.tenant, concern_id=concern.pk)
    for mark in ties.values_list("mark_id", flat=True):
        Tie.objects.get_or_create(workspace_id=by.tenant, mark_id=mark, measure_id=measure.pk)
    record("solutions.adaptation_planned", by=by, on=measure)
    return measure


def _write(
    by: Actor, solution: Solution, concern: Concern, said: Judgement, fit: Fit | None
) -> None:
    values = {"how": How(said.how), "capability": said.capability, "note": said.note.strip()}
    if fit is None:
        Fit.objects.create(workspace_id=by.tenant, solution=solution, concern=concern, **values)
    else:
        save_if_unchanged(fit, expected=fit.version, changes=values)
