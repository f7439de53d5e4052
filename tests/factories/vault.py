"""Guides with an open vault."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth import get_user
from django.http import HttpResponse
from django.test import RequestFactory

from draagvlak.core.split_secret import keep
from draagvlak.vault.commands import confirm_keyring, make_keyring
from draagvlak.vault.queries import vault_name

if TYPE_CHECKING:
    from django.test import Client

    from draagvlak.core.actor import Actor
    from draagvlak.core.reader import OpenVault

PASSPHRASE = "vier woorden op een rij"


def make_vault(actor: Actor) -> OpenVault:
    """The actor's own vault, made, confirmed and open."""
    code = make_keyring(by=actor, passphrase=PASSPHRASE)
    return confirm_keyring(by=actor, code=code)


def open_in_browser(client: Client, vault: OpenVault) -> Client:
    """A signed-in client whose vault is open."""
    request = RequestFactory().get("/")
    request.session = client.session
    request.user = get_user(request)
    response = HttpResponse()
    keep(request, response, vault_name(vault.workspace_id), vault.pack())
    request.session.save()
    client.cookies.update(response.cookies)
    return client
