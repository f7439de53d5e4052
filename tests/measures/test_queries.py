"""What is read of measures: the list, who sees what, the thread."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.http import Http404
from django.utils import timezone, translation

from draagvlak.concerns.queries import MEASURED, visible_concerns
from draagvlak.core.actor import Actor, ActorKind
from draagvlak.core.policy import Role
from draagvlak.core.thread import GAPS, GATES, NODES, WAITING, neighbours, panels
from draagvlak.measures import queries
from draagvlak.measures.commands import archive_measure, move_measure, remove_delivery
from draagvlak.measures.queries import Filters
from draagvlak.measures.states import State
from tests.factories.measures import (
    give_answer,
    make_delivery,
    make_heard,
    make_measure,
    make_understood,
    make_why,
    membership_of,
)
from tests.factories.places import make_member, make_programme

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture(autouse=True)
def _dutch():
    with translation.override("nl"):
        yield


@pytest.fixture
def programme():
    return make_programme()


@pytest.fixture
def guide(programme):
    return make_member(programme)


@pytest.fixture
def supplier(programme):
    return make_member(programme, Role.SUPPLIER)


def titles(actor, **filters):
    return [row.title for row in queries.measure_page(actor, Filters(**filters)).rows]


def day(offset):
    return TODAY + dt.timedelta(days=offset)


def three(guide):
    make_measure(guide, title="Zeg het", due_on=day(-2), cost_euros=100)
    make_measure(
        guide, title="Écht oefenen", due_on=day(5), load_hours=Decimal("2.5"), load_people=31
    )
    make_measure(guide, title="adres", cost_euros=2000, load_hours=Decimal("0.1"), load_people=120)


def test_the_list_sorts_four_ways(guide):
    three(guide)
    assert titles(guide) == ["Zeg het", "Écht oefenen", "adres"]
    assert titles(guide, sort="cost") == ["adres", "Zeg het", "Écht oefenen"]
    assert titles(guide, sort="load") == ["Écht oefenen", "adres", "Zeg het"]
    assert titles(guide, sort="title") == ["adres", "Écht oefenen", "Zeg het"]


def test_what_is_finished_stands_last(guide):
    make_measure(guide, title="Klaar", due_on=day(-30), state=State.DELIVERED)
    make_measure(guide, title="Zonder dag")
    make_measure(guide, title="Met dag", due_on=day(90))
    assert titles(guide) == ["Met dag", "Zonder dag", "Klaar"]


@pytest.mark.parametrize("sort", ["due", "cost", "load", "title"])
def test_pages_go_on_and_back_without_gaps(guide, sort):
    three(guide)
    make_measure(guide, title="Nog een")
    whole = titles(guide, sort=sort)
    first = queries.measure_page(guide, Filters(sort=sort), size=3)
    assert [row.title for row in first.rows] == whole[:3]
    assert first.newer == ""
    after = str(first.rows[-1].id)
    assert f"after={after}" in first.older
    second = queries.measure_page(guide, Filters(sort=sort, after=after), size=3)
    assert [row.title for row in second.rows] == whole[3:]
    assert second.older == ""
    before = str(second.rows[0].id)
    back = queries.measure_page(guide, Filters(sort=sort, before=before), size=3)
    assert [row.title for row in back.rows] == whole[:3]
    assert (back.newer, bool(back.older)) == ("", True)


def test_a_mark_of_another_programme_is_passed_over(guide):
    three(guide)
    other = make_measure(make_member(make_programme()))
    assert len(titles(guide, after=str(other.pk))) == 3


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_a_fixed_number_of_statements(guide, count, django_assert_num_queries):
    for _each in range(count):
        make_measure(guide, make_understood(guide), owner=membership_of(guide).pk)
    with django_assert_num_queries(2):
        page = queries.measure_page(guide, Filters())
        around = queries.overview(guide, Filters())
        assert [row.note for row in page.rows]
        assert around.total == len(page.rows) == count


def test_filters_and_counts(guide):
    mine = membership_of(guide)
    make_measure(guide, title="A", owner=mine.pk, state=State.UNDER_WAY, due_on=day(-1))
    make_measure(guide, title="B", kind="coach", owner=mine.pk)
    make_measure(guide, title="C", kind="coach", state=State.DROPPED)
    assert titles(guide, kind="coach") == ["B", "C"]
    assert titles(guide, state="dropped") == ["C"]
    assert titles(guide, owner=str(mine.pk)) == ["A", "B"]
    assert titles(guide, owner="none") == ["C"]
    assert titles(guide, due="late") == ["A"]
    state, kind, owner = queries.overview(guide, Filters(kind="coach")).facets
    assert [(option.label, option.count) for option in state.options] == [
        ("Alle", 2),
        ("Te laat", 0),
        ("Voorgesteld", 1),
        ("Vervallen", 1),
    ]
    assert [(o.label, o.count, o.current) for o in kind.options] == [
        ("Alle", 3, False),
        ("Trainen", 1, False),
        ("Coachen", 2, True),
    ]
    assert [(o.label, o.count) for o in owner.options] == [
        ("Alle", 2),
        ("Joke van Dam", 1),
        ("Nog niemand", 1),
    ]


def test_filters_that_make_no_sense_ask_for_nothing():
    wrong = {"kind": "x", "state": "x", "owner": "x", "due": "x", "sort": "x", "after": "x"}
    assert queries.read_filters(wrong) == Filters()
    assert queries.read_filters({"owner": "none", "due": "late"}) == Filters(
        owner="none", due="late"
    )
    assert Filters().href() == "?all=1"
    assert Filters(kind="coach", after="a").href(state="agreed") == "?kind=coach&state=agreed"


@pytest.mark.parametrize(
    ("states", "late", "sentence"),
    [
        ([], 0, "Er zijn nog geen maatregelen."),
        ([State.UNDER_WAY], 0, "De enige maatregel loopt; niets is te laat."),
        ([State.PROPOSED], 1, "De enige maatregel loopt nu niet; 1 is te laat."),
        (
            [State.UNDER_WAY, State.UNDER_WAY, State.AGREED],
            2,
            "2 van 3 maatregelen lopen; 2 zijn te laat.",
        ),
        (
            [State.UNDER_WAY, State.DELIVERED],
            1,
            "1 van 2 maatregelen loopt; 1 is te laat.",
        ),
        (
            [State.PROPOSED, State.AGREED],
            0,
            "Van de 2 maatregelen loopt er nu geen; niets is te laat.",
        ),
    ],
)
def test_the_sentence_above_the_list(guide, states, late, sentence):
    for place, state in enumerate(states):
        make_measure(guide, state=state, due_on=day(-1) if place < late else None)
    assert queries.overview(guide, Filters()).sentence == sentence


def test_totals(guide):
    three(guide)
    found = queries.overview(guide, Filters())
    assert (found.cost, found.load) == ("€\u00a02.100", "89,5 uur")


def test_a_supplier_sees_only_what_was_assigned(guide, supplier):
    concern, other = make_understood(guide), make_understood(guide)
    mine = make_measure(guide, concern, title="Van mij", owner=membership_of(supplier).pk)
    hidden = make_measure(guide, other, title="Niet van mij")

    assert titles(supplier) == ["Van mij"]
    assert queries.overview(supplier, Filters()).total == 1
    assert queries.access_measure(supplier, mine.pk) == mine
    with pytest.raises(Http404):
        queries.access_measure(supplier, hidden.pk)
    assert list(visible_concerns(supplier)) == [concern]
    assert [row.id for row in queries.concerns_of(supplier, mine)] == [concern.pk]

    archive_measure(by=guide, measure=mine)
    assert list(visible_concerns(supplier)) == []


def test_an_outsider_finds_nothing(guide):
    measure = make_measure(guide)
    with pytest.raises(Http404):
        queries.access_measure(make_member(make_programme()), measure.pk)
    nobody = Actor(ActorKind.USER, guide.user_id, "", frozenset(), guide.workspace, guide.programme)
    assert list(queries.visible_measures(nobody)) == []
    other = make_measure(guide, state=State.UNDER_WAY)
    delivery = make_delivery(guide, other)
    with pytest.raises(Http404):
        queries.access_delivery(guide, measure, delivery.pk)


def test_the_archive_is_for_keepers(guide, programme):
    measure = make_measure(guide)
    archive_measure(by=guide, measure=measure)
    employee = make_member(programme, Role.EMPLOYEE)
    assert queries.access_measure(guide, measure.pk) == measure
    with pytest.raises(Http404):
        queries.access_measure(employee, measure.pk)
    assert titles(guide) == []
    assert len(titles(guide, archived="yes")) == 1


def test_what_can_be_chosen_for_a_measure(guide):
    cause = make_why(guide)
    one, other = make_understood(guide, cause, "Een"), make_understood(guide, cause, "Ander")
    answered = give_answer(guide, make_understood(guide, cause, "Aaa"))
    make_heard(guide, "Gehoord")
    loose = make_understood(guide, title="Los eind")
    measure = make_measure(guide, one)
    offered = queries.offered_concerns(guide, [cause.pk], measure=measure)
    assert [row.id for row in offered] == [other.pk, answered.pk]
    assert [row.id for row in queries.other_concerns(guide, measure, "LÓS")] == [loose.pk]
    assert queries.other_concerns(guide, measure, "gehoord") == []
    make_measure(guide, cause=cause)
    assert cause.pk in [row.id for row in queries.open_causes(guide, measure)]


@pytest.mark.parametrize(
    ("state", "answered", "sentence"),
    [
        (State.PROPOSED, False, "Dit is een voorstel. Spreek het af, of laat het vervallen."),
        (
            State.AGREED,
            False,
            "Dit is afgesproken, maar nog niet begonnen. Beloofd voor 12 december 2026.",
        ),
        (State.UNDER_WAY, False, "Hier wordt aan gewerkt. Beloofd voor 12 december 2026."),
        (State.DELIVERED, False, "Dit is opgeleverd. 1 zorg of wens wacht nog op antwoord."),
        (State.DELIVERED, True, "Dit is opgeleverd. Iedereen voor wie het is, heeft antwoord."),
        (State.DROPPED, False, "Dit gaat niet door."),
    ],
)
def test_a_portrait_says_how_it_stands(guide, state, answered, sentence):
    concern = make_understood(guide)
    measure = make_measure(guide, concern, state=state, due_on=dt.date(2026, 12, 12))
    if answered:
        give_answer(guide, concern)
    found = queries.portrait(measure, queries.around(guide, measure))
    assert found.sentence == sentence


def test_the_five_steps(guide):
    cause = make_why(guide)
    concern = make_understood(guide, cause)
    measure = make_measure(guide, concern, cause=cause, state=State.DELIVERED)
    found = queries.portrait(measure, queries.around(guide, measure))
    assert [(step.label, step.state) for step in found.strip] == [
        ("Gehoord", "done"),
        ("Oorzaak", "done"),
        ("Maatregel", "done"),
        ("Teruggekoppeld", "now"),
        ("Effect", "todo"),
    ]


def test_what_waits_for_an_owner(guide, supplier):
    mine = membership_of(supplier).pk
    make_measure(guide, title="Te laat", owner=mine, due_on=day(-1), state=State.UNDER_WAY)
    make_measure(guide, title="Bijna", owner=mine, due_on=day(7))
    make_measure(guide, title="Straks", owner=mine, due_on=day(8))
    make_measure(guide, title="Klaar", owner=mine, due_on=day(-9), state=State.DELIVERED)
    make_measure(guide, title="Van niemand", due_on=day(-9))
    provider = WAITING.get("measures")
    found, count = provider(supplier, 5)
    assert count == 2
    assert [(item.title, item.overdue, item.label, item.due) for item in found] == [
        ("Te laat", True, "Noteer een oplevering", "1 dag te laat"),
        ("Bijna", False, "Spreek af", "over 7 dagen"),
    ]
    assert provider(supplier, 1)[1] == 2
    assert provider(guide, 5) == ([], 0)


def test_where_the_thread_hangs(guide):
    bare, done = make_why(guide, "Kaal"), make_why(guide, "Klaar")
    make_understood(guide, bare)
    concern = make_understood(guide, done)
    measure = make_measure(guide, concern, cause=done, state=State.DELIVERED)
    found = {group.key: group for group in GAPS.get("measures")(guide, 5)}
    assert [node.title for node in found["cause_without_measure"].nodes] == ["Kaal"]
    assert [node.id for node in found["delivery_without_answer"].nodes] == [measure.pk]
    give_answer(guide, concern)
    assert [group.key for group in GAPS.get("measures")(guide, 5)] == ["cause_without_measure"]


def test_deciding_on_nothing_also_owes_an_answer(guide):
    concern = make_understood(guide)
    make_measure(guide, concern, kind="nothing", reasons="Daarom", state=State.AGREED)
    assert [group.key for group in GAPS.get("measures")(guide, 5)][-1:] == [
        "delivery_without_answer"
    ]


def test_what_a_phase_misses(guide):
    missing = GATES.get("measures")
    assert missing(guide, "develop") == missing(guide, "go_live") == []
    make_understood(guide)
    make_measure(guide, state=State.AGREED)
    make_measure(guide, state=State.AGREED, kind="nothing", reasons="Daarom")
    assert [each.text for each in missing(guide, "develop")] == [
        "Voor 1 zorg of wens is nog geen maatregel afgesproken."
    ]
    assert [each.text for each in missing(guide, "go_live")] == [
        "1 maatregel is nog niet opgeleverd."
    ]
    assert missing(guide, "explore") == []


def test_neighbours_both_ways(guide):
    cause = make_why(guide)
    concern = make_understood(guide, cause)
    assert [step.label for step in ask(guide, "concern", concern).gaps] == ["Plan een maatregel"]
    assert [step.label for step in ask(guide, "cause", cause).gaps] == ["Plan een maatregel"]
    proposal = make_measure(guide, concern)
    assert [step.label for step in ask(guide, "concern", concern).gaps] == ["Spreek af"]
    archive_measure(by=guide, measure=proposal)
    measure = make_measure(guide, concern, cause=cause, state=State.DELIVERED)
    for kind, thing in (("concern", concern), ("cause", cause)):
        found = ask(guide, kind, thing)
        assert [node.id for node in found.behind] == [measure.pk]
        assert found.gaps == []
    around = ask(guide, "measure", measure)
    assert [(node.kind, node.id) for node in around.before] == [
        ("cause", cause.pk),
        ("concern", concern.pk),
    ]
    assert [node.kind for node in around.behind] == ["delivery"]
    assert [step.label for step in around.gaps] == ["Geef antwoord"]
    give_answer(guide, concern)
    around = ask(guide, "measure", measure)
    assert [node.kind for node in around.behind] == ["delivery", "answer"]
    assert around.gaps == []
    delivery = queries.deliveries_of(guide, measure)[0]
    assert [node.id for node in ask(guide, "delivery", delivery).before] == [measure.pk]
    assert [node.kind for node in ask(guide, "delivery", delivery).behind] == ["answer"]


def ask(actor, kind, thing):
    return neighbours(kind).get("measures")(actor, [thing.pk])[thing.pk]


@pytest.mark.parametrize("count", [1, 3])
def test_neighbours_of_many_take_a_fixed_number_of_statements(
    guide, count, django_assert_num_queries
):
    made = [make_measure(guide, make_understood(guide), cause=make_why(guide)) for _ in "abc"]
    with django_assert_num_queries(5):
        found = neighbours("measure").get("measures")(guide, [m.pk for m in made[:count]])
    assert len(found) == count


def test_steps_are_for_who_can_take_them(guide, programme, supplier):
    cause = make_why(guide)
    concern = make_understood(guide, cause)
    employee = make_member(programme, Role.EMPLOYEE)
    assert ask(employee, "concern", concern).gaps == []
    mine = make_measure(
        guide, concern, cause=cause, state=State.UNDER_WAY, owner=membership_of(supplier).pk
    )
    assert [step.label for step in ask(supplier, "measure", mine).gaps] == ["Noteer een oplevering"]
    assert ask(employee, "measure", mine).gaps == []
    move_measure(by=guide, measure=mine, target=State.DROPPED, because="Nee")
    assert ask(guide, "measure", mine).gaps == []


def test_a_measure_without_a_cause_asks_for_one(guide):
    measure = make_measure(guide)
    assert [step.label for step in ask(guide, "measure", measure).gaps] == ["Voeg oorzaak toe"]


def test_nodes(guide, supplier):
    measure = make_measure(guide, title="Oefen", state=State.UNDER_WAY)
    delivery = make_delivery(guide, measure, "Sessie")
    node = NODES.get("measure")(guide, [measure.pk])[measure.pk]
    assert (node.title, node.note, node.state) == ("Oefen", "Trainen, loopt", "under_way")
    node = NODES.get("delivery")(guide, [delivery.pk])[delivery.pk]
    assert (node.title, node.note) == ("Sessie", "2 november 2026")
    assert NODES.get("measure")(supplier, [measure.pk]) == {}
    assert NODES.get("delivery")(supplier, [delivery.pk]) == {}
    remove_delivery(by=guide, measure=measure, delivery=delivery)
    assert NODES.get("delivery")(guide, [delivery.pk]) == {}


def test_panels(guide, programme):
    concern, heard = make_understood(guide), make_heard(guide)
    measure = make_measure(guide, concern)
    panel = panels("concern").get("measures")(guide, concern.pk)
    assert [row.id for row in panel.context["rows"]] == [measure.pk]
    assert f"?concern={concern.pk}" in panel.context["add_url"]
    panel = panels("concern").get("measures")(guide, heard.pk)
    assert panel.context["add_url"] == ""
    assert panel.context["reason"] == (
        "Schrijf eerst een oorzaak op. Een maatregel pakt een oorzaak aan."
    )
    employee = make_member(programme, Role.EMPLOYEE)
    panel = panels("concern").get("measures")(employee, heard.pk)
    assert (panel.context["add_url"], panel.context["reason"]) == ("", "")
    cause = make_why(guide)
    panel = panels("cause").get("measures")(guide, cause.pk)
    assert panel.context["rows"] == []
    assert f"?cause={cause.pk}" in panel.context["add_url"]


def test_for_which_concerns_something_is_still_planned(guide):
    busy, done, hoped = (make_understood(guide) for _each in range(3))
    make_measure(guide, busy, state=State.AGREED)
    make_measure(guide, hoped)
    make_measure(guide, done, state=State.DELIVERED)
    assert MEASURED.get("measures")(guide, [busy.pk, done.pk, hoped.pk]) == {busy.pk}
