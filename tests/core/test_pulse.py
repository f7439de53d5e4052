"""The version of a workspace moves with every change that is committed, and only then."""

from __future__ import annotations

import threading

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connection, transaction
from django.test.utils import CaptureQueriesContext

from draagvlak.core.audit import record, record_many, record_on
from draagvlak.core.command import command
from draagvlak.core.ids import uuid4
from draagvlak.core.models import Pulse
from draagvlak.core.pulse import move, version_of
from draagvlak.core.verdict import Refused, no
from draagvlak.organisations.models import Organisation
from tests.factories.places import make_member, make_workspace

pytestmark = pytest.mark.django_db


@command
def found(*, by, name, inner=False, refused=False):
    """Found an organisation, and perhaps another within it; or think better of it."""
    organisation = Organisation.objects.create(workspace_id=by.tenant, name=name)
    record("tests.founded", by=by, on=organisation)
    if inner:
        found(by=by, name=f"{name} in {name}")
    if refused:
        no("Dat mag niet.").demand()
    return organisation


@command
def look_within(*, by):
    """What the version is before and after a change within a command."""
    before = version_of(by.tenant)
    record("tests.looked", by=by, on=Organisation.objects.create(workspace_id=by.tenant, name="A"))
    return before, version_of(by.tenant)


def test_a_workspace_begins_without_any_mark():
    assert version_of(make_workspace().pk) == ()


def test_a_command_moves_the_version_of_its_workspace_only():
    guide, other = make_member(), make_member()
    move([guide.tenant, other.tenant])
    before, elsewhere = version_of(guide.tenant), version_of(other.tenant)

    found(by=guide, name="Gemeente")

    assert version_of(guide.tenant) != before
    assert version_of(other.tenant) == elsewhere


def test_a_refused_command_leaves_the_version_as_it_was():
    guide = make_member()
    found(by=guide, name="Gemeente")
    before = version_of(guide.tenant)

    with pytest.raises(Refused):
        found(by=guide, name="Provincie", refused=True)

    assert version_of(guide.tenant) == before


def test_a_command_within_a_command_moves_it_once():
    guide = make_member()
    with CaptureQueriesContext(connection) as asked:
        found(by=guide, name="Gemeente", inner=True)

    sent = [each["sql"] for each in asked if "core_pulse" in each["sql"]]
    assert [sql.split()[0] for sql in sent] == ["UPDATE", "INSERT"]


def test_it_moves_as_the_last_thing_of_a_command():
    guide = make_member()
    with CaptureQueriesContext(connection) as asked:
        before, within = look_within(by=guide)

    assert before == within != version_of(guide.tenant)
    assert "core_pulse" in [sql for each in asked if "SAVEPOINT" not in (sql := each["sql"])][-1]


def test_many_changes_one_after_another_take_one_row():
    guide = make_member()
    for number in range(5):
        found(by=guide, name=f"Gemeente {number}")

    assert Pulse.objects.filter(workspace_id=guide.tenant).count() == 1


def test_every_line_of_the_trail_outside_a_command_moves_it_at_once():
    guide = make_member()
    thing = Organisation.objects.create(workspace_id=guide.tenant, name="Gemeente")
    versions = [version_of(guide.tenant)]
    for leave in (
        lambda: record("tests.founded", by=guide, on=thing),
        lambda: record("tests.founded", by=guide, on=thing, daily=True),
        lambda: record("tests.founded", by=guide, on=thing, daily=True),
        lambda: record_on("tests.founded", by=guide, subject=("tests", uuid4())),
        lambda: record_many("tests.founded", by=guide, on=[thing]),
    ):
        leave()
        versions.append(version_of(guide.tenant))

    assert len(set(versions)) == 6


@pytest.fixture
def _in_a_request():
    """As within a request; the connection of the test stays open around it."""
    for each in (request_started, request_finished):
        each.disconnect(close_old_connections)
    request_started.send(sender=None)
    yield
    request_finished.send(sender=None)
    for each in (request_started, request_finished):
        each.connect(close_old_connections)


@pytest.mark.usefixtures("_in_a_request")
def test_a_request_reads_the_version_once_until_it_changes_something():
    guide = make_member()
    with CaptureQueriesContext(connection) as asked:
        first = version_of(guide.tenant)
        assert version_of(guide.tenant) == first
    assert len(asked) == 1

    found(by=guide, name="Gemeente")
    with CaptureQueriesContext(connection) as asked:
        assert version_of(guide.tenant) == version_of(guide.tenant) != first
    assert len(asked) == 2


@pytest.mark.django_db(transaction=True)
def test_what_another_connection_committed_is_seen_at_once():
    guide = make_member()
    before = version_of(guide.tenant)

    def elsewhere():
        try:
            found(by=guide, name="Gemeente")
        finally:
            connection.close()

    other = threading.Thread(target=elsewhere)
    other.start()
    other.join()

    assert version_of(guide.tenant) != before


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer at a time")
def test_writers_do_not_wait_for_each_other_and_each_moves_the_version():
    guide = make_member()
    found(by=guide, name="Gemeente")
    before = version_of(guide.tenant)

    def elsewhere():
        try:
            with connection.cursor() as cursor:
                cursor.execute("set lock_timeout = '2s'")
            move([guide.tenant])
        finally:
            connection.close()

    with transaction.atomic():
        move([guide.tenant])
        other = threading.Thread(target=elsewhere)
        other.start()
        other.join()
        between = version_of(guide.tenant)

    assert Pulse.objects.filter(workspace_id=guide.tenant).count() == 2
    assert len({before, between, version_of(guide.tenant)}) >= 2
    assert set(version_of(guide.tenant)).isdisjoint(before)
