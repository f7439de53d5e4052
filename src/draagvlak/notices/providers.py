"""What notices register with the plumbing."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from draagvlak.core.acting import ACTIONS, Act
from draagvlak.core.audit import VERBS
from draagvlak.core.chores import CHORES, Chore
from draagvlak.core.outbox import TOPICS
from draagvlak.core.policy import (
    EDITORS,
    ROUTES,
    Data,
    Door,
    Route,
    programme_routes,
    workspace_routes,
)
from draagvlak.core.rekeying import SEALED_BY_MASTER
from draagvlak.notices import mail
from draagvlak.notices.commands import sending
from draagvlak.notices.queries.boxes import closed_to
from draagvlak.notices.resealing import mark_boxes_anew
from draagvlak.programmes.queries import CLOSED

workspace_routes("notices", Data.OWN_DESK, "preference_edit", "mail_resume")
programme_routes("notices", Data.MEMBERS, "mailbox_list", "mailbox_retry", acts=EDITORS)
ROUTES.register("mail_stop", Route(Door.PUBLIC))

CLOSED.register("notices", closed_to)
TOPICS.register(mail.DIGEST, sending.send_digest)
TOPICS.register(mail.AT_ONCE, sending.send_at_once)
SEALED_BY_MASTER.register("mailboxes", mark_boxes_anew)
CHORES.register("notices.digests", Chore(sending.plan_digests))
ACTIONS.register(
    "notices:preference_edit", Act(gettext_lazy("Choose which mail you get")), order=90
)
ACTIONS.register("notices:mailbox_list", Act(gettext_lazy("See who refuses our mail")), order=91)

for _verb, _words in {
    "notices.chosen": gettext_lazy("chose which mail they get"),
    "notices.stopped": gettext_lazy("somebody wants no such mail any more"),
    "notices.resumed": gettext_lazy("wants the mail again"),
    "notices.paused": gettext_lazy("an address refused our mail"),
    "notices.tried_again": gettext_lazy("lets mail go to an address again"),
}.items():
    VERBS.register(_verb, _words)
