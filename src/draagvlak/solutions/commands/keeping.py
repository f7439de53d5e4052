"""Keeping what a solution can do: by hand, from a starter list, and the way back."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils import timezone

from draagvlak.core.audit import record
from draagvlak.core.command import command
from draagvlak.core.returning import keep_key, kept_key
from draagvlak.core.undo import leave
from draagvlak.core.versions import save_if_unchanged
from draagvlak.lib.fold import squeeze
from draagvlak.solutions import rules
from draagvlak.solutions.models import Capability, How
from draagvlak.solutions.queries import names_of, solution_address, visible_capabilities

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from draagvlak.core.actor import Actor
    from draagvlak.programmes.models import Solution
    from draagvlak.solutions.queries import Starter, StarterList


@dataclass(frozen=True)
class CapabilityDraft:
    """What somebody wrote down about a capability."""

    name: str
    how: str
    what: str = ""
    area: str = ""
    source: str = ""
    checked_on: dt.date | None = None

    def values(self) -> dict[str, object]:
        """The columns."""
        return {
            "name": squeeze(self.name),
            "how": How(self.how),
            "what": self.what.strip(),
            "area": squeeze(self.area),
            "source": squeeze(self.source),
            "checked_on": self.checked_on,
        }


@command
def add_capability(
    *, by: Actor, solution: Solution, draft: CapabilityDraft, once: str = ""
) -> Capability:
    """Write down something that a solution can do, or cannot."""
    del once
    rules.may_add(by, solution, name=squeeze(draft.name)).demand()
    capability = Capability.objects.create(
        workspace_id=by.tenant, solution=solution, **draft.values()
    )
    record("solutions.capability_added", by=by, on=capability)
    return capability


@command
def edit_capability(
    *, by: Actor, capability: Capability, draft: CapabilityDraft, version: int
) -> Capability:
    """Change what is written. Raises `EditConflict` when somebody else did so first."""
    rules.may_edit(by, capability, name=squeeze(draft.name)).demand()
    capability = save_if_unchanged(capability, expected=version, changes=draft.values())
    record("solutions.capability_edited", by=by, on=capability)
    return capability


@command
def remove_capability(*, by: Actor, capability: Capability) -> Capability:
    """Take a capability off the list. What it was named for keeps its verdict."""
    rules.may_remove(by, capability).demand()
    _set_removed(by, [capability.pk], removed=True)
    event = record("solutions.capability_removed", by=by, on=capability)
    leave(event, by=by, kept=keep_key(capability), touches=[capability.pk])
    return capability


@command
def put_back_capability(*, by: Actor, kept: str) -> str:
    """A capability stands in the list again."""
    rows = visible_capabilities(by).select_related("solution")
    capability = rows.get(pk=kept_key(kept))
    rules.may_put_back(by, capability).demand()
    _set_removed(by, [capability.pk], removed=False)
    record("solutions.capability_put_back", by=by, on=capability)
    return solution_address(by, capability.solution)


@command
def import_starters(
    *, by: Actor, solution: Solution, shelf: StarterList, starters: Sequence[Starter]
) -> int:
    """Take facts of a starter list over. What stands there by that name stays as it is."""
    rules.may_import(by, count=len(starters)).demand()
    here = names_of(by, solution)
    new = [each for each in starters if each.name not in here]
    rules.may_hold(by, solution, more=len(new)).demand()
    rows = Capability.objects.bulk_create(
        Capability(
            workspace_id=by.tenant,
            solution=solution,
            name=each.name,
            what=each.what,
            area=each.area,
            how=How(each.how),
            source=shelf.source,
            starter=each.key,
        )
        for each in new
    )
    event = record("solutions.imported", by=by, on=solution)
    if rows:
        kept = json.dumps({"solution": str(solution.pk), "rows": [str(row.pk) for row in rows]})
        leave(event, by=by, kept=kept, touches=[solution.pk])
    return len(rows)


@command
def take_import_back(*, by: Actor, kept: str) -> str:
    """The facts that came together go together, as far as nobody changed them since."""
    rules.may_keep(by).demand()
    left = json.loads(kept)
    rows = visible_capabilities(by).present().filter(pk__in=[UUID(one) for one in left["rows"]])
    untouched = list(rows.filter(version=1).select_related("solution"))
    _set_removed(by, [row.pk for row in untouched], removed=True)
    record("solutions.import_taken_back", by=by, on=untouched[0].solution)
    return solution_address(by, untouched[0].solution)


def _set_removed(by: Actor, keys: Sequence[UUID], *, removed: bool) -> None:
    rows = Capability.objects.filter(workspace_id=by.tenant, pk__in=list(keys))
    rows.update(removed_at=timezone.now() if removed else None)
