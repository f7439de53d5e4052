"""Where one is signed in; signing out there; a stolen cookie."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse

from draagvlak.accounts.models import OpenSession
from draagvlak.accounts.sessions import device_words
from tests.factories.places import PASSWORD, make_member, make_user, sign_in
from tests.factories.vault import make_vault, open_in_browser

pytestmark = pytest.mark.django_db
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"
COOKIE = settings.SESSION_COOKIE_NAME


@pytest.fixture(autouse=True)
def _fresh_counters():
    cache.clear()


def words(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def browser(user, agent=FIREFOX):
    client = Client(headers={"User-Agent": agent})
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    return client


def with_cookies_of(client):
    thief = Client()
    thief.cookies = client.cookies.copy()
    return thief


def is_signed_in(client):
    return client.get(reverse("accounts:profile")).status_code == 200


@pytest.mark.parametrize(
    ("agent", "device"),
    [
        (FIREFOX, "Firefox, Linux"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/130.0 Safari/537.36 Edg/130.0", "Edge, Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0) Version/18.0 Safari/604.1", "Safari, iPhone"),
        ("Mozilla/5.0 (Linux; Android 15) Chrome/130.0 Safari/537.36", "Chrome, Android"),
        ("curl/8.5", ""),
        ("", ""),
    ],
)
def test_a_browser_in_words(agent, device):
    assert device_words(agent) == device


def test_the_list_says_which_and_when_and_no_address():
    user = make_user()
    client = browser(user)
    browser(user, "")

    page = client.get(reverse("accounts:session_list"))

    assert "Firefox, Linux" in words(page)
    assert "Een browser die we niet kennen" in words(page)
    assert words(page).count("Deze browser") == 1
    with connection.cursor() as cursor:
        cursor.execute("select * from accounts_opensession")
        assert "127.0.0.1" not in str(cursor.fetchall())


def test_the_table_does_not_hold_the_key_of_a_cookie():
    client = browser(make_user())

    key = client.cookies[COOKIE].value

    assert not OpenSession.objects.filter(session_key=key).exists()
    assert OpenSession.objects.count() == 1


def test_a_stolen_cookie_is_dead_after_signing_out():
    client = browser(make_user())
    thief = with_cookies_of(client)
    assert is_signed_in(thief)

    client.post(reverse("account_logout"))

    assert not is_signed_in(thief)


def test_a_stolen_cookie_of_an_open_vault_opens_nothing_after_signing_out(client):
    guide = make_member()
    sign_in(client, guide)
    open_in_browser(client, make_vault(guide))
    thief = with_cookies_of(client)
    ping = f"/w/{guide.workspace.slug}/p/{guide.programme.slug}/vault/ping/"
    assert thief.post(ping).json() == {"open": True}

    client.post(reverse("account_logout"))

    assert thief.post(ping).status_code == 302
    sign_in(client, guide)
    assert client.post(ping).status_code == 423


def test_signing_out_one_browser_leaves_the_others():
    user = make_user()
    here, lost = browser(user), browser(user, "")
    row = OpenSession.objects.get(device="")

    here.post(reverse("accounts:session_end", args=[row.session_key]))

    assert not is_signed_in(lost)
    assert is_signed_in(here)


def test_signing_out_everywhere_else():
    user = make_user()
    here, lost, other = browser(user), browser(user), browser(user)
    somebody = browser(make_user())

    answer = here.post(reverse("accounts:session_end_others"), follow=True)

    assert "2 andere browsers zijn uitgelogd." in words(answer)
    assert [is_signed_in(each) for each in (here, lost, other, somebody)] == [
        True, False, False, True,
    ]  # fmt: skip


def test_a_session_of_somebody_else_is_not_found():
    browser(make_user())
    row = OpenSession.objects.get()

    answer = browser(make_user()).post(reverse("accounts:session_end", args=[row.session_key]))

    assert answer.status_code == 404
    assert OpenSession.objects.filter(pk=row.pk).exists()


def test_a_new_password_signs_out_everywhere_else():
    user = make_user()
    here, lost = browser(user), browser(user)

    here.post(
        reverse("account_change_password"),
        {
            "oldpassword": PASSWORD,
            "password1": "een-ander-lang-wachtwoord",
            "password2": "een-ander-lang-wachtwoord",
        },
    )

    assert is_signed_in(here)
    assert not is_signed_in(lost)


def test_signing_out_empties_the_browser():
    answer = browser(make_user()).post(reverse("account_logout"))

    assert answer["Clear-Site-Data"] == '"cache", "storage"'


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_as_many_queries_however_long(count, django_assert_num_queries):
    user = make_user()
    for _number in range(count):
        client = browser(user)

    with django_assert_num_queries(3):
        client.get(reverse("accounts:session_list"))
