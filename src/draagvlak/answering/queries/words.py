"""Days and lateness in words, and the tabs of these pages."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from draagvlak.core.policy import EDITORS, Data, Role, sees
from draagvlak.core.web import to

if TYPE_CHECKING:
    from draagvlak.core.actor import Actor

DECIDERS: Final = frozenset({Role.SPONSOR, Role.PROJECT_LEAD, Role.KEY_USER})
"""Who can be asked for a draft of an answer, besides the owner of the concern."""
SOON: Final = dt.timedelta(days=7)
"""What is promised for the next week stands on the list of what is owed as well."""
ESCALATED: Final = dt.timedelta(days=7)
"""What is later than this is also told to the project lead."""


@dataclass(frozen=True)
class Tab:
    """One of the pages about answers."""

    label: str
    href: str
    current: bool
    count: str = ""


def tabs(actor: Actor, here: str) -> list[Tab]:
    """The pages about answers that this actor may read."""
    names = [
        ("debt_list", _("Still owed"), sees(Data.CONCERN, actor.roles)),
        ("draft_list", _("Drafts"), actor.has(*EDITORS, *DECIDERS)),
        ("commitment_list", _("Promises"), sees(Data.COMMITMENT, actor.roles)),
        ("telling_list", _("To tell"), sees(Data.RAISED_BY, actor.roles)),
        ("outcome_list", _("You said, we did"), sees(Data.CONCERN, actor.roles)),
    ]
    return [
        Tab(label, to(actor, f"answering:{name}"), name == here)
        for name, label, may in names
        if may
    ]


def late_words(days: int) -> str:
    """How late: "3 days late"."""
    return ngettext("%(days)s day late", "%(days)s days late", days) % {"days": days}
