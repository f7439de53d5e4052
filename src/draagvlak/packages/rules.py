"""Who may take a workspace along, and who may bring one in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from draagvlak.core.actor import ActorKind
from draagvlak.core.verdict import YES, Verdict, first_no, no
from draagvlak.packages.models import Package
from draagvlak.packages.queries import (
    keeps_workspace,
    package_at_work,
    programmes_without_guide,
)

if TYPE_CHECKING:
    from draagvlak.core.actor import Actor


def may_keep_packages(actor: Actor) -> Verdict:
    """Whether the actor asks for packages and downloads them."""
    if actor.kind is ActorKind.SYSTEM or keeps_workspace(actor):
        return YES
    return no(_("Only the administrator of the workspace takes everything along."))


def may_ask(actor: Actor) -> Verdict:
    """Whether a package can be made now: a guide of every programme holds a part of its lock."""
    allowed = may_keep_packages(actor)
    if not allowed:
        return allowed
    alone = programmes_without_guide(actor.tenant)
    return first_no(
        no(
            _(
                "“%(programme)s” has no guide who could hold its code. Invite one first, or ask "
                "whoever runs this installation."
            )
            % {"programme": alone[0]}
        )
        if alone
        else YES,
        no(_("A package is being made already. Wait until it is ready."))
        if package_at_work(actor.tenant)
        else YES,
    )


def may_finish(actor: Actor, package: Package) -> Verdict:
    """Whether the actor may say how the making of a package ended: the installation itself."""
    if actor.kind is not ActorKind.SYSTEM:
        return no(_("Only this installation itself does this."))
    if package.state != Package.State.MAKING:
        return no(_("This package is not being made any more."))
    return YES


def may_download(actor: Actor, package: Package) -> Verdict:
    """Whether the file of a package can be had."""
    return first_no(
        may_keep_packages(actor),
        YES
        if package.state == Package.State.READY
        else no(_("This package is not there any more. Have a new one made.")),
    )


def may_remove(actor: Actor, package: Package) -> Verdict:
    """Whether a package may go before its time."""
    return may_download(actor, package)


def may_bring_in(actor: Actor) -> Verdict:
    """Whether the actor may bring a workspace in: whoever runs the installation, by command."""
    if actor.kind is ActorKind.SYSTEM:
        return YES
    return no(_("Only whoever runs this installation brings a workspace in."))
