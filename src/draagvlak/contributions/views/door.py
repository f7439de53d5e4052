"""Behind the vault, for who holds the key to what came in."""

from __future__ import annotations

from functools import update_wrapper
from typing import TYPE_CHECKING, Concatenate, ParamSpec

from draagvlak.conversations.views.door import behind_vault
from draagvlak.core.web import page
from draagvlak.vault.queries import Sealed

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponse

    from draagvlak.core.reader import OpenVault
    from draagvlak.core.web import Request

P = ParamSpec("P")


def with_key(
    view: Callable[Concatenate[Request, OpenVault, P], HttpResponse],
) -> Callable[Concatenate[Request, P], HttpResponse]:
    """Give the view the open vault; a guide with whom the key was not shared reads why."""

    def run(
        request: Request, vault: OpenVault, /, *args: P.args, **kwargs: P.kwargs
    ) -> HttpResponse:
        try:
            return view(request, vault, *args, **kwargs)
        except Sealed:
            return page(request, "contributions/contribution_sealed.html", status=403)

    update_wrapper(run, view)
    return behind_vault(run)
