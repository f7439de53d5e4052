"""What coverage must be told: the layer of a group, and when the solution was chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from draagvlak.conversations import rules
from draagvlak.conversations.models import ChoiceDay, GroupLayer
from draagvlak.conversations.queries.returning import choice_day, keep_values
from draagvlak.core.audit import record
from draagvlak.core.command import command
from draagvlak.core.undo import leave
from draagvlak.organisations.models import Group
from draagvlak.programmes.models import Programme

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping
    from uuid import UUID

    from draagvlak.core.actor import Actor


@command
def set_layers(*, by: Actor, layers: Mapping[UUID, str]) -> None:
    """Say in which layer each group stands; empty: not said. Other groups stay as they are."""
    rules.may_plan(by).demand()
    rows = GroupLayer.objects.filter(workspace_id=by.tenant)
    groups = Group.objects.filter(workspace_id=by.tenant, pk__in=list(layers))
    known = dict(rows.values_list("group_id", "layer"))
    changed = [group for group in groups if known.get(group.pk, "") != layers[group.pk]]
    was = {str(group.pk): known.get(group.pk, "") for group in changed}
    rows.filter(group__in=changed).delete()
    GroupLayer.objects.bulk_create(
        GroupLayer(workspace_id=by.tenant, group=group, layer=layers[group.pk])
        for group in changed
        if layers[group.pk]
    )
    programme = Programme.objects.get(workspace_id=by.tenant, pk=by.programme_id)
    event = record("conversations.layers_set", by=by, on=programme)
    if changed:
        now = {str(group.pk): layers[group.pk] for group in changed}
        touches = [group.pk for group in changed]
        leave(event, by=by, kept=keep_values(was, now), touches=touches)


@command
def set_choice_day(*, by: Actor, chosen_on: dt.date | None) -> None:
    """Note on which day the solution was chosen; None: not yet."""
    rules.may_plan(by).demand()
    was = choice_day(by)
    rows = ChoiceDay.objects.filter(workspace_id=by.tenant, programme_id=by.programme_id)
    rows.delete()
    if chosen_on is not None:
        ChoiceDay.objects.create(
            workspace_id=by.tenant, programme_id=by.programme_id, chosen_on=chosen_on
        )
    programme = Programme.objects.get(workspace_id=by.tenant, pk=by.programme_id)
    event = record("conversations.choice_day_set", by=by, on=programme)
    leave(event, by=by, kept=keep_values(was, choice_day(by)), touches=[programme.pk])
