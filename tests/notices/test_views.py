"""Choosing mail, stopping it without signing in, and addresses that refuse it."""

from __future__ import annotations

import html
import re

import pytest
from django.test import Client
from django.utils import timezone

from draagvlak.accounts.models import User
from draagvlak.core.policy import Role
from draagvlak.core.verdict import Refused
from draagvlak.core.web import to
from draagvlak.notices import mail
from draagvlak.notices.commands import choose_mail, pause_box, retry_box, stop_mail
from draagvlak.notices.commands.boxes import system_in
from draagvlak.notices.models import How, Kind, Mailbox, Preference
from draagvlak.notices.queries.boxes import mark_of, paused_boxes, stop_address, why_words
from draagvlak.notices.queries.wishes import wishes
from draagvlak.notices.resealing import mark_boxes_anew
from draagvlak.programmes.models import Programme
from tests.factories.organisations import make_person
from tests.factories.places import make_member, make_user, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def guide():
    return make_member()


def words(answer):
    plain = re.sub(r"<[^>]+>", " ", answer.content.decode())
    return " ".join(html.unescape(plain).split())


def box_of(actor, address="a@b.example"):
    return mail.box_for(actor.tenant, address, user_id=actor.user_id)


def path_of(box):
    return "/mail/" + stop_address(box).partition("/mail/")[2]


def test_somebody_chooses_per_kind_and_workspace(guide, client):
    web = sign_in(client, guide)
    url = to(guide, "notices:preference_edit")
    assert "Aan mij is een antwoord gevraagd" in words(web.get(url))
    chosen = {"asked": "at_once", "late": "none", "reaction": "daily", "moved": "daily"}
    for _twice in range(2):
        assert web.post(url, chosen).status_code == 303
    assert wishes(guide.tenant, guide.user_id) == {
        Kind.ASKED: How.AT_ONCE,
        Kind.LATE: How.NONE,
        Kind.REACTION: How.DAILY,
        Kind.MOVED: How.DAILY,
    }
    assert Preference.objects.count() == 4
    answer = web.post(url, {**chosen, "reaction": "at_once"})
    assert answer.status_code == 422
    assert "Kies een van de mogelijkheden." in words(answer)


def test_a_reaction_never_comes_at_once(guide):
    with pytest.raises(Refused) as refused:
        choose_mail(by=guide, wishes={"reaction": "at_once"})
    assert str(refused.value) == (
        "Dit komt hooguit één keer per dag: het moment zelf kan verraden wie het was."
    )
    with pytest.raises(Refused):
        choose_mail(by=guide, wishes={"onzin": "daily"})


def test_looking_at_the_link_changes_nothing_and_sending_stops_the_mail(guide):
    box = box_of(guide)
    visitor = Client(enforce_csrf_checks=True)
    page = visitor.get(path_of(box))
    assert "Wil je geen mail meer?" in words(page)
    assert page["Referrer-Policy"] == "no-referrer"
    assert Mailbox.objects.get().stopped_on is None

    for _twice in range(2):  # as a mail program does it (RFC 8058)
        answer = visitor.post(path_of(box), {"List-Unsubscribe": "One-Click"})
        assert answer.status_code == 200
        assert "Je krijgt zulke mail niet meer" in words(answer)
    assert Mailbox.objects.get().stopped_on == timezone.localdate()
    unknown = visitor.post(path_of(box)[:-2] + "/")
    assert unknown.status_code == 404
    assert "Deze link werkt niet" in words(unknown)


def test_its_reader_takes_the_mail_again_and_nobody_else(guide, client):
    box = box_of(guide)
    stop_mail(by=system_in(box.workspace), box=box)
    web = sign_in(client, guide)
    assert "Je zette deze mail op" in words(web.get(to(guide, "notices:preference_edit")))
    other = make_member(Programme.objects.get(pk=guide.programme_id))
    sign_in(Client(), other).post(to(other, "notices:mail_resume"))
    assert Mailbox.objects.get().stopped_on is not None
    web.post(to(guide, "notices:mail_resume"))
    assert Mailbox.objects.get().stopped_on is None


def test_the_guide_reads_who_cannot_be_reached_why_and_tries_again(guide, client):
    member = make_member(
        Programme.objects.get(pk=guide.programme_id), Role.SPONSOR, user=make_user("Anna Bos")
    )
    box = box_of(member)
    web = sign_in(client, guide)
    url = to(guide, "notices:mailbox_list")
    assert "Al onze mail komt aan" in words(web.get(url))
    pause_box(by=system_in(box.workspace), box=box, status="5.1.1")

    page = words(web.get(url))
    assert "Anna Bos" in page
    assert "Dit adres bestaat niet (meer). Vraag het juiste adres." in page
    answer = web.post(to(guide, "notices:mailbox_retry", mailbox_id=box.pk))
    assert answer.status_code == 303
    assert Mailbox.objects.get().paused_on is None
    gone = web.post(to(guide, "notices:mailbox_retry", mailbox_id=box.pk))
    assert gone.status_code == 404
    with pytest.raises(Refused) as refused:
        retry_box(by=guide, box=Mailbox.objects.get())
    assert str(refused.value) == "De mail naar dit adres ligt niet stil."
    assert sign_in(Client(), member).get(url).status_code == 403


def test_a_member_of_another_programme_is_not_shown(guide):
    elsewhere = make_member(Programme.objects.create(
        workspace_id=guide.tenant, name="Anders", slug="anders"
    ))  # fmt: skip
    box = box_of(elsewhere)
    pause_box(by=system_in(box.workspace), box=box, status="5.1.1")
    assert paused_boxes(guide) == []


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_takes_a_fixed_number_of_statements(guide, rows, django_assert_num_queries):
    for number in range(rows):
        person = make_person(guide, f"Piet {number}")
        address = f"p{number}@b.example"
        box = mail.box_for(guide.tenant, address, person_id=person.pk)
        pause_box(by=system_in(box.workspace), box=box, status="552")
        pause_box(
            by=system_in(box.workspace),
            box=box_of(make_member(Programme.objects.get(pk=guide.programme_id)), f"q{address}"),
            status="5.2.2",
        )
    with django_assert_num_queries(2):
        assert len(paused_boxes(guide)) == rows * 2


@pytest.mark.parametrize(
    ("status", "said"),
    [
        ("550", "Dit adres bestaat niet (meer). Vraag het juiste adres."),
        ("5.2.2", "Deze mailbox is vol. De eigenaar moet hem opruimen."),
        ("5.2.1", "Deze mailbox neemt geen mail aan. Misschien is hij gesloten."),
        (
            "5.7.1",
            "De mailserver daar weigert onze mail. Vraag de ICT-afdeling om die door te laten.",
        ),
        ("5.0.0", "De mailserver daar weigerde de mail definitief."),
    ],
)
def test_a_refusal_is_said_in_words(status, said):
    assert why_words(status) == said


def test_only_what_is_refused_for_good_is_paused(guide):
    box = box_of(guide)
    with pytest.raises(Refused) as refused:
        pause_box(by=system_in(box.workspace), box=box, status="4.2.2")
    assert str(refused.value) == "Dit werd maar tijdelijk geweigerd."


def test_a_new_master_key_knows_each_mailbox_again(guide, settings):
    person = make_person(guide, email="p.vos@voorbeeld.example")
    address = User.objects.get(pk=guide.user_id).email
    mine = mail.box_for(guide.tenant, address, user_id=guide.user_id)
    theirs = mail.box_for(guide.tenant, person.email, person_id=person.pk)
    moved = mail.box_for(guide.tenant, "oud@voorbeeld.example", user_id=guide.user_id)
    old, new = settings.SERVER_KEY, b"n" * 32

    assert mark_boxes_anew(old, new) == 2
    assert mark_boxes_anew(old, new) == 0

    settings.SERVER_KEY = new
    assert mail.box_for(guide.tenant, address, user_id=guide.user_id).pk == mine.pk
    assert mail.box_for(guide.tenant, person.email, person_id=person.pk).pk == theirs.pk
    assert mail.box_for(guide.tenant, "oud@voorbeeld.example", user_id=guide.user_id) != moved


def test_the_mark_of_an_address_does_not_tell_it():
    assert mark_of("A@b.example ") == mark_of("a@b.example")
    assert "b.example" not in mark_of("a@b.example")
    assert len(mark_of("a@b.example")) == 64


def test_an_outsider_finds_nothing(guide):
    stranger = sign_in(Client(), make_member())
    for route in ("preference_edit", "mailbox_list"):
        assert stranger.get(to(guide, f"notices:{route}")).status_code == 404
