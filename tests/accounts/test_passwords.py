"""What is long enough and still guessed at once is refused, with words that help."""

from __future__ import annotations

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from draagvlak.accounts.models import User

JOKE = User(email="joke.vandam@voorbeeld.example", name="Joke van Dam")


@pytest.mark.parametrize(
    "password",
    [
        "passwordpassword",
        "Football2026!",
        "123456789012",
        "987654321098",
        "aaaaaaaaaaaa",
        "abcabcabcabc",
        "Draagvlak2026",
        "welkom-welkom-2026",
        "Wachtwoord123!",
        "vandam-voorbeeld-1",
    ],
)
def test_easy_to_guess(password):
    with pytest.raises(ValidationError) as refused:
        validate_password(password, JOKE)
    assert "Dit wachtwoord is makkelijk te raden." in " ".join(refused.value.messages)


@pytest.mark.parametrize(
    "password",
    [
        "een lange zin van woorden",
        "een-lang-wachtwoord",
        "zeven blauwe fietsen",
        "joke koopt een groene paraplu",
        "8301 4471 9962 0357",
        "漢字漢字かなカナ文字列です",
    ],
)
def test_hard_enough(password):
    validate_password(password, JOKE)


def test_without_a_user_it_is_judged_too():
    validate_password("vandam-voorbeeld-1")
