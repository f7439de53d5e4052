"""What a solution can do: by hand and from the starter lists."""

from __future__ import annotations

import datetime as dt

import pytest

from draagvlak.core.models import UndoRecord
from draagvlak.core.policy import Role
from draagvlak.core.verdict import Refused
from draagvlak.core.versions import EditConflict
from draagvlak.solutions import commands, queries, rules
from draagvlak.solutions.commands import CapabilityDraft
from draagvlak.solutions.commands.returning import look_at_imported
from draagvlak.solutions.models import Capability
from tests.factories import measures
from tests.factories.places import make_member
from tests.factories.solutions import judge, make_capability, make_solution, tie

pytestmark = pytest.mark.django_db


def names(guide, solution):
    return sorted(queries.names_of(guide, solution))


def take_over(guide, solution, system="ibabs", count=None):
    shelf = queries.starter_lists()[system]
    chosen = shelf.starters[:count]
    return commands.import_starters(by=guide, solution=solution, shelf=shelf, starters=chosen)


def test_a_capability_is_written_down_changed_and_shown(guide, solution, browse):
    browser = browse(guide)
    browser.post(
        f"solutions/{solution.pk}/add/", name="  Zoeken  in stukken ", how="settings",
        area="Vinden", source="Handleiding", checked_on="2026-11-12",
    )  # fmt: skip
    can = Capability.objects.get()
    assert (can.name, can.how, can.checked_on) == (
        "Zoeken in stukken", "settings", dt.date(2026, 11, 12),
    )  # fmt: skip
    body = browser.get(f"solutions/{solution.pk}/")
    for words in ("Zoeken in stukken", "Met instellingen", "opgezocht op 12 november 2026"):
        assert words in body

    path = f"solutions/capabilities/{can.pk}/edit/"
    browser.post(path, name="Zoeken in alles", how="box", version="1")
    can.refresh_from_db()
    assert (can.name, can.version, can.checked_on) == ("Zoeken in alles", 2, None)
    assert "nog niet nagevraagd" in browser.get(f"solutions/{solution.pk}/")
    answer = browser.post(path, 409, name="Anders", how="box", version="1")
    assert "Zoeken in alles" in answer.content.decode()


@pytest.mark.parametrize(
    ("name", "reason"), [("", "Vul dit in."), ("Zoeken", "staat al in de lijst")]
)
def test_a_capability_needs_a_name_of_its_own(guide, solution, browse, name, reason):
    make_capability(guide, solution, "Zoeken")
    answer = browse(guide).post(f"solutions/{solution.pk}/add/", 422, name=name, how="box")
    assert reason in answer.content.decode()


def test_the_same_name_in_another_solution_is_fine(guide, solution):
    make_capability(guide, solution, "Zoeken")
    make_capability(guide, make_solution(guide), "Zoeken")
    assert Capability.objects.count() == 2


def test_the_rules_say_why_not(guide, solution, as_role, monkeypatch):
    can = make_capability(guide, solution, "Zoeken")
    with pytest.raises(Refused, match="één regel"):
        make_capability(guide, solution, " ")
    with pytest.raises(Refused, match="projectleider"):
        make_capability(as_role(Role.SPONSOR), solution)
    with pytest.raises(EditConflict):
        draft = CapabilityDraft("Zoeken", "box")
        commands.edit_capability(by=guide, capability=can, draft=draft, version=7)
    monkeypatch.setattr(rules, "MOST_CAPABILITIES", 1)
    with pytest.raises(Refused, match="al 500"):
        make_capability(guide, solution)


def test_a_removed_capability_comes_back_unless_its_name_was_taken(guide, solution):
    can = make_capability(guide, solution, "Zoeken")
    commands.remove_capability(by=guide, capability=can)
    assert names(guide, solution) == []
    can.refresh_from_db()
    with pytest.raises(Refused, match="weggehaald"):
        commands.remove_capability(by=guide, capability=can)
    kept = f'{{"id": "{can.pk}"}}'
    commands.put_back_capability(by=guide, kept=kept)
    assert names(guide, solution) == ["Zoeken"]
    with pytest.raises(Refused, match="staat al"):
        commands.put_back_capability(by=guide, kept=kept)

    can.refresh_from_db()
    commands.remove_capability(by=guide, capability=can)
    make_capability(guide, solution, "Zoeken")
    with pytest.raises(Refused, match="staat al"):
        commands.put_back_capability(by=guide, kept=kept)


def test_a_removed_capability_does_not_come_back_beyond_what_fits(guide, solution, monkeypatch):
    can = make_capability(guide, solution, "Zoeken")
    commands.remove_capability(by=guide, capability=can)
    make_capability(guide, solution, "Delen")
    monkeypatch.setattr(rules, "MOST_CAPABILITIES", 1)
    with pytest.raises(Refused, match="500"):
        commands.put_back_capability(by=guide, kept=f'{{"id": "{can.pk}"}}')
    assert names(guide, solution) == ["Delen"]


def test_the_message_after_removing_brings_it_back(guide, solution, browse):
    can = make_capability(guide, solution, "Zoeken")
    browser = browse(guide)
    answer = browser.post(f"solutions/capabilities/{can.pk}/remove/")
    assert "staat niet meer in de lijst" in browser.get(answer["Location"])
    undo = UndoRecord.objects.get()
    browser.post(f"undo/{undo.pk}/")
    assert names(guide, solution) == ["Zoeken"]


def test_a_list_is_looked_at_before_anything_is_stored(guide, solution, browse):
    browser = browse(guide)
    path = f"solutions/{solution.pk}/starters/"
    body = browser.get(path)
    for words in ("Startlijst voor iBabs", "Vraag dit na bij de leverancier", "november 2026"):
        assert words in body
    assert Capability.objects.count() == 0
    assert "Startlijst voor Teams" in browser.get(f"{path}?list=teams")
    browser.get(f"{path}?list=wolk", 404)
    answer = browser.post(path, 422)
    assert "Kies minstens één regel." in answer.content.decode()


def test_chosen_lines_are_taken_over_once_and_taken_back_as_far_as_untouched(
    guide, solution, browse
):
    browser = browse(guide)
    path = f"solutions/{solution.pk}/starters/"
    keys = [one.key for one in queries.starter_lists()["ibabs"].starters[:3]]
    answer = browser.post(path, starter=keys)
    assert "3 regels overgenomen." in browser.get(answer["Location"])
    assert Capability.objects.filter(starter__in=keys, checked_on=None).count() == 3
    assert "staat al in de lijst" in browser.get(path)
    assert take_over(guide, solution, count=3) == 0

    kept = Capability.objects.first()
    draft = CapabilityDraft("Van ons", "box")
    commands.edit_capability(by=guide, capability=kept, draft=draft, version=1)
    browser.post(f"undo/{UndoRecord.objects.get().pk}/")
    assert names(guide, solution) == ["Van ons"]


def test_an_import_that_was_changed_whole_is_not_taken_back(guide, solution):
    take_over(guide, solution, count=1)
    can = Capability.objects.get()
    kept = f'{{"solution": "{solution.pk}", "rows": ["{can.pk}"]}}'
    (before,) = look_at_imported(guide, [kept])
    draft = CapabilityDraft("Van ons", "box")
    commands.edit_capability(by=guide, capability=can, draft=draft, version=1)
    (after,) = look_at_imported(guide, [kept])
    assert (bool(before.verdict), bool(after.verdict)) == (True, False)


def test_a_whole_list_of_choices_is_refused_when_nothing_is_chosen(guide, solution, as_role):
    with pytest.raises(Refused, match="minstens één"):
        take_over(guide, solution, count=0)
    with pytest.raises(Refused, match="projectleider"):
        take_over(as_role(Role.KEY_USER), solution)


def test_the_page_begins_with_the_list_of_its_name(guide, solution, browse, as_role):
    assert "Begin met de lijst voor iBabs" in browse(guide).get(f"solutions/{solution.pk}/")
    reader = browse(as_role(Role.EMPLOYEE)).get(f"solutions/{solution.pk}/")
    assert "Begin met de lijst" not in reader
    assert "projectleider" in reader


def test_a_list_is_narrowed_by_how_a_thing_is_there(guide, solution, browse):
    make_capability(guide, solution, "Zoeken", "box")
    make_capability(guide, solution, "Koppelen", "adaptation")
    body = browse(guide).get(f"solutions/{solution.pk}/?how=adaptation")
    assert "Koppelen" in body
    assert "<strong>Zoeken" not in body
    assert "niets van deze soort" in browse(guide).get(f"solutions/{solution.pk}/?how=absent")


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_four_statements(guide, solution, step, count, django_assert_num_queries):
    for number in range(count):
        can = make_capability(guide, solution, area=f"Gebied {number}")
        tie(guide, "capability", can, step)
        judge(guide, solution, measures.make_heard(guide), capability=can)
    with django_assert_num_queries(4):
        areas = queries.capability_areas(guide, solution)
    assert [(len(area.rows), area.rows[0].meets) for area in areas] == [(1, 1)] * count
    assert areas[0].rows[0].steps[0].name == "Lees de stukken"


def test_an_outsider_finds_no_capability(guide, solution, browse):
    can = make_capability(guide, solution)
    other = browse(make_member())
    other.get(f"solutions/capabilities/{can.pk}/edit/", 404)
    other.post(f"solutions/capabilities/{can.pk}/remove/", 404)
    other.get(f"solutions/{solution.pk}/starters/", 404)
