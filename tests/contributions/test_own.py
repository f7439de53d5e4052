"""What an employee finds on Today: where to say something, what became of it, who can help."""

from __future__ import annotations

import html
import re

import pytest
from django.test import Client

from draagvlak.contributions.commands import close_entrance
from draagvlak.contributions.queries.entrances import code_for
from draagvlak.contributions.queries.own import own_panel
from draagvlak.core.policy import Role
from draagvlak.core.web import to
from draagvlak.organisations.models import Group, GroupMember
from draagvlak.programmes.models import Programme
from tests.factories.contributions import make_entrance
from tests.factories.organisations import make_person
from tests.factories.places import make_member, make_user, sign_in
from tests.factories.programmes import link
from tests.factories.vault import make_vault

pytestmark = pytest.mark.django_db


@pytest.fixture
def guide():
    return make_member(user=make_user("Noor Veldhuis"))


def member(guide, role=Role.EMPLOYEE):
    programme = Programme.objects.get(pk=guide.programme_id)
    return make_member(programme, role, user=make_user("Bram Smit"))


def words(actor):
    page = sign_in(Client(), actor).get(to(actor, "desk:today"))
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page.content.decode())).split())


def test_an_employee_finds_the_door_the_way_back_and_who_helps(guide):
    make_vault(guide)
    door = make_entrance(guide, "Kantine")
    employee = member(guide)

    panel = own_panel(employee, employee.programme_id).context

    assert code_for(door.pk) in panel["speak_url"]
    assert panel["follow_url"].endswith(f"/speak/{guide.workspace.slug}/follow/")
    page = words(employee)
    assert "Wat ik zei Zeg iets op naam, vertrouwelijk of anoniem." in page
    assert "Bekijk wat ermee gebeurde" in page
    assert "Wie mij kan helpen Noor Veldhuis, begeleider" in page


def test_the_door_of_the_own_group_comes_first(guide):
    make_vault(guide)
    group = Group.objects.create(workspace_id=guide.tenant, name="Griffie")
    make_entrance(guide, "Kantine")
    own = make_entrance(guide, "Zaal", group=group.pk)
    employee = member(guide)
    person = make_person(guide, "Bram Smit")
    link(employee, person)
    GroupMember.objects.create(workspace_id=guide.tenant, group=group, person=person)

    assert code_for(own.pk) in own_panel(employee, employee.programme_id).context["speak_url"]


def test_without_an_open_door_it_says_whom_to_tell(guide):
    make_vault(guide)
    close_entrance(by=guide, entrance=make_entrance(guide, "Kantine"))
    employee = member(guide)

    assert own_panel(employee, employee.programme_id).context["speak_url"] == ""
    page = words(employee)
    assert "Je kunt nu niet zelf iets insturen. Vertel het de begeleider." in page
    assert "Zeg iets" not in page


@pytest.mark.parametrize(
    ("role", "shown"),
    [
        (Role.KEY_USER, True),
        (Role.SPONSOR, False),
        (Role.PROJECT_LEAD, False),
        (Role.SUPPLIER, False),
        (Role.ADMINISTRATOR, False),
    ],
)
def test_it_is_for_who_works_in_the_new_way(guide, role, shown):
    actor = member(guide, role)
    assert (own_panel(actor, actor.programme_id) is not None) is shown


@pytest.mark.parametrize("count", [1, 3])
def test_it_takes_a_fixed_number_of_statements(guide, count, django_assert_num_queries):
    make_vault(guide)
    for number in range(count):
        make_entrance(guide, f"Deur {number}")
    employee = member(guide)
    with django_assert_num_queries(3):
        own_panel(employee, employee.programme_id)
