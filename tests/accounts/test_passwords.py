"""What is long enough and still guessed at once is refused, with words that help."""

from __future__ import annotations

import hashlib

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from draagvlak.accounts.models import User
from draagvlak.accounts.passwords import NotBreached
from draagvlak.config.env import Environment, Misconfigured

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


@pytest.mark.parametrize("count", [1, 2, 3, 64, 1000])
@pytest.mark.parametrize("ending", ["\n", ":12\n", "\r\n"])
def test_a_breached_password_is_found_wherever_it_stands_in_the_list(
    count, ending, tmp_path, settings
):
    words = [f"een zin met nummer {number}" for number in range(count)]
    marks = sorted(hashlib.sha1(each.encode()).hexdigest().upper() for each in words)  # noqa: S324
    listed = tmp_path / "gelekt.txt"
    listed.write_bytes("".join(f"{mark}{ending}" for mark in marks).encode())
    settings.BREACHED = str(listed)
    for word in words:
        with pytest.raises(ValidationError, match="datalek"):
            NotBreached().validate(word)
    for number in range(200):
        NotBreached().validate(f"een andere zin {number}")


def test_without_a_list_nothing_is_looked_up(settings):
    settings.BREACHED = ""
    NotBreached().validate("een zin")


def test_a_list_that_is_not_there_stops_the_start(tmp_path):
    with pytest.raises(Misconfigured, match="DRAAGVLAK_BREACHED"):
        Environment({"DRAAGVLAK_BREACHED": str(tmp_path / "weg")}, tmp_path).breached()
