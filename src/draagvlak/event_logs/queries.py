"""The event logs of a process, in words that a reader understands."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from draagvlak.event_logs.models import EventLog
from draagvlak.lib.event_log import LEAST, LogFindingCode, LogRefusalCode
from draagvlak.lib.fold import fold_key
from draagvlak.processes.queries import (
    access_process,
    situations_of,
    steps_of,
    visible_processes,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from django.utils.functional import _StrPromise as StrPromise

    from draagvlak.core.actor import Actor
    from draagvlak.event_logs.models import EventLogQuerySet
    from draagvlak.lib.event_log import LogRefused
    from draagvlak.processes.models import Process

MOST_LOGS = 20
_MINUTE, _HOUR, _DAY = 60, 3600, 86_400
_FEW_HOURS, _FEW_DAYS = 2, 2
_MEGABYTE = 1024 * 1024
_LEAST_SHARE = 0.01
_FOUND: dict[LogFindingCode, tuple[StrPromise, StrPromise]] = {
    LogFindingCode.NO_TIME: (
        gettext_lazy("%(count)s event has no time. It is left out."),
        gettext_lazy("%(count)s events have no time. They are left out."),
    ),
    LogFindingCode.BAD_TIME: (
        gettext_lazy("%(count)s event has a time that we cannot read (“%(about)s”)."),
        gettext_lazy("%(count)s events have a time that we cannot read (such as “%(about)s”)."),
    ),
    LogFindingCode.NO_STEP: (
        gettext_lazy("%(count)s event does not say what happened. It is left out."),
        gettext_lazy("%(count)s events do not say what happened. They are left out."),
    ),
    LogFindingCode.NO_CASE: (
        gettext_lazy("%(count)s time the number of the case is missing."),
        gettext_lazy("%(count)s times the number of the case is missing."),
    ),
    LogFindingCode.NOT_DONE: (
        gettext_lazy("%(count)s event tells of a beginning or a plan. Only ends count."),
        gettext_lazy("%(count)s events tell of a beginning or a plan. Only ends count."),
    ),
    LogFindingCode.LOOSE: (
        gettext_lazy("%(count)s event belongs to no case. It is left out."),
        gettext_lazy("%(count)s events belong to no case. They are left out."),
    ),
    LogFindingCode.FEW_ROLES: (
        gettext_lazy("%(count)s role has fewer than five cases. It is not shown."),
        gettext_lazy("%(count)s roles have fewer than five cases. They are not shown."),
    ),
    LogFindingCode.CUT_OFF: (
        gettext_lazy("The file stops in the middle. What came before that counts."),
        gettext_lazy("The file stops in the middle. What came before that counts."),
    ),
}
_REFUSED: dict[LogRefusalCode, StrPromise] = {
    LogRefusalCode.EMPTY: gettext_lazy("This file is empty. Choose another one."),
    LogRefusalCode.TOO_LARGE: gettext_lazy(
        "This file is larger than %(about)s MB. Export a shorter period."
    ),
    LogRefusalCode.TOO_MANY_EVENTS: gettext_lazy(
        "There are more than %(about)s events in this log. Export a shorter period."
    ),
    LogRefusalCode.TOO_MANY_STEPS: gettext_lazy(
        "There are more than %(about)s names of steps in this log. "
        "Is another column meant, or does a name hold a number that differs each time?"
    ),
    LogRefusalCode.TOO_DEEP: gettext_lazy("Parts stand in parts too deep. Export the log again."),
    LogRefusalCode.DOCUMENT_TYPE: gettext_lazy(
        "This file has a document type or entities in it. A log needs none, "
        "and they can be dangerous. Export it again as XES."
    ),
    LogRefusalCode.NOT_XML: gettext_lazy(
        "This file cannot be read as XES or as a table. Is it packed, as .gz or .zip? Unpack it."
    ),
    LogRefusalCode.NOT_XES: gettext_lazy(
        "This is another kind of file: it begins with “%(about)s”. Export the log as XES or CSV."
    ),
    LogRefusalCode.NO_EVENTS: gettext_lazy(
        "No event in this file has a case, a step and a time. Are the right columns chosen?"
    ),
    LogRefusalCode.FEW_CASES: gettext_lazy(
        "There are %(about)s cases in this log. "
        "Of fewer than five cases we tell nothing: each could be recognised."
    ),
    LogRefusalCode.PERSONS: gettext_lazy(
        "The roles in this log look like names of people (%(about)s different ones). "
        "Leave that column out, or choose the one with functions."
    ),
}


def logs_of(actor: Actor, process: Process) -> EventLogQuerySet:
    """The logs of a process that was accessed, newest first."""
    rows = EventLog.objects.present().filter(workspace_id=actor.tenant, process_id=process.pk)
    return rows.defer("measured").order_by("-pk")


def log_count(actor: Actor, process: Process) -> int:
    return logs_of(actor, process).count()


def access_log(actor: Actor, log_id: UUID) -> EventLog:
    """One log of a process that this actor sees, removed or not; or Http404."""
    rows = EventLog.objects.filter(workspace_id=actor.tenant, process__in=visible_processes(actor))
    return get_object_or_404(rows.select_related("process"), pk=log_id)


def access_log_process(actor: Actor, process_id: UUID) -> Process:
    """The process that a log is about, or Http404."""
    return access_process(actor, process_id)


@dataclass(frozen=True)
class PathRow:
    """One path: its steps, and how many cases took it and how long."""

    steps: tuple[str, ...]
    cases: str
    share: str
    middle: str
    most: str


@dataclass(frozen=True)
class WayRow:
    """From one to another: how often, how long, and which part of all time."""

    source: str
    target: str
    cases: str
    middle: str
    most: str
    share: str = ""


@dataclass(frozen=True)
class Told:
    """Everything that the page of a log shows."""

    lead: str
    period: str
    counts: str
    paths: list[PathRow]
    rare: str
    ways: list[WayRow]
    slowest: str
    handovers: list[WayRow]
    findings: list[str]


def told(log: EventLog) -> Told:
    """What a log tells, in words."""
    found = log.measured
    took = found["took"]
    lead = _("Half of the cases are done within %(middle)s, nine out of ten within %(most)s.") % {
        "middle": time_words(took["middle"]),
        "most": time_words(took["most"]),
    }
    counts = _("%(cases)s cases, %(events)s events") % {
        "cases": _number(found["cases"]),
        "events": _number(found["events"]),
    }
    ways = [_way(each) for each in found["passages"]]
    slowest = ""
    if ways:
        slowest = _("Most time passes between “%(source)s” and “%(target)s”: %(share)s of all.") % {
            "source": ways[0].source,
            "target": ways[0].target,
            "share": ways[0].share,
        }
    return Told(
        lead=lead,
        period=_period(found["first"], found["last"]),
        counts=counts,
        paths=[_path(each) for each in found["variants"]],
        rare=_rare(found["rare_cases"], found["rare_paths"]),
        ways=ways,
        slowest=slowest,
        handovers=[_way(each) for each in found["handovers"]],
        findings=[_finding(each) for each in found["findings"]],
    )


@dataclass(frozen=True)
class Beside:
    """Steps that only the log has, and steps that only the table of now has."""

    only_log: list[str]
    only_table: list[str]


def beside_table(actor: Actor, log: EventLog) -> Beside | None:
    """The names in the log beside those in the table of now; None when that is not written."""
    now = situations_of(actor, log.process).get("now")
    steps = steps_of(actor, [now])[now.pk] if now else []
    if not steps:
        return None
    written = {fold_key(step.name): step.name for step in steps if step.name}
    seen = {fold_key(name): name for name, _cases in log.measured["steps"]}
    return Beside(
        [name for key, name in seen.items() if key not in written],
        [name for key, name in written.items() if key not in seen],
    )


def refusal_words(refused: LogRefused) -> str:
    """Why a whole log is refused, and what to do."""
    about = refused.about
    if refused.code is LogRefusalCode.TOO_LARGE and about.isdecimal():
        about = str(int(about) // _MEGABYTE)
    elif about.isdecimal():
        about = _number(int(about))
    sentence = str(_REFUSED[refused.code]) % {"about": about}
    return _at_line(sentence, refused.line)


def time_words(seconds: float) -> str:
    """A length of time as people say it."""
    if seconds < _FEW_HOURS * _HOUR:
        minutes = max(1, round(seconds / _MINUTE)) if seconds else 0
        return ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes}
    if seconds < _FEW_DAYS * _DAY:
        return _("%(count)s hours") % {"count": _number(seconds / _HOUR)}
    return _("%(count)s days") % {"count": _number(seconds / _DAY)}


def _number(value: float) -> str:
    return number_format(f"{value:.1f}".removesuffix(".0"), use_l10n=True, force_grouping=True)


def _share(part: float) -> str:
    if part < _LEAST_SHARE:
        return _("less than 1%")
    return _("%(part)s%%") % {"part": round(part * 100)}


def _period(first: float, last: float) -> str:
    begin, end = (
        timezone.localtime(dt.datetime.fromtimestamp(each, tz=dt.UTC)) for each in (first, last)
    )
    said = {"first": date_format(begin, "j F Y"), "last": date_format(end, "j F Y")}
    return _("%(first)s to %(last)s") % said


def _path(each: dict[str, object]) -> PathRow:
    return PathRow(
        steps=tuple(map(str, _list(each["path"]))),
        cases=_number(_float(each["cases"])),
        share=_share(_float(each["share"])),
        **_took(each),
    )


def _way(each: dict[str, object]) -> WayRow:
    return WayRow(
        source=str(each["source"]),
        target=str(each["target"]),
        cases=_number(_float(each["cases"])),
        share=_share(_float(each["share"])) if "share" in each else "",
        **_took(each),
    )


def _took(each: dict[str, object]) -> dict[str, str]:
    took = each["took"]
    if not isinstance(took, dict):
        return {"middle": "", "most": ""}
    return {name: time_words(_float(took[name])) for name in ("middle", "most")}


def _float(value: object) -> float:
    return float(value) if isinstance(value, int | float) else 0.0


def _list(value: object) -> Sequence[object]:
    return value if isinstance(value, list) else []


def _rare(cases: int, paths: int) -> str:
    """How much is not shown, without telling of fewer than five cases how many."""
    if not cases:
        return ""
    if cases < LEAST:
        return _("Fewer than five cases took another path.")
    said = {"cases": _number(cases), "paths": _number(paths)}
    return _("%(cases)s cases took one of %(paths)s other paths.") % said


def _finding(each: dict[str, object]) -> str:
    code, count = LogFindingCode(str(each["code"])), int(_float(each["count"]))
    sentence = str(_FOUND[code][count != 1])
    said = sentence % {"count": _number(count), "about": each["about"]}
    return _at_line(said, int(_float(each["line"])))


def _at_line(sentence: str, line: int) -> str:
    if not line:
        return sentence
    return _("%(sentence)s (line %(line)d)") % {"sentence": sentence, "line": line}
