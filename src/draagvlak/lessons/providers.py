"""What lessons register with the plumbing, and with the vocabularies below."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from draagvlak.core.audit import VERBS
from draagvlak.core.examples import EXAMPLES, Offer, Source
from draagvlak.core.few import first_few
from draagvlak.core.policy import GUIDES, Data, Role, programme_routes, sees
from draagvlak.core.thread import BESIDE, WAITING, NavItem, Panel, Waiting, panels
from draagvlak.core.undo import UNDOS, Reversal
from draagvlak.core.web import to
from draagvlak.lessons import rules
from draagvlak.lessons.commands import keeping
from draagvlak.lessons.commands.picking import note_pick
from draagvlak.lessons.commands.returning import look_at_kept, look_at_withdrawn
from draagvlak.lessons.queries import own
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
programme_routes("lessons", Data.LESSON, "lesson_bring", "lesson_remove", acts=GUIDES)
programme_routes("lessons", Data.KEPT_LESSON, "kept_list", "lesson_detail")
# who gives consent takes it back too: the rules decide
programme_routes("lessons", Data.KEPT_LESSON, "lesson_withdraw", acts=GUIDES | rules.DECIDERS)
programme_routes("lessons", Data.KEPT_LESSON, "lesson_decide", acts=rules.DECIDERS)
programme_routes("lessons", Data.KEPT_LESSON, "lesson_keep", "lesson_consent", acts=GUIDES)


def library_item(actor: Actor, route: str) -> Sequence[NavItem]:
    """The library stands under worries and wishes."""
    if actor.programme is None or not sees(Data.KEPT_LESSON, actor.roles):
        return []
    here = route.startswith("lessons:")
    if sees(Data.LESSON, actor.roles):
        return [NavItem(_("Often heard"), to(actor, "lessons:lesson_list"), "lightbulb", here)]
    return [NavItem(_("Lessons"), to(actor, "lessons:kept_list"), "lightbulb", here)]


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


def concern_panel(actor: Actor, object_id: UUID) -> Panel | None:
    """On the page of a concern that was answered: keep what was learned, or what was kept."""
    if not actor.has(Role.GUIDE):
        return None
    ready = own.answered_one(actor, object_id)
    if ready is None:
        return None
    context = {
        "lesson": own.lesson_of(actor, object_id),
        "verdict": rules.may_keep_lesson(actor, ready.concern, ready),
        "concern": ready.concern,
    }
    return Panel("lessons/concern_panel.html", context)


def waiting(actor: Actor, limit: int) -> tuple[Sequence[Waiting], int]:
    """Lessons on which the client has to say something."""
    if actor.programme is None or not actor.has(*rules.DECIDERS):
        return [], 0
    few = first_few(own.waits_for_consent(actor).order_by("id"), limit)
    found = [
        Waiting(
            title=lesson.title,
            url=to(actor, "lessons:lesson_detail", lesson_id=lesson.pk),
            note=_("May this lesson go along to other programmes of the guide?"),
            label=_("Read and decide"),
            rank=60,
        )
        for lesson in few.rows
    ]
    return found, few.count


BESIDE.register("lessons", library_item, order=20)
EXAMPLES.register("lessons", Source(offers, words, note_pick), order=10)
for _kind in ("cause", "measure"):
    panels(_kind).register("lessons", _panel(_kind), order=80)
panels("concern").register("lessons", concern_panel, order=80)
WAITING.register("lessons", waiting, order=60)
UNDOS.register(
    "lessons.asked",
    Reversal(look_at_kept, keeping.unkeep_lesson, Data.KEPT_LESSON, frozenset({Role.GUIDE})),
)
UNDOS.register(
    "lessons.withdrawn",
    Reversal(look_at_withdrawn, keeping.put_lesson_back, Data.KEPT_LESSON, frozenset({Role.GUIDE})),
)
UNDOS.register(
    "lessons.consent_withdrawn",
    Reversal(look_at_withdrawn, keeping.put_lesson_back, Data.KEPT_LESSON, rules.DECIDERS),
)

for _verb, _words in {
    "lessons.picked": gettext_lazy("took words over from a lesson"),
    "lessons.asked": gettext_lazy("asked whether a lesson may go along"),
    "lessons.kept": gettext_lazy("a lesson may go along"),
    "lessons.refused": gettext_lazy("a lesson stays here"),
    "lessons.withdrawn": gettext_lazy("took a lesson back"),
    "lessons.consent_withdrawn": gettext_lazy("took the consent for a lesson back"),
    "lessons.removed": gettext_lazy("removed a lesson from an earlier programme"),
    "lessons.put_back": gettext_lazy("a lesson stands again"),
    "lessons.brought": gettext_lazy("a lesson came from an earlier programme"),
    "lessons.taken_away": gettext_lazy("a lesson was taken back where it came from"),
}.items():
    VERBS.register(_verb, _words)
