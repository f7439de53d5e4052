"""Who may read lessons and keep them, and why not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from draagvlak.core.policy import Data, sees
from draagvlak.core.verdict import YES, Verdict, no

if TYPE_CHECKING:
    from draagvlak.core.actor import Actor


def may_read(actor: Actor) -> Verdict:
    """Who writes causes and measures down is offered words to begin with."""
    if sees(Data.LESSON, actor.roles):
        return YES
    return no(_("Guides and the project lead look here. Ask the guide what was learned."))
