"""How stakeholders stand to each other, and to decisions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone

from draagvlak.core.audit import record
from draagvlak.core.command import command
from draagvlak.core.undo import leave
from draagvlak.programmes.commands import add_participation, remove_participation
from draagvlak.programmes.models import Participation
from draagvlak.stakeholders import rules
from draagvlak.stakeholders.models import OutsidePart, Relation
from draagvlak.stakeholders.queries import keep

if TYPE_CHECKING:
    from draagvlak.core.actor import Actor
    from draagvlak.programmes.models import Decision
    from draagvlak.stakeholders.models import Stakeholder


@command
def add_relation(  # two ends, what lies between them, and why
    *,
    by: Actor,
    source: Stakeholder,
    target: Stakeholder,
    kind: str,
    note: str = "",
    once: str = "",
) -> Relation:
    """Say how one stakeholder stands to another."""
    del once
    known = _known(by, source, target, kind)
    rules.may_relate(by, source, target, kind=kind, known=known).demand()
    relation = Relation.objects.create(
        workspace_id=by.tenant, source=source, target=target, kind=kind, note=note.strip()
    )
    record("stakeholders.related", by=by, on=source)
    return relation


def _known(by: Actor, source: Stakeholder, target: Stakeholder, kind: str) -> bool:
    ends = Q(source_id=source.pk, target_id=target.pk)
    if kind == Relation.Kind.TENSION:
        ends |= Q(source_id=target.pk, target_id=source.pk)
    rows = Relation.objects.filter(ends, workspace_id=by.tenant, kind=kind, removed_at=None)
    return rows.exists()


@command
def remove_relation(*, by: Actor, relation: Relation) -> Relation:
    """Take a relation away; `restore_relation` puts it back."""
    rules.may_unrelate(by, relation).demand()
    relation.removed_at = timezone.now()
    relation.save(update_fields=["removed_at"])
    event = record("stakeholders.unrelated", by=by, on=relation.source)
    kept = keep(relation.source, relation)
    touches = [relation.pk, relation.source_id, relation.target_id]
    leave(event, by=by, kept=kept, touches=touches)
    return relation


@command
def restore_relation(*, by: Actor, relation: Relation) -> Relation:
    """Put a relation back that was taken away."""
    known = _known(by, relation.source, relation.target, relation.kind)
    rules.may_relate(by, relation.source, relation.target, kind=relation.kind, known=known).demand()
    relation.removed_at = None
    relation.save(update_fields=["removed_at"])
    record("stakeholders.related", by=by, on=relation.source)
    return relation


@command
def set_part(*, by: Actor, stakeholder: Stakeholder, decision: Decision, level: str) -> Stakeholder:
    """Say how a stakeholder takes part in a decision. A second time moves it."""
    rules.may_set_part(by, stakeholder, decision).demand()
    if stakeholder.group is not None:
        add_participation(by=by, decision=decision, level=level, group=stakeholder.group)
    else:
        OutsidePart.objects.update_or_create(
            workspace_id=by.tenant,
            decision=decision,
            stakeholder=stakeholder,
            defaults={"level": Participation.Level(level)},
        )
    record("stakeholders.part_set", by=by, on=stakeholder)
    return stakeholder


@command
def remove_part(*, by: Actor, stakeholder: Stakeholder, decision: Decision) -> Stakeholder:
    """Take a stakeholder out of a decision."""
    rules.may_set_part(by, stakeholder, decision).demand()
    if stakeholder.group_id is not None:
        parts = Participation.objects.filter(workspace_id=by.tenant, decision=decision)
        for part in parts.filter(group_id=stakeholder.group_id).select_related("decision"):
            remove_participation(by=by, part=part)
    else:
        OutsidePart.objects.filter(
            workspace_id=by.tenant, decision=decision, stakeholder=stakeholder
        ).delete()
    record("stakeholders.part_removed", by=by, on=stakeholder)
    return stakeholder
