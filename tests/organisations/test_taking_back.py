"""What was done with the register is taken back from the activity page."""

from __future__ import annotations

import pytest

from draagvlak.core import undo
from draagvlak.core.models import UndoRecord
from draagvlak.core.policy import Role
from draagvlak.core.verdict import Refused
from draagvlak.core.web import to
from draagvlak.organisations import commands
from draagvlak.organisations.models import Group, GroupMember, Organisation, Person, Unit
from draagvlak.programmes.models import Programme
from tests.factories.organisations import make_group, make_organisation, make_person, make_unit
from tests.factories.places import make_member, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def guide():
    return make_member()


def left(kind):
    return UndoRecord.objects.get(kind=kind)


def take_back(by, kind):
    return undo.take_back(by=by, undo=left(kind))


def test_an_organisation_has_its_former_name(guide):
    one = make_organisation(guide, "Stad")
    commands.rename_organisation(by=guide, organisation=one, name="Dorp", was="Stad")
    take_back(guide, "organisations.renamed")
    assert Organisation.objects.get().name == "Stad"


def test_a_name_that_was_given_away_is_refused_and_nothing_happens(guide):
    one = make_organisation(guide, "Stad")
    commands.rename_organisation(by=guide, organisation=one, name="Dorp", was="Stad")
    make_organisation(guide, "Stad")
    with pytest.raises(Refused, match="Er is al een organisatie met deze naam"):
        take_back(guide, "organisations.renamed")
    assert left("organisations.renamed").taken_on is None


def test_a_unit_hangs_where_it_hung(guide):
    top = make_unit(guide, name="Top")
    unit = make_unit(guide, name="Team", parent=top)
    commands.change_unit(by=guide, unit=unit, name="Ploeg", parent=None, was="Team")
    take_back(guide, "units.changed")
    row = Unit.objects.get(pk=unit.pk)
    assert (row.name, row.parent_id, row.path.startswith(top.path)) == ("Team", top.pk, True)


def test_a_removed_unit_stands_again_unless_what_it_hung_under_is_gone(guide):
    top = make_unit(guide, name="Top")
    unit = make_unit(guide, name="Team", parent=top)
    commands.remove_unit(by=guide, unit=unit)
    record = left("units.removed")
    commands.remove_unit(by=guide, unit=top)
    assert not undo.outlook(guide, record).verdict
    of_top = UndoRecord.objects.filter(kind="units.removed").exclude(pk=record.pk).get()
    undo.take_back(by=guide, undo=of_top)
    undo.take_back(by=guide, undo=record)
    assert set(Unit.objects.values_list("pk", "name")) == {(top.pk, "Top"), (unit.pk, "Team")}


def test_a_group_is_called_and_described_as_before(guide):
    group = make_group(guide, name="Lezers")
    commands.change_group(
        by=guide, group=group, name="Schrijvers", description="Nieuw", was=("Lezers", "")
    )
    take_back(guide, "groups.changed")
    row = Group.objects.get()
    assert (row.name, row.description) == ("Lezers", "")


def test_members_come_and_go_back(guide):
    here = make_organisation(guide)
    people = [make_person(guide, f"Persoon {n}", organisation=here) for n in range(3)]
    group = commands.add_group(by=guide, name="Lezers")
    commands.add_to_group(by=guide, group=group, people=[people[0].pk])
    UndoRecord.objects.all().delete()
    commands.add_to_group(by=guide, group=group, people=[each.pk for each in people])
    came = left("groups.people_added")
    commands.take_out_of_group(by=guide, group=group, person=people[1])

    take_back(guide, "groups.person_taken_out")
    assert GroupMember.objects.count() == 3
    undo.take_back(by=guide, undo=came)
    assert list(GroupMember.objects.values_list("person_id", flat=True)) == [people[0].pk]
    assert Group.objects.get().size == 1


def test_a_person_is_written_as_before(guide):
    unit = make_unit(guide)
    person = make_person(guide, "Jan van den Berg", unit=unit, email="jan@stad.example")
    other = make_organisation(guide)
    details = commands.PersonDetails(name="Jan Berg", organisation=other)
    commands.edit_person(by=guide, person=person, details=details, version=1)
    address = take_back(guide, "people.edited")
    row = Person.objects.get()
    assert address == to(guide, "organisations:person_detail", person_id=row.pk)
    assert (row.name, row.unit_id, row.email) == ("Jan van den Berg", unit.pk, "jan@stad.example")
    assert row.sort_key.startswith("berg")


def test_who_is_erased_does_not_come_back(guide):
    person = make_person(guide, "Jan van den Berg")
    details = commands.PersonDetails(name="Jan Berg", organisation=person.organisation)
    commands.edit_person(by=guide, person=person, details=details, version=1)
    undo.forget(guide.tenant, [person.pk])
    assert not UndoRecord.objects.exists()


def test_who_left_works_there_again(guide):
    person = make_person(guide)
    commands.mark_left(by=guide, person=person)
    take_back(guide, "people.left")
    assert Person.objects.get().left_on is None


def test_only_keepers_take_back_and_outsiders_find_nothing(guide, client):
    group = make_group(guide, name="Lezers")
    commands.change_group(by=guide, group=group, name="B", description="", was=("Lezers", ""))
    address = to(guide, "core:undo_take", undo_id=left("groups.changed").pk)
    council = make_member(Programme.objects.get(pk=guide.programme_id), Role.WORKS_COUNCIL)
    refused = sign_in(client, council).post(address)
    assert (refused.status_code, Group.objects.get().name) == (409, "B")
    assert sign_in(client, make_member()).post(address).status_code == 404


def test_looking_asks_the_same_for_one_and_for_three(guide, django_assert_num_queries):
    for number in range(3):
        commands.remove_unit(by=guide, unit=make_unit(guide, name=f"Team {number}"))
    records = list(UndoRecord.objects.filter(kind="units.removed"))
    undo.outlooks(guide, records[:1])
    with django_assert_num_queries(3):
        undo.outlooks(guide, records[:1])
    with django_assert_num_queries(3):
        undo.outlooks(guide, records)
