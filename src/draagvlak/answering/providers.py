"""What answering registers with the plumbing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from draagvlak.answering import commands, mail, rules
from draagvlak.answering.commands.merging import move_drafts
from draagvlak.answering.queries import commitments, debt, draft_news, drafts, news
from draagvlak.concerns.commands import MOVERS
from draagvlak.concerns.models import Concern
from draagvlak.concerns.states import State
from draagvlak.core.audit import HEARD, VERBS
from draagvlak.core.outbox import TOPICS
from draagvlak.core.policy import EDITORS, GUIDES, ROUTES, Data, Door, Route, programme_routes, sees
from draagvlak.core.thread import NAV, WAITING, NavItem, Panel, panels
from draagvlak.core.undo import UNDOS, Reversal
from draagvlak.core.web import to
from draagvlak.notices.mail import promise_at_once
from draagvlak.notices.models import Kind
from draagvlak.notices.queries.wishes import LINES, NOW

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from django.db.models import Model

    from draagvlak.core.actor import Actor
    from draagvlak.core.audit import Hearer
    from draagvlak.notices.queries.wishes import Line

programme_routes("answering", Data.CONCERN, "debt_list", "outcome_list")
programme_routes("answering", Data.CONCERN, "outcome_pdf", costly=True)
programme_routes(
    "answering", Data.CONCERN, "outcome_share", "outcome_hide", "outcome_mail", acts=EDITORS
)
programme_routes(
    "answering", Data.RAISED_BY, "telling_list", "voice_tell", "voice_untell", acts=GUIDES
)
programme_routes("answering", Data.CONCERN, "draft_list", "draft_write", "draft_refuse")
programme_routes(
    "answering", Data.CONCERN, "draft_ask", "draft_withdraw", "draft_answer", acts=EDITORS
)
for _name in ("speak_told", "speak_told_pdf"):
    ROUTES.register(_name, Route(Door.PUBLIC))
programme_routes("answering", Data.COMMITMENT, "commitment_list")
programme_routes("answering", Data.COMMITMENT, "concern_promise", "measure_promise", acts=EDITORS)


def nav(actor: Actor, route: str) -> Sequence[NavItem]:
    """What is owed and what became of it, in the main menu."""
    if actor.programme is None or not sees(Data.CONCERN, actor.roles):
        return []
    url = to(actor, "answering:debt_list")
    return [NavItem(_("Answers"), url, "reply", route.startswith("answering:"))]


def concern_panel(actor: Actor, object_id: UUID) -> Panel | None:
    """On the page of a concern: what was promised about it."""
    return _panel(actor, "concern", object_id)


def measure_panel(actor: Actor, object_id: UUID) -> Panel | None:
    """On the page of a measure: what was promised about it."""
    return _panel(actor, "measure", object_id)


def _panel(actor: Actor, kind: str, object_id: UUID) -> Panel | None:
    if not sees(Data.COMMITMENT, actor.roles):
        return None
    key = f"{kind}_id"
    rows = commitments.promises_about(actor, key, object_id)
    may = rules.may_promise_about(actor)
    if not rows and not may:
        return None
    url = to(actor, f"answering:{kind}_promise", **{key: object_id}) if may else ""
    return Panel("answering/promise_panel.html", {"rows": rows, "url": url})


def draft_panel(actor: Actor, object_id: UUID) -> Panel | None:
    """On the page of a concern: the draft that is asked for, or asking for one."""
    row = drafts.draft_of(actor, object_id)
    may = bool(row is None or row.state == "refused") and drafts.can_ask(actor, object_id)
    if row is None and not may:
        return None
    url = to(actor, "answering:draft_ask", concern_id=object_id) if may else ""
    return Panel("answering/draft_panel.html", {"row": row, "url": url})


def hear_asked(by: Actor, on: Model) -> None:
    """Whoever is asked for a draft hears of it at once, if they chose so."""
    if isinstance(on, Concern):
        for user_id in drafts.asked_about(by, on.pk):
            promise_at_once(by, user_id, Kind.ASKED, on)


def hear_answered(by: Actor, on: Model) -> None:
    """There is an answer: drafts that were still to come are not needed any more."""
    if isinstance(on, Concern) and drafts.is_asked(by, on.pk):
        commands.pass_drafts(by=by, concern=on)


def asked_now(actor: Actor, object_id: UUID) -> Line | None:
    """An answer, or a draft of it, was just asked of the actor."""
    return news.asked_now(actor, object_id) or draft_news.asked_now(actor, object_id)


def hear(kind: Kind) -> Hearer:
    """Whoever owns a concern hears at once what somebody else did with it, if they chose so."""

    def heard(by: Actor, on: Model) -> None:
        if isinstance(on, Concern) and on.owner is not None:
            promise_at_once(by, on.owner.user_id, kind, on)

    return heard


LINES.register("asked", news.asked, order=10)
LINES.register("late", news.late, order=20)
LINES.register("reactions", news.reactions, order=30)
LINES.register("moved", news.moved, order=40)
LINES.register("drafts", draft_news.lines, order=15)
NOW.register(Kind.ASKED, asked_now)
NOW.register(Kind.MOVED, news.moved_now)
HEARD.register("concerns.owner_set", hear(Kind.ASKED))
for _state in State:
    HEARD.register(f"concerns.moved_{_state}", hear(Kind.MOVED))
MOVERS.register("answering", move_drafts)
HEARD.register("answering.draft_asked", hear_asked)
HEARD.register("concerns.answered", hear_answered)
WAITING.register("answering_again", debt.waiting, order=25)
WAITING.register("answering", draft_news.waiting, order=18)
TOPICS.register(mail.TOPIC, mail.spread)
TOPICS.register(mail.ONE, mail.send)
NAV.register("answering", nav, order=35)
panels("concern").register("answering", concern_panel, order=50)
panels("concern").register("answering_drafts", draft_panel, order=45)
panels("measure").register("answering", measure_panel, order=50)

for _verb in ("draft_withdrawn", "draft_refused"):
    UNDOS.register(
        f"answering.{_verb}",
        Reversal(draft_news.look_at_put_away, commands.put_back_draft, Data.CONCERN),
    )
for _verb, _words in {
    "answering.draft_asked": gettext_lazy("asked for a draft of an answer"),
    "answering.draft_written": gettext_lazy("wrote a draft of an answer"),
    "answering.draft_refused": gettext_lazy("said why no draft of an answer comes"),
    "answering.draft_withdrawn": gettext_lazy("a draft of an answer is no longer asked for"),
    "answering.draft_passed": gettext_lazy("a draft of an answer came too late to be needed"),
    "answering.draft_used": gettext_lazy("made an answer of a draft"),
    "answering.draft_asked_again": gettext_lazy("a draft of an answer is asked for again"),
    "answering.told": gettext_lazy("somebody was told an answer in person"),
    "answering.told_taken_back": gettext_lazy("somebody is still to be told an answer"),
    "answering.shared": gettext_lazy("let everybody with the link read what became of it"),
    "answering.hidden": gettext_lazy("made what became of it readable to participants only"),
    "answering.mailed": gettext_lazy("mailed a group what became of it"),
    "answering.promised": gettext_lazy("promised something about a worry, wish or measure"),
}.items():
    VERBS.register(_verb, _words)
