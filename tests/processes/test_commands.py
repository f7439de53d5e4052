"""What each command leaves behind, and each way in which it refuses."""

from __future__ import annotations

import io
from decimal import Decimal

import pytest

from draagvlak.core.policy import Role
from draagvlak.core.storage import keep_file, pieces_of
from draagvlak.core.verdict import Refused
from draagvlak.core.versions import EditConflict
from draagvlak.lib.process_diff import Anchor, Correction
from draagvlak.processes import commands, queries
from draagvlak.processes.commands import ProcessDraft, StepDraft
from draagvlak.processes.forms.bringing import KINDS
from draagvlak.processes.models import Performer, Situation, Step
from draagvlak.programmes.models import Programme
from tests.factories.places import make_member
from tests.factories.processes import BPMN, make_process, make_step, make_table
from tests.factories.stakeholders import make_large_group

pytestmark = pytest.mark.django_db


@pytest.fixture
def guide():
    return make_member()


@pytest.fixture
def process(guide):
    return make_process(guide, "Collegestukken")


def names(by, process, moment="now"):
    situation = queries.situations_of(by, process)[moment]
    return [step.name for step in queries.steps_of(by, [situation])[situation.pk]]


def bring(by, process, moment="now", text=BPMN):
    file = keep_file(by.tenant, io.BytesIO(text.encode()), name="model.bpmn", kinds=KINDS)
    reading = queries.read_upload(text.encode())
    return commands.import_model(by=by, process=process, moment=moment, reading=reading, file=file)


def refused(call, **kwargs):
    with pytest.raises(Refused) as met:
        call(**kwargs)
    return str(met.value)


def test_a_process_has_one_name_and_its_words_are_kept(guide, process):
    draft = ProcessDraft(name=" Raad ", kind="secondary", about=" Voor de stad. ")
    changed = commands.edit_process(by=guide, process=process, draft=draft, version=1)
    assert (changed.name, changed.kind, changed.about) == ("Raad", "secondary", "Voor de stad.")
    with pytest.raises(EditConflict):
        commands.edit_process(by=guide, process=changed, draft=draft, version=1)
    again = ProcessDraft(name="Raad", kind="primary")
    assert "staat er al" in refused(commands.add_process, by=guide, draft=again)
    nameless = ProcessDraft(name="  ", kind="primary")
    assert refused(commands.add_process, by=guide, draft=nameless) == "Geef het proces een naam."


def test_only_editors_keep_processes(guide, process):
    employee = make_member(Programme.objects.get(pk=guide.programme_id), Role.EMPLOYEE)
    said = "Begeleiders en de projectleider houden dit bij. Vertel de begeleider wat niet klopt."
    draft = ProcessDraft(name="Ander", kind="primary")
    assert refused(commands.add_process, by=employee, draft=draft) == said
    step = StepDraft("Print")
    assert (
        refused(commands.add_step, by=employee, process=process, moment="now", draft=step) == said
    )


def test_the_archive_keeps_a_process_and_gives_it_back(guide, process):
    away = commands.archive_process(by=guide, process=process)
    assert "in het archief" in refused(commands.archive_process, by=guide, process=away)
    draft = StepDraft("Print")
    said = refused(commands.add_step, by=guide, process=away, moment="now", draft=draft)
    assert said == "Dit proces staat in het archief. Zet het eerst terug."
    back = commands.restore_process(by=guide, process=away)
    assert back.archived_at is None
    assert "niet in het archief" in refused(commands.restore_process, by=guide, process=back)


def test_steps_stand_in_the_order_that_is_asked_for(guide, process):
    make_table(guide, process, "Schrijf", "Teken")
    step = make_step(guide, process, "Print", place=2)
    assert names(guide, process) == ["Schrijf", "Print", "Teken"]
    step.refresh_from_db()
    step = queries.access_step(guide, process, step.pk)
    draft = StepDraft("Print dubbelzijdig", minutes=Decimal("7.5"), place=3)
    commands.edit_step(by=guide, step=step, draft=draft, version=step.version)
    assert names(guide, process) == ["Schrijf", "Teken", "Print dubbelzijdig"]
    with pytest.raises(EditConflict):
        commands.edit_step(by=guide, step=step, draft=draft, version=99)


def test_a_step_is_removed_and_put_back_at_its_place(guide, process):
    first, _second = make_table(guide, process, "Schrijf", "Teken")
    step = queries.access_step(guide, process, first.pk)
    gone = commands.remove_step(by=guide, step=step)
    assert names(guide, process) == ["Teken"]
    assert "weggehaald" in refused(
        commands.edit_step, by=guide, step=gone, draft=StepDraft("x"), version=2
    )
    commands.put_step_back(by=guide, step=gone)
    assert names(guide, process) == ["Schrijf", "Teken"]
    here = queries.access_step(guide, process, first.pk)
    assert "al in de tabel" in refused(commands.put_step_back, by=guide, step=here)


def test_a_step_is_not_put_back_beyond_what_fits(guide, process, monkeypatch):
    monkeypatch.setattr("draagvlak.processes.rules.MOST_STEPS", 2)
    first, _second = make_table(guide, process, "Schrijf", "Teken")
    gone = commands.remove_step(by=guide, step=queries.access_step(guide, process, first.pk))
    make_step(guide, process, "Stuur")
    assert "Er zijn 300 stappen." in refused(commands.put_step_back, by=guide, step=gone)
    assert names(guide, process) == ["Teken", "Stuur"]


def test_later_begins_as_now_with_the_same_keys_and_what_stood_there_comes_back(guide, process):
    assert "hoe het nu gaat" in refused(commands.copy_to_later, by=guide, process=process)
    now = make_table(guide, process, "Schrijf", "Teken")
    make_step(guide, process, "Begin digitaal", "later")
    before = queries.situations_of(guide, process)["later"]
    after = commands.copy_to_later(by=guide, process=process)
    copies = queries.steps_of(guide, [after])[after.pk]
    assert [step.key for step in copies] == [step.key for step in now]
    before = queries.access_replaced(guide, process, before.pk)
    commands.put_situation_back(by=guide, situation=before)
    assert names(guide, process, "later") == ["Begin digitaal"]
    assert Situation.objects.filter(process=process).count() == 3
    assert "staat hier al" in refused(commands.put_situation_back, by=guide, situation=before)


def test_what_is_settled_is_opened_before_it_changes(guide, process):
    make_table(guide, process, "Schrijf")
    situation = queries.situations_of(guide, process)["now"]
    commands.set_state(by=guide, situation=situation, settled=True)
    draft = StepDraft("Print")
    said = refused(commands.add_step, by=guide, process=process, moment="now", draft=draft)
    assert said == "Dit is vastgesteld. Open het opnieuw om het te wijzigen."
    commands.set_state(by=guide, situation=situation, settled=False)
    make_step(guide, process, "Print")
    assert names(guide, process) == ["Schrijf", "Print"]


def test_nothing_is_settled_without_a_step(guide, process):
    step = make_step(guide, process, "Schrijf")
    commands.remove_step(by=guide, step=queries.access_step(guide, process, step.pk))
    situation = queries.situations_of(guide, process)["now"]
    said = refused(commands.set_state, by=guide, situation=situation, settled=True)
    assert said == "Er is nog geen stap. Schrijf eerst op hoe het gaat."


def test_a_model_keeps_its_bytes_and_becomes_rows(guide, process):
    situation = bring(guide, process)
    assert b"".join(pieces_of(situation.source)) == BPMN.encode()
    rows = Step.objects.filter(situation=situation).order_by("place")
    assert [(row.key, row.name, row.role) for row in rows] == [
        ("a", "Verzamel de stukken", "Secretariaat"),
        ("b", "Teken", "Wethouder"),
    ]
    said = refused(commands.add_step, by=guide, process=process, moment="now", draft=StepDraft("x"))
    assert said.startswith("De stappen van dit model staan in de tekening.")
    step = queries.access_step(guide, process, rows[0].pk)
    assert "Haal ze daar weg." in refused(commands.remove_step, by=guide, step=step)


def test_what_was_written_beside_a_step_stays_when_the_model_comes_again(guide, process):
    situation = bring(guide, process)
    row = Step.objects.get(situation=situation, key="a")
    step = queries.access_step(guide, process, row.pk)
    draft = StepDraft("genegeerd", system="Word", why="Zo hoort het.", minutes=Decimal(5))
    commands.edit_step(by=guide, step=step, draft=draft, version=step.version)
    again = bring(guide, process, text=BPMN.replace("Verzamel de stukken", "Verzamel alles"))
    row = Step.objects.get(situation=again, key="a")
    assert (row.name, row.system, row.why, row.minutes) == (
        "Verzamel alles",
        "Word",
        "Zo hoort het.",
        Decimal(5),
    )


def test_a_model_is_copied_with_its_file(guide, process):
    now = bring(guide, process)
    later = commands.copy_to_later(by=guide, process=process)
    assert later.source_id == now.source_id
    assert names(guide, process, "later") == ["Verzamel de stukken", "Teken"]


def test_what_is_said_about_a_pair_is_kept_until_it_is_taken_back(guide, process):
    said = Correction(Anchor("a", "Print", "S"), Anchor("b", "Deel", "S"), together=True)
    row = commands.correct_pair(by=guide, process=process, correction=said)
    assert queries.kept_corrections(queries.corrections_of(guide, process)) == (said,)
    commands.withdraw_correction(by=guide, correction=row)
    assert queries.corrections_of(guide, process) == []
    assert "al ongedaan" in refused(commands.withdraw_correction, by=guide, correction=row)


def test_a_role_belongs_to_one_group_in_every_process(guide, process):
    group, other = make_large_group(guide), make_large_group(guide)
    commands.tie_role(by=guide, process=process, role="Secretariaat", group=group)
    commands.tie_role(by=guide, process=process, role="secretariaat ", group=other)
    assert [row.group_id for row in Performer.objects.all()] == [other.pk]
    commands.tie_role(by=guide, process=process, role="Secretariaat", group=None)
    assert not Performer.objects.exists()
    said = refused(commands.tie_role, by=guide, process=process, role=" ", group=group)
    assert said == "Kies eerst de rol."


def test_sending_a_step_twice_adds_it_once(guide, process):
    draft = StepDraft("Print")
    for _time in range(2):
        commands.add_step(by=guide, process=process, moment="now", draft=draft, once="k")
    assert names(guide, process) == ["Print"]
