"""The door of the vault: pages that show what was said open behind it."""

from __future__ import annotations

from functools import update_wrapper
from typing import TYPE_CHECKING, Concatenate, ParamSpec
from urllib.parse import urlencode

from django.views.decorators.debug import sensitive_post_parameters

from draagvlak.core.web import seen, to

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from django.http import HttpResponse

    from draagvlak.core.reader import OpenVault
    from draagvlak.core.web import Request

P = ParamSpec("P")


def behind_vault(
    view: Callable[Concatenate[Request, OpenVault, P], HttpResponse],
) -> Callable[Concatenate[Request, P], HttpResponse]:
    """Give the view the open vault. A closed one is opened (or made) first; then back to here.

    What is posted here is never written into an error report.
    """

    def run(request: Request, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if request.vault is None:
            return seen(request, unlock_address(request))
        return view(request, request.vault, *args, **kwargs)

    update_wrapper(run, view)
    return sensitive_post_parameters()(run)


def unlock_address(request: Request) -> str:
    """Where the vault is opened, with the way back to this page."""
    return f"{to(request.actor, 'vault:vault_open')}?{urlencode({'next': request.path})}"


def conversation_address(request: Request, conversation_id: UUID, name: str = "detail") -> str:
    """A page of a conversation."""
    route = f"conversations:conversation_{name}"
    return to(request.actor, route, conversation_id=conversation_id)
