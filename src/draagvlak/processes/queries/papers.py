"""A process as a document: how it goes, and what changes; the same words as on the pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from draagvlak.lib.pdf import Heading, Items, Picture, Table, Words
from draagvlak.processes.queries.difference import difference_of, difference_words
from draagvlak.processes.queries.lists import step_rows, weekly_words
from draagvlak.processes.queries.words import sheet

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from draagvlak.lib.bpmn import Mark, Model
    from draagvlak.lib.pdf import Block
    from draagvlak.processes.models import Correction, Process, Step
    from draagvlak.processes.queries import pictures

_MOST_NODES = 400
"""A drawing of more is a smudge on paper: the table tells it."""


def situation_blocks(
    title: str, lead: str, seen: pictures.Picture, steps: Sequence[Step]
) -> list[Block]:
    """How a process goes: the drawing, and the same as a table."""
    blocks: list[Block] = [Heading(title, 1), Words(lead)]
    total = weekly_words(steps)
    if total:
        blocks.append(Words(total, quiet=True))
    blocks += _drawing(seen.model, title)
    head = [_("Step"), _("Role"), _("System"), _("Time"), _("After that")]
    rows = [
        [
            f"{row.number}. {row.name}",
            row.role or "–",
            (row.step.system if row.step else "") or "–",
            row.minutes or "–",
            row.after or "–",
        ]
        for row in step_rows(seen)
    ]
    return [*blocks, Heading(_("The same as a table")), Table(head, rows)]


def difference_blocks(
    process: Process,
    old: pictures.Picture,
    new: pictures.Picture,
    said: Sequence[Correction],
) -> list[Block]:
    """What changes, step by step, with both drawings."""
    found = difference_of(old, new, said)
    title = _("What changes in %(name)s") % {"name": process.name}
    blocks: list[Block] = [Heading(title, 1), Words(difference_words(found, old, new))]
    for one in found.rows:
        blocks.append(Heading(one.title))
        blocks.append(Items([f"{row.label}: {row.sentence}" for row in one.rows]))
        if one.roles:
            blocks.append(Words(", ".join(one.roles), _("For whom")))
    for side, label, marks in (
        (old, _("Drawing of how it goes now"), found.marks_old),
        (new, _("Drawing of how it will go"), found.marks_new),
    ):
        picture = _drawing(side.model, label, marks)
        blocks += [Heading(label), *picture] if picture else []
    signs = _(
        "Signs in the drawings: + is new, − goes, ⇄ moves to another role, "
        "~ changes in another way."
    )
    return [*blocks, Words(signs, quiet=True)]


def _drawing(model: Model, title: str, marks: Mapping[str, Mark] | None = None) -> list[Block]:
    if not 0 < len(model.nodes) <= _MOST_NODES:
        return []
    drawn = sheet(model, title, marks).decode().partition("\n")[2]
    alt = _("%(title)s. The words beside it say the same.") % {"title": title}
    return [Picture(drawn, alt)]
