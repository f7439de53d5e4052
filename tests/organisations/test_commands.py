"""The register changes as people asked, or says why not."""

from __future__ import annotations

import pytest
from django.utils import timezone

from draagvlak.core.models import AuditEvent
from draagvlak.core.policy import Role
from draagvlak.core.verdict import Refused
from draagvlak.core.versions import EditConflict
from draagvlak.organisations import commands
from draagvlak.organisations.commands import PersonDetails
from draagvlak.organisations.models import Group, Organisation, Person, Unit
from tests.factories.organisations import (
    make_group,
    make_organisation,
    make_person,
    make_unit,
)
from tests.factories.places import make_member, make_programme

pytestmark = pytest.mark.django_db
ONLY_KEEPERS = "Alleen een begeleider, de projectleider of de beheerder kan dit wijzigen."


@pytest.fixture
def guide():
    return make_member()


def trail():
    return list(AuditEvent.objects.order_by("at").values_list("verb", flat=True))


def details(person, **changes):
    old = PersonDetails.of(person)
    return PersonDetails(**{**vars(old), **changes})


def tree():
    return list(Unit.objects.order_by("path").values_list("name", "path", "depth"))


def test_an_organisation_is_added_and_renamed(guide):
    made = commands.add_organisation(by=guide, name="Stad")
    renamed = commands.rename_organisation(by=guide, organisation=made, name="STAD", was="Stad")

    assert renamed.name == "STAD"
    assert trail() == ["organisations.added", "organisations.renamed"]


def test_the_same_form_twice_adds_one_organisation(guide):
    first = commands.add_organisation(by=guide, name="Stad", once="abc")
    again = commands.add_organisation(by=guide, name="Stad", once="abc")

    assert (first, Organisation.objects.count()) == (again, 1)


def test_two_organisations_never_share_a_name(guide):
    make_organisation(guide, "Stad")
    other = make_organisation(guide, "Dorp")

    for refused in (
        lambda: commands.add_organisation(by=guide, name="stád"),
        lambda: commands.rename_organisation(by=guide, organisation=other, name="STAD", was="Dorp"),
    ):
        with pytest.raises(Refused, match="Er is al een organisatie met deze naam"):
            refused()


def test_a_name_that_changed_meanwhile_is_not_overwritten(guide):
    made = make_organisation(guide, "Stad")
    group = make_group(guide, name="Bodes")
    unit = make_unit(guide, made, "ICT")

    with pytest.raises(EditConflict) as organisation:
        commands.rename_organisation(by=guide, organisation=made, name="A", was="B")
    with pytest.raises(EditConflict) as changed_group:
        commands.change_group(by=guide, group=group, name="A", description="", was=("B", ""))
    with pytest.raises(EditConflict) as changed_unit:
        commands.change_unit(by=guide, unit=unit, name="A", parent=None, was="B")
    assert organisation.value.theirs.name == "Stad"
    assert changed_group.value.theirs.name == "Bodes"
    assert changed_unit.value.theirs.name == "ICT"


def test_units_grow_into_a_tree(guide):
    organisation = make_organisation(guide)
    top = make_unit(guide, organisation, "Directie")
    make_unit(guide, organisation, "ICT", top)
    make_unit(guide, organisation, "Zorg")

    assert tree() == [("Directie", "0001", 0), ("ICT", "00010001", 1), ("Zorg", "0002", 0)]


def test_a_unit_moves_with_everything_below_it(guide):
    organisation = make_organisation(guide)
    top = make_unit(guide, organisation, "Directie")
    ict = make_unit(guide, organisation, "ICT", top)
    make_unit(guide, organisation, "Beheer", ict)
    zorg = make_unit(guide, organisation, "Zorg")

    commands.change_unit(by=guide, unit=ict, name="Informatie", parent=zorg, was="ICT")

    assert tree() == [
        ("Directie", "0001", 0),
        ("Zorg", "0002", 0),
        ("Informatie", "00020001", 1),
        ("Beheer", "000200010001", 2),
    ]


def test_a_unit_moves_to_the_top(guide):
    top = make_unit(guide, name="Directie")
    ict = make_unit(guide, name="ICT", parent=top)

    moved = commands.change_unit(by=guide, unit=ict, name="ICT", parent=None, was="ICT")

    assert (moved.path, moved.depth, moved.parent_id) == ("0002", 0, None)


def test_a_unit_never_hangs_under_itself(guide):
    top = make_unit(guide, name="Directie")
    ict = make_unit(guide, name="ICT", parent=top)

    with pytest.raises(Refused, match="Een afdeling kan niet onder zichzelf vallen"):
        commands.change_unit(by=guide, unit=top, name="Directie", parent=top, was="Directie")
    with pytest.raises(Refused) as refusal:
        commands.change_unit(by=guide, unit=top, name="Directie", parent=ict, was="Directie")
    assert str(refusal.value) == (
        "“ICT” valt zelf onder “Directie”. Dan gaat het in een kring. "
        "Kies een andere afdeling, of verplaats eerst “ICT”."
    )
    assert tree() == [("Directie", "0001", 0), ("ICT", "00010001", 1)]


def test_a_unit_stays_in_its_organisation(guide):
    here, there = make_unit(guide, name="Hier"), make_unit(guide, name="Daar")

    with pytest.raises(Refused, match="moet bij dezelfde organisatie horen"):
        commands.change_unit(by=guide, unit=here, name="Hier", parent=there, was="Hier")
    with pytest.raises(Refused, match="moet bij dezelfde organisatie horen"):
        commands.add_unit(by=guide, organisation=here.organisation, name="X", parent=there)


def test_a_tree_has_at_most_twenty_levels(guide):
    deepest = make_unit(guide, name="1")
    for level in range(2, 21):
        deepest = make_unit(guide, name=str(level), parent=deepest)
    branch = make_unit(guide, deepest.organisation, "A")
    make_unit(guide, name="B", parent=branch)
    above = Unit.objects.get(name="19")

    with pytest.raises(Refused, match="Dit is te diep"):
        make_unit(guide, name="21", parent=deepest)
    with pytest.raises(Refused, match="Dit is te diep"):
        commands.change_unit(by=guide, unit=branch, name="A", parent=above, was="A")


def test_two_units_side_by_side_never_share_a_name(guide):
    unit = make_unit(guide, name="ICT")

    with pytest.raises(Refused, match="Hier is al een afdeling met deze naam"):
        make_unit(guide, unit.organisation, "ict")
    assert make_unit(guide, name="ICT", parent=unit).name == "ICT"


def test_an_empty_unit_is_removed_and_restored(guide):
    top = make_unit(guide, name="Directie")
    ict = make_unit(guide, name="ICT", parent=top)
    pk = ict.pk

    commands.remove_unit(by=guide, unit=ict)
    assert not Unit.objects.filter(pk=pk).exists()
    commands.restore_unit(
        by=guide, organisation=top.organisation, unit_id=pk, name="ICT", parent=top
    )
    assert Unit.objects.get(pk=pk).parent == top


def test_a_unit_in_use_is_not_removed(guide):
    top = make_unit(guide, name="Directie")
    ict = make_unit(guide, name="ICT", parent=top)
    make_person(guide, unit=ict)

    with pytest.raises(Refused, match="Hieronder vallen nog afdelingen"):
        commands.remove_unit(by=guide, unit=top)
    with pytest.raises(Refused, match="Er staan hier nog mensen"):
        commands.remove_unit(by=guide, unit=ict)


def test_a_person_is_added_with_a_key_to_sort_by(guide):
    person = make_person(guide, "Pieter van der Jansen", email="P.Jansen@Stad.example")

    assert person.sort_key == "jansen pieter van der"
    assert person.email == "p.jansen@stad.example"
    assert (person.version, person.left_on) == (1, None)
    assert "people.added" in trail()


def test_an_address_or_number_belongs_to_one_person(guide):
    organisation = make_organisation(guide)
    first = make_person(
        guide, "Els Bos", organisation=organisation, email="e@x.nl", external_id="1"
    )
    other = make_person(guide, "Jan Bos", organisation=organisation)

    with pytest.raises(Refused, match=r"Dit e-mailadres is al van Els Bos\. Wijzig het hier"):
        make_person(guide, organisation=organisation, email="E@x.nl")
    with pytest.raises(Refused, match="Dit personeelsnummer is al van Els Bos"):
        commands.edit_person(
            by=guide, person=other, details=details(other, external_id="1"), version=1
        )
    assert make_person(guide, external_id="1").external_id == "1"
    same = details(first, function="Bode")
    assert commands.edit_person(by=guide, person=first, details=same, version=1).version == 2


def test_two_who_edit_one_person_never_lose_a_text(guide):
    person = make_person(guide)
    mine, theirs = details(person, function="Bode"), details(person, function="Griffier")
    commands.edit_person(by=guide, person=person, details=theirs, version=1)

    with pytest.raises(EditConflict) as conflict:
        commands.edit_person(by=guide, person=person, details=mine, version=1)

    assert conflict.value.theirs.function == "Griffier"
    assert Person.objects.get().function == "Griffier"


def test_who_leaves_no_longer_counts_and_who_returns_does(guide):
    person = make_person(guide)
    group = make_group(guide, person)

    left = commands.mark_left(by=guide, person=person)
    group.refresh_from_db()
    assert (left.left_on, group.size) == (timezone.localdate(), 0)

    back = commands.mark_returned(by=guide, person=left)
    group.refresh_from_db()
    assert (back.left_on, back.version, group.size) == (None, 3, 1)


def test_a_group_keeps_its_size(guide):
    organisation = make_organisation(guide)
    people = [make_person(guide, f"P{n}", organisation=organisation) for n in range(3)]
    stranger = make_person(make_member())
    group = make_group(guide)
    other = make_group(guide, people[0])

    ids = [person.pk for person in (*people, stranger)]
    assert commands.add_to_group(by=guide, group=group, people=ids) == 3
    assert commands.add_to_group(by=guide, group=group, people=ids) == 0
    assert commands.take_out_of_group(by=guide, group=group, person=people[0])
    assert not commands.take_out_of_group(by=guide, group=group, person=people[0])

    sizes = dict(Group.objects.values_list("pk", "size"))
    assert sizes == {group.pk: 2, other.pk: 1}


def test_a_group_is_described_anew(guide):
    group = make_group(guide, name="Bodes")

    changed = commands.change_group(
        by=guide, group=group, name="Bodes", description="Zij brengen rond.", was=("Bodes", "")
    )

    assert changed.description == "Zij brengen rond."
    with pytest.raises(Refused, match="Er is al een doelgroep met deze naam"):
        commands.add_group(by=guide, name="BODES")


@pytest.mark.parametrize(
    "role", [Role.SPONSOR, Role.KEY_USER, Role.EMPLOYEE, Role.SUPPLIER, Role.WORKS_COUNCIL]
)
def test_others_change_nothing(role):
    programme = make_programme()
    guide, other = make_member(programme), make_member(programme, role)
    unit = make_unit(guide)
    person = make_person(guide, unit=unit)
    empty = make_unit(guide, unit.organisation)
    group = make_group(guide, person)

    for attempt in (
        lambda: commands.add_organisation(by=other, name="X"),
        lambda: commands.rename_organisation(
            by=other, organisation=unit.organisation, name="X", was=unit.organisation.name
        ),
        lambda: commands.add_unit(by=other, organisation=unit.organisation, name="X"),
        lambda: commands.change_unit(by=other, unit=unit, name="X", parent=None, was=unit.name),
        lambda: commands.remove_unit(by=other, unit=empty),
        lambda: commands.restore_unit(
            by=other, organisation=unit.organisation, unit_id=person.pk, name="X", parent=None
        ),
        lambda: commands.add_person(by=other, details=details(person, email="x@x.nl")),
        lambda: commands.edit_person(by=other, person=person, details=details(person), version=1),
        lambda: commands.mark_left(by=other, person=person),
        lambda: commands.mark_returned(by=other, person=person),
        lambda: commands.add_group(by=other, name="X"),
        lambda: commands.change_group(
            by=other, group=group, name="X", description="", was=(group.name, "")
        ),
        lambda: commands.add_to_group(by=other, group=group, people=[person.pk]),
        lambda: commands.take_out_of_group(by=other, group=group, person=person),
    ):
        with pytest.raises(Refused) as refusal:
            attempt()
        assert str(refusal.value) == ONLY_KEEPERS


@pytest.mark.parametrize("role", [Role.CO_GUIDE, Role.PROJECT_LEAD, Role.ADMINISTRATOR])
def test_these_keep_the_register_too(role):
    assert make_person(make_member(role=role)).name == "Pieter van der Jansen"
