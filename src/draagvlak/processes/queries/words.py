"""What is wrong with a model, in words; and its picture as a file of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from draagvlak.lib.bpmn import FindingCode, RefusalCode, Words, picture_of
from draagvlak.lib.table_file import TableErrorCode

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.utils.functional import _StrPromise as StrPromise

    from draagvlak.lib.bpmn import Finding, Mark, Model, Refused
    from draagvlak.lib.steps_table import Pasted
    from draagvlak.lib.table_file import TableError

_MEGABYTE = 1024 * 1024
_FOUND: dict[FindingCode, StrPromise] = {
    FindingCode.OLD_NAMESPACE: gettext_lazy(
        "The file says it is another kind of model (%(about)s). We read it as BPMN 2.0."
    ),
    FindingCode.DOUBLE_ID: gettext_lazy(
        "Two elements carry the number “%(element)s”. The second is now called “%(about)s”."
    ),
    FindingCode.MISSING_ID: gettext_lazy("%(about)s has no number of its own. It got one."),
    FindingCode.UNKNOWN_ELEMENT: gettext_lazy("“%(about)s” is not part of BPMN. We skip it."),
    FindingCode.NOT_SHOWN: gettext_lazy(
        "“%(about)s” is a part that we cannot show. It stays in the file."
    ),
    FindingCode.BROKEN_SOURCE: gettext_lazy(
        "A line begins at “%(about)s”, and that is not there. We leave the line out."
    ),
    FindingCode.BROKEN_TARGET: gettext_lazy(
        "A line ends at “%(about)s”, and that is not there. We leave the line out."
    ),
    FindingCode.BROKEN_LANE: gettext_lazy(
        "The role “%(name)s” holds the step “%(about)s”, and that is not there."
    ),
    FindingCode.IN_TWO_LANES: gettext_lazy("“%(name)s” stands with two roles. The first counts."),
    FindingCode.LANE_FROM_PICTURE: gettext_lazy(
        "“%(name)s” has no role, but is drawn with “%(about)s”. That one counts."
    ),
    FindingCode.BROKEN_POOL: gettext_lazy(
        "“%(name)s” points to the process “%(about)s”, and that is not there. It stays empty."
    ),
    FindingCode.BROKEN_HOST: gettext_lazy(
        "“%(name)s” hangs on the step “%(about)s”, and that is not there."
    ),
    FindingCode.BROKEN_DEFAULT: gettext_lazy(
        "The usual way on from “%(name)s” is “%(about)s”, and that does not begin there."
    ),
    FindingCode.DOUBLE_NAME: gettext_lazy(
        "Two steps are called “%(about)s”. With a name of its own each can be told apart."
    ),
    FindingCode.NO_NAME: gettext_lazy("The step “%(element)s” has no name."),
    FindingCode.NO_PICTURE: gettext_lazy("The file has no drawing. We made one."),
    FindingCode.NO_SHAPE: gettext_lazy(
        "“%(name)s” is not in the drawing. It does stand in the table."
    ),
    FindingCode.SHAPE_OF_NOTHING: gettext_lazy(
        "The drawing shows “%(about)s”, and that is not in the model."
    ),
    FindingCode.BAD_NUMBER: gettext_lazy(
        "The drawing puts “%(name)s” at “%(about)s”. That is no number: we do not draw it."
    ),
    FindingCode.BAD_MINUTES: gettext_lazy(
        "“%(about)s” is no number of minutes or times, at “%(name)s”. We leave it open."
    ),
    FindingCode.NO_STEPS: gettext_lazy("There is no step in it."),
    FindingCode.UNKNOWN_WAIT: gettext_lazy(
        "“%(name)s” waits for a step that is not there any more. Choose another one."
    ),
    FindingCode.CIRCLE: gettext_lazy(
        "“%(name)s” and “%(about)s” wait for each other. We leave out that one waits."
    ),
    FindingCode.NO_ROLE: gettext_lazy("Nobody does “%(name)s” yet: it has no role."),
}
_REFUSED: dict[RefusalCode, StrPromise] = {
    RefusalCode.EMPTY: gettext_lazy("This file is empty. Choose another one."),
    RefusalCode.TOO_LARGE: gettext_lazy(
        "This file is larger than %(about)s MB. Split the model, or leave pictures out of it."
    ),
    RefusalCode.TOO_MANY_ELEMENTS: gettext_lazy(
        "There are more than %(about)s parts in this file. Split the model."
    ),
    RefusalCode.TOO_DEEP: gettext_lazy(
        "Parts stand in parts, more than %(about)s deep. Export the model again."
    ),
    RefusalCode.DOCUMENT_TYPE: gettext_lazy(
        "This file has a document type or entities in it. A model needs none, "
        "and they can be dangerous. Export it again as BPMN 2.0."
    ),
    RefusalCode.NOT_XML: gettext_lazy(
        "This is no BPMN file: it cannot be read as XML. "
        "Export the model as “BPMN 2.0 XML” and try again."
    ),
    RefusalCode.NOT_BPMN: gettext_lazy(
        "This is another kind of file: it begins with “%(about)s”. Export the model as BPMN 2.0."
    ),
}
# A file that leaves has no stylesheet beside it.
_STYLE = (
    "<style>svg{background:#fff;color:#26323a;font:12px Arial,Helvetica,sans-serif}"
    "text{fill:#26323a;text-anchor:middle}rect,circle,path,polygon,polyline{stroke:#51626c}"
    "rect,circle,polygon{fill:#fff}polyline{fill:none}.bpmn-lane rect,.bpmn-pool rect{fill:#f6f9fa}"
    ".bpmn-flow polygon{fill:#51626c}.bpmn-badge{fill:#26323a}"
    ".bpmn-badge+.bpmn-sign{fill:#fff;font-weight:700}</style>"
)


def finding_words(finding: Finding, model: Model) -> str:
    """One sentence about one element, with its line."""
    names = {one.id: one.name for one in model.pools}
    names |= {one.id: one.name for one in model.lanes}
    names |= {one.id: one.name for one in model.items}
    names |= {one.id: one.name for one in model.nodes}
    name = names.get(finding.element, "")
    said = {
        "element": finding.element,
        "about": finding.about,
        "name": name or finding.element,
    }
    sentence = str(_FOUND[finding.code]) % said
    if not finding.line:
        return sentence
    return _("%(sentence)s (line %(line)d)") % {"sentence": sentence, "line": finding.line}


def refusal_words(refused: Refused) -> str:
    """Why a whole file is refused, and what to do."""
    about = refused.about
    if refused.code is RefusalCode.TOO_LARGE and about.isdecimal():
        about = str(int(about) // _MEGABYTE)
    sentence = str(_REFUSED[refused.code]) % {"about": about}
    if not refused.line:
        return sentence
    return _("%(sentence)s (line %(line)d)") % {"sentence": sentence, "line": refused.line}


def sheet(model: Model, title: str, marks: Mapping[str, Mark] | None = None) -> bytes:
    """The picture as a file that stands by itself: light, without a stylesheet beside it."""
    drawn = picture_of(model, Words(title), marks=marks or {})
    head, sign, rest = drawn.partition(">")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{head}{sign}{_STYLE}{rest}'.encode()


def table_words(error: TableError) -> str:
    """Why a pasted text is no table of steps, and what to do."""
    code = error.code
    if code in (TableErrorCode.EMPTY_FILE, TableErrorCode.NO_ROWS):
        return _("There is nothing to read. Copy the rows in your spreadsheet and paste them here.")
    if code is TableErrorCode.UNCLOSED_QUOTE:
        return _(
            "In row %(row)s a quotation mark opens that never closes. "
            "Take it away, or close it, and try again."
        ) % {"row": error.params.get("row", "?")}
    if code in (TableErrorCode.TOO_MANY_ROWS, TableErrorCode.TOO_LARGE):
        return _("This is more than a process holds: 300 steps is the most. Paste a part of it.")
    return _(
        "This is no table of steps. Copy the rows in your spreadsheet, "
        "with a step on each row, and paste them here."
    )


def paste_notes(pasted: Pasted, fitted: int, wrong: int) -> list[str]:
    """What became of a pasted text."""
    notes = [
        ngettext(
            "%(count)d step was read. Nothing is saved yet: look it over.",
            "%(count)d steps were read. Nothing is saved yet: look them over.",
            fitted,
        )
        % {"count": fitted}
    ]
    if wrong:
        notes.append(
            ngettext(
                "In %(count)d cell something has to be mended.",
                "In %(count)d cells something has to be mended.",
                wrong,
            )
            % {"count": wrong}
        )
    unknown = _("We know no column “%(head)s”: it was left out. Rename it if it belongs here.")
    notes += [unknown % {"head": head[:60]} for head in pasted.skipped[:10]]
    rest = len(pasted.rows) - fitted
    if rest:
        notes.append(
            ngettext(
                "%(count)d row did not fit. It still stands below: save first, then add it.",
                "%(count)d rows did not fit. They still stand below: save first, then add them.",
                rest,
            )
            % {"count": rest}
        )
    return notes
