"""Who may do what with processes, and why not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from draagvlak.core.policy import EDITORS, Role
from draagvlak.core.verdict import YES, Verdict, first_no, no
from draagvlak.processes.models import Situation
from draagvlak.processes.queries import MOST_PROCESSES, MOST_STEPS, MOST_WAVES, is_name_taken

if TYPE_CHECKING:
    from collections.abc import Sequence

    from draagvlak.core.actor import Actor
    from draagvlak.processes.models import (
        Confirmation,
        Correction,
        Process,
        Remark,
        Step,
        Wave,
    )


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
    """Steps are added to a table; a model with a file gets them where it was drawn."""
    if situation is not None and situation.source_id is not None:
        return no(
            _("The steps of this model stand in its drawing. Add them there, or import a new file.")
        )
    return first_no(may_hold(count + 1), may_change(actor, process, situation))


def may_hold(count: int) -> Verdict:
    """However the steps came: nobody can follow more."""
    if count > MOST_STEPS:
        return no(_("There are 300 steps. Split the process: nobody can follow more."))
    return YES


def may_edit_step(actor: Actor, step: Step) -> Verdict:
    """Of a step that came from a file, everything beside its name and role can be changed."""
    if step.removed_at is not None:
        return no(_("This step was removed. Put it back first."))
    return may_change(actor, step.situation.process, step.situation)


def may_remove_step(actor: Actor, step: Step) -> Verdict:
    if step.situation.source_id is not None:
        return no(_("The steps of this model stand in its drawing. Remove them there."))
    return may_edit_step(actor, step)


def may_put_step_back(actor: Actor, step: Step, *, count: int) -> Verdict:
    if step.removed_at is None:
        return no(_("This step is in the table already."))
    change = may_change(actor, step.situation.process, step.situation)
    return first_no(may_hold(count + 1), change)


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


def may_say(actor: Actor, process: Process, *, belongs: bool, has_part: bool) -> Verdict:
    """Who is in a group says how its work goes; who keeps the processes writes it down for them."""
    if not belongs and not actor.has(*EDITORS):
        return no(_("Only who is in this group says how its work goes."))
    if not has_part:
        return no(_("This group does no work in this process."))
    return _not_archived(process)


def may_say_this(*, right: bool | None, is_empty: bool) -> Verdict:
    """Who says that something is not right tells what."""
    if right is not True and is_empty:
        return no(_("Tell what is not right, or fill in another number."))
    return YES


def may_take_back(actor: Actor, remark: Remark, *, is_mine: bool) -> Verdict:
    """A remark belongs to who said it, and what a guide noted to all who keep the processes."""
    if not is_mine and not (remark.noted and actor.has(*EDITORS)):
        return no(_("Only who said this takes it back."))
    return _still_open(remark)


def may_answer(actor: Actor, remark: Remark) -> Verdict:
    if remark.right is True:
        return no(_("This needs no answer: the group says that it is right."))
    return first_no(may_edit(actor, remark.process), _still_open(remark))


def may_answer_so(*, done: bool, text: str) -> Verdict:
    """No without a reason is no answer."""
    if not done and not text.strip():
        return no(_("Say why it stays as it is. The group reads it."))
    return YES


def may_take_over(actor: Actor, remark: Remark, step: Step | None) -> Verdict:
    """What a group filled in goes into the table with one act."""
    if remark.minutes is None and remark.often is None and not remark.fate:
        return no(_("There is no number in it to take over. Change the step, and answer."))
    if step is None:
        return no(_("This step is not there any more. Answer the group."))
    return first_no(may_answer(actor, remark), may_edit_step(actor, step))


def may_take_over_what_was_read(remark: Remark, version: int | None) -> Verdict:
    """Numbers that the group changed meanwhile are read first."""
    if version in (None, remark.version):
        return YES
    return no(_("The group changed this after you opened the page. Read it again."))


def may_confirm(actor: Actor, *, belongs: bool, waiting: int, is_written: bool) -> Verdict:
    """A key user of the group confirms it, or a guide writes down that the group did."""
    if not actor.has(*EDITORS) and not (belongs and actor.has(Role.KEY_USER)):
        return no(_("A key user of the group confirms this, or a guide after a talk with them."))
    if not is_written:
        return no(_("Write down first how it goes now and later. Then the group can confirm it."))
    if waiting:
        return no(_("There are corrections without an answer. Answer those first."))
    return YES


def may_confirm_what_was_read(read: str, mark: str) -> Verdict:
    """A group confirms the steps that it read; empty: it was told in a meeting."""
    if read in ("", mark):
        return YES
    return no(_("A step was changed after you opened this page. Read it again, then confirm it."))


def may_unconfirm(actor: Actor, confirmation: Confirmation | None, *, belongs: bool) -> Verdict:
    if confirmation is None:
        return no(_("Nothing is confirmed here."))
    if actor.has(*EDITORS) or (belongs and actor.has(Role.KEY_USER)):
        return YES
    return no(_("A key user of the group confirms this, or a guide after a talk with them."))


def may_plan(actor: Actor, *, name: str, count: int) -> Verdict:
    """Waves are few and have a name."""
    if not name.strip():
        return no(_("Give the wave a name."))
    return first_no(_room_for_wave(count), may_keep(actor))


def _room_for_wave(count: int) -> Verdict:
    if count >= MOST_WAVES:
        return no(_("There are 24 waves. Put some together."))
    return YES


def may_place(elsewhere: Sequence[str]) -> Verdict:
    """A group begins once."""
    if not elsewhere:
        return YES
    words = gettext("Already in another wave: %(names)s.") % {"names": ", ".join(elsewhere)}
    return no(words)


def may_remove_wave(actor: Actor, wave: Wave) -> Verdict:
    if wave.removed_at is not None:
        return no(_("This wave was removed already."))
    return may_keep(actor)


def may_put_wave_back(actor: Actor, wave: Wave, *, elsewhere: Sequence[str], count: int) -> Verdict:
    if wave.removed_at is None:
        return no(_("This wave is there already."))
    return first_no(may_keep(actor), may_place(elsewhere), _room_for_wave(count))


def _still_open(remark: Remark) -> Verdict:
    if remark.state == remark.State.OPEN:
        return YES
    return no(_("This was handled already."))


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
