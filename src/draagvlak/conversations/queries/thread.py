"""The thread as conversations know it: what was released, what waits, what a phase misses.

Nothing in the clear leads from a concern or a released quote to a conversation; so the walk begins
at what was released, and a conversation shows only what it still owes.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from draagvlak.concerns.queries import concern_node, visible_concerns
from draagvlak.conversations.queries.conversations import (
    conversations,
    held_count,
    loose_quotes,
    own_due,
    own_with_loose_quotes,
    with_loose_quotes,
)
from draagvlak.conversations.queries.released import (
    FEW,
    approved_count,
    released_on_concerns,
    visible_released,
)
from draagvlak.conversations.queries.rounds import cannot_come
from draagvlak.core.policy import Data, sees
from draagvlak.core.thread import GapGroup, Missing, Neighbours, Node, Panel, Side, Step, Waiting
from draagvlak.core.web import to

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from draagvlak.conversations.models import Conversation, ReleasedQuote
    from draagvlak.conversations.queries.conversations import ConversationRow
    from draagvlak.core.actor import Actor

KIND_CONVERSATION = "conversation"
KIND_QUOTE = "quote"
SOON_DAYS = 2


def conversation_nodes(actor: Actor, ids: Sequence[UUID]) -> Mapping[UUID, Node]:
    """Conversations as things on the thread, for guides."""
    return {one.pk: _node(actor, one) for one in conversations(actor).filter(pk__in=ids)}


def quote_nodes(actor: Actor, ids: Sequence[UUID]) -> Mapping[UUID, Node]:
    """Released quotes as things on the thread."""
    return {one.pk: _quote(actor, one) for one in visible_released(actor).filter(pk__in=ids)}


def around_conversations(
    actor: Actor, ids: Sequence[UUID], asked: Side = Side.ALL
) -> Mapping[UUID, Neighbours]:
    """What a conversation still owes. What came of it stands sealed."""
    if Side.GAPS not in asked:
        return {}
    return {
        one.pk: Neighbours(gaps=[_loose_step(actor, one.pk)] if one.quotes_open else [])
        for one in conversations(actor).filter(pk__in=ids)
    }


def around_quotes(
    actor: Actor, ids: Sequence[UUID], asked: Side = Side.ALL
) -> Mapping[UUID, Neighbours]:
    """Behind a released quote: the concern it belongs to."""
    if Side.BEHIND not in asked:
        return {}
    seen = Exists(visible_concerns(actor).filter(pk=OuterRef("concern_id")))
    rows = visible_released(actor).filter(pk__in=ids).annotate(seen=seen).select_related("concern")
    return {
        row.pk: Neighbours(
            behind=[concern_node(actor, row.concern)] if row.concern and row.seen else []
        )
        for row in rows
    }


def around_concerns(
    actor: Actor, ids: Sequence[UUID], asked: Side = Side.ALL
) -> Mapping[UUID, Neighbours]:
    """Before a concern: what its speakers let others read."""
    if Side.BEFORE not in asked:
        return {}
    return {
        key: Neighbours(before=[_quote(actor, row) for row in rows])
        for key, rows in released_on_concerns(actor, ids, FEW).items()
    }


def concern_panel(actor: Actor, object_id: UUID) -> Panel | None:
    """The released quotes of a concern; for guides also the way to what was literally said."""
    rows = released_on_concerns(actor, [object_id]).get(object_id, [])
    is_guide = sees(Data.RAW_QUOTE, actor.roles)
    if not rows and not is_guide:
        return None
    raw = to(actor, "conversations:concern_quotes", concern_id=object_id) if is_guide else ""
    release = to(actor, "conversations:quote_release") if is_guide else ""
    quotes = [(row, _page_of(actor, row)) for row in rows]
    context = {"quotes": quotes, "raw_url": raw, "release_url": release}
    return Panel("conversations/concern_panel.html", context)


def waiting(actor: Actor, limit: int) -> tuple[Sequence[Waiting], int]:
    """Own conversations soon or not yet recorded, who cannot come, loose quotes, what can go."""
    if actor.user_id is None or actor.programme is None or not actor.is_guide:
        return [], 0
    today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    due, due_count = own_due(actor, today + dt.timedelta(days=SOON_DAYS), limit)
    loose, loose_count = own_with_loose_quotes(actor, limit)
    cannot, cannot_count = cannot_come(actor, limit)
    approved = approved_count(actor)
    found = [_coming(actor, one, today.date()) for one in due]
    found += [_cannot(actor, *one) for one in cannot]
    found += [_loose(actor, one) for one in loose]
    if approved:
        found.append(_approved(actor, approved))
    found.sort(key=lambda one: one.rank)
    return found[:limit], due_count + cannot_count + loose_count + bool(approved)


def gaps(actor: Actor, limit: int) -> Sequence[GapGroup]:
    """Quotes that belong to no concern yet, by conversation: a count, never what they say."""
    if not sees(Data.CONVERSATION, actor.roles):
        return []
    rows = with_loose_quotes(actor, limit)
    if not rows:
        return []
    nodes = [
        Node(
            KIND_CONVERSATION,
            row.id,
            row.title,
            to(actor, "conversations:quote_make", conversation_id=row.id),
            _loose_words(row.quotes_open),
        )
        for row in rows
    ]
    title = _("Quotes without a worry or wish")
    step = Step(_("Choose a worry or wish"), nodes[0].url)
    return [GapGroup("loose_quotes", title, loose_quotes(actor), nodes, step)]


def missing(actor: Actor, phase: str) -> Sequence[Missing]:
    """Explore misses conversations that were held; analyse misses a concern for every quote."""
    guide = actor.is_guide
    if phase == "explore" and not held_count(actor):
        url = to(actor, "conversations:conversation_plan") if guide else ""
        step = Step(_("Plan a conversation"), url) if guide else None
        return [Missing(_("Nobody was heard yet."), step)]
    # how many quotes there are is for guides: seen to rise after a talk, it tells of the talk
    count = loose_quotes(actor) if phase == "analyse" and guide else 0
    if count:
        step = Step(_("Look at the quotes"), to(actor, "conversations:conversation_list"))
        return [Missing(_loose_words(count), step)]
    return []


def _coming(actor: Actor, row: ConversationRow, today: dt.date) -> Waiting:
    moment = timezone.localtime(row.planned_at)
    address = {"conversation_id": row.id}
    if moment.date() < today:
        return Waiting(
            title=row.title,
            url=to(actor, "conversations:conversation_held", **address),
            note=_("Conversation of %(day)s") % {"day": date_format(moment, "j F")},
            label=_("Tell how it went"),
            due=_("not recorded yet"),
            rank=35,
        )
    day = _("today") if moment.date() == today else _("tomorrow")
    return Waiting(
        title=row.title,
        url=to(actor, "conversations:conversation_detail", **address),
        note=_("Conversation"),
        label=_("Prepare"),
        due=_("%(day)s at %(time)s") % {"day": day, "time": date_format(moment, "H:i")},
        rank=20 if moment.date() == today else 40,
    )


def _cannot(actor: Actor, round_id: UUID, title: str, count: int) -> Waiting:
    words = ngettext("%(count)s person cannot come", "%(count)s people cannot come", count)
    return Waiting(
        title=title,
        url=to(actor, "conversations:round_detail", round_id=round_id) + "?progress=cannot",
        note=words % {"count": count},
        label=_("Give a new time"),
        rank=30,
    )


def _loose(actor: Actor, row: ConversationRow) -> Waiting:
    return Waiting(
        title=row.title,
        url=to(actor, "conversations:quote_make", conversation_id=row.id),
        note=_loose_words(row.quotes_open),
        label=_("Choose a worry or wish"),
        rank=55,
    )


def _approved(actor: Actor, count: int) -> Waiting:
    words = ngettext(
        "%(count)s quote was approved by its speaker",
        "%(count)s quotes were approved by their speakers",
        count,
    )
    return Waiting(
        title=words % {"count": count},
        url=to(actor, "conversations:quote_release"),
        note=_("They go out together, from three speakers"),
        label=_("Look and release"),
        rank=60,
    )


def _loose_words(count: int) -> str:
    words = ngettext(
        "%(count)s quote without a worry or wish", "%(count)s quotes without a worry or wish", count
    )
    return words % {"count": count}


def _loose_step(actor: Actor, conversation_id: UUID) -> Step:
    url = to(actor, "conversations:quote_make", conversation_id=conversation_id)
    return Step(_("Choose a worry or wish"), url, _("Not every quote belongs to a concern yet."))


def _node(actor: Actor, one: Conversation) -> Node:
    url = to(actor, "conversations:conversation_detail", conversation_id=one.pk)
    day = date_format(timezone.localtime(one.planned_at), "j F Y")
    return Node(KIND_CONVERSATION, one.pk, one.title, url, day, one.state)


def _quote(actor: Actor, row: ReleasedQuote) -> Node:
    title = f"“{Truncator(row.text).chars(160)}”"
    note = _("Released quote")
    return Node(KIND_QUOTE, row.pk, title, _page_of(actor, row), note, "released")


def _page_of(actor: Actor, row: ReleasedQuote) -> str:
    return to(actor, "conversations:released_detail", released_id=row.pk)
