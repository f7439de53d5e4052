"""Role × route × own or other programme × own or other object, against a hand-written matrix."""

from __future__ import annotations

import pytest
from django.test import Client

from draagvlak.core.policy import Role
from draagvlak.programmes.models import Membership
from tests.factories.places import make_member, make_programme, sign_in
from tests.factories.vault import make_vault, open_in_browser
from tests.trust.addresses import INSIDE, address, has_object, world
from tests.trust.matrix import ALLOWED, LETTERS

GONE = 404
DENIED = 403
NO_SUCH_METHOD = 405
BROKEN = 500
NOT_YOUR_ROLE = "Deze pagina hoort niet bij jouw rol in dit traject."


def test_the_matrix_names_every_route():
    assert sorted(ALLOWED) == sorted(INSIDE)


@pytest.mark.parametrize("letter", LETTERS)
def test_a_role_passes_exactly_where_the_matrix_says(letter, own, other, client):
    actor = make_member(own, LETTERS[letter])
    sign_in(client, actor)
    if letter in "GC":
        open_in_browser(client, make_vault(actor))
    mine, theirs = world(own), world(other)
    # The people of the demo take part in both; here it must be somebody of one client only.
    mine["user_id"] = make_member(own, Role.EMPLOYEE).user_id
    theirs["user_id"] = make_member(other, Role.EMPLOYEE).user_id
    wrong = []
    for route in INSIDE:
        here = address(route, own, mine)
        if letter not in ALLOWED[route]:
            found = (client.get(here).status_code, client.post(here).status_code)
            if found != (DENIED, DENIED):
                wrong.append((route, "refused here", found))
        else:
            answer = client.get(here)
            at_the_gate = str(NOT_YOUR_ROLE) in answer.getvalue().decode(errors="replace")
            if answer.status_code >= BROKEN or at_the_gate:
                wrong.append((route, "let in", answer.status_code))
        if letter in ALLOWED[route] and has_object(route):
            there = address(route, own, theirs)
            found = (client.get(there).status_code, client.post(there).status_code)
            if not set(found) <= {GONE, NO_SUCH_METHOD}:
                wrong.append((route, "a thing of another client", found))
        away = address(route, other, theirs)
        found = (client.get(away).status_code, client.post(away).status_code)
        if found != (GONE, GONE):
            wrong.append((route, "another client", found))
    assert not wrong, "\n".join(str(line) for line in wrong)


def test_who_is_not_signed_in_is_sent_to_the_door(own):
    visitor, mine = Client(), world(own)
    for route in INSIDE:
        answer = visitor.get(address(route, own, mine))
        assert answer.status_code == 302, route
        assert answer["Location"].startswith("/accounts/login/"), route


def test_a_role_that_was_taken_away_opens_nothing_at_once(db, client):
    programme = make_programme()
    guide = make_member(programme, Role.GUIDE)
    sign_in(client, guide)
    here = f"/w/{programme.workspace.slug}/p/{programme.slug}/today/"
    assert client.get(here).status_code == 200

    Membership.objects.filter(user_id=guide.user_id).delete()

    assert client.get(here).status_code == GONE
