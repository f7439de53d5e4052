"""Who has been heard, for whom, and what everybody else must not find out."""

from __future__ import annotations

import datetime as dt

import pytest
from django.http import Http404
from django.utils import timezone

from draagvlak.conversations import commands
from draagvlak.conversations.commands import Plan
from draagvlak.conversations.models import Conversation
from draagvlak.conversations.queries import coverage, overview, unheard
from draagvlak.conversations.states import Axis
from draagvlak.core.models import Workspace
from draagvlak.core.policy import Role
from draagvlak.core.verdict import Refused
from draagvlak.organisations.models import Group, GroupMember, Organisation, Unit
from draagvlak.programmes.models import Programme, ProgrammeOrganisation
from tests.factories.conversations import make_person
from tests.factories.places import make_member, make_programme, sign_in
from tests.factories.stakeholders import make_stakeholder

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


def ago(days):
    return timezone.now() - dt.timedelta(days=days)


def hear(guide, people, days=1, form=Conversation.Form.ONE_TO_ONE, there=None):
    """A conversation that was held with these people."""
    plan = Plan("Kennismaking", form, "explore", ago(days), people=tuple(p.pk for p in people))
    talk = commands.plan_conversation(by=guide, plan=plan)
    present = frozenset(p.pk for p in (people if there is None else there))
    return commands.mark_held(by=guide, conversation=talk, present=present)


def crowd(guide, name, many):
    """A group with people."""
    group = Group.objects.create(workspace_id=guide.tenant, name=name, size=many)
    people = [make_person(guide, f"{name} {number:02d}") for number in range(many)]
    GroupMember.objects.bulk_create(
        GroupMember(workspace_id=guide.tenant, group=group, person=person) for person in people
    )
    return group, people


def rows(guide, axis=Axis.GROUP, **more):
    return {row.name: row for row in coverage.coverage_page(guide, axis, **more).rows}


@pytest.fixture
def guide():
    return make_member()


def test_a_group_tells_how_many_were_heard_how_when_and_how_early(guide):
    _group, people = crowd(guide, "Balie", 6)
    hear(guide, people[:2], days=30)
    hear(guide, people[1:4], days=3, form=Conversation.Form.GROUP)
    hear(guide, people[4:], days=2, form=Conversation.Form.WALK_IN, there=people[4:5])
    commands.set_choice_day(by=guide, chosen_on=TODAY() - dt.timedelta(days=10))

    row = rows(guide)["Balie"]

    assert (row.people, row.unheard, row.share) == (6, 1, 83)
    heard = row.heard
    assert (heard.people, heard.one_to_one, heard.group, heard.walk_in) == (5, 2, 3, 1)
    assert heard.early == 2
    assert timezone.localdate(heard.latest) == TODAY() - dt.timedelta(days=2)


def test_what_was_only_planned_or_cancelled_heard_nobody(guide):
    _group, people = crowd(guide, "Balie", 3)
    plan = Plan("Later", "one_to_one", "explore", ago(1), people=(people[0].pk,))
    commands.cancel_conversation(
        by=guide, conversation=commands.plan_conversation(by=guide, plan=plan)
    )
    commands.plan_conversation(by=guide, plan=plan)
    assert rows(guide)["Balie"].heard == coverage.NOBODY


def test_without_a_day_of_choice_everybody_who_is_heard_is_early(guide):
    _group, people = crowd(guide, "Balie", 3)
    hear(guide, people[:2])
    assert coverage.whole(guide) == coverage.Whole(3, rows(guide)["Balie"].heard, None)
    assert coverage.whole(guide).heard.early == 2


def test_who_left_or_works_elsewhere_does_not_count(guide):
    _group, people = crowd(guide, "Balie", 3)
    hear(guide, people)
    people[0].left_on = TODAY()
    people[0].save(update_fields=["left_on"])
    other = make_member()
    crowd(other, "Elders", 4)
    ProgrammeOrganisation.objects.create(
        workspace_id=guide.tenant,
        programme_id=guide.programme_id,
        organisation_id=people[0].organisation_id,
    )
    assert (rows(guide)["Balie"].people, rows(guide)["Balie"].heard.people) == (2, 2)
    assert rows(guide, Axis.ORGANISATION)["Gemeente Voorbeeldstad"].people == 2
    assert "Elders" not in rows(guide)


def test_another_programme_hears_for_itself(guide):
    _group, people = crowd(guide, "Balie", 3)
    here = make_member(make_programme(guide_workspace(guide)))
    hear(here, people)
    assert rows(guide)["Balie"].heard.people == 0
    assert rows(here)["Balie"].heard.people == 3


def guide_workspace(guide):
    return Workspace.objects.get(pk=guide.tenant)


def test_units_count_everybody_below_them(guide):
    _group, people = crowd(guide, "Balie", 5)
    place = people[0].organisation
    top = Unit.objects.create(
        workspace_id=guide.tenant, organisation=place, name="Burgerzaken", path="0001"
    )
    low = Unit.objects.create(
        workspace_id=guide.tenant, organisation=place, name="Balie", parent=top,
        path="00010001", depth=1,
    )  # fmt: skip
    for person, unit in zip(people, [top, top, low, low, None], strict=True):
        person.unit = unit
        person.save(update_fields=["unit"])
    hear(guide, people[2:3])

    over = rows(guide, Axis.UNIT)["Burgerzaken"]
    assert (over.people, over.heard.people, over.opens) == (4, 1, True)
    under = rows(guide, Axis.UNIT, parent=str(top.pk))["Balie"]
    assert (under.people, under.heard.people, under.opens) == (2, 1, False)
    found = unheard.people_heard(guide, Axis.UNIT, str(top.pk), unheard.UNHEARD)
    assert len(found.rows) == 3


def test_a_person_stands_in_the_layers_of_their_groups(guide):
    balie, people = crowd(guide, "Balie", 4)
    board, chiefs = crowd(guide, "Directie", 2)
    hear(guide, chiefs)
    commands.set_layers(by=guide, layers={balie.pk: "professionals", board.pk: "board"})
    found = rows(guide, Axis.LAYER)
    assert [(row.key, row.people, row.heard.people) for row in found.values()] == [
        ("board", 2, 2),
        ("professionals", 4, 0),
    ]
    commands.set_layers(by=guide, layers={board.pk: ""})
    assert [row.key for row in rows(guide, Axis.LAYER).values()] == ["professionals"]
    names = unheard.people_heard(guide, Axis.LAYER, "professionals", unheard.UNHEARD)
    assert [row.name for row in names.rows] == [p.name for p in people]


def test_every_number_walks_back_to_its_people(guide):
    group, people = crowd(guide, "Balie", 4)
    hear(guide, people[:1], days=40)
    talk = hear(guide, people[:2], days=3, form=Conversation.Form.GROUP)
    commands.set_choice_day(by=guide, chosen_on=TODAY() - dt.timedelta(days=10))

    def behind(part):
        return [r.name for r in unheard.people_heard(guide, Axis.GROUP, str(group.pk), part).rows]

    assert behind("heard") == ["Balie 00", "Balie 01"]
    assert behind("unheard") == ["Balie 02", "Balie 03"]
    assert behind("early") == ["Balie 00"]
    assert behind("one_to_one") == ["Balie 00"]
    assert behind("group") == ["Balie 00", "Balie 01"]
    assert behind("walk_in") == []
    row = unheard.people_heard(guide, Axis.GROUP, str(group.pk), "heard").rows[0]
    assert (row.conversation, row.form) == (talk.pk, "groep")
    with pytest.raises(Http404):
        behind("everything")


def test_the_layer_of_the_register_is_proposed_until_another_is_said(guide):
    group, _people = crowd(guide, "Balie", 6)
    make_stakeholder(guide, group=group, layer="support")
    assert coverage.layers_of_groups(guide) == [(group.pk, "Balie", "support")]
    commands.set_layers(by=guide, layers={group.pk: "board"})
    assert coverage.layers_of_groups(guide) == [(group.pk, "Balie", "board")]


def test_proposals_say_why(guide):
    crowd(guide, "Balie", 14)
    _group, people = crowd(guide, "Secretariaat", 9)
    hear(guide, people[:1])
    found = overview.whom_next(guide)
    assert [one.sentence for one in found] == [
        "Balie (14 mensen): nog niemand gehoord.",
        "Secretariaat (9 mensen): pas 1 gehoord.",
    ]
    assert found[0].wanted == "Spreek er nog minstens 4."


def test_the_lead_sees_bounds_per_group_and_no_names(guide, client):
    _group, people = crowd(guide, "Balie", 20)
    _group, few = crowd(guide, "Griffie", 4)
    hear(guide, people[:13])
    hear(guide, few)
    lead = make_member(_programme(guide), Role.PROJECT_LEAD)

    assert [(row.name, row.people, row.least) for row in coverage.group_bounds(lead)] == [
        ("Balie", 20, 10),
        ("Griffie", 4, 0),
    ]
    for ask in (
        lambda: coverage.coverage_page(lead, Axis.GROUP),
        lambda: unheard.people_of(lead, Axis.GROUP, ""),
        lambda: overview.whom_next(lead),
        lambda: unheard.proposals(lead, []),
    ):
        with pytest.raises(Http404):
            ask()
    page = sign_in(client, lead).get(_address(lead)).content.decode()
    assert "ten minste 10" in page
    assert "te weinig om te noemen" in page
    assert people[0].name not in page
    for secret in (">13<", "Niemand van", "?axis="):
        assert secret not in page.split("<main")[1].split("</main")[0]


def _programme(actor):
    return Programme.objects.get(pk=actor.programme_id)


def _address(actor, tail="coverage/"):
    return f"/w/{actor.workspace.slug}/p/{actor.programme.slug}/conversations/{tail}"


def test_the_pages_of_a_guide_read_well(guide, client):
    group, people = crowd(guide, "Balie", 6)
    hear(guide, people[:2])
    sign_in(client, guide)
    for axis in Axis:
        page = client.get(f"{_address(guide)}?axis={axis.value}").content.decode()
        assert "Wie is er gehoord?" in page
        assert "Gehoord: 2 van de 6 mensen; 4 nog niet." in page
    page = client.get(f"{_address(guide, 'coverage/people/')}?key={group.pk}").content.decode()
    assert "Balie: nog niet gehoord" in page
    answer = client.post(_address(guide, "coverage/choice/"), {"chosen_on": "2026-01-01"})
    assert answer.status_code == 303
    assert client.post(_address(guide, "coverage/choice/"), {"chosen_on": "x"}).status_code == 422
    answer = client.post(_address(guide, "coverage/layers/"), {str(group.pk): "support"})
    assert answer.status_code == 303
    assert coverage.layers_of_groups(guide) == [(group.pk, "Balie", "support")]
    wrong = client.post(_address(guide, "coverage/layers/"), {str(group.pk): "nonsense"})
    assert wrong.status_code == 422
    assert client.get(f"{_address(guide)}?axis=unit&parent=nonsense").status_code == 404


@pytest.mark.parametrize("many", [1, 3])
def test_the_number_of_queries_does_not_grow(guide, client, many, django_assert_num_queries):
    for number in range(many):
        _group, people = crowd(guide, f"Groep {number}", 3)
        hear(guide, people[:2])
    with django_assert_num_queries(9):
        coverage.coverage_page(guide, Axis.GROUP)
        unheard.people_heard(guide, Axis.GROUP, "", "heard")


def test_only_guides_say_what_coverage_needs_to_know(guide):
    lead = make_member(_programme(guide), Role.PROJECT_LEAD)
    with pytest.raises(Refused):
        commands.set_layers(by=lead, layers={})
    with pytest.raises(Refused):
        commands.set_choice_day(by=lead, chosen_on=None)


def test_a_layer_has_whoever_is_concerned_once(guide):
    board, people = crowd(guide, "Bestuur", 4)
    second, _others = crowd(guide, "Directie", 2)
    GroupMember.objects.create(workspace_id=guide.tenant, group=second, person=people[0])
    commands.set_layers(by=guide, layers={board.pk: "board", second.pk: "board"})
    gone = people[3]
    gone.left_on = TODAY()
    gone.save()

    assert [(row.key, row.people) for row in coverage.heard_by_layer(guide)] == [("board", 5)]

    ProgrammeOrganisation.objects.create(
        workspace_id=guide.tenant,
        programme_id=guide.programme_id,
        organisation=people[0].organisation,
    )
    elsewhere = Organisation.objects.create(workspace_id=guide.tenant, name="Elders")
    people[1].organisation, people[1].unit = elsewhere, None
    people[1].save()
    here = {row.key: row.people for row in coverage.heard_by_layer(guide)}
    assert here["board"] == sum(
        1 for person in {*people[:3], *_others} if person.organisation_id != elsewhere.pk
    )


def test_the_page_is_remembered_until_somebody_is_heard(guide, django_assert_num_queries):
    _group, people = crowd(guide, "Balie", 12)

    def told():
        page, next_up = overview.page_of(guide, Axis.GROUP), overview.whom_next(guide)
        return page.rows[0].heard.people, overview.whole(guide).unheard, len(next_up)

    assert told() == (0, 12, 1)
    with django_assert_num_queries(3):
        told()

    hear(guide, people)
    assert told() == (12, 0, 0)


def test_bounds_are_remembered_until_somebody_is_heard(guide):
    _group, people = crowd(guide, "Balie", 20)
    lead = make_member(_programme(guide), Role.PROJECT_LEAD)
    assert [row.least for row in overview.bounds(lead)] == [0]

    hear(guide, people[:13])
    assert [row.least for row in overview.bounds(lead)] == [10]
