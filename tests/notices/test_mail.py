"""Digests and mails at once, over a real mail server on loopback."""

from __future__ import annotations

import datetime as dt
import re
import smtplib

import pytest
from django.utils import timezone

from draagvlak.accounts.models import User
from draagvlak.concerns.commands import set_answer_due, set_owner
from draagvlak.concerns.models import Concern
from draagvlak.core import outbox
from draagvlak.core.models import OutboxMessage
from draagvlak.core.policy import Role
from draagvlak.notices import mail
from draagvlak.notices.commands import choose_mail, sending
from draagvlak.notices.models import Mailbox
from draagvlak.notices.queries.boxes import box_by_token, stop_address
from draagvlak.programmes.models import Membership, Programme
from tests.factories.concerns import make_delivered, make_understood
from tests.factories.measures import membership_of
from tests.factories.places import make_member, make_programme, make_user
from tests.factories.smtp_server import mail_server
from tests.factories.stakeholders import make_commitment, make_stakeholder

pytestmark = pytest.mark.django_db


@pytest.fixture
def server(settings):
    with mail_server() as found:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", found.port
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        yield found


@pytest.fixture
def guide():
    return make_member()


@pytest.fixture
def sponsor(guide):
    programme = Programme.objects.get(pk=guide.programme_id)
    return make_member(programme, Role.SPONSOR, user=make_user("Marjolein Horst"))


def day(days=0):
    return timezone.localdate() + dt.timedelta(days=days)


def owe(guide, owner, title, days):
    concern = make_understood(guide, title)
    given = membership_of(owner)
    concern = set_owner(by=guide, concern=concern, owner=given, version=concern.version)
    due = day(days)
    return set_answer_due(by=guide, concern=concern, due_on=due, version=concern.version)


def digest(actor, on=0):
    mail.send_digest({"user": str(actor.user_id), "on": day(on).isoformat()}, sending.pause)


def body(message, kind="plain"):
    return message.get_body((kind,)).get_content()


def test_a_digest_says_what_waits_in_two_forms_with_a_way_to_stop(guide, sponsor, server):
    owe(guide, sponsor, "Papier is prettig", -3)
    owe(guide, sponsor, "Inloggen <b>duurt</b> lang", 4)
    make_commitment(
        guide, make_stakeholder(guide), "Een tablet", due_on=day(-1),
        owner=membership_of(sponsor).pk,
    )  # fmt: skip

    digest(sponsor)

    [(recipients, message)] = server.mails
    user = User.objects.get(pk=sponsor.user_id)
    assert recipients == [user.email]
    assert message["Subject"] == "Er wachten 3 dingen op je in Draagvlak"
    text, html = body(message), body(message, "html")
    assert "Hallo Marjolein Horst," in text
    assert "Jouw antwoord is te laat: Papier is prettig (3 dagen te laat)" in text
    assert "Jouw antwoord is gevraagd: Inloggen <b>duurt</b> lang (over 4 dagen)" in text
    assert "Jouw toezegging is te laat: Een tablet (1 dag te laat)" in text
    assert "Inloggen &lt;b&gt;duurt&lt;/b&gt; lang" in html
    assert '<html lang="nl">' in html
    assert "<img" not in html
    stop = stop_address(Mailbox.objects.get())
    assert message["List-Unsubscribe"].replace("\n", "").strip() == f"<{stop}>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["Auto-Submitted"] == "auto-generated"
    assert stop in text
    assert stop in html


def test_the_digest_comes_in_the_language_of_its_reader(guide, sponsor, server):
    User.objects.filter(pk=sponsor.user_id).update(language="en")
    owe(guide, sponsor, "Papier is prettig", -3)

    digest(sponsor)

    [(_recipients, message)] = server.mails
    assert "Your answer is late: Papier is prettig (3 days late)" in body(message)
    assert '<html lang="en">' in body(message, "html")


def test_at_most_one_a_day_and_none_when_nothing_is_new(guide, sponsor, server):
    owe(guide, sponsor, "Papier is prettig", -3)
    digest(sponsor)
    digest(sponsor)
    assert len(server.mails) == 1
    for days in range(1, 7):
        digest(sponsor, days)
    assert len(server.mails) == 1, "the same news is no news"
    digest(sponsor, 7)
    assert len(server.mails) == 2, "but after a week it still waits"
    owe(guide, sponsor, "Nog iets", -1)
    digest(sponsor, 8)
    assert len(server.mails) == 3


def test_one_mail_holds_all_workspaces(guide, sponsor, server):
    owe(guide, sponsor, "Papier is prettig", -3)
    other = make_programme(name="Zaaksysteem")
    user = User.objects.get(pk=sponsor.user_id)
    elsewhere = make_member(other, Role.GUIDE, user=user)
    owe(elsewhere, elsewhere, "Zoeken gaat traag", -1)

    digest(sponsor)

    [(_to, message)] = server.mails
    assert "Papier is prettig" in body(message)
    assert "Zaaksysteem" in body(message)
    assert "Zoeken gaat traag" in body(message)
    assert Mailbox.objects.filter(digest_on=day()).count() == 2


def test_what_somebody_does_not_want_is_not_told(guide, sponsor, server):
    owe(guide, sponsor, "Papier is prettig", -3)
    wishes = {"asked": "daily", "late": "none", "reaction": "daily", "moved": "none"}
    choose_mail(by=sponsor, wishes=wishes)
    digest(sponsor)
    assert server.mails == []


def test_what_is_late_for_a_week_is_told_to_the_lead_as_a_count(guide, sponsor, server):
    lead = make_member(Programme.objects.get(pk=guide.programme_id), Role.PROJECT_LEAD)
    owe(guide, sponsor, "Papier is prettig", -7)
    digest(lead)
    assert server.mails == []
    owe(guide, sponsor, "Inloggen duurt lang", -8)

    digest(lead)

    [(_to, message)] = server.mails
    assert "1 antwoord is langer dan een week te laat, aan wie het ook is gevraagd" in body(message)
    assert "Inloggen" not in body(message)


def test_what_is_not_solved_and_what_moved_is_told_without_who_or_when(guide, sponsor, server):
    for title, unsolved in (("Papier is prettig", 1), ("Inloggen duurt lang", 0)):
        done = make_delivered(guide, title)
        Concern.objects.filter(pk=done.pk).update(
            unsolved=unsolved, voices=5, owner=membership_of(sponsor)
        )

    digest(sponsor)

    [(_to, message)] = server.mails
    assert "Niet voor iedereen opgelost: Papier is prettig" in body(message)
    assert "“Inloggen duurt lang” is nu: teruggekoppeld" in body(message)


def test_more_than_five_of_a_kind_are_counted(guide, sponsor, server):
    for number in range(7):
        owe(guide, sponsor, f"Zorg {number}", -1 - number)
    digest(sponsor)
    assert "en nog 2" in body(server.mails[0][1])


def test_at_once_for_who_chose_so_and_never_about_oneself(guide, sponsor, server):
    wishes = {"asked": "at_once", "late": "none", "reaction": "none", "moved": "at_once"}
    concern = owe(guide, sponsor, "Zonder wens", 5)
    assert not OutboxMessage.objects.filter(topic=mail.AT_ONCE).exists()
    for one in (sponsor, guide):
        choose_mail(by=one, wishes=wishes)
    owe(guide, sponsor, "Papier is prettig", 5)
    owe(guide, guide, "Mijn eigen", 5)

    outbox.deliver_all()

    told = [body(message) for _to, message in server.mails]
    assert len(told) == 1
    assert "Jouw antwoord is gevraagd: Papier is prettig" in told[0]
    assert concern.title not in told[0]


def test_a_mail_at_once_that_is_no_longer_so_does_not_leave(guide, sponsor, server):
    wishes = {"asked": "at_once", "late": "none", "reaction": "none", "moved": "none"}
    choose_mail(by=sponsor, wishes=wishes)
    concern = owe(guide, sponsor, "Papier is prettig", 5)
    set_owner(by=guide, concern=concern, owner=None, version=concern.version)
    Membership.objects.filter(user_id=guide.user_id).update(ended_at=timezone.now())

    outbox.deliver_all()

    assert server.mails == []
    assert not OutboxMessage.objects.exclude(state="done").exists()


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        ("550 5.1.1 No such user", "5.1.1"),
        ("552 5.2.2 Mailbox full", "5.2.2"),
        ("550 Unknown", "550"),
    ],
)
def test_an_address_that_refuses_is_paused_and_gets_nothing_more(
    guide, sponsor, server, answer, status
):
    owe(guide, sponsor, "Papier is prettig", -3)
    address = User.objects.get(pk=sponsor.user_id).email
    server.refuses[address] = answer

    digest(sponsor)

    box = Mailbox.objects.get()
    assert (box.paused_on, box.refused_with) == (day(), status)
    del server.refuses[address]
    digest(sponsor, 8)
    assert server.mails == []


def test_a_refusal_after_the_mail_counts_only_when_it_is_about_the_address(guide, sponsor, server):
    owe(guide, sponsor, "Papier is prettig", -3)
    server.refuses_data = "554 5.7.1 Spam"
    with pytest.raises(smtplib.SMTPDataError):
        digest(sponsor)
    assert Mailbox.objects.get().paused_on is None
    server.refuses_data = "550 5.1.1 Gone"
    digest(sponsor)
    assert Mailbox.objects.get().refused_with == "5.1.1"


def test_a_server_that_is_busy_is_asked_again_the_same_day(guide, sponsor, server):
    owe(guide, sponsor, "Papier is prettig", -3)
    address = User.objects.get(pk=sponsor.user_id).email
    server.refuses[address] = "451 4.7.1 Try again later"
    with pytest.raises(smtplib.SMTPRecipientsRefused):
        digest(sponsor)
    assert (Mailbox.objects.get().paused_on, Mailbox.objects.get().digest_on) == (None, None)
    del server.refuses[address]
    digest(sponsor)
    assert len(server.mails) == 1


def test_the_night_promises_everybody_one_digest_however_often_it_runs(guide, sponsor):
    gone = make_member(Programme.objects.get(pk=guide.programme_id), Role.EMPLOYEE)
    User.objects.filter(pk=gone.user_id).update(is_active=False)
    for _twice in range(2):
        assert sending.plan_digests() == {"people": 2}
    keys = set(OutboxMessage.objects.filter(topic=mail.DIGEST).values_list("key", flat=True))
    assert keys == {f"notices.digest:{one.user_id}:{day()}" for one in (guide, sponsor)}


def test_a_demo_mails_nobody_by_a_real_server(guide, sponsor, server):
    owe(guide, sponsor, "Papier is prettig", -3)
    programme = Programme.objects.select_related("workspace").get(pk=guide.programme_id)
    programme.workspace.is_demo = True
    programme.workspace.save()
    digest(sponsor)
    assert server.mails == []


def test_the_outbox_holds_no_address_and_no_words(guide, sponsor):
    wishes = {"asked": "at_once", "late": "none", "reaction": "none", "moved": "none"}
    choose_mail(by=sponsor, wishes=wishes)
    owe(guide, sponsor, "Papier is prettig", 5)
    sending.plan_digests()
    rows = str(list(OutboxMessage.objects.values_list("payload", "key")))
    assert "Papier" not in rows
    assert not re.search(r"@\w", rows)


def test_a_link_that_is_not_whole_stops_nothing(guide, sponsor):
    box = mail.box_for(guide.tenant, "a@b.example", user_id=sponsor.user_id)
    space, token = stop_address(box).rstrip("/").split("/")[-2:]
    assert box_by_token(space, token) == box
    for wrong in ("", "x", token[:-1], f"{token}x", token[:40] + "A" * 14, f"zz{token[2:]}"):
        assert box_by_token(space, wrong) is None
    assert box_by_token("elders", token) is None
