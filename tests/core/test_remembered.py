"""Remembered until the workspace changes; never longer, and never for somebody else."""

from __future__ import annotations

import datetime as dt
import threading
from dataclasses import replace

import pytest
from django.db import connection
from django.utils import timezone, translation

from draagvlak.core import remembered as module
from draagvlak.core.audit import record
from draagvlak.core.command import command
from draagvlak.core.policy import Role
from draagvlak.core.remembered import forget_all, remembered
from draagvlak.organisations.models import Organisation
from tests.factories.places import make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked():
    """Which values were built, and how each is asked for."""
    forget_all()
    built = []

    def count(actor, *key, name="tests.count"):
        def build():
            built.append(key)
            return Organisation.objects.filter(workspace_id=actor.tenant).count()

        return remembered(actor, name, build, *key)

    count.built = built
    return count


@command
def found(*, by):
    """Found an organisation."""
    organisation = Organisation.objects.create(workspace_id=by.tenant, name="Gemeente")
    record("tests.founded", by=by, on=organisation)


@command
def found_and_look(*, by, asked):
    """What is remembered in the middle of a command."""
    found(by=by)
    record("tests.looked", by=by, on=Organisation.objects.get(workspace_id=by.tenant))
    return asked(by)


def test_a_value_is_built_once(asked):
    guide = make_member()

    assert (asked(guide), asked(guide)) == (0, 0)
    assert len(asked.built) == 1


def test_after_a_command_it_is_built_anew(asked):
    guide = make_member()
    asked(guide)

    found(by=guide)

    assert asked(guide) == 1


def test_within_a_command_nothing_is_kept(asked):
    guide = make_member()

    assert found_and_look(by=guide, asked=asked) == 1
    assert asked(guide) == 1
    assert len(asked.built) == 2


@pytest.mark.parametrize(
    "other",
    [
        lambda actor: replace(actor, roles=frozenset({Role.PROJECT_LEAD})),
        lambda actor: replace(actor, programme=None),
        lambda _actor: make_member(),
    ],
    ids=["roles", "programme", "workspace"],
)
def test_it_belongs_to_one_place_and_to_roles(asked, other):
    guide = make_member()
    asked(guide)
    asked(other(guide))

    assert len(asked.built) == 2


def test_it_belongs_to_a_key_a_name_a_language_and_a_day(asked, monkeypatch):
    guide = make_member()
    asked(guide, 1)
    asked(guide, 2)
    asked(guide, 1, name="tests.other")
    with translation.override("en"):
        asked(guide, 1)
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    monkeypatch.setattr(module.timezone, "localdate", lambda: tomorrow)
    asked(guide, 1)

    assert len(asked.built) == 5


def test_who_was_asked_for_longest_ago_goes_first(asked, monkeypatch):
    monkeypatch.setattr(module, "MOST", 2)
    guide = make_member()
    for key in (1, 2, 1, 3):
        asked(guide, key)
    asked.built.clear()
    for key in (1, 3, 2):
        asked(guide, key)

    assert asked.built == [(2,)]


def test_rows_that_were_not_read_are_a_mistake(asked):
    guide = make_member()
    rows = Organisation.objects.filter(workspace_id=guide.tenant)

    with pytest.raises(TypeError, match="not read"):
        remembered(guide, "tests.rows", lambda: rows)


@pytest.mark.django_db(transaction=True)
def test_a_change_of_another_process_is_seen_at_once(asked):
    guide = make_member()
    assert asked(guide) == 0

    def elsewhere():
        try:
            found(by=guide)
        finally:
            connection.close()

    other = threading.Thread(target=elsewhere)
    other.start()
    other.join()

    assert asked(guide) == 1
