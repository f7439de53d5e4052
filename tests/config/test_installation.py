"""The data folder: what is made once, and what is never done to it."""

from __future__ import annotations

import sqlite3

import pytest

from draagvlak.config.env import Environment, Misconfigured
from draagvlak.config.installation import LOG_LIMIT, PACKAGE, Installation, write_once


@pytest.fixture
def installation(tmp_path):
    made = Installation(Environment.load({}, tmp_path / "data"))
    made.create()
    return made


def test_folder_and_key_are_for_this_account_only(installation):
    assert installation.data.stat().st_mode & 0o777 == 0o700
    assert installation.key.stat().st_mode & 0o777 == 0o600
    assert len(installation.key.read_text().strip()) >= 43


def test_the_key_is_made_once(installation):
    key = installation.key.read_text()
    installation.create()
    assert installation.key.read_text() == key


def test_the_first_of_two_writers_wins(tmp_path):
    write_once(tmp_path / "key", "first")
    write_once(tmp_path / "key", "second")
    assert (tmp_path / "key").read_text() == "first"
    assert [path.name for path in tmp_path.iterdir()] == ["key"]


def test_a_lost_key_is_not_replaced(installation):
    installation.remember("migrations", "x")
    installation.key.unlink()
    with pytest.raises(Misconfigured, match="is gone"):
        installation.create()
    assert not installation.key.exists()


def test_a_key_from_elsewhere_is_not_copied_into_the_folder(tmp_path):
    made = Installation(Environment.load({"DRAAGVLAK_KEY": "k" * 43}, tmp_path))
    made.create()
    assert not made.key.exists()


def test_the_configuration_is_the_owners_after_the_first_time(installation):
    installation.write_configuration()
    assert installation.configuration.stat().st_mode & 0o777 == 0o600
    installation.configuration.write_text("DRAAGVLAK_WORKERS=4\n")
    installation.write_configuration()
    assert installation.configuration.read_text() == "DRAAGVLAK_WORKERS=4\n"


def test_a_folder_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(Misconfigured, match="cannot be written"):
        Installation(Environment.load({}, tmp_path / "file" / "data")).create()


def test_steps_are_remembered(installation):
    assert installation.remembers("demo") == ""
    installation.remember("demo", "filled")
    installation.remember("migrations", "x")
    assert (installation.remembers("demo"), installation.remembers("migrations")) == ("filled", "x")


def test_a_database_is_current_only_with_these_migrations(installation):
    assert not installation.is_current()
    (installation.data / "draagvlak.sqlite3").touch()
    installation.remember("migrations", "older")
    assert not installation.is_current()
    installation.remember("migrations", installation.fingerprint())
    assert not installation.is_current()  # it is empty, whatever the note says
    had = [(p.parent.parent.name, p.stem) for p in PACKAGE.glob("*/migrations/0*.py")]
    with sqlite3.connect(installation.data / "draagvlak.sqlite3") as rows:
        rows.execute("create table django_migrations (app, name)")
        rows.executemany("insert into django_migrations values (?, ?)", had[1:])
    assert not installation.is_current()  # an older backup was put in place
    with sqlite3.connect(installation.data / "draagvlak.sqlite3") as rows:
        rows.execute("insert into django_migrations values (?, ?)", had[0])
    assert installation.is_current()


def test_a_database_on_a_server_is_current_only_as_far_as_we_know(tmp_path):
    env = Environment.load({"DATABASE_URL": "postgresql://a@b/c"}, tmp_path)
    made = Installation(env)
    made.create()
    assert made.on_server
    assert not made.is_current()
    made.remember("migrations", made.fingerprint())
    assert made.is_current()  # the start asks the server itself (tests/config/test_prepare.py)


def test_a_long_log_is_put_aside(installation):
    installation.log.write_bytes(b"x" * (LOG_LIMIT + 1))
    installation.create()
    assert not installation.log.exists()
    assert installation.log.with_suffix(".log.1").stat().st_size == LOG_LIMIT + 1
