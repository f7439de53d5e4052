"""Who may do what with stakeholders, and why not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from draagvlak.core.policy import EDITORS
from draagvlak.core.verdict import YES, Verdict, first_no, no
from draagvlak.programmes.models import Decision
from draagvlak.stakeholders.models import FULL, Commitment, Relation
from draagvlak.stakeholders.queries import MOST, is_few, is_name_taken, stakeholder_count

if TYPE_CHECKING:
    import datetime as dt
    from uuid import UUID

    from draagvlak.core.actor import Actor
    from draagvlak.programmes.models import Membership
    from draagvlak.stakeholders.models import Assessment, Stakeholder


def may_keep(actor: Actor) -> Verdict:
    """Guides and the project lead keep the register and what was promised."""
    if actor.has(*EDITORS):
        return YES
    return no(_("Guides and the project lead keep this register. Tell the guide what you miss."))


def may_judge(actor: Actor) -> Verdict:
    """Only guides write down how a group stands, and how they go about it."""
    if actor.is_guide:
        return YES
    return no(_("Only guides write down how a group stands."))


def may_add(actor: Actor, *, group: object, name: str) -> Verdict:
    """A stakeholder is a group, or an outside party with a name that nobody has here."""
    keeps = may_keep(actor)
    if not keeps:
        return keeps
    if group is None and not name.strip():
        return no(_("Choose a group, or write the name of an outside party."))
    if group is not None and name.strip():
        return no(_("Choose a group or write a name, not both at once."))
    if group is None and is_name_taken(actor, name.strip()):
        return no(_("This name is here already. Look in the archive too."))
    if stakeholder_count(actor) >= MOST:
        return no(_("There are 200 stakeholders. Nobody can follow more: put some together."))
    return YES


def may_edit(actor: Actor, stakeholder: Stakeholder) -> Verdict:
    return first_no(may_keep(actor), _not_archived(stakeholder))


def may_name(actor: Actor, stakeholder: Stakeholder, *, name: str) -> Verdict:
    """An outside party keeps a name of its own; a group is called as in the list of people."""
    if stakeholder.group_id is not None:
        return YES
    if not name.strip():
        return no(_("Write the name of the outside party."))
    if is_name_taken(actor, name.strip(), but=stakeholder):
        return no(_("This name is here already. Look in the archive too."))
    return YES


def may_archive(actor: Actor, stakeholder: Stakeholder) -> Verdict:
    if stakeholder.archived_at is not None:
        return no(_("This stakeholder is in the archive already."))
    return may_keep(actor)


def may_restore(actor: Actor, stakeholder: Stakeholder) -> Verdict:
    if stakeholder.archived_at is None:
        return no(_("This stakeholder is not in the archive."))
    return may_keep(actor)


def may_approach(actor: Actor, stakeholder: Stakeholder) -> Verdict:
    return first_no(may_judge(actor), _not_archived(stakeholder))


def may_step(
    actor: Actor, stakeholder: Stakeholder, *, what: str, owner: object, due_on: object
) -> Verdict:
    """A next step says what happens; then somebody can own it, before a day."""
    if not what.strip() and (owner is not None or due_on is not None):
        return no(_("Write down what the next step is."))
    return may_edit(actor, stakeholder)


def may_finish_step(actor: Actor, stakeholder: Stakeholder) -> Verdict:
    """Who sees to a step says that it is done, and so do guides and the project lead."""
    if not stakeholder.next_step:
        return no(_("There is no next step to finish."))
    if not (actor.has(*EDITORS) or _owns(actor, stakeholder.next_owner)):
        return no(_("Who sees to this step says when it is done, or a guide does."))
    return _not_archived(stakeholder)


def may_assess(actor: Actor, stakeholder: Stakeholder) -> Verdict:
    """How a group stands is written down of groups only, never of somebody in a small one."""
    return first_no(may_judge(actor), _many_enough(stakeholder), _not_archived(stakeholder))


def may_write_assessment(
    actor: Actor,
    stakeholder: Stakeholder,
    *,
    place: tuple[int, int],
    reason: str,
    seen_on: dt.date,
) -> Verdict:
    """An assessment lies on the map, has a reason, and is of a day that has been."""
    allowed = may_assess(actor, stakeholder)
    if not allowed:
        return allowed
    if not all(0 <= each <= FULL for each in place):
        return no(_("Influence and interest go from 0 to 100."))
    if not reason.strip():
        return no(_("Write down what this rests on. Without a reason nobody can follow it."))
    if seen_on > timezone.localdate():
        return no(_("This day is still to come."))
    return YES


def may_take_back(actor: Actor, stakeholder: Stakeholder, assessment: Assessment) -> Verdict:
    if assessment.undone_at is not None:
        return no(_("This assessment was taken back already."))
    return first_no(may_judge(actor), _not_archived(stakeholder))


def may_put_back(actor: Actor, stakeholder: Stakeholder, assessment: Assessment) -> Verdict:
    if assessment.undone_at is None:
        return no(_("This assessment counts already."))
    return may_assess(actor, stakeholder)


def may_relate(
    actor: Actor, source: Stakeholder, target: Stakeholder, *, kind: str, known: object
) -> Verdict:
    """A relation is between two, and is said once. Tension has no direction."""
    if source.pk == target.pk:
        return no(_("Choose somebody else: a relation is between two."))
    if kind not in Relation.Kind.values:
        return no(_("Choose one of the options."))
    if known:
        return no(_("This relation is here already."))
    return first_no(may_judge(actor), _not_archived(source), _not_archived(target))


def may_unrelate(actor: Actor, relation: Relation) -> Verdict:
    if relation.removed_at is not None:
        return no(_("This relation was taken away already."))
    return may_judge(actor)


def may_promise(actor: Actor, stakeholder: Stakeholder, *, what: str, made_on: dt.date) -> Verdict:
    """What is promised can be read back later: what, and on which day."""
    if not what.strip():
        return no(_("Write down what was promised."))
    if made_on > timezone.localdate():
        return no(_("This day is still to come."))
    return may_edit(actor, stakeholder)


def may_settle(
    actor: Actor, stakeholder: Stakeholder, commitment: Commitment, *, state: str, because: str
) -> Verdict:
    """Who made a promise says how it went; one that was not kept, or withdrawn, is explained."""
    if commitment.state != Commitment.State.OPEN:
        return no(_("It was written down already how this went."))
    if state not in set(Commitment.State.values) - {Commitment.State.OPEN}:
        return no(_("Choose one of the options."))
    if state == Commitment.State.BROKEN and not because.strip():
        return no(_("Write down why it was not kept. People have a right to the reason."))
    if state == Commitment.State.WITHDRAWN and not because.strip():
        return no(_("Write down why it is withdrawn. People have a right to the reason."))
    return may_say_how(actor, stakeholder, commitment.owner.user_id if commitment.owner else None)


def may_say_how(actor: Actor, stakeholder: Stakeholder, owner: UUID | None) -> Verdict:
    """Whether the actor says how an open promise of this owner (a user) went."""
    if not (actor.has(*EDITORS) or (owner and owner == actor.user_id)):
        return no(_("Who made this promise says how it went, or a guide does."))
    return _not_archived(stakeholder)


def may_reopen(actor: Actor, stakeholder: Stakeholder, commitment: Commitment) -> Verdict:
    if commitment.state == Commitment.State.OPEN:
        return no(_("This promise is open already."))
    return may_edit(actor, stakeholder)


def may_set_part(actor: Actor, stakeholder: Stakeholder, decision: Decision) -> Verdict:
    """How somebody takes part is said while a decision is open."""
    if decision.state != Decision.State.OPEN:
        return no(_("This is decided. Open the decision again to change who takes part."))
    return may_edit(actor, stakeholder)


def _owns(actor: Actor, owner: Membership | None) -> bool:
    return actor.user_id is not None and owner is not None and owner.user_id == actor.user_id


def _many_enough(stakeholder: Stakeholder) -> Verdict:
    if not is_few(stakeholder):
        return YES
    return no(
        _(
            "Fewer than five people are in this group. "
            "How it stands would be how one of them stands."
        )
    )


def _not_archived(stakeholder: Stakeholder) -> Verdict:
    if stakeholder.archived_at is None:
        return YES
    return no(_("This stakeholder is in the archive. Put it back first."))
