"""The lessons that a workspace keeps: its own, and those that were brought from elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.http import Http404
from django.utils.translation import gettext as _

from draagvlak.concerns.models import Concern, ConcernCause
from draagvlak.concerns.states import ANSWERED, State
from draagvlak.core.policy import GUIDES, Data, Role, sees
from draagvlak.lessons.models import Consent, Destination, Lesson
from draagvlak.lessons.queries.shipped import Entry, KnownCause, KnownMeasure
from draagvlak.measures.models import Measure, MeasureConcern
from draagvlak.programmes.models import Membership, Phase
from draagvlak.programmes.queries import programmes_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

    from draagvlak.core.actor import Actor, WorkspaceRef

FIRST: Final = 20
"""Concerns that are offered to make a lesson of."""
MOST: Final = 200
"""Own lessons that are offered, the latest first."""
PREFIX: Final = "own-"


def lessons(actor: Actor) -> QuerySet[Lesson]:
    """The lessons that this actor may read.

    Who is offered lessons reads all that the workspace keeps; of what is asked, refused or taken
    back, and for who reads what leaves, those of this programme.
    """
    rows = Lesson.objects.filter(workspace_id=actor.tenant)
    here = Q(programme_id=actor.programme_id)
    if sees(Data.LESSON, actor.roles):
        return rows.filter(here | Q(state=Lesson.State.KEPT))
    if sees(Data.KEPT_LESSON, actor.roles):
        return rows.filter(here)
    return rows.none()


def access_lesson(actor: Actor, lesson_id: UUID) -> Lesson:
    """One lesson that this actor may read, or Http404."""
    found = lessons(actor).filter(pk=lesson_id).first()
    if found is None:
        raise Http404
    return found


def access_own_lesson(actor: Actor, lesson_id: UUID) -> Lesson:
    """One lesson of this programme, or Http404: what was brought was agreed on elsewhere."""
    found = lessons(actor).filter(pk=lesson_id, programme_id=actor.programme_id).first()
    if found is None:
        raise Http404
    return found


def offered_lessons(actor: Actor) -> Sequence[Lesson]:
    """The lessons that are offered beside the shipped ones, the latest first (one statement)."""
    if not sees(Data.LESSON, actor.roles):
        return []
    kept = lessons(actor).filter(state=Lesson.State.KEPT)
    return list(kept.order_by("-id")[:MOST])


def as_entry(lesson: Lesson) -> Entry:
    """An own lesson in the form of what is shipped, so that it is offered likewise."""
    key = f"{PREFIX}{lesson.pk.hex}"
    measure = KnownMeasure(
        key=f"{key}.0.0",
        kind=lesson.measure_kind,
        title=lesson.measure,
        worked=" ".join(filter(None, (lesson.helped, lesson.effect))),
    )
    cause = KnownCause(f"{key}.0", lesson.cause, lesson.about, lesson.where, (measure,))
    return Entry(key, lesson.system, lesson.kind, lesson.title, (cause,), came=came_from(lesson))


def came_from(lesson: Lesson) -> str:
    """Where a lesson is from, as far as it may be told."""
    if lesson.is_brought:
        return _("from an earlier programme, %(year)s") % {"year": lesson.year}
    return _("a lesson of your own, %(year)s") % {"year": lesson.year}


def own_entry(actor: Actor, key: str) -> Entry | None:
    """The own lesson behind a key of an entry; None when there is none."""
    try:
        lesson_id = UUID(key.removeprefix(PREFIX))
    except ValueError:
        return None
    kept = lessons(actor).filter(pk=lesson_id, state=Lesson.State.KEPT).first()
    return as_entry(kept) if kept else None


def lesson_of(actor: Actor, concern_id: UUID) -> Lesson | None:
    """The lesson that was made of a concern and was not refused or taken back."""
    live = [Lesson.State.ASKED, Lesson.State.KEPT]
    here = Lesson.objects.filter(workspace_id=actor.tenant, programme_id=actor.programme_id)
    return here.filter(concern_id=concern_id, state__in=live).first()


def consents(lesson: Lesson) -> Sequence[Consent]:
    """What was said of it, the latest first."""
    rows = Consent.objects.filter(workspace_id=lesson.workspace_id, lesson_id=lesson.pk)
    return list(rows.order_by("-id"))


def places_of(lesson: Lesson) -> list[UUID]:
    """The workspaces that a lesson goes to."""
    rows = Destination.objects.filter(workspace_id=lesson.workspace_id, lesson_id=lesson.pk)
    return list(rows.order_by("place").values_list("place", flat=True))


def other_places(actor: Actor) -> list[WorkspaceRef]:
    """The other workspaces in which the user is the guide, by name; examples stay by themselves."""
    own = actor.workspace
    found = {
        card.workspace.id: card.workspace
        for card in programmes_of(actor.signed_in_id)
        if own
        and card.workspace.id != own.id
        and Role.GUIDE in card.held
        and card.workspace.is_demo == own.is_demo
    }
    return sorted(found.values(), key=lambda place: (place.name.casefold(), place.id))


def guides_there(user_id: UUID, places: Sequence[UUID]) -> set[UUID]:
    """Those of these workspaces in which the user still is a guide."""
    held = Membership.objects.present().filter(
        workspace_id__in=list(places), user_id=user_id, role__in=[str(role) for role in GUIDES]
    )
    return set(held.values_list("workspace_id", flat=True))


def waits_for_consent(actor: Actor) -> QuerySet[Lesson]:
    """Lessons of this programme on which the client has to say something."""
    here = Lesson.objects.filter(workspace_id=actor.tenant, programme_id=actor.programme_id)
    return here.filter(state=Lesson.State.ASKED)


def to_bring(actor: Actor) -> list[tuple[UUID, str]]:
    """Lessons that the user kept elsewhere, with consent, and that are not here yet.

    Of another client one reads here the words that were agreed on, and the year: no name.
    """
    if not actor.has(Role.GUIDE):
        return []
    here = Lesson.objects.filter(workspace_id=actor.tenant).values_list("family", flat=True)
    elsewhere = Lesson.objects.filter(
        workspace_id__in=[place.id for place in other_places(actor)],
        keeper_id=actor.user_id,
        state=Lesson.State.KEPT,
        is_brought=False,
    ).exclude(family__in=set(here))
    rows = elsewhere.order_by("-id").values_list("pk", "title", "year")[:MOST]
    return [(pk, f"{title} ({year})") for pk, title, year in rows]


def lesson_rows(actor: Actor) -> Sequence[Lesson]:
    """What of this programme was kept, asked, refused or taken back, the latest first."""
    rows = lessons(actor).filter(programme_id=actor.programme_id)
    return list(rows.order_by("-id")[:MOST])


def still_to_keep(actor: Actor) -> Sequence[Concern]:
    """Concerns of which a lesson can be kept, most voices first: told back and not unsolved."""
    if not actor.has(Role.GUIDE):
        return []
    ends = actor.programme is not None and actor.programme.phase == Phase.ANCHOR
    solved = {"state__in": ANSWERED} if ends else {"state": State.DELIVERED, "unsolved": 0}
    here = Concern.objects.filter(
        workspace_id=actor.tenant, programme_id=actor.programme_id, archived_at=None
    )
    live = Lesson.objects.filter(
        workspace_id=actor.tenant, concern_id=OuterRef("pk"), state__in=["asked", "kept"]
    )
    # asked one by one in the order of the list: the first twenty are soon found
    rows = here.filter(_has_cause(actor), _has_result(actor), ~Exists(live), **solved)
    return list(rows.order_by("-voices", "id")[:FIRST])


def names_of_places(actor: Actor, lesson: Lesson) -> tuple[list[str], int]:
    """Where a lesson goes: names for the guide who is there too, and how many others."""
    places = set(places_of(lesson))
    known = {place.id: place.name for place in other_places(actor)} if actor.is_guide else {}
    names = sorted(known[place] for place in places if place in known)
    return names, len(places) - len(names)


@dataclass(frozen=True)
class Ready:
    """A concern that was answered, and whether there is enough to make a lesson of."""

    concern: Concern
    has_cause: bool
    has_result: bool


def answered_one(actor: Actor, concern_id: UUID) -> Ready | None:
    """A concern of this programme that was answered; None before (one statement)."""
    here = Concern.objects.filter(workspace_id=actor.tenant, programme_id=actor.programme_id)
    found = here.filter(pk=concern_id, state__in=ANSWERED).annotate(
        has_cause=_has_cause(actor), has_result=_has_result(actor)
    )
    concern = found.first()
    return Ready(concern, concern.has_cause, concern.has_result) if concern else None


def _has_cause(actor: Actor) -> Exists:
    return Exists(ConcernCause.objects.filter(workspace_id=actor.tenant, concern_id=OuterRef("pk")))


def _has_result(actor: Actor) -> Exists:
    return Exists(
        MeasureConcern.objects.filter(
            workspace_id=actor.tenant,
            concern_id=OuterRef("pk"),
            measure__workspace_id=actor.tenant,
            measure__in=Measure.objects.finished().filter(workspace_id=actor.tenant),
        )
    )
