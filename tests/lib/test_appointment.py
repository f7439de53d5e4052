"""Appointments that calendars keep: parsed back, and held against the rules of the RFCs."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from draagvlak.lib.appointment import Appointment, Somebody, cancel_text, request_text

pytestmark = pytest.mark.one_engine("computes in memory, asks no database")

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def appointment(**changes):
    given_words = {
        "uid": "3f0e@draagvlak.example",
        "sequence": 0,
        "at": dt.datetime(2026, 12, 3, 10, 30, tzinfo=AMSTERDAM),
        "minutes": 45,
        "summary": "Gesprek",
        "location": "Stadhuis, kamer 2.14",
        "description": "Noor vraagt je voor een gesprek; neem mee wat je wilt.",
        "organizer": Somebody("Noor Veldhuis", "noor@tussenstap.example"),
        "attendee": Somebody("Jansen, Els", "e.jansen@voorbeeldstad.example"),
        "stamp": dt.datetime(2026, 11, 21, 20, tzinfo=dt.UTC),
    }
    return Appointment(**given_words | changes)


def parsed(text):
    calendar = Calendar.from_ical(text)
    return calendar, calendar.walk("VEVENT")[0]


def rules_kept(text):
    """What RFC 5545 and 5546 demand of a request or a cancellation."""
    assert text.endswith(b"\r\n")
    lines = text.split(b"\r\n")
    assert all(len(line) <= 75 for line in lines)
    assert b"\n" not in b"".join(lines)
    assert lines[0] == b"BEGIN:VCALENDAR"
    calendar, event = parsed(text)
    assert calendar["version"] == "2.0"
    assert calendar["prodid"]
    assert len(calendar.walk("VEVENT")) == len(calendar.walk("VTIMEZONE")) == 1
    zone = calendar.walk("VTIMEZONE")[0]
    assert zone["tzid"] == event["dtstart"].params["TZID"] == event["dtend"].params["TZID"]
    assert zone.walk("STANDARD")
    assert zone.walk("DAYLIGHT")
    for name in ("uid", "dtstamp", "dtstart", "sequence", "organizer", "attendee", "summary"):
        assert name in event, name
        assert not isinstance(event[name], list), f"{name} stands there once"
    assert event["dtstamp"].to_ical().endswith(b"Z")
    assert event["organizer"].lower().startswith("mailto:")
    assert event["attendee"].lower().startswith("mailto:")
    assert event["class"] == "PRIVATE"
    return calendar, event


def test_a_request_says_when_where_and_who():
    calendar, event = rules_kept(request_text(appointment()))

    assert calendar["method"] == "REQUEST"
    assert event["uid"] == "3f0e@draagvlak.example"
    assert event["sequence"] == 0
    assert event["status"] == "CONFIRMED"
    assert event.decoded("dtstart") == dt.datetime(2026, 12, 3, 10, 30, tzinfo=AMSTERDAM)
    assert event.decoded("dtend") == dt.datetime(2026, 12, 3, 11, 15, tzinfo=AMSTERDAM)
    assert event["location"] == "Stadhuis, kamer 2.14"
    assert event["description"] == "Noor vraagt je voor een gesprek; neem mee wat je wilt."
    assert event["attendee"].params["CN"] == "Jansen, Els"
    assert event["attendee"].params["RSVP"] == "TRUE"


def test_a_change_keeps_the_uid_and_raises_the_sequence():
    before = parsed(request_text(appointment()))[1]
    after = parsed(request_text(appointment(sequence=1, minutes=30)))[1]
    assert (before["uid"], after["sequence"]) == (after["uid"], 1)


def test_a_cancellation_takes_the_same_appointment_away():
    calendar, event = rules_kept(cancel_text(appointment(sequence=2)))
    assert calendar["method"] == "CANCEL"
    assert (event["status"], event["sequence"]) == ("CANCELLED", 2)
    assert event["uid"] == "3f0e@draagvlak.example"


@pytest.mark.parametrize(
    ("at", "offset"),
    [
        (dt.datetime(2026, 12, 3, 9, 30, tzinfo=dt.UTC), 1),
        (dt.datetime(2026, 7, 3, 8, 30, tzinfo=dt.UTC), 2),
    ],
)
def test_summer_and_winter_time_are_those_of_amsterdam(at, offset):
    text = request_text(appointment(at=at))
    assert b"DTSTART;TZID=Europe/Amsterdam:" in text
    start = parsed(text)[1].decoded("dtstart")
    assert (start, start.utcoffset()) == (at, dt.timedelta(hours=offset))


def test_minutes_pass_also_in_the_night_in_which_the_clock_is_set():
    at = dt.datetime(2027, 3, 28, 0, 30, tzinfo=dt.UTC)
    event = parsed(request_text(appointment(at=at, minutes=60)))[1]
    assert event.decoded("dtend") - event.decoded("dtstart").astimezone(dt.UTC) == dt.timedelta(
        hours=1
    )


words = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=120)


@given(words, words, words)
def test_whatever_is_written_comes_back_and_nothing_breaks_out(summary, location, name):
    hostile = f"{summary}\r\nBEGIN:VALARM\nATTENDEE:mailto:x@example.org"
    one = appointment(summary=hostile, location=location, attendee=Somebody(name, "a@b.example"))
    calendar, event = rules_kept(request_text(one))
    assert not calendar.walk("VALARM")
    assert event["attendee"] == "mailto:a@b.example"
    assert event["summary"].replace("\r\n", "\n") == hostile.replace("\r\n", "\n")
