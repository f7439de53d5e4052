"""An appointment as calendars exchange it (RFC 5545 and 5546): asked, changed, called off.

The text tells when, where and who asks; what it is about stays out of it, for colleagues may look
into a calendar. One attendee per text: nobody reads from an invitation who else is asked.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from icalendar import vCalAddress

ZONE = ZoneInfo("Europe/Amsterdam")
PRODUCT = "-//Draagvlak//Draagvlak//NL"
# Rules that repeat, not a list of dates: Outlook reads these for every year.
AMSTERDAM = """\
BEGIN:VTIMEZONE
TZID:Europe/Amsterdam
BEGIN:DAYLIGHT
DTSTART:19700329T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZNAME:CEST
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19701025T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
END:VTIMEZONE
"""


@dataclass(frozen=True)
class Somebody:
    """A name and an e-mail address."""

    name: str
    email: str


@dataclass(frozen=True)
class Appointment:
    """One person at one moment. `uid` stays; `sequence` rises with every change."""

    uid: str
    sequence: int
    at: dt.datetime
    minutes: int
    summary: str
    location: str
    description: str
    organizer: Somebody
    attendee: Somebody
    stamp: dt.datetime


def request_text(one: Appointment) -> bytes:
    """Ask for the appointment, or change it (METHOD:REQUEST)."""
    return _text(one, "REQUEST", "CONFIRMED")


def cancel_text(one: Appointment) -> bytes:
    """Call the appointment off (METHOD:CANCEL): the calendar takes it out."""
    return _text(one, "CANCEL", "CANCELLED")


def _text(one: Appointment, method: str, status: str) -> bytes:
    from icalendar import Calendar, Component, Event, vText  # noqa: PLC0415 - few processes need it

    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    start = one.at.astimezone(ZONE)
    calendar.add_component(Component.from_ical(AMSTERDAM))
    event = Event()
    event.add("uid", one.uid)
    event.add("sequence", one.sequence)
    event.add("dtstamp", one.stamp.astimezone(dt.UTC))
    event.add("dtstart", start)
    # minutes pass by the clock of the world, also over the night in which the clock is set
    end = (start.astimezone(dt.UTC) + dt.timedelta(minutes=one.minutes)).astimezone(ZONE)
    event.add("dtend", end)
    event.add("summary", one.summary)
    if one.location:
        event.add("location", one.location)
    event.add("description", one.description)
    event.add("status", status)
    event.add("class", "PRIVATE")
    event.add("transp", "OPAQUE" if status == "CONFIRMED" else "TRANSPARENT")
    event.add("organizer", _address(one.organizer), encode=False)
    attendee = _address(one.attendee)
    attendee.params["ROLE"] = vText("REQ-PARTICIPANT")
    attendee.params["PARTSTAT"] = vText("NEEDS-ACTION")
    attendee.params["RSVP"] = vText("TRUE" if status == "CONFIRMED" else "FALSE")
    event.add("attendee", attendee, encode=False)
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def _address(who: Somebody) -> vCalAddress:
    from icalendar import vCalAddress, vText  # noqa: PLC0415 - as above

    address = vCalAddress(f"mailto:{who.email}")
    if who.name:
        # a quotation mark has no place in a parameter (RFC 5545, section 3.2)
        address.params["CN"] = vText(who.name.replace('"', "'"))
    return address
