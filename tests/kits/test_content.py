"""The demo programme Voorbeeldstad is whole: every reference, every quote, every state."""

from __future__ import annotations

import json
import re
from collections import Counter
from importlib.resources import files
from itertools import pairwise

import pytest

pytestmark = pytest.mark.one_engine("reads files, asks no database")

CONTENT = files("draagvlak.kits") / "content" / "voorbeeldstad"
NAMES = (
    "organisations",
    "programme",
    "conversations",
    "quotes",
    "concerns",
    "causes",
    "measures",
    "questions",
)
PHASES = ["explore", "analyse", "develop", "golive", "anchor"]
ROLES = [
    "guide",
    "co_guide",
    "sponsor",
    "project_lead",
    "key_user",
    "employee",
    "supplier",
    "works_council",
    "administrator",
]
DATA = {name: json.loads((CONTENT / f"{name}.json").read_text("utf-8")) for name in NAMES}
ORGANISATIONS = DATA["organisations"]
PROGRAMME = DATA["programme"]
CONVERSATIONS = DATA["conversations"]
QUOTES = DATA["quotes"]
CONCERNS = DATA["concerns"]
CAUSES = DATA["causes"]
MEASURES = DATA["measures"]
QUESTIONS = DATA["questions"]


def keys(rows):
    found = [row["key"] for row in rows]
    assert len(found) == len(set(found))
    return set(found)


PEOPLE = keys(ORGANISATIONS["people"])
GROUPS = keys(ORGANISATIONS["groups"])
MEMBERS = {member["email"] for member in PROGRAMME["members"]}
NOTES = {row["key"]: row["notes"] for row in CONVERSATIONS}
ON_DAY = {row["key"]: row["day"] for row in CONVERSATIONS}
CONCERN = {row["key"]: row for row in CONCERNS}


def texts(value):
    """Every text inside a JSON value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from texts(part)
    elif isinstance(value, list):
        for part in value:
            yield from texts(part)


def words(text):
    return re.findall(r"\w+", text.lower())


def runs(text, length=8):
    """Every run of `length` words in a text."""
    found = words(text)
    return {tuple(found[at : at + length]) for at in range(len(found) - length + 1)}


def public_texts():
    """What people other than the guide may come to read, with the place where it stands."""
    for row in CONVERSATIONS:
        yield f"conversation {row['key']}", row["title"]
    for row in QUOTES:
        yield f"paraphrase {row['key']}", row["paraphrase"]
    for row in CONCERNS:
        yield f"concern {row['key']}", row["title"]
        yield f"concern {row['key']}", row["description"]
        yield f"concern {row['key']}", " ".join(row["origin"])
        for part in ("text", "reasons", "what_happens_when"):
            if row["answer"]:
                yield f"answer {row['key']}", row["answer"][part]
        if row["reopened"]:
            yield f"reopened {row['key']}", row["reopened"]["because"]
        for voice in row["voices"]:
            yield f"solved {row['key']}", voice["reason"]
    for row in CAUSES:
        yield f"cause {row['key']}", f"{row['title']} {row['description']}"
    for row in MEASURES:
        yield f"measure {row['key']}", " ".join(texts({**row, "owner": "", "key": ""}))


def test_counts():
    assert {
        "organisations": len(ORGANISATIONS["organisations"]),
        "units": len(ORGANISATIONS["units"]),
        "people": len(ORGANISATIONS["people"]),
        "groups": len(ORGANISATIONS["groups"]),
        "conversations": len(CONVERSATIONS),
        "quotes": len(QUOTES),
        "concerns": len(CONCERNS),
        "causes": len(CAUSES),
        "measures": len(MEASURES),
        "decisions": len(PROGRAMME["decisions"]),
        "visions": len(PROGRAMME["vision"]),
    } == {
        "organisations": 2,
        "units": 9,
        "people": 120,
        "groups": 8,
        "conversations": 20,
        "quotes": 80,
        "concerns": 35,
        "causes": 18,
        "measures": 25,
        "decisions": 6,
        "visions": 3,
    }


def test_units_are_a_tree_inside_their_organisation():
    organisations = keys(ORGANISATIONS["organisations"])
    unit = {row["key"]: row for row in ORGANISATIONS["units"]}
    assert keys(ORGANISATIONS["units"])
    for row in unit.values():
        assert row["organisation"] in organisations
        seen = set()
        at = row
        while at["parent"]:
            assert at["key"] not in seen
            seen.add(at["key"])
            assert unit[at["parent"]]["organisation"] == row["organisation"]
            at = unit[at["parent"]]
    assert {row["unit"] for row in ORGANISATIONS["people"]} == set(unit)


def test_people_have_whole_names_and_their_own_address():
    people = ORGANISATIONS["people"]
    for row in people:
        parts = (row["given"], row["infix"], row["family"])
        assert row["name"] == " ".join(part for part in parts if part)
        assert row["function"]
        assert row["email"].isascii()
    assert len({row["email"] for row in people}) == len(people)
    assert len({row["name"] for row in people}) == len(people)


def test_groups_cross_units_and_organisations():
    unit_of = {row["key"]: row["unit"] for row in ORGANISATIONS["people"]}
    units = {}
    for row in ORGANISATIONS["groups"]:
        assert len(row["people"]) == len(set(row["people"])) >= 5
        assert set(row["people"]) <= PEOPLE
        assert len(row["description"]) <= 300
        units[row["key"]] = {unit_of[person] for person in row["people"]}
    assert len(units["secretariaat"]) > 2
    assert "od" in units["management"]


def test_every_address_is_invented():
    found = [
        address
        for name in NAMES
        for text in texts(DATA[name])
        for address in re.findall(r"\S+@\S+", text)
    ]
    assert len(found) > 120
    assert [address for address in found if not address.endswith(".example")] == []


def test_members_are_one_per_role():
    person = {row["key"]: row for row in ORGANISATIONS["people"]}
    assert [row["role"] for row in PROGRAMME["members"]] == ROLES
    assert len(MEMBERS) == len(ROLES)
    for row in PROGRAMME["members"]:
        if row["external"]:
            assert row["person"] is None
            assert row["organisation"]
        else:
            assert row["name"] == person[row["person"]]["name"]
            assert row["email"] == person[row["person"]]["email"]


def test_phases_follow_each_other_and_the_programme_is_in_its_own():
    assert [row["phase"] for row in PROGRAMME["phases"]] == PHASES
    for earlier, later in pairwise(PROGRAMME["phases"]):
        assert earlier["starts"] < earlier["ends"] < later["starts"]
    now = next(row for row in PROGRAMME["phases"] if row["phase"] == PROGRAMME["phase"])
    assert now["starts"] <= 0 <= now["ends"]


def test_vision_versions_say_why_they_changed():
    versions = PROGRAMME["vision"]
    assert [row["version"] for row in versions] == [1, 2, 3]
    assert versions[0]["day"] < versions[1]["day"] < versions[2]["day"] < 0
    assert [bool(row["changed_because"]) for row in versions] == [False, True, True]


@pytest.mark.parametrize("decision", PROGRAMME["decisions"], ids=lambda row: row["key"])
def test_decision_places_everybody_once(decision):
    groups = Counter()
    people = Counter()
    for level in ("decides", "co_creates", "heard", "informed"):
        groups.update(decision[level]["groups"])
        people.update(decision[level]["people"])
    assert set(groups) <= GROUPS
    assert set(people) <= PEOPLE
    assert {*groups.values(), *people.values()} == {1}
    assert decision["decides"]["groups"] or decision["decides"]["people"]
    decided = decision["state"] == "decided"
    assert decided == bool(decision["outcome"]) == bool(decision["reasons"])
    assert decided == (decision["decided_day"] is not None)


def test_some_decisions_are_open_and_one_is_late():
    assert Counter(row["state"] for row in PROGRAMME["decisions"]) == {"decided": 4, "open": 2}
    late = [row for row in PROGRAMME["decisions"] if row["state"] == "open" and row["due"] < 0]
    assert [row["key"] for row in late] == ["uren"]


def test_conversations_are_held_in_the_past_and_planned_ahead():
    phase = {row["phase"]: row for row in PROGRAMME["phases"]}
    keys(CONVERSATIONS)
    assert Counter(row["state"] for row in CONVERSATIONS) == {"held": 17, "planned": 3}
    assert {row["form"] for row in CONVERSATIONS} == {"one_to_one", "group", "walk_in"}
    for row in CONVERSATIONS:
        assert set(row["participants"]) <= PEOPLE
        assert (row["form"] == "one_to_one") == (len(row["participants"]) == 1)
        assert phase[row["phase"]]["starts"] <= row["day"] <= phase[row["phase"]]["ends"]
        asked = {question["key"] for question in QUESTIONS[row["phase"]]}
        assert set(row["guide_questions"]) <= asked
        if row["state"] == "held":
            assert row["day"] < 0
            assert 150 <= len(row["notes"].split()) <= 350
        else:
            assert row["day"] > 0
            assert row["notes"] == ""


def test_every_quote_occurs_exactly_once_in_its_notes():
    keys(QUOTES)
    wrong = [row["key"] for row in QUOTES if NOTES[row["conversation"]].count(row["exact"]) != 1]
    assert wrong == []
    marked = [row["key"] for row in QUOTES if f"“{row['exact']}”" not in NOTES[row["conversation"]]]
    assert marked == []


def test_quote_is_by_somebody_who_was_there_and_leads_to_a_voice():
    there = {row["key"]: row["participants"] for row in CONVERSATIONS}
    for row in QUOTES:
        assert row["speaker"] in there[row["conversation"]]
        if row["concern"]:
            concern = CONCERN[row["concern"]]
            assert row["kind"] == concern["kind"]
            voice = [one for one in concern["voices"] if one["person"] == row["speaker"]]
            assert len(voice) == 1
            assert voice[0]["day"] <= ON_DAY[row["conversation"]]


def test_open_quotes_keep_a_note_of_their_target():
    assert [row["key"] for row in QUOTES if row["concern"] is None] == [
        "q05",
        "q24",
        "q53",
        "q69",
        "q75",
    ]
    for row in QUOTES:
        assert (row["concern"] is None) == bool(row["target_note"])


def test_release_needs_a_paraphrase_and_three_speakers():
    assert Counter(row["release"] for row in QUOTES) == {
        "none": 42,
        "released": 16,
        "paraphrased": 12,
        "approved": 10,
    }
    for row in QUOTES:
        assert (row["release"] == "none") == (row["paraphrase"] == "")
        assert len(row["paraphrase"]) <= 600
    assert len({row["speaker"] for row in QUOTES if row["release"] == "released"}) >= 3


def test_every_concern_has_a_quote():
    assert {row["concern"] for row in QUOTES} - {None} == set(CONCERN)


def test_every_state_and_kind_of_concern_is_present():
    assert Counter(row["state"] for row in CONCERNS) == {
        "planned": 9,
        "understood": 8,
        "heard": 7,
        "answered": 6,
        "delivered": 5,
    }
    assert Counter(row["kind"] for row in CONCERNS) == {"worry": 23, "wish": 12}
    assert {row["severity"] for row in CONCERNS} == {2, 3, 4}
    assert [row["key"] for row in CONCERNS if row["reopened"]] == ["z-wifi", "z-vak", "z-ongelijk"]
    assert len({row["title"] for row in CONCERNS}) == len(CONCERNS)


@pytest.mark.parametrize("concern", CONCERNS, ids=lambda row: row["key"])
def test_concern_stands_on_what_exists(concern):
    causes = {row["key"] for row in CAUSES}
    answer = concern["answer"]
    assert len(concern["title"]) <= 160
    assert concern["groups"]
    assert set(concern["groups"]) <= GROUPS
    assert set(concern["causes"]) <= causes
    assert len(concern["origin"]) <= 5
    assert all(len(step) <= 400 for step in concern["origin"])
    assert concern["owner"] in MEMBERS | {None}
    assert concern["owner"] or concern["answer_due"] is None or concern["state"] == "heard"
    # Only what is just heard may still lack a cause.
    assert bool(concern["causes"]) == (concern["state"] != "heard")
    answered = concern["state"] in {"answered", "delivered"}
    assert bool(answer) == (answered or bool(concern["reopened"]))
    if answer:
        assert concern["owner"]
        assert answer["decided_by"] in PEOPLE
        assert all(answer[part] for part in ("text", "reasons", "what_happens_when"))
        assert concern["raised_day"] < answer["day"] < 0
    if concern["reopened"]:
        assert not answered
        assert answer["day"] < concern["reopened"]["day"] < 0
        assert "no" in {voice["solved"] for voice in concern["voices"]}


@pytest.mark.parametrize("concern", CONCERNS, ids=lambda row: row["key"])
def test_voices_are_people_and_speak_once(concern):
    voices = concern["voices"]
    people = [voice["person"] for voice in voices]
    assert 1 <= len(voices) <= 14
    assert len(people) == len(set(people))
    assert set(people) <= PEOPLE
    assert min(voice["day"] for voice in voices) == concern["raised_day"]
    for voice in voices:
        assert voice["day"] < 0
        assert voice["solved"] in {None, "yes", "partly", "no"}
        assert voice["solved"] is None or concern["answer"]
        assert voice["solved"] != "no" or voice["reason"] or concern["reopened"]


def test_one_of_eleven_is_not_solved():
    voices = CONCERN["z-aantekeningen"]["voices"]
    assert Counter(voice["solved"] for voice in voices) == {"yes": 10, "no": 1}


def test_some_answers_are_owed():
    owed = [
        row["key"]
        for row in CONCERNS
        if row["answer_due"] is not None
        and row["answer_due"] < 0
        and row["state"] not in {"answered", "delivered"}
    ]
    assert owed == ["z-late-stukken", "z-vak", "z-printuren", "z-volgen"]


def test_causes_use_both_axes():
    keys(CAUSES)
    assert {row["about"] for row in CAUSES} == {
        "software",
        "process",
        "knowledge",
        "skill",
        "workload",
        "trust",
        "role",
        "values",
    }
    assert {row["where"] for row in CAUSES} == {"want", "must", "can"}
    assert {row["key"] for row in CAUSES} == {key for row in CONCERNS for key in row["causes"]}


def test_measures_are_of_every_kind_and_state():
    keys(MEASURES)
    assert Counter(row["kind"] for row in MEASURES) == {
        "change_process": 6,
        "adapt_software": 4,
        "coach": 4,
        "other_solution": 4,
        "train": 3,
        "communicate": 3,
        "nothing": 1,
    }
    assert {row["state"] for row in MEASURES} == {
        "proposed",
        "agreed",
        "under_way",
        "delivered",
        "dropped",
    }


@pytest.mark.parametrize("measure", MEASURES, ids=lambda row: row["key"])
def test_measure_stands_on_what_exists(measure):
    assert measure["causes"]
    assert set(measure["causes"]) <= {row["key"] for row in CAUSES}
    assert set(measure["concerns"]) <= set(CONCERN)
    assert measure["owner"] in MEMBERS
    assert bool(measure["reasons"]) == (
        measure["kind"] == "nothing" or measure["state"] == "dropped"
    )
    assert measure["cost_euros"] >= 0
    assert measure["load_hours_per_person"] >= 0
    assert all(delivery["day"] < 0 for delivery in measure["deliveries"])
    assert measure["state"] != "delivered" or measure["deliveries"]


def test_a_measure_that_was_agreed_on_plans_its_concerns_and_a_proposal_does_not():
    decided = [row for row in MEASURES if row["state"] not in {"proposed", "dropped"}]
    meant = {key for row in decided for key in row["concerns"]}
    waiting = {row["key"] for row in CONCERNS if row["state"] in {"heard", "understood"}}
    assert meant == set(CONCERN) - waiting
    proposed = {key for row in MEASURES if row["state"] == "proposed" for key in row["concerns"]}
    assert {CONCERN[key]["state"] for key in proposed} == {"understood"}


def test_gaps_of_the_thread_can_be_seen():
    solved = {key for row in MEASURES for key in row["causes"]}
    assert {row["key"] for row in CAUSES} - solved == {"overgenomen", "versie"}
    delivered = {key for row in MEASURES if row["state"] == "delivered" for key in row["concerns"]}
    unanswered = {key for key in delivered if CONCERN[key]["state"] == "planned"}
    assert unanswered == {"z-wifi", "w-zoeken", "z-ongelijk"}
    assert sum(1 for row in CONCERNS if not row["causes"]) == 7


def test_question_guide_has_a_set_for_each_phase_in_two_languages():
    assert list(QUESTIONS) == PHASES
    keys([row for phase in PHASES for row in QUESTIONS[phase]])
    for phase in PHASES:
        assert 6 <= len(QUESTIONS[phase]) <= 8
        for row in QUESTIONS[phase]:
            assert 0 < len(row["nl"]) <= 300
            assert 0 < len(row["en"]) <= 300


def test_no_title_repeats_eight_words_of_a_note():
    said = set().union(*(runs(note) for note in NOTES.values()))
    titles = [row["title"] for row in (*CONVERSATIONS, *CONCERNS, *CAUSES, *MEASURES)]
    assert [title for title in titles if runs(title) & said] == []


def test_nothing_that_others_read_repeats_six_words_of_a_note():
    said = set().union(*(runs(note, 6) for note in NOTES.values()))
    found = [(place, runs(text, 6) & said) for place, text in public_texts()]
    assert [(place, sorted(same)) for place, same in found if same] == []


def test_no_name_stands_in_what_others_read():
    names = {
        word
        for row in ORGANISATIONS["people"]
        for part in (row["given"], row["family"])
        for word in re.findall(r"\w+", part)
        if len(word) > 2
    }
    found = [
        (place, word)
        for place, text in public_texts()
        for word in re.findall(r"\w+", text)
        if word in names
    ]
    assert found == []


def test_texts_use_typographic_marks():
    loose = [text for name in NAMES for text in texts(DATA[name]) if "'" in text or '"' in text]
    assert loose == []
