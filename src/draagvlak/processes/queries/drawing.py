"""What somebody begins to draw on, and what would change if their drawing stood."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from draagvlak.lib import bpmn
from draagvlak.lib.bpmn.model import Lane, Model, Node, NodeKind, Pool
from draagvlak.processes.queries.difference import difference_of
from draagvlak.processes.queries.lists import step_rows
from draagvlak.processes.queries.pictures import picture, source_of, with_steps
from draagvlak.processes.queries.words import finding_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from draagvlak.lib.bpmn import Mark, Reading
    from draagvlak.processes.models import Process, Situation, Step
    from draagvlak.processes.queries.difference import StepChange
    from draagvlak.processes.queries.lists import StepRow
    from draagvlak.processes.queries.pictures import Picture

_DECLARED = re.compile(rb"^<\?xml[^>]*encoding=[\"']([A-Za-z0-9._-]+)[\"']")
_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


@dataclass(frozen=True)
class Start:
    """The model that somebody begins with. `ours`: its file had no drawing that could be used."""

    xml: str
    ours: bool = False
    lost: bool = False
    """The file of the model is gone: this begins without it."""


@dataclass(frozen=True)
class Preview:
    """What would change if a drawing stood."""

    model: Model
    rows: list[StepRow]
    changes: list[StepChange] = field(default_factory=list)
    findings: list[str] = field(default_factory=list)
    marks: dict[str, Mark] = field(default_factory=dict)


def mark_of_situation(situation: Situation | None, steps: Sequence[Step]) -> str:
    """A mark that changes with anything that stands for a moment."""
    if situation is None:
        return ""
    rows = [[step.key, step.version, step.place] for step in steps]
    told = json.dumps([str(situation.pk), rows])
    return hashlib.sha256(told.encode()).hexdigest()


def start_of(
    process: Process, situation: Situation | None, steps: Sequence[Step], *, redrawn: bool = False
) -> Start:
    """A situation as a model to draw on: its file, or the table in our layout.

    `redrawn`: in our layout too when there is a file, for one that the tool cannot open.
    """
    if situation is None or not (steps or situation.source_id):
        return empty_start(process)
    shown = picture(process, situation, steps)
    if shown.lost:
        return replace(empty_start(process), lost=True)
    content = source_of(situation)
    if content is not None and shown.model.diagrams and not redrawn:
        return Start(_text(content))
    model = replace(shown.model, diagrams=())
    return Start(bpmn.write_bpmn(model).decode(), ours=content is not None)


def empty_start(process: Process) -> Start:
    """One role, and a beginning in it."""
    pool = Pool("Pool", process.name, "Process")
    lane = Lane("Lane_1", _("Name of the role"), pool.id)
    start = Node("Start", NodeKind.START, "", pool.id, lane=lane.id)
    model = Model(name=process.name, pools=(pool,), lanes=(lane,), nodes=(start,))
    return Start(bpmn.write_bpmn(model).decode())


def preview(old: Picture | None, reading: Reading, steps: Sequence[Step]) -> Preview:
    """Compare a drawing with what stands there."""
    new = with_steps(reading, steps)
    words = [finding_words(each, new.model) for each in new.findings]
    if old is None or old.lost:
        return Preview(new.model, step_rows(new), findings=words)
    found = difference_of(old, new, ())
    return Preview(new.model, step_rows(new), found.rows, words, found.marks_new)


def lines_of(shown: Picture | Preview) -> str:
    """The steps of a model as text, to lay beside another."""
    rows = shown.rows if isinstance(shown, Preview) else step_rows(shown)
    steps = [row for row in rows if row.is_step]
    return "\n".join(f"{row.name} – {row.role}" if row.role else row.name for row in steps)


def _text(content: bytes) -> str:
    """The words of a file, in whatever way they are written."""
    declared = _DECLARED.match(content[:200])
    named = declared[1].decode() if declared else "utf-8"
    coding = next((name for begin, name in _MARKS.items() if content.startswith(begin)), named)
    try:
        return content.decode(coding)
    except (LookupError, UnicodeDecodeError):
        return content.decode("utf-8", "replace")
