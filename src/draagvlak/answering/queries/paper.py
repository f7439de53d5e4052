"""“You said, we did” as a document: the same words as on the page, never more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from draagvlak.answering.queries.outcomes import FEW, NOT, outcome_page
from draagvlak.lib.pdf import Heading, Items, Quote, Words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from draagvlak.answering.queries.outcomes import Deed, Outcome
    from draagvlak.core.actor import Actor
    from draagvlak.lib.pdf import Block
    from draagvlak.organisations.models import Group

MOST: Final = 4
"""Pages of outcomes that one document holds: two hundred. What is more, it says."""


def outcome_title(group: Group | None) -> str:
    """What the page is called, for everybody or for one group."""
    if group is None:
        return _("You said, we did")
    return _("%(name)s said, we did") % {"name": group.name}


def outcome_blocks(
    actor: Actor, group: Group | None, *, intro: str = "", is_public: bool = False
) -> list[Block]:
    """What became of what was said, most voices first. Statements do not grow with the rows."""
    lead = intro or _(
        "What was said, what was decided and why, and what happened. "
        "A no with reasons counts as much as a yes."
    )
    blocks: list[Block] = [Heading(outcome_title(group), 1), Words(lead)]
    after, pages = "", 0
    while pages == 0 or (after and pages < MOST):
        shown = outcome_page(actor, group, after, is_public=is_public)
        for row in shown.rows:
            blocks += _outcome(row)
        after, pages = shown.after, pages + 1
    if len(blocks) == len(("title", "lead")):
        blocks.append(Words(_("Nothing was told back yet")))
    if after:
        blocks.append(Words(_("There is more: the page has all of it."), quiet=True))
    return blocks


def _outcome(row: Outcome) -> list[Block]:
    decided = _("We do not do this") if row.verdict == NOT else _("We decided")
    blocks: list[Block] = [Heading(row.title), Words(_standing(row), quiet=True)]
    blocks += [Quote(f"“{text}”") for text in row.quotes]
    blocks += [Words(row.decided, decided), Words(row.reasons, _("Why"))]
    if row.what_happens:
        blocks.append(Words(row.what_happens, _("What happens")))
    if row.deeds:
        blocks += [
            Words("", _("We did")),
            Items(_deeds(row.deeds, with_reasons=row.verdict == NOT)),
        ]
    by = _("Decided by %(who)s, answered on %(day)s") % {"who": row.decided_by, "day": row.day}
    blocks.append(Words(by, quiet=True))
    return blocks


def _standing(row: Outcome) -> str:
    """How it stands, and how many voices from five on."""
    if row.voices < FEW:
        return row.verdict_label
    voices = ngettext("%(count)s voice", "%(count)s voices", row.voices) % {"count": row.voices}
    return f"{row.verdict_label} · {voices}"


def _deeds(deeds: Sequence[Deed], *, with_reasons: bool) -> list[str]:
    found = []
    for deed in deeds:
        line = f"{deed.title} ({deed.state})"
        if with_reasons and deed.reasons:
            line = f"{line}: {deed.reasons}"
        found.append("\n".join([line, *deed.brought]))
    return found
