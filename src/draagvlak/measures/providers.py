"""What measures register with the plumbing, and with the vocabularies below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from draagvlak.concerns.commands import MOVERS
from draagvlak.concerns.queries import (
    ASSIGNED,
    CARRIED,
    MEASURED,
    access_cause,
    access_concern,
    promise_words,
)
from draagvlak.core.acting import ACTIONS, Act
from draagvlak.core.audit import VERBS
from draagvlak.core.few import first_few
from draagvlak.core.policy import EDITORS, Data, programme_routes, sees
from draagvlak.core.search import KINDS, SearchKind, by_index, with_text
from draagvlak.core.thread import (
    GAPS,
    GATES,
    NAV,
    NODES,
    WAITING,
    GapGroup,
    Missing,
    NavItem,
    Panel,
    Step,
    Waiting,
    neighbours,
    panels,
)
from draagvlak.core.undo import UNDOS, Reversal
from draagvlak.core.web import to
from draagvlak.measures import commands, queries, rules
from draagvlak.measures.commands import returning
from draagvlak.measures.commands.merging import move_measures
from draagvlak.measures.states import State

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from draagvlak.core.actor import Actor
    from draagvlak.core.verdict import Verdict
    from draagvlak.measures.models import Measure, MeasureQuerySet

programme_routes(
    "measures",
    Data.CONCERN,
    "measure_list",
    "measure_detail",
    "measure_board",
    # who sees to a measure moves it on the board too: the rules decide
    "measure_shift",
    # who sees to a measure reports on it, whatever the role: the rule decides
    "measure_move",
    "delivery_add",
    "delivery_edit",
    "delivery_remove",
    "delivery_restore",
)
programme_routes(
    "measures",
    Data.CONCERN,
    "measure_add",
    "measure_together",
    "measure_edit",
    "measure_drop",
    "measure_archive",
    "measure_restore",
    "measure_cause_add",
    "measure_cause_link",
    "measure_cause_remove",
    "measure_concern_add",
    "measure_concern_link",
    "measure_concern_remove",
    acts=EDITORS,
)


def nav(actor: Actor, route: str) -> Sequence[NavItem]:
    """The entry “Maatregelen” of the main menu."""
    if actor.programme is None or not sees(Data.CONCERN, actor.roles):
        return []
    url = to(actor, "measures:measure_list")
    return [NavItem(_("Measures"), url, "wrench", current=route.startswith("measures:"))]


def concern_panel(actor: Actor, object_id: UUID) -> Panel | None:
    """On the page of a concern: what is done for it."""
    concern = access_concern(actor, object_id)
    return _panel(
        actor,
        queries.measures_for_concern(actor, object_id),
        may_name=rules.may_name(concern),
        query=f"?concern={object_id}",
        empty=_("Nothing is planned for this yet."),
    )


def cause_panel(actor: Actor, object_id: UUID) -> Panel | None:
    """On the page of a cause: what is done about it."""
    access_cause(actor, object_id)
    return _panel(
        actor,
        queries.measures_for_cause(actor, object_id),
        may_name=None,
        query=f"?cause={object_id}",
        empty=_("Nothing is planned about this cause yet."),
    )


def _panel(
    actor: Actor, rows: MeasureQuerySet, *, may_name: Verdict | None, query: str, empty: str
) -> Panel:
    keeps = bool(rules.may_keep(actor))
    named = may_name is None or bool(may_name)
    add_url = f"{to(actor, 'measures:measure_add')}{query}" if keeps and named else ""
    reason = str(may_name.reason) if keeps and may_name is not None and not may_name else ""
    context = {
        "rows": queries.measure_rows(actor, rows),
        "add_url": add_url,
        "empty": empty,
        "reason": reason,
    }
    return Panel("measures/measure_panel.html", context)


def waiting(actor: Actor, limit: int) -> tuple[Sequence[Waiting], int]:
    """The actor's own measures that are due within a week, or late."""
    if actor.user_id is None or actor.programme is None:
        return [], 0
    rows = queries.due_measures(actor)
    found = [_waiting(actor, measure) for measure in rows[:limit]]
    return found, len(found) if len(found) < limit else rows.count()


def _waiting(actor: Actor, measure: Measure) -> Waiting:
    labels = {
        State.PROPOSED: _("Agree on it"),
        State.AGREED: pgettext("measure", "Begin"),
        State.UNDER_WAY: _("Write down a delivery"),
    }
    today = timezone.localdate()
    due = promise_words(measure.due_on, today) if measure.due_on else ""
    late = measure.due_on is not None and measure.due_on < today
    return Waiting(
        title=measure.title,
        url=to(actor, "measures:measure_detail", measure_id=measure.pk),
        note=capfirst(str(measure.get_kind_display())),
        label=labels[State(measure.state)],
        due=due,
        overdue=late,
        rank=20 if late else 40,
    )


def gaps(actor: Actor, limit: int) -> Sequence[GapGroup]:
    """Causes without a measure, and finished measures whose people wait for an answer."""
    few_causes = first_few(queries.causes_without_measure(actor), limit)
    few_finished = first_few(queries.delivered_without_answer(actor), limit)
    plan = Step(_("Plan a measure"), to(actor, "measures:measure_add"))
    show = Step(_("Show them"), to(actor, "measures:measure_list") + "?state=delivered")
    groups = [
        GapGroup(
            "cause_without_measure",
            _("Causes without a measure"),
            few_causes.count,
            [queries.cause_node(actor, cause) for cause in few_causes.rows],
            plan if rules.may_keep(actor) else None,
        ),
        GapGroup(
            "delivery_without_answer",
            _("Delivered, but people still wait for an answer"),
            few_finished.count,
            [queries.measure_node(actor, measure) for measure in few_finished.rows],
            show,
        ),
    ]
    return [group for group in groups if group.count]


def missing(actor: Actor, phase: str) -> Sequence[Missing]:
    """Developing asks for plans; going live asks that they are delivered."""
    if phase == "develop":
        count = queries.concerns_without_measure(actor).count()
        text = ngettext(
            "For %(count)s worry or wish no measure is agreed on yet.",
            "For %(count)s worries and wishes no measure is agreed on yet.",
            count,
        )
        url = to(actor, "concerns:concern_list") + "?state=understood"
    elif phase == "go_live":
        count = queries.undelivered_measures(actor).count()
        text = ngettext(
            "%(count)s measure is not delivered yet.",
            "%(count)s measures are not delivered yet.",
            count,
        )
        url = to(actor, "measures:measure_list")
    else:
        return []
    if not count:
        return []
    return [Missing(text % {"count": count}, Step(_("Show them"), url))]


def measure_address(actor: Actor, object_id: UUID) -> str:
    return to(actor, "measures:measure_detail", measure_id=object_id)


NAV.register("measures", nav, order=40)
panels("concern").register("measures", concern_panel, order=40)
panels("cause").register("measures", cause_panel, order=40)
WAITING.register("measures", waiting, order=40)
GAPS.register("measures", gaps, order=40)
GATES.register("measures", missing, order=40)
NODES.register("measure", queries.measure_nodes)
NODES.register("delivery", queries.delivery_nodes)
neighbours("cause").register("measures", queries.around_causes, order=40)
neighbours("concern").register("measures", queries.around_concerns, order=40)
neighbours("measure").register("measures", queries.around_measures, order=40)
neighbours("delivery").register("measures", queries.around_deliveries, order=40)
ASSIGNED.register("measures", queries.assigned_concerns)
MOVERS.register("measures", move_measures)
CARRIED.register("measures", queries.carried_concerns)
MEASURED.register("measures", queries.measured_concerns)
KINDS.register(
    "measure",
    SearchKind(
        Data.CONCERN,
        gettext_lazy("Measures"),
        measure_address,
        by_index("measure", queries.visible_measures),
        with_text(queries.visible_measures, "description", "reasons"),
    ),
    order=40,
)

# the owner of a measure moves it and reports on it, whatever the role: the rules decide
_changes = Reversal(returning.MEASURES.look, commands.put_back_changes, Data.CONCERN)
for _verb in ("edited", "changed_together", *(f"moved_{each}" for each in State)):
    UNDOS.register(f"measures.{_verb}", _changes)
UNDOS.register(
    "measures.archived",
    Reversal(returning.look_at_archived, commands.put_back_archived, Data.CONCERN, EDITORS),
)
UNDOS.register(
    "measures.delivery_removed",
    Reversal(returning.look_at_removed_delivery, commands.put_back_delivery, Data.CONCERN),
)
UNDOS.register(
    "measures.delivery_edited",
    Reversal(returning.DELIVERIES.look, commands.put_back_delivery_words, Data.CONCERN),
)
UNDOS.register(
    "measures.cause_unlinked",
    Reversal(returning.look_at_untied_causes, commands.put_back_cause, Data.CONCERN, EDITORS),
)
UNDOS.register(
    "measures.concern_unlinked",
    Reversal(returning.look_at_untied_concerns, commands.put_back_concern, Data.CONCERN, EDITORS),
)

ACTIONS.register("measures:measure_add", Act(gettext_lazy("Propose a measure")), order=30)

for _verb, _words in {
    "measures.added": gettext_lazy("proposed a measure"),
    "measures.edited": gettext_lazy("changed a measure"),
    "measures.linked": gettext_lazy("said what a measure answers"),
    "measures.cause_unlinked": gettext_lazy("took a cause away from a measure"),
    "measures.concern_unlinked": gettext_lazy("took a concern away from a measure"),
    "measures.delivery_added": gettext_lazy("wrote down a delivery"),
    "measures.delivery_edited": gettext_lazy("changed a delivery"),
    "measures.delivery_removed": gettext_lazy("removed a delivery"),
    "measures.delivery_restored": gettext_lazy("put a delivery back"),
    "measures.moved_proposed": gettext_lazy("proposed a measure again"),
    "measures.moved_agreed": gettext_lazy("agreed on a measure"),
    "measures.moved_under_way": gettext_lazy("began with a measure"),
    "measures.moved_delivered": gettext_lazy("delivered a measure"),
    "measures.moved_dropped": gettext_lazy("dropped a measure"),
    "measures.changed_together": gettext_lazy("changed several measures at once"),
    "measures.changed_back": gettext_lazy("put a measure back as it was"),
    "measures.archived": gettext_lazy("put a measure in the archive"),
    "measures.restored": gettext_lazy("took a measure out of the archive"),
}.items():
    VERBS.register(_verb, _words)
