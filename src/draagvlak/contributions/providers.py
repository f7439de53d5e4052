"""What contributions register with the plumbing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy

from draagvlak.contributions import (
    commands,
    forgetting,  # noqa: F401 registers by itself
    mail,
    resealing,  # noqa: F401 registers by itself
)
from draagvlak.contributions.queries import thread
from draagvlak.contributions.queries.entrances import door_of_group
from draagvlak.contributions.queries.inbox import mails_waiting
from draagvlak.contributions.queries.outgoing import outgoing_quotes
from draagvlak.contributions.queries.own import own_panel
from draagvlak.contributions.rules import KEEPERS
from draagvlak.conversations.queries.outgoing import SOURCES
from draagvlak.core.acting import ACTIONS, Act
from draagvlak.core.audit import VERBS
from draagvlak.core.chores import CHORES, Chore
from draagvlak.core.outbox import TOPICS
from draagvlak.core.policy import ROUTES, Data, Door, Route, programme_routes
from draagvlak.core.thread import DOORS, NAV, WAITING, panels
from draagvlak.vault.commands import OPENINGS

if TYPE_CHECKING:
    from draagvlak.core.actor import Actor
    from draagvlak.core.reader import OpenVault

programme_routes(
    "contributions",
    Data.CONTRIBUTION,
    "contribution_list",
    "contribution_detail",
    "contribution_tie",
    "contribution_untie",
    "contribution_write",
    "contribution_refer",
    "contribution_settle",
    "contribution_take_up",
    "message_redact",
    "mail_send",
    "concern_contributions",
    "contribution_quote",
    "contribution_ask",
    "approval_ask",
    "contribution_erase",
    "involved_list",
    "coverage_beside",
    "entrance_list",
    "entrance_open",
    "entrance_edit",
    "entrance_close",
    "entrance_reopen",
    "entrance_poster",
)
programme_routes("contributions", Data.CONTRIBUTION, "entrance_pdf", costly=True)
programme_routes("contributions", Data.PROGRAMME, "agreement_edit", acts=KEEPERS)
for _name in (
    "speak",
    "speak_change",
    "speak_follow",
    "speak_own",
    "speak_say",
    "speak_react",
    "speak_join",
    "speak_stop",
    "speak_reply",
    "speak_approve",
    "speak_withdraw",
):
    ROUTES.register(_name, Route(Door.PUBLIC))


def send_at_opening(actor: Actor, vault: OpenVault) -> None:
    """Mails to who spoke in confidence leave when a guide opens the vault."""
    if mails_waiting(actor):
        commands.send_waiting_mail(by=actor, vault=vault)


OPENINGS.register("contributions", send_at_opening)
TOPICS.register(mail.TOPIC, mail.send_letter)
CHORES.register("contributions.letters", Chore(lambda: {"removed": mail.forget_letters()}))
DOORS.register("contributions", door_of_group)
SOURCES.register("contributions", outgoing_quotes)
NAV.register("contributions", thread.nav, order=25)
WAITING.register("contributions", thread.waiting, order=15)
panels("concern").register("contributions", thread.concern_panel, order=5)
panels("today").register("contributions", own_panel)
panels("coverage").register("contributions", thread.coverage_panel, order=5)
ACTIONS.register(
    "contributions:entrance_open", Act(gettext_lazy("Open a door for contributions")), order=15
)
ACTIONS.register(
    "contributions:agreement_edit",
    Act(gettext_lazy("Write down where wrongdoing is reported"), "scroll-text"),
    order=90,
)

for _verb, _words in {
    "contributions.entrance_opened": gettext_lazy("opened a door for contributions"),
    "contributions.entrance_edited": gettext_lazy("changed a door for contributions"),
    "contributions.entrance_closed": gettext_lazy("closed a door for contributions"),
    "contributions.entrance_reopened": gettext_lazy("opened a door for contributions again"),
    "contributions.sent": gettext_lazy("a contribution came in"),
    "contributions.sent_again": gettext_lazy("something was sent twice and stored once"),
    "contributions.said": gettext_lazy("somebody wrote on in a thread"),
    "contributions.joined": gettext_lazy("somebody added their own voice"),
    "contributions.reacted": gettext_lazy("somebody said whether it is solved for them"),
    "contributions.mail_stopped": gettext_lazy("somebody wants no mail any more"),
    "contributions.tied": gettext_lazy("a contribution became a voice"),
    "contributions.tied_again": gettext_lazy("a contribution was sent twice and counted once"),
    "contributions.quoted": gettext_lazy("a passage of a contribution speaks for a concern"),
    "contributions.asked": gettext_lazy("somebody who spoke up was asked to join"),
    "contributions.replied": gettext_lazy("somebody said whether they join"),
    "contributions.approval_asked": gettext_lazy("a speaker was asked to approve a quote"),
    "contributions.approval_said": gettext_lazy("a speaker answered about a quote"),
    "contributions.withdrawn": gettext_lazy("somebody took their contribution back"),
    "contributions.erased": gettext_lazy("a contribution was erased because somebody asked"),
    "contributions.agreed": gettext_lazy("wrote down what is agreed about contributions"),
    "contributions.untied": gettext_lazy("the voice of a contribution was taken back"),
    "contributions.written": gettext_lazy("a guide wrote in a thread"),
    "contributions.referred": gettext_lazy("a contribution was referred to its proper place"),
    "contributions.redacted": gettext_lazy("words were taken out of a contribution"),
    "contributions.settled": gettext_lazy("a contribution was put off the list"),
    "contributions.taken_up": gettext_lazy("a contribution was put on the list again"),
    "contributions.mail_left": gettext_lazy("mails about contributions left"),
}.items():
    VERBS.register(_verb, _words)
