"""XES (IEEE 1849) under guard: read as a stream, bounded, and names of people never looked at.

Of an event its name, time, role and life cycle are read. `org:resource` is who did it: that stays
in the file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax import SAXParseException
from xml.sax.handler import ContentHandler

from defusedxml.common import DefusedXmlException
from defusedxml.expatreader import DefusedExpatParser

from draagvlak.lib.event_log.log import (
    Gathered,
    Limits,
    Log,
    LogFindingCode,
    LogRefusalCode,
    LogRefused,
    short,
)

if TYPE_CHECKING:
    from xml.sax.expatreader import ExpatParser
    from xml.sax.xmlreader import AttributesImpl, Locator

_PIECE = 1 << 16
_DONE = frozenset({"", "complete", "ate_abort", "pi_abort", "manualskip", "autoskip"})
_READ = frozenset({"concept:name", "time:timestamp", "org:role", "lifecycle:transition"})
_DEFAULT = Limits()
_EVENT_DEPTH = 3
_TRACE_DEPTH = 2


class _Reader(ContentHandler):
    """Keeps of each event what is asked, and of each case its number."""

    def __init__(self, limits: Limits) -> None:
        super().__init__()
        self.gathered = Gathered(limits)
        self.root = ""
        self._limits = limits
        self._path: list[str] = []
        self._event: dict[str, str] | None = None
        self._event_line = 0
        self._case = ""
        self._cases = 0
        self._pending: list[tuple[dict[str, str], int]] = []
        self._where: Locator | None = None

    def setDocumentLocator(self, locator: Locator) -> None:  # noqa: N802 the name is SAX's
        self._where = locator

    @property
    def line(self) -> int:
        found = self._where.getLineNumber() if self._where else None
        return found or 0

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802 SAX's name
        name = name.rpartition(":")[2]
        self._path.append(name)
        depth = len(self._path)
        if depth == 1:
            self.root = name
            if name.lower() != "log":
                raise LogRefused(LogRefusalCode.NOT_XES, line=self.line, about=name[:60])
        elif depth > self._limits.depth:
            raise LogRefused(LogRefusalCode.TOO_DEEP, line=self.line)
        elif name == "trace" and depth == _TRACE_DEPTH:
            self._cases += 1
            self._case = ""
        elif name == "event":
            self._event, self._event_line = {}, self.line
        elif self._event is not None and self._path[-2] == "event":
            key = str(attrs.get("key", ""))
            if key in _READ:
                self._event.setdefault(key, str(attrs.get("value", "")))
        elif self._path[1:2] == ["trace"] and depth == _EVENT_DEPTH:
            self._case = self._number_of(attrs)

    def _number_of(self, attrs: AttributesImpl) -> str:
        """The number of the case, once an attribute of it says so."""
        named = attrs.get("key") == "concept:name"
        return str(attrs.get("value", "")) if named else self._case

    def endElement(self, name: str) -> None:  # noqa: N802 SAX's name
        name = name.rpartition(":")[2]
        depth = len(self._path)
        self._path.pop()
        if name == "event" and self._event is not None:
            if depth == _EVENT_DEPTH and self._path[1] == "trace":
                self._pending.append((self._event, self._event_line))
                if len(self._pending) > self._limits.events:
                    limit = str(self._limits.events)
                    raise LogRefused(LogRefusalCode.TOO_MANY_EVENTS, line=self.line, about=limit)
            else:
                self.gathered.noted.note(LogFindingCode.LOOSE, self._event_line)
            self._event = None
        elif name == "trace" and depth == _TRACE_DEPTH:
            self.close_case()

    def close_case(self) -> None:
        """All events of a case are there: those that tell of an end count, if there are any."""
        if self._pending and not self._case:
            self.gathered.noted.note(LogFindingCode.NO_CASE, self._pending[0][1])
        case = f"{self._cases}:{self._case}"  # a number that occurs twice is two cases
        said = [one.get("lifecycle:transition", "").strip().lower() for one, _ in self._pending]
        ended = any(each in _DONE for each in said)
        for (event, line), state in zip(self._pending, said, strict=True):
            if ended and state not in _DONE:
                self.gathered.noted.note(LogFindingCode.NOT_DONE, line)
                continue
            time = event.get("time:timestamp", "").strip()
            step, role = short(event.get("concept:name", "")), short(event.get("org:role", ""))
            self.gathered.take(case, (time, step, role), line)
        self._pending = []


def read_xes(content: bytes, limits: Limits = _DEFAULT) -> Log:
    """Read a log. Raises LogRefused; a file that stops in the middle gives what came before."""
    if not content.strip():
        raise LogRefused(LogRefusalCode.EMPTY)
    if len(content) > limits.size:
        raise LogRefused(LogRefusalCode.TOO_LARGE, about=str(limits.size))
    reader = _Reader(limits)
    parser: ExpatParser = DefusedExpatParser(forbid_dtd=True)
    parser.setContentHandler(reader)
    reader.setDocumentLocator(parser)
    try:
        for at in range(0, len(content), _PIECE):
            parser.feed(content[at : at + _PIECE])
        parser.close()
    except DefusedXmlException as unsafe:
        raise LogRefused(LogRefusalCode.DOCUMENT_TYPE, line=reader.line) from unsafe
    except SAXParseException as broken:
        line = broken.getLineNumber() or 0
        if not reader.gathered.cases:
            about = _looks_like(content)
            raise LogRefused(LogRefusalCode.NOT_XML, line=line, about=about) from broken
        reader.gathered.noted.note(LogFindingCode.CUT_OFF, line)
    except (LookupError, UnicodeError, ValueError) as broken:  # an encoding nobody knows
        raise LogRefused(LogRefusalCode.NOT_XML, line=1, about=_looks_like(content)) from broken
    return reader.gathered.log()


def _looks_like(content: bytes) -> str:
    begins = content.lstrip()[:8]
    known = {b"PK\x03\x04": "archive", b"\x1f\x8b": "archive", b"%PDF": "pdf", b"{": "json"}
    return next((word for sign, word in known.items() if begins.startswith(sign)), "")
