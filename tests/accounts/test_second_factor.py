"""A second proof that it is you: who must show it, setting it up, showing it, losing it."""

from __future__ import annotations

import re

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from draagvlak.accounts.commands import reset_second_factor
from draagvlak.accounts.models import OpenSession, User
from draagvlak.core.actor import SYSTEM
from draagvlak.core.models import AuditEvent, Workspace
from draagvlak.core.outbox import deliver_all
from draagvlak.core.policy import Role
from draagvlak.core.verdict import Refused
from tests.factories.factors import SECRET, code_of, give_app
from tests.factories.places import PASSWORD, make_member, make_programme, make_user, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh_counters():
    cache.clear()


def words(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def by_password(user):
    client = Client()
    answer = client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    return client, answer


def user_of(actor):
    return User.objects.get(pk=actor.user_id)


def today(actor):
    return f"/w/{actor.workspace.slug}/p/{actor.programme.slug}/today/"


@pytest.mark.parametrize(
    ("role", "asked"),
    [
        (Role.GUIDE, True),
        (Role.CO_GUIDE, True),
        (Role.PROJECT_LEAD, True),
        (Role.ADMINISTRATOR, True),
        (Role.SPONSOR, False),
        (Role.KEY_USER, False),
        (Role.EMPLOYEE, False),
        (Role.SUPPLIER, False),
        (Role.WORKS_COUNCIL, False),
    ],
)
def test_the_roles_that_read_or_decide_must_set_it_up(role, asked):
    actor = make_member(role=role)
    client, _answer = by_password(user_of(actor))

    answer = client.get(today(actor))

    if asked:
        assert (answer.status_code, answer["Location"]) == (
            303,
            f"{reverse('mfa_index')}?next={today(actor).replace('/', '%2F')}",
        )
    else:
        assert answer.status_code == 200


def test_the_demo_asks_for_nothing():
    actor = make_member()
    Workspace.objects.filter(pk=actor.tenant).update(is_demo=True)
    client, _answer = by_password(user_of(actor))

    assert client.get(today(actor)).status_code == 200
    assert client.get("/")["Location"] == today(actor)


def test_nothing_is_written_before_it_was_shown():
    actor = make_member()
    client, _answer = by_password(user_of(actor))

    answer = client.post(today(actor).replace("today", "concerns/add"), {"title": "Zorg"})

    assert answer.status_code == 303
    assert answer["Location"].startswith(reverse("mfa_index"))


def test_the_start_page_waits_too():
    client, _answer = by_password(user_of(make_member()))

    assert client.get("/")["Location"] == f"{reverse('mfa_index')}?next=%2F"


def test_htmx_is_sent_there_as_a_whole():
    actor = make_member()
    client, _answer = by_password(user_of(actor))

    answer = client.get(today(actor), headers={"HX-Request": "true"})

    assert (answer.status_code, answer["HX-Redirect"].split("?")[0]) == (204, reverse("mfa_index"))


@pytest.mark.django_db(transaction=True)
def test_an_app_is_set_up_in_one_go_and_the_page_goes_on():
    actor = make_member()
    user = user_of(actor)
    client, _answer = by_password(user)
    client.get(client.get(today(actor))["Location"])

    shown = client.get(reverse("mfa_activate_totp"))
    secret = re.search(r'<code class="key"[^>]*>(\w+)</code>', shown.content.decode())[1]
    answer = client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})

    assert answer["Location"] == reverse("mfa_view_recovery_codes")
    codes = re.findall(
        r"<code>(\d{4} \d{4})</code>", client.get(answer["Location"]).content.decode()
    )
    assert len(codes) == 10
    assert f'href="{today(actor)}"' in client.get(reverse("mfa_index")).content.decode()
    assert client.get(today(actor)).status_code == 200
    stored = str(Authenticator.objects.get(user=user, type="totp").data)
    assert secret not in stored
    deliver_all()
    assert mail.outbox[-1].subject == "Je tweede bewijs voor Draagvlak is veranderd"
    assert (
        AuditEvent.objects.filter(
            workspace_id=actor.tenant, verb="accounts.second_factor_added"
        ).count()
        == 1
    )


def test_a_wrong_first_code_sets_nothing_up():
    user = user_of(make_member())
    client, _answer = by_password(user)
    client.get(reverse("mfa_activate_totp"))

    answer = client.post(reverse("mfa_activate_totp"), {"code": "000000"})

    assert answer.status_code == 422
    assert "Dit klopt niet, of het is al gebruikt." in words(answer)
    assert not Authenticator.objects.filter(user=user).exists()


@pytest.mark.django_db(transaction=True)
def test_setting_it_up_signs_out_the_browsers_that_never_showed_it():
    actor = make_member()
    user = user_of(actor)
    elsewhere, _answer = by_password(user)
    client, _answer = by_password(user)
    shown = client.get(reverse("mfa_activate_totp"))
    secret = re.search(r'<code class="key"[^>]*>(\w+)</code>', shown.content.decode())[1]

    client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})

    assert elsewhere.get(reverse("accounts:profile")).status_code == 302
    assert client.get(reverse("accounts:profile")).status_code == 200


def test_a_password_alone_no_longer_signs_in():
    actor = make_member()
    user = user_of(actor)
    give_app(user)

    client, answer = by_password(user)

    assert answer["Location"] == reverse("mfa_authenticate")
    assert client.get(today(actor)).status_code == 302
    page = client.get(reverse("mfa_authenticate"))
    assert "Laat zien dat jij het bent" in words(page)
    client.post(reverse("mfa_authenticate"), {"code": code_of()})
    assert client.get(today(actor)).status_code == 200


def test_neither_does_a_code_by_mail():
    user = user_of(make_member())
    give_app(user)
    client = Client()
    client.post(reverse("account_request_login_code"), {"email": user.email})
    deliver_all()
    code = re.search(r"^ {4}(\S+)$", mail.outbox[-1].body, re.MULTILINE)[1]

    answer = client.post(reverse("account_confirm_login_code"), {"code": code})

    assert answer["Location"] == reverse("mfa_authenticate")
    assert client.get(reverse("accounts:profile")).status_code == 302


def test_a_code_works_once():
    user = user_of(make_member())
    give_app(user)
    code = code_of()
    first, _answer = by_password(user)
    first.post(reverse("mfa_authenticate"), {"code": code})
    second, _answer = by_password(user)

    answer = second.post(reverse("mfa_authenticate"), {"code": code})

    assert answer.status_code == 422
    assert second.get(reverse("accounts:profile")).status_code == 302


def test_who_tries_codes_is_stopped_whatever_the_browser_and_it_is_on_the_trail():
    actor = make_member()
    user = user_of(actor)
    give_app(user)
    answers = []
    for _number in range(7):
        client, _answer = by_password(user)
        answers.append(client.post(reverse("mfa_authenticate"), {"code": "000000"}))

    assert "Dat was te vaak in korte tijd" in words(answers[-1])
    client, _answer = by_password(user)
    assert client.post(reverse("mfa_authenticate"), {"code": code_of()}).status_code == 422
    refused = AuditEvent.objects.filter(
        workspace_id=actor.tenant, verb="accounts.second_factor_refused"
    )
    assert refused.count() == 5


def test_a_recovery_code_opens_once_and_is_told_by_mail():
    actor = make_member()
    user = user_of(actor)
    codes = give_app(user)
    client, _answer = by_password(user)

    client.post(reverse("mfa_authenticate"), {"code": codes[0]})

    assert client.get(today(actor)).status_code == 200
    again, _answer = by_password(user)
    assert again.post(reverse("mfa_authenticate"), {"code": codes[0]}).status_code == 422
    deliver_all()
    assert "met een herstelcode" in mail.outbox[-1].body
    assert AuditEvent.objects.filter(verb="accounts.recovery_code_used").count() == 1


def test_who_stops_using_it_must_set_it_up_anew():
    actor = make_member()
    user = user_of(actor)
    give_app(user)
    client, _answer = by_password(user)
    client.post(reverse("mfa_authenticate"), {"code": code_of()})
    asked = client.post(reverse("mfa_deactivate_totp"))
    assert asked["Location"].startswith(reverse("account_reauthenticate"))
    client.post(asked["Location"], {"password": PASSWORD})

    client.post(reverse("mfa_deactivate_totp"))

    assert not Authenticator.objects.filter(user=user).exists()
    assert client.get(today(actor))["Location"].startswith(reverse("mfa_index"))


def test_the_recovery_codes_are_shown_after_asking_again():
    user = user_of(make_member())
    give_app(user)
    client, _answer = by_password(user)
    client.post(reverse("mfa_authenticate"), {"code": code_of()})

    answer = client.get(reverse("mfa_view_recovery_codes"))

    assert answer["Location"].startswith(reverse("account_reauthenticate"))


def test_an_administrator_takes_a_lost_factor_away_on_the_record_and_out_of_every_browser():
    programme = make_programme()
    guide = make_member(programme)
    keeper = make_member(programme, Role.ADMINISTRATOR)
    user = user_of(guide)
    give_app(user)
    sign_in(Client(), guide)

    reset_second_factor(by=keeper, user=user)

    assert not Authenticator.objects.filter(user=user).exists()
    assert not OpenSession.objects.filter(user_id=user.pk).exists()
    line = AuditEvent.objects.get(verb="accounts.second_factor_reset")
    assert (line.actor_id, line.subject_id) == (keeper.user_id, user.pk)
    deliver_all()
    assert mail.outbox[-1].to == [user.email]
    assert "weggehaald" in mail.outbox[-1].body


def test_but_not_of_somebody_who_also_takes_part_elsewhere():
    programme = make_programme()
    user = make_user("Noor Veldhuis")
    make_member(programme, user=user)
    make_member(make_programme(), user=user)
    keeper = make_member(programme, Role.ADMINISTRATOR)

    with pytest.raises(Refused) as refusal:
        reset_second_factor(by=keeper, user=user)

    assert "Noor Veldhuis doet ook mee in een andere werkruimte." in str(refusal.value)


def test_nor_ones_own_nor_as_a_guide():
    programme = make_programme()
    guide = make_member(programme)
    keeper = make_member(programme, Role.ADMINISTRATOR)

    with pytest.raises(Refused):
        reset_second_factor(by=keeper, user=user_of(keeper))
    with pytest.raises(Refused):
        reset_second_factor(by=guide, user=user_of(keeper))


def test_the_operator_may_always():
    user = user_of(make_member())
    give_app(user, SECRET)

    reset_second_factor(by=SYSTEM, user=user)

    assert not Authenticator.objects.filter(user=user).exists()


def test_an_administrator_asks_it_of_everybody_and_it_holds_at_the_next_request():
    programme = make_programme()
    keeper = make_member(programme, Role.ADMINISTRATOR)
    employee = make_member(programme, Role.EMPLOYEE)
    client, _answer = by_password(user_of(employee))
    assert client.get(today(employee)).status_code == 200
    page = f"/accounts/w/{keeper.workspace.slug}/security/factor/"
    keeping = sign_in(Client(), keeper)
    assert "Van iedereen in deze werkruimte" in words(keeping.get(page))

    assert keeping.post(page, {"of": "all"}).status_code == 303

    assert client.get(today(employee))["Location"].startswith(reverse("mfa_index"))
    assert client.get("/")["Location"].startswith(reverse("mfa_index"))
    assert "Iedereen in deze werkruimte." in words(
        keeping.get(f"/accounts/w/{keeper.workspace.slug}/security/")
    )
    elsewhere = make_member(role=Role.EMPLOYEE)
    other, _answer = by_password(user_of(elsewhere))
    assert other.get(today(elsewhere)).status_code == 200

    keeping.post(page, {"of": "weighty"})

    assert client.get(today(employee)).status_code == 200
    verbs = AuditEvent.objects.filter(verb__startswith="accounts.second_factor_").order_by("at")
    assert [each.verb for each in verbs] == [
        "accounts.second_factor_asked",
        "accounts.second_factor_eased",
    ]


def test_only_the_administrator_says_of_whom_it_is_asked():
    guide = make_member()
    page = f"/accounts/w/{guide.workspace.slug}/security/factor/"

    assert sign_in(Client(), guide).post(page, {"of": "all"}).status_code == 403
    assert not Workspace.objects.get(pk=guide.tenant).all_prove_twice
