"""What changes for me: the vision, the phase, and how far one's own groups are."""

from __future__ import annotations

import datetime as dt
import html
import re

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.formats import date_format

from draagvlak.core.policy import Role
from draagvlak.core.web import to
from draagvlak.desk.queries.own_change import own_change
from draagvlak.organisations.models import GroupMember
from draagvlak.processes.models import Wave, WaveGroup
from draagvlak.programmes.models import Membership, Programme
from tests.factories.organisations import make_person
from tests.factories.places import make_member, make_user, sign_in
from tests.factories.programmes import link, make_group, make_vision

pytestmark = pytest.mark.django_db


@pytest.fixture
def guide():
    return make_member()


@pytest.fixture
def employee(guide):
    actor = make_member(
        Programme.objects.get(pk=guide.programme_id), Role.EMPLOYEE, user=make_user("Bram Smit")
    )
    link(actor, make_person(guide, "Bram Smit"))
    return actor


def put_in(guide, employee, name, days=None):
    """A group of the employee, that begins so many days from today."""
    group = make_group(guide, name)
    person = employee_person(employee)
    GroupMember.objects.create(workspace_id=guide.tenant, group=group, person=person)
    if days is not None:
        wave = Wave.objects.create(
            workspace_id=guide.tenant, programme_id=guide.programme_id, name=f"Golf {name}",
            starts_on=timezone.localdate() + dt.timedelta(days=days),
        )  # fmt: skip
        WaveGroup.objects.create(workspace_id=guide.tenant, wave=wave, group=group)
    return group


def employee_person(actor):
    return Membership.objects.get(workspace_id=actor.tenant, user_id=actor.user_id).person


def words(actor):
    page = sign_in(Client(), actor).get(to(actor, "desk:today"))
    plain = re.sub(r"<[^>]+>", " ", page.content.decode())
    return " ".join(html.unescape(plain).split())


def test_an_employee_reads_how_far_the_own_group_is(guide, employee):
    make_vision(guide, "Wij vergaderen zonder papier.")
    put_in(guide, employee, "Griffie", 30)
    put_in(guide, employee, "Archief", -3)
    put_in(guide, employee, "Balie")
    make_group(guide, "Van een ander")
    day = date_format(timezone.localdate() + dt.timedelta(days=30), "j F Y")
    since = date_format(timezone.localdate() - dt.timedelta(days=3), "j F Y")

    found = own_change(employee)

    assert [(one.name, one.dot, one.label, one.words) for one in found.groups] == [
        ("Archief", "done", "begonnen", f"Je groep werkt sinds {since} op de nieuwe manier."),
        ("Balie", "todo", "nog geen dag", "De dag waarop je groep begint is nog niet afgesproken."),
        ("Griffie", "now", "komt eraan", f"Je groep begint op {day} (Golf Griffie)."),
    ]
    page = words(employee)
    assert "Wat er verandert voor mij" in page
    assert "Wij vergaderen zonder papier." in page
    assert "Waar het traject nu is: Verkennen" in page
    assert "Van een ander" not in page


def test_without_group_or_vision_it_says_so(employee):
    page = words(employee)
    assert "Er is nog niet opgeschreven in welke groep je zit." in page
    assert "Waarom dit gebeurt is nog niet opgeschreven." in page


def test_a_guide_reads_it_on_the_pages_of_the_programme(guide):
    assert own_change(guide) is None
    assert "Wat er verandert voor mij" not in words(guide)


@pytest.mark.parametrize("count", [1, 3])
def test_it_takes_a_fixed_number_of_statements(guide, employee, count, django_assert_num_queries):
    for number in range(count):
        put_in(guide, employee, f"Groep {number}", number)
    with django_assert_num_queries(5):
        assert len(own_change(employee).groups) == count
