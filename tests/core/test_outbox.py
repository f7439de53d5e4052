"""Promised in the transaction, delivered at least once."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import transaction
from django.utils import timezone

from draagvlak.core import outbox
from draagvlak.core.models import OutboxMessage

pytestmark = pytest.mark.django_db
DONE: list[str] = []


def _note(payload):
    if payload["word"] == "stuk":
        raise ValueError("geheim")
    DONE.append(payload["word"])


outbox.TOPICS.register("tests.note", _note)


@pytest.fixture(autouse=True)
def _empty():
    DONE.clear()


def test_what_was_promised_is_delivered_once():
    outbox.promise("tests.note", {"word": "hallo"})

    assert outbox.deliver_all() == 1
    assert outbox.deliver_all() == 0
    assert DONE == ["hallo"]


def test_a_promise_in_a_failed_transaction_was_never_made():
    with pytest.raises(RuntimeError), transaction.atomic():
        outbox.promise("tests.note", {"word": "hallo"})
        raise RuntimeError

    assert outbox.deliver_all() == 0


def test_one_key_is_promised_once():
    outbox.promise("tests.note", {"word": "hallo"}, key="k")
    outbox.promise("tests.note", {"word": "hallo"}, key="k")

    assert outbox.deliver_all() == 1


def test_a_failure_waits_keeps_no_content_and_ends_as_dead():
    outbox.promise("tests.note", {"word": "stuk"})
    for attempt in range(1, outbox.ATTEMPTS + 1):
        OutboxMessage.objects.update(run_at=timezone.now())
        assert outbox.deliver_one()
        message = OutboxMessage.objects.get()
        assert (message.attempts, message.error) == (attempt, "ValueError")

    assert message.state == OutboxMessage.State.DEAD
    OutboxMessage.objects.update(run_at=timezone.now())
    assert not outbox.deliver_one()


def test_the_work_of_a_dead_worker_is_taken_over_when_its_lease_ends():
    outbox.promise("tests.note", {"word": "hallo"})
    assert outbox._claim() is not None
    assert not outbox.deliver_one()

    OutboxMessage.objects.update(run_at=timezone.now() - dt.timedelta(seconds=1))

    assert outbox.deliver_one()
    assert DONE == ["hallo"]


def test_a_worker_that_lost_its_lease_writes_nothing():
    outbox.promise("tests.note", {"word": "hallo"})
    slow = outbox._claim()
    OutboxMessage.objects.update(run_at=timezone.now() - dt.timedelta(seconds=1))
    outbox.deliver_one()

    outbox._failed(slow, "TooLate")

    assert OutboxMessage.objects.get().state == OutboxMessage.State.DONE


def test_an_unknown_topic_cannot_be_promised():
    with pytest.raises(LookupError):
        outbox.promise("tests.nobody", {})
