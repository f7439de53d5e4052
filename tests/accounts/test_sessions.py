"""Where one is signed in; signing out there; a stolen cookie."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.conf import settings
from django.contrib.sessions.backends import db
from django.core import mail
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from draagvlak.accounts.models import OpenSession
from draagvlak.accounts.sessions import device_words
from draagvlak.core.models import AuditEvent
from draagvlak.core.outbox import deliver_all
from draagvlak.core.policy import Role
from draagvlak.core.web import to
from tests.factories.factors import give_app
from tests.factories.places import (
    PASSWORD,
    make_member,
    make_programme,
    make_user,
    show_second_factor,
    sign_in,
)
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


def aged(client):
    """The same browser, an hour after signing in."""
    session = client.session
    session["begun"] = (timezone.now() - dt.timedelta(hours=1)).isoformat()
    for record in session.get("account_authentication_methods", []):
        record["at"] -= 3600
    session.save()
    return client


def test_signing_out_others_asks_first_who_is_asking():
    user = make_user()
    client, other = browser(user), browser(user)
    aged(client)

    answer = client.post(reverse("accounts:session_end_others"))

    assert answer["Location"] == (
        f"{reverse('account_reauthenticate')}?next=%2Faccounts%2Fsessions%2F"
    )
    assert is_signed_in(other)
    back = client.post(
        answer["Location"], {"password": PASSWORD, "next": reverse("accounts:session_list")}
    )
    assert back["Location"] == reverse("accounts:session_list")
    assert is_signed_in(other)  # nothing was done by itself
    client.post(reverse("accounts:session_end_others"))
    assert not is_signed_in(other)


def test_with_a_second_factor_a_code_is_asked():
    user = make_user()
    give_app(user)
    client = Client()
    client.force_login(user)
    aged(show_second_factor(client, user.pk))
    key = OpenSession.objects.get(user_id=user.pk).session_key

    answer = client.post(reverse("accounts:session_end", args=[key]))

    assert answer["Location"].startswith(reverse("mfa_reauthenticate"))
    assert OpenSession.objects.filter(session_key=key).exists()


def test_who_has_neither_password_nor_factor_signs_in_again():
    user = make_user()
    user.set_unusable_password()
    user.save()
    client = Client()
    client.force_login(user)
    aged(client)

    answer = client.post(reverse("accounts:session_end_others"))

    assert answer.status_code == 403
    assert "Meld je af, en weer aan met een nieuwe code per mail." in words(answer)


def test_an_administrator_signs_a_member_out_everywhere():
    programme = make_programme()
    keeper = make_member(programme, Role.ADMINISTRATOR)
    joke = make_user("Joke van Dam")
    make_member(programme, Role.EMPLOYEE, user=joke)
    theirs = [browser(joke), browser(joke)]
    client = sign_in(Client(), keeper)
    page = f"/accounts/w/{keeper.workspace.slug}/security/sessions/{joke.pk}/end/"
    assert "Joke van Dam wordt meteen in elke browser afgemeld" in words(client.get(page))
    members = client.get(to(keeper, "programmes:member_list"))
    assert f'href="{page}"' in members.content.decode()

    answer = client.post(page)

    assert answer.status_code == 303
    assert "Joke van Dam is in 2 browsers afgemeld." in words(client.get(answer["Location"]))
    assert not any(is_signed_in(each) for each in theirs)
    assert client.get(page).status_code == 200
    event = AuditEvent.objects.get(verb="accounts.signed_out_by_keeper")
    assert event.actor_id == keeper.user_id
    deliver_all()
    assert "meldde je in elke browser af" in mail.outbox[-1].body


def test_an_administrator_proves_it_again_first():
    programme = make_programme()
    keeper = make_member(programme, Role.ADMINISTRATOR)
    joke = make_user()
    make_member(programme, Role.EMPLOYEE, user=joke)
    client = aged(sign_in(Client(), keeper))
    start = f"/accounts/w/{keeper.workspace.slug}/security/"
    for way in (f"sessions/{joke.pk}/end/", f"factor/{joke.pk}/reset/", "factor/", "provider/"):
        answer = client.post(start + way)
        assert answer["Location"].startswith(reverse("account_reauthenticate")), way


def test_nobody_signs_out_who_takes_part_elsewhere_or_themselves():
    programme = make_programme()
    keeper = make_member(programme, Role.ADMINISTRATOR)
    joke = make_user("Joke van Dam")
    make_member(programme, Role.EMPLOYEE, user=joke)
    make_member(make_programme(), Role.GUIDE, user=joke)
    stranger = make_member()
    client = sign_in(Client(), keeper)
    start = f"/accounts/w/{keeper.workspace.slug}/security/sessions"

    refused = client.post(f"{start}/{joke.pk}/end/")

    assert refused.status_code == 403
    assert "Haal hun rol hier weg" in words(refused)
    assert client.post(f"{start}/{keeper.user_id}/end/").status_code == 403
    assert client.post(f"{start}/{stranger.user_id}/end/").status_code == 404
    call_command("end_sessions", joke.email)
    with pytest.raises(CommandError):
        call_command("end_sessions", "nergens@elders.example")


class TestADatabaseThatCannotBeWritten:
    @pytest.fixture
    def locked(self, monkeypatch):
        """Just when a session is to be kept."""

        def save(*_more, **_words):
            raise OperationalError("database is locked")

        def lock():
            monkeypatch.setattr(db.SessionStore, "save", save)

        return lock

    def test_who_comes_in_reads_and_it_is_written_down_at_the_next_page(
        self, client, locked, monkeypatch
    ):
        guide = make_member()
        web = sign_in(client, guide)
        locked()
        for _twice in range(2):
            page = web.get(to(guide, "concerns:concern_list"))
            assert (page.status_code, page.wsgi_request.session.modified) == (200, True)
        monkeypatch.undo()
        came_in, later = (web.get(to(guide, "concerns:concern_list")) for _twice in range(2))
        assert came_in.wsgi_request.session.modified
        assert not later.wsgi_request.session.modified

    def test_who_sets_up_a_second_factor_hears_of_it(self, client, locked):
        web = sign_in(client, make_member())
        web.raise_request_exception = False
        locked()
        answer = web.get(reverse("mfa_activate_totp"))
        assert answer.status_code == 503
        assert "Wacht een halve minuut en probeer het opnieuw" in answer.content.decode()
