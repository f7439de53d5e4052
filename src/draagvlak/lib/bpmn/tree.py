"""XML under guard: a tree of elements with line numbers, bounded in every direction.

Document types and entities are refused before anything of them is read. Only the text of elements
that need it is kept; elements of other makers are counted and skipped.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from xml.sax import SAXParseException
from xml.sax.handler import ContentHandler

from defusedxml.common import DefusedXmlException
from defusedxml.expatreader import DefusedExpatParser

from draagvlak.lib.bpmn.findings import RefusalCode, Refused

if TYPE_CHECKING:
    from xml.sax.expatreader import ExpatParser
    from xml.sax.xmlreader import AttributesImpl, Locator

MODEL = "http://www.omg.org/spec/BPMN/20100524/MODEL"
DIAGRAM = "http://www.omg.org/spec/BPMN/20100524/DI"
BOUNDS = "http://www.omg.org/spec/DD/20100524/DC"
WAYPOINT = "http://www.omg.org/spec/DD/20100524/DI"
FACTS = "https://draagvlak.example/bpmn/steps"
_PIECE = 1 << 16
_WORDS = frozenset(
    {"documentation", "text", "flowNodeRef", "sourceRef", "targetRef", "conditionExpression"}
)
_TEXT_LIMIT = 20_000
_ATTRIBUTE_LIMIT = 20_000
_ATTRIBUTES = 200
_PREFIXES = 200


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a file may be. A model of 5,000 elements with its diagram is some 5 MB."""

    size: int = 20_000_000
    elements: int = 400_000
    depth: int = 100


@dataclass(slots=True)
class Element:
    """One element of BPMN, of its diagram or of ours."""

    name: str
    namespace: str
    line: int
    attributes: dict[str, str]
    children: list[Element] = field(default_factory=list)
    text: str = ""

    def get(self, name: str) -> str:
        """An attribute without namespace, stripped; "" when it is not there."""
        return self.attributes.get(name, "").strip()

    def all(self, name: str) -> list[Element]:
        """The children with this name."""
        return [child for child in self.children if child.name == name]

    def first(self, name: str) -> Element | None:
        """The first child with this name."""
        return next((child for child in self.children if child.name == name), None)


def is_model(namespace: str) -> bool:
    """Whether a namespace is that of BPMN or of its diagrams, in this or an older version."""
    low = namespace.lower()
    return not low or low == FACTS or ("omg.org/" in low and ("bpmn" in low or "/spec/dd/" in low))


@dataclass(slots=True)
class Grown:
    """What came out of the parser."""

    root: Element
    foreign: tuple[str, ...]


class _Builder(ContentHandler):
    """Keeps what is ours, counts everything."""

    def __init__(self, limits: Limits) -> None:
        super().__init__()
        self.root: Element | None = None
        self.foreign: dict[str, None] = {}
        self._limits = limits
        self._count = 0
        self._depth = 0
        self._skipped = 0
        self._stack: list[Element] = []
        self._spaces: list[dict[str, str]] = []
        self._words: list[str] = []
        self._length = 0
        self._where: Locator | None = None

    def setDocumentLocator(self, locator: Locator) -> None:  # noqa: N802 the name is SAX's
        self._where = locator

    @property
    def line(self) -> int:
        found = self._where.getLineNumber() if self._where else None
        return found or 0

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802 SAX's name
        self._count += 1
        self._depth += 1
        if self._count > self._limits.elements:
            limit = str(self._limits.elements)
            raise Refused(RefusalCode.TOO_MANY_ELEMENTS, line=self.line, about=limit)
        if self._depth > self._limits.depth:
            raise Refused(RefusalCode.TOO_DEEP, line=self.line, about=str(self._limits.depth))
        spaces = self._declared(attrs)
        prefix, _, local = name.rpartition(":")
        namespace = spaces.get(prefix, prefix)
        if self._skipped or (self.root and not self._is_ours(namespace)):
            self._skipped += 1
            if not self._is_ours(namespace):
                self.foreign.setdefault(namespace[:200])
            return
        element = Element(local, namespace, self.line, self._kept(attrs, spaces))
        if self._stack:
            self._stack[-1].children.append(element)
        elif self.root is None:
            self.root = element
        self._stack.append(element)
        self._words, self._length = [], 0

    def _is_ours(self, namespace: str) -> bool:
        return is_model(namespace) or (self.root is not None and namespace == self.root.namespace)

    def _declared(self, attrs: AttributesImpl) -> dict[str, str]:
        """Prefix → namespace, here. By hand: a tool writes namespaces that expat refuses."""
        spaces = self._spaces[-1] if self._spaces else {}
        names = [key for key in attrs.getNames() if key.startswith("xmlns")]
        if names and len(spaces) + len(names) <= _PREFIXES:
            spaces = spaces | {key[6:]: str(attrs.getValue(key)) for key in names}
        self._spaces.append(spaces)
        return spaces

    def _kept(self, attrs: AttributesImpl, spaces: dict[str, str]) -> dict[str, str]:
        kept: dict[str, str] = {}
        for name, value in list(attrs.items())[:_ATTRIBUTES]:
            prefix, _, _ = name.rpartition(":")
            if not prefix and name != "xmlns":
                kept[name] = str(value)[:_ATTRIBUTE_LIMIT]
            elif prefix not in ("xmlns", "xml", "") and not self._is_ours(spaces.get(prefix, "")):
                self.foreign.setdefault(spaces[prefix][:200])
        return kept

    def characters(self, content: str) -> None:
        if self._skipped or not self._stack or self._stack[-1].name not in _WORDS:
            return
        if self._length < _TEXT_LIMIT:
            self._words.append(content)
            self._length += len(content)

    def endElement(self, name: str) -> None:  # noqa: ARG002, N802 SAX's name
        self._spaces.pop()
        self._depth -= 1
        if self._skipped:
            self._skipped -= 1
            return
        element = self._stack.pop()
        if element.name in _WORDS:
            element.text = "".join(self._words)[:_TEXT_LIMIT].strip()
        self._words, self._length = [], 0


def grow(content: bytes, limits: Limits) -> Grown:
    """The tree of a file. Raises Refused: empty, too large, too deep, a DTD, no XML."""
    if not content.strip():
        raise Refused(RefusalCode.EMPTY)
    if len(content) > limits.size:
        raise Refused(RefusalCode.TOO_LARGE, about=str(limits.size))
    builder = _Builder(limits)
    parser: ExpatParser = DefusedExpatParser(forbid_dtd=True)
    parser.setContentHandler(builder)
    builder.setDocumentLocator(parser)  # feeding piece by piece, the parser does not do so itself
    try:
        for at in range(0, len(content), _PIECE):
            parser.feed(content[at : at + _PIECE])
        parser.close()
    except DefusedXmlException as unsafe:
        raise Refused(RefusalCode.DOCUMENT_TYPE, line=builder.line) from unsafe
    except SAXParseException as broken:
        line = broken.getLineNumber() or 0
        raise Refused(RefusalCode.NOT_XML, line=line, about=_looks_like(content)) from broken
    except (LookupError, UnicodeError, ValueError) as broken:  # an encoding nobody knows
        raise Refused(RefusalCode.NOT_XML, line=1, about=_looks_like(content)) from broken
    if builder.root is None:
        raise Refused(RefusalCode.NOT_XML, about=_looks_like(content))
    return Grown(builder.root, tuple(builder.foreign))


def _looks_like(content: bytes) -> str:
    begins = content.lstrip()[:8]
    known = {b"PK\x03\x04": "archive", b"%PDF": "pdf", b"\x89PNG": "image", b"{": "json"}
    return next((word for sign, word in known.items() if begins.startswith(sign)), "")
