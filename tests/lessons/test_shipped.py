"""The shipped library of what is often heard: whole, in the words of the models, never twice."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from importlib.resources import files

import pytest

from draagvlak.concerns.models import Cause, Concern
from draagvlak.measures.models import Measure

SHIPPED = files("draagvlak") / "lessons" / "shipped"
LEAST = {
    "algemeen": 12,
    "ibabs": 18,
    "maatwerk": 18,
    "microsoft365": 18,
    "sharepoint": 18,
    "teams": 18,
}
ENTRY = {"key", "title", "kind", "said", "why", "ask", "groups", "causes"}
CAUSE = {"title", "about", "sits", "measures"}
MEASURE = {"kind", "title", "worked"}
LONGEST = {"title": 100, "cause": 160, "measure": 160, "said": 200}
# words that blame people, slogans, and names of instruments that belong to somebody
FORBIDDEN = re.compile(
    r"weerstand|adoptie|weerbarstig|zeur|klager|lastige mensen|naadloos|ontzorg|gamechanger"
    r"|toekomstbestendig|moeiteloos|best practice|adkar|prosci|kotter|factor c\b|insights\b"
    r"|\d+ ?%|procent|onderzoek wijst|bewezen",
    re.IGNORECASE,
)
# what helped is told as a practice: no case is claimed that nobody can look up
PAST = re.compile(r"\b(bleek|bleken|gingen|lukten|merkten|vonden|waardeerden)\b")
FILES = {name: tomllib.loads((SHIPPED / f"{name}.toml").read_text("utf-8")) for name in LEAST}
ENTRIES = [entry for each in FILES.values() for entry in each["entry"]]
CAUSES = [cause for entry in ENTRIES for cause in entry["causes"]]
MEASURES = [measure for cause in CAUSES for measure in cause["measures"]]


def sentences(text):
    return [part for part in re.split(r"(?<=[.?!])[’”]?\s+", text.strip()) if part]


def words(text):
    return re.findall(r"\w+", text.lower())


def texts(entry):
    """Every text of an entry that somebody reads, without its groups."""
    yield entry["title"]
    yield from entry["said"]
    yield entry["why"]
    yield from entry["ask"]
    for cause in entry["causes"]:
        yield cause["title"]
        for measure in cause["measures"]:
            yield from (
                measure[name] for name in ("title", "worked", "mind", "reasons") if name in measure
            )


def twice(found):
    return [each for each, count in Counter(found).items() if count > 1]


def by_key(entry):
    return entry["key"]


@pytest.mark.parametrize("name", LEAST)
def test_a_key_begins_with_the_prefix_of_its_file(name):
    assert len({entry["key"].split("-")[0] for entry in FILES[name]["entry"]}) == 1


def test_nothing_else_is_shipped():
    assert {path.name for path in SHIPPED.iterdir()} == {f"{name}.toml" for name in LEAST}


@pytest.mark.parametrize("name", LEAST)
def test_a_file_says_what_it_is_about_and_has_enough(name):
    file = FILES[name]
    assert set(file) == {"label", "language", "entry"}
    assert file["label"]
    assert file["language"] == "nl"
    assert len(file["entry"]) >= LEAST[name]
    kinds = Counter(
        measure["kind"]
        for entry in file["entry"]
        for cause in entry["causes"]
        for measure in cause["measures"]
    )
    assert len(kinds) >= 5, kinds
    assert "nothing" in kinds
    assert {entry["kind"] for entry in file["entry"]} == set(Concern.Kind.values)


@pytest.mark.parametrize("entry", ENTRIES, ids=by_key)
def test_an_entry_is_whole(entry):
    assert set(entry) == ENTRY
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", entry["key"])
    assert len(entry["key"]) <= 60
    assert len(entry["title"]) <= LONGEST["title"]
    assert entry["kind"] in Concern.Kind.values
    assert 2 <= len(entry["said"]) <= 3
    assert all(len(said) <= LONGEST["said"] for said in entry["said"])
    assert 2 <= len(sentences(entry["why"])) <= 4
    assert 2 <= len(entry["ask"]) <= 3
    assert all(ask.endswith("?") for ask in entry["ask"])
    assert 1 <= len(entry["groups"]) <= 5
    assert 1 <= len(entry["causes"]) <= 4


@pytest.mark.parametrize("entry", ENTRIES, ids=by_key)
def test_causes_and_measures_are_in_the_words_of_the_models(entry):
    for cause in entry["causes"]:
        assert set(cause) == CAUSE
        assert len(cause["title"]) <= LONGEST["cause"]
        assert cause["about"] in Cause.About.values
        assert cause["sits"] in Cause.Where.values
        assert 1 <= len(cause["measures"]) <= 4
        for measure in cause["measures"]:
            assert set(measure) >= MEASURE
            assert set(measure) <= MEASURE | {"mind", "reasons"}
            assert measure["kind"] in Measure.Kind.values
            assert len(measure["title"]) <= LONGEST["measure"]
            assert 1 <= len(sentences(measure["worked"])) <= 3
            assert not PAST.search(measure["worked"]), "a practice, not a case of somebody"
            assert ("reasons" in measure) == (measure["kind"] == "nothing")


@pytest.mark.parametrize("entry", ENTRIES, ids=by_key)
def test_a_text_is_not_empty_ends_well_and_blames_nobody(entry):
    for text in [*texts(entry), *entry["groups"]]:
        assert text == text.strip() != ""
        assert not FORBIDDEN.search(text), text
        assert not re.search(r"""["'`]|\.\.\.|  """, text), f"typography: {text}"
    for whole in [
        entry["why"],
        *(
            measure[name]
            for cause in entry["causes"]
            for measure in cause["measures"]
            for name in ("worked", "mind", "reasons")
            if name in measure
        ),
    ]:
        assert whole[-1] in ".?”’", whole
    for title in [entry["title"], *(c["title"] for c in entry["causes"])]:
        assert not title.endswith("."), title


def test_nothing_is_said_twice():
    assert not twice(entry["key"] for entry in ENTRIES)
    assert not twice(cause["title"].lower() for cause in CAUSES)
    assert not twice(measure["title"].lower() for measure in MEASURES)
    said = [
        sentence.lower()
        for entry in ENTRIES
        for text in texts(entry)
        for sentence in sentences(text)
    ]
    assert not twice(said)


def test_no_template_runs_through_the_texts():
    """No seven words in a row stand in two texts."""
    runs = []
    for entry in ENTRIES:
        for text in texts(entry):
            found = words(text)
            runs += {" ".join(found[at : at + 7]) for at in range(len(found) - 6)}
    assert not twice(runs)


def test_a_group_is_always_spelled_alike():
    groups = {group for entry in ENTRIES for group in entry["groups"]}
    assert len({group.lower() for group in groups}) == len(groups)


def test_every_kind_of_measure_and_both_axes_are_used():
    assert {measure["kind"] for measure in MEASURES} == set(Measure.Kind.values)
    assert {cause["about"] for cause in CAUSES} == set(Cause.About.values)
    assert {cause["sits"] for cause in CAUSES} == set(Cause.Where.values)
