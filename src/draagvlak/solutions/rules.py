"""Who may do what with capabilities, fits and ties to a step, and why not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from draagvlak.concerns.models import Concern
from draagvlak.core.policy import EDITORS
from draagvlak.core.verdict import YES, Verdict, first_no, no
from draagvlak.measures.models import Measure
from draagvlak.measures.rules import may_name
from draagvlak.solutions.models import Capability, How
from draagvlak.solutions.queries import (
    MOST_CAPABILITIES,
    capability_count,
    is_capability_named,
)

if TYPE_CHECKING:
    from draagvlak.core.actor import Actor
    from draagvlak.programmes.models import Solution
    from draagvlak.solutions.models import Fit, Tie
    from draagvlak.solutions.queries import Thing

MOST_STEPS = 12
"""Steps that one thing can be about: about everything is about nothing."""


def may_keep(actor: Actor) -> Verdict:
    """Guides and the project lead keep what the solutions can do."""
    if actor.has(*EDITORS):
        return YES
    return no(_("Guides and the project lead keep this. Tell the guide what is not right."))


def may_name_capability(
    actor: Actor, solution: Solution, *, name: str, but: Capability | None = None
) -> Verdict:
    """A capability has a name that its solution does not have yet."""
    if not name.strip():
        return no(_("Write in one line what it can do."))
    if is_capability_named(actor, solution, name.strip(), but=but):
        return no(_("This stands in the list already."))
    return YES


def may_add(actor: Actor, solution: Solution, *, name: str) -> Verdict:
    return first_no(
        may_keep(actor),
        may_hold(actor, solution, more=1),
        may_name_capability(actor, solution, name=name),
    )


def may_hold(actor: Actor, solution: Solution, *, more: int) -> Verdict:
    """A list that nobody can read helps nobody."""
    if capability_count(actor, solution) + more > MOST_CAPABILITIES:
        return no(_("There are 500 already. Put together what belongs together."))
    return YES


def may_edit(actor: Actor, capability: Capability, *, name: str) -> Verdict:
    return first_no(
        may_keep(actor),
        _standing(capability),
        may_name_capability(actor, capability.solution, name=name, but=capability),
    )


def may_remove(actor: Actor, capability: Capability) -> Verdict:
    return first_no(may_keep(actor), _standing(capability))


def may_put_back(actor: Actor, capability: Capability) -> Verdict:
    if capability.removed_at is None:
        return no(_("This stands in the list already."))
    return first_no(
        may_keep(actor),
        may_hold(actor, capability.solution, more=1),
        may_name_capability(actor, capability.solution, name=capability.name, but=capability),
    )


def may_import(actor: Actor, *, count: int) -> Verdict:
    if not count:
        return no(_("Choose at least one line."))
    return may_keep(actor)


def may_judge(actor: Actor, concern: Concern) -> Verdict:
    """Whether a solution meets it is said of what stands in the list."""
    if concern.archived_at is not None:
        return no(_("This is in the archive. Put it back first."))
    return may_keep(actor)


def may_say_by(capability: Capability | None, solution: Solution) -> Verdict:
    if capability is not None and capability.solution_id != solution.pk:
        return no(_("Choose a capability of this solution."))
    return YES


def may_plan(actor: Actor, fit: Fit | None, concern: Concern) -> Verdict:
    """Only what is there by adaptation needs the software adapted."""
    if fit is None or fit.how != How.ADAPTATION:
        return no(_("Say first that this takes an adaptation. Then you can plan it."))
    return first_no(may_keep(actor), may_name(concern))


def may_tie(actor: Actor, thing: Thing, *, count: int) -> Verdict:
    """What stands can be about a step, and about a few steps at most."""
    if isinstance(thing, (Concern, Measure)) and thing.archived_at is not None:
        return no(_("This is in the archive. Put it back first."))
    if not count:
        return no(_("Choose a step."))
    if count > MOST_STEPS:
        return no(_("Choose at most 12 steps. About everything is about nothing."))
    return may_keep(actor)


def may_untie(actor: Actor, tie: Tie) -> Verdict:
    if tie.removed_at is not None:
        return no(_("This was taken away already."))
    return may_keep(actor)


def _standing(capability: Capability) -> Verdict:
    if capability.removed_at is not None:
        return no(_("This was removed. Put it back first."))
    return YES
