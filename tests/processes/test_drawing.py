"""Drawing how it goes: what somebody begins with, what they see first, and what is saved."""

from __future__ import annotations

import html
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from draagvlak.core.policy import Role
from draagvlak.core.verdict import Refused
from draagvlak.core.versions import EditConflict
from draagvlak.processes import commands, queries
from draagvlak.processes.forms import DrawnForm
from draagvlak.programmes.models import Programme
from tests.factories.places import make_member, sign_in
from tests.factories.processes import BPMN, make_process, make_step, make_table

pytestmark = pytest.mark.django_db


@pytest.fixture
def guide():
    return make_member()


@pytest.fixture
def process(guide):
    return make_process(guide, "Collegestukken")


def address(actor, process, moment="now"):
    place = f"/w/{actor.workspace.slug}/p/{actor.programme.slug}"
    return f"{place}/processes/{process.pk}/{moment}/draw/"


def page(actor, process, moment="now", asked="", status=200):
    answer = sign_in(Client(), actor).get(address(actor, process, moment) + asked)
    assert answer.status_code == status
    return answer.content.decode()


def field(text, name):
    found = re.search(
        rf'<(?:textarea|input)[^>]*name="{name}"[^>]*?(?:value="([^"]*)"[^>]*)?>', text
    )
    written = found[1] or text[found.end() :].partition("</textarea>")[0]
    return html.unescape(written)


def send(actor, process, xml, do="look", *, drawn_on=None, moment="now", status=200):
    if drawn_on is None:
        drawn_on = mark(actor, process, moment)
    said = {"xml": xml.replace("\n", "\r\n"), "do": do, "drawn_on": drawn_on, "once": "a"}
    answer = sign_in(Client(), actor).post(address(actor, process, moment), said)
    assert answer.status_code == status, answer.content.decode()
    return answer.content.decode()


def stands(actor, process, moment="now"):
    found = queries.situations_of(actor, process).get(moment)
    return found, queries.steps_of(actor, [found])[found.pk] if found else []


def mark(actor, process, moment="now"):
    return queries.mark_of_situation(*stands(actor, process, moment))


def drawing(actor, process, moment="now"):
    return queries.start_of(process, *stands(actor, process, moment)).xml


def bring(actor, process, content):
    path = address(actor, process).replace("/draw/", "/import/")
    file = SimpleUploadedFile("model.bpmn", content.encode())
    assert sign_in(Client(), actor).post(path, {"file": file, "once": "b"}).status_code == 303


def test_a_drawing_begins_with_the_table_in_our_layout(guide, process):
    first = make_step(guide, process, "Schrijf het voorstel", system="Word")
    text = page(guide, process)
    assert "Teken hoe het nu gaat" in text
    assert field(text, "xml") == drawing(guide, process)
    assert f'id="Step_{first.key}" name="Schrijf het voorstel"' in field(text, "xml")
    assert field(text, "drawn_on") == mark(guide, process)


def test_without_a_script_the_page_leads_to_the_table(guide, process):
    text = page(guide, process)
    without = text.partition("<noscript>")[2].partition("</noscript>")[0]
    assert "Tekenen kan niet zonder JavaScript" in without
    assert f"/processes/{process.pk}/now/table/" in without
    assert f"/processes/{process.pk}/now/import/" in without


def test_an_empty_drawing_has_a_role_and_a_beginning(guide, process):
    make_table(guide, process, "Schrijf", "Teken")
    for text in (page(guide, process, "later"), page(guide, process, asked="?from=empty")):
        xml = field(text, "xml")
        assert '<bpmn:lane id="Lane_1" name="Naam van de rol">' in xml
        assert xml.count("<bpmn:startEvent") == 1
        assert "Schrijf" not in xml


def test_later_can_begin_as_now_with_the_same_ids(guide, process):
    first = make_step(guide, process, "Schrijf")
    assert f'id="Step_{first.key}"' in field(page(guide, process, "later", "?from=now"), "xml")


def test_a_file_is_drawn_on_as_it_came(guide, process):
    make_table(guide, process, "Schrijf", "Teken")
    came = drawing(guide, process).replace(
        "<bpmn:definitions", "<!-- van ons -->\n<bpmn:definitions"
    )
    bring(guide, process, came)
    assert field(page(guide, process), "xml") == came


def test_a_file_without_a_drawing_gets_ours(guide, process):
    bring(guide, process, BPMN)
    for asked in ("", "?from=ours"):
        text = page(guide, process, asked=asked)
        assert "Dit is onze eigen tekening van het model." in text
        assert "BPMNShape" in field(text, "xml")


def test_first_you_see_what_changes_and_nothing_is_saved(guide, process):
    make_table(guide, process, "Schrijf", "Teken")
    text = send(
        guide, process, drawing(guide, process).replace('name="Teken"', 'name="Onderteken"')
    )
    assert "1 stap of rol verandert in hoe het nu gaat. Er is nog niets bewaard." in text
    assert "“Teken” gaat “Onderteken” heten." in text
    assert "Voortaan staan de namen, rollen en lijnen in de tekening." in text
    assert [step.name for step in stands(guide, process)[1]] == ["Schrijf", "Teken"]


def test_only_another_drawing_changes_no_step(guide, process):
    make_table(guide, process, "Schrijf", "Teken")
    words = "De stappen, rollen en lijnen blijven zoals ze zijn."
    assert words in send(guide, process, drawing(guide, process))


def test_the_first_drawing_is_counted(guide, process):
    other = make_process(guide)
    make_table(guide, other, "Schrijf", "Teken", "Verstuur")
    text = send(guide, process, drawing(guide, other))
    assert "Je tekende 3 stappen. Er is nog niets bewaard." in text


def test_a_drawing_is_saved_byte_for_byte_and_keeps_what_the_table_knows(guide, process):
    first = make_step(guide, process, "Schrijf", system="Word", minutes=15, often=2)
    make_step(guide, process, "Teken", role="Wethouder")
    drawn = drawing(guide, process).replace('name="Schrijf"', 'name="Schrijf samen"')
    drawn = drawn.replace('name="Wethouder"', 'name="Burgemeester"').replace('system="Word"', "")
    send(guide, process, drawn, "save", status=303)
    situation, steps = stands(guide, process)
    assert queries.source_of(situation) == drawn.encode()
    assert [(step.name, step.role) for step in steps] == [
        ("Schrijf samen", "Secretariaat"), ("Teken", "Burgemeester"),
    ]  # fmt: skip
    assert (steps[0].key, steps[0].system, int(steps[0].minutes)) == (first.key, "Word", 15)
    shown = queries.picture(process, situation, steps)
    assert shown.steps[f"Step_{first.key}"].pk == steps[0].pk


def test_a_table_that_was_drawn_on_can_be_put_back(guide, process):
    make_table(guide, process, "Schrijf", "Teken")
    before = stands(guide, process)[0]
    send(guide, process, drawing(guide, process), "save", status=303)
    assert stands(guide, process)[0].source is not None
    commands.put_situation_back(
        by=guide, situation=queries.access_replaced(guide, process, before.pk)
    )
    assert stands(guide, process)[0].pk == before.pk


def test_later_drawn_on_now_keeps_keys_and_takes_along_what_is_known(guide, process):
    first = make_step(guide, process, "Schrijf", system="Word", fate="goes")
    send(guide, process, drawing(guide, process), "save", moment="later", status=303)
    [step] = stands(guide, process, "later")[1]
    assert (step.key, step.system, step.fate) == (first.key, "Word", "")


def test_a_drawn_step_is_known_again_in_the_difference(guide, process):
    make_table(guide, process, "Schrijf", "Teken")
    send(guide, process, drawing(guide, process), "save", moment="later", status=303)
    sides = [queries.picture(process, *stands(guide, process, each)) for each in ("now", "later")]
    assert queries.difference_of(*sides, []).rows == []


def test_who_was_late_sees_both_and_can_still_save(guide, process):
    make_table(guide, process, "Schrijf", "Teken")
    began, drawn = mark(guide, process), drawing(guide, process).replace("Teken", "Onderteken")
    make_step(guide, process, "Verstuur")
    for do in ("look", "save"):
        text = send(guide, process, drawn, do, drawn_on=began, status=409)
        assert "Iemand anders veranderde dit terwijl je tekende" in text
        assert "Onderteken – Secretariaat" in text
        assert "Verstuur – Secretariaat" in text
    assert len(stands(guide, process)[1]) == 3
    send(guide, process, drawn, "save", drawn_on=field(text, "drawn_on"), status=303)
    assert [step.name for step in stands(guide, process)[1]] == ["Schrijf", "Onderteken"]


def test_going_on_gives_the_drawing_back(guide, process):
    make_table(guide, process, "Schrijf")
    drawn = drawing(guide, process).replace("Schrijf", "Typ")
    text = send(guide, process, drawn, "draw")
    assert field(text, "xml") == drawn
    assert " given " in text


@pytest.mark.parametrize(
    ("xml", "said"),
    [
        ("", "Er is nog geen tekening. Teken eerst een stap."),
        ("<oeps", "Dit is geen BPMN-bestand"),
        ('<!DOCTYPE a [<!ENTITY b "c">]><a/>', "staat een documenttype of een entiteit."),
        ("empty", "Er staat nog geen stap in de tekening. Teken er eerst een."),
    ],
)
def test_what_cannot_stand_is_refused_in_words_and_given_back(guide, process, xml, said):
    xml = queries.start_of(process, None, []).xml if xml == "empty" else xml
    text = send(guide, process, xml, "save", status=422)
    assert said in text
    assert field(text, "xml") == xml
    assert stands(guide, process) == (None, [])


def test_a_drawing_of_too_many_steps_is_refused(guide, process, monkeypatch):
    make_table(guide, process, "Schrijf", "Teken")
    monkeypatch.setattr("draagvlak.processes.forms.bringing.MOST_BOXES", 1)
    text = send(guide, process, drawing(guide, process), status=422)
    assert "Er staan 2 stappen in dit model." in text


def test_who_may_not_change_it_cannot_draw(guide, process):
    make_table(guide, process, "Schrijf")
    page(make_member(), process, status=404)
    employee = make_member(Programme.objects.get(pk=guide.programme_id), Role.EMPLOYEE)
    page(employee, process, status=403)
    page(guide, process, "ooit", status=404)
    commands.set_state(by=guide, situation=stands(guide, process)[0], settled=True)
    page(guide, process, status=403)


def test_the_command_holds_the_rule_and_the_mark(guide, process):
    make_table(guide, process, "Schrijf")
    form = DrawnForm({"xml": drawing(guide, process)})
    assert form.is_valid()
    what = {"process": process, "moment": "now", "reading": form.reading, "drawn_on": "old"}
    what["file"] = form.keep(guide, "nu.bpmn")
    with pytest.raises(EditConflict) as met:
        commands.save_drawing(by=guide, **what)
    assert met.value.theirs == stands(guide, process)[0]
    commands.set_state(by=guide, situation=stands(guide, process)[0], settled=True)
    with pytest.raises(Refused):
        commands.save_drawing(by=guide, **what)


@pytest.mark.parametrize("count", [1, 12])
def test_drawing_takes_as_many_statements_for_one_step_as_for_twelve(
    guide, process, count, django_assert_num_queries
):
    make_table(guide, process, *(f"Stap {number}" for number in range(count)))
    client = sign_in(Client(), guide)
    client.get(address(guide, process))
    with django_assert_num_queries(6):
        client.get(address(guide, process))


def test_a_page_that_does_not_draw_loads_nothing_of_it(guide, process):
    make_table(guide, process, "Schrijf")
    shown = sign_in(Client(), guide).get(address(guide, process).removesuffix("draw/"))
    assert "dist/draw" not in shown.content.decode()
    assert "draw-tool" not in send(guide, process, drawing(guide, process))


def test_a_table_that_left_as_a_file_and_came_back_keeps_its_keys(guide, process):
    first = make_step(guide, process, "Schrijf", system="Word")
    bring(guide, process, drawing(guide, process).replace('name="Schrijf"', 'name="Typ"'))
    [step] = stands(guide, process)[1]
    assert (step.key, step.name, step.system) == (first.key, "Typ", "Word")
