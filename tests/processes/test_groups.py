"""What a group says of its work, what becomes of that, and what the change comes to per group."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal

import pytest
from django.test import Client

from draagvlak.core.audit import AuditEvent
from draagvlak.core.models import UndoRecord
from draagvlak.core.policy import Role
from draagvlak.core.undo import take_back
from draagvlak.core.verdict import Refused
from draagvlak.core.versions import EditConflict
from draagvlak.core.web import to
from draagvlak.organisations.models import Group, GroupMember, Person
from draagvlak.processes import commands, queries
from draagvlak.processes.commands import AnswerDraft, RemarkDraft, StepDraft, WaveDraft
from draagvlak.processes.models import Confirmation, Remark, Step, Wave
from draagvlak.processes.providers import missing, waiting
from draagvlak.processes.queries import Aspect
from draagvlak.programmes.models import Membership, Programme
from draagvlak.programmes.queries import find_place
from tests.factories.organisations import make_person
from tests.factories.places import make_member, make_user, sign_in
from tests.factories.processes import make_process, make_step

pytestmark = pytest.mark.django_db

DONE = AnswerDraft(done=True, text="", version=1)
WRONG = RemarkDraft(right=False, words="Er komt altijd nog een stuk na.", minutes=Decimal(60))


@pytest.fixture
def guide():
    return make_member()


@pytest.fixture
def group(guide):
    return Group.objects.create(workspace_id=guide.tenant, name="Secretariaat", size=6)


@pytest.fixture
def process(guide, group):
    """Now print and bring, later sign in another system; the group does the secretariat's work."""
    made = make_process(guide, "Collegestukken")
    make_step(guide, made, "Print negen sets", minutes=Decimal(90), often=Decimal(2))
    make_step(guide, made, "Breng ze rond", minutes=Decimal(30), often=Decimal(2))
    commands.tie_role(by=guide, process=made, role="Secretariaat", group=group)
    commands.copy_to_later(by=guide, process=made)
    later = steps(guide, made, "later")
    commands.remove_step(by=guide, step=later["Print negen sets"])
    brings = later["Breng ze rond"]
    draft = StepDraft(
        "Breng ze rond", "Secretariaat", "iBabs", minutes=Decimal(10), often=Decimal(2)
    )
    commands.edit_step(by=guide, step=brings, draft=draft, version=brings.version)
    make_step(guide, made, "Zet alles klaar", "later", minutes=Decimal(15), often=Decimal(2))
    return made


def steps(actor, process, moment="now"):
    situation = queries.situations_of(actor, process)[moment]
    found = queries.steps_of(actor, [situation])[situation.pk]
    return {step.name: queries.access_step(actor, process, step.pk) for step in found}


def in_group(guide, group, role=Role.EMPLOYEE):
    """Somebody of the group with an account and a role."""
    programme = Programme.objects.get(pk=guide.programme_id)
    member = make_member(programme, role, user=make_user("Saskia Boersma"))
    person = make_person(guide)
    GroupMember.objects.create(workspace_id=guide.tenant, group=group, person=person)
    Membership.objects.filter(user_id=member.user_id).update(person=person)
    return find_place(
        user_id=member.user_id,
        name=member.name,
        workspace=member.workspace.slug,
        programme=member.programme.slug,
    )


def say(by, process, group, step=None, draft=WRONG):
    return commands.say_remark(by=by, process=process, group=group, step=step, draft=draft)


def page(actor, name, status=200, **keys):
    answer = sign_in(Client(), actor).get(to(actor, f"processes:{name}", **keys))
    assert answer.status_code == status
    return answer.content.decode()


def send(actor, name, status=303, sent=None, **keys):
    answer = sign_in(Client(), actor).post(to(actor, f"processes:{name}", **keys), sent or {})
    assert answer.status_code == status, answer.content.decode()[:2000]
    return answer.content.decode()


def refused(call, **kwargs):
    with pytest.raises(Refused) as met:
        call(**kwargs)
    return str(met.value)


def test_a_remark_names_the_group_and_nobody_in_row_trail_or_page(guide, process, group):
    member = in_group(guide, group)
    remark = say(member, process, group, steps(guide, process)["Print negen sets"])
    assert (remark.by_name, remark.noted) == ("", False)
    assert str(member.user_id).replace("-", "") not in remark.author_mark
    line = AuditEvent.objects.get(verb="processes.remark_said")
    assert line.actor_id is None
    text = page(guide, "remark_list", process_id=process.pk)
    assert "Iemand van Secretariaat" in text
    assert "Er komt altijd nog een stuk na." in text
    assert "Zegt: 60 minuten" in text
    assert "90 minuten, 2 keer per week" in text
    assert member.name not in text


def test_what_is_settled_offers_no_change_of_its_steps(guide, process, group):
    member = in_group(guide, group)
    step = steps(guide, process)["Print negen sets"]
    say(member, process, group, step)
    assert "Pas de stap aan" in page(guide, "remark_list", process_id=process.pk)
    commands.set_state(by=guide, situation=step.situation, settled=True)
    text = page(guide, "remark_list", process_id=process.pk)
    assert ("Neem over" in text, "Pas de stap aan" in text) == (True, False)


def test_a_name_stands_there_only_when_it_is_given(guide, process, group):
    member = in_group(guide, group)
    draft = RemarkDraft(right=False, words="Nee.", by_name=True)
    assert say(member, process, group, None, draft).by_name == member.name
    assert f"{member.name}, van Secretariaat" in page(guide, "remark_list", process_id=process.pk)
    noted = say(guide, process, group, None, RemarkDraft(right=None, words="Nee.", by_name=True))
    assert (noted.by_name, noted.noted) == ("", True)
    assert "Secretariaat, opgeschreven door een begeleider" in page(
        guide, "remark_list", process_id=process.pk
    )


def test_saying_it_again_changes_what_one_said_and_others_keep_theirs(guide, process, group):
    step = steps(guide, process)["Print negen sets"]
    one, other = in_group(guide, group), in_group(guide, group)
    first = say(one, process, group, step)
    say(other, process, group, step, RemarkDraft(right=True))
    again = say(one, process, group, step, RemarkDraft(right=True))
    assert again.pk == first.pk
    assert (again.words, again.minutes, again.version) == ("", None, 2)
    assert Remark.objects.count() == 2
    text = page(one, "group_change", group_id=group.pk)
    assert "Enkelen zeggen: dit klopt." in text
    assert "jij zei: klopt" in text


def test_five_who_agree_are_counted(guide, process, group):
    step = steps(guide, process)["Print negen sets"]
    for _number in range(5):
        say(in_group(guide, group), process, group, step, RemarkDraft(right=True))
    assert "5 zeggen: dit klopt." in page(guide, "remark_list", process_id=process.pk)


def test_only_who_is_in_the_group_or_keeps_the_processes_speaks_for_it(guide, process, group):
    programme = Programme.objects.get(pk=guide.programme_id)
    sponsor = make_member(programme, Role.SPONSOR)
    only = "Alleen wie in deze groep zit, zegt hoe het werk gaat."
    kwargs = {"process": process, "group": group, "step": None, "draft": WRONG}
    assert refused(commands.say_remark, by=sponsor, **kwargs) == only
    employee = make_member(programme, Role.EMPLOYEE)
    page(employee, "group_change", 404, group_id=group.pk)
    other = Group.objects.create(workspace_id=guide.tenant, name="Griffie")
    kwargs["group"] = other
    no_part = "Deze groep werkt niet in dit proces."
    assert refused(commands.say_remark, by=guide, **kwargs) == no_part
    kwargs |= {"group": group, "draft": RemarkDraft(right=False)}
    said = "Vertel wat er niet klopt, of vul een ander getal in."
    assert refused(commands.say_remark, by=guide, **kwargs) == said


def test_what_somebody_says_is_read_by_their_group_and_by_who_sees_all(guide, process, group):
    say(in_group(guide, group), process, group)
    programme = Programme.objects.get(pk=guide.programme_id)
    for role, reads in ((Role.SPONSOR, True), (Role.SUPPLIER, False), (Role.EMPLOYEE, False)):
        text = page(make_member(programme, role), "remark_list", process_id=process.pk)
        assert ("Er komt altijd nog een stuk na." in text) is reads
    label = queries.remark_readers()
    assert "leverancier" not in label
    assert label.endswith("en wie in deze groep zit")


def test_a_guide_takes_over_with_one_act_and_takes_that_back(guide, process, group):
    step = steps(guide, process)["Print negen sets"]
    remark = say(in_group(guide, group), process, group, step)
    send(guide, "remark_take_over", process_id=process.pk, remark_id=remark.pk)
    step.refresh_from_db()
    remark.refresh_from_db()
    assert (step.minutes, step.often, remark.state) == (Decimal(60), Decimal(2), "taken")
    take_back(by=guide, undo=UndoRecord.objects.get())
    step.refresh_from_db()
    remark.refresh_from_db()
    assert (step.minutes, remark.state) == (Decimal(90), "open")


def test_a_guide_takes_over_what_was_read_and_nothing_newer(guide, process, group):
    member = in_group(guide, group)
    step = steps(guide, process)["Print negen sets"]
    remark = say(member, process, group, step)
    keys = {"process_id": process.pk, "remark_id": remark.pk}
    shown = page(guide, "remark_list", process_id=process.pk)
    assert f'name="version" value="{remark.version}"' in shown
    say(member, process, group, step, RemarkDraft(right=False, minutes=Decimal(5)))
    text = send(guide, "remark_take_over", 403, {"version": remark.version}, **keys)
    assert "De groep veranderde dit nadat je de pagina opende." in text
    assert steps(guide, process)["Print negen sets"].minutes == Decimal(90)
    send(guide, "remark_take_over", 303, {"version": remark.version + 1}, **keys)
    assert steps(guide, process)["Print negen sets"].minutes == Decimal(5)


def test_what_was_answered_just_now_is_not_said_over(guide, process, group, monkeypatch):
    member = in_group(guide, group)
    step = steps(guide, process)["Print negen sets"]
    stale = Remark.objects.get(pk=say(member, process, group, step).pk)
    answer = AnswerDraft(done=False, text="Het is gemeten.", version=1)
    commands.answer_remark(by=guide, remark=stale, draft=answer)
    stale.state = "open"
    monkeypatch.setattr("draagvlak.processes.commands.saying.open_remark", lambda *_keys: stale)
    again = say(member, process, group, step)
    assert again.pk != stale.pk
    answered = Remark.objects.get(pk=stale.pk)
    assert (answered.state, answered.answer) == ("answered", "Het is gemeten.")


def test_what_cannot_be_taken_over_says_why(guide, process, group):
    member = in_group(guide, group)
    step = steps(guide, process)["Print negen sets"]
    words = say(member, process, group, step, RemarkDraft(right=False, words="Nee."))
    take = commands.take_over_remark
    said = "Er staat geen getal in om over te nemen. Pas de stap aan en geef antwoord."
    assert refused(take, by=guide, remark=words, step=step) == said
    numbers = say(member, process, group, step)
    gone = "Deze stap is er niet meer. Geef de groep antwoord."
    assert refused(take, by=guide, remark=numbers, step=None) == gone
    situation = step.situation
    commands.set_state(by=guide, situation=situation, settled=True)
    settled = steps(guide, process)["Print negen sets"]
    assert "vastgesteld" in refused(take, by=guide, remark=numbers, step=settled)
    right = say(member, process, group, settled, RemarkDraft(right=True))
    assert "vraagt geen antwoord" in refused(
        commands.answer_remark,
        by=guide,
        remark=right,
        draft=DONE,
    )


def test_no_without_a_reason_is_no_answer_and_the_group_reads_it(guide, process, group):
    member = in_group(guide, group)
    remark = say(member, process, group, steps(guide, process)["Print negen sets"])
    keys = {"process_id": process.pk, "remark_id": remark.pk}
    text = send(guide, "remark_answer", 422, {"done": "no", "text": "", "version": 1}, **keys)
    assert "Zeg waarom het zo blijft." in text
    stale = {"done": "no", "text": "Het is gemeten.", "version": 9}
    assert "Er komt altijd" in send(guide, "remark_answer", 409, stale, **keys)
    sent = {"done": "no", "text": "Het is gemeten.", "version": 1}
    send(guide, "remark_answer", 303, sent, **keys)
    assert "De begeleider zegt: Het is gemeten." in page(member, "group_change", group_id=group.pk)
    remark.refresh_from_db()
    assert "al afgehandeld" in refused(
        commands.answer_remark,
        by=guide,
        remark=remark,
        draft=DONE,
    )


def test_people_take_back_their_own_words_and_nobody_elses(guide, process, group):
    member = in_group(guide, group)
    remark = say(member, process, group)
    said = "Alleen wie dit zei, neemt het terug."
    assert refused(commands.take_back_remark, by=in_group(guide, group), remark=remark) == said
    assert refused(commands.take_back_remark, by=guide, remark=remark) == said
    send(member, "remark_take_back", process_id=process.pk, remark_id=remark.pk)
    remark.refresh_from_db()
    assert (remark.state, remark.words, remark.minutes) == ("withdrawn", "", None)
    noted = say(guide, process, group)
    assert commands.take_back_remark(by=guide, remark=noted).state == "withdrawn"


def test_a_key_user_confirms_when_all_is_answered_and_it_ends_with_a_change(guide, process, group):
    key_user = in_group(guide, group, Role.KEY_USER)
    employee = in_group(guide, group)
    keys = {"process_id": process.pk, "group_id": group.pk}
    confirm = {"process": process, "group": group}
    assert "Een ambassadeur uit de groep" in refused(commands.confirm_part, by=employee, **confirm)
    remark = say(employee, process, group)
    assert "zonder antwoord" in refused(commands.confirm_part, by=key_user, **confirm)
    commands.answer_remark(by=guide, remark=remark, draft=DONE)
    assert "1 proces is nog niet bevestigd" in missing(guide, "analyse")[0].text
    send(key_user, "part_confirm", **keys)
    assert not Confirmation.objects.get().noted
    assert "bevestigd door de groep" in page(guide, "remark_list", process_id=process.pk)
    assert missing(guide, "analyse") == []
    step = steps(guide, process)["Breng ze rond"]
    draft = StepDraft("Breng ze rond", "Secretariaat", minutes=Decimal(31), often=Decimal(2))
    commands.edit_step(by=guide, step=step, draft=draft, version=step.version)
    text = page(guide, "remark_list", process_id=process.pk)
    assert "bevestigd, daarna veranderd" in text
    assert "De groep bevestigde het nog niet." in text
    assert len(missing(guide, "analyse")) == 1


def test_a_group_confirms_the_steps_that_it_read(guide, process, group):
    key_user = in_group(guide, group, Role.KEY_USER)
    keys = {"process_id": process.pk, "group_id": group.pk}
    text = page(key_user, "group_change", group_id=group.pk)
    read = re.search(r'name="read" value="([0-9a-f]{64})"', text)[1]
    step = steps(guide, process)["Breng ze rond"]
    draft = StepDraft("Breng ze rond", "Secretariaat", minutes=Decimal(31), often=Decimal(2))
    commands.edit_step(by=guide, step=step, draft=draft, version=step.version)
    said = "Er is een stap veranderd nadat je deze pagina opende."
    assert said in send(key_user, "part_confirm", 403, {"read": read}, **keys)
    assert not Confirmation.objects.exists()
    text = page(key_user, "group_change", group_id=group.pk)
    read = re.search(r'name="read" value="([0-9a-f]{64})"', text)[1]
    send(key_user, "part_confirm", 303, {"read": read}, **keys)
    assert Confirmation.objects.get().removed_at is None


def test_a_guide_writes_a_confirmation_down_and_it_can_be_taken_back(guide, process, group):
    keys = {"process_id": process.pk, "group_id": group.pk}
    send(guide, "part_confirm", **keys)
    commands.confirm_part(by=guide, process=process, group=group)
    assert Confirmation.objects.filter(removed_at=None).count() == 1
    text = page(guide, "group_change", group_id=group.pk)
    assert "opgeschreven door een begeleider" in text
    send(guide, "part_unconfirm", **keys)
    unconfirm = {"process": process, "group": group}
    assert refused(commands.unconfirm_part, by=guide, **unconfirm) == "Hier is niets bevestigd."
    commands.confirm_part(by=guide, process=process, group=group)
    employee = in_group(guide, group)
    assert "Een ambassadeur" in refused(commands.unconfirm_part, by=employee, **unconfirm)
    half = make_process(guide, "Half")
    make_step(guide, half, "Doe iets")
    said = "Schrijf eerst op hoe het nu en straks gaat. Dan kan de groep het bevestigen."
    assert refused(commands.confirm_part, by=guide, process=half, group=group) == said


def test_the_page_of_a_group_is_answered_from_the_page(guide, process, group):
    member = in_group(guide, group)
    text = page(member, "group_change", group_id=group.pk)
    assert "Per week: 30 minuten erbij, 220 minuten eraf." in text
    assert "Nu: 30 minuten, 2 keer per week" in text
    now, later = steps(guide, process), steps(guide, process, "later")
    step, was = later["Breng ze rond"], now["Breng ze rond"]
    keys = {"group_id": group.pk, "process_id": process.pk, "step_id": step.pk}
    send(member, "remark_say", 303, {"right": "yes"}, **keys)
    assert Remark.objects.get().right is True
    text = send(member, "remark_say", 422, {"step": str(step.pk), "words": ""}, **keys)
    assert "Vertel wat er niet klopt" in text
    address = f"{to(member, 'processes:remark_say', **keys)}?with={was.pk}"
    sent = {"step": str(was.pk), "words": "", "often": "3", "fate": "stays"}
    answer = sign_in(Client(), member).post(address, sent)
    assert answer["Location"].endswith(f"#step-{was.pk}")
    remark = Remark.objects.get(moment="now")
    assert (remark.key, remark.often, remark.fate) == (was.key, Decimal(3), "stays")
    assert "Zegt: 3 keer per week, blijft" in page(member, "group_change", group_id=group.pk)
    whole = {"group_id": group.pk, "process_id": process.pk}
    send(member, "remark_tell", 303, {"words": "De volgorde klopt."}, **whole)
    assert "Over het geheel" in page(member, "group_change", group_id=group.pk)


def test_before_later_is_known_a_group_can_still_say_how_it_goes_now(guide, group):
    made = make_process(guide, "Contract")
    make_step(guide, made, "Teken")
    commands.tie_role(by=guide, process=made, role="Secretariaat", group=group)
    text = page(guide, "group_change", group_id=group.pk)
    assert "Er staat nog niet hoe dit straks gaat. Klopt het hoe het nu gaat?" in text
    assert "Teken" in text


def test_the_shares_of_a_group_are_counted_and_lead_to_their_steps(guide, process, group):
    (line,) = queries.heat_lines(guide)
    words = {cell.label: cell.words for cell in line.cells}
    assert words == {
        "Nieuw": "1 stap",
        "Anders": "–",
        "Verdwijnt": "1 stap",
        "Verhuist": "–",
        "Ander systeem": "1 stap",
        "Minuten erbij": "30 min.",
        "Minuten eraf": "220 min.",
    }
    text = page(guide, "impact_list")
    assert "Het meeste verandert voor Secretariaat: 3 stappen" in text
    (less,) = queries.reasons_of(guide, group.pk, Aspect.LESS)
    told = [(row.title, row.sentence, row.minutes) for row in less.rows]
    assert told == [
        ("Print negen sets", "Minuten per week: nu 180, straks 0.", 180),
        ("Breng ze rond", "Minuten per week: nu 60, straks 20.", 40),
    ]
    text = page(guide, "impact_detail", group_id=group.pk)
    assert "Het gaat om 3 stappen." in text
    address = f"{to(guide, 'processes:impact_detail', group_id=group.pk)}?aspect=less"
    text = sign_in(Client(), guide).get(address).content.decode()
    assert "Er gaan 220 minuten per week af, in 2 stappen." in text
    client = sign_in(Client(), guide)
    assert client.get(address.replace("less", "veel")).status_code == 404


def test_work_that_moves_is_counted_with_both_groups_and_unknown_time_is_told(
    guide, process, group
):
    other = Group.objects.create(workspace_id=guide.tenant, name="Griffie")
    later = steps(guide, process, "later")["Breng ze rond"]
    draft = StepDraft("Breng ze rond", "Griffier", minutes=Decimal(10))
    commands.edit_step(by=guide, step=later, draft=draft, version=later.version)
    commands.tie_role(by=guide, process=process, role="Griffier", group=other)
    found = queries.tallies(guide)
    assert found[group.pk].counts[Aspect.MOVED] == 1
    assert found[other.pk].counts[Aspect.MOVED] == 1
    assert found[group.pk].minutes == {Aspect.MORE: 30, Aspect.LESS: 240}
    assert found[other.pk].counts[Aspect.UNKNOWN] == 1
    assert "tijd van 1 stap onbekend" in page(guide, "impact_list")


def test_an_employee_sees_the_figures_of_their_own_group_only(guide, process, group):
    member = in_group(guide, group)
    other = make_process(guide, "Raad")
    make_step(guide, other, "Vergader", role="Raadslid")
    commands.copy_to_later(by=guide, process=other)
    council = Group.objects.create(workspace_id=guide.tenant, name="Raadsleden")
    commands.tie_role(by=guide, process=other, role="Raadslid", group=council)
    make_step(guide, other, "Stem", "later", role="Raadslid")
    assert [line.name for line in queries.heat_lines(member)] == ["Secretariaat"]
    assert len(queries.heat_lines(guide)) == 2
    page(member, "impact_detail", 404, group_id=council.pk)


@pytest.mark.parametrize("count", [1, 3])
def test_the_pages_take_as_many_statements_for_one_process_as_for_three(
    guide, group, process, count, django_assert_max_num_queries
):
    member = in_group(guide, group)
    for number in range(count):
        made = make_process(guide, f"Proces {number}")
        make_step(guide, made, "Doe iets", minutes=Decimal(5), often=Decimal(1))
        commands.copy_to_later(by=guide, process=made)
        make_step(guide, made, "Nog iets", "later", minutes=Decimal(5), often=Decimal(1))
        say(member, made, group, steps(guide, made)["Doe iets"])
    client = sign_in(Client(), guide)
    for name, keys, most in (
        ("group_change", {"group_id": group.pk}, 17),
        ("impact_list", {}, 13),
        ("impact_detail", {"group_id": group.pk}, 13),
        ("remark_list", {"process_id": process.pk}, 16),
    ):
        client.get(to(guide, f"processes:{name}", **keys))
        with django_assert_max_num_queries(most):
            assert client.get(to(guide, f"processes:{name}", **keys)).status_code == 200


def test_what_groups_said_waits_on_the_desk_of_who_answers(guide, process, group):
    assert waiting(guide, 5) == ([], 0)
    member = in_group(guide, group)
    step = steps(guide, process)["Print negen sets"]
    say(member, process, group, step)
    say(member, process, group, steps(guide, process)["Breng ze rond"], RemarkDraft(right=True))
    (line,), count = waiting(guide, 5)
    assert (line.title, count) == ("1 opmerking van een groep wacht op antwoord", 1)
    assert line.url == to(guide, "processes:remark_list", process_id=process.pk)
    assert "1 opmerking wacht op antwoord" in page(guide, "process_list")
    assert waiting(member, 5) == ([], 0)
    other = make_process(guide, "Raad")
    make_step(guide, other, "Vergader")
    say(member, other, group)
    (line,), _count = waiting(guide, 5)
    assert line.title == "2 opmerkingen van groepen wachten op antwoord"
    assert line.url == to(guide, "processes:process_list")


def test_waves_are_planned_changed_removed_and_put_back(guide, process, group):
    sent = {"name": "Golf 1", "starts_on": "2027-03-01", "groups": [str(group.pk)], "once": "a"}
    send(guide, "wave_add", 303, sent)
    wave = Wave.objects.get()
    text = page(guide, "impact_list")
    assert "In maart 2027 begint het meeste: voor 1 groep" in text
    assert "3 stappen, +30 / −220 min." in text
    text = send(guide, "wave_add", 422, {**sent, "name": "Golf 2", "once": "b"})
    assert "Staat al in een andere golf: Secretariaat." in text
    keys = {"wave_id": wave.pk}
    changed = {"name": "Golf een", "starts_on": "2027-04-01", "groups": [str(group.pk)]}
    send(guide, "wave_edit", 303, {**changed, "version": 1}, **keys)
    text = send(guide, "wave_edit", 409, {**changed, "name": "Anders", "version": 1}, **keys)
    assert "Golf een" in text
    send(guide, "wave_remove", **keys)
    assert "Nog niemand weet wanneer elke groep begint" in page(guide, "impact_list")
    send(guide, "wave_restore", **keys)
    assert "april 2027" in page(guide, "impact_list")


def test_who_is_in_one_group_reads_nothing_of_the_waves_of_others(guide, process, group):
    other = Group.objects.create(workspace_id=guide.tenant, name="Griffie", size=6)
    day = dt.date(2027, 3, 1)
    commands.add_wave(by=guide, draft=WaveDraft("Golf 1", day, (group.pk, other.pk)))
    third = Group.objects.create(workspace_id=guide.tenant, name="Bodes", size=6)
    draft = WaveDraft("Golf 2", dt.date(2027, 9, 1), (third.pk,))
    commands.add_wave(by=guide, draft=draft)
    text = page(in_group(guide, group), "impact_list")
    assert "Golf 1" in text
    for theirs in ("Griffie", "Bodes", "Golf 2", "september 2027"):
        assert theirs not in text
        assert theirs in page(guide, "impact_list")


def test_a_wave_is_not_put_back_beyond_what_fits(guide, monkeypatch):
    monkeypatch.setattr("draagvlak.processes.rules.MOST_WAVES", 1)
    wave = commands.add_wave(by=guide, draft=WaveDraft("Golf 1", dt.date(2027, 3, 1)))
    gone = commands.remove_wave(by=guide, wave=wave)
    commands.add_wave(by=guide, draft=WaveDraft("Golf 2", dt.date(2027, 4, 1)))
    assert "Er zijn 24 golven." in refused(commands.put_wave_back, by=guide, wave=gone)


def test_waves_refuse_what_nobody_can_follow(guide, group):
    day = dt.date(2027, 3, 1)
    add = commands.add_wave
    assert refused(add, by=guide, draft=WaveDraft("  ", day)) == "Geef de golf een naam."
    wave = add(by=guide, draft=WaveDraft("Golf 1", day, (group.pk,)))
    again = {"by": guide, "wave": wave}
    assert "staat er al" in refused(commands.put_wave_back, **again)
    with pytest.raises(EditConflict):
        commands.edit_wave(**again, draft=WaveDraft("Golf 1", day), version=9)
    gone = commands.remove_wave(**again)
    assert "al weggehaald" in refused(commands.remove_wave, by=guide, wave=gone)
    add(by=guide, draft=WaveDraft("Golf 2", day, (group.pk,)))
    assert "Staat al in een andere golf" in refused(commands.put_wave_back, by=guide, wave=gone)
    Wave.objects.bulk_create(
        Wave(workspace_id=guide.tenant, programme_id=guide.programme_id, name="Golf", starts_on=day)
        for _number in range(24)
    )
    assert "Er zijn 24 golven." in refused(add, by=guide, draft=WaveDraft("Nog een", day))


def test_who_belongs_to_a_group_finds_its_page_among_the_processes(guide, process, group):
    member = in_group(guide, group)
    assert "Wat er verandert voor Secretariaat" in page(member, "process_list")
    assert Person.objects.count() == 1
    assert Step.objects.filter(situation__process=process).count() == 5
