"""Workspaces, programmes, and people who play a role in them."""

from __future__ import annotations

import time
from itertools import count
from typing import TYPE_CHECKING

from draagvlak.accounts.models import User
from draagvlak.core.actor import Actor
from draagvlak.core.models import Workspace
from draagvlak.core.policy import Role
from draagvlak.programmes.models import Membership, Programme
from draagvlak.programmes.queries import find_place

if TYPE_CHECKING:
    from uuid import UUID

    from django.test import Client

_numbers = count(1)
PASSWORD = "een-lang-wachtwoord"


def make_workspace(name: str = "Voorbeeldstad") -> Workspace:
    return Workspace.objects.create(name=name, slug=f"ruimte-{next(_numbers)}")


def make_programme(workspace: Workspace | None = None, name: str = "Papierloos") -> Programme:
    workspace = workspace or make_workspace()
    return Programme.objects.create(
        workspace=workspace, name=name, slug=f"traject-{next(_numbers)}"
    )


def make_user(name: str = "Joke van Dam") -> User:
    return User.objects.create_user(f"u{next(_numbers)}@voorbeeldstad.example", name, PASSWORD)


def make_member(
    programme: Programme | None = None,
    role: Role = Role.GUIDE,
    *more: Role,
    user: User | None = None,
) -> Actor:
    """A user with one or more roles in a programme, as the actor that they are there."""
    programme = programme or make_programme()
    user = user or make_user()
    for each in (role, *more):
        Membership.objects.create(
            workspace_id=programme.workspace_id, programme=programme, user=user, role=each
        )
    actor = find_place(
        user_id=user.pk,
        name=user.name,
        workspace=programme.workspace.slug,
        programme=programme.slug,
    )
    assert actor is not None
    return actor


def sign_in(client: Client, actor: Actor) -> Client:
    """The client, signed in as this actor's user, with a second factor shown."""
    client.force_login(User.objects.get(pk=actor.signed_in_id))
    return show_second_factor(client, actor.signed_in_id)


def show_second_factor(client: Client, user_id: UUID) -> Client:
    """The client, as after a code or a passkey."""
    session = client.session
    session["account_authentication_methods"] = [
        {"method": "mfa", "type": "totp", "at": time.time(), "reauthenticated": True}
    ]
    session["account_authentication_methods_user"] = str(user_id)
    session.save()
    return client
