"""The first guide of a new installation."""

from __future__ import annotations

import io
import json

import pytest
from django.core.management import CommandError, call_command

from draagvlak.accounts.models import User
from draagvlak.core.models import Workspace
from draagvlak.core.policy import Role
from draagvlak.programmes.models import Membership

pytestmark = pytest.mark.django_db

GUIDE = {
    "name": "Joke van Dam",
    "email": "joke@voorbeeld.example",
    "password": "zeven blauwe fietsen",
    "workspace": "Voorbeeldstad",
}


def first_guide(monkeypatch, **changes):
    monkeypatch.setattr("sys.stdin", io.StringIO(json.dumps(GUIDE | changes)))
    told = io.StringIO()
    call_command("first_guide", stdout=told)
    return told.getvalue().strip()


def test_the_first_guide_keeps_a_workspace_of_their_own(monkeypatch):
    assert first_guide(monkeypatch) == "joke@voorbeeld.example is the guide of Voorbeeldstad."
    user, space = User.objects.get(), Workspace.objects.get()
    assert (user.name, user.check_password("zeven blauwe fietsen")) == ("Joke van Dam", True)
    assert (space.name, space.is_demo) == ("Voorbeeldstad", False)
    membership = Membership.objects.get()
    assert (membership.user, membership.role, membership.programme) == (
        user,
        Role.ADMINISTRATOR,
        None,
    )


def test_the_first_guide_can_sign_in(monkeypatch, client):
    first_guide(monkeypatch)
    assert client.login(username="joke@voorbeeld.example", password="zeven blauwe fietsen")


def test_there_is_one_first_guide(monkeypatch):
    first_guide(monkeypatch)
    said = first_guide(monkeypatch, email="els@voorbeeld.example")
    assert said == "Somebody can sign in already; nobody was added."
    assert User.objects.count() == 1


def test_only_whole_json_is_taken(monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO('{"name": "Joke"}'))
    with pytest.raises(CommandError, match="Give JSON with name, email, password, workspace"):
        call_command("first_guide")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"email": "joke"}, "e-mailadres"),
        ({"password": "kort"}, "12"),
    ],
)
def test_nothing_is_made_of_a_wrong_one(monkeypatch, changes, said):
    with pytest.raises(CommandError, match=said):
        first_guide(monkeypatch, **changes)
    assert not User.objects.exists()
    assert not Workspace.objects.exists()
