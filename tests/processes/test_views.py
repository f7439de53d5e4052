"""The pages: what people read, what they send, and how many statements that takes."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from draagvlak.core.policy import Role
from draagvlak.core.web import to
from draagvlak.processes import commands, queries
from draagvlak.processes.models import Correction, Process, Situation, Step
from draagvlak.processes.providers import missing
from draagvlak.programmes.models import Programme
from tests.factories.places import make_member, sign_in
from tests.factories.processes import BPMN, make_process, make_step, make_table
from tests.factories.stakeholders import make_large_group

pytestmark = pytest.mark.django_db


@pytest.fixture
def guide():
    return make_member()


@pytest.fixture
def process(guide):
    return make_process(guide, "Collegestukken")


def member(guide, role):
    return make_member(Programme.objects.get(pk=guide.programme_id), role)


def address(actor, path=""):
    return f"/w/{actor.workspace.slug}/p/{actor.programme.slug}/processes/{path}"


def get(actor, path="", status=200):
    answer = sign_in(Client(), actor).get(address(actor, path))
    assert answer.status_code == status
    return answer


def page(actor, path="", status=200):
    return get(actor, path, status).content.decode()


def send(actor, path, status=303, **what):
    answer = sign_in(Client(), actor).post(address(actor, path), what)
    assert answer.status_code == status, answer.content.decode()
    return answer


def brought(content, name="model.bpmn"):
    return SimpleUploadedFile(name, content if isinstance(content, bytes) else content.encode())


def different(guide, process):
    """Now with three steps, later without printing and with signing moved to another role."""
    make_table(guide, process, "Schrijf het voorstel", "Print negen sets", "Teken")
    commands.copy_to_later(by=guide, process=process)
    situation = queries.situations_of(guide, process)["later"]
    steps = {s.name: s for s in queries.steps_of(guide, [situation])[situation.pk]}
    print_step = queries.access_step(guide, process, steps["Print negen sets"].pk)
    commands.remove_step(by=guide, step=print_step)
    sign = queries.access_step(guide, process, steps["Teken"].pk)
    draft = commands.StepDraft("Teken", role="Wethouder")
    commands.edit_step(by=guide, step=sign, draft=draft, version=sign.version)
    return process


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_as_many_statements_for_one_as_for_three(
    guide, count, django_assert_num_queries
):
    for number in range(count):
        process = make_process(guide, f"Proces {number}")
        make_table(guide, process, "Schrijf", "Teken")
    client = sign_in(Client(), guide)
    client.get(address(guide))
    with django_assert_num_queries(7):
        text = client.get(address(guide)).content.decode()
    assert text.count("2 stappen, concept") == count


@pytest.mark.parametrize("path", ["", "now/", "difference/"])
@pytest.mark.parametrize("count", [2, 12])
def test_the_pages_of_a_process_take_as_many_statements_for_many_steps(
    guide, process, path, count, django_assert_max_num_queries
):
    make_table(guide, process, *(f"Stap {number}" for number in range(count)))
    commands.copy_to_later(by=guide, process=process)
    client = sign_in(Client(), guide)
    client.get(address(guide, f"{process.pk}/{path}"))
    with django_assert_max_num_queries(16):
        assert client.get(address(guide, f"{process.pk}/{path}")).status_code == 200


def test_an_empty_list_says_where_to_begin(guide):
    text = page(guide)
    assert "Er zijn nog geen processen" in text
    assert "Voeg een proces toe" in text
    employee = member(guide, Role.EMPLOYEE)
    assert "Begeleiders en de projectleider houden dit bij." in page(employee)


def test_a_process_is_added_and_its_steps_one_by_one(guide):
    send(guide, "add/", name="Raad", kind="primary", about="", owner="", once="a")
    process = Process.objects.get(name="Raad")
    answer = send(
        guide, f"{process.pk}/now/steps/", name="Maak de agenda", role="Griffie",
        minutes="7,5", often="2", then="another", once="b",
    )  # fmt: skip
    assert answer["Location"].endswith("/now/steps/")
    send(guide, f"{process.pk}/now/steps/", name="Vergader", role="Raadslid", once="c")
    text = page(guide, f"{process.pk}/now/")
    assert "7,5 minuten, 2 keer per week" in text
    assert "0,3 uur per week, bekend van 1 van de 2 stappen" in text
    assert '<svg xmlns="http://www.w3.org/2000/svg" class="bpmn"' in text


def test_wrong_input_is_said_at_its_field(guide, process):
    text = send(guide, f"{process.pk}/now/steps/", 422, name="", minutes="veel").content.decode()
    assert "Vul dit in." in text
    assert "Schrijf een getal, bijvoorbeeld 15 of 7,5." in text
    make_table(guide, process, "Schrijf")
    text = send(guide, f"{process.pk}/now/steps/", 422, name="x", waits_for="4").content.decode()
    assert "Er is geen rij “4”." in text
    text = send(guide, "add/", 422, name="Collegestukken", kind="primary").content.decode()
    assert "Deze naam staat er al." in text


def test_a_step_waits_for_rows_or_begins_at_once(guide, process):
    first, second = make_table(guide, process, "Schrijf", "Print")
    path = f"{process.pk}/now/steps/"
    send(guide, path, name="Bel", waits_for="0")
    send(guide, path, name="Teken", waits_for="1, 2")
    assert Step.objects.get(name="Bel").waits_for == []
    assert Step.objects.get(name="Teken").waits_for == [first.key, second.key]
    row = Step.objects.get(name="Teken")
    assert 'value="1, 2"' in page(guide, f"{process.pk}/steps/{row.pk}/edit/")


def test_two_people_at_one_step_see_both_texts(guide, process):
    step = make_step(guide, process, "Print")
    path = f"{process.pk}/steps/{step.pk}/edit/"
    send(guide, path, name="Print dubbelzijdig", version=1)
    text = send(guide, path, 409, name="Print alles", version=1).content.decode()
    assert "Print dubbelzijdig" in text
    assert "Print alles" in text


def test_removing_a_step_can_be_undone(guide, process):
    step = make_step(guide, process, "Print")
    send(guide, f"{process.pk}/steps/{step.pk}/remove/")
    assert "Niemand heeft dit nog opgeschreven" in page(guide, f"{process.pk}/now/")
    send(guide, f"{process.pk}/steps/{step.pk}/restore/")
    assert "Print" in page(guide, f"{process.pk}/now/")


def test_a_model_comes_in_and_leaves_byte_for_byte(guide, process):
    send(guide, f"{process.pk}/now/import/", file=brought(BPMN), once="a")
    text = page(guide, f"{process.pk}/now/")
    assert "Een lijn eindigt bij “weg”, en dat is er niet. We laten de lijn weg. (regel 8)" in text
    assert "gemaakt met Tekenbord" in text
    file = get(guide, f"{process.pk}/now/bpmn/")
    assert b"".join(file.streaming_content) == BPMN.encode()
    assert "attachment" in file["Content-Disposition"]


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"", "leeg.bpmn", "Dit bestand is leeg."),
        (b"geen xml", "x.bpmn", "Dit is geen BPMN-bestand"),
        (b"<html/>", "x.bpmn", "het begint met “html”"),
        (b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "x.bpmn", "een documenttype of een entiteit"),
        (b"<" + b"a" * 5_300_000, "x.bpmn", "groter dan 5 MB"),
        (BPMN.replace("task", "dataObject").encode(), "x.bpmn", "Er staat geen stap in dit model."),
        (BPMN.encode(), "model.docx", "Dit soort bestand kun je niet toevoegen."),
    ],
)
def test_what_is_no_model_is_refused_and_leaves_nothing(guide, process, content, name, said):
    answer = send(guide, f"{process.pk}/now/import/", 422, file=brought(content, name))
    assert said in answer.content.decode()
    assert not Situation.objects.exists()


def test_a_table_leaves_as_bpmn_and_as_a_drawing(guide, process):
    make_table(guide, process, "Schrijf & print", "Teken")
    file = get(guide, f"{process.pk}/now/bpmn/")
    assert queries.read_upload(file.content).findings == ()
    drawn = get(guide, f"{process.pk}/now/picture/")
    assert drawn["Content-Disposition"] == 'attachment; filename="collegestukken-nu.svg"'
    assert b"Schrijf &amp; print" in drawn.content


def test_what_changes_is_told_step_by_step(guide, process):
    text = page(guide, f"{different(guide, process).pk}/difference/")
    assert "“Print negen sets” verdwijnt. Dit was het werk van Secretariaat." in text
    assert "“Teken” gaat van Secretariaat naar Wethouder." in text
    assert "De rol “Wethouder” is nieuw." in text
    assert "bpmn-removed" in text


def test_a_pair_is_corrected_by_hand_and_taken_back(guide, process):
    make_table(guide, process, "Print negen sets")
    make_table(guide, process, "Zet de agenda open", moment="later")
    path = f"{process.pk}/difference/"
    text = page(guide, path + "pair/")
    keys = [text.partition(f"({role})")[0].rpartition('value="')[2] for role in ["Secretariaat"]]
    old = keys[0].partition('"')[0]
    new = text.rpartition("Zet de agenda open")[0].rpartition('value="')[2].partition('"')[0]
    send(guide, path + "pair/", old=old, new=new, together="yes", once="a")
    text = page(guide, path)
    assert "“Print negen sets” gaat “Zet de agenda open” heten." in text
    assert "“Print negen sets” en “Zet de agenda open” zijn dezelfde stap." in text
    row = Correction.objects.get()
    send(guide, f"{process.pk}/corrections/{row.pk}/withdraw/")
    assert "zijn dezelfde stap" not in page(guide, path)
    send(guide, path + "pair/", 422, old="weg", new=new, together="yes")


def test_without_both_there_is_nothing_to_compare(guide, process):
    make_table(guide, process, "Schrijf")
    assert "Er is nog niets te vergelijken" in page(guide, f"{process.pk}/difference/")
    send(guide, f"{process.pk}/difference/pair/")


def test_a_group_finds_its_processes_on_its_own_page(guide, process):
    different(guide, process)
    group = make_large_group(guide, "Secretariaat")
    where = to(guide, "organisations:group_detail", group_id=group.pk)
    client = sign_in(Client(), guide)
    assert "Processen waarin zij werken" not in client.get(where).content.decode()
    send(guide, f"{process.pk}/roles/", role="Secretariaat", group=str(group.pk))
    text = client.get(where).content.decode()
    assert "Processen waarin zij werken" in text
    assert "als Secretariaat · stappen nu: 3 · stappen straks: 1" in text


def test_a_group_reads_what_changes_for_it_and_not_for_others(guide, process):
    different(guide, process)
    group, other = make_large_group(guide, "Team A"), make_large_group(guide, "Team B")
    assert "Voor deze groep is nog niets bekend" in page(guide, f"groups/{group.pk}/")
    commands.tie_role(by=guide, process=process, role="Secretariaat", group=group)
    commands.tie_role(by=guide, process=process, role="Wethouder", group=other)
    text = page(guide, f"groups/{group.pk}/")
    assert "In de rol van: Secretariaat." in text
    assert "“Print negen sets” verdwijnt." in text
    assert "“Print negen sets”" not in page(guide, f"groups/{other.pk}/")
    page(make_member(), f"groups/{group.pk}/", 404)


@pytest.mark.parametrize("count", [1, 3])
def test_what_changes_for_a_group_takes_as_many_statements_for_three_processes(
    guide, count, django_assert_num_queries
):
    group = make_large_group(guide, "Team A")
    for number in range(count):
        process = different(guide, make_process(guide, f"Proces {number}"))
        commands.tie_role(by=guide, process=process, role="Secretariaat", group=group)
    client = sign_in(Client(), guide)
    client.get(address(guide, f"groups/{group.pk}/"))
    with django_assert_num_queries(14):
        text = client.get(address(guide, f"groups/{group.pk}/")).content.decode()
    assert text.count("In de rol van: Secretariaat.") == count


def test_the_gate_of_the_analysis_counts_what_is_not_written_down(guide, process):
    different(guide, process)
    unconfirmed = "1 proces is nog niet bevestigd door elke groep die erin werkt."
    assert [each.text for each in missing(guide, "analyse")] == [unconfirmed]
    make_table(guide, make_process(guide), "Schrijf")
    make_process(guide)
    said = [each.text for each in missing(guide, "analyse")]
    assert said == ["2 processen zeggen nog niet hoe ze nu en straks gaan.", unconfirmed]
    assert missing(guide, "develop") == []


def test_what_is_not_there_or_of_others_is_not_found(guide, process):
    stranger = make_member()
    make_step(guide, process, "Schrijf")
    for path in ("", "now/", "difference/", "now/bpmn/", "now/picture/"):
        page(stranger, f"{process.pk}/{path}", 404)
    page(guide, f"{process.pk}/ooit/", 404)
    page(guide, f"{process.pk}/later/bpmn/", 404)
    commands.archive_process(by=guide, process=process)
    page(member(guide, Role.EMPLOYEE), f"{process.pk}/", 404)
    assert "Collegestukken" in page(guide, "?archived=yes")


def test_how_it_goes_and_what_changes_are_given_as_pdf(guide, process):
    different(guide, process)
    made = get(guide, f"{process.pk}/now/pdf/")
    assert made["Content-Type"] == "application/pdf"
    assert made["Content-Disposition"] == 'attachment; filename="collegestukken-nu.pdf"'
    assert made.content.startswith(b"%PDF-")
    assert get(guide, f"{process.pk}/difference/pdf/").content.startswith(b"%PDF-")


def test_the_documents_say_what_the_pages_say(guide, process):
    different(guide, process)
    found = queries.situations_of(guide, process)
    steps = queries.steps_of(guide, list(found.values()))
    now, later = (
        queries.picture(process, found[moment], steps[found[moment].pk])
        for moment in ("now", "later")
    )
    title, lead, drawn, head, table = queries.situation_blocks(
        "Collegestukken", "Zo gaat het.", now, steps[found["now"].pk]
    )
    assert (title.words, lead.words, head.words) == (
        "Collegestukken", "Zo gaat het.", "Hetzelfde als tabel",
    )  # fmt: skip
    assert drawn.svg.startswith("<svg")
    assert [row[0] for row in table.rows][1:3] == ["2. Schrijf het voorstel", "3. Print negen sets"]
    words = str(queries.difference_blocks(process, now, later, []))
    assert "Verdwijnt" in words or "verdwijnt" in words
    assert "Wethouder" in words


def test_there_is_no_document_of_what_is_not_written_down(guide, process):
    get(guide, f"{process.pk}/now/pdf/", 404)
    get(guide, f"{process.pk}/difference/pdf/", 404)
