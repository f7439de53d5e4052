"""Who may do what with processes, and why not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from draagvlak.core.policy import EDITORS
from draagvlak.core.verdict import YES, Verdict, first_no, no
from draagvlak.processes.models import Situation
from draagvlak.processes.queries import MOST_PROCESSES, MOST_STEPS, is_name_taken

if TYPE_CHECKING:
    from draagvlak.core.actor import Actor
    from draagvlak.processes.models import Correction, Process, Step


def may_keep(actor: Actor) -> Verdict:
    """Guides and the project lead keep the processes."""
    if actor.has(*EDITORS):
        return YES
    return no(_("Guides and the project lead keep this. Tell the guide what is not right."))


def may_add(actor: Actor, *, name: str, count: int) -> Verdict:
    """A process has a name that no other one has here, the archive included."""
    if count >= MOST_PROCESSES:
        return no(_("There are 100 processes. Nobody can follow more: put some together."))
    return first_no(may_keep(actor), _named(actor, name))


def may_edit(actor: Actor, process: Process) -> Verdict:
    return first_no(may_keep(actor), _not_archived(process))


def may_rename(actor: Actor, process: Process, *, name: str) -> Verdict:
    return first_no(may_edit(actor, process), _named(actor, name, but=process))


def may_archive(actor: Actor, process: Process) -> Verdict:
    if process.archived_at is not None:
        return no(_("This process is in the archive already."))
    return may_keep(actor)


def may_restore(actor: Actor, process: Process) -> Verdict:
    if process.archived_at is None:
        return no(_("This process is not in the archive."))
    return may_keep(actor)


def may_change(actor: Actor, process: Process, situation: Situation | None) -> Verdict:
    """What is settled is opened again before anybody changes it."""
    if situation is not None and situation.state == Situation.State.SETTLED:
        return no(_("This is settled. Open it again to change it."))
    return may_edit(actor, process)


def may_add_step(
    actor: Actor, process: Process, situation: Situation | None, *, count: int
) -> Verdict:
    """Steps are added to a table; a model with a file gets them in the program that made it."""
    if situation is not None and situation.source_id is not None:
        return no(
            _("This model came from a file. Add steps in the program that made it, and import it.")
        )
    if count >= MOST_STEPS:
        return no(_("There are 300 steps. Split the process: nobody can follow more."))
    return may_change(actor, process, situation)


def may_edit_step(actor: Actor, step: Step) -> Verdict:
    """Of a step that came from a file, everything beside its name and role can be changed."""
    if step.removed_at is not None:
        return no(_("This step was removed. Put it back first."))
    return may_change(actor, step.situation.process, step.situation)


def may_remove_step(actor: Actor, step: Step) -> Verdict:
    if step.situation.source_id is not None:
        return no(_("This model came from a file. Remove steps in the program that made it."))
    return may_edit_step(actor, step)


def may_put_step_back(actor: Actor, step: Step) -> Verdict:
    if step.removed_at is None:
        return no(_("This step is in the table already."))
    return may_change(actor, step.situation.process, step.situation)


def may_copy(actor: Actor, process: Process, now: Situation | None, *, count: int) -> Verdict:
    """What is not there cannot be copied."""
    if now is None or not count:
        return no(_("Write down first how it goes now. That is what you copy."))
    return may_edit(actor, process)


def may_put_back(actor: Actor, situation: Situation) -> Verdict:
    if situation.replaced_at is None:
        return no(_("This is what stands here already."))
    return may_edit(actor, situation.process)


def may_settle(actor: Actor, situation: Situation, *, count: int) -> Verdict:
    if not count:
        return no(_("There is no step yet. Write down how it goes first."))
    return may_edit(actor, situation.process)


def may_correct(actor: Actor, process: Process) -> Verdict:
    return may_edit(actor, process)


def may_withdraw(actor: Actor, correction: Correction) -> Verdict:
    if correction.removed_at is not None:
        return no(_("This was taken back already."))
    return may_edit(actor, correction.process)


def may_tie(actor: Actor, *, role: str) -> Verdict:
    if not role.strip():
        return no(_("Choose the role first."))
    return may_keep(actor)


def _named(actor: Actor, name: str, *, but: Process | None = None) -> Verdict:
    if not name.strip():
        return no(_("Give the process a name."))
    if is_name_taken(actor, name.strip(), but=but):
        return no(_("This name is here already. Look in the archive too."))
    return YES


def _not_archived(process: Process) -> Verdict:
    if process.archived_at is None:
        return YES
    return no(_("This process is in the archive. Put it back first."))
