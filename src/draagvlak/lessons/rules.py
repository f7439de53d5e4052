"""Who may read lessons and keep them, and why not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from draagvlak.concerns.states import ANSWERED, State
from draagvlak.core.policy import GUIDES, Data, Role, sees
from draagvlak.core.verdict import YES, Verdict, first_no, no
from draagvlak.lessons.models import Lesson
from draagvlak.lessons.queries.shipped import NAMES

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Sequence
    from uuid import UUID

    from draagvlak.concerns.models import Concern
    from draagvlak.core.actor import Actor
    from draagvlak.lessons.queries.drafting import LessonDraft

DECIDERS: Final = frozenset({Role.SPONSOR, Role.PROJECT_LEAD})
"""Who says for the client whether a lesson may go along."""
TITLE_LENGTH: Final = 160
HELPED_LENGTH: Final = 1000


class Basis(Protocol):
    """What there is to make a lesson of."""

    @property
    def has_cause(self) -> bool: ...

    @property
    def has_result(self) -> bool: ...


def may_read(actor: Actor) -> Verdict:
    """Who writes causes and measures down is offered words to begin with."""
    if sees(Data.LESSON, actor.roles):
        return YES
    return no(_("Guides and the project lead look here. Ask the guide what was learned."))


def may_keep_lesson(
    actor: Actor, concern: Concern, found: Basis, *, is_kept: bool = False
) -> Verdict:
    """A guide keeps what worked: of a concern that is solved, or told back when all is anchored."""
    return first_no(
        _guides(actor),
        _is_solved(actor, concern),
        YES if found.has_cause else no(_("No cause is written down. A lesson says why it was so.")),
        YES
        if found.has_result
        else no(_("Nothing that was finished is written down. A lesson says what helped.")),
        no(_("This lesson is kept already.")) if is_kept else YES,
    )


def _is_solved(actor: Actor, concern: Concern) -> Verdict:
    ends = actor.programme is not None and actor.programme.phase == "anchor"
    if concern.state == State.DELIVERED and not concern.unsolved:
        return YES
    if ends and concern.state in ANSWERED:
        return YES
    return no(
        _("A lesson can be kept when the answer was told back and nobody says it is not solved.")
    )


def may_say(draft: LessonDraft) -> Verdict:
    """Every part says something, within its length."""
    whole = (draft.title, draft.cause, draft.measure, draft.helped)
    if not all(text.strip() for text in whole):
        return no(_("A lesson says what was heard, why it was so, what was done and what helped."))
    if max(map(len, whole[:3])) > TITLE_LENGTH or len(draft.helped) > HELPED_LENGTH:
        return no(_("This is too long for a lesson. Say it shorter."))
    if draft.system not in NAMES:
        return no(_("Choose one of the systems."))
    return YES


def may_send_to(places: Sequence[UUID], *, own: Sequence[UUID]) -> Verdict:
    """Lessons go to workspaces of the same guide, and nowhere else."""
    if set(places) <= set(own):
        return YES
    return no(_("A lesson only goes to workspaces that you guide yourself."))


def may_note_consent(actor: Actor, name: str, on: dt.date) -> Verdict:
    """A guide writes down who agreed, and on which day."""
    return first_no(
        _guides(actor),
        YES if name.strip() else no(_("Write down who agreed.")),
        YES
        if on <= timezone.localdate()
        else no(_("This day is still to come. Write down consent when it was given.")),
    )


def may_record(actor: Actor, lesson: Lesson) -> Verdict:
    """Whether a guide may still write down what the client said."""
    return first_no(_guides(actor), may_settle(lesson))


def may_settle(lesson: Lesson) -> Verdict:
    """Something is said once of a lesson that waits for it."""
    if lesson.state == Lesson.State.ASKED:
        return YES
    return no(_("Something was said of this lesson already."))


def may_decide(actor: Actor, lesson: Lesson, *, version: int | None = None) -> Verdict:
    """The client or the project lead says whether a lesson may go along; on the words they read."""
    return first_no(
        YES
        if actor.has(*DECIDERS)
        else no(_("The client or the project lead says whether a lesson may go along.")),
        may_settle(lesson),
        YES
        if version is None or version == lesson.version
        else no(_("This changed just now. Look at it again.")),
    )


def may_withdraw(actor: Actor, lesson: Lesson) -> Verdict:
    """A guide and the client take a lesson back, when they want and without a reason."""
    live = (Lesson.State.ASKED, Lesson.State.KEPT)
    return first_no(
        YES
        if actor.has(*DECIDERS, *GUIDES)
        else no(_("The client, the project lead and the guide take a lesson back.")),
        no(_("This lesson came from elsewhere. It is taken back there."))
        if lesson.is_brought
        else YES,
        YES if lesson.state in live else no(_("This lesson goes nowhere any more.")),
    )


def may_remove(actor: Actor, lesson: Lesson) -> Verdict:
    """A copy that does not fit here is removed by the guide here; where it came from it stays."""
    return first_no(
        _guides(actor),
        YES if lesson.is_brought else no(_("This lesson is from here. Take it back instead.")),
    )


def may_put_back(actor: Actor, lesson: Lesson, *, is_taken: bool) -> Verdict:
    """A withdrawal is undone by who may withdraw, unless the concern has another lesson since."""
    return first_no(
        YES
        if actor.has(*DECIDERS, *GUIDES)
        else no(_("The client, the project lead and the guide take a lesson back.")),
        YES
        if lesson.state == Lesson.State.WITHDRAWN
        else no(_("This lesson stands again already.")),
        no(_("Another lesson was kept of this since.")) if is_taken else YES,
    )


def may_bring_here(actor: Actor) -> Verdict:
    """Whether somebody brings lessons of their own to this workspace."""
    return _guides(actor)


def may_bring(actor: Actor, keys: Sequence[UUID], *, own: Collection[UUID]) -> Verdict:
    """A guide brings lessons of their own that are not here yet."""
    return first_no(
        _guides(actor),
        YES if keys else no(_("Choose at least one lesson.")),
        YES if set(keys) <= set(own) else no(_("Only lessons of your own can be brought here.")),
    )


def _guides(actor: Actor) -> Verdict:
    if actor.has(Role.GUIDE):
        return YES
    return no(_("The guide of the programme keeps lessons."))
