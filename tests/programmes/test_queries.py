"""What is read of programmes: how much, how often asked, and by whom."""

from __future__ import annotations

import datetime as dt

import pytest
from django.http import Http404
from django.utils import timezone

from draagvlak.core.audit import VERBS, record
from draagvlak.core.command import command
from draagvlak.core.policy import Role
from draagvlak.core.thread import Missing
from draagvlak.organisations.models import Person
from draagvlak.organisations.queries import people_in_sight
from draagvlak.programmes import commands, queries
from draagvlak.programmes.models import Decision, Invitation, Membership
from tests.factories.places import make_member, make_programme, make_user, make_workspace
from tests.factories.programmes import (
    let_take_part,
    link,
    make_decision,
    make_group,
    make_invitation,
    make_person,
    make_vision,
)

pytestmark = pytest.mark.django_db


# Where a user is


def place(actor_or_user, programme, *, by_slug=True):
    user_id = getattr(actor_or_user, "user_id", None) or actor_or_user.pk
    return queries.find_place(
        user_id=user_id,
        name="",
        workspace=programme.workspace.slug,
        programme=programme.slug if by_slug else None,
    )


def test_a_member_is_found_with_one_query(django_assert_num_queries):
    programme = make_programme()
    actor = make_member(programme, Role.KEY_USER, Role.EMPLOYEE)

    with django_assert_num_queries(1):
        found = place(actor, programme)

    assert found.roles == {Role.KEY_USER, Role.EMPLOYEE}
    assert (found.programme.id, found.workspace.id) == (programme.pk, programme.workspace_id)


def test_an_administrator_of_the_workspace_is_administrator_everywhere(django_assert_num_queries):
    programme, user = make_programme(), make_user()
    Membership.objects.create(workspace=programme.workspace, user=user, role="administrator")

    with django_assert_num_queries(2):
        found = place(user, programme)

    assert found.roles == {Role.ADMINISTRATOR}
    assert place(user, programme, by_slug=False).roles == {Role.ADMINISTRATOR}


def test_a_member_of_another_programme_finds_nothing_here():
    workspace = make_workspace()
    here, there = make_programme(workspace), make_programme(workspace)
    actor = make_member(there, Role.GUIDE)

    assert place(actor, here) is None
    assert place(actor, here, by_slug=False).roles == {Role.GUIDE}


def test_an_outsider_finds_nothing():
    programme = make_programme()

    assert place(make_user(), programme) is None
    assert place(make_user(), programme, by_slug=False) is None


def test_a_programme_that_is_not_there():
    actor = make_member()

    found = queries.find_place(
        user_id=actor.user_id, name="", workspace=actor.workspace.slug, programme="niets"
    )

    assert found is None


@pytest.mark.parametrize("count", [1, 3])
def test_programmes_of_a_user_in_one_query(count, django_assert_num_queries):
    user = make_user()
    for number in range(count):
        make_member(make_programme(name=f"P{number}"), Role.GUIDE, Role.KEY_USER, user=user)
    make_member()

    with django_assert_num_queries(1):
        cards = queries.programmes_of(user.pk)

    assert [card.programme.name for card in cards] == [f"P{n}" for n in range(count)][::-1]
    assert cards[0].roles == ("begeleider", "ambassadeur")


def test_no_home_in_a_demo_or_as_an_employee():
    employee = make_member(role=Role.EMPLOYEE)
    demo = make_programme()
    demo.workspace.is_demo = True
    demo.workspace.save()
    guide = make_member(demo)

    assert queries.home_of(employee.user_id, "") is None
    assert queries.home_of(guide.user_id, "") is None


# Members


def test_members_by_role_then_name_in_one_query(django_assert_num_queries):
    programme = make_programme()
    anna = make_user("Anna")
    for role, user in (
        (Role.EMPLOYEE, anna),
        (Role.SPONSOR, make_user("Zoë")),
        (Role.KEY_USER, anna),
    ):
        make_member(programme, role, user=user)
    guide = make_member(programme, user=make_user("Joke"))
    link(guide, make_person(guide, "Joke van Dam"))

    with django_assert_num_queries(1):
        found = queries.members(guide)

    assert [(m.name, m.role_words) for m in found] == [
        ("Joke", "begeleider"),
        ("Zoë", "opdrachtgever"),
        ("Anna", "ambassadeur, medewerker"),
    ]
    assert found[0].function == "Beleidsadviseur"


def test_owners_are_members_of_the_programme_each_once():
    programme = make_programme()
    guide = make_member(programme, Role.GUIDE, Role.KEY_USER)
    admin = make_user("Beheer")
    Membership.objects.create(workspace=programme.workspace, user=admin, role="administrator")
    gone = make_member(programme, Role.EMPLOYEE)
    Membership.objects.filter(user_id=gone.user_id).update(ended_at=timezone.now())

    [choice] = queries.owner_choices(guide)

    assert choice.label == "Joke van Dam (begeleider)"
    assert Membership.objects.get(pk=choice.membership_id).role == "guide"


def test_who_the_actor_is_in_the_register():
    actor = make_member()
    assert queries.person_of(actor) is None

    person = make_person(actor)
    link(actor, person)

    assert queries.person_of(actor) == person


def test_an_employee_is_their_own_person_and_a_supplier_has_contacts():
    programme = make_programme()
    guide, employee, supplier = (
        make_member(programme, role) for role in (Role.GUIDE, Role.EMPLOYEE, Role.SUPPLIER)
    )
    elsewhere = make_member(make_programme(programme.workspace))
    people = {
        actor: make_person(actor, name)
        for actor, name in ((guide, "Gids"), (employee, "Medewerker"), (elsewhere, "Elders"))
    }
    for actor, person in people.items():
        link(actor, person)

    assert list(queries.own_people(employee)) == [people[employee]]
    assert list(queries.own_people(supplier)) == []
    assert list(queries.contact_people(supplier)) == [people[guide]]
    assert list(people_in_sight(employee)) == [people[employee]]
    assert list(people_in_sight(supplier)) == [people[guide]]


def test_a_member_of_another_programme_is_not_reached():
    workspace = make_workspace()
    here, other = make_member(make_programme(workspace)), make_member(make_programme(workspace))
    membership = Membership.objects.get(user_id=other.user_id)

    with pytest.raises(Http404):
        queries.access_membership(here, membership.pk)
    with pytest.raises(Http404):
        queries.access_invitation(here, make_invitation(other).pk)


def test_a_role_taken_away_long_ago_is_not_given_back():
    actor = make_member()
    membership = Membership.objects.get(user_id=actor.user_id)
    membership.ended_at = timezone.now() - dt.timedelta(days=31)
    membership.save()

    with pytest.raises(Http404):
        queries.access_former_role(actor, membership.pk)


def test_an_invitation_is_found_by_its_token_in_its_own_workspace():
    actor = make_member()
    invitation = make_invitation(actor)
    token = queries.token_of(invitation)

    assert queries.invitation_by_token(actor.workspace.slug, token) == invitation
    assert queries.invitation_by_token(actor.workspace.slug, token[:-1]) is None
    assert queries.invitation_by_token(make_workspace().slug, token) is None


def test_the_token_is_made_again_from_what_is_stored():
    invitation = make_invitation(make_member())

    assert queries.token_of(Invitation.objects.get()) == queries.token_of(invitation)


# Phases


def test_the_five_phases_on_their_way():
    actor = make_member()
    programme = commands.move_phase(
        by=actor, programme=queries.access_programme(actor), phase="develop"
    )

    rows = queries.phase_rows(actor, programme)

    assert [(row.label, row.state) for row in rows] == [
        ("Verkennen", "done"),
        ("Analyseren", "done"),
        ("Ontwikkelen en leren", "now"),
        ("In gebruik nemen", "todo"),
        ("Borgen", "todo"),
    ]


def texts(missing: list[Missing]) -> list[str]:
    return [each.text for each in missing]


def test_exploring_needs_a_vision_and_a_solution():
    actor = make_member()
    assert texts(queries.missing_here(actor, "explore")) == [
        "Er is nog geen visie.",
        "Er staat nog niet wat er wordt ingevoerd.",
    ]

    make_vision(actor)
    commands.add_solution(by=actor, name="iBabs")

    assert queries.missing_here(actor, "explore") == []


def test_analysing_needs_somebody_who_decides():
    actor = make_member()
    decision = make_decision(actor)
    assert texts(queries.missing_here(actor, "analyse")) == [
        "Van geen enkel besluit is bekend wie beslist."
    ]

    let_take_part(actor, decision, "decides", person=make_person(actor))

    assert queries.missing_here(actor, "analyse") == []


def test_a_late_decision_is_missed_now_and_every_reader_finds_it():
    guide = make_member()
    make_decision(guide)
    Decision.objects.update(due_on=timezone.localdate() - dt.timedelta(days=1))
    reader = make_member(queries.access_programme(guide), Role.EMPLOYEE)

    *_, seen_by_guide = queries.missing_here(guide, "explore")
    *_, seen_by_reader = queries.missing_here(reader, "explore")

    assert seen_by_guide.text == "1 besluit is te laat."
    assert seen_by_guide.step.label == "Bekijk de besluiten"
    assert seen_by_reader.step == seen_by_guide.step
    assert queries.missing_here(guide, "anchor") == []


# Decisions


@pytest.mark.parametrize("count", [1, 3])
def test_decisions_with_a_fixed_number_of_queries(count, django_assert_num_queries):
    actor = make_member()
    person = make_person(actor)
    link(actor, person)
    for number in range(count):
        decision = make_decision(actor, f"Besluit {number}")
        let_take_part(actor, decision, "decides", person=person)
        let_take_part(actor, decision, "heard", group=make_group(actor, f"G{number}", person))

    with django_assert_num_queries(5):
        rows = queries.decision_rows(actor)

    assert [(row.title, row.deciders, row.mine) for row in rows] == [
        (f"Besluit {n}", ("Piet Smit",), "Jij beslist.") for n in range(count)
    ]


def test_open_before_decided_and_pressing_before_far():
    actor = make_member()
    day = timezone.localdate()
    for title, due in (("Ooit", None), ("Ver", day + dt.timedelta(days=9)), ("Nu", day)):
        Decision.objects.filter(pk=make_decision(actor, title).pk).update(due_on=due)
    done = make_decision(actor, "Klaar")
    commands.decide(by=actor, decision=done, version=1, outcome="Ja", reasons="Goed")

    assert [row.title for row in queries.decision_rows(actor)] == ["Nu", "Ver", "Ooit", "Klaar"]


@pytest.mark.parametrize(
    ("level", "sentence"),
    [
        ("co_creates", "Je werkt hieraan mee, Ina Bos beslist."),
        ("heard", "Je wordt gehoord, Ina Bos beslist."),
        ("informed", "Je wordt geïnformeerd, Ina Bos beslist."),
    ],
)
def test_the_label_says_how_one_takes_part_and_who_decides(level, sentence):
    actor = make_member()
    me = make_person(actor)
    link(actor, me)
    decision = make_decision(actor)
    let_take_part(actor, decision, level, person=me)
    let_take_part(actor, decision, "decides", person=make_person(actor, "Ina Bos"))

    assert queries.own_part(actor, decision) == sentence


def test_the_label_knows_groups_and_several_deciders():
    actor = make_member()
    me = make_person(actor)
    link(actor, me)
    decision = make_decision(actor)
    let_take_part(actor, decision, "heard", group=make_group(actor, "Secretariaat", me))
    assert queries.own_part(actor, decision) == "Je wordt gehoord. Wie beslist is nog niet bekend."

    let_take_part(actor, decision, "decides", group=make_group(actor, "Raadsleden"))
    let_take_part(actor, decision, "decides", person=make_person(actor, "Ina Bos"))

    assert queries.own_part(actor, decision) == (
        "Je wordt gehoord, de doelgroep Raadsleden en Ina Bos beslissen."
    )


def test_who_takes_no_part_reads_no_label():
    actor = make_member()
    assert queries.own_part(actor, make_decision(actor)) == ""

    link(actor, make_person(actor))

    assert queries.own_part(actor, make_decision(actor)) == ""


def test_a_decider_reads_that_it_was_decided():
    actor = make_member()
    me = make_person(actor)
    link(actor, me)
    decision = make_decision(actor)
    let_take_part(actor, decision, "decides", person=me)
    decided = commands.decide(by=actor, decision=decision, version=1, outcome="Ja", reasons="Goed")

    assert queries.own_part(actor, decided) == "Jij besloot dit."


def test_four_columns_groups_first():
    actor = make_member()
    decision = make_decision(actor)
    let_take_part(actor, decision, "heard", person=make_person(actor, "An Aarts"))
    let_take_part(actor, decision, "heard", group=make_group(actor, "Zaaldienst"))

    columns = queries.level_columns(actor, decision)

    assert [(column.label, [p.name for p in column.participants]) for column in columns] == [
        ("beslist", []),
        ("werkt mee", []),
        ("wordt gehoord", ["Zaaldienst", "An Aarts"]),
        ("wordt geïnformeerd", []),
    ]


def test_a_decision_waits_for_whoever_takes_it():
    actor = make_member()
    me = make_person(actor)
    link(actor, me)
    decision = make_decision(actor)
    assert queries.waiting_decisions(actor, 5) == ([], 0)

    let_take_part(actor, decision, "decides", person=me)
    [waiting], count = queries.waiting_decisions(actor, 5)

    assert (waiting.title, waiting.overdue, count) == ("Wanneer de raad begint", False, 1)


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("jan", ["Jan Bos", "Jan de Wit"]),
        ("wit jan", ["Jan de Wit"]),
        ("Jan Bos", ["Jan Bos"]),
        ("JAN@STAD.EXAMPLE", ["Jan Bos"]),
        ("jan@", ["Jan Bos"]),
        ("", []),
        ("kees", []),
    ],
)
def test_people_are_found_by_words(words, names):
    actor, other = make_member(), make_member()
    make_person(actor, "Jan Bos", "jan@stad.example")
    make_person(actor, "Jan de Wit")
    gone = make_person(actor, "Jan Vertrokken")
    Person.objects.filter(pk=gone.pk).update(left_on=timezone.localdate())
    make_person(other, "Jan Elders")

    assert [person.name for person in queries.people_named(actor, words)] == names


def test_a_decision_of_another_programme_is_not_reached():
    here, other = make_member(), make_member()

    with pytest.raises(Http404):
        queries.access_decision(here, make_decision(other).pk)


# Vision


def test_versions_and_what_changed():
    actor = make_member()
    assert queries.latest_vision(actor) is None
    make_vision(actor, "Blijft.\n\nWij luisteren eerst naar u.")
    make_vision(actor, "Blijft.\n\nWij luisteren eerst naar jou.\n\nNieuw.", base=1)

    changes = queries.compare_visions(
        queries.access_vision(actor, 1), queries.access_vision(actor, 2)
    )

    assert queries.latest_vision(actor).number == 2
    assert [vision.number for vision in queries.visions(actor)] == [2, 1]
    assert [change.kind for change in changes] == ["same", "changed", "added"]
    with pytest.raises(Http404):
        queries.access_vision(actor, 3)


# The trail


def test_a_guide_sees_only_their_own_part_of_the_trail():
    programme = make_programme()
    guide, other = make_member(programme), make_member(programme)
    council = make_member(programme, Role.WORKS_COUNCIL)
    make_decision(guide)
    make_vision(other)

    own, everything = queries.trail(guide), queries.trail(council)

    assert [line.what for line in own.lines] == ["voegde een besluit toe"]
    assert [line.what for line in everything.lines] == [
        "publiceerde de visie",
        "voegde een besluit toe",
    ]
    assert (own.sees_all, everything.sees_all) == (False, True)


def test_an_employee_sees_what_is_about_them_and_nothing_else():
    programme = make_programme()
    guide, employee = make_member(programme), make_member(programme, Role.EMPLOYEE)
    make_decision(guide)
    membership = Membership.objects.get(user_id=employee.user_id)

    @command
    def act(*, by):
        record("programmes.role_changed", by=by, on=membership)

    act(by=guide)
    page = queries.trail(employee)

    assert [line.what for line in page.lines] == [str(VERBS.get("programmes.role_changed"))]
    assert (page.sees_all, page.sees_own) == (False, False)


def test_the_trail_is_turned_over_both_ways(django_assert_num_queries):
    actor = make_member()
    for number in range(5):
        make_decision(actor, f"Besluit {number}")

    with django_assert_num_queries(2):
        first = queries.trail(actor, size=2)
    second = queries.trail(actor, before=first.older, size=2)
    third = queries.trail(actor, before=second.older, size=2)
    back = queries.trail(actor, after=third.newer, size=2)
    begin = queries.trail(actor, after=back.newer, size=2)

    assert [len(page.lines) for page in (first, second, third)] == [2, 2, 1]
    assert (first.newer, third.older) == ("", "")
    assert back.lines == second.lines
    assert (begin.lines, begin.newer) == (first.lines, "")
    with pytest.raises(Http404):
        queries.trail(actor, before="onzin")


def test_the_trail_of_another_programme_stays_there():
    workspace = make_workspace()
    here = make_member(make_programme(workspace), Role.WORKS_COUNCIL)
    make_decision(make_member(make_programme(workspace)))

    assert queries.trail(here).lines == []
