"""Fifty planted identities of people who spoke in confidence: nobody but a guide finds one.

`bench/identities.py` does the same with ten thousand.
"""

from __future__ import annotations

import io
import logging

import pytest
from django.core import mail

from draagvlak.contributions.commands import Goal, send_waiting_mail, write_back
from draagvlak.contributions.models import Contribution
from draagvlak.conversations.commands import release_quotes
from draagvlak.core.ids import uuid4
from draagvlak.core.outbox import deliver_all
from draagvlak.core.quiet_log import Quiet, WithoutPath
from draagvlak.programmes.models import Programme
from tests.factories.concerns import make_concern
from tests.factories.contributions import answer, ask, make_entrance, quote, speak, tie
from tests.factories.places import make_member, sign_in
from tests.factories.vault import make_vault, open_in_browser
from tests.trust.addresses import INSIDE, address, world
from tests.trust.matrix import HERE, LETTERS
from tests.trust.seeking import (
    STEMS,
    Search,
    ask_everything,
    in_mails,
    in_tables,
    plant,
    search_names,
    somebody,
)

pytestmark = pytest.mark.django_db
PEOPLE = [somebody(number) for number in range(50)]
RELEASED_AT = [
    "conversations:released_list",
    "conversations:released_detail",
    "conversations:quote_release",
    "conversations:quote_prepare",
    "conversations:concern_quotes",
    "contributions:contribution_detail",
    "contributions:approval_ask",
    "contributions:concern_contributions",
    "concerns:concern_list",
    "concerns:concern_detail",
    "answering:outcome_list",
    "desk:activity_list",
]
"""Where a released quote, its concern or its approval shows, or might."""


@pytest.fixture
def told():
    """Everything that the log of the product would say."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(Quiet())
    handler.addFilter(WithoutPath())
    root = logging.getLogger()
    root.addHandler(handler)
    yield stream
    root.removeHandler(handler)


@pytest.fixture
def planted(bare):
    """A programme in which fifty spoke; three of them were tied to a concern and written to."""
    guide, vault, doors = bare
    made = list(plant(doors, PEOPLE))
    concern = make_concern(guide)
    for contribution in made[:3]:
        tie(guide, vault, contribution, Goal(concern))
        write_back(by=guide, vault=vault, contribution=contribution, text="Dank je.", key=uuid4())
    return guide, vault, made


@pytest.fixture
def bare(db):
    guide = make_member()
    vault = make_vault(guide)
    return guide, vault, [make_entrance(guide), make_entrance(guide)]


def test_no_two_of_them_are_alike():
    assert len({one.name for one in PEOPLE} | {one.address for one in PEOPLE}) == 100
    assert all(STEMS.search(one.name) and STEMS.search(one.address) for one in PEOPLE)


@pytest.mark.parametrize("letter", [letter for letter in "SLA" if letter in HERE])
@pytest.mark.usefixtures("bare_refusals")
def test_behind_no_route_or_search(own, client, told, letter):
    guide = make_member(own)
    made = list(plant([make_entrance(guide)], PEOPLE))
    other = make_member(own, LETTERS[letter])
    sign_in(client, other)
    keys = {"contribution_id": made[0].pk, "message_id": made[0].messages.get().pk}
    search = ask_everything(client, own, forms=False, **keys)
    assert search.hits == []
    assert search.asked == 2 * len(INSIDE)
    assert search.answers.get(500, 0) == 0
    assert search_names(client, own, PEOPLE[:3]).hits == []
    assert not STEMS.search(told.getvalue())


def test_in_no_table_mail_or_log(planted, told):
    guide, vault, _made = planted
    send_waiting_mail(by=guide, vault=vault)
    deliver_all()
    assert len(mail.outbox) == 53
    assert in_mails(mail.outbox) == []
    assert in_tables() == []
    assert not STEMS.search(told.getvalue())


def released_of(guide, vault, people):
    """Quotes of people who spoke in confidence, agreed to in their threads and out."""
    concern, marks = make_concern(guide), []
    door = make_entrance(guide)
    for one in people:
        said = f"{one.name} zegt: zo kan ik niet werken."
        spoken = speak(door, said, way="confidential", name=one.name, address=one.address)
        key = quote(guide, vault, spoken, said, Goal(concern))
        asked = ask(guide, vault, spoken, key, "Het werk lukt zo niet.")
        marks.append(answer(spoken, asked).mark)
    return release_quotes(by=guide, vault=vault, quotes=[], others=marks)


@pytest.mark.usefixtures("bare_refusals")
def test_a_released_quote_leads_to_nobody(bare, client, told):
    guide, vault, _doors = bare
    made = released_of(guide, vault, PEOPLE[:3])
    deliver_all()
    assert len(mail.outbox) == 3
    assert in_mails(mail.outbox) == []
    assert in_tables() == []
    programme = Programme.objects.get(pk=guide.programme_id)
    things = world(programme) | {"released_id": made[0].pk, "concern_id": made[0].concern_id}
    things |= {"contribution_id": Contribution.objects.filter(workspace_id=guide.tenant)[0].pk}
    for letter in "SLA":
        search = Search(sign_in(client, make_member(programme, LETTERS[letter])))
        for route in RELEASED_AT:
            search.get(address(route, programme, things), route)
        assert search.hits == []
        assert search.answers[200] >= 4
    assert not STEMS.search(told.getvalue())


def test_whoever_may_read_them_does_find_them(planted, client):
    guide, vault, made = planted
    open_in_browser(sign_in(client, guide), vault)
    here = f"/w/{guide.workspace.slug}/p/{guide.programme.slug}/contributions/"
    page = client.get(f"{here}{made[0].pk}/")
    assert PEOPLE[0].name in page.content.decode()
    assert Contribution.objects.filter(workspace_id=guide.tenant).count() == 50
