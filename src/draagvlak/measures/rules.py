"""Who may do what with a measure, and why not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from draagvlak.concerns.states import State as ConcernState
from draagvlak.core.policy import EDITORS
from draagvlak.core.verdict import YES, Verdict, first_no, no
from draagvlak.measures.models import Measure
from draagvlak.measures.queries import owns
from draagvlak.measures.states import State, way

if TYPE_CHECKING:
    from draagvlak.concerns.models import Concern
    from draagvlak.core.actor import Actor

TITLE_LENGTH = 160
MEANWHILE = _("Somebody else changed this just now. It stays as it is.")
BY_OWNER = frozenset({State.UNDER_WAY, State.DELIVERED})
"""States that the owner of a measure may report too."""


def may_keep(actor: Actor) -> Verdict:
    """Guides and the project lead decide which measures there are."""
    if actor.has(*EDITORS):
        return YES
    return no(_("Guides and the project lead keep the measures. Tell the guide what you miss."))


def may_report(actor: Actor, measure: Measure) -> Verdict:
    """Who sees to a measure tells how far it is, and so do guides and the project lead."""
    if not (actor.has(*EDITORS) or owns(actor, measure)):
        return no(_("Who sees to this measure writes down how far it is, or a guide does."))
    return _not_archived(measure)


def may_stand(*, title: str, kind: str, reasons: str) -> Verdict:
    """A measure says what is done; doing nothing on purpose says why."""
    if not title.strip():
        return no(_("Write in one sentence what is done."))
    if len(title.strip()) > TITLE_LENGTH:
        return no(_("Keep the title to 160 characters. The rest fits in the explanation."))
    if kind == Measure.Kind.NOTHING and not reasons.strip():
        return no(_("Write down why nothing is done. People have a right to the reason."))
    return YES


def may_edit(actor: Actor, measure: Measure) -> Verdict:
    return first_no(may_keep(actor), _not_archived(measure))


def may_move(actor: Actor, measure: Measure, target: str) -> Verdict:
    """Every way between two states stands in the table; some ask something first."""
    found = way(measure.state, target)
    if found is None:
        return no(_("That step cannot be taken from here. Look at the page again: it has changed."))
    if found.verb == "start" and measure.kind == Measure.Kind.NOTHING:
        return no(_("Nothing is done here, on purpose. Tell the people why."))
    by_owner = target in BY_OWNER and measure.state in BY_OWNER | {State.AGREED}
    return may_report(actor, measure) if by_owner else may_edit(actor, measure)


def may_deliver(actor: Actor, measure: Measure, *, deliveries: int) -> Verdict:
    """A measure is delivered with at least one delivery to show."""
    return first_no(
        may_move(actor, measure, State.DELIVERED),
        YES if deliveries else no(_("Write down first what was delivered, and when.")),
    )


def may_drop(actor: Actor, measure: Measure, *, because: str) -> Verdict:
    return first_no(
        may_move(actor, measure, State.DROPPED),
        YES if because.strip() else no(_("Write down why this measure is dropped.")),
    )


def may_go(actor: Actor, measure: Measure, *, state: str, because: str, deliveries: int) -> Verdict:
    """Whether a measure can go to a state with what is known; staying where it is always can."""
    if state == measure.state:
        return YES
    if state == State.DROPPED:
        return may_drop(actor, measure, because=because)
    if state == State.DELIVERED:
        return may_deliver(actor, measure, deliveries=deliveries)
    return may_move(actor, measure, state)


def may_change(
    actor: Actor, measure: Measure, *, state: str, because: str, deliveries: int
) -> Verdict:
    """Whether one of several can be changed, and go to a state (empty: where it is)."""
    return first_no(
        may_edit(actor, measure),
        may_go(
            actor, measure, state=state or measure.state, because=because, deliveries=deliveries
        ),
    )


def may_change_some(count: int, *, left: int) -> Verdict:
    """At least one of what was chosen can be changed, and becomes something else."""
    if count:
        return YES
    if not left:
        return no(_("Nothing was changed: all of it was so already."))
    return no(_("Nothing was changed: none of these can be changed so. Look again."))


def may_add_delivery(actor: Actor, measure: Measure, *, what: str) -> Verdict:
    """Something can be delivered once it is agreed, and said what it is."""
    if measure.kind == Measure.Kind.NOTHING:
        return no(_("Nothing is done here, on purpose. So nothing is delivered either."))
    if measure.state == State.PROPOSED:
        return no(_("Agree on this measure first. Then you can write down what was delivered."))
    if measure.state == State.DROPPED:
        return no(_("This measure was dropped. Take it up again first."))
    if not what.strip():
        return no(_("Write down what was delivered."))
    return may_report(actor, measure)


def may_edit_delivery(actor: Actor, measure: Measure, *, what: str) -> Verdict:
    if not what.strip():
        return no(_("Write down what was delivered."))
    return may_report(actor, measure)


def may_remove_delivery(actor: Actor, measure: Measure, *, left: int) -> Verdict:
    """What is delivered keeps at least one delivery."""
    if measure.state == State.DELIVERED and left == 0:
        return no(
            _("This is the only delivery of a delivered measure. Change it, or reopen the measure.")
        )
    return may_report(actor, measure)


def may_link(actor: Actor, measure: Measure) -> Verdict:
    return may_edit(actor, measure)


def may_name(concern: Concern) -> Verdict:
    """A measure is for concerns whose cause is known."""
    if concern.archived_at is not None:
        return no(_("This concern is in the archive. Put it back first."))
    if concern.state == ConcernState.HEARD:
        return no(_("First write down a cause of this concern. A measure answers a cause."))
    return YES


def may_archive(actor: Actor, measure: Measure) -> Verdict:
    if measure.archived_at is not None:
        return no(_("This measure is in the archive already."))
    return may_keep(actor)


def may_restore(actor: Actor, measure: Measure) -> Verdict:
    if measure.archived_at is None:
        return no(_("This measure is not in the archive."))
    return may_keep(actor)


def _not_archived(measure: Measure) -> Verdict:
    if measure.archived_at is None:
        return YES
    return no(_("This measure is in the archive. Put it back first."))
