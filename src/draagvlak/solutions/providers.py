"""What solutions register with the plumbing, and with the vocabularies below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from draagvlak.concerns.commands import MOVERS
from draagvlak.core.audit import VERBS
from draagvlak.core.policy import EDITORS, Data, programme_routes, sees
from draagvlak.core.search import KINDS, SearchKind, by_reading
from draagvlak.core.thread import (
    NAV,
    NODES,
    SPOTS,
    NavItem,
    Panel,
    SpotSource,
    neighbours,
    panels,
)
from draagvlak.core.undo import UNDOS, Reversal
from draagvlak.core.web import to
from draagvlak.processes.queries import POINTERS
from draagvlak.solutions import commands, queries, rules
from draagvlak.solutions.commands import returning
from draagvlak.solutions.commands.merging import move_fits, move_ties
from draagvlak.solutions.commands.tying import put_on_step

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from draagvlak.core.actor import Actor
    from draagvlak.core.thread import PanelProvider

OF_STEPS = frozenset({"solutions:step_detail", "solutions:tie_add"})
"""Pages about the work, which belong to no entry of the menu of ours."""

programme_routes("solutions", Data.PROCESS, "step_detail")
programme_routes("solutions", Data.PROCESS, "tie_add", "tie_remove", acts=EDITORS)
programme_routes("solutions", Data.FIT, "fit_table", "solution_detail")
programme_routes(
    "solutions",
    Data.FIT,
    "capability_add",
    "capability_edit",
    "capability_remove",
    "starter_import",
    "fit_edit",
    "fit_plan",
    acts=EDITORS,
)


def nav(actor: Actor, route: str) -> Sequence[NavItem]:
    """The entry “Oplossingen” of the main menu."""
    if actor.programme is None or not sees(Data.FIT, actor.roles):
        return []
    url = to(actor, "solutions:fit_table")
    here = route.startswith("solutions:") and route not in OF_STEPS
    return [NavItem(_("Solutions"), url, "scale", here)]


def step_panel(kind: str) -> PanelProvider:
    """On the page of a concern, a quote or a measure: which steps of the work it is about."""

    def panel(actor: Actor, object_id: UUID) -> Panel | None:
        if not sees(Data.PROCESS, actor.roles):
            return None
        keeps = bool(rules.may_keep(actor))
        rows = queries.step_links(actor, kind, object_id)
        if not rows and not keeps:
            return None
        url = to(actor, "solutions:tie_add", kind=kind, object_id=object_id) if keeps else ""
        return Panel("solutions/step_panel.html", {"rows": rows, "add_url": url})

    return panel


def fit_panel(actor: Actor, object_id: UUID) -> Panel | None:
    """On the page of a concern: what each solution does for it, and by which capability."""
    cells = queries.concern_cells(actor, object_id)
    if not cells:
        return None
    context = {
        "cells": cells,
        "concern_id": object_id,
        "may_keep": rules.may_keep(actor),
        "table_url": to(actor, "solutions:fit_table"),
    }
    return Panel("solutions/fit_panel.html", context)


def capability_address(actor: Actor, object_id: UUID) -> str:
    """A capability has no page of its own; `placed_capabilities` leads to its solution."""
    del object_id
    return to(actor, "solutions:fit_table")


KINDS.register(
    "capability",
    SearchKind(
        Data.FIT,
        gettext_lazy("What solutions can do"),
        capability_address,
        by_reading(queries.findable_capabilities),
        queries.placed_capabilities,
    ),
    order=76,
)
NAV.register("solutions", nav, order=46)
for _kind in ("concern", "quote", "measure"):
    panels(_kind).register("solutions.steps", step_panel(_kind), order=35)
    neighbours(_kind).register("solutions", queries.around(_kind), order=35)
panels("concern").register("solutions.fits", fit_panel, order=45)
neighbours(queries.KIND_STEP).register("solutions", queries.around_steps)
NODES.register(queries.KIND_STEP, queries.step_nodes)
POINTERS.register("solutions", queries.pointers)
SPOTS.register("solutions", SpotSource(queries.spot, put_on_step))
MOVERS.register("solutions.ties", move_ties)
MOVERS.register("solutions.fits", move_fits)
UNDOS.register(
    "solutions.untied",
    Reversal(returning.look_at_untied, commands.put_back_tie, Data.PROCESS, EDITORS),
)
UNDOS.register(
    "solutions.capability_removed",
    Reversal(returning.look_at_removed, commands.put_back_capability, Data.FIT, EDITORS),
)
UNDOS.register(
    "solutions.imported",
    Reversal(returning.look_at_imported, commands.take_import_back, Data.FIT, EDITORS),
)

for _verb, _words in {
    "solutions.tied": gettext_lazy("said which step something is about"),
    "solutions.untied": gettext_lazy("said that something is not about a step"),
    "solutions.tied_again": gettext_lazy("said again which step something is about"),
    "solutions.capability_added": gettext_lazy("wrote down what a solution can do"),
    "solutions.capability_edited": gettext_lazy("changed what a solution can do"),
    "solutions.capability_removed": gettext_lazy("took something that a solution can do away"),
    "solutions.capability_put_back": gettext_lazy("put something that a solution can do back"),
    "solutions.imported": gettext_lazy("took a starter list over"),
    "solutions.import_taken_back": gettext_lazy("took a starter list back"),
    "solutions.judged": gettext_lazy("said whether a solution meets a worry or wish"),
    "solutions.adaptation_planned": gettext_lazy("proposed to adapt a solution"),
}.items():
    VERBS.register(_verb, _words)
