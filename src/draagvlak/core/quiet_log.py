"""A log without content: no path (it may hold the token of an invitation), no words of an error."""

from __future__ import annotations

import logging
import traceback
from typing import TYPE_CHECKING

from django.http import HttpRequest

if TYPE_CHECKING:
    from types import TracebackType

    Raised = (
        tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
    )

NOWHERE = "an address that is none"


class WithoutPath(logging.Filter):
    """Says which route a request was for, never with what in it."""

    def filter(self, record: logging.LogRecord) -> bool:
        request = getattr(record, "request", None)
        if isinstance(request, HttpRequest) and isinstance(record.args, tuple):
            match = request.resolver_match
            place = match.route if match else NOWHERE
            path = request.path.encode("unicode_escape").decode("ascii")
            record.args = tuple(place if each == path else each for each in record.args)
        return True


class Quiet(logging.Formatter):
    """Tells of an error where it arose and of what kind it is; its words may be somebody's."""

    def formatException(self, ei: Raised) -> str:  # noqa: N802 the name is of the standard library
        error = ei[1]
        told: list[str] = []
        while error is not None:
            kind = type(error)
            frames = "".join(traceback.format_tb(error.__traceback__))
            told.insert(0, f"{frames}{kind.__module__}.{kind.__qualname__}")
            error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        return "\n".join(told)
