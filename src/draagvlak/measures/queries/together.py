"""What changing several measures at once would come to, before it is done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from draagvlak.concerns.queries import day_words
from draagvlak.measures.models import Delivery, Measure
from draagvlak.measures.queries.access import visible_measures
from draagvlak.measures.queries.lists import SORTS, Filters, filtered

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence
    from uuid import UUID

    from draagvlak.core.actor import Actor
    from draagvlak.measures.states import State
    from draagvlak.programmes.models import Membership


@dataclass(frozen=True)
class Change:
    """What becomes of every measure that is chosen; what is empty stays as it is."""

    owner: Membership | None = None
    no_owner: bool = False
    due_on: dt.date | None = None
    state: State | None = None
    because: str = ""

    @property
    def is_empty(self) -> bool:
        return not (self.owner or self.no_owner or self.due_on or self.state)

    def columns(self) -> dict[str, object]:
        """The columns to write; the state goes its own way."""
        found: dict[str, object] = {}
        if self.owner is not None or self.no_owner:
            found["owner"] = self.owner
        if self.due_on is not None:
            found["due_on"] = self.due_on
        return found


def access_several(actor: Actor, ids: Sequence[UUID]) -> list[Measure]:
    """Measures by key, in the order of the keys; what this actor does not see is left out."""
    rows = visible_measures(actor).filter(pk__in=list(ids)).select_related("owner__user")
    found = {row.pk: row for row in rows}
    return [found[key] for key in ids if key in found]


def measure_ids(actor: Actor, filters: Filters, limit: int) -> tuple[list[UUID], int]:
    """The keys of the first measures that the filters leave, in the order of the list; how many."""
    sorting = SORTS[filters.sort]()
    rows = filtered(actor, filters).annotate(key=sorting.key)
    ordered = rows.order_by("-key" if sorting.descending else "key", "pk")
    return list(ordered.values_list("pk", flat=True)[:limit]), rows.count()


def with_deliveries(actor: Actor, ids: Sequence[UUID]) -> set[UUID]:
    """Those of these measures that brought something (one statement)."""
    rows = Delivery.objects.filter(
        workspace_id=actor.tenant, measure_id__in=list(ids), removed_at=None
    )
    return set(rows.values_list("measure_id", flat=True))


def change_words(measure: Measure, change: Change) -> list[str]:
    """What would change of one measure, in words."""
    nobody = _("nobody yet")
    was = measure.owner.user.name if measure.owner else nobody
    words = []
    if change.owner is not None and measure.owner_id != change.owner.pk:
        words.append(_arrow(_("Who sees to it"), was, change.owner.user.name))
    if change.no_owner and measure.owner is not None:
        words.append(_arrow(_("Who sees to it"), was, nobody))
    if change.due_on is not None and measure.due_on != change.due_on:
        day = day_words(measure.due_on) if measure.due_on else _("no day agreed")
        words.append(_arrow(_("Due"), day, day_words(change.due_on)))
    if change.state is not None and measure.state != change.state:
        state = str(measure.get_state_display())
        words.append(_arrow(_("State"), state, str(change.state.label)))
    return words


def _arrow(what: str, was: str, becomes: str) -> str:
    return f"{capfirst(what)}: {was} → {becomes}"
