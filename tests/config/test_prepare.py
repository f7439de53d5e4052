"""What is done before a start, and what is not done again."""

from __future__ import annotations

import gc

import pytest
from django.db.migrations.recorder import MigrationRecorder

from draagvlak.config import prepare

pytestmark = pytest.mark.django_db


@pytest.fixture
def carried_out(monkeypatch):
    """The commands that were called; the server of a test run need not be durable."""
    called = []
    monkeypatch.setattr(prepare, "call_command", lambda *words, **_more: called.append(words))
    monkeypatch.setattr(prepare, "check_durability", lambda: None)
    yield called
    gc.enable()


def forget_one():
    MigrationRecorder.Migration.objects.filter(app="concerns", name="0001_initial").delete()


def test_a_database_with_all_our_migrations_is_left_alone(carried_out):
    assert prepare.carry_out([], migrated=True) == "[]"
    assert carried_out == []


def test_a_database_that_lacks_one_is_migrated_whatever_we_thought(carried_out):
    forget_one()
    prepare.carry_out([["demo"]], migrated=True)
    assert carried_out == [("migrate", "--verbosity=0"), ("demo",)]


def test_what_was_asked_is_done_once(carried_out):
    forget_one()
    prepare.carry_out([prepare.MIGRATE])
    assert carried_out == [("migrate", "--verbosity=0")]
