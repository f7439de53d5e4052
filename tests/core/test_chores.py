"""The work of the night: planned once, done once, told to the operator."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from draagvlak.core import chores, outbox, retention
from draagvlak.core.chores import CHORES, Chore, ChoreFailed, plan_chores
from draagvlak.core.models import ChoreRun, OnceKey, OutboxMessage, Workspace
from tests.factories.places import make_workspace

pytestmark = pytest.mark.django_db
SATURDAY_NIGHT = dt.datetime(2026, 11, 21, 3, tzinfo=dt.UTC)


@pytest.fixture
def only(monkeypatch):
    """Only these chores are registered."""

    def put(**given):
        monkeypatch.setattr(CHORES, "_entries", {name: (1, each) for name, each in given.items()})

    return put


@pytest.fixture
def house():
    space = make_workspace()
    Workspace.objects.update(created_at=SATURDAY_NIGHT - dt.timedelta(days=40))
    return space


@pytest.fixture
def at(monkeypatch):
    """The clock stands at a moment."""

    def put(moment):
        monkeypatch.setattr(timezone, "now", lambda: moment)

    put(SATURDAY_NIGHT)
    return put


@pytest.mark.parametrize(
    ("hour", "weekday", "expected"),
    [(0, None, 20), (1, None, 21), (12, None, 21), (12, 5, 21), (12, 6, 15), (12, 4, 20)],
)
def test_the_night_of_a_chore_begins_at_two(hour, weekday, expected):
    moment = dt.datetime(2026, 11, 21, hour, tzinfo=dt.UTC)  # one hour earlier than in Amsterdam

    assert Chore(dict, weekday).latest_day(moment) == dt.date(2026, 11, expected)


def test_a_chore_is_promised_once_a_night_and_done_once(only, house, at):
    done = []
    only(sweep=Chore(lambda: {"removed": len(done)} if done.append(1) is None else {}))

    assert (plan_chores(), plan_chores()) == (1, 0)
    assert outbox.deliver_all() == 1
    at(SATURDAY_NIGHT + dt.timedelta(days=1))
    assert plan_chores() == 1
    outbox.deliver_all()

    assert done == [1, 1]
    run = ChoreRun.objects.get()
    assert (run.on, run.fine, run.found) == (dt.date(2026, 11, 22), True, {"removed": 2})


def test_a_new_house_has_no_chores_on_its_first_day(only, at):
    only(sweep=Chore(dict))
    assert plan_chores() == 0
    make_workspace()
    Workspace.objects.update(created_at=SATURDAY_NIGHT)
    assert plan_chores() == 0


def test_a_chore_that_fails_tells_the_operator_no_content(only, house, at):
    def fail(error):
        raise error

    only(a=Chore(lambda: fail(ChoreFailed("There is no backup yet."))),
         b=Chore(lambda: fail(ValueError("geheim"))))  # fmt: skip
    plan_chores()
    outbox.deliver_all()

    told = {run.chore: (run.fine, run.found) for run in ChoreRun.objects.all()}
    assert told == {
        "a": (False, {"error": "There is no backup yet."}),
        "b": (False, {"error": "ValueError"}),
    }
    assert OutboxMessage.objects.filter(state="open", attempts=1).count() == 2


def test_a_long_chore_is_not_taken_over_after_a_minute(only, house, at):
    only(sweep=Chore(dict))
    plan_chores()
    outbox._claim()

    at(SATURDAY_NIGHT + dt.timedelta(hours=5))
    assert outbox._claim() is None
    at(SATURDAY_NIGHT + dt.timedelta(hours=7))
    assert outbox._claim() is not None


def test_a_clock_that_was_set_back_stops_nothing(only, house, at):
    only(sweep=Chore(dict))
    plan_chores()
    at(SATURDAY_NIGHT - dt.timedelta(days=9))
    assert outbox.deliver_all() == 1

    # it was at work when the clock went back: its lease seems to last for days
    leased = SATURDAY_NIGHT + chores.LEASE
    OutboxMessage.objects.update(state="open", attempts=1, run_at=leased)
    assert outbox.deliver_all() == 1


def test_keys_and_delivered_messages_go_after_a_month(house):
    today = timezone.localdate()
    for days in (0, 30, 31, 400):
        on = today - dt.timedelta(days=days)
        OnceKey.objects.create(workspace=house, key=str(days), fingerprint="x", on=on)
        moment = timezone.now() - dt.timedelta(days=days, minutes=1)
        for state in ("done", "dead"):
            OutboxMessage.objects.create(topic="x", state=state, created_at=moment)

    assert retention.forget_once_keys() == {"removed": 2}
    assert retention.forget_done_messages() == {"removed": 3}
    assert sorted(OnceKey.objects.values_list("key", flat=True)) == ["0", "30"]
    assert OutboxMessage.objects.filter(state="dead").count() == 4


def test_the_self_test_says_so_when_there_is_no_backup(settings, tmp_path):
    settings.BACKUP_NIGHTLY, settings.BACKUP_FOLDER = True, tmp_path

    with pytest.raises(ChoreFailed, match="no backup yet"):
        retention.try_latest_backup()

    (tmp_path / "draagvlak-2026.draagvlak").write_bytes(b"nothing")
    with pytest.raises(ChoreFailed, match="no whole backup"):
        retention.try_latest_backup()


def test_nightly_backups_can_be_switched_off(settings):
    settings.BACKUP_NIGHTLY = False

    assert (retention.back_up(), retention.try_latest_backup()) == ({"switched": "off"},) * 2


def test_the_chores_of_the_plumbing_are_registered():
    assert {name for name, _ in CHORES.items()} >= {
        "core.once_keys", "core.outbox", "core.sessions", "core.files", "core.backup",
        "core.backup_test", "core.statistics",
    }  # fmt: skip
    assert chores.HOUR == 2
