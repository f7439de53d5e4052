"""What conversations register with the plumbing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from draagvlak.concerns.commands import MOVERS
from draagvlak.conversations import commands, mail, resealing  # noqa: F401 registers by itself
from draagvlak.conversations.commands.merging import move_released
from draagvlak.conversations.queries import returning, thread
from draagvlak.conversations.queries.conversations import conversations
from draagvlak.conversations.queries.released import visible_released
from draagvlak.core.acting import ACTIONS, Act
from draagvlak.core.audit import VERBS
from draagvlak.core.outbox import TOPICS
from draagvlak.core.policy import GUIDES, ROUTES, Data, Door, Route, programme_routes, sees
from draagvlak.core.search import KINDS, SearchKind, by_index, with_text
from draagvlak.core.thread import (
    GAPS,
    GATES,
    NAV,
    NODES,
    WAITING,
    NavItem,
    neighbours,
    panels,
)
from draagvlak.core.undo import UNDOS, Reversal
from draagvlak.core.web import to
from draagvlak.intake.queries import ASKS, Ask
from draagvlak.programmes.models import Phase

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from draagvlak.core.actor import Actor

programme_routes(
    "conversations",
    Data.CONVERSATION,
    "conversation_list",
    "conversation_plan",
    "conversation_detail",
    "conversation_edit",
    "conversation_cancel",
    "conversation_restore",
    "conversation_held",
    "conversation_reopen",
    "question_list",
    "question_add",
    "question_examples",
    "question_edit",
    "question_move",
    "question_remove",
    "question_restore",
    "round_list",
    "round_open",
    "round_detail",
    "round_edit",
    "round_people",
    "round_plan",
    "round_invite",
    "round_remind",
    "place_drop",
    "place_restore",
)
programme_routes("conversations", Data.COVERAGE, "coverage")
programme_routes(
    "conversations",
    Data.COVERAGE,
    "coverage_people",
    "coverage_layers",
    "coverage_choice",
    acts=GUIDES,
)
ROUTES.register("place_answer", Route(Door.PUBLIC))
TOPICS.register(mail.TOPIC, mail.send_place)
programme_routes(
    "conversations",
    Data.RAW_NOTE,
    "conversation_hold",
    "conversation_share",
    "note_choose",
    "note_reopen",
    "reader_add",
    "reader_remove",
)
programme_routes(
    "conversations",
    Data.RAW_QUOTE,
    "quote_make",
    "quote_edit",
    "quote_remove",
    "quote_restore",
    "quote_release",
    "quote_prepare",
    "concern_quotes",
)
programme_routes("conversations", Data.RELEASED_QUOTE, "released_list", "released_detail")
programme_routes(
    "conversations",
    Data.RELEASED_QUOTE,
    "released_withdraw",
    "released_restore",
    acts=GUIDES,
)


def question_ask(actor: Actor) -> Ask | None:
    """What was gathered in the intake becomes a question of this phase, at the end of the list."""
    if actor.programme is None or not actor.has(*GUIDES):
        return None
    return Ask(
        label=_("Make it a question"),
        url=to(actor, "conversations:question_add"),
        field="text",
        fields=[("phase", actor.programme.phase or Phase.EXPLORE)],
    )


ASKS.register("conversations", question_ask)


def nav(actor: Actor, route: str) -> Sequence[NavItem]:
    """The conversations for guides; for others what speakers let them read."""
    if actor.programme is None:
        return []
    here = route.startswith("conversations:")
    if not sees(Data.CONVERSATION, actor.roles):
        url = to(actor, "conversations:released_list")
        return [NavItem(_("What we heard"), url, "message-square-quote", here)]
    url = to(actor, "conversations:conversation_list")
    return [NavItem(_("Conversations"), url, "messages-square", here)]


def conversation_address(actor: Actor, object_id: UUID) -> str:
    return to(actor, "conversations:conversation_detail", conversation_id=object_id)


def quote_address(actor: Actor, object_id: UUID) -> str:
    return to(actor, "conversations:released_detail", released_id=object_id)


MOVERS.register("conversations", move_released)
NAV.register("conversations", nav, order=20)
WAITING.register("conversations", thread.waiting, order=10)
GAPS.register("conversations", thread.gaps, order=10)
GATES.register("conversations", thread.missing, order=10)
NODES.register(thread.KIND_CONVERSATION, thread.conversation_nodes)
NODES.register(thread.KIND_QUOTE, thread.quote_nodes)
neighbours("conversation").register("conversations", thread.around_conversations)
neighbours("quote").register("conversations", thread.around_quotes)
neighbours("concern").register("conversations", thread.around_concerns, order=10)
panels("concern").register("conversations", thread.concern_panel, order=10)
KINDS.register(
    thread.KIND_QUOTE,
    SearchKind(
        Data.RELEASED_QUOTE,
        gettext_lazy("Released quotes"),
        quote_address,
        by_index(thread.KIND_QUOTE, visible_released),
        with_text(visible_released, "text"),
    ),
    order=45,
)
KINDS.register(
    thread.KIND_CONVERSATION,
    SearchKind(
        Data.CONVERSATION,
        gettext_lazy("Conversations"),
        conversation_address,
        by_index(thread.KIND_CONVERSATION, conversations),
        with_text(conversations, "location"),
    ),
    order=10,
)

for _verb, _look, _back in (
    ("edited", returning.CONVERSATIONS.look, commands.put_back_conversation),
    ("cancelled", returning.look_at_cancelled, commands.put_back_cancelled),
    ("held", returning.look_at_held, commands.put_back_held),
    ("question_edited", returning.QUESTIONS.look, commands.put_back_question_words),
    ("question_removed", returning.look_at_removed_question, commands.put_back_question),
    ("round_edited", returning.ROUNDS.look, commands.put_back_round),
    ("place_dropped", returning.look_at_dropped_place, commands.put_back_place),
    ("layers_set", returning.look_at_layers, commands.put_back_layers),
    ("choice_day_set", returning.look_at_choice_day, commands.put_back_choice_day),
):
    UNDOS.register(f"conversations.{_verb}", Reversal(_look, _back, Data.CONVERSATION, GUIDES))

ACTIONS.register(
    "conversations:conversation_plan", Act(gettext_lazy("Plan a conversation")), order=10
)
ACTIONS.register(
    "conversations:round_open", Act(gettext_lazy("Begin a round of conversations")), order=11
)

for _verb, _words in {
    "conversations.planned": gettext_lazy("planned a conversation"),
    "conversations.edited": gettext_lazy("changed a conversation"),
    "conversations.cancelled": gettext_lazy("cancelled a conversation"),
    "conversations.restored": gettext_lazy("planned a conversation again"),
    "conversations.held": gettext_lazy("recorded a conversation as held"),
    "conversations.reopened": gettext_lazy("took back that a conversation was held"),
    "conversations.noted": gettext_lazy("wrote notes"),
    "conversations.text_chosen": gettext_lazy("chose between two texts of the notes"),
    "conversations.choice_reopened": gettext_lazy("undid the choice between two texts"),
    "conversations.shared": gettext_lazy("shared a conversation with a guide"),
    "conversations.unshared": gettext_lazy("stopped sharing a conversation"),
    "conversations.layers_set": gettext_lazy("said in which layer each group stands"),
    "conversations.choice_day_set": gettext_lazy("noted when the solution was chosen"),
    "conversations.round_opened": gettext_lazy("began a round of conversations"),
    "conversations.round_edited": gettext_lazy("changed a round of conversations"),
    "conversations.round_seated": gettext_lazy("gave people a place in a round"),
    "conversations.round_planned": gettext_lazy("spread a round over the days"),
    "conversations.round_invited": gettext_lazy("sent the invitations of a round"),
    "conversations.round_reminded": gettext_lazy("sent reminders of a round"),
    "conversations.place_dropped": gettext_lazy("took somebody off a round"),
    "conversations.place_restored": gettext_lazy("put somebody back in a round"),
    "conversations.place_answered": gettext_lazy("somebody cannot come to a conversation"),
    "conversations.changed_back": gettext_lazy("put something of the conversations back"),
    "conversations.question_added": gettext_lazy("added a question"),
    "conversations.question_edited": gettext_lazy("changed a question"),
    "conversations.question_moved": gettext_lazy("moved a question"),
    "conversations.question_removed": gettext_lazy("removed a question"),
    "conversations.question_restored": gettext_lazy("put a question back"),
    "conversations.quote_taken": gettext_lazy("a quote was chosen"),
    "conversations.quote_taken_again": gettext_lazy("a quote was sent twice and stored once"),
    "conversations.quote_edited": gettext_lazy("a quote was changed"),
    "conversations.quote_removed": gettext_lazy("a quote was removed"),
    "conversations.quote_restored": gettext_lazy("a quote was put back"),
    "conversations.release_prepared": gettext_lazy("the release of a quote was prepared"),
    "conversations.quote_released": gettext_lazy("a quote was released"),
    "conversations.quote_withdrawn": gettext_lazy("a quote was withdrawn"),
    "conversations.quote_released_again": gettext_lazy("a quote was released again"),
}.items():
    VERBS.register(_verb, _words)
