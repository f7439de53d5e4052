"""What taking back an act on the programme would come to, for many acts at once."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, TypeVar
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from draagvlak.core.returning import Edited, look_at, look_away
from draagvlak.programmes.models import (
    Decision,
    Invitation,
    Membership,
    Participation,
    Programme,
    ProgrammePhase,
    Solution,
    Supplier,
    Vision,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

    from draagvlak.core.actor import Actor
    from draagvlak.core.returning import Earlier, Texts
    from draagvlak.core.undo import Outlook

M = TypeVar("M", Supplier, Solution)


def _programme(actor: Actor) -> QuerySet[Programme]:
    return Programme.objects.filter(workspace_id=actor.tenant, pk=actor.programme_id)


def _phases(actor: Actor) -> QuerySet[ProgrammePhase]:
    return ProgrammePhase.objects.filter(workspace_id=actor.tenant, programme_id=actor.programme_id)


def _suppliers(actor: Actor) -> QuerySet[Supplier]:
    return Supplier.objects.filter(workspace_id=actor.tenant)


def _solutions(actor: Actor) -> QuerySet[Solution]:
    return Solution.objects.filter(workspace_id=actor.tenant, programme_id=actor.programme_id)


def _decisions(actor: Actor) -> QuerySet[Decision]:
    return Decision.objects.filter(workspace_id=actor.tenant, programme_id=actor.programme_id)


def members_here(actor: Actor) -> QuerySet[Membership]:
    """The roles in this programme, ended ones too."""
    return Membership.objects.filter(workspace_id=actor.tenant, programme_id=actor.programme_id)


def _name_taken(rows: QuerySet[M], pairs: Sequence[tuple[M, Earlier]]) -> set[tuple[UUID, str]]:
    """Those that cannot have their former name again: another has it (one statement)."""
    wanted = {each.was["name"]: row.pk for row, each in pairs if "name" in each.was}
    taken = rows.filter(name__in=list(wanted)).values_list("pk", "name")
    return {(wanted[name], "name") for pk, name in taken if wanted[name] != pk}


def _closed(actor: Actor, rows: Sequence[tuple[Decision, Earlier]]) -> set[tuple[UUID, str]]:
    """The words of a question that was decided since stay."""
    del actor
    return {
        (row.pk, name)
        for row, each in rows
        if row.state != Decision.State.OPEN and "state" not in each.now
        for name in each.now
    }


PROGRAMMES: Edited[Programme] = Edited(
    _programme, {"name": _("the name"), "summary": _("the summary"), "phase": _("the phase")}
)
PHASES: Edited[ProgrammePhase] = Edited(
    _phases,
    {"starts_on": _("the first day"), "ends_on": _("the last day")},
    together=[frozenset({"starts_on", "ends_on"})],
    title=lambda row: str(row.get_phase_display()),
)
SUPPLIERS: Edited[Supplier] = Edited(
    _suppliers,
    {"name": _("the name"), "contact": _("the contact"), "email": _("the e-mail address")},
    shut=lambda actor, rows: _name_taken(_suppliers(actor), rows),
)
SOLUTIONS: Edited[Solution] = Edited(
    _solutions,
    {
        "name": _("the name"),
        "summary": _("the summary"),
        "state": _("the state"),
        "supplier": _("the supplier"),
    },
    shut=lambda actor, rows: _name_taken(_solutions(actor), rows),
)
DECISIONS: Edited[Decision] = Edited(
    _decisions,
    {
        "title": _("the title"),
        "question": _("the question"),
        "due_on": _("the day"),
        "state": _("the state"),
        "outcome": _("what was decided"),
        "reasons": _("the reasons"),
        "decided_on": _("the day of the decision"),
    },
    together=[frozenset({"state", "outcome", "reasons", "decided_on"})],
    shut=_closed,
)
MEMBERS: Edited[Membership] = Edited(
    lambda actor: members_here(actor).filter(ended_at=None).select_related("user"),
    {"role": _("the role"), "person": _("who it is")},
    title=lambda row: row.user.name,
)
look_at_ended_role = look_away(lambda actor: members_here(actor).exclude(ended_at=None))


def revoked_invitations(actor: Actor) -> QuerySet[Invitation]:
    """The invitations that were taken back and not accepted."""
    rows = Invitation.objects.filter(workspace_id=actor.tenant, programme_id=actor.programme_id)
    return rows.filter(accepted_at=None).exclude(revoked_at=None)


look_at_revoked = look_away(revoked_invitations)


def keep_part(part: Participation) -> str:
    """What the way back needs of somebody who was taken out of a decision."""
    ends = {"person": part.person_id, "group": part.group_id}
    kept = {name: str(key) if key else "" for name, key in ends.items()}
    return json.dumps({**kept, "decision": str(part.decision_id), "level": part.level})


def kept_part(kept: str) -> dict[str, str]:
    """What `keep_part` wrote."""
    found: dict[str, str] = json.loads(kept)
    return found


def look_at_removed_parts(actor: Actor, kept: Sequence[str]) -> list[Outlook]:
    """Somebody comes back while the question is open and they were not named anew."""
    parts = [kept_part(each) for each in kept]
    keys = {UUID(part["decision"]) for part in parts}
    rows = _decisions(actor).filter(pk__in=keys, state=Decision.State.OPEN)
    open_ones = {str(key) for key in rows.values_list("pk", flat=True)}
    there = Participation.objects.filter(workspace_id=actor.tenant, decision_id__in=keys)
    named = {(str(each.decision_id), str(each.person_id or each.group_id)) for each in there}
    ends = [(part["decision"], part["person"] or part["group"]) for part in parts]
    still = {end for end in ends if end[0] in open_ones and end not in named}
    return look_at(ends, still)


def look_at_vision(actor: Actor, kept: Sequence[str]) -> list[Outlook]:
    """The version before comes back while the one after it is still the latest."""
    numbers = [int(each) for each in kept]
    rows = Vision.objects.filter(workspace_id=actor.tenant, programme_id=actor.programme_id)
    latest = rows.order_by("-number").values_list("number", flat=True).first() or 0
    return look_at(numbers, {latest})


def texts_of_phases(actor: Actor) -> dict[UUID, Texts]:
    """When the phases begin and end, by key."""
    return {row.pk: PHASES.before(row) for row in _phases(actor)}
