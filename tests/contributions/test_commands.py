"""Speaking in three ways, going on, joining, reacting; and what guides do with it."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.core import mail as django_mail
from django.db import models
from django.utils import timezone

from draagvlak.concerns.commands import (
    add_cause,
    answer_concern,
    make_cause,
    merge_concerns,
    reopen_concern,
)
from draagvlak.concerns.models import Concern, Voice
from draagvlak.contributions import commands
from draagvlak.contributions.commands import Draft, EntranceDraft, Goal
from draagvlak.contributions.mail import forget_letters
from draagvlak.contributions.models import (
    AnswerSpread,
    Contribution,
    Entrance,
    Letter,
    Message,
    NamedVoice,
)
from draagvlak.contributions.queries import inbox
from draagvlak.contributions.queries.following import (
    alike,
    holder_by_link,
    holder_by_receipt,
    open_concern,
    said_by,
    thread_of,
)
from draagvlak.contributions.queries.named import names_behind
from draagvlak.contributions.queries.threads import Why, receipt_key, visitor_in
from draagvlak.core.command import RepeatedDifferently
from draagvlak.core.ids import uuid4
from draagvlak.core.models import AuditEvent, OutboxMessage
from draagvlak.core.outbox import deliver_all
from draagvlak.core.policy import Role
from draagvlak.core.verdict import Refused
from draagvlak.core.versions import EditConflict
from draagvlak.lib.receipts import new_receipt
from draagvlak.programmes.models import Programme
from draagvlak.vault.commands import share_box
from draagvlak.vault.models import Keyring
from draagvlak.vault.queries import Sealed, programme_box
from tests.factories.concerns import make_answered, make_concern, make_group
from tests.factories.contributions import WORDS, make_entrance, speak, tie
from tests.factories.places import make_member
from tests.factories.vault import make_vault

pytestmark = pytest.mark.django_db
ADDRESS = "els.bos@voorbeeldstad.example"


@pytest.fixture
def guide():
    return make_member()


@pytest.fixture
def vault(guide):
    return make_vault(guide)


@pytest.fixture
def door(guide, vault):
    return make_entrance(guide)


def fresh(spoken):
    return Contribution.objects.get(pk=spoken.contribution.pk)


def answer(guide, concern):
    concern.refresh_from_db()
    cause = make_cause(by=guide, title=f"Scherm {concern.number}", about="software", where="can")
    add_cause(by=guide, concern=concern, cause=cause)
    concern.refresh_from_db()
    answer_concern(
        by=guide,
        concern=concern,
        text="Je mag op papier blijven lezen.",
        decided_by="Marjolein Horst",
        reasons="Papier geeft rust.",
    )
    concern.refresh_from_db()
    return concern


def link_in(message):
    return re.search(r"/own/([\w-]+)/", message.body).group(1)


# doors


def test_a_door_opens_once_there_is_a_vault():
    guide = make_member()
    with pytest.raises(Refused, match="Maak eerst je kluis"):
        commands.open_entrance(by=guide, draft=EntranceDraft("Kantine"))
    make_vault(guide)
    entrance = commands.open_entrance(by=guide, draft=EntranceDraft(" Kantine "))
    assert entrance.name == "Kantine"
    assert AuditEvent.objects.filter(verb="contributions.entrance_opened").count() == 1


@pytest.mark.parametrize("role", [Role.SPONSOR, Role.PROJECT_LEAD, Role.ADMINISTRATOR])
def test_only_guides_open_doors(guide, vault, role):
    other = make_member(Programme.objects.get(pk=guide.programme_id), role)
    with pytest.raises(Refused, match="Alleen begeleiders"):
        commands.open_entrance(by=other, draft=EntranceDraft("Kantine"))


def test_a_door_ends_on_a_day_to_come(guide, vault):
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    with pytest.raises(Refused, match="Deze dag is voorbij"):
        commands.open_entrance(by=guide, draft=EntranceDraft("Kantine", ends_on=yesterday))


def test_a_closed_door_takes_nothing_in_and_opens_again(guide, door):
    commands.close_entrance(by=guide, entrance=door)
    with pytest.raises(Refused, match="Deze deur is dicht"):
        speak(door)
    Entrance.objects.update(ends_on=timezone.localdate() - dt.timedelta(days=3))
    door.refresh_from_db()
    commands.reopen_entrance(by=guide, entrance=door)
    assert (door.closed_on, door.ends_on) == (None, None)
    speak(door)
    assert Contribution.objects.count() == 1


def test_two_guides_do_not_overwrite_a_door(guide, door):
    commands.edit_entrance(by=guide, entrance=door, draft=EntranceDraft("Hal"), version=1)
    with pytest.raises(EditConflict):
        commands.edit_entrance(by=guide, entrance=door, draft=EntranceDraft("Gang"), version=1)
    assert Entrance.objects.get().name == "Hal"


# the three ways


def test_anonymously_nothing_leads_to_who_spoke(guide, vault, door):
    spoken = speak(door, name="Els Bos", address=ADDRESS)

    row = fresh(spoken)
    assert (row.way, row.reach, row.by_link, row.link_hash) == ("anonymous", None, None, "")
    opened = inbox.open_contribution(guide, vault, row)
    assert (opened.who.name, opened.words) == ("", WORDS)
    assert opened.entrance == door.name
    assert not Letter.objects.exists()
    assert not OutboxMessage.objects.exists()
    event = AuditEvent.objects.get(verb="contributions.sent")
    assert event.actor_id is None
    assert timezone.localtime(event.at).time() == dt.time(0)


def test_in_confidence_the_mail_leaves_when_a_guide_opens_the_vault(guide, vault, door):
    spoken = speak(door, way="confidential", name="Els Bos", address=ADDRESS)
    deliver_all()
    assert not django_mail.outbox
    assert not OutboxMessage.objects.exists()
    assert inbox.mails_waiting(guide)

    assert commands.send_waiting_mail(by=guide, vault=vault) == 1
    deliver_all()

    (message,) = django_mail.outbox
    assert message.to == [ADDRESS]
    assert message.subject == "Je link naar wat je zei"
    holder = holder_by_link(spoken.space, link_in(message))
    assert holder.contribution.pk == spoken.contribution.pk
    assert [one.content.text for one in said_by(holder)] == [WORDS]
    assert not Letter.objects.exists()
    assert commands.send_waiting_mail(by=guide, vault=vault) == 0
    assert inbox.open_contribution(guide, vault, fresh(spoken)).who.name == "Els Bos"


def test_by_name_the_mail_leaves_at_once_and_the_name_goes_with_the_concern(guide, vault, door):
    spoken = speak(door, way="named", name="Els Bos", address=ADDRESS)
    deliver_all()
    assert link_in(django_mail.outbox[0])

    voice = tie(guide, vault, fresh(spoken))

    programme = Programme.objects.get(pk=guide.programme_id)
    for role in (Role.SPONSOR, Role.PROJECT_LEAD, Role.GUIDE):
        assert names_behind(make_member(programme, role), voice.concern_id) == ["Els Bos"]
    for role in (Role.EMPLOYEE, Role.SUPPLIER, Role.ADMINISTRATOR, Role.KEY_USER):
        assert names_behind(make_member(programme, role), voice.concern_id) == []
    outsider = make_member()
    assert names_behind(outsider, voice.concern_id) == []


def test_a_confidential_name_goes_nowhere(guide, vault, door):
    spoken = speak(door, way="confidential", name="Els Bos")
    tie(guide, vault, fresh(spoken))
    assert not NamedVoice.objects.exists()


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "Er staan nog geen woorden"),
        (" \n\t\u200b\u200f ", "Er staan nog geen woorden"),
        ("a" * 50_000, "Dit is te lang: 50.000 tekens"),
    ],
)
def test_what_cannot_be_sent_is_said_in_plain_words(door, text, reason):
    with pytest.raises(Refused, match=reason):
        speak(door, text)
    assert not Contribution.objects.exists()


@pytest.mark.parametrize(
    "text", ["😀", "مرحبا بالعالم", "<script>alert(1)</script>", "a" * 20_000, "😀" * 20_000]
)
def test_every_other_text_comes_back_as_it_was(guide, vault, door, text):
    spoken = speak(door, text)
    assert said_by(spoken.holder)[0].content.text == text
    assert inbox.said_to_guides(guide, vault, fresh(spoken))[0].content.text == text


def test_the_size_of_what_is_sealed_tells_no_length(door):
    for text in ("ja", "nee, want dat duurt te lang", "a" * 800):
        speak(door, text)
    assert {len(bytes(row)) for row in Message.objects.values_list("for_guides", flat=True)} == {
        len(bytes(Message.objects.first().for_guides))
    }


def test_the_same_receipt_gives_one_contribution(guide, door):
    receipt, by = new_receipt(), visitor_in(door.programme)
    draft = Draft("anonymous", WORDS)
    one, two = (
        commands.send_contribution(by=by, entrance=door, draft=draft, key=receipt_key(receipt))
        for _each in range(2)
    )
    assert one.pk == two.pk
    other = Draft("anonymous", "Iets anders")
    with pytest.raises(RepeatedDifferently):
        commands.send_contribution(by=by, entrance=door, draft=other, key=receipt_key(receipt))
    assert (Contribution.objects.count(), Message.objects.count()) == (1, 1)


def test_no_column_tells_a_moment_or_an_order():
    for table in (Contribution, Message, NamedVoice, Letter, AnswerSpread):
        assert not [f for f in table._meta.fields if isinstance(f, models.DateTimeField)]
        assert table._meta.pk.default is uuid4


def test_a_receipt_opens_in_its_own_workspace_only(door):
    spoken = speak(door)
    other = make_member()
    assert holder_by_receipt(other.workspace.slug, spoken.receipt) is None
    assert holder_by_receipt(spoken.space, new_receipt()) is None
    assert holder_by_link(spoken.space, "") is None
    assert holder_by_link(spoken.space, spoken.receipt) is None


# the thread


def test_the_thread_goes_both_ways(guide, vault, door):
    spoken = speak(door)
    commands.settle_contribution(by=guide, contribution=fresh(spoken))
    commands.write_back(
        by=guide, vault=vault, contribution=fresh(spoken), text="Waar bang voor?", key=uuid4()
    )
    assert not fresh(spoken).waits
    holder, key = spoken.holder, uuid4()
    for _each in range(2):
        commands.say_more(by=holder.actor, holder=holder, text="Mijn ogen.", key=key)
    with pytest.raises(RepeatedDifferently):
        commands.say_more(by=holder.actor, holder=holder, text="Iets anders.", key=key)

    assert fresh(spoken).waits
    assert [(one.from_guide, one.content.text) for one in thread_of(spoken.holder).said] == [
        (False, WORDS),
        (True, "Waar bang voor?"),
        (False, "Mijn ogen."),
    ]
    assert not django_mail.outbox


def test_a_guide_who_writes_twice_writes_once_and_mails_once(guide, vault, door):
    spoken, key = speak(door, way="confidential", address=ADDRESS), uuid4()
    for _each in range(2):
        commands.write_back(
            by=guide, vault=vault, contribution=fresh(spoken), text="Dank je.", key=key
        )
    deliver_all()
    assert [message.subject for message in django_mail.outbox] == ["Er is een bericht voor je"]
    with pytest.raises(RepeatedDifferently):
        commands.write_back(
            by=guide, vault=vault, contribution=fresh(spoken), text="Anders.", key=key
        )


def test_a_thread_has_an_end(guide, vault, door, monkeypatch):
    monkeypatch.setattr("draagvlak.contributions.rules.MOST_MESSAGES", 1)
    holder = speak(door).holder
    with pytest.raises(Refused, match="Deze berichtenlijn is vol"):
        commands.say_more(by=holder.actor, holder=holder, text="Nog iets.", key=uuid4())


def test_who_wants_no_mail_is_forgotten_by_the_mail_and_not_by_the_thread(guide, vault, door):
    spoken = speak(door, way="confidential", address=ADDRESS)
    commands.stop_mail(by=spoken.holder.actor, holder=spoken.holder)
    assert fresh(spoken).reach is None
    assert commands.send_waiting_mail(by=guide, vault=vault) == 0
    commands.write_back(by=guide, vault=vault, contribution=fresh(spoken), text="Dag.", key=uuid4())
    deliver_all()
    assert not django_mail.outbox
    with pytest.raises(Refused, match="Hierover gaat geen mail"):
        commands.stop_mail(by=spoken.holder.actor, holder=spoken.holder)


# becoming a concern


def test_a_contribution_becomes_a_concern_with_a_voice(guide, vault):
    group = make_group(guide, "Secretariaten")
    door = make_entrance(guide, group=group.pk)
    spoken = speak(door)

    key = uuid4()
    goal = Goal(kind="wish", title="Minder schermtijd in vergaderingen")
    for _each in range(2):
        commands.tie_contribution(
            by=guide, vault=vault, contribution=fresh(spoken), goal=goal, key=key
        )

    concern = Concern.objects.get()
    assert (concern.title, concern.kind, concern.voices) == (goal.title, "wish", 1)
    assert [one.group.name for one in concern.affected.all()] == ["Secretariaten"]
    (carried,) = thread_of(spoken.holder).carried
    assert (carried.title, carried.is_answered) == (goal.title, False)
    assert not fresh(spoken).waits
    assert inbox.contributions_behind(guide, vault, concern) == [fresh(spoken)]
    event = AuditEvent.objects.get(verb="contributions.tied")
    assert event.actor_id is None


def test_a_title_does_not_quote_who_spoke(guide, vault, door):
    spoken = speak(door)
    with pytest.raises(Refused, match="Zeg het in je eigen woorden"):
        tie(guide, vault, fresh(spoken), Goal(title="Straks de hele avond naar een scherm"))
    assert not Concern.objects.exists()


def test_a_contribution_joins_a_concern_once_and_can_leave_it(guide, vault, door):
    concern, spoken = make_concern(guide), speak(door)
    voice = tie(guide, vault, fresh(spoken), Goal(concern))
    with pytest.raises(Refused, match="Deze stem telt daar al mee"):
        tie(guide, vault, fresh(spoken), Goal(concern))

    commands.untie_contribution(
        by=guide, vault=vault, contribution=fresh(spoken), voice_id=voice.pk
    )

    concern.refresh_from_db()
    assert (concern.voices, Voice.objects.count()) == (0, 0)
    assert thread_of(spoken.holder).carried == []
    assert fresh(spoken).waits
    with pytest.raises(Refused):
        commands.untie_contribution(
            by=guide, vault=vault, contribution=fresh(spoken), voice_id=voice.pk
        )
    tie(guide, vault, fresh(spoken), Goal(concern))
    assert len(thread_of(spoken.holder).carried) == 1


def test_a_voice_is_followed_through_a_merge(guide, vault, door):
    spoken, kept = speak(door), make_concern(guide, "Lezen vanaf een scherm")
    voice = tie(guide, vault, fresh(spoken))
    gone = Concern.objects.get(pk=voice.concern_id)
    kept.refresh_from_db()
    merge_concerns(by=guide, kept=kept, gone=gone, versions=(kept.version, gone.version))
    (carried,) = thread_of(spoken.holder).carried
    assert carried.title == "Lezen vanaf een scherm"


def test_me_too_adds_one_voice(guide, vault, door):
    concern = make_concern(guide, "De hele avond naar een scherm kijken")
    spoken = speak(door)
    holder = spoken.holder
    assert [one.title for one in alike(holder.actor, WORDS)] == [concern.title]
    assert alike(holder.actor, WORDS)[0].words == "Een paar collega’s zeiden dit ook."

    commands.join_own(by=holder.actor, holder=holder, concern=open_concern(holder, concern.pk))

    concern.refresh_from_db()
    assert concern.voices == 1
    with pytest.raises(Refused, match="Jouw stem telt hier al mee"):
        commands.join_own(by=holder.actor, holder=holder, concern=concern)
    assert alike(holder.actor, WORDS, {concern.pk}) == []
    assert inbox.open_contribution(guide, vault, fresh(spoken)).carried[0].concern == concern.pk
    other = make_concern(make_member())
    assert open_concern(holder, other.pk) is None
    with pytest.raises(Refused, match="staat niet meer in de lijst"):
        commands.join_own(by=holder.actor, holder=holder, concern=None)


# the answer loop


def test_the_answer_arrives_in_the_thread_and_by_mail_once(guide, vault, door):
    quiet, mailed = speak(door), speak(door, way="confidential", address=ADDRESS)
    commands.send_waiting_mail(by=guide, vault=vault)
    deliver_all()
    django_mail.outbox.clear()
    concern = make_concern(guide)
    for spoken in (quiet, mailed):
        tie(guide, vault, fresh(spoken), Goal(concern))
    answer(guide, concern)

    for _each in range(2):
        commands.send_waiting_mail(by=guide, vault=vault)
    deliver_all()

    assert [one.subject for one in django_mail.outbox] == ["Er is antwoord op wat je zei"]
    for spoken in (quiet, mailed):
        (carried,) = thread_of(spoken.holder).carried
        assert carried.answer.text == "Je mag op papier blijven lezen."


def test_who_joins_an_answered_concern_is_mailed_at_once(guide, vault, door):
    concern = make_answered(guide)
    concern.refresh_from_db()
    spoken = speak(door, way="confidential", address=ADDRESS)
    tie(guide, vault, fresh(spoken), Goal(concern))
    deliver_all()
    assert [one.subject for one in django_mail.outbox] == ["Er is antwoord op wat je zei"]


def test_who_spoke_says_whether_it_is_solved(guide, vault, door):
    spoken = speak(door)
    concern = Concern.objects.get(pk=tie(guide, vault, fresh(spoken)).concern_id)
    holder = spoken.holder
    voice = thread_of(holder).carried[0].voice
    with pytest.raises(Refused, match="Er is nog geen antwoord"):
        commands.react(by=holder.actor, holder=holder, voice_id=voice, solved="yes")
    answer(guide, concern)
    with pytest.raises(Refused, match="wat er nog ontbreekt"):
        commands.react(by=holder.actor, holder=holder, voice_id=voice, solved="no")

    commands.react(
        by=holder.actor, holder=holder, voice_id=voice, solved="no", reason="Er is geen printer."
    )

    concern.refresh_from_db()
    assert concern.unsolved == 1
    reopen_concern(by=guide, concern=concern)
    commands_by_another = speak(door).holder
    with pytest.raises(Refused):
        commands.react(by=holder.actor, holder=commands_by_another, voice_id=voice, solved="yes")


def test_a_guide_without_the_key_leaves_the_mail_where_it_is(guide, vault, door):
    speak(door, way="confidential", address=ADDRESS)
    other = make_member(Programme.objects.get(pk=guide.programme_id), Role.CO_GUIDE)
    theirs = make_vault(other)
    assert commands.send_waiting_mail(by=other, vault=theirs) == 0
    assert inbox.mails_waiting(guide)
    with pytest.raises(Sealed):
        inbox.open_contribution(other, theirs, Contribution.objects.get())
    reader = Keyring.objects.get(user_id=other.user_id)
    share_box(by=guide, vault=vault, box=programme_box(guide), reader=reader)
    assert commands.send_waiting_mail(by=other, vault=theirs) == 1


# moderating


def test_what_is_taken_out_is_gone_on_both_sides_and_leaves_a_trace(guide, vault, door):
    spoken = speak(door, "Collega Jan Vos is ziek. Jan Vos zei het zelf.")
    row = Message.objects.get()
    with pytest.raises(Refused, match="staan er niet zo"):
        commands.redact_message(
            by=guide, vault=vault, contribution=fresh(spoken), message=row,
            passage="Piet", why=Why.NAME, version=1,
        )  # fmt: skip
    commands.redact_message(
        by=guide, vault=vault, contribution=fresh(spoken), message=row,
        passage="Jan Vos", why=Why.NAME, version=1,
    )  # fmt: skip

    said = thread_of(spoken.holder).said[0]
    assert said.content.text == "Collega ▮▮▮ is ziek. ▮▮▮ zei het zelf."
    assert (said.is_redacted, said.content.removed) == (True, (Why.NAME,))
    assert inbox.said_to_guides(guide, vault, fresh(spoken))[0].content == said.content
    assert AuditEvent.objects.filter(verb="contributions.redacted").count() == 1
    with pytest.raises(EditConflict):
        commands.redact_message(
            by=guide, vault=vault, contribution=fresh(spoken), message=row,
            passage="ziek", why=Why.HEALTH, version=1,
        )  # fmt: skip


def test_own_words_are_not_taken_out(guide, vault, door):
    spoken = speak(door)
    mine = commands.write_back(
        by=guide, vault=vault, contribution=fresh(spoken), text="Dag", key=uuid4()
    )
    with pytest.raises(Refused, match="door een begeleider geschreven"):
        commands.redact_message(
            by=guide, vault=vault, contribution=fresh(spoken), message=mine,
            passage="Dag", why=Why.OTHER, version=1,
        )  # fmt: skip


def test_a_report_of_wrongdoing_is_referred(guide, vault, door):
    spoken = speak(door, "Er is fraude gepleegd.")
    commands.refer_contribution(
        by=guide, vault=vault, contribution=fresh(spoken), text="Ga naar X.", key=uuid4()
    )
    row = fresh(spoken)
    assert (row.waits, row.referred_on) == (False, timezone.localdate())
    assert thread_of(spoken.holder).said[1].content.text == "Ga naar X."


def test_off_the_list_and_back(guide, vault, door):
    spoken = speak(door)
    commands.settle_contribution(by=guide, contribution=fresh(spoken))
    with pytest.raises(Refused, match="Hier wacht niets meer"):
        commands.settle_contribution(by=guide, contribution=fresh(spoken))
    commands.take_up_again(by=guide, contribution=fresh(spoken))
    assert fresh(spoken).waits
    with pytest.raises(Refused, match="Dit wacht al"):
        commands.take_up_again(by=guide, contribution=fresh(spoken))


@pytest.mark.parametrize("role", [Role.SPONSOR, Role.PROJECT_LEAD, Role.ADMINISTRATOR])
def test_nobody_else_works_with_what_came_in(guide, vault, door, role):
    spoken = speak(door)
    other = make_member(Programme.objects.get(pk=guide.programme_id), role)
    assert not inbox.contributions(other).exists()
    for act in (
        lambda: commands.settle_contribution(by=other, contribution=fresh(spoken)),
        lambda: tie(other, vault, fresh(spoken)),
        lambda: commands.write_back(
            by=other, vault=vault, contribution=fresh(spoken), text="Dag", key=uuid4()
        ),
    ):
        with pytest.raises(Refused, match="Alleen begeleiders lezen"):
            act()


def test_a_letter_that_cannot_leave_is_forgotten_after_two_weeks(door):
    for days in (13, 15):
        speak(door, way="named", name="Els", address=ADDRESS)
        day = timezone.localdate() - dt.timedelta(days=days)
        Letter.objects.filter(made_on=timezone.localdate()).update(made_on=day)
    assert forget_letters() == 1
    assert Letter.objects.count() == 1
