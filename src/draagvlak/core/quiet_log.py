"""A log without content: no path (it may hold the token of an invitation), no words of an error.

Every line says when, how grave, who tells, and the number of the request; a user reads the same
number on an error page. Words that others put together (arguments of a library's message, the text
of an exception) stay out: they may be somebody's.
"""

from __future__ import annotations

import datetime as dt
import json
import logging
import secrets
import traceback
from contextvars import ContextVar
from typing import TYPE_CHECKING, Final

from django.http import HttpRequest

if TYPE_CHECKING:
    from types import TracebackType

    Raised = (
        tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
    )

NOWHERE: Final = "an address that is none"
# whose arguments hold no content, once the filter and `_words` have been there
OURS: Final = ("draagvlak", "django.request", "django.security.csrf", "gunicorn")
NO_REQUEST: Final = "A request that is none was refused."
ODD_LETTERS: Final = {code: f"\\x{code:02x}" for code in (*range(32), 127, 0x85)}
CROCKFORD: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

KEPT: Final = "draagvlak.number"  # where a request itself keeps it, for what is told afterwards
number_of_request: ContextVar[str] = ContextVar("number_of_request", default="")
UNTRACED: Final = "draagvlak.untraced"  # the mark of a request that leaves no trace
without_moment: ContextVar[bool] = ContextVar("without_moment", default=False)
"""Whether what goes on now must leave no trace of when (`core.untraced`)."""


def new_number() -> str:
    """A number for a request that one can read out over the telephone, such as 7K3F-92QD."""
    letters = "".join(secrets.choice(CROCKFORD) for _ in range(8))
    return f"{letters[:4]}-{letters[4:]}"


class WithoutPath(logging.Filter):
    """Says which route a request was for, never with what in it.

    Of a request that leaves no trace only a failure of ours is told: also the place of a line
    between two others would tell when somebody spoke.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        request = getattr(record, "request", None)
        if _is_untraced(record) and record.levelno < logging.ERROR:
            return False
        if isinstance(request, HttpRequest) and isinstance(record.args, tuple):
            match = request.resolver_match
            place = match.route if match else NOWHERE
            path = request.path.encode("unicode_escape").decode("ascii")
            record.args = tuple(place if each == path else each for each in record.args)
        return True


class Quiet(logging.Formatter):
    """One line per record, and for an error where it arose and of what kind it is."""

    def format(self, record: logging.LogRecord) -> str:
        number = _number(record)
        parts = [_at(record), record.levelname, record.name, f"[{number}]" if number else ""]
        line = " ".join([*filter(None, parts), _words(record).translate(ODD_LETTERS)])
        if record.exc_info:
            line = f"{line}\n{self.formatException(record.exc_info)}"
        return line

    def formatException(self, ei: Raised) -> str:  # noqa: N802 the name is of the standard library
        told: list[str] = []
        for error in _chain(ei[1]):
            frames = "".join(traceback.format_tb(error.__traceback__))
            told.insert(0, f"{frames}{_kind(error)}")
        return "\n".join(told)


class QuietJson(Quiet):
    """The same as one JSON object per line, for a program that gathers logs."""

    def format(self, record: logging.LogRecord) -> str:
        entry: dict[str, object] = {
            "at": _at(record),
            "level": record.levelname,
            "logger": record.name,
            "message": _words(record),
        }
        if number := _number(record):
            entry["request"] = number
        if record.exc_info:
            errors = _chain(record.exc_info[1])
            entry["error"] = [_kind(error) for error in errors]
            entry["frames"] = [
                f"{frame.filename}:{frame.lineno} {frame.name}"
                for error in reversed(errors)
                for frame in traceback.extract_tb(error.__traceback__)
            ]
        return json.dumps(entry)


FORMATS: Final = {"text": Quiet, "json": QuietJson}


def _at(record: logging.LogRecord) -> str:
    if _is_untraced(record):  # a line that told the moment would tell when somebody spoke up
        return dt.datetime.fromtimestamp(record.created, tz=dt.UTC).date().isoformat()
    moment = dt.datetime.fromtimestamp(record.created, tz=dt.UTC)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _is_untraced(record: logging.LogRecord) -> bool:
    """Also afterwards: some lines are written when the request was answered already."""
    request = getattr(record, "request", None)
    marked = isinstance(request, HttpRequest) and UNTRACED in request.META
    return marked or without_moment.get()


def _number(record: logging.LogRecord) -> str:
    """The number of the request that goes on, or of the one that was just answered."""
    request = getattr(record, "request", None)
    kept = request.META.get(KEPT, "") if isinstance(request, HttpRequest) else ""
    return number_of_request.get() or str(kept)


def _words(record: logging.LogRecord) -> str:
    """What may be told of a message: ours whole, of others the fixed part only."""
    if not isinstance(record.msg, str):
        return _kind(record.msg) if isinstance(record.msg, BaseException) else record.name
    if record.name.startswith("django.security") and record.name not in OURS:
        return record.name.rpartition(".")[2]
    if record.msg.startswith("Error handling request"):
        return "Error handling request"
    if record.msg.startswith("Invalid request from ip="):
        return NO_REQUEST
    return record.getMessage() if record.name.startswith(OURS) else record.msg


def _chain(error: BaseException | None) -> list[BaseException]:
    """An error and what led to it, the last one first."""
    found: list[BaseException] = []
    while error is not None:
        found.append(error)
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return found


def _kind(error: BaseException) -> str:
    kind = type(error)
    return f"{kind.__module__}.{kind.__qualname__}"
