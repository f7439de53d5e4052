"""At the door of the vault, in Dutch."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.utils import timezone

from draagvlak.core.policy import Role
from draagvlak.core.web import to
from draagvlak.vault.models import Keyring
from tests.factories.places import make_member, make_programme, sign_in
from tests.factories.vault import PASSPHRASE, make_vault, open_in_browser

pytestmark = pytest.mark.django_db
CODE = re.compile(r"<code>([0-9A-Z-]{29})</code>")


@pytest.fixture
def guide(client):
    actor = make_member()
    sign_in(client, actor)
    return actor


def test_making_a_vault_from_passphrase_to_open_door(client, guide):
    answer = client.post(
        to(guide, "vault:vault_make"), {"passphrase": PASSPHRASE, "again": PASSPHRASE}
    )
    code = CODE.search(answer.content.decode()).group(1)

    answer = client.post(to(guide, "vault:vault_confirm"), {"code": code.lower()}, follow=True)

    assert "Je kluis is open." in answer.content.decode()
    assert Keyring.objects.get().confirmed_at is not None


def test_two_different_passphrases_are_refused(client, guide):
    answer = client.post(
        to(guide, "vault:vault_make"), {"passphrase": PASSPHRASE, "again": "iets anders dan dit"}
    )

    assert answer.status_code == 422
    assert "Typ twee keer dezelfde wachtzin." in answer.content.decode()
    assert Keyring.objects.count() == 0


def test_a_block_that_cannot_be_is_named(client, guide):
    answer = client.post(
        to(guide, "vault:vault_confirm"), {"code": "00000-0U000-00000-00000-00000"}
    )

    assert answer.status_code == 422
    assert "In blok 2 staat een teken" in answer.content.decode()


def test_a_wrong_passphrase_gets_words_and_the_door_stays_shut(client, guide):
    make_vault(guide)

    answer = client.post(to(guide, "vault:vault_open"), {"passphrase": "mis mis mis mis"})

    assert answer.status_code == 422
    assert "Hiermee gaat je kluis niet open." in answer.content.decode()
    assert "vault" not in client.cookies


def test_opening_goes_on_to_where_one_was(client, guide):
    make_vault(guide)
    there = to(guide, "vault:vault_change")

    answer = client.post(to(guide, "vault:vault_open"), {"passphrase": PASSPHRASE, "next": there})

    assert answer.status_code == 303
    assert answer["Location"] == there
    assert client.cookies["vault"]["httponly"]


def test_opening_never_goes_on_to_another_site(client, guide):
    make_vault(guide)

    answer = client.post(
        to(guide, "vault:vault_open"), {"passphrase": PASSPHRASE, "next": "https://evil.example/"}
    )

    assert answer["Location"] == to(guide, "vault:vault_show")


def test_half_an_hour_without_activity_closes_the_vault(client, guide):
    open_in_browser(client, make_vault(guide))
    ping = to(guide, "vault:vault_ping")
    assert client.post(ping).json() == {"open": True}

    session = client.session
    name = f"half:vault:{guide.tenant}"
    session[name] = {
        **session[name],
        "seen": (timezone.now() - dt.timedelta(minutes=31)).isoformat(),
    }
    session.save()

    assert client.post(ping).json() == {"open": False}


def test_the_session_row_alone_opens_nothing(client, guide):
    vault = make_vault(guide)
    open_in_browser(client, vault)
    stored = str(dict(client.session))

    assert vault.private.hex() not in stored
    del client.cookies["vault"]
    answer = client.post(to(guide, "vault:vault_ping"))
    assert (answer.status_code, answer.json()) == (423, {"open": False})


def test_closing_closes(client, guide):
    open_in_browser(client, make_vault(guide))

    client.post(to(guide, "vault:vault_lock"))

    answer = client.post(to(guide, "vault:vault_ping"))
    assert (answer.status_code, answer.json()) == (423, {"open": False})


def test_a_sponsor_is_told_no_and_an_outsider_finds_nothing(client):
    sign_in(client, make_member())
    sponsor = make_member(make_programme(), Role.SPONSOR)
    address = to(sponsor, "vault:vault_show")

    assert client.get(address).status_code == 404
    sign_in(client, sponsor)
    assert client.get(address).status_code == 403


def test_sharing_with_a_co_guide_and_taking_it_back(client):
    programme = make_programme()
    guide, second = make_member(programme), make_member(programme, Role.CO_GUIDE)
    make_vault(second)
    sign_in(client, guide)
    open_in_browser(client, make_vault(guide))
    reader = Keyring.objects.get(user_id=second.user_id)

    answer = client.post(to(guide, "vault:vault_share", keyring_id=reader.pk), follow=True)
    assert "kan nu zien wie wat heeft gezegd" in answer.content.decode()
    answer = client.post(to(guide, "vault:vault_unshare", keyring_id=reader.pk), follow=True)
    assert "kan niet meer zien wie wat heeft gezegd" in answer.content.decode()
