"""What was wrong with a model, by code: the app has the words."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class FindingCode(StrEnum):
    """One code per sentence about a part of a model. `about` of the finding stands behind it."""

    OLD_NAMESPACE = "old_namespace"
    """Not the namespace of BPMN 2.0; read as if it were. about: the namespace."""
    DOUBLE_ID = "double_id"
    """Two elements carry this id; the later one got another. about: that other id."""
    MISSING_ID = "missing_id"
    """An element without id; it got one. about: the kind of element."""
    UNKNOWN_ELEMENT = "unknown_element"
    """An element in the namespace of BPMN that BPMN does not know. about: its name."""
    NOT_SHOWN = "not_shown"
    """An element that we do not show, such as a choreography. about: its name."""
    BROKEN_SOURCE = "broken_source"
    """A connection that begins nowhere; left out. about: the id it asks for."""
    BROKEN_TARGET = "broken_target"
    """A connection that ends nowhere; left out. about: the id it asks for."""
    BROKEN_LANE = "broken_lane"
    """A lane holds a step that is not there. about: the id it asks for."""
    IN_TWO_LANES = "in_two_lanes"
    """A step stands in two lanes; the first counts. about: the id of the other lane."""
    LANE_FROM_PICTURE = "lane_from_picture"
    """No lane holds the step, the picture draws it in one; that one counts. about: its id."""
    BROKEN_POOL = "broken_pool"
    """A pool of a process that is not there; shown empty. about: the id it asks for."""
    BROKEN_HOST = "broken_host"
    """An event on the edge of a step that is not there. about: the id it asks for."""
    BROKEN_DEFAULT = "broken_default"
    """The default way out is no way out of this step. about: the id it asks for."""
    DOUBLE_NAME = "double_name"
    """Two steps of one pool carry the same name. about: the name."""
    NO_NAME = "no_name"
    """A step without a name."""
    NO_PICTURE = "no_picture"
    """The model has no diagram; it is drawn in a layout of our own."""
    NO_SHAPE = "no_shape"
    """The diagram does not draw this element: it stands in the table only."""
    SHAPE_OF_NOTHING = "shape_of_nothing"
    """The diagram draws an element that is not there. about: the id it asks for."""
    BAD_NUMBER = "bad_number"
    """A place or size in the diagram that is no number; not drawn. about: what it says."""
    BAD_MINUTES = "bad_minutes"
    """Minutes or times that are no number. about: what it says."""
    NO_STEPS = "no_steps"
    """The model has no step at all."""
    UNKNOWN_WAIT = "unknown_wait"
    """A step waits for one that is not in the table. about: what it says."""
    CIRCLE = "circle"
    """Steps that wait for each other; this wait is left out. about: the step it waits for."""
    NO_ROLE = "no_role"
    """A step that nobody does."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something about one element. `line` counts from 1; 0 when there is no file behind it."""

    code: FindingCode
    element: str = ""
    line: int = 0
    about: str = ""


class RefusalCode(StrEnum):
    """Why a whole file is refused."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    """about: the limit in bytes."""
    TOO_MANY_ELEMENTS = "too_many_elements"
    """about: the limit."""
    TOO_DEEP = "too_deep"
    """about: the limit."""
    DOCUMENT_TYPE = "document_type"
    """A DTD or an entity: never needed, and a known attack."""
    NOT_XML = "not_xml"
    """about: what looked like it, or nothing."""
    NOT_BPMN = "not_bpmn"
    """about: the name of the root."""


class Refused(Exception):  # noqa: N818 a file is refused; the code says why
    """A file of which nothing can be read. `line` counts from 1, 0 when unknown."""

    def __init__(self, code: RefusalCode, *, line: int = 0, about: str = "") -> None:
        """Keep the code and what stands behind it."""
        super().__init__(code.value, line, about)
        self.code = code
        self.line = line
        self.about = about
