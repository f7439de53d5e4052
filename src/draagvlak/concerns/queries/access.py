"""The only way to an object: within the actor's place, and within what the actor may see."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from django.http import Http404

from draagvlak.concerns.models import Answer, Cause, Concern, Voice
from draagvlak.core.policy import Data, Sight, sight
from draagvlak.core.registry import Registry
from draagvlak.organisations.models import Group
from draagvlak.programmes.models import Membership

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from django.db.models import QuerySet

    from draagvlak.core.actor import Actor


class AssignedProvider(Protocol):
    """The keys of the concerns that a higher app assigned to this actor."""

    def __call__(self, actor: Actor) -> QuerySet[Concern, UUID]: ...


class MeasuredProvider(Protocol):
    """Those of these concerns with a measure that is agreed on and not delivered yet."""

    def __call__(self, actor: Actor, ids: Sequence[UUID]) -> set[UUID]: ...


ASSIGNED: Registry[AssignedProvider] = Registry(
    "concerns.assigned", "Which concerns were assigned to a supplier?"
)
MEASURED: Registry[MeasuredProvider] = Registry(
    "concerns.measured", "For which concerns is something planned?"
)

CARRIED: Registry[MeasuredProvider] = Registry(
    "concerns.carried", "For which concerns is something planned or delivered?"
)


def visible_concerns(actor: Actor) -> QuerySet[Concern]:
    """The concerns of the programme that the actor may see, archived ones included."""
    rows = Concern.objects.filter(workspace_id=actor.tenant, programme_id=actor.programme_id)
    seen = sight(Data.CONCERN, actor.roles)
    if not seen:
        return rows.none()
    if seen == {Sight.ASSIGNED}:
        # keys in one list: with "or" the database looks at every concern of the programme
        places = Membership.objects.filter(workspace_id=actor.tenant, user_id=actor.signed_in_id)
        owned = rows.filter(owner_id__in=places.values("pk")).values_list("pk")
        keys = owned.union(*(provider(actor) for provider in ASSIGNED))
        return rows.filter(pk__in=keys)
    return rows


def sees_all(actor: Actor) -> bool:
    """Whether the actor sees every concern of the programme, and not only assigned ones."""
    return sight(Data.CONCERN, actor.roles) != {Sight.ASSIGNED}


def access_concern(actor: Actor, concern_id: UUID) -> Concern:
    """One concern with its owner. Not in this programme, or not for this actor: Http404."""
    found = visible_concerns(actor).select_related("owner__user").filter(pk=concern_id).first()
    if found is None:
        raise Http404
    return found


def visible_causes(actor: Actor) -> QuerySet[Cause]:
    """The causes of the programme behind concerns that the actor may see."""
    rows = Cause.objects.filter(workspace_id=actor.tenant, programme_id=actor.programme_id)
    if sees_all(actor):
        return rows
    return rows.filter(
        concern_links__workspace_id=actor.tenant,
        concern_links__concern__in=visible_concerns(actor),
    ).distinct()


def access_cause(actor: Actor, cause_id: UUID) -> Cause:
    """One cause. Not in this programme, or not for this actor: Http404."""
    found = visible_causes(actor).filter(pk=cause_id).first()
    if found is None:
        raise Http404
    return found


def access_voice(actor: Actor, concern: Concern, voice_id: UUID) -> Voice:
    """One voice of a concern, for a guide. For others there are no voices: Http404."""
    found = (
        Voice.objects.filter(workspace_id=actor.tenant, concern_id=concern.pk, pk=voice_id).first()
        if actor.is_guide
        else None
    )
    if found is None:
        raise Http404
    return found


def access_latest_answer(actor: Actor, concern: Concern) -> tuple[Answer, int]:
    """The answer that stands, and how often it was corrected. Without one: Http404."""
    rows = Answer.objects.filter(workspace_id=actor.tenant, concern_id=concern.pk)
    found = rows.order_by("-number").first()
    if found is None:
        raise Http404
    return found, found.versions.filter(workspace_id=actor.tenant).count()


def carried(actor: Actor, ids: Sequence[UUID]) -> set[UUID]:
    """Those of these concerns with a measure that is agreed on or was delivered."""
    found: set[UUID] = set()
    for provider in CARRIED:
        found |= provider(actor, ids)
    return found


def merged_ids(actor: Actor, concern_id: UUID) -> set[UUID]:
    """The keys of the concerns that go on in this one."""
    rows = Concern.objects.filter(workspace_id=actor.tenant, merged_into_id=concern_id)
    return set(rows.values_list("pk", flat=True))


def access_several(actor: Actor, ids: Sequence[UUID]) -> list[Concern]:
    """Concerns by key, in the order of the keys; what this actor does not see is left out."""
    rows = visible_concerns(actor).filter(pk__in=list(ids)).select_related("owner__user")
    found = {row.pk: row for row in rows}
    return [found[key] for key in ids if key in found]


def access_groups(actor: Actor, ids: Sequence[UUID]) -> list[Group]:
    """Groups of the workspace by key. One that is not there: Http404."""
    wanted = set(ids)
    found = list(Group.objects.filter(workspace_id=actor.tenant, pk__in=wanted))
    if len(found) != len(wanted):
        raise Http404
    return found


def access_owner(actor: Actor, membership_id: UUID) -> Membership:
    """Somebody's place in this programme. Not there: Http404."""
    found = (
        Membership.objects.filter(
            workspace_id=actor.tenant, programme_id=actor.programme_id, pk=membership_id
        )
        .select_related("user")
        .first()
    )
    if found is None:
        raise Http404
    return found


def measured(actor: Actor, ids: Sequence[UUID]) -> set[UUID]:
    """Those of these concerns with a measure that is agreed on, as the higher apps know."""
    found: set[UUID] = set()
    for provider in MEASURED:
        found |= provider(actor, ids)
    return found


def findable_concerns(actor: Actor) -> QuerySet[Concern]:
    """The concerns that a search of this actor may find: those that are not in the archive."""
    return visible_concerns(actor).filter(archived_at=None)
