"""What of the library is offered: by system, by words and by likeness."""

from __future__ import annotations

import pytest
from django.http import Http404

from draagvlak.core.policy import Role
from draagvlak.lessons.queries.access import (
    access_entry,
    entries,
    known_cause,
    known_measure,
    systems_here,
)
from draagvlak.lessons.queries.library import Asked, library
from draagvlak.lessons.queries.likeness import causes_like, entries_like
from draagvlak.lessons.queries.shipped import NAMES, shelves, shipped_entry, systems_in
from draagvlak.programmes.models import Solution
from tests.factories.measures import make_heard, make_understood, make_why
from tests.factories.places import make_member

pytestmark = pytest.mark.django_db
READERS = {Role.GUIDE, Role.CO_GUIDE, Role.PROJECT_LEAD}


@pytest.fixture
def guide():
    return make_member()


def introduce(actor, name, state=Solution.State.CHOSEN):
    return Solution.objects.create(
        workspace_id=actor.tenant, programme_id=actor.programme_id, name=name, state=state
    )


def titles(matches):
    return [match.entry.title for match in matches]


@pytest.mark.parametrize(
    ("names", "systems"),
    [
        (["iBabs"], ["ibabs"]),
        (["IBABS Pro", "Microsoft 365"], ["ibabs", "microsoft365"]),
        (["Office 365 met Teams"], ["microsoft365", "teams"]),
        (["SharePoint Online"], ["sharepoint"]),
        (["Maatwerk van Bouwer"], ["maatwerk"]),
        (["Zaaksysteem"], []),
        ([], []),
    ],
)
def test_a_solution_is_known_by_its_name(names, systems):
    assert systems_in(names) == systems


def test_what_was_dropped_is_not_introduced(guide):
    introduce(guide, "iBabs")
    introduce(guide, "SharePoint", Solution.State.DROPPED)
    introduce(guide, "Teams", Solution.State.CONSIDERED)
    assert systems_here(guide) == ["ibabs", "teams"]


def test_every_shelf_has_a_name_and_at_least_fifteen_entries():
    assert list(shelves()) == list(NAMES)
    assert all(len(shelf.entries) >= 15 for shelf in shelves().values())


def test_an_entry_its_causes_and_measures_are_found_by_their_keys(guide):
    entry = access_entry(guide, "ibabs-liever-papier")
    assert entry.title == "Ik lees liever van papier"
    assert shipped_entry("ibabs-liever-papier") is entry
    cause = known_cause(guide, "ibabs-liever-papier.0")
    assert cause == (entry, entry.causes[0])
    measure = known_measure(guide, "ibabs-liever-papier.0.1")
    assert measure == (entry, entry.causes[0].measures[1])


@pytest.mark.parametrize("key", ["", "bestaat-niet", "ibabs-liever-papier.9", "ibabs.x"])
def test_what_is_not_there_is_not_found(guide, key):
    assert known_cause(guide, key) is None
    assert known_measure(guide, key) is None
    with pytest.raises(Http404):
        access_entry(guide, key)


@pytest.mark.parametrize("role", sorted(set(Role) - READERS))
def test_others_are_offered_nothing(role):
    actor = make_member(role=role)
    assert entries(actor) == []
    assert known_cause(actor, "ibabs-liever-papier.0") is None
    assert known_measure(actor, "ibabs-liever-papier.0.0") is None
    assert entries_like(actor, "Ik lees liever van papier") == []
    with pytest.raises(Http404):
        access_entry(actor, "ibabs-liever-papier")


def test_the_systems_of_the_programme_come_first(guide):
    introduce(guide, "SharePoint")
    introduce(guide, "iBabs")
    found = library(guide, Asked())
    assert [section.key for section in found.sections] == [
        "ibabs",
        "sharepoint",
        "algemeen",
        "microsoft365",
        "teams",
        "maatwerk",
    ]
    assert [section.why for section in found.sections[:3]] == [
        "Hier gaat dit traject over.",
        "Hier gaat dit traject over.",
        "",
    ]


def test_of_other_systems_the_first_show_and_a_way_to_all(guide):
    introduce(guide, "iBabs")
    here, general, *_others = library(guide, Asked()).sections
    assert (here.key, len(here.rows), here.url) == ("ibabs", here.count, "")
    assert len(general.rows) == 5
    assert general.count == len(shelves()["algemeen"].entries)
    assert general.url == "?system=algemeen"
    (whole,) = library(guide, Asked("algemeen")).sections
    assert (len(whole.rows), whole.url) == (general.count, "")


def test_one_system_is_chosen_and_the_counts_stay(guide):
    found = library(guide, Asked("teams"))
    assert [section.key for section in found.sections] == ["teams"]
    counts = {option.label: option.count for option in found.facets[0].options}
    assert counts["Teams"] == len(found.sections[0].rows)
    assert counts["Alles"] == sum(len(shelf.entries) for shelf in shelves().values())
    assert [o.label for o in found.facets[0].options if o.current] == ["Teams"]


def test_words_are_found_in_every_system_those_in_a_title_first(guide):
    found = library(guide, Asked("", "papier"))
    assert [section.key for section in found.sections] == ["found"]
    first = found.sections[0].rows[0]
    assert "papier" in first.title.lower()
    assert first.label
    only = library(guide, Asked("ibabs", "papier")).sections[0]
    assert {row.label for row in only.rows} == {"iBabs"}
    assert 0 < len(only.rows) < len(found.sections[0].rows)


def test_words_that_stand_nowhere_give_what_is_most_like_them(guide):
    alike = library(guide, Asked("", "liever papier zeppelin")).sections
    assert [section.key for section in alike] == ["alike"]
    assert "Ik lees liever van papier" in [row.title for row in alike[0].rows]
    assert library(guide, Asked("", "xqzw vbnm")).sections == []


def test_a_system_that_is_not_there_is_none():
    assert Asked.read({"system": "lotus", "q": "  papier  "}) == Asked("", "papier")


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        ("Ik wil liever op papier lezen", "Ik lees liever van papier"),
        (
            "Straks raak ik al mijn aantekeningen kwijt",
            "Mijn aantekeningen raak ik kwijt op zo’n scherm",
        ),
    ],
)
def test_what_resembles_a_concern_comes_first(guide, said, heard):
    introduce(guide, "iBabs")
    assert titles(entries_like(guide, said))[0] == heard


def test_what_resembles_nothing_gives_nothing(guide):
    assert entries_like(guide, "xqzw") == []
    assert entries_like(guide, "") == []
    assert causes_like(guide, None, None) == []


def test_another_system_weighs_less(guide):
    free = entries_like(guide, "Ik lees liever van papier")[0]
    introduce(guide, "Teams")
    bound = entries_like(guide, "Ik lees liever van papier", limit=5)
    papers = next(match for match in bound if match.entry.key == free.entry.key)
    assert papers.score == pytest.approx(free.score * 0.6, abs=0.001)


def test_measures_are_offered_for_a_cause_like_a_known_one(guide):
    cause = make_why(guide, "Een stuk wordt vervangen zonder dat iemand het merkt")
    concern = make_understood(guide, cause, "Mijn aantekeningen zijn weg")
    best = causes_like(guide, cause, concern)[0]
    assert best.entry.key == "ibabs-aantekeningen-kwijt"
    assert [each.key for each in best.causes] == ["ibabs-aantekeningen-kwijt.0"]
    alone = causes_like(guide, None, make_heard(guide, "Mijn aantekeningen raak ik kwijt"))
    assert alone[0].entry.key == "ibabs-aantekeningen-kwijt"
