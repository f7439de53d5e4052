"""What lessons register with the plumbing, and with the vocabularies below."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from draagvlak.core.audit import VERBS
from draagvlak.core.examples import EXAMPLES, Offer, Source
from draagvlak.core.policy import Data, programme_routes, sees
from draagvlak.core.thread import BESIDE, NavItem, Panel, panels
from draagvlak.core.web import to
from draagvlak.lessons.commands.picking import note_pick
from draagvlak.lessons.queries.access import known_cause, known_measure, pick_of
from draagvlak.lessons.queries.reading import pick_read

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from draagvlak.core.actor import Actor
    from draagvlak.core.thread import PanelProvider

programme_routes(
    "lessons",
    Data.LESSON,
    "lesson_list",
    "entry_detail",
    "cause_examples",
    "measure_examples",
)


def library_item(actor: Actor, route: str) -> Sequence[NavItem]:
    """The library stands under worries and wishes."""
    if actor.programme is None or not sees(Data.LESSON, actor.roles):
        return []
    url = to(actor, "lessons:lesson_list")
    return [NavItem(_("Often heard"), url, "lightbulb", route.startswith("lessons:"))]


def offers(actor: Actor, kind: str, beside: Mapping[str, UUID]) -> Offer | None:
    """What to look at beside the form for a cause or a measure."""
    if not beside or not sees(Data.LESSON, actor.roles):
        return None
    label = _("See what is often heard")
    if kind == "cause" and "concern" in beside:
        url = to(actor, "lessons:cause_examples", concern_id=beside["concern"])
        return Offer(label, url, "lessons")
    if kind == "measure":
        asked = urlencode({name: str(key) for name, key in beside.items()})
        return Offer(label, f"{to(actor, 'lessons:measure_examples')}?{asked}", "lessons")
    return None


def words(actor: Actor, kind: str, example: str) -> Mapping[str, str] | None:
    """What the form for a cause or a measure begins with."""
    if kind == "cause" and (cause := known_cause(actor, example)):
        return {"title": cause[1].title, "about": cause[1].about, "where": cause[1].sits}
    if kind == "measure" and (measure := known_measure(actor, example)):
        one = measure[1]
        mind = _("Mind: %(words)s") % {"words": one.mind} if one.mind else ""
        return {
            "title": one.title,
            "kind": one.kind,
            "description": "\n\n".join(filter(None, (one.worked, mind))),
            "reasons": one.reasons,
        }
    return None


def _panel(kind: str) -> PanelProvider:
    """On the page of a cause or a measure: which lesson its words came from."""

    def panel(actor: Actor, object_id: UUID) -> Panel | None:
        pick = pick_of(actor, kind, object_id) if sees(Data.LESSON, actor.roles) else None
        return Panel("lessons/pick_panel.html", pick_read(actor, pick)) if pick else None

    return panel


BESIDE.register("lessons", library_item, order=20)
EXAMPLES.register("lessons", Source(offers, words, note_pick), order=10)
for _kind in ("cause", "measure"):
    panels(_kind).register("lessons", _panel(_kind), order=80)

for _verb, _words in {
    "lessons.picked": gettext_lazy("took words over from a lesson"),
}.items():
    VERBS.register(_verb, _words)
