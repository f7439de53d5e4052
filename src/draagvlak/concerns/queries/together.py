"""What changing several concerns at once would come to, before it is done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from draagvlak.concerns.models import AffectedGroup, Concern, ConcernCause
from draagvlak.concerns.queries.words import capital, day_words

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence
    from uuid import UUID

    from draagvlak.concerns.models import Cause
    from draagvlak.core.actor import Actor
    from draagvlak.organisations.models import Group
    from draagvlak.programmes.models import Membership


@dataclass(frozen=True)
class Change:
    """What becomes of every concern that is chosen; what is empty stays as it is."""

    owner: Membership | None = None
    no_owner: bool = False
    due_on: dt.date | None = None
    severity: int | None = None
    group: Group | None = None
    cause: Cause | None = None

    @property
    def is_empty(self) -> bool:
        return not (
            self.owner or self.no_owner or self.due_on or self.severity or self.group or self.cause
        )


def planned_changes(
    actor: Actor, concerns: Sequence[Concern], change: Change
) -> list[tuple[Concern, list[str]]]:
    """What would change per concern, in words (two statements)."""
    ids = [concern.pk for concern in concerns]
    in_group = _having(actor, AffectedGroup, "group", change.group, ids)
    with_cause = _having(actor, ConcernCause, "cause", change.cause, ids)
    return [
        (concern, _words(concern, change, concern.pk in in_group, concern.pk in with_cause))
        for concern in concerns
    ]


def _having(
    actor: Actor,
    model: type[AffectedGroup | ConcernCause],
    name: str,
    end: Group | Cause | None,
    ids: Sequence[UUID],
) -> set[UUID]:
    if end is None:
        return set()
    rows = model._default_manager.filter(workspace_id=actor.tenant, concern_id__in=list(ids))
    return set(rows.filter(**{f"{name}_id": end.pk}).values_list("concern_id", flat=True))


def _words(concern: Concern, change: Change, has_group: bool, has_cause: bool) -> list[str]:  # noqa: FBT001 two of a kind
    nobody = _("nobody yet")
    words = []
    if change.owner is not None and concern.owner_id != change.owner.pk:
        was = concern.owner.user.name if concern.owner else nobody
        words.append(_arrow(_("owner"), was, change.owner.user.name))
    if change.no_owner and concern.owner is not None:
        words.append(_arrow(_("owner"), concern.owner.user.name, nobody))
    if change.due_on is not None and concern.answer_due_on != change.due_on:
        was = day_words(concern.answer_due_on) if concern.answer_due_on else _("no day")
        words.append(_arrow(_("answer promised on"), was, day_words(change.due_on)))
    if change.severity is not None and concern.severity != change.severity:
        becomes = Concern.Severity(change.severity).label
        words.append(_arrow(_("severity"), concern.get_severity_display(), str(becomes)))
    if change.group is not None and not has_group:
        words.append(_("group “%(name)s” is added") % {"name": change.group.name})
    if change.cause is not None and not has_cause:
        words.append(_("cause “%(title)s” is added") % {"title": change.cause.title})
    return words


def _arrow(what: str, was: str, becomes: str) -> str:
    return f"{capital(what)}: {was} → {becomes}"
