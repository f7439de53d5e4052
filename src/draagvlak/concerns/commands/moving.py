"""What several commands share: moves by the one table, and the register of the programme."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import F

from draagvlak.concerns import states
from draagvlak.concerns.models import Concern, Register
from draagvlak.concerns.queries import KIND_CAUSE, KIND_CONCERN
from draagvlak.core import search
from draagvlak.core.audit import record
from draagvlak.core.versions import EditConflict

if TYPE_CHECKING:
    from draagvlak.concerns.models import Cause
    from draagvlak.core.actor import Actor


def move(concern: Concern, verb: str, *, by: Actor) -> bool:
    """Take the way of this verb, if the table has one from here; says whether it did.

    Raises `EditConflict` when somebody else moved the concern first.
    """
    there = states.target(concern.state, verb)
    if there is None:
        return False
    rows = Concern.objects.filter(workspace_id=by.tenant, pk=concern.pk)
    if not rows.filter(state=concern.state).update(state=there):
        raise EditConflict(rows.get())
    concern.state = there
    record(f"concerns.moved_{there}", by=by, on=concern)
    return True


def touch(by: Actor) -> None:
    """The list of the programme changed: counts that were kept are old."""
    Register.objects.filter(workspace_id=by.tenant, programme_id=by.programme_id).update(
        version=F("version") + 1
    )


def next_number(by: Actor) -> int:
    """The number of the next concern of the programme; nobody else gets the same."""
    rows = Register.objects.filter(workspace_id=by.tenant, programme_id=by.programme_id)
    if not rows.update(next_number=F("next_number") + 1, version=F("version") + 1):
        Register.objects.get_or_create(workspace_id=by.tenant, programme_id=by.programme_id)
        rows.update(next_number=F("next_number") + 1)
    return rows.values_list("next_number", flat=True).get() - 1


def index_concern(concern: Concern) -> None:
    """Make the words of a concern findable."""
    search.index(
        KIND_CONCERN,
        concern.pk,
        workspace_id=concern.workspace_id,
        programme_id=concern.programme_id,
        title=concern.title,
        texts=[concern.description],
    )


def index_cause(cause: Cause) -> None:
    """Make the words of a cause findable."""
    search.index(
        KIND_CAUSE,
        cause.pk,
        workspace_id=cause.workspace_id,
        programme_id=cause.programme_id,
        title=cause.title,
        texts=[cause.description],
    )
