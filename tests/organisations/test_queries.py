"""What of the register each role sees, and how lists are paged."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import connection
from django.http import Http404, QueryDict
from django.test.utils import CaptureQueriesContext

from draagvlak.core.policy import Role
from draagvlak.organisations import commands, queries
from draagvlak.organisations.models import Person
from draagvlak.organisations.queries import CONTACT_PEOPLE, OWN_PEOPLE, PeopleFilter
from tests.factories.organisations import (
    make_group,
    make_organisation,
    make_person,
    make_unit,
)
from tests.factories.places import make_member, make_programme

pytestmark = pytest.mark.django_db

NAMES = ["Anna Aalders", "Bert Bos", "Joke van Dam", "Pieter van der Jansen", "Els Zwart"]


@pytest.fixture
def guide():
    return make_member()


@pytest.fixture
def together():
    """A guide and a member of another role in one programme."""

    def make(role):
        programme = make_programme()
        return make_member(programme), make_member(programme, role)

    return make


@pytest.fixture
def own(monkeypatch):
    """Let the registry say that an actor is a person (a higher app does that)."""

    def tell(registry, *people):
        ids = [person.pk for person in people]
        entries = {"test": (1, lambda _actor: Person.objects.filter(pk__in=ids))}
        monkeypatch.setattr(registry, "_entries", entries)

    return tell


def names(rows):
    return [row.name for row in rows]


def in_sight(actor):
    return list(queries.people_in_sight(actor).order_by("sort_key").values_list("name", flat=True))


@pytest.mark.parametrize(
    "role",
    [
        Role.GUIDE,
        Role.CO_GUIDE,
        Role.SPONSOR,
        Role.PROJECT_LEAD,
        Role.WORKS_COUNCIL,
        Role.ADMINISTRATOR,
    ],
)
def test_these_roles_see_everybody(together, role):
    guide, other = together(role)
    organisation = make_organisation(guide)
    for name in NAMES:
        make_person(guide, name, organisation=organisation)

    assert in_sight(other) == NAMES
    assert names(queries.people_page(other, PeopleFilter()).rows) == NAMES


@pytest.mark.parametrize("role", [Role.KEY_USER, Role.EMPLOYEE, Role.SUPPLIER])
def test_narrow_roles_see_nobody_until_somebody_says_who_they_are(together, role, monkeypatch):
    guide, other = together(role)
    person = make_person(guide)
    make_group(guide, person)
    for registry in (OWN_PEOPLE, CONTACT_PEOPLE):
        monkeypatch.setattr(registry, "_entries", {})

    assert in_sight(other) == []
    assert queries.groups(other) == []
    assert queries.organisation_rows(other) == []
    assert queries.places(other) == []
    with pytest.raises(Http404):
        queries.access_person(other, person.pk)


def test_an_employee_sees_only_themself(together, own):
    guide, employee = together(Role.EMPLOYEE)
    unit = make_unit(guide, name="ICT")
    joke = make_person(guide, "Joke van Dam", unit=unit)
    bert = make_person(guide, "Bert Bos", unit=unit)
    group = make_group(guide, joke, bert)
    own(OWN_PEOPLE, joke)

    assert in_sight(employee) == ["Joke van Dam"]
    assert [row.id for row in queries.groups(employee)] == [group.pk]
    page = queries.people_page(employee, PeopleFilter(group=group.pk))
    assert names(page.rows) == ["Joke van Dam"]
    assert [branch.people for branch in queries.unit_tree(employee, unit.organisation)] == [1]


def test_a_key_user_sees_the_people_of_their_own_groups(together, own):
    guide, key_user = together(Role.KEY_USER)
    organisation = make_organisation(guide)
    anna, bert, joke = (make_person(guide, name, organisation=organisation) for name in NAMES[:3])
    mine = make_group(guide, anna, bert)
    other = make_group(guide, joke)
    own(OWN_PEOPLE, bert)

    assert in_sight(key_user) == ["Anna Aalders", "Bert Bos"]
    assert queries.access_group(key_user, mine.pk) == mine
    with pytest.raises(Http404):
        queries.access_group(key_user, other.pk)


def test_a_supplier_sees_the_contacts(together, own):
    guide, supplier = together(Role.SUPPLIER)
    organisation = make_organisation(guide)
    anna, _bert = (make_person(guide, name, organisation=organisation) for name in NAMES[:2])
    own(CONTACT_PEOPLE, anna)

    assert in_sight(supplier) == ["Anna Aalders"]
    assert names(queries.organisation_rows(supplier)) == [organisation.name]


def test_a_provider_never_shows_people_of_another_workspace(together, own):
    _guide, employee = together(Role.EMPLOYEE)
    stranger = make_person(make_member())
    own(OWN_PEOPLE, stranger)

    assert in_sight(employee) == []


def test_another_workspace_finds_nothing(guide):
    unit = make_unit(guide)
    person = make_person(guide, unit=unit)
    group = make_group(guide, person)
    outsider = make_member()

    for access, row in (
        (queries.access_organisation, unit.organisation),
        (queries.access_unit, unit),
        (queries.access_person, person),
        (queries.access_group, group),
    ):
        assert access(guide, row.pk) == row
        with pytest.raises(Http404):
            access(outsider, row.pk)


def test_pages_go_forth_and_back_by_key(guide):
    organisation = make_organisation(guide)
    for name in NAMES:
        make_person(guide, name, organisation=organisation)

    first = queries.people_page(guide, PeopleFilter(), size=2)
    second = queries.people_page(guide, PeopleFilter(), after=first.after, size=2)
    third = queries.people_page(guide, PeopleFilter(), after=second.after, size=2)
    back = queries.people_page(guide, PeopleFilter(), before=third.before, size=2)

    assert [names(page.rows) for page in (first, second, third, back)] == [
        ["Anna Aalders", "Bert Bos"],
        ["Joke van Dam", "Pieter van der Jansen"],
        ["Els Zwart"],
        ["Joke van Dam", "Pieter van der Jansen"],
    ]
    assert (first.before, third.after) == (None, None)
    assert (back.before, back.after) == (second.before, second.after)
    assert first.count == 5


def test_namesakes_are_paged_by_their_key(guide):
    organisation = make_organisation(guide)
    ids = {make_person(guide, "Jan Bos", organisation=organisation).pk for _ in range(5)}
    seen = []
    after = None
    while True:
        page = queries.people_page(guide, PeopleFilter(), after=after, size=2)
        seen += [row.id for row in page.rows]
        after = page.after
        if after is None:
            break

    assert len(seen) == 5
    assert set(seen) == ids


def test_an_edge_that_is_gone_begins_again(guide):
    make_person(guide)

    assert len(queries.people_page(guide, PeopleFilter(), after=uuid4()).rows) == 1


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("jan", ["Pieter van der Jansen"]),
        ("van der jansen", ["Pieter van der Jansen"]),
        ("PIETER", ["Pieter van der Jansen"]),
        ("van", ["Joke van Dam", "Pieter van der Jansen"]),
        ("pvdj@", ["Pieter van der Jansen"]),
        ("joke jansen", []),
        ("%", []),
        ("_", []),
    ],
)
def test_words_find_names_and_addresses_that_begin_like_them(guide, search, found):
    organisation = make_organisation(guide)
    for name in NAMES:
        email = "pvdj@stad.example" if name.startswith("Pieter") else ""
        make_person(guide, name, organisation=organisation, email=email)

    assert names(queries.people_page(guide, PeopleFilter(search=search)).rows) == found
    assert names(queries.people_named(guide, search)) == found


def test_filters_narrow_by_place_with_what_is_below_and_by_group(guide):
    here, there = make_organisation(guide), make_organisation(guide)
    top = make_unit(guide, here, "Directie")
    below = make_unit(guide, here, "ICT", top)
    beside = make_unit(guide, here, "Zorg")
    anna = make_person(guide, "Anna Aalders", unit=top)
    bert = make_person(guide, "Bert Bos", unit=below)
    make_person(guide, "Joke van Dam", unit=beside)
    els = make_person(guide, "Els Zwart", organisation=there)
    group = make_group(guide, bert, els)
    commands.mark_left(by=guide, person=anna)

    def found(**wanted):
        return names(queries.people_page(guide, PeopleFilter(**wanted)).rows)

    assert found(organisation=here.pk) == ["Bert Bos", "Joke van Dam"]
    assert found(unit=top.pk) == ["Bert Bos"]
    assert found(unit=top.pk, left=True) == ["Anna Aalders"]
    assert found(group=group.pk) == ["Bert Bos", "Els Zwart"]
    assert found(group=group.pk, organisation=here.pk) == ["Bert Bos"]
    assert found(unit=uuid4()) == []


def test_a_list_takes_the_same_queries_for_one_and_for_three(guide):
    unit = make_unit(guide)
    make_person(guide, NAMES[0], unit=unit)

    def count():
        with CaptureQueriesContext(
            connection,
        ) as seen:
            queries.people_page(guide, PeopleFilter())
            queries.groups(guide)
            queries.places(guide)
            queries.organisation_rows(guide)
            queries.unit_tree(guide, unit.organisation)
        return len(seen)

    first = count()
    for name in NAMES[1:3]:
        make_person(guide, name, unit=make_unit(guide, unit.organisation))
    make_group(guide)
    make_group(guide)
    assert (first, count()) == (15, 15)


def test_a_tree_counts_people_below_and_sorts_by_name(guide):
    organisation = make_organisation(guide)
    top = make_unit(guide, organisation, "Directie")
    zorg = make_unit(guide, organisation, "Zorg", top)
    make_unit(guide, organisation, "éénheid A", top)
    make_person(guide, unit=zorg)
    make_person(guide, unit=top)

    (branch,) = queries.unit_tree(guide, organisation)

    assert (branch.name, branch.people) == ("Directie", 2)
    assert [(b.name, b.people) for b in branch.branches] == [("éénheid A", 0), ("Zorg", 1)]


def test_a_large_tree_comes_in_parts(guide, monkeypatch):
    monkeypatch.setattr("draagvlak.organisations.queries.units.MANY_PLACES", 3)
    organisation = make_organisation(guide)
    tops = [make_unit(guide, organisation, f"Dienst {n}") for n in range(4)]
    below = [make_unit(guide, organisation, f"Team {n}", tops[0]) for n in range(2)]
    deep = make_unit(guide, organisation, "Balie", below[0])

    def shown(under=None, number=1):
        page = queries.unit_page(guide, organisation, under, number)
        names = [(b.name, b.hidden, [u.name for u in b.branches]) for b in page.branches]
        return names, [unit.name for unit in page.way], (page.start, page.count)

    first = [("Dienst 0", 3, []), ("Dienst 1", 0, []), ("Dienst 2", 0, [])]
    assert shown() == (first, [], (0, 4))
    assert shown(number=2) == ([("Dienst 3", 0, [])], [], (3, 4))
    assert shown(number=3) == ([], [], (6, 4))
    team = [("Team 0", 0, ["Balie"]), ("Team 1", 0, [])]
    assert shown(tops[0].pk) == (team, ["Dienst 0"], (0, 2))
    assert shown(deep.pk) == ([], ["Dienst 0", "Team 0", "Balie"], (0, 0))
    assert shown(uuid4()) == shown()


def test_places_show_the_way_and_few_levels_when_there_are_many(guide):
    organisation = make_organisation(guide)
    top = make_unit(guide, organisation, "Directie")
    make_unit(guide, organisation, "ICT", top)

    (all_places,) = queries.places(guide)
    (few,) = queries.places(guide, most=1)

    assert [place.label for place in all_places.units] == ["Directie", "Directie › ICT"]
    assert [place.label for place in few.units] == ["Directie"]


def test_picking_people_reads_a_form(guide):
    organisation = make_organisation(guide)
    anna, bert = (make_person(guide, name, organisation=organisation) for name in NAMES[:2])
    stranger = make_person(make_member())
    sent = QueryDict(
        f"who={anna.pk}&who={stranger.pk}&who=nonsense&who_find=b&find=who", mutable=False
    )

    many = queries.person_pick(guide, sent, "who", many=True)
    one = queries.person_pick(guide, QueryDict(f"who={bert.pk}"), "who")
    empty = queries.person_pick(guide, None, "who")

    assert (many.ids, names(many.found), many.searching) == ((anna.pk,), ["Bert Bos"], True)
    assert (one.one, one.searching) == (bert.pk, False)
    assert (empty.one, empty.ids) == (None, ())
    assert queries.picked(guide, empty, [anna.pk]).ids == (anna.pk,)


def test_picking_one_shows_the_last_of_several(guide):
    organisation = make_organisation(guide)
    anna, bert = (make_person(guide, name, organisation=organisation) for name in NAMES[:2])

    pick = queries.person_pick(guide, QueryDict(f"who={anna.pk}&who={bert.pk}"), "who")

    assert len(pick.chosen) == 1
