"""Taking back, erasing and forgetting: what goes, and what stays."""

from __future__ import annotations

import datetime as dt
import html
import re

import pytest
from django.test import Client
from django.utils import timezone

from draagvlak.concerns.models import Concern, Voice
from draagvlak.contributions import commands
from draagvlak.contributions.commands import AgreementDraft, Goal
from draagvlak.contributions.forgetting import forget_old
from draagvlak.contributions.models import (
    Agreement,
    Contribution,
    Letter,
    Message,
    NamedVoice,
)
from draagvlak.contributions.queries.agreements import agreement_of, keep_until, leaving_soon
from draagvlak.contributions.queries.following import holder_by_receipt, thread_of
from draagvlak.core.acting import doable
from draagvlak.core.models import AuditEvent
from draagvlak.core.outbox import deliver_all
from draagvlak.core.policy import Role
from draagvlak.core.verdict import Refused
from draagvlak.core.versions import EditConflict
from draagvlak.core.web import to
from draagvlak.programmes.models import Programme
from draagvlak.vault.models import BoxKey, Keyring
from tests.factories.concerns import make_concern
from tests.factories.contributions import WORDS, make_entrance, speak, tie
from tests.factories.places import make_member, sign_in
from tests.factories.vault import make_vault, open_in_browser

pytestmark = pytest.mark.django_db
MAIL = "els.bos@voorbeeldstad.example"


@pytest.fixture
def guide():
    return make_member()


@pytest.fixture
def vault(guide):
    return make_vault(guide)


@pytest.fixture
def door(guide, vault):
    return make_entrance(guide)


@pytest.fixture
def web(guide, vault, client):
    return open_in_browser(sign_in(client, guide), vault)


def words(response):
    plain = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(html.unescape(plain).split())


def at(door, name):
    return f"/speak/{door.programme.workspace.slug}/{name}/"


def here(guide, name, **keys):
    return to(guide, f"contributions:{name}", **keys)


def test_the_holder_takes_everything_back(guide, vault, door):
    spoken = speak(door, way="named", name="Els Bos", address=MAIL)
    other = speak(door)
    voice = tie(guide, vault, spoken.contribution)
    tie(guide, vault, other.contribution, Goal(voice.concern))
    assert Letter.objects.count() == 1
    holder = spoken.holder
    assert commands.withdraw_contribution(by=holder.actor, holder=holder) == 1
    assert holder_by_receipt(spoken.space, spoken.receipt) is None
    with pytest.raises(Refused, match="al teruggehaald"):
        commands.withdraw_contribution(by=holder.actor, holder=holder)
    assert (Letter.objects.count(), NamedVoice.objects.count()) == (0, 0)
    assert not Message.objects.filter(contribution_id=spoken.contribution.pk).exists()
    concern = Concern.objects.get(pk=voice.concern_id)
    assert concern.voices == 1
    assert [one.title for one in thread_of(other.holder).carried] == [concern.title]
    event = AuditEvent.objects.get(verb="contributions.withdrawn")
    assert (event.actor_id, event.at) == (
        None,
        timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0),
    )


def test_a_letter_of_somebody_else_still_leaves(guide, vault, door):
    spoken = speak(door, way="named", name="Els Bos", address=MAIL)
    speak(door, way="named", name="Jan Bos", address="jan.bos@voorbeeldstad.example")
    commands.withdraw_contribution(by=spoken.holder.actor, holder=spoken.holder)
    assert Letter.objects.count() == 1
    deliver_all()
    assert Letter.objects.count() == 0


def test_taking_back_says_first_what_goes_and_what_stays(guide, vault, door):
    spoken = speak(door)
    tie(guide, vault, spoken.contribution)
    client, sent = Client(), {"present": spoken.receipt}
    page = client.post(at(door, "withdraw"), sent)
    assert "Dit gaat voorgoed weg" in words(page)
    assert "je stem voor één zorg of wens" in words(page)
    assert "in de woorden van de begeleider, zonder jouw stem" in words(page)
    assert Contribution.objects.count() == 1
    page = client.post(at(door, "withdraw"), {**sent, "sure": "1"})
    assert "Alles wat je hier zei is voorgoed weg." in words(page)
    assert Contribution.objects.count() == 0
    assert client.post(at(door, "withdraw"), {**sent, "sure": "1"}).status_code == 404
    assert not client.cookies


def test_a_concern_that_was_archived_loses_the_voice_too(guide, vault, door):
    spoken = speak(door)
    voice = tie(guide, vault, spoken.contribution)
    Concern.objects.filter(pk=voice.concern_id).update(archived_at=timezone.now())
    commands.withdraw_contribution(by=spoken.holder.actor, holder=spoken.holder)
    assert not Voice.objects.exists()


def test_a_guide_erases_on_request(guide, vault, door, web):
    spoken = speak(door, way="confidential", name="Els Bos", address=MAIL)
    tie(guide, vault, spoken.contribution)
    address = here(guide, "contribution_erase", contribution_id=spoken.contribution.pk)
    assert "1 stem, en de naam erbij" in words(web.get(address))
    answer = web.post(address, follow=True)
    assert "Gewist, met 1 stem. Het kan niet terug." in words(answer)
    assert Contribution.objects.count() == 0
    assert AuditEvent.objects.get(verb="contributions.erased").actor_id is None
    with pytest.raises(Refused, match="Open eerst je kluis"):
        commands.erase_contribution(by=guide, vault=None, contribution=spoken.contribution)


def test_nobody_else_erases(guide, vault, door, client):
    spoken = speak(door)
    address = here(guide, "contribution_erase", contribution_id=spoken.contribution.pk)
    lead = make_member(Programme.objects.get(pk=guide.programme_id), Role.PROJECT_LEAD)
    assert sign_in(client, lead).post(address).status_code == 403
    assert sign_in(client, make_member()).post(address).status_code == 404
    assert Contribution.objects.count() == 1


def test_a_thread_goes_when_nobody_wrote_in_it_for_as_long_as_agreed(guide, vault, door):
    today = timezone.localdate()
    old = speak(door, way="named", name="Els Bos")
    voice = tie(guide, vault, old.contribution)
    fresh = speak(door)
    before = keep_until(24) - dt.timedelta(days=40)
    Message.objects.filter(contribution_id=old.contribution.pk).update(on=before)
    Voice.objects.update(raised_on=before.replace(day=1))
    assert leaving_soon(guide) == 1
    assert forget_old(today) == 1
    assert forget_old(today) == 0
    assert [row.pk for row in Contribution.objects.all()] == [fresh.contribution.pk]
    assert NamedVoice.objects.count() == 0
    assert Concern.objects.get(pk=voice.concern_id).voices == 1


def test_the_agreement_says_how_long(guide, vault, door):
    spoken = speak(door)
    old = keep_until(6) - dt.timedelta(days=1)
    Message.objects.filter(contribution_id=spoken.contribution.pk).update(on=old)
    assert forget_old() == 0
    commands.write_agreement(by=guide, draft=AgreementDraft(6), version=0)
    assert leaving_soon(guide) == 1
    assert forget_old() == 1


@pytest.mark.parametrize(
    ("months", "day", "before"),
    [
        (6, dt.date(2026, 11, 22), dt.date(2026, 5, 22)),
        (6, dt.date(2026, 8, 31), dt.date(2026, 2, 28)),
        (24, dt.date(2026, 1, 1), dt.date(2024, 1, 1)),
        (12, dt.date(2028, 2, 29), dt.date(2027, 2, 28)),
        (36, dt.date(2026, 12, 31), dt.date(2023, 12, 31)),
    ],
)
def test_months_are_counted_as_on_a_calendar(months, day, before):
    assert keep_until(months, day) == before


# what is agreed


def test_an_agreement_is_written_down_and_read_at_the_door(guide, vault, door, web):
    address = here(guide, "agreement_edit")
    sent = {"kept_months": "12", "report_to": "Meldpunt integriteit: 030 123 45 67", "version": "0"}
    answer = web.post(address, sent, follow=True)
    assert "Dit is nu afgesproken. Wie iets zegt, leest het bij de deur." in words(answer)
    assert agreement_of(guide).kept_months == 12
    door_page = Client().get(f"/speak/{door.programme.workspace.slug}/{_code(door)}/")
    assert "bewaren we tot 12 maanden na het laatste bericht" in words(door_page)
    asked = Client().post(
        f"/speak/{door.programme.workspace.slug}/{_code(door)}/",
        {"text": "Er is hier fraude gepleegd.", "way": "anonymous"},
    )
    assert "Meldpunt integriteit: 030 123 45 67" in words(asked)
    spoken = speak(door)
    keys = {"contribution_id": spoken.contribution.pk}
    referral = web.get(here(guide, "contribution_refer", **keys))
    assert "Meldpunt integriteit: 030 123 45 67" in words(referral)


def _code(door):
    from draagvlak.contributions.queries.entrances import code_for  # noqa: PLC0415

    return code_for(door.pk)


def test_two_who_agree_at_once_read_of_each_other(guide, web):
    commands.write_agreement(by=guide, draft=AgreementDraft(12), version=0)
    commands.write_agreement(by=guide, draft=AgreementDraft(6), version=1)
    with pytest.raises(EditConflict):
        commands.write_agreement(by=guide, draft=AgreementDraft(36), version=1)
    answer = web.post(here(guide, "agreement_edit"), {"kept_months": "36", "version": "1"})
    assert answer.status_code == 409
    assert "Iemand anders wijzigde dit net." in words(answer)
    assert web.post(here(guide, "agreement_edit"), {"kept_months": "7"}).status_code == 422
    assert Agreement.objects.get().kept_months == 6


@pytest.mark.parametrize("role", [Role.PROJECT_LEAD, Role.ADMINISTRATOR])
def test_the_organisation_says_where_wrongdoing_belongs(guide, role):
    other = make_member(Programme.objects.get(pk=guide.programme_id), role)
    commands.write_agreement(by=other, draft=AgreementDraft(24, " Meldpunt "), version=0)
    assert agreement_of(guide).report_to == "Meldpunt"


def test_others_do_not_agree(guide):
    other = make_member(Programme.objects.get(pk=guide.programme_id), Role.SPONSOR)
    with pytest.raises(Refused, match="leggen dit vast"):
        commands.write_agreement(by=other, draft=AgreementDraft(24), version=0)


# the key to the vault is lost


def test_without_any_key_the_holder_still_reads_writes_and_takes_back(guide, vault, door):
    spoken = speak(door)
    tie(guide, vault, spoken.contribution, Goal(make_concern(guide)))
    BoxKey.objects.all().delete()
    Keyring.objects.all().delete()
    holder = spoken.holder
    assert [one.content.text for one in thread_of(holder).said] == [WORDS]
    assert commands.withdraw_contribution(by=holder.actor, holder=holder) == 1


def test_nobody_speaks_into_a_vault_that_nobody_opens(guide, vault, door):
    BoxKey.objects.all().delete()
    with pytest.raises(Refused, match="Niemand kan dit nu lezen"):
        speak(door)


def test_the_administrator_finds_the_agreement_in_the_palette(guide):
    programme = Programme.objects.get(pk=guide.programme_id)
    keeper = make_member(programme, Role.ADMINISTRATOR)
    sponsor = make_member(programme, Role.SPONSOR)
    assert here(keeper, "agreement_edit") in [one.url for one in doable(keeper, "misstand")]
    assert doable(sponsor, "misstand") == []
