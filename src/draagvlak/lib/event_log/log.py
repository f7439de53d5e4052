"""What a log holds: cases with their events, and what was wrong, by code and line."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

_DAY_FIRST = re.compile(
    r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?:[ T,]+(\d{1,2}):(\d{2})(?::(\d{2}))?(?:[.,]\d+)?)?"
)
_EXCEL_DAY_ONE = dt.datetime(1899, 12, 30, tzinfo=dt.UTC)
_EXCEL = (20_000, 80_000)
_LONGEST = 200


class LogFindingCode(StrEnum):
    """One code per sentence. `about` stands behind it; events it happened to are counted."""

    NO_TIME = "no_time"
    """Events without a time; left out."""
    BAD_TIME = "bad_time"
    """Events with a time that cannot be read; left out. about: the shape of the first."""
    NO_STEP = "no_step"
    """Events that do not say what happened; left out."""
    NO_CASE = "no_case"
    """Events, or a whole case, without a number of the case; left out or numbered."""
    NOT_DONE = "not_done"
    """Events that tell of a beginning or a plan beside an end; only ends count."""
    LOOSE = "loose"
    """Events outside a case; left out."""
    FEW_ROLES = "few_roles"
    """Roles that occur too seldom to be shown; put together."""
    CUT_OFF = "cut_off"
    """The file stops in the middle; what came before that counts."""


class LogRefusalCode(StrEnum):
    """Why a whole log is refused."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    """about: the limit in bytes."""
    TOO_MANY_EVENTS = "too_many_events"
    """about: the limit."""
    TOO_MANY_STEPS = "too_many_steps"
    """More names of steps than a process has. about: the limit."""
    TOO_DEEP = "too_deep"
    DOCUMENT_TYPE = "document_type"
    NOT_XML = "not_xml"
    """about: what it looks like, or nothing."""
    NOT_XES = "not_xes"
    """about: the name of the root."""
    NO_EVENTS = "no_events"
    """Nothing is left. about: nothing."""
    FEW_CASES = "few_cases"
    """So few cases that each could be recognised. about: how many there are."""
    PERSONS = "persons"
    """What was given as roles looks like names of people. about: how many there are."""


class LogRefused(Exception):  # noqa: N818 a file is refused; the code says why
    """A log of which nothing can be used. `line` counts from 1, 0 when unknown."""

    def __init__(self, code: LogRefusalCode, *, line: int = 0, about: str = "") -> None:
        """Keep the code and what stands behind it."""
        super().__init__(code.value, line, about)
        self.code = code
        self.line = line
        self.about = about


@dataclass(frozen=True, slots=True)
class LogFinding:
    """Something that happened `count` times, first in `line`."""

    code: LogFindingCode
    count: int
    line: int = 0
    about: str = ""


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a log may be: a year of work of an office is some tens of thousands of events."""

    size: int = 20 * 1024 * 1024
    events: int = 300_000
    steps: int = 400
    roles: int = 40
    depth: int = 60


class Event(NamedTuple):
    """Something that was done: when (seconds), what, and in which role."""

    at: float
    step: str
    role: str


@dataclass(slots=True)
class Log:
    """The cases of a log, each with its events in order of time."""

    cases: list[list[Event]] = field(default_factory=list)
    findings: tuple[LogFinding, ...] = ()

    @property
    def event_count(self) -> int:
        return sum(len(case) for case in self.cases)


class Noted:
    """Counts what is wrong, with the first line of each."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._found: dict[LogFindingCode, LogFinding] = {}

    def note(self, code: LogFindingCode, line: int = 0, about: str = "", count: int = 1) -> None:
        before = self._found.get(code)
        if before is None:
            self._found[code] = LogFinding(code, count, line, about[:60])
        else:
            self._found[code] = LogFinding(code, before.count + count, before.line, before.about)

    def all(self) -> tuple[LogFinding, ...]:
        return tuple(self._found.values())


@dataclass(slots=True)
class Gathered:
    """Events as they are read, until they are a log."""

    limits: Limits
    noted: Noted = field(default_factory=Noted)
    cases: dict[str, list[Event]] = field(default_factory=dict)
    steps: set[str] = field(default_factory=set)
    count: int = 0

    def take(self, case: str, said: tuple[str, str, str], line: int) -> None:
        """One event: its time, its step and its role as they stand in the file."""
        time, step, role = said
        if not step:
            self.noted.note(LogFindingCode.NO_STEP, line)
            return
        if not time:
            self.noted.note(LogFindingCode.NO_TIME, line)
            return
        at = moment(time)
        if at is None:
            self.noted.note(LogFindingCode.BAD_TIME, line, shape(time))
            return
        self.count += 1
        if self.count > self.limits.events:
            limit = str(self.limits.events)
            raise LogRefused(LogRefusalCode.TOO_MANY_EVENTS, line=line, about=limit)
        self.steps.add(step)
        if len(self.steps) > self.limits.steps:
            limit = str(self.limits.steps)
            raise LogRefused(LogRefusalCode.TOO_MANY_STEPS, line=line, about=limit)
        self.cases.setdefault(case, []).append(Event(at, step, role))

    def log(self) -> Log:
        """The log, its cases in order of time. Raises LogRefused when nothing is left."""
        cases = [sorted(events, key=_at) for events in self.cases.values() if events]
        if not cases:
            raise LogRefused(LogRefusalCode.NO_EVENTS)
        return Log(cases, self.noted.all())


def _at(event: Event) -> float:
    return event.at


def moment(text: str) -> float | None:
    """A time as people and programs write it → seconds; None when it is none.

    Without a zone it counts as UTC: what is measured are differences.
    """
    try:
        found = dt.datetime.fromisoformat(text)
    except ValueError:
        return _other_moment(text)
    if found.tzinfo is None:
        found = found.replace(tzinfo=dt.UTC)
    try:
        return found.timestamp()
    except (OverflowError, ValueError):
        return None


def _other_moment(text: str) -> float | None:
    day = _DAY_FIRST.fullmatch(text.strip())
    try:
        if day is not None:
            date, month, year, hour, minute, second = (int(each or 0) for each in day.groups())
            return dt.datetime(year, month, date, hour, minute, second, tzinfo=dt.UTC).timestamp()
        days = float(text.replace(",", "."))
    except (ValueError, OverflowError):
        return None
    if _EXCEL[0] <= days < _EXCEL[1]:  # a spreadsheet counts days
        return (_EXCEL_DAY_ONE + dt.timedelta(days=days)).timestamp()
    return None


def shape(text: str) -> str:
    """What a cell looks like, without its words: findings are kept, and it could be a name."""
    signs = ("x" if sign.isalpha() else "9" if sign.isdigit() else sign for sign in text)
    return "".join(signs)


def short(text: str) -> str:
    """Words of a log, squeezed and of a length that a page can show."""
    return " ".join(text.split())[:_LONGEST]
