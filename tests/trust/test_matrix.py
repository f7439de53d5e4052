"""Role × route × own or other programme × own or other object, against a hand-written matrix."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client

from draagvlak.core.policy import Role
from draagvlak.programmes.models import Membership
from tests.factories.places import make_member, make_programme, sign_in
from tests.factories.vault import make_vault, open_in_browser
from tests.trust.addresses import INSIDE, address, has_object, world
from tests.trust.matrix import ALLOWED, HERE, LETTERS
from tests.trust.words import plain, raw_words

GONE = 404
DENIED = 403
NO_SUCH_METHOD = 405
BROKEN = 500
NOT_YOUR_ROLE = "Deze pagina hoort niet bij jouw rol in dit traject."


@pytest.mark.one_engine("compares two tables in memory")
def test_the_matrix_names_every_route():
    assert sorted(ALLOWED) == sorted(INSIDE)


def comes_in(client, route, path, sealed):
    """What is wrong when somebody comes who may pass; nothing that is sealed may be read."""
    answer = client.get(path)
    page = answer.getvalue().decode(errors="replace")
    if answer.status_code >= BROKEN or NOT_YOUR_ROLE in page:
        yield route, "let in", answer.status_code
    words = plain(page) if sealed else ""
    yield from ((route, "reads", run) for run in sealed if run in words)


def knocks(client, route, path, expected):
    """What is wrong when somebody looks and sends who gets one of these answers."""
    found = {client.get(path).status_code, client.post(path).status_code}
    if not found <= expected:
        yield route, f"{path} answers {found}, not {expected}"


@pytest.mark.usefixtures("bare_refusals")
@pytest.mark.parametrize("letter", HERE)
def test_a_role_passes_where_the_matrix_says_and_reads_no_raw_words(
    letter, own, other, client, settings
):
    # who knocks at every door within a minute is told to slow down: that has tests of its own
    settings.ACTS_PER_MINUTE = settings.SEARCHES_PER_MINUTE = 100_000
    actor = make_member(own, LETTERS[letter])
    sign_in(client, actor)
    if letter in "GC":
        open_in_browser(client, make_vault(actor))
    mine, theirs = world(own), world(other)
    # The people of the demo take part in both; here it must be somebody of one client only.
    mine["user_id"] = make_member(own, Role.EMPLOYEE).user_id
    theirs["user_id"] = make_member(other, Role.EMPLOYEE).user_id
    let_in = [route for route in INSIDE if letter in ALLOWED[route]]
    sealed = () if letter in "GC" else raw_words()
    wrong = [
        each
        for route in let_in
        for each in comes_in(client, route, address(route, own, mine), sealed)
    ]
    # Who may pass is decided in Python, on every engine alike: on the other one only the guide, who
    # passes everywhere, knocks at the doors of others.
    if letter == "G" or connection.vendor == "sqlite":
        for route in sorted(set(INSIDE) - set(let_in)):
            wrong += knocks(client, route, address(route, own, mine), {DENIED})
        for route in filter(has_object, let_in):
            wrong += knocks(client, route, address(route, own, theirs), {GONE, NO_SUCH_METHOD})
        for route in INSIDE:
            wrong += knocks(client, route, address(route, other, theirs), {GONE})
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
