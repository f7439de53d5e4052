"""What is about a step: saying it, seeing it on both sides, and taking it back."""

from __future__ import annotations

import io
from urllib.parse import urlencode

import pytest
from django.http import Http404
from django.utils import timezone

from draagvlak.concerns.commands import archive_concern, merge_concerns
from draagvlak.concerns.models import Concern
from draagvlak.conversations.models import ReleasedQuote
from draagvlak.core.ids import uuid4
from draagvlak.core.models import AuditEvent, UndoRecord
from draagvlak.core.policy import Role
from draagvlak.core.storage import keep_file
from draagvlak.core.thread import neighbours_of
from draagvlak.core.undo import take_back, undo_url
from draagvlak.core.verdict import Refused
from draagvlak.desk.queries.walking import walk
from draagvlak.measures.models import Measure
from draagvlak.processes.commands import import_model, remove_step
from draagvlak.processes.forms.bringing import KINDS
from draagvlak.processes.queries import find_step, found_steps, read_upload
from draagvlak.processes.queries import pointers as all_pointers
from draagvlak.solutions import commands, queries
from draagvlak.solutions.models import StepMark, Tie
from tests.factories import measures, processes
from tests.factories.places import make_member
from tests.factories.solutions import make_capability, tie

pytestmark = pytest.mark.django_db


@pytest.fixture
def concern(guide):
    return measures.make_understood(guide, title="Lezen vermoeit")


@pytest.fixture
def measure(guide, concern):
    return measures.make_measure(guide, concern)


@pytest.fixture
def quote(guide, concern):
    return ReleasedQuote.objects.create(
        workspace_id=guide.tenant, programme_id=guide.programme_id, concern=concern,
        text="Op papier onthoud ik meer.", released_on=timezone.localdate(),
    )  # fmt: skip


@pytest.fixture
def things(guide, concern, measure, quote, solution):
    """One of every kind of thing that can be about a step."""
    can = make_capability(guide, solution, "Stukken lezen zonder internet")
    return {"concern": concern, "measure": measure, "quote": quote, "capability": can}


def asked(step):
    situation = step.situation
    return {"process": str(situation.process_id), "moment": situation.moment, "step": step.key}


def step_page(step):
    return (
        f"solutions/steps/{step.situation.process_id}/{step.situation.moment}/"
        f"?{urlencode({'step': step.key})}"
    )


def texts(rows):
    return [(row.label) for row in rows]


def test_a_thing_is_about_a_step_once_however_often_it_is_said(guide, concern, step):
    tie(guide, "concern", concern, step)
    tie(guide, "concern", concern, step)

    found = Tie.objects.get()
    assert (found.concern_id, found.removed_at) == (concern.pk, None)
    assert (found.mark.moment, found.mark.key, found.mark.name, found.mark.role) == (
        "later", step.key, "Lees de stukken", "Collegelid",
    )  # fmt: skip


def test_a_tie_does_not_come_back_beyond_what_fits(guide, process, concern, step, monkeypatch):
    tie(guide, "concern", concern, step)
    gone = Tie.objects.select_related("mark").get()
    commands.remove_tie(by=guide, tie=gone)
    tie(guide, "concern", concern, processes.make_step(guide, process, "Teken", "later"))
    monkeypatch.setattr("draagvlak.solutions.rules.MOST_STEPS", 1)
    with pytest.raises(Refused, match="12 stappen"):
        commands.put_back_tie(by=guide, kept=f'{{"id": "{gone.pk}"}}')
    assert Tie.objects.present().count() == 1


def test_the_trail_of_a_tie_tells_neither_who_nor_the_hour(guide, concern, step):
    tie(guide, "concern", concern, step)
    commands.remove_tie(by=guide, tie=Tie.objects.select_related("mark").get())
    take_back(by=guide, undo=UndoRecord.objects.get())
    day = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    lines = AuditEvent.objects.filter(verb__startswith="solutions.")
    assert {(line.verb, line.actor_id, line.at) for line in lines} == {
        (f"solutions.{verb}", None, day) for verb in ("tied", "untied", "tied_again")
    }
    assert Tie.objects.present().count() == 1


def test_what_is_in_the_archive_is_about_no_new_step(guide, concern, step):
    archive_concern(by=guide, concern=concern)
    with pytest.raises(Refused, match="archief"):
        tie(guide, "concern", Concern.objects.get(pk=concern.pk), step)


def test_a_step_has_to_be_chosen_and_at_most_twelve(guide, concern, process):
    with pytest.raises(Refused, match="Kies een stap"):
        tie(guide, "concern", concern)
    steps = processes.make_table(guide, process, *(f"Stap {n}" for n in range(13)))
    with pytest.raises(Refused, match="hooguit 12"):
        tie(guide, "concern", concern, *steps)
    tie(guide, "concern", concern, *steps[:12])
    with pytest.raises(Refused, match="hooguit 12"):
        tie(guide, "concern", concern, steps[12])


def test_who_keeps_nothing_ties_nothing(guide, concern, step, as_role):
    with pytest.raises(Refused, match="projectleider"):
        tie(as_role(Role.KEY_USER), "concern", concern, step)


def test_a_tie_is_taken_away_and_put_back(guide, concern, step):
    tie(guide, "concern", concern, step)
    commands.remove_tie(by=guide, tie=Tie.objects.get())
    assert queries.step_links(guide, "concern", concern.pk) == []
    assert undo_url(guide)
    with pytest.raises(Refused, match="al weggehaald"):
        commands.remove_tie(by=guide, tie=Tie.objects.get())

    kept = f'{{"id": "{Tie.objects.get().pk}"}}'
    assert UndoRecord.objects.get().kind == "solutions.untied"
    where = commands.put_back_tie(by=guide, kept=kept)

    assert where.endswith(f"?step={step.key}")
    assert [row.name for row in queries.step_links(guide, "concern", concern.pk)] == [
        "Lees de stukken"
    ]


def test_saying_it_again_after_it_was_taken_away_says_it(guide, concern, step):
    tie(guide, "concern", concern, step)
    commands.remove_tie(by=guide, tie=Tie.objects.get())
    tie(guide, "concern", concern, step)
    assert Tie.objects.get().removed_at is None


def test_a_step_that_went_is_named_and_keeps_what_was_said(guide, concern, process, step):
    tie(guide, "concern", concern, step)
    remove_step(by=guide, step=step)

    (row,) = queries.step_links(guide, "concern", concern.pk)
    assert (row.name, row.where, row.stands) == ("Lees de stukken", "Collegestukken: straks", False)
    known, gone = all_pointers(guide, process, "later", [])
    assert known == {}
    assert [(one.name, texts(one.pointers)) for one in gone] == [
        ("Lees de stukken", ["1 zorg of wens"])
    ]


def test_a_new_model_with_the_same_key_keeps_the_tie(guide, concern, process):
    content = processes.BPMN.encode()
    for _time in range(2):
        file = keep_file(guide.tenant, io.BytesIO(content), name="m.bpmn", kinds=KINDS)
        import_model(
            by=guide, process=process, moment="now", reading=read_upload(content), file=file
        )
        if not Tie.objects.exists():
            first = find_step(guide, {"process": str(process.pk), "moment": "now", "step": "a"})
            tie(guide, "concern", concern, first)
    (row,) = queries.step_links(guide, "concern", concern.pk)
    assert (row.name, row.stands) == ("Verzamel de stukken", True)
    again = find_step(guide, {"process": str(process.pk), "moment": "now", "step": "a"})
    assert again.pk != first.pk


@pytest.mark.parametrize("count", [1, 3])
def test_the_counts_at_the_steps_take_one_statement(
    guide, process, count, django_assert_num_queries
):
    steps = processes.make_table(guide, process, *(f"Stap {n}" for n in range(count)))
    for each in steps:
        for _time in range(count):
            tie(guide, "concern", measures.make_heard(guide), each)
    with django_assert_num_queries(1):
        found = queries.pointers(guide, process, "now", [each.key for each in steps])
    words = "1 zorg of wens" if count == 1 else "3 zorgen en wensen"
    assert {texts(one.pointers)[0] for one in found.values()} == {words}


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_of_a_thing_takes_two_statements(
    guide, concern, process, count, django_assert_num_queries
):
    steps = processes.make_table(guide, process, *(f"Stap {n}" for n in range(count)))
    tie(guide, "concern", concern, *steps)
    with django_assert_num_queries(2):
        rows = queries.step_links(guide, "concern", concern.pk)
    assert len(rows) == count


def test_a_supplier_counts_only_what_is_theirs(guide, things, process, step, as_role):
    supplier = as_role(Role.SUPPLIER)
    for kind, thing in things.items():
        tie(guide, kind, thing, step)
    assert queries.pointers(supplier, process, "later", [step.key]) == {}
    lists = queries.things_at(supplier, process, "later", step.key)
    assert [(one.kind, one.count) for one in lists] == [
        ("concern", 0), ("quote", 0), ("measure", 0),
    ]  # fmt: skip
    with pytest.raises(Http404):
        queries.access_tie(supplier, Tie.objects.first().pk)


def test_the_page_of_a_step_tells_all_that_is_about_it(guide, things, step, browse):
    for kind, thing in things.items():
        tie(guide, kind, thing, step)
    body = browse(guide).get(step_page(step))
    for words in (
        "Lees de stukken", "Collegestukken: straks", "Lezen vermoeit", things["measure"].title,
        "Op papier onthoud ik meer.", "Stukken lezen zonder internet", "iBabs: standaard",
        "Schrijf hier een zorg of wens op",
    ):  # fmt: skip
        assert words in body


def test_the_page_of_a_step_that_never_was_is_not_there(guide, process, browse, as_role):
    browser = browse(guide)
    browser.get(f"solutions/steps/{process.pk}/later/?step=weg", 404)
    browser.get(f"solutions/steps/{process.pk}/ooit/?step=weg", 404)
    browser.get(f"solutions/steps/{process.pk}/later/", 303)


def test_who_only_reads_sees_no_buttons(guide, concern, step, browse, as_role):
    tie(guide, "concern", concern, step)
    reader = browse(as_role(Role.EMPLOYEE))
    body = reader.get(step_page(step))
    assert "Lezen vermoeit" in body
    assert "Schrijf hier" not in body
    assert "/remove/" not in body


def test_an_outsider_finds_neither_step_nor_tie(guide, concern, step, browse):
    tie(guide, "concern", concern, step)
    other = make_member()
    mine = browse(other)
    mine.get(step_page(step), 404)
    mine.get(f"solutions/ties/concern/{concern.pk}/", 404)
    mine.post(f"solutions/ties/{Tie.objects.get().pk}/remove/", 404)
    assert find_step(other, asked(step)) is None


def test_a_step_is_found_by_words_from_its_name_or_role(guide, process, step):
    processes.make_step(guide, process, "Print de sets", role="Bode")
    assert [one.name for one in found_steps(guide, "lees college")] == ["Lees de stukken"]
    assert [one.name for one in found_steps(guide, "bode")] == ["Print de sets"]
    assert found_steps(guide, "niets zoals dit") == []


def test_a_step_is_chosen_without_javascript(guide, concern, process, step, browse):
    browser = browse(guide)
    path = f"solutions/ties/concern/{concern.pk}/"
    assert "Collegestukken" in browser.get(path)
    assert "Lees de stukken" in browser.get(f"{path}?process={process.pk}")
    assert "Lees de stukken" in browser.get(f"{path}?q=lees")
    assert "Geen stap met deze woorden" in browser.get(f"{path}?q=zwem")

    answer = browser.post(path, step=str(step.pk))

    assert answer["Location"].endswith(f"/concerns/{concern.pk}/#steps")
    body = browser.get(f"concerns/{concern.pk}/")
    assert "Waar in het werk" in body
    assert "Lees de stukken" in body
    assert "al gekozen" in browser.get(f"{path}?process={process.pk}")


def test_without_a_step_the_page_says_so(guide, concern, step, browse):
    answer = browse(guide).post(f"solutions/ties/concern/{concern.pk}/", 422, step="geen sleutel")
    assert "Kies een stap." in answer.content.decode()


@pytest.mark.parametrize("kind", ["quote", "measure", "capability"])
def test_other_things_are_tied_on_their_own_pages(guide, things, step, browse, kind):
    browser, thing = browse(guide), things[kind]
    answer = browser.post(f"solutions/ties/{kind}/{thing.pk}/", step=str(step.pk))
    assert "Lees de stukken" in browser.get(answer["Location"])


def test_an_unknown_kind_of_thing_is_not_there(guide, browse):
    browse(guide).get(f"solutions/ties/wolk/{uuid4()}/", 404)


def test_taking_a_tie_away_goes_back_to_where_one_was(guide, concern, step, browse):
    browser = browse(guide)
    tie(guide, "concern", concern, step)
    path = f"solutions/ties/{Tie.objects.get().pk}/remove/"
    assert "/solutions/steps/" in browser.post(path, **{"from": "step"})["Location"]
    browser.post(path, 404)


def test_a_new_concern_and_a_new_measure_belong_to_the_step_they_came_from(guide, step, browse):
    browser = browse(guide)
    body = browser.get(f"concerns/add/?{urlencode(asked(step))}")
    assert "Over de stap “Lees de stukken” (Collegestukken: straks)" in body
    sent = {"kind": "wish", "title": "Grotere letters", "severity": "2", **asked(step)}
    browser.post("concerns/add/", **sent)
    wish = Concern.objects.get(title="Grotere letters")
    assert Tie.objects.get(concern=wish).mark.key == step.key

    assert "Lees de stukken" in browser.get(f"measures/add/?{urlencode(asked(step))}")
    browser.post("measures/add/", kind="train", title="Oefen het lezen", **asked(step))
    trained = Measure.objects.get(title="Oefen het lezen")
    assert Tie.objects.get(measure=trained).mark.key == step.key


def test_a_step_that_is_not_there_is_left_out_of_a_new_concern(guide, step, browse):
    browser = browse(guide)
    for wrong in ({"process": "x"}, {"moment": "ooit"}, {"step": "weg"}):
        query = urlencode({**asked(step), **wrong})
        assert "Over de stap" not in browser.get(f"concerns/add/?{query}")
    browser.post("concerns/add/", kind="wish", title="Zonder stap", severity="2", step="weg")
    assert StepMark.objects.count() == 0


def test_the_thread_walks_through_the_step(guide, concern, quote, step):
    planned = measures.make_measure(guide)
    for kind, thing in (("concern", concern), ("quote", quote), ("measure", planned)):
        tie(guide, kind, thing, step)
    mark = StepMark.objects.get()

    from_concern = walk(guide, "concern", concern.pk)
    stops = {one.kind: [stop.title for stop in one.stops] for one in from_concern.stations}
    assert stops["step"] == ["Lees de stukken"]
    assert planned.title in stops["measure"]

    from_measure = walk(guide, "measure", planned.pk)
    stops = {one.kind: [stop.title for stop in one.stops] for one in from_measure.stations}
    assert (stops["step"], stops["concern"]) == (["Lees de stukken"], ["Lezen vermoeit"])

    from_step = walk(guide, "step", mark.pk)
    assert from_step.node.note == "Collegestukken: straks"
    remove_step(by=guide, step=step)
    (node,) = queries.step_nodes(guide, [mark.pk]).values()
    assert node.note == "Collegestukken: straks, stap staat niet meer in het model"


def test_a_supplier_walks_only_along_what_is_theirs(guide, concern, step, as_role):
    tie(guide, "concern", concern, step)
    mark = StepMark.objects.get()
    around = neighbours_of(as_role(Role.SUPPLIER), "step", [mark.pk])[mark.pk]
    assert (list(around.before), list(around.behind)) == ([], [])


def test_merged_concerns_take_their_steps_along_and_back(guide, concern, step):
    other = measures.make_heard(guide, "Lezen is zwaar")
    tie(guide, "concern", other, step)
    merge_concerns(by=guide, kept=concern, gone=other, versions=(concern.version, other.version))
    assert Tie.objects.get().concern_id == concern.pk
    kept = UndoRecord.objects.get(kind="concerns.merged")
    assert kept is not None
    back = queries.visible_ties(guide).filter(concern=concern)
    assert back.count() == 1
