"""Signing in by password and by code, a forgotten password, one's own details."""

from __future__ import annotations

import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.urls import reverse

from draagvlak.accounts.models import User
from draagvlak.core.models import OutboxMessage
from draagvlak.core.outbox import deliver_all
from tests.factories.places import PASSWORD, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh_counters():
    cache.clear()


def words(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def sign_in(client, email, password=PASSWORD):
    return client.post(reverse("account_login"), {"login": email, "password": password})


def is_signed_in(client):
    return client.get(reverse("accounts:profile")).status_code == 200


def test_the_right_password_signs_in_and_sets_the_language(client):
    user = make_user()
    User.objects.filter(pk=user.pk).update(language="en")

    response = sign_in(client, user.email.upper())

    assert (response.status_code, response["Location"]) == (302, "/")
    assert client.cookies["django_language"].value == "en"
    assert is_signed_in(client)


@pytest.mark.parametrize("known", [True, False])
def test_a_wrong_password_and_an_unknown_address_read_the_same(client, known):
    email = make_user().email if known else "niemand@voorbeeldstad.example"

    response = sign_in(client, email, "iets-heel-anders")

    assert response.status_code == 422
    assert (
        "E-mailadres en wachtwoord horen niet bij elkaar. "
        "Probeer het opnieuw, of log in met een code per mail." in words(response)
    )
    assert not is_signed_in(client)


def test_who_guesses_is_slowed_down_and_no_address_is_kept(client):
    user = make_user()

    answers = [sign_in(client, user.email, "fout-wachtwoord") for _ in range(6)]

    assert "Dat was te vaak in korte tijd" in words(answers[-1])
    assert sign_in(client, user.email).status_code == 422
    assert not is_signed_in(client)


def test_the_page_says_what_it_is_for(client):
    response = client.get(reverse("account_login"))

    assert response.status_code == 200
    assert response.content.count(b"<h1") == 1
    assert "Voor begeleiders, opdrachtgevers en iedereen met een rol in een traject." in words(
        response
    )


def code_for(client, email):
    client.post(reverse("account_request_login_code"), {"email": email})
    deliver_all()
    return re.search(r"^ {4}(\S+)$", mail.outbox[-1].body, re.MULTILINE)


def test_a_code_by_mail_signs_in(client):
    user = make_user()

    code = code_for(client, user.email)
    client.post(reverse("account_confirm_login_code"), {"code": code[1]})

    assert is_signed_in(client)
    assert mail.outbox[-1].subject == "Je code voor Draagvlak"
    assert mail.outbox[-1].alternatives[0].mimetype == "text/html"


def test_the_outbox_keeps_no_code_and_no_address_in_the_clear(client):
    user = make_user()

    code = code_for(client, user.email)

    row = str(OutboxMessage.objects.get().payload)
    assert code[1] not in row
    assert user.email not in row


def test_a_wrong_code_is_refused_and_asked_again(client):
    code_for(client, make_user().email)

    response = client.post(reverse("account_confirm_login_code"), {"code": "XXXX-XXXX"})

    assert response.status_code == 422
    assert "Deze code klopt niet" in words(response)
    assert not is_signed_in(client)


def test_after_three_wrong_codes_one_starts_again(client):
    code_for(client, make_user().email)

    for _ in range(3):
        response = client.post(reverse("account_confirm_login_code"), {"code": "XXXX-XXXX"})

    assert response["Location"] == reverse("account_request_login_code")


def test_one_can_go_back_from_the_code_to_the_password(client):
    code_for(client, make_user().email)

    response = client.post(reverse("account_logout"), {"next": reverse("account_login")})

    assert response["Location"] == reverse("account_login")
    assert client.get(reverse("account_login")).status_code == 200


def test_an_unknown_address_gets_the_same_page_and_another_mail(client):
    response = client.post(
        reverse("account_request_login_code"), {"email": "niemand@voorbeeldstad.example"}
    )
    deliver_all()

    assert response["Location"] == reverse("account_confirm_login_code")
    assert mail.outbox[-1].subject == "Geen account voor dit adres"


def test_a_forgotten_password_is_replaced_once(client):
    user = make_user()
    sent = client.post(reverse("account_reset_password"), {"email": user.email})
    deliver_all()
    link = re.search(r"https?://[^/]+(/\S+)", mail.outbox[-1].body)[1]

    page = client.get(link, follow=True)
    form = page.redirect_chain[-1][0]
    new = {"password1": "een-heel-nieuw-wachtwoord", "password2": "een-heel-nieuw-wachtwoord"}
    done = client.post(form, new)

    assert sent["Location"] == reverse("account_reset_password_done")
    assert done["Location"] == reverse("account_reset_password_from_key_done")
    assert sign_in(client, user.email, new["password1"]).status_code == 302
    client.logout()
    assert "Deze link werkt niet meer" in words(client.get(link, follow=True))


def test_the_link_names_this_installation_and_not_what_the_request_claims(client, settings):
    user = make_user()

    client.post(reverse("account_reset_password"), {"email": user.email}, HTTP_HOST="127.0.0.1")
    deliver_all()

    assert settings.ADDRESS in mail.outbox[-1].body


def test_an_unknown_address_reads_the_same_page_when_a_password_is_forgotten(client):
    sent = client.post(reverse("account_reset_password"), {"email": "niemand@voorbeeld.example"})

    assert sent["Location"] == reverse("account_reset_password_done")
    assert "Als we het adres kennen" in words(client.get(sent["Location"]))


def test_a_short_new_password_is_refused(client):
    user = make_user()
    client.force_login(user)
    given = {"oldpassword": PASSWORD, "password1": "kort", "password2": "kort"}

    response = client.post(reverse("account_change_password"), given)

    assert response.status_code == 422
    assert User.objects.get(pk=user.pk).check_password(PASSWORD)


def test_a_password_is_changed(client):
    user = make_user()
    client.force_login(user)
    new = "nog-een-lang-wachtwoord"
    given = {"oldpassword": PASSWORD, "password1": new, "password2": new}

    response = client.post(reverse("account_change_password"), given)

    assert response["Location"] == reverse("accounts:profile")
    assert User.objects.get(pk=user.pk).check_password(new)
    assert "Je nieuwe wachtwoord is bewaard." in words(client.get(response["Location"]))


def test_signing_out_asks_and_does(client):
    client.force_login(make_user())

    assert client.get(reverse("account_logout")).status_code == 200
    client.post(reverse("account_logout"))

    assert not is_signed_in(client)


@pytest.mark.parametrize(
    "route",
    [
        "account_request_login_code",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key_done",
        "account_inactive",
        "account_signup",
    ],
)
def test_every_public_page_has_one_heading(client, route):
    response = client.get(reverse(route))

    assert (response.status_code, response.content.count(b"<h1")) == (200, 1)


def test_nobody_signs_up_by_oneself(client):
    response = client.post(reverse("account_signup"), {"email": "ik@voorbeeld.example"})

    assert response.status_code == 405
    assert User.objects.count() == 0


def test_own_details_are_changed_and_the_language_follows(client):
    user = make_user()
    client.force_login(user)

    response = client.post(
        reverse("accounts:profile"), {"name": " Joke  de Wit", "language": "en"}, follow=True
    )

    assert User.objects.get(pk=user.pk).name == "Joke  de Wit"
    assert client.cookies["django_language"].value == "en"
    assert "Your details are stored." in words(response)


def test_single_letters_are_switched_off_in_the_account(client):
    user = make_user()
    client.force_login(user)
    address = reverse("accounts:profile")
    assert 'data-letters="off"' not in client.get(address).text

    client.post(address, {"name": "Joke", "language": "nl"})
    assert User.objects.get(pk=user.pk).letters is False
    assert 'data-letters="off"' in client.get(address).text

    client.post(address, {"name": "Joke", "language": "nl", "letters": "on"})
    assert User.objects.get(pk=user.pk).letters is True


def test_a_name_is_needed(client):
    user = make_user()
    client.force_login(user)

    response = client.post(reverse("accounts:profile"), {"name": " ", "language": "nl"})

    assert response.status_code == 422
    assert "Vul je naam in." in words(response)
    assert User.objects.get(pk=user.pk).name == user.name


def test_a_visitor_is_asked_to_sign_in_first(client):
    response = client.get(reverse("accounts:profile"))

    assert response["Location"] == f"{reverse('account_login')}?next={reverse('accounts:profile')}"
