"""`request.vault`: the open vault of this reader in this workspace, or None."""

from __future__ import annotations

from typing import TYPE_CHECKING

from draagvlak.core.split_secret import fetch
from draagvlak.vault.queries import OpenVault, vault_name

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

    from draagvlak.core.actor import Actor


class VaultDoor:
    """Middleware behind the gate: looks whether the vault is open before the view runs."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.vault = None  # type: ignore[attr-defined]
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: object, args: object, kwargs: object
    ) -> None:
        del view, args, kwargs
        actor: Actor = request.actor  # type: ignore[attr-defined]
        if actor.workspace is None or actor.user_id is None or not actor.is_guide:
            return
        held = fetch(request, vault_name(actor.tenant))
        if held is not None:
            request.vault = OpenVault.unpack(held, actor.tenant, actor.user_id)  # type: ignore[attr-defined]
