"""What answering registers with the plumbing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from draagvlak.answering import mail, rules
from draagvlak.answering.queries import commitments, news
from draagvlak.concerns.models import Concern
from draagvlak.concerns.states import State
from draagvlak.core.audit import HEARD, VERBS
from draagvlak.core.outbox import TOPICS
from draagvlak.core.policy import EDITORS, GUIDES, ROUTES, Data, Door, Route, programme_routes, sees
from draagvlak.core.thread import NAV, NavItem, Panel, panels
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

programme_routes("answering", Data.CONCERN, "debt_list", "outcome_list")
programme_routes("answering", Data.CONCERN, "outcome_pdf", costly=True)
programme_routes(
    "answering", Data.CONCERN, "outcome_share", "outcome_hide", "outcome_mail", acts=EDITORS
)
programme_routes(
    "answering", Data.RAISED_BY, "telling_list", "voice_tell", "voice_untell", acts=GUIDES
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
NOW.register(Kind.ASKED, news.asked_now)
NOW.register(Kind.MOVED, news.moved_now)
HEARD.register("concerns.owner_set", hear(Kind.ASKED))
for _state in State:
    HEARD.register(f"concerns.moved_{_state}", hear(Kind.MOVED))
TOPICS.register(mail.TOPIC, mail.spread)
TOPICS.register(mail.ONE, mail.send)
NAV.register("answering", nav, order=35)
panels("concern").register("answering", concern_panel, order=50)
panels("measure").register("answering", measure_panel, order=50)

for _verb, _words in {
    "answering.told": gettext_lazy("somebody was told an answer in person"),
    "answering.told_taken_back": gettext_lazy("somebody is still to be told an answer"),
    "answering.shared": gettext_lazy("let everybody with the link read what became of it"),
    "answering.hidden": gettext_lazy("made what became of it readable to participants only"),
    "answering.mailed": gettext_lazy("mailed a group what became of it"),
    "answering.promised": gettext_lazy("promised something about a worry, wish or measure"),
}.items():
    VERBS.register(_verb, _words)
