"""Who may do what with a concern, and why not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from draagvlak.concerns import states
from draagvlak.concerns.queries.filters import MOST_SAVED
from draagvlak.concerns.queries.reactions import reopens
from draagvlak.concerns.states import ANSWERED, State
from draagvlak.core.policy import EDITORS
from draagvlak.core.verdict import YES, Verdict, first_no, no

if TYPE_CHECKING:
    from collections.abc import Sequence

    from draagvlak.concerns.models import Cause, Concern, SavedFilter
    from draagvlak.core.actor import Actor

TITLE_LENGTH = 160
STEPS = 5
NAME_LENGTH = 60
SHORT, SHORT_REASONS = 6, 4
"""An answer of one word, such as "ok", or of fewer signs tells nobody anything."""
MEANWHILE = _("Somebody else changed this just now. It stays as it is.")
TOO_SHORT = _("This is very short. Say in one sentence what is decided, so that people know.")
REASONS_TOO_SHORT = _("This is very short. Say in one sentence why, so that people understand.")


def may_keep(actor: Actor) -> Verdict:
    """Whether the actor keeps the register of concerns and causes."""
    if actor.has(*EDITORS):
        return YES
    return no(_("Guides and the project lead keep this up to date. Tell the guide what you miss."))


def may_raise(actor: Actor) -> Verdict:
    if actor.has(*EDITORS):
        return YES
    return no(
        _("Guides and the project lead write worries and wishes down. Tell yours to the guide.")
    )


def may_title(title: str) -> Verdict:
    """A title says something, in at most 160 characters."""
    if not title.strip():
        return no(_("Write in one sentence what the worry or wish is."))
    if len(title.strip()) > TITLE_LENGTH:
        return no(_("Keep the title to 160 characters. The rest fits in the description."))
    return YES


def may_edit(actor: Actor, concern: Concern) -> Verdict:
    return first_no(may_keep(actor), _not_archived(concern))


def may_write_origin(actor: Actor, concern: Concern, steps: Sequence[str]) -> Verdict:
    if len(steps) > STEPS:
        return no(_("Ask “why?” at most five times. Choose the five that explain most."))
    return may_edit(actor, concern)


def may_remove_cause(actor: Actor, concern: Concern, *, left: int) -> Verdict:
    """The last cause stays once something is planned or answered on the strength of it."""
    if left == 0 and concern.state not in (State.HEARD, State.UNDERSTOOD):
        return no(
            _("This is the last cause, and the plan or the answer rests on it. Add another first.")
        )
    return may_edit(actor, concern)


def may_edit_cause(actor: Actor, cause: Cause) -> Verdict:
    del cause
    return may_keep(actor)


def may_see_voices(actor: Actor) -> Verdict:
    if actor.is_guide:
        return YES
    return no(_("Only the guides know who said what. That is what people were promised."))


def may_join(actor: Actor, concern: Concern, *, is_own: bool = False) -> Verdict:
    """Guides write down whose concern it is; whoever speaks without an account, for themselves."""
    if not (actor.is_guide or is_own):
        return no(_("Only the guides write down whose concern this is."))
    return _not_archived(concern)


def may_name_voice(*, has_vault: bool) -> Verdict:
    """Who said it is stored sealed, and only there."""
    if has_vault:
        return YES
    return no(_("Make your vault first. Then who said this is kept where only you can read it."))


def may_record_solved(
    actor: Actor, concern: Concern, *, says_no: bool, reason: str, is_own: bool = False
) -> Verdict:
    """Guides write it down for others; whoever speaks without an account says it themselves."""
    if not (actor.is_guide or is_own):
        return no(_("Only the guides write down for whom this is solved."))
    if concern.state not in ANSWERED:
        return no(_("There is no answer yet. Ask for whom it is solved after the answer."))
    if says_no and not reason.strip():
        return no(_("Write down what is still missing. Then the next answer can be better."))
    return YES


def may_tally(actor: Actor, *, is_open: bool) -> Verdict:
    if not actor.is_guide:
        return may_see_voices(actor)
    if not is_open:
        return no(_("Open your vault first. Only then can the voices be counted per group."))
    return YES


def may_answer(actor: Actor, concern: Concern) -> Verdict:
    """Guides, the project lead and the owner answer; never without a cause."""
    if not (actor.has(*EDITORS) or _owns(actor, concern)):
        return no(_("The owner of this concern gives the answer, or a guide does."))
    if concern.state == State.HEARD:
        return no(_("First write down a cause. An answer without a cause helps nobody."))
    if concern.state in ANSWERED:
        return no(_("There is an answer already. Open the concern again to give a new one."))
    return _not_archived(concern)


def may_answer_with(*, text: str, decided_by: str, reasons: str) -> Verdict:
    """An answer says what is decided, by whom, and why."""
    if not text.strip():
        return no(_("Write down what is decided."))
    if not says_something(text):
        return no(TOO_SHORT)
    if not decided_by.strip():
        return no(_("Write down who decided this."))
    if not reasons.strip():
        return no(_("Write down why. A concern is never closed without reasons."))
    if len(reasons.strip()) < SHORT_REASONS:
        return no(REASONS_TOO_SHORT)
    return YES


def says_something(text: str) -> bool:
    """More than one word, and more than a few signs."""
    return len(text.split()) > 1 and len(text.strip()) >= SHORT


def may_tell(actor: Actor, concern: Concern) -> Verdict:
    if not (actor.has(*EDITORS) or _owns(actor, concern)):
        return no(_("The owner of this concern tells the answer, or a guide does."))
    if concern.state == State.DELIVERED:
        return no(_("The answer has been told already."))
    if states.target(concern.state, "deliver") is None:
        return no(_("There is no answer to tell yet."))
    return _not_archived(concern)


def may_reopen(actor: Actor, concern: Concern) -> Verdict:
    if states.target(concern.state, "reopen") is None:
        return no(_("This concern is still open."))
    return may_edit(actor, concern)


def may_reopen_by_voices(concern: Concern, *, reacted: int) -> Verdict:
    """Three or more say that it is not solved, and at least half of those who said anything."""
    if states.target(concern.state, "reopen") is None:
        return no(_("This concern is still open."))
    if not reopens(concern.unsolved, reacted):
        return no(_("Too few say that it is not solved. A guide can open it again."))
    return _not_archived(concern)


def may_close(concern: Concern) -> Verdict:
    """It was told back, and nobody calls it unsolved."""
    if concern.state != State.DELIVERED or concern.unsolved:
        return no(_("It is not solved for everyone."))
    return _not_archived(concern)


def may_split(actor: Actor, concern: Concern, *, chosen: int) -> Verdict:
    """Some voices go their own way; at least one stays behind."""
    if not actor.is_guide:
        return no(_("Only the guides know whose concern this is, so only they can split it."))
    if chosen == 0:
        return no(_("Choose the voices that go to the new concern."))
    if chosen >= concern.voices:
        return no(_("Leave at least one voice behind. Otherwise change the title instead."))
    return _not_archived(concern)


def may_merge(actor: Actor, kept: Concern, gone: Concern) -> Verdict:
    """Two different concerns of one kind that are both in the list."""
    if kept.pk == gone.pk:
        return no(_("Choose two different ones. This is one and the same."))
    if kept.kind != gone.kind:
        return no(_("A worry and a wish are not the same. Change the kind of one first."))
    return first_no(may_edit(actor, kept), _not_archived(gone))


def may_change_some(count: int, *, left: int) -> Verdict:
    """At least one of what was chosen can be changed, and becomes something else."""
    if count:
        return YES
    if not left:
        return no(_("Nothing was changed: all of it was so already."))
    return no(_("Nothing was changed: somebody else changed all of these just now. Look again."))


def may_take_apart(actor: Actor, kept: Concern, gone: Concern) -> Verdict:
    if gone.merged_into_id != kept.pk:
        return no(_("These two are no longer merged."))
    return may_keep(actor)


def may_correct(actor: Actor, concern: Concern) -> Verdict:
    """Who may answer may correct what was said, as long as an answer stands."""
    if not (actor.has(*EDITORS) or _owns(actor, concern)):
        return no(_("The owner of this concern corrects the answer, or a guide does."))
    if concern.state not in ANSWERED:
        return no(_("There is no answer now. Give a new one."))
    return _not_archived(concern)


def may_plan(actor: Actor, concern: Concern) -> Verdict:
    if states.target(concern.state, "plan") is None:
        return no(
            _("First write down a cause. A measure answers a cause.")
            if concern.state == State.HEARD
            else _("Something is planned for this concern already, or it is answered.")
        )
    return may_keep(actor)


def may_unplan(actor: Actor, concern: Concern) -> Verdict:
    if states.target(concern.state, "unplan") is None:
        return no(_("Nothing is planned for this concern."))
    return may_keep(actor)


def may_archive(actor: Actor, concern: Concern) -> Verdict:
    if concern.archived_at is not None:
        return no(_("This concern is in the archive already."))
    return may_keep(actor)


def may_restore(actor: Actor, concern: Concern) -> Verdict:
    if concern.archived_at is None:
        return no(_("This concern is not in the archive."))
    if concern.merged_into_id is not None:
        return no(_("This concern was merged. Take the merge back to have it again."))
    return may_keep(actor)


def _owns(actor: Actor, concern: Concern) -> bool:
    return (
        actor.user_id is not None
        and concern.owner is not None
        and concern.owner.user_id == actor.user_id
    )


def _not_archived(concern: Concern) -> Verdict:
    if concern.archived_at is None:
        return YES
    return no(_("This concern is in the archive. Put it back first."))


def may_save_filter(actor: Actor, *, name: str, count: int) -> Verdict:
    """A view of a list has a name, and nobody has too many."""
    del actor
    if not name.strip() or len(name.strip()) > NAME_LENGTH:
        return no(_("Give the view a name of at most 60 characters."))
    if count >= MOST_SAVED:
        return no(_("You have 30 views already. Remove one first."))
    return YES


def may_share_filter(actor: Actor, *, is_shared: bool) -> Verdict:
    """Guides and the project lead share views with everybody."""
    if not is_shared or actor.has(*EDITORS):
        return YES
    return no(_("Guides and the project lead share views. You can keep it for yourself."))


def may_put_back_filter(actor: Actor, user_id: str) -> Verdict:
    """Whether the actor may put back a view that this user forgot: only one's own."""
    if str(actor.user_id) != user_id:
        return no(_("This was somebody’s own view."))
    return YES


def may_keep_filter(actor: Actor, saved: SavedFilter | None) -> Verdict:
    """A view is changed by who made it."""
    if saved is None or saved.user_id == actor.user_id:
        return YES
    return no(_("This view is a colleague’s. Keep it under a name of your own."))
