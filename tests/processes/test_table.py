"""The whole table of steps: typed, pasted, mended, saved at once and taken back."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from draagvlak.core.models import UndoRecord
from draagvlak.core.policy import Role
from draagvlak.core.undo import outlook, take_back
from draagvlak.processes import commands, queries
from draagvlak.processes.models import Situation, Step
from draagvlak.programmes.models import Programme
from tests.factories.places import make_member, sign_in
from tests.factories.processes import make_process, make_table

pytestmark = pytest.mark.django_db
FIELD = re.compile(r'<(?:input|textarea)[^>]*? name="([^"]+)"(?:[^>]*? value="([^"]*)")?')


@pytest.fixture
def guide():
    return make_member()


@pytest.fixture
def process(guide):
    return make_process(guide, "Collegestukken")


def path(actor, process, moment="now"):
    place = f"/w/{actor.workspace.slug}/p/{actor.programme.slug}"
    return f"{place}/processes/{process.pk}/{moment}/table/"


def opened(client, url):
    """The page, and what its form would send as it stands."""
    text = client.get(url).content.decode()
    return text, fields(text)


def fields(text):
    form = text[text.index("data-grid") :]
    found = dict(FIELD.findall(form))
    for name, choices in re.findall(r'<select[^>]*? name="([^"]+)"(.*?)</select>', form, re.DOTALL):
        found[name] = next(iter(re.findall(r'value="([^"]*)" selected', choices)), "")
    found.pop("do", None)
    return found


def post(client, url, sent, status, do="save"):
    answer = client.post(url, {**sent, "do": do})
    assert answer.status_code == status, answer.content.decode()[-3000:]
    return answer.content.decode()


def names(guide, process, moment="now"):
    situation = queries.situations_of(guide, process).get(moment)
    return [step.name for step in queries.steps_of(guide, [situation])[situation.pk]]


def test_twenty_steps_are_pasted_looked_over_and_saved_at_once(guide, process):
    client, url = sign_in(Client(), guide), path(guide, process)
    _, sent = opened(client, url)
    rows = [f"{n}\tStap nummer {n}\tSecretariaat\tWord\t{n} min\tdagelijks" for n in range(1, 21)]
    sent["pasted"] = "Nr\tProcesstap\tWie\tSysteem\tTijd\tHoe vaak\n" + "\n".join(rows)
    text = post(client, url, sent, 200, "paste")
    assert "20 stappen gelezen. Er is nog niets opgeslagen: kijk ze na." in text
    assert "was: dagelijks" in text
    assert not Step.objects.exists()
    post(client, url, fields(text), 303)
    assert names(guide, process) == [f"Stap nummer {n}" for n in range(1, 21)]
    step = Step.objects.get(name="Stap nummer 7")
    assert (step.role, step.system, step.minutes, step.often) == ("Secretariaat", "Word", 7, 5)


def test_a_wrong_cell_is_said_at_its_cell_and_nothing_is_saved(guide, process):
    client, url = sign_in(Client(), guide), path(guide, process)
    _, sent = opened(client, url)
    sent["pasted"] = "stap\trol\tminuten\tkleur\nSchrijf\tAdviseur\tveel\trood\n\tBode\t5\tblauw\n"
    text = post(client, url, sent, 200, "paste")
    assert "In 2 cellen moet nog iets worden verbeterd." in text
    assert "We kennen geen kolom “kleur”" in text
    assert 'value="veel"' in text
    text = post(client, url, fields(text), 422)
    assert "Minuten, rij 1: Schrijf een getal, bijvoorbeeld 15 of 7,5." in text
    assert "Wat gebeurt er?, rij 2: Vul dit in." in text
    assert not Step.objects.exists()
    mended = fields(text) | {"0-minutes": "12", "1-name": "Deel rond"}
    post(client, url, mended, 303)
    assert names(guide, process) == ["Schrijf", "Deel rond"]


def test_steps_are_changed_moved_taken_out_and_added_and_it_can_be_taken_back(guide, process):
    first, second, third = make_table(guide, process, "Schrijf", "Print", "Teken")
    client, url = sign_in(Client(), guide), path(guide, process)
    _, sent = opened(client, url)
    changed = {"0-name": "Schrijf digitaal", "0-minutes": "7,5", "2-place": "1"}
    emptied = {"1-name": "", "1-role": ""}
    fresh = {"3-name": "Archiveer", "3-waits_for": "1, 3"}
    post(client, url, sent | changed | emptied | fresh, 303)
    assert names(guide, process) == ["Teken", "Schrijf digitaal", "Archiveer"]
    added = Step.objects.get(name="Archiveer")
    assert added.waits_for == [first.key, third.key]
    undo = UndoRecord.objects.get(kind="processes.table_saved")
    assert outlook(guide, undo).verdict
    take_back(by=guide, undo=undo)
    assert names(guide, process) == ["Schrijf", "Print", "Teken"]
    second.refresh_from_db()
    assert second.role == "Secretariaat"
    assert Step.objects.get(pk=first.pk).minutes is None


def test_taking_back_leaves_what_was_changed_since(guide, process):
    make_table(guide, process, "Schrijf", "Print")
    client, url = sign_in(Client(), guide), path(guide, process)
    _, sent = opened(client, url)
    post(client, url, sent | {"0-name": "Schrijf snel", "1-name": "Print dubbel"}, 303)
    step = Step.objects.select_related("situation__process").get(name="Schrijf snel")
    draft = commands.StepDraft("Schrijf heel snel", role="Bode")
    commands.edit_step(by=guide, step=step, draft=draft, version=step.version)
    undo = UndoRecord.objects.get(kind="processes.table_saved")
    assert list(outlook(guide, undo).stays) == ["Schrijf heel snel"]
    take_back(by=guide, undo=undo)
    assert names(guide, process) == ["Schrijf heel snel", "Print"]


def test_what_is_settled_is_not_taken_back(guide, process):
    make_table(guide, process, "Schrijf")
    client, url = sign_in(Client(), guide), path(guide, process)
    _, sent = opened(client, url)
    post(client, url, sent | {"0-name": "Schrijf snel"}, 303)
    situation = queries.situations_of(guide, process)["now"]
    commands.set_state(by=guide, situation=situation, settled=True)
    undo = UndoRecord.objects.get(kind="processes.table_saved")
    assert "Dit is vastgesteld" in str(outlook(guide, undo).verdict.reason)
    Situation.objects.update(replaced_at="2026-11-01T00:00Z", state="draft")
    assert "Hier staat nu een ander model" in str(outlook(guide, undo).verdict.reason)


def test_two_people_at_one_table_see_both_texts_and_nothing_is_lost(guide, process):
    make_table(guide, process, "Schrijf", "Print")
    client, url = sign_in(Client(), guide), path(guide, process)
    _, sent = opened(client, url)
    _, other = opened(client, url)
    post(client, url, other | {"0-name": "Schrijf met de ander"}, 303)
    text = post(client, url, sent | {"0-name": "Schrijf zelf", "1-name": "Print snel"}, 409)
    assert "Schrijf met de ander" in text
    assert 'value="Schrijf zelf"' in text
    assert names(guide, process) == ["Schrijf met de ander", "Print"]
    post(client, url, fields(text), 303)
    assert names(guide, process) == ["Schrijf zelf", "Print snel"]


def test_a_step_that_somebody_took_out_meanwhile_is_told_and_can_come_back(guide, process):
    gone, _stays = make_table(guide, process, "Schrijf", "Print")
    client, url = sign_in(Client(), guide), path(guide, process)
    _, sent = opened(client, url)
    commands.remove_step(by=guide, step=gone)
    text = post(client, url, sent | {"0-name": "Schrijf zelf"}, 422)
    assert "Iemand haalde deze stap intussen weg." in text
    post(client, url, fields(text), 303)
    assert names(guide, process) == ["Print", "Schrijf zelf"]


def test_what_does_not_fit_stays_to_be_pasted_again(guide, process):
    client, url = sign_in(Client(), guide), path(guide, process)
    _, sent = opened(client, url)
    sent["pasted"] = "\n".join(f"Stap {n} van velen" for n in range(1, 91))
    text = post(client, url, sent, 200, "paste")
    assert "10 rijen pasten er niet meer bij." in text
    assert "Stap 81 van velen" in text
    post(client, url, fields(text), 303)
    assert len(names(guide, process)) == 80


def test_more_rows_keep_what_was_typed(guide, process):
    client, url = sign_in(Client(), guide), path(guide, process)
    _, sent = opened(client, url)
    text = post(client, url, sent | {"0-name": "Half ge"}, 200, "more")
    assert 'value="Half ge"' in text
    assert fields(text)["rows"] == "22"


def test_no_table_at_all_and_nothing_changed(guide, process):
    client, url = sign_in(Client(), guide), path(guide, process)
    text, sent = opened(client, url)
    assert "Alle stappen in één tabel" in text
    text = post(client, url, sent | {"pasted": "  "}, 422, "paste")
    assert "Er is niets te lezen." in text
    text = post(client, url, sent | {"pasted": 'stap;rol\n"Open;x\n'}, 422, "paste")
    assert "gaat een aanhalingsteken open dat nergens sluit" in text
    post(client, url, sent, 303)
    assert not Situation.objects.exists()


def test_no_more_than_300_steps(guide, process):
    make_table(guide, process, "Schrijf")
    situation = queries.situations_of(guide, process)["now"]
    Step.objects.bulk_create(
        Step(workspace_id=guide.tenant, situation=situation, key=f"k{n}", place=n, name="x")
        for n in range(2, 301)
    )
    client, url = sign_in(Client(), guide), path(guide, process)
    _, sent = opened(client, url)
    text = post(client, url, sent | {"60-name": "Nog een"}, 422)
    assert "Er zijn 300 stappen." in text
    text, _ = opened(client, url + "?from=61")
    assert "rij 61" in text


def test_who_does_not_keep_processes_gets_no_table(guide, process):
    reader = make_member(Programme.objects.get(pk=guide.programme_id), Role.EMPLOYEE)
    assert sign_in(Client(), reader).get(path(guide, process)).status_code == 403
    stranger = make_member()
    assert sign_in(Client(), stranger).get(path(guide, process)).status_code == 404


@pytest.mark.parametrize("count", [1, 12])
def test_saving_takes_the_page_as_many_statements_for_many_steps(
    guide, process, count, django_assert_max_num_queries
):
    make_table(guide, process, *(f"Stap {n}" for n in range(count)))
    client = sign_in(Client(), guide)
    client.get(path(guide, process))
    with django_assert_max_num_queries(9):
        assert client.get(path(guide, process)).status_code == 200


NINES = "9" * 5000


def test_numbers_that_nobody_can_mean_are_answered_in_the_cell(guide, process):
    url = path(guide, process)
    web = sign_in(Client(), guide)
    assert web.get(url, {"from": NINES}).status_code == 200
    assert web.post(url, {"rows": NINES, "0-row": f"a:{NINES}"}).status_code == 303
    sent = {"rows": "1", "0-row": "a:", "0-name": "Teken", "0-fate": "stays"}
    for column, text, words in (
        ("minutes", "9" * 20, "Dit is meer dan een mens kan doen. Klopt het?"),
        ("often", "1e30", "Dit is meer dan een mens kan doen. Klopt het?"),
        ("waits_for", "9" * 20, "Er is geen rij “99999999999999999999”."),
        ("waits_for", "²", "Er is geen rij “²”."),
        ("name", "Te\0ken", "Null-tekens zijn niet toegestaan."),
    ):
        answer = web.post(url, {**sent, f"0-{column}": text})
        assert (answer.status_code, words in answer.text) == (422, True), column
    assert not Step.objects.filter(workspace_id=guide.tenant).exists()
