"""What changes for the group behind a door: who reads it, and what is said about a step."""

from __future__ import annotations

import html
import re
from decimal import Decimal

import pytest
from django.test import Client

from draagvlak.concerns.models import Concern
from draagvlak.contributions.commands import close_entrance
from draagvlak.contributions.models import Message
from draagvlak.contributions.queries.decoy import thread_of_nobody
from draagvlak.contributions.queries.entrances import code_for, door_of_group
from draagvlak.contributions.queries.following import thread_of
from draagvlak.contributions.queries.inbox import access_contribution
from draagvlak.contributions.views import changing
from draagvlak.core import flood
from draagvlak.core.ids import uuid4
from draagvlak.core.web import to
from draagvlak.lib.receipts import new_receipt
from draagvlak.organisations.models import Group
from draagvlak.processes import commands
from draagvlak.processes.commands import RemarkDraft
from draagvlak.processes.models import Step
from draagvlak.solutions.queries import step_links
from tests.factories.contributions import make_entrance, speak
from tests.factories.places import make_member, sign_in
from tests.factories.processes import make_process, make_step
from tests.factories.vault import make_vault, open_in_browser

pytestmark = pytest.mark.django_db
WORDS = "Zo gaat het bij ons niet."


@pytest.fixture(autouse=True)
def _new_window(monkeypatch):
    monkeypatch.setattr(flood, "_now", lambda: 1_000_000.0)
    flood._counts.window = -1


@pytest.fixture
def guide():
    return make_member()


@pytest.fixture
def vault(guide):
    return make_vault(guide)


@pytest.fixture
def group(guide):
    return Group.objects.create(workspace_id=guide.tenant, name="Secretariaat")


@pytest.fixture
def step(guide, group):
    """A step that goes away; the group printed."""
    process = make_process(guide, "Collegestukken")
    step = make_step(guide, process, "Print negen sets", minutes=Decimal(90), often=Decimal(2))
    make_step(guide, process, "Zet alles klaar", "later")
    commands.tie_role(by=guide, process=process, role="Secretariaat", group=group)
    draft = RemarkDraft(right=False, words="Alleen voor ons.")
    commands.say_remark(by=guide, process=process, group=group, step=step, draft=draft)
    return step


@pytest.fixture
def door(guide, vault, group):
    return make_entrance(guide, "Secretariaten", group=group.pk, shows_change=True)


def at(door, path=""):
    return f"/speak/{door.programme.workspace.slug}/{code_for(door.pk)}/{path}"


def words(response):
    plain = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(html.unescape(plain).split())


def send(door, step):
    sent = {"text": WORDS, "way": "anonymous", "receipt": new_receipt(), "step": step}
    answer = Client().post(at(door), sent, HTTP_SEC_FETCH_SITE="same-origin")
    assert answer.status_code == 200
    return sent["receipt"]


def test_who_stands_at_the_door_reads_what_changes_and_nothing_of_what_was_said(door, step):
    answer = Client().get(at(door, "change/"))
    told = words(answer)
    assert "Wat er verandert voor Secretariaat" in told
    assert "“Print negen sets” verdwijnt." in told
    assert "Alleen voor ons." not in told
    assert f"?step={step.pk}" in answer.content.decode()
    assert not answer.cookies
    assert "Wat verandert er voor jou" in words(Client().get(at(door)))


def test_a_door_shows_it_only_when_a_guide_chose_so_for_a_group(guide, vault, group, door, step):
    closed = make_entrance(guide, group=group.pk, shows_change=True)
    close_entrance(by=guide, entrance=closed)
    shut = [
        make_entrance(guide, group=group.pk),
        make_entrance(guide, shows_change=True),
        closed,
    ]
    for each in shut:
        assert Client().get(at(each, "change/")).status_code == 404
        assert "Wat verandert er voor jou" not in words(Client().get(at(each)))
    assert Client().get("/speak/nergens/AAAAA-AAAAA/change/").status_code == 404


def test_a_group_without_work_reads_that_nothing_is_known_yet(door):
    assert "Dat staat nog niet op papier" in words(Client().get(at(door, "change/")))


def test_who_looks_too_often_waits(door, step, monkeypatch):
    monkeypatch.setattr(changing, "LOOKED_AT", 1)
    assert Client().get(at(door, "change/")).status_code == 200
    answer = Client().get(at(door, "change/"))
    assert answer.status_code == 429
    assert "Print negen sets" not in words(answer)


def test_what_is_said_of_a_step_reaches_the_guide_with_that_step(guide, vault, door, step):
    told = words(Client().get(f"{at(door)}?step={step.pk}"))
    assert "Dit gaat over de stap “Print negen sets” in “Collegestukken”." in told
    send(door, str(step.pk))
    row = Message.objects.get()
    assert str(step.pk).encode() not in bytes(row.for_guides) + bytes(row.for_holder)
    web = open_in_browser(sign_in(Client(), guide), vault)
    found = access_contribution(guide, row.contribution_id)
    address = to(guide, "contributions:contribution_detail", contribution_id=found.pk)
    assert "Over de stap “Print negen sets” in “Collegestukken”" in words(web.get(address))


@pytest.mark.parametrize("about", ["", "geen stap", "01a1ff67-0000-7000-8000-000000000000"])
def test_a_step_that_is_not_there_is_about_nothing(door, about):
    assert "Dit gaat over de stap" not in words(Client().get(f"{at(door)}?step={about}"))
    send(door, about)
    assert Message.objects.count() == 1


def test_a_step_of_somebody_elses_programme_stays_unknown(door):
    other = make_member()
    strange = make_step(other, make_process(other), "Geheim werk")
    assert "Geheim werk" not in words(Client().get(f"{at(door)}?step={strange.pk}"))


def test_the_page_behind_a_receipt_leads_to_what_changes(guide, vault, door, group):
    assert thread_of(speak(door).holder).change_url == at(door, "change/")
    assert thread_of(speak(make_entrance(guide)).holder).change_url == ""


def test_looking_up_nobody_takes_as_many_statements(door, django_assert_num_queries):
    spoken = speak(door)
    holder = spoken.holder
    receipts = (new_receipt() for _number in range(50))
    bare = next(one for one in receipts if not thread_of_nobody(one).carried)
    with django_assert_num_queries(5):
        thread_of(holder)
    with django_assert_num_queries(5):
        thread_of_nobody(bare)


def test_people_of_a_group_find_their_own_door_first(guide, vault, group):
    other = Group.objects.create(workspace_id=guide.tenant, name="Griffie")
    assert door_of_group(guide, group.pk) == ""
    general = make_entrance(guide, "Kantine")
    assert code_for(general.pk) in door_of_group(guide, group.pk)
    own = make_entrance(guide, "Zaal", group=group.pk)
    assert code_for(own.pk) in door_of_group(guide, group.pk)
    assert code_for(general.pk) in door_of_group(guide, other.pk)
    assert Step.objects.count() == 0


def tied(guide, vault, step, **sent):
    """The page of what was said of a step, and the steps of the concern that it became."""
    web = open_in_browser(sign_in(Client(), guide), vault)
    key = Message.objects.earliest("pk").contribution_id
    path = to(guide, "contributions:contribution_detail", contribution_id=key)
    text = web.get(path).content.decode()
    what = {"key": uuid4(), "kind": "worry", "title": "Het drukwerk verdwijnt niet", **sent}
    answer = web.post(to(guide, "contributions:contribution_tie", contribution_id=key), what)
    assert answer.status_code == 303, words(answer)
    concern = Concern.objects.get(workspace_id=guide.tenant)
    return text, [link.name for link in step_links(guide, "concern", concern.pk)]


def box(text):
    (found,) = re.findall(r'<input type="checkbox" name="steps"[^>]*>', text)
    return found


def test_the_step_is_the_choice_already_for_what_it_becomes(guide, vault, door, step):
    send(door, str(step.pk))

    text, steps = tied(guide, vault, step, steps=[step.pk])

    assert "checked" in box(text)
    assert "Laat hem weg als weinig mensen dit werk doen" in text
    assert steps == ["Print negen sets"]


def test_a_guide_leaves_the_step_out(guide, vault, door, step):
    send(door, str(step.pk))

    assert tied(guide, vault, step)[1] == []


def test_where_few_people_do_the_work_a_guide_chooses_the_step(guide, vault, door, group, step):
    Group.objects.filter(workspace_id=guide.tenant, pk=group.pk).update(size=4)
    send(door, str(step.pk))

    text, steps = tied(guide, vault, step, steps=[step.pk])

    assert "checked" not in box(text)
    assert steps == ["Print negen sets"]


def test_a_step_that_is_gone_is_not_offered(guide, vault, door, step):
    send(door, str(step.pk))
    commands.remove_step(by=guide, step=step)

    text, steps = tied(guide, vault, step, steps=[step.pk])

    assert 'name="steps"' not in text
    assert steps == []


def test_a_passage_takes_the_step_along(guide, vault, door, step):
    send(door, str(step.pk))
    web = open_in_browser(sign_in(Client(), guide), vault)
    key = Message.objects.get().contribution_id
    path = to(guide, "contributions:contribution_quote", contribution_id=key)
    assert "checked" in box(web.get(path).content.decode())
    what = {"key": uuid4(), "kind": "worry", "title": "Het drukwerk verdwijnt niet"}
    look = web.post(path, {**what, "exact": WORDS, "step": "look"})
    assert "checked" not in box(look.content.decode())

    assert web.post(path, {**what, "exact": WORDS, "steps": [step.pk]}).status_code == 303

    concern = Concern.objects.get(workspace_id=guide.tenant)
    assert [link.name for link in step_links(guide, "concern", concern.pk)] == ["Print negen sets"]
