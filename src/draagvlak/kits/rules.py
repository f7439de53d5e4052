"""Who may build a demo."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from draagvlak.core.actor import ActorKind
from draagvlak.core.verdict import YES, Verdict, no

if TYPE_CHECKING:
    from draagvlak.core.actor import Actor


def may_build_demo(by: Actor) -> Verdict:
    if by.kind is ActorKind.SYSTEM:
        return YES
    return no(_("The demo programme is built when the application starts, not from a page."))
