"""What a group says of its work, what becomes of that, and that it confirms the whole."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone

from draagvlak.core.audit import record
from draagvlak.core.command import command
from draagvlak.core.undo import leave
from draagvlak.core.versions import save_if_unchanged
from draagvlak.core.web import to
from draagvlak.organisations.queries import belongs_to
from draagvlak.processes import rules
from draagvlak.processes.models import Confirmation, Remark
from draagvlak.processes.queries import (
    STEPS_TAKEN,
    author_mark,
    confirmations_of,
    mark_of_part,
    mark_of_step,
    open_count,
    open_remark,
    part_roles,
    performers,
    read_taken,
    wholes,
    write_taken,
)

if TYPE_CHECKING:
    from decimal import Decimal

    from draagvlak.core.actor import Actor
    from draagvlak.organisations.models import Group
    from draagvlak.processes.models import Process, Step

TAKEN = "processes.remark_taken_over"


@dataclass(frozen=True)
class RemarkDraft:
    """What somebody of a group says; `right` is None for a word about the whole process."""

    right: bool | None
    words: str = ""
    minutes: Decimal | None = None
    often: Decimal | None = None
    fate: str = ""
    by_name: bool = False

    def values(self) -> dict[str, object]:
        """The columns. Who says that it is right says nothing else."""
        if self.right is True:
            return {"right": True, "words": "", "minutes": None, "often": None, "fate": ""}
        return {
            "right": self.right,
            "words": self.words.strip(),
            "minutes": self.minutes,
            "often": self.often,
            "fate": self.fate,
        }

    @property
    def is_empty(self) -> bool:
        """Whether nothing was filled in."""
        numbers = self.minutes is None and self.often is None
        return numbers and not self.words.strip() and not self.fate


@dataclass(frozen=True)
class AnswerDraft:
    """What a guide says to a group, and whether the table was changed. For this `version`."""

    done: bool
    text: str
    version: int


@command
def say_remark(
    *, by: Actor, process: Process, group: Group, step: Step | None, draft: RemarkDraft
) -> Remark:
    """Say how a step of a group goes. Saying it again changes what one said, until it is handled.

    The trail names nobody of the group.
    """
    belongs = group.pk in belongs_to(by)
    part = _part(by, process, group)
    rules.may_say(by, process, belongs=belongs, has_part=bool(part.roles)).demand()
    rules.may_say_this(right=draft.right, is_empty=draft.is_empty).demand()
    place = (step.situation.moment, step.key) if step else ("", "")
    found = _locked(by, open_remark(by, process, group, place))
    remark = found or Remark(
        workspace_id=by.tenant,
        process=process,
        group=group,
        moment=place[0],
        key=place[1],
        author_mark=author_mark(by, group),
    )
    for name, value in draft.values().items():
        setattr(remark, name, value)
    remark.name = step.name if step else ""
    remark.about = mark_of_step(step) if step else ""
    remark.noted = not belongs
    remark.by_name = by.name if draft.by_name and belongs else ""
    remark.said_on = timezone.localdate()
    if found is not None:
        remark.version += 1
    remark.save()
    record("processes.remark_said", by=by, on=remark, hidden=belongs)
    return remark


def _locked(by: Actor, said: Remark | None) -> Remark | None:
    """What is open until it is written; None when it was handled just now: then it stands."""
    if said is None:
        return None
    rows = Remark.objects.select_for_update(of=("self",)).select_related("group", "process")
    return rows.filter(workspace_id=by.tenant, pk=said.pk, state=Remark.State.OPEN).first()


@command
def take_back_remark(*, by: Actor, remark: Remark) -> Remark:
    """Take back what one said. What a guide noted, guides take back."""
    is_mine = remark.author_mark == author_mark(by, remark.group)
    rules.may_take_back(by, remark, is_mine=is_mine).demand()
    changes: dict[str, object] = {
        "state": Remark.State.WITHDRAWN,
        "words": "",
        "by_name": "",
        "minutes": None,
        "often": None,
        "fate": "",
    }
    remark = save_if_unchanged(remark, expected=remark.version, changes=changes)
    record("processes.remark_taken_back", by=by, on=remark, hidden=is_mine and not remark.noted)
    return remark


@command
def take_over_remark(
    *, by: Actor, remark: Remark, step: Step | None, version: int | None = None
) -> Remark:
    """Put what a group filled in into the table. Can be taken back for thirty days.

    `version` is that of the remark as it stood on the page.
    """
    rules.may_take_over(by, remark, step).demand()
    rules.may_take_over_what_was_read(remark, version).demand()
    if step is None:
        raise LookupError(remark.pk)
    before = STEPS_TAKEN.before(step)
    changes: dict[str, object] = {
        name: value
        for name in ("minutes", "often", "fate")
        if (value := getattr(remark, name)) not in (None, "")
    }
    step = save_if_unchanged(step, expected=step.version, changes=changes)
    remark = _handled(remark, Remark.State.TAKEN, "")
    event = record(TAKEN, by=by, on=remark)
    kept = write_taken(remark.pk, STEPS_TAKEN.kept(before, step))
    leave(event, by=by, kept=kept, touches=[step.pk, remark.pk])
    return remark


@command
def put_back_taken(*, by: Actor, kept: str) -> str:
    """The step becomes what it was, and the remark waits again."""
    remark_id, earlier = read_taken(kept)
    for step, back in STEPS_TAKEN.returning(by, earlier):
        rules.may_edit_step(by, step).demand()
        save_if_unchanged(step, expected=step.version, changes=back)
        record("processes.step_edited", by=by, on=step)
    remark = Remark.objects.filter(workspace_id=by.tenant, pk=remark_id).first()
    if remark is None:
        return to(by, "processes:process_list")
    twin = Remark.objects.filter(
        workspace_id=by.tenant,
        process_id=remark.process_id,
        group_id=remark.group_id,
        moment=remark.moment,
        key=remark.key,
        author_mark=remark.author_mark,
        state=Remark.State.OPEN,
    )
    if not twin.exists():
        changes = {"state": Remark.State.OPEN, "answered_on": None}
        remark = save_if_unchanged(remark, expected=remark.version, changes=changes)
    record("processes.remark_opened", by=by, on=remark)
    return to(by, "processes:remark_list", process_id=remark.process_id)


@command
def answer_remark(*, by: Actor, remark: Remark, draft: AnswerDraft) -> Remark:
    """Say what happened with a remark, or why it stays. Raises `EditConflict`."""
    rules.may_answer(by, remark).demand()
    rules.may_answer_so(done=draft.done, text=draft.text).demand()
    state = Remark.State.TAKEN if draft.done else Remark.State.ANSWERED
    remark = _handled(remark, state, draft.text, version=draft.version)
    record("processes.remark_answered", by=by, on=remark)
    return remark


def _handled(remark: Remark, state: str, text: str, *, version: int | None = None) -> Remark:
    changes = {"state": state, "answer": text.strip(), "answered_on": timezone.localdate()}
    expected = remark.version if version is None else version
    return save_if_unchanged(remark, expected=expected, changes=changes)


@command
def confirm_part(*, by: Actor, process: Process, group: Group, read: str = "") -> Confirmation:
    """Write down that a group says: this is how our work goes, now and later.

    `read` is the mark of the steps that stood on the page.
    """
    belongs = group.pk in belongs_to(by)
    part = _part(by, process, group)
    rows = Remark.objects.filter(workspace_id=by.tenant, process=process, group=group)
    rules.may_say(by, process, belongs=belongs, has_part=bool(part.roles)).demand()
    waiting = open_count(rows)
    rules.may_confirm(by, belongs=belongs, waiting=waiting, is_written=part.is_written).demand()
    rules.may_confirm_what_was_read(read, part.mark).demand()
    _end(by, process, group)
    confirmation = Confirmation.objects.create(
        workspace_id=by.tenant, process=process, group=group, about=part.mark, noted=not belongs
    )
    record("processes.part_confirmed", by=by, on=confirmation, hidden=belongs)
    return confirmation


@command
def unconfirm_part(*, by: Actor, process: Process, group: Group) -> Confirmation:
    """Take back that a group confirmed it."""
    belongs = group.pk in belongs_to(by)
    found = confirmations_of(by, [process.pk]).get((process.pk, group.pk))
    rules.may_unconfirm(by, found, belongs=belongs).demand()
    if found is None:
        raise LookupError(process.pk)
    _end(by, process, group)
    record("processes.part_unconfirmed", by=by, on=found, hidden=belongs)
    return found


def _end(by: Actor, process: Process, group: Group) -> None:
    Confirmation.objects.filter(
        workspace_id=by.tenant, process=process, group=group, removed_at=None
    ).update(removed_at=timezone.now())


@dataclass(frozen=True)
class _Part:
    """What a group does in a process: its roles there, and the mark of its steps."""

    roles: dict[str, str]
    mark: str
    is_written: bool


def _part(by: Actor, process: Process, group: Group) -> _Part:
    tied = {key: tie.role for key, tie in performers(by).items() if tie.group_id == group.pk}
    (whole,) = wholes(by, process)
    roles = part_roles(whole, tied)
    return _Part(roles, mark_of_part(whole.steps(), roles), whole.is_written)
