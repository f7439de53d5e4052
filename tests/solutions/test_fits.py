"""What each solution does for each wish: saying it, counting it, and planning what it takes."""

from __future__ import annotations

import pytest

from draagvlak.concerns.commands import archive_concern, merge_concerns
from draagvlak.concerns.models import Concern
from draagvlak.core.policy import Role
from draagvlak.core.undo import undo_url
from draagvlak.core.verdict import Refused
from draagvlak.core.versions import EditConflict
from draagvlak.measures.models import Measure, MeasureConcern
from draagvlak.solutions import commands, queries
from draagvlak.solutions.commands import Judgement
from draagvlak.solutions.models import Fit, Tie
from tests.factories import measures
from tests.factories.places import make_member
from tests.factories.solutions import judge, make_capability, make_solution, tie

pytestmark = pytest.mark.django_db


@pytest.fixture
def wish(guide):
    return measures.make_heard(guide, "Zoeken in alle stukken", kind="wish")


@pytest.fixture
def understood(guide):
    return measures.make_understood(guide, title="Voorlezen lukt niet")


def counts(rows, solution):
    (row,) = [row for row in rows if row.solution == solution]
    return {one.how: one.count for one in row.counts}


def cells(guide, concern):
    return [(one.solution.name, one.label, one.by) for one in queries.concern_cells(guide, concern)]


def test_what_nobody_looked_at_says_so_and_counts_for_nothing(guide, solution, wish):
    assert cells(guide, wish.pk) == [("iBabs", "nog niet bekeken", "")]
    rows, dropped = queries.solution_rows(guide, queries.read_asked({}))
    assert counts(rows, solution) == {
        "box": 0, "settings": 0, "adaptation": 0, "absent": 0, "open": 1,
    }  # fmt: skip
    assert (rows[0].sentence, dropped) == (
        "Nog niemand vergeleek dit met wat mensen vroegen.", [],
    )  # fmt: skip


def test_a_verdict_names_how_and_by_what(guide, solution, wish):
    can = make_capability(guide, solution, "Zoeken in eerdere stukken")
    judge(guide, solution, wish, "settings", capability=can, note="Gezien in de proef.")
    assert cells(guide, wish.pk) == [("iBabs", "met instellingen", "Zoeken in eerdere stukken")]
    rows, _dropped = queries.solution_rows(guide, queries.read_asked({}))
    assert rows[0].sentence == "Voldoet aan 1 van de 1 zonder aanpassing."
    assert counts(rows, solution)["settings"] == 1

    commands.remove_capability(by=guide, capability=can)
    assert cells(guide, wish.pk) == [("iBabs", "met instellingen", "")]


def test_the_counts_are_of_what_the_link_behind_them_shows(guide, solution):
    other = make_solution(guide, "SharePoint")
    wishes = [measures.make_heard(guide, f"Wens {n}", kind="wish") for n in range(5)]
    measures.make_heard(guide, "Een zorg")
    for each, how in zip(wishes, ("box", "settings", "adaptation", "absent"), strict=False):
        judge(guide, solution, each, how)
    judge(guide, other, wishes[0], "box")
    rows, _dropped = queries.solution_rows(guide, queries.read_asked({}))
    assert rows[0].sentence == (
        "Voldoet zonder aanpassing aan 2 van de 4 die bekeken zijn. Nog te bekijken: 1."
    )
    for row in rows:
        for one in row.counts:
            asked = queries.read_asked(
                {"kind": "wish", "solution": str(row.solution.pk), "how": one.how}
            )
            assert one.href == asked.href() + "#fits"
            assert len(queries.fit_table(guide, asked).lines) == one.count


def test_the_archive_is_not_counted(guide, solution, wish):
    judge(guide, solution, wish)
    archive_concern(by=guide, concern=Concern.objects.get(pk=wish.pk))
    rows, _dropped = queries.solution_rows(guide, queries.read_asked({}))
    assert set(counts(rows, solution).values()) == {0}
    assert rows[0].sentence == ""


def test_what_fell_off_is_named_and_not_compared(guide, solution, wish):
    fell = make_solution(guide, "Maatwerk", "dropped")
    rows, dropped = queries.solution_rows(guide, queries.read_asked({}))
    assert ([row.solution for row in rows], dropped) == ([solution], [fell])


@pytest.mark.parametrize(
    "query",
    [{"how": "box"}, {"how": "wolk", "solution": "x"}, {"kind": "droom"}, {"after": "7~nee"}],
)
def test_what_an_address_does_not_know_falls_away(guide, solution, wish, query):
    table = queries.fit_table(guide, queries.read_asked(query))
    assert [line.concern.pk for line in table.lines] == [wish.pk]


@pytest.mark.parametrize("count", [1, 3])
def test_the_table_takes_as_many_statements_for_three_as_for_one(
    guide, count, django_assert_num_queries
):
    for number in range(count):
        one = make_solution(guide)
        wish = measures.make_heard(guide, f"Wens {number}", kind="wish")
        judge(guide, one, wish, capability=make_capability(guide, one))
    asked = queries.read_asked({})
    with django_assert_num_queries(3):
        table = queries.fit_table(guide, asked)
    assert (len(table.lines), len(table.solutions)) == (count, count)
    with django_assert_num_queries(6):
        queries.solution_rows(guide, asked)
    with django_assert_num_queries(4):  # the counts are remembered until something changes
        queries.solution_rows(guide, asked)


def test_the_table_goes_on_by_key(guide, solution):
    for number in range(27):
        measures.make_heard(guide, f"Wens {number}", kind="wish")
    first = queries.fit_table(guide, queries.read_asked({}))
    after = first.older.split("after=")[1].removesuffix("#fits").replace("%7E", "~")
    second = queries.fit_table(guide, queries.read_asked({"after": after}))
    assert (len(first.lines), len(second.lines), second.older) == (25, 2, "")
    seen = {line.concern.pk for line in (*first.lines, *second.lines)}
    assert len(seen) == 27


def test_a_verdict_is_changed_and_taken_back(guide, solution, wish):
    judge(guide, solution, wish, "box")
    judge(guide, solution, wish, "absent", note="Toch niet.")
    assert (Fit.objects.get().how, Fit.objects.get().version) == ("absent", 2)
    judge(guide, solution, wish, "")
    assert not Fit.objects.exists()
    judge(guide, solution, wish, "")
    assert not Fit.objects.exists()


def test_two_people_who_judge_at_once_see_each_other(guide, solution, wish, browse):
    path = f"solutions/{solution.pk}/fits/{wish.pk}/"
    judge(guide, solution, wish, "box", note="Eerst.")
    with pytest.raises(EditConflict):
        commands.judge_fit(
            by=guide, solution=solution, concern=wish, said=Judgement("absent"), version=0
        )
    answer = browse(guide).post(path, 409, how="absent", note="Later.", version="0")
    body = answer.content.decode()
    for words in ("Eerst.", "Later.", 'name="version" value="1"'):
        assert words in body


def test_a_capability_of_another_solution_meets_nothing_here(guide, solution, wish, browse):
    foreign = make_capability(guide, make_solution(guide))
    with pytest.raises(Refused, match="van deze oplossing"):
        judge(guide, solution, wish, capability=foreign)
    path = f"solutions/{solution.pk}/fits/{wish.pk}/"
    browse(guide).post(path, 422, how="box", capability=str(foreign.pk), version="0")


def test_what_is_in_the_archive_gets_no_verdict(guide, solution, wish):
    archive_concern(by=guide, concern=wish)
    with pytest.raises(Refused, match="archief"):
        judge(guide, solution, wish)


def test_who_keeps_nothing_judges_nothing(guide, solution, wish, as_role):
    with pytest.raises(Refused, match="projectleider"):
        judge(as_role(Role.EMPLOYEE), solution, wish)


def test_an_adaptation_becomes_a_measure_at_the_steps_of_the_concern(
    guide, solution, understood, step, browse
):
    tie(guide, "concern", understood, step)
    judge(guide, solution, understood, "adaptation", note="Nog niet op alle toestellen.")
    browser = browse(guide)
    path = f"solutions/{solution.pk}/fits/{understood.pk}/"
    assert "Stel de aanpassing voor" in browser.get(path)

    answer = browser.post(f"{path}plan/", idempotency_key="een-keer")
    again = browser.post(f"{path}plan/", idempotency_key="een-keer")

    measure = Measure.objects.get()
    assert answer["Location"] == again["Location"]
    assert (measure.kind, measure.state, measure.title, measure.description) == (
        "adapt", "proposed", "Pas iBabs aan: Voorlezen lukt niet", "Nog niet op alle toestellen.",
    )  # fmt: skip
    assert MeasureConcern.objects.get().concern_id == understood.pk
    assert Tie.objects.get(measure=measure).mark.key == step.key


def test_a_long_wish_still_fits_the_title_of_the_measure(guide, solution):
    long = measures.make_understood(guide, title="w" * 160)
    judge(guide, solution, long, "adaptation")
    measure = commands.plan_adaptation(by=guide, solution=solution, concern=long)
    assert (len(measure.title), measure.title[-1]) == (160, "…")


def test_only_an_adaptation_is_planned_and_only_with_a_cause(guide, solution, wish, browse):
    browse(guide).post(f"solutions/{solution.pk}/fits/{wish.pk}/plan/", 404)
    judge(guide, solution, wish, "box")
    with pytest.raises(Refused, match="een aanpassing vraagt"):
        commands.plan_adaptation(by=guide, solution=solution, concern=wish)
    judge(guide, solution, wish, "adaptation")
    with pytest.raises(Refused):
        commands.plan_adaptation(by=guide, solution=solution, concern=wish)
    assert not Measure.objects.exists()


def test_merged_concerns_take_their_verdict_along(guide, solution, wish):
    other = measures.make_heard(guide, "Vinden", kind="wish")
    judge(guide, solution, other, "settings")
    merge_concerns(by=guide, kept=wish, gone=other, versions=(wish.version, other.version))
    assert cells(guide, wish.pk) == [("iBabs", "met instellingen", "")]
    assert undo_url(guide)


def test_the_pages_tell_it_in_words(guide, solution, wish, browse, as_role):
    judge(guide, solution, wish, "absent", note="Dat kan hij niet.")
    for actor in (guide, as_role(Role.EMPLOYEE), as_role(Role.SPONSOR)):
        browser = browse(actor)
        body = browser.get("solutions/")
        for words in ("Zoeken in alle stukken", "Helemaal niet", "iBabs"):
            assert words in body
        assert "Dat kan hij niet." in browser.get(f"concerns/{wish.pk}/")


def test_without_a_solution_the_page_says_what_to_do(guide, browse, as_role):
    assert "Noem een oplossing" in browse(guide).get("solutions/")
    assert "Noem een oplossing" not in browse(as_role(Role.EMPLOYEE)).get("solutions/")


def test_a_supplier_reads_nothing_about_solutions(guide, solution, wish, browse, as_role):
    judge(guide, solution, wish)
    supplier = as_role(Role.SUPPLIER)
    browser = browse(supplier)
    browser.get("solutions/", 403)
    assert queries.concern_cells(supplier, wish.pk) == []
    assert "/solutions/" not in browser.get("today/")


def test_after_a_verdict_one_is_back_where_one_came_from(guide, solution, wish, browse):
    browser = browse(guide)
    path = f"solutions/{solution.pk}/fits/{wish.pk}/"
    sent = {"how": "box", "version": "0"}
    assert browser.post(path, **sent)["Location"].endswith("/solutions/?kind=wish#fits")
    sent["version"] = "1"
    answer = browser.post(f"{path}?from=concern", **sent)
    assert answer["Location"].endswith(f"/concerns/{wish.pk}/#solutions")


def test_an_outsider_finds_no_verdict(guide, solution, wish, browse):
    other = browse(make_member())
    other.get(f"solutions/{solution.pk}/fits/{wish.pk}/", 404)
    other.get(f"solutions/{solution.pk}/", 404)
