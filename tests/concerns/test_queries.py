"""Lists, counts, the thread, and what each role sees."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction
from django.http import Http404
from django.utils import timezone
from django.utils.translation import override

from draagvlak.concerns import commands, queries
from draagvlak.concerns.commands import join_voice
from draagvlak.concerns.models import Concern, ConcernCause, Register
from draagvlak.concerns.queries import ASSIGNED, Filters
from draagvlak.concerns.queries.lists import PAGE
from draagvlak.concerns.queries.voices import voice_rows
from draagvlak.core.policy import Role
from draagvlak.core.reader import OpenVault
from draagvlak.core.remembered import forget_all
from draagvlak.core.thread import GAPS, GATES, NAV, WAITING, neighbours_of
from draagvlak.programmes.models import Membership, Programme
from tests.factories.concerns import (
    make_answered,
    make_cause_for,
    make_concern,
    make_delivered,
    make_group,
    make_planned,
    make_understood,
)
from tests.factories.organisations import make_person
from tests.factories.places import make_member, make_programme
from tests.factories.vault import make_vault

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 21)


@pytest.fixture(autouse=True)
def _dutch():
    with override("nl"):
        yield


@pytest.fixture
def guide():
    return make_member(make_programme())


def _colleague(guide, role):
    return make_member(Programme.objects.get(pk=guide.programme_id), role)


def _titles(actor, **asked):
    return [row.title for row in queries.concern_page(actor, Filters(**asked)).rows]


def _own(concern, actor, due=None):
    owner = Membership.objects.get(user_id=actor.user_id)
    Concern.objects.filter(pk=concern.pk).update(owner=owner, answer_due_on=due)


@pytest.mark.parametrize("role", list(Role))
def test_access_is_within_the_place(role):
    programme = make_programme()
    concern = make_understood(make_member(programme))
    (cause,) = queries.causes_of(concern)
    inside, outsider = make_member(programme, role), make_member(make_programme())

    if role is Role.SUPPLIER:
        with pytest.raises(Http404):
            queries.access_concern(inside, concern.pk)
        with pytest.raises(Http404):
            queries.access_cause(inside, cause.pk)
    else:
        assert queries.access_concern(inside, concern.pk) == concern
        assert queries.access_cause(inside, cause.pk) == cause
    for access, key in ((queries.access_concern, concern), (queries.access_cause, cause)):
        with pytest.raises(Http404):
            access(outsider, key.pk)


def test_a_supplier_sees_what_was_assigned_and_what_they_own():
    programme = make_programme()
    guide = make_member(programme)
    supplier = make_member(programme, Role.SUPPLIER)
    assigned, owned, _other = make_understood(guide), make_concern(guide), make_concern(guide)
    _own(owned, supplier)
    ASSIGNED.register(
        "test",
        lambda actor: Concern.objects.filter(workspace_id=actor.tenant, pk=assigned.pk).values_list(
            "pk", flat=True
        ),
    )
    try:
        seen = {row.id for row in queries.concern_page(supplier, Filters()).rows}
        assert seen == {assigned.pk, owned.pk}
        assert set(queries.findable_concerns(supplier)) == {assigned, owned}
        assert queries.facets(supplier, Filters()).total == 2
        assert list(queries.visible_causes(supplier)) == queries.causes_of(assigned)
    finally:
        ASSIGNED._entries.pop("test")


def test_only_guides_reach_a_voice(guide):
    concern = make_concern(guide)
    voice = commands.join_voice(by=guide, concern=concern)

    assert queries.access_voice(guide, concern, voice.pk) == voice
    with pytest.raises(Http404):
        queries.access_voice(guide, make_concern(guide), voice.pk)
    with pytest.raises(Http404):
        queries.access_voice(_colleague(guide, Role.SPONSOR), concern, voice.pk)


def test_filters_narrow_the_list(guide):
    group = make_group(guide, "Griffie")
    wifi = make_concern(guide, "Wifi hapert", groups=[group.pk], severity=4)
    make_understood(guide, "Eigen aantekeningen", kind="wish")
    _own(make_answered(guide, "Lezen van papier"), guide)
    Concern.objects.filter(pk=wifi.pk).update(answer_due_on=dt.date(2020, 1, 1), unsolved=0)
    owner = str(Membership.objects.get(user_id=guide.user_id).pk)

    assert _titles(guide, q="wifi") == ["Wifi hapert"]
    assert _titles(guide, kind="wish") == ["Eigen aantekeningen"]
    assert _titles(guide, state="heard") == ["Wifi hapert"]
    assert sorted(_titles(guide, state="open")) == ["Eigen aantekeningen", "Wifi hapert"]
    assert sorted(_titles(guide, about="software")) == ["Eigen aantekeningen", "Lezen van papier"]
    assert _titles(guide, severity="4") == ["Wifi hapert"]
    assert _titles(guide, group=str(group.pk)) == ["Wifi hapert"]
    assert _titles(guide, owner=owner) == ["Lezen van papier"]
    assert sorted(_titles(guide, owner="none")) == ["Eigen aantekeningen", "Wifi hapert"]
    assert _titles(guide, due="late") == ["Wifi hapert"]
    assert _titles(guide, due="unsolved") == []
    assert _titles(guide, archived="1") == []
    assert _titles(guide, kind="wish", state="heard") == []


def test_every_sorting_has_its_order(guide):
    one, two, three = (make_concern(guide, title) for title in ("Één", "bravo", "Alfa"))
    days = dt.date(2026, 12, 1), None, dt.date(2026, 11, 1)
    for concern, voices, severity, due in zip(
        (one, two, three), (1, 3, 2), (2, 1, 4), days, strict=True
    ):
        Concern.objects.filter(pk=concern.pk).update(
            voices=voices, severity=severity, answer_due_on=due
        )

    assert _titles(guide) == ["bravo", "Alfa", "Één"]
    assert _titles(guide, sort="severity") == ["Alfa", "Één", "bravo"]
    assert _titles(guide, sort="due") == ["Alfa", "Één", "bravo"]
    assert _titles(guide, sort="newest") == ["Alfa", "bravo", "Één"]
    assert _titles(guide, sort="title") == ["Alfa", "bravo", "Één"]


@pytest.mark.parametrize("sort", list(queries.SORTS))
def test_pages_hold_every_line_once_forward_and_back(guide, sort):
    Register.objects.get_or_create(workspace_id=guide.tenant, programme_id=guide.programme_id)
    Concern.objects.bulk_create(
        Concern(
            workspace_id=guide.tenant,
            programme_id=guide.programme_id,
            number=number,
            kind="worry",
            title=f"Zorg {number % 7}",
            title_key=f"zorg {number % 7}",
            voices=number % 5,
            severity=1 + number % 4,
            answer_due_on=TODAY + dt.timedelta(number % 9) if number % 3 else None,
        )
        for number in range(1, 2 * PAGE + 8)
    )
    filters, pages = Filters(sort=sort), []
    while True:
        page = queries.concern_page(guide, filters)
        pages.append([row.id for row in page.rows])
        if not page.older:
            break
        mark = page.older.partition("after=")[2].partition("&")[0].replace("%7E", "~")
        filters = Filters(sort=sort, after=mark.replace("+", " "))
    assert [len(page) for page in pages] == [PAGE, PAGE, 7]
    assert len({key for page in pages for key in page}) == 2 * PAGE + 7
    back = page.newer.partition("before=")[2].partition("&")[0].replace("%7E", "~")
    before = queries.concern_page(guide, Filters(sort=sort, before=back.replace("+", " ")))
    assert [row.id for row in before.rows] == pages[1]
    assert before.newer
    assert before.older


def test_a_mark_that_makes_no_sense_shows_the_first_page(guide):
    make_concern(guide, "Wifi")

    for mark in ("x", "~", "1~1", "drie~" + "0" * 32):
        assert _titles(guide, after=mark) == ["Wifi"]


@pytest.mark.parametrize("many", [1, 3])
def test_the_list_asks_the_same_whatever_its_length(guide, many, django_assert_num_queries):
    for _ in range(many):
        make_understood(guide, groups=[make_group(guide).pk])

    forget_all()
    with django_assert_num_queries(7):  # two of them ask for the version
        queries.facets(guide, Filters())
        queries.concern_page(guide, Filters())
    with django_assert_num_queries(2):  # counts and columns are remembered: only the versions
        queries.facets(guide, Filters())
        queries.concern_page(guide, Filters())


def test_a_line_says_what_is_owed_and_how_late(guide, django_assert_num_queries):
    today = timezone.localdate()
    late, ahead, done = make_concern(guide), make_concern(guide), make_answered(guide)
    for concern, days in ((late, -3), (ahead, 1), (done, -3)):
        Concern.objects.filter(pk=concern.pk).update(answer_due_on=today + dt.timedelta(days))

    with django_assert_num_queries(2):
        rows = queries.concern_rows(guide, [late.pk, ahead.pk, done.pk])

    assert [(row.due_words, row.late) for row in rows] == [
        ("3 dagen te laat", True),
        ("over 1 dag", False),
        ("", False),
    ]
    assert queries.promise_words(today, today) == "vandaag"
    assert queries.day_words(TODAY) == "21 november 2026"


def _counts(facets, label):
    for group in [*facets.groups, *facets.more]:
        if group.label == label:
            return {option.label: option.count for option in group.options}
    return {}


def test_facets_count_what_each_filter_leaves(guide):
    group = make_group(guide, "Griffie")
    make_concern(guide, severity=4, groups=[group.pk])
    wish = make_understood(guide, kind="wish", groups=[group.pk])
    commands.add_cause(by=guide, concern=wish, cause=make_cause_for(guide, about="software"))
    make_delivered(guide)

    assert queries.facets(guide, Filters()).more == []
    facets = queries.facets(guide, Filters(more="1"))
    assert (facets.waiting, facets.total, facets.found) == (2, 3, 3)
    assert _counts(facets, "Stand") == {
        "Wacht op antwoord": 2,
        "Gehoord": 1,
        "Begrepen": 1,
        "Teruggekoppeld": 1,
    }
    assert _counts(facets, "Soort") == {"Zorg": 2, "Wens": 1}
    assert _counts(facets, "Oorzaak gaat over") == {"De software": 2}
    assert _counts(facets, "Doelgroep") == {"Griffie": 2}
    assert _counts(facets, "Eigenaar") == {"Nog niemand": 3}

    wishes = queries.facets(guide, Filters(kind="wish"))
    assert wishes.found == 1
    assert _counts(wishes, "Soort") == {"Zorg": 2, "Wens": 1}
    assert _counts(wishes, "Stand") == {"Wacht op antwoord": 1, "Begrepen": 1}
    in_group = queries.facets(guide, Filters(group=str(group.pk), about="software"))
    assert in_group.found == 1
    assert _counts(in_group, "Soort") == {"Wens": 1}
    assert _counts(in_group, "Doelgroep") == {"Griffie": 1}


def test_counts_follow_every_change(guide):
    concern = make_concern(guide)
    assert queries.facets(guide, Filters()).waiting == 1

    commands.add_cause(by=guide, concern=concern, cause=make_cause_for(guide))
    assert _counts(queries.facets(guide, Filters()), "Stand")["Begrepen"] == 1
    commands.archive_concern(by=guide, concern=concern)
    assert queries.facets(guide, Filters()).total == 0


def test_every_number_in_a_facet_is_the_length_of_its_list(guide):
    make_concern(guide, kind="wish", severity=1)
    make_planned(guide, groups=[make_group(guide).pk])
    make_answered(guide, severity=4)
    facets = queries.facets(guide, Filters())

    for group in [*facets.groups, *facets.more]:
        for option in group.options:
            name, _, value = option.href.removeprefix("?").partition("=")
            assert len(_titles(guide, **{name: value})) == option.count, option


@pytest.mark.parametrize(
    ("waiting", "total", "words"),
    [
        (0, 0, "Nog niemand noemde een zorg of wens."),
        (0, 5, "Alles wat mensen noemden heeft een antwoord."),
        (1, 5, "1 van 5 wacht op een antwoord."),
        (7, 35, "7 van 35 wachten op een antwoord."),
    ],
)
def test_the_sentence_on_top_says_the_state(waiting, total, words):
    assert queries.state_sentence(waiting, total) == words


@pytest.mark.parametrize(
    ("make", "states", "step"),
    [
        (make_concern, "done now todo todo todo", "Voeg oorzaak toe"),
        (make_understood, "done done now todo todo", None),
        (make_planned, "done done done now todo", "Geef antwoord"),
        (make_answered, "done done done now todo", "Koppel het terug"),
        (make_delivered, "done done done done now", "Vraag of het is opgelost"),
    ],
)
def test_the_strip_shows_the_next_missing_step(guide, make, states, step):
    concern = make(guide)

    assert " ".join(each.state for each in queries.strip(concern)) == states
    found = queries.next_step(guide, concern)
    assert found is not None
    if step:
        assert found.label == step


def test_what_is_in_the_archive_has_no_next_step(guide):
    concern = commands.archive_concern(by=guide, concern=make_concern(guide))

    assert queries.next_step(guide, concern) is None


def test_similar_concerns_are_found_by_their_words(guide):
    login = make_concern(guide, "Inloggen met twee stappen kost tijd")
    make_concern(guide, "De wifi valt weg in de raadzaal")

    best = queries.similar_concerns(guide, "Het inloggen duurt zo lang met die twee stappen")
    assert [each.concern for each in best] == [login]
    assert 0 < best[0].score < 1
    assert queries.similar_concerns(guide, "") == []
    commands.archive_concern(by=guide, concern=login)
    assert queries.similar_concerns(guide, "inloggen") == []


def test_choices_are_within_the_programme(guide):
    wifi = make_concern(guide, "Wifi")
    make_concern(guide, "Alfa")
    cause = make_cause_for(guide, "De lijn is smal")
    make_concern(make_member(make_programme()), "Van een ander")
    commands.add_cause(by=guide, concern=wifi, cause=make_cause_for(guide, "Te druk"))

    assert [choice.label for choice in queries.concern_choices(guide)] == ["Alfa", "Wifi"]
    assert [choice.id for choice in queries.cause_choices(guide, without=wifi)] == [cause.pk]
    assert [choice.label for choice in queries.owner_choices(guide)] == [
        "Joke van Dam (begeleider)"
    ]


@pytest.mark.parametrize("many", [1, 3])
def test_causes_are_counted_in_one_statement(guide, many, django_assert_num_queries):
    for _ in range(many):
        concern = make_answered(guide)
    (cause,) = queries.causes_of(concern)
    commands.add_cause(by=guide, concern=make_concern(guide), cause=cause)

    with django_assert_num_queries(2):  # the version, and the causes
        (group,) = queries.cause_groups(guide)
    assert group.label == "De software"
    assert (group.rows[0].concerns, group.rows[0].waiting) == (2, 1)
    assert len(group.rows) == many
    assert (group.about, group.count, group.left) == ("software", many, 0)
    assert [queries.concern_ids_of_cause(guide, cause, n)[1] for n in (1, 2, 3)] == [2, 2, 2]
    assert [len(queries.concern_ids_of_cause(guide, cause, n)[0]) for n in (1, 2, 3)] == [1, 2, 2]


def test_causes_come_by_page_when_there_are_many(guide, monkeypatch):
    monkeypatch.setattr("draagvlak.concerns.queries.causes.FIRST_CAUSES", 2)
    monkeypatch.setattr("draagvlak.concerns.queries.causes.CAUSES_A_PAGE", 3)
    for n in range(5):
        commands.add_cause(
            by=guide, concern=make_concern(guide), cause=make_cause_for(guide, f"Oorzaak {n}")
        )
    commands.add_cause(
        by=guide, concern=make_concern(guide), cause=make_cause_for(guide, "Anders", "process")
    )

    def shown(about, number=1):
        groups = queries.causes_shown(guide, about, number)
        return [([row.title for row in group.rows], group.left) for group in groups]

    assert shown("") == [(["Oorzaak 0", "Oorzaak 1"], 3), (["Anders"], 0)]
    assert shown("software") == [(["Oorzaak 0", "Oorzaak 1", "Oorzaak 2"], 2)]
    assert shown("software", 2) == [(["Oorzaak 3", "Oorzaak 4"], 0)]
    assert shown("software", 9) == [([], 0)]
    assert shown("onzin") == shown("")


def test_the_thread_runs_from_concern_to_cause_and_answer_and_back(guide):
    concern = make_answered(guide)
    (cause,) = queries.causes_of(concern)

    around = neighbours_of(guide, "concern", [concern.pk])[concern.pk]
    assert [node.kind for node in around.behind][:2] == ["cause", "answer"]
    assert "Koppel het terug" in [step.label for step in around.gaps]
    before = neighbours_of(guide, "cause", [cause.pk])[cause.pk].before
    assert [node.id for node in before] == [concern.pk]


@pytest.mark.parametrize("many", [1, 3])
def test_neighbours_of_many_take_the_same_statements(guide, many, django_assert_num_queries):
    ids = [make_answered(guide).pk for _ in range(many)]

    with django_assert_num_queries(3):
        queries.around_concerns(guide, ids)


def test_answers_owed_wait_on_the_desk(guide):
    today = timezone.localdate()
    late, ahead, nothing, answered = (
        make_concern(guide, "Te laat"),
        make_concern(guide, "Straks"),
        make_concern(guide),
        make_answered(guide),
    )
    for concern, due in (
        (late, today - dt.timedelta(2)),
        (ahead, today + dt.timedelta(2)),
        (nothing, None),
        (answered, today),
    ):
        _own(concern, guide, due)

    found, count = queries.waiting(guide, 5)
    assert [(each.title, each.due, each.overdue) for each in found] == [
        ("Te laat", "2 dagen te laat", True),
        ("Straks", "over 2 dagen", False),
    ]
    assert count == 2
    assert queries.waiting(guide, 1)[1] == 2
    assert queries.waiting(_colleague(guide, Role.SPONSOR), 5) == ([], 0)


def test_gaps_of_a_programme_lead_to_the_list(guide):
    make_concern(guide)
    make_answered(guide)
    late = make_understood(guide)
    Concern.objects.filter(pk=late.pk).update(answer_due_on=dt.date(2020, 1, 1))
    Concern.objects.filter(pk=make_delivered(guide).pk).update(unsolved=1)

    found = {gap.key: (gap.count, gap.step.url.partition("?")[2]) for gap in queries.gaps(guide, 3)}
    assert found == {
        "concern_without_cause": (1, "state=heard"),
        "answer_late": (1, "due=late&sort=due"),
        "answer_not_told": (1, "state=answered"),
        "not_solved": (1, "due=unsolved"),
    }


def test_a_phase_says_what_it_misses(guide):
    (nothing,) = queries.missing(guide, "explore")
    assert nothing.text == "Er is nog geen zorg of wens opgeschreven."
    make_concern(guide)
    make_concern(guide)
    make_answered(guide)

    assert queries.missing(guide, "explore") == []
    assert [each.text for each in queries.missing(guide, "analyse")] == [
        "2 zorgen en wensen hebben geen oorzaak."
    ]
    assert [each.text for each in queries.missing(guide, "go_live")] == [
        "2 zorgen en wensen hebben geen antwoord."
    ]
    assert [each.text for each in queries.missing(guide, "anchor")] == [
        "1 antwoord is niet teruggekoppeld."
    ]


def test_everything_is_registered(guide):
    for registry in (NAV, WAITING, GAPS, GATES):
        assert registry.get("concerns") is not None
    (item,) = NAV.get("concerns")(guide, "concerns:concern_list")
    assert (item.label, item.current) == ("Zorgen en wensen", True)


def test_states_are_explained(guide):
    meanings = queries.state_meanings()

    assert [each.label for each in meanings] == [
        "Gehoord",
        "Begrepen",
        "Gepland",
        "Beantwoord",
        "Teruggekoppeld",
    ]
    assert meanings[0].ways == ["Eerste oorzaak toevoegen: naar “begrepen”"]


@pytest.mark.parametrize(
    "wrong",
    [{"title": ""}, {"kind": "x"}, {"severity": 5}, {"state": "closed"}],
)
def test_what_must_never_be_is_a_constraint(guide, wrong):
    concern = make_concern(guide)

    with pytest.raises(IntegrityError), transaction.atomic():
        Concern.objects.filter(pk=concern.pk).update(**wrong)


def test_a_cause_of_another_workspace_is_refused_by_the_database(guide):
    foreign = make_cause_for(make_member(make_programme()))

    with pytest.raises(IntegrityError), transaction.atomic():
        ConcernCause.objects.create(
            workspace_id=guide.tenant, concern=make_concern(guide), cause=foreign
        )
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("set constraints all immediate")


@pytest.mark.parametrize("count", [1, 3])
def test_naming_voices_costs_the_same_for_one_and_for_three(count, django_assert_num_queries):
    guide = make_member()
    vault = make_vault(guide)
    concern = make_concern(guide)
    for _ in range(count):
        join_voice(by=guide, concern=concern, person=make_person(guide).pk)
    fresh = OpenVault.unpack(vault.pack(), vault.workspace_id, vault.user_id)

    with django_assert_num_queries(4):
        rows = voice_rows(guide, fresh, concern)
    assert len(rows) == count
