"""Who may promise something about a concern or measure, and why not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from draagvlak.core.policy import EDITORS
from draagvlak.core.verdict import YES, Verdict, no

if TYPE_CHECKING:
    from draagvlak.core.actor import Actor


def may_promise_about(actor: Actor, *, is_archived: bool = False) -> Verdict:
    """Guides and the project lead write promises down."""
    if not actor.has(*EDITORS):
        return no(_("Guides and the project lead write promises down. Tell them what you promise."))
    if is_archived:
        return no(_("This is in the archive. Put it back first."))
    return YES
