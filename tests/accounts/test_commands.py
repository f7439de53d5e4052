"""Users are made and changed by command only."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from draagvlak.accounts.commands import edit_profile, register_user
from draagvlak.accounts.models import User
from draagvlak.accounts.queries import names_of, user_by_email
from draagvlak.core.actor import SYSTEM, VISITOR
from draagvlak.core.gate import actor_of
from draagvlak.core.verdict import Refused
from tests.factories.places import make_user

pytestmark = pytest.mark.django_db


def test_a_visitor_gets_a_sign_in():
    user = register_user(
        by=VISITOR,
        email=" Joke@Voorbeeldstad.example",
        name="Joke",
        password="een-lang-wachtwoord",
        language="en",
    )

    assert (user.email, user.name, user.language) == ("joke@voorbeeldstad.example", "Joke", "en")
    assert user.check_password("een-lang-wachtwoord")


def test_without_a_password_no_password_works():
    user = register_user(by=SYSTEM, email="a@b.example", name="A", password=None)

    assert not user.has_usable_password()


def test_who_is_signed_in_gets_no_second_sign_in():
    with pytest.raises(Refused, match="Je bent al ingelogd"):
        register_user(by=actor_of(make_user()), email="a@b.example", name="A", password=None)


def test_an_address_is_used_once():
    user = make_user()

    with pytest.raises(IntegrityError), transaction.atomic():
        register_user(by=VISITOR, email=user.email, name="A", password=None)


def test_one_changes_only_oneself():
    user = make_user()

    with pytest.raises(Refused, match="Je kunt alleen je eigen gegevens wijzigen"):
        edit_profile(by=actor_of(make_user()), user=user, name="X", language="nl")

    assert User.objects.get(pk=user.pk).name == "Joke van Dam"


def test_users_are_found_by_address_and_named_in_one_query(django_assert_num_queries):
    users = [make_user("An"), make_user("Bo"), make_user("Cas")]

    with django_assert_num_queries(1):
        names = names_of(user.pk for user in users)

    assert sorted(names.values()) == ["An", "Bo", "Cas"]
    assert user_by_email(users[0].email.upper()) == users[0]
    assert user_by_email("niemand@voorbeeld.example") is None
