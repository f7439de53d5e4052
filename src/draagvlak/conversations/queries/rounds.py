"""Rounds of conversations: their places, how far each is, and what they ask of people's time."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
from base64 import urlsafe_b64encode
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.db.models import Case, CharField, Count, Exists, OuterRef, Q, Value, When
from django.http import Http404
from django.utils import timezone

from draagvlak.conversations.models import Conversation, Participant, Round, RoundPlace
from draagvlak.conversations.states import Progress
from draagvlak.core.policy import Data, sees

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import TypedDict

    from django.db.models import QuerySet
    from django_stubs_ext import WithAnnotations

    from draagvlak.core.actor import Actor
    from draagvlak.organisations.models import Person

    class HowFar(TypedDict):
        """What a place is given when it is read."""

        progress: str

    Placed = WithAnnotations[RoundPlace, HowFar]

PAGE = 50
LIST = 100
FITTING = 24
"""So many people a round begun from coverage is filled with; a guide can add more."""


@dataclass(frozen=True)
class RoundRow:
    """A round in the list."""

    id: UUID
    title: str
    starts_on: dt.date
    ends_on: dt.date
    places: int
    held: int


@dataclass(frozen=True)
class PlaceRow:
    """One person in a round."""

    id: UUID
    name: str
    unit: str
    progress: str
    has_address: bool
    conversation: UUID | None
    at: dt.datetime | None
    invited_on: dt.date | None
    reminded_on: dt.date | None

    @property
    def progress_label(self) -> str:
        return str(Progress(self.progress).label)


@dataclass(frozen=True)
class RoundProgress:
    """How many places are how far, and how many minutes that asks."""

    counts: Mapping[str, int]
    minutes: int
    together: int
    unreachable: int

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def held(self) -> int:
        return self.counts.get(Progress.HELD, 0)

    @property
    def open(self) -> int:
        return self.counts.get(Progress.OPEN, 0)

    @property
    def planned(self) -> int:
        return self.counts.get(Progress.PLANNED, 0)

    @property
    def invited(self) -> int:
        return self.counts.get(Progress.INVITED, 0)

    @property
    def cannot(self) -> int:
        return self.counts.get(Progress.CANNOT, 0)

    @property
    def to_come(self) -> int:
        """Everybody who is still to be heard."""
        return self.total - self.held - self.cannot

    @property
    def load(self) -> int:
        """Minutes that this asks of all those asked together."""
        return (self.total - self.cannot) * self.minutes

    @property
    def guide_load(self) -> int:
        """Minutes that the guide sits at the table."""
        return -(-(self.total - self.cannot) // self.together) * self.minutes


def rounds(actor: Actor) -> QuerySet[Round]:
    """The rounds of the programme; none for who may not know of conversations."""
    if not sees(Data.CONVERSATION, actor.roles):
        return Round.objects.none()
    return Round.objects.filter(workspace_id=actor.tenant, programme_id=actor.programme_id)


def access_round(actor: Actor, round_id: UUID) -> Round:
    """One round of the programme, or Http404."""
    found = rounds(actor).filter(pk=round_id).first()
    if found is None:
        raise Http404
    return found


def access_place(actor: Actor, this_round: Round, place_id: UUID) -> RoundPlace:
    """One place of a round with its person, or Http404."""
    found = (
        RoundPlace.objects.filter(workspace_id=actor.tenant, round_id=this_round.pk, pk=place_id)
        .select_related("person", "conversation")
        .first()
    )
    if found is None:
        raise Http404
    return found


def round_list(actor: Actor) -> list[RoundRow]:
    """The rounds, latest first, with how many of their places were held (two statements)."""
    found = list(rounds(actor).order_by("-starts_on", "-id")[:LIST])
    counted: dict[UUID, Counter[str]] = {}
    places = _placed(actor).filter(round_id__in=[one.pk for one in found])
    for key, progress, many in (
        places.order_by().values_list("round_id", "progress").annotate(many=Count("pk"))
    ):
        counted.setdefault(key, Counter())[progress] = many
    return [
        RoundRow(
            one.pk,
            one.title,
            one.starts_on,
            one.ends_on,
            sum(counted.get(one.pk, Counter()).values()),
            counted.get(one.pk, Counter())[Progress.HELD],
        )
        for one in found
    ]


def round_progress(actor: Actor, this_round: Round) -> RoundProgress:
    """How far the places of a round are (two statements)."""
    places = _placed(actor).filter(round_id=this_round.pk)
    counts = dict(places.order_by().values_list("progress").annotate(many=Count("pk")))
    unreachable = places.filter(person__email="", progress=Progress.PLANNED).count()
    return RoundProgress(counts, this_round.minutes, this_round.together, unreachable)


def cannot_come(actor: Actor, limit: int) -> tuple[list[tuple[UUID, str, int]], int]:
    """Own rounds that go on in which people cannot come: key, title, how many; and how many rounds.

    Two statements.
    """
    places = _placed(actor).filter(
        round__programme_id=actor.programme_id,
        round__author_id=actor.signed_in_id,
        round__ends_on__gte=timezone.localdate(),
        progress=Progress.CANNOT,
    )
    found = (
        places.order_by()
        .values_list("round_id", "round__title")
        .annotate(many=Count("pk"))
        .order_by("round__starts_on", "round_id")
    )
    rows = list(found[:limit])
    return rows, len(rows) if len(rows) < limit else found.count()


def round_places(
    actor: Actor, this_round: Round, progress: str = "", after: str = ""
) -> tuple[list[PlaceRow], str]:
    """One page of the places of a round by name, and the mark of the next."""
    places = _placed(actor).filter(round_id=this_round.pk)
    if progress:
        places = places.filter(progress=progress)
    if "~" in after:
        key, _, mark = after.rpartition("~")
        if not _is_key(mark):
            raise Http404
        places = places.filter(Q(person__sort_key__gt=key) | Q(person__sort_key=key, pk__gt=mark))
    values = list(
        places.order_by("person__sort_key", "pk").values_list(
            "pk",
            "person__name",
            "person__unit__name",
            "progress",
            "person__email",
            "conversation_id",
            "conversation__planned_at",
            "invited_on",
            "reminded_on",
            "person__sort_key",
        )[: PAGE + 1]
    )
    rows = [
        PlaceRow(pk, name, unit or "", state, bool(email), talk, at, invited, reminded)
        for pk, name, unit, state, email, talk, at, invited, reminded, _key in values[:PAGE]
    ]
    last = values[PAGE - 1] if len(values) > PAGE else None
    return rows, f"{last[-1]}~{last[0]}" if last else ""


def places_in(actor: Actor, this_round: Round, *progress: Progress) -> list[RoundPlace]:
    """The places of a round that are so far, by name."""
    places = _placed(actor).filter(round_id=this_round.pk, progress__in=progress)
    found = places.select_related("person", "conversation", "round__programme")
    return [*found.order_by("person__sort_key", "pk")]


def people_in(actor: Actor, this_round: Round) -> set[UUID]:
    """Who has a place in a round, those taken off it as well."""
    rows = RoundPlace.objects.filter(workspace_id=actor.tenant, round_id=this_round.pk)
    return set(rows.values_list("person_id", flat=True))


def places_of(conversation: Conversation) -> list[RoundPlace]:
    """The places of rounds that a conversation fills, of people who were asked by mail."""
    rows = RoundPlace.objects.filter(
        workspace_id=conversation.workspace_id,
        conversation_id=conversation.pk,
        invited_on__isnull=False,
    )
    return list(rows.select_related("person", "round"))


def taken_moments(actor: Actor, first: dt.date, last: dt.date) -> list[tuple[dt.datetime, int]]:
    """When the actor is in conversation already, in local time without a zone."""
    since = timezone.make_aware(dt.datetime.combine(first, dt.time()))
    until = timezone.make_aware(dt.datetime.combine(last, dt.time(23, 59)))
    rows = Conversation.objects.filter(
        workspace_id=actor.tenant,
        author_id=actor.signed_in_id,
        planned_at__gte=since,
        planned_at__lte=until,
    ).exclude(state=Conversation.State.CANCELLED)
    return [
        (timezone.localtime(at).replace(tzinfo=None), minutes)
        for at, minutes in rows.values_list("planned_at", "minutes")
    ]


def first_of(people: QuerySet[Person, Person]) -> list[UUID]:
    """As many people as one round holds well, by name."""
    return list(people.order_by("sort_key", "pk").values_list("pk", flat=True)[:FITTING])


def token_for(place_id: UUID) -> str:
    """The token of the link in the mail: made again from the key of the server when needed."""
    made = hmac.digest(
        settings.SECRET_KEY.encode(), f"conversations.place:{place_id}".encode(), "sha256"
    )
    return urlsafe_b64encode(made).decode().rstrip("=")


def hash_for(token: str) -> str:
    """What is kept of a token (SHA-256)."""
    return hashlib.sha256(token.encode()).hexdigest()


def place_by_token(space: str, token: str) -> RoundPlace | None:
    """The place behind a link that was mailed; None when there is none."""
    return (
        RoundPlace.objects.filter(
            workspace__slug=space, token_hash=hash_for(token), invited_on__isnull=False
        )
        .select_related("round__programme", "conversation", "workspace")
        .first()
    )


def _placed(actor: Actor) -> QuerySet[Placed, Placed]:
    """Places with how far they are.

    Any conversation since the round began that the person was in fills the place: also one that
    nobody planned here.
    """
    heard = Participant.objects.filter(
        workspace_id=actor.tenant,
        person_id=OuterRef("person_id"),
        was_there=True,
        conversation__state=Conversation.State.HELD,
        conversation__programme_id=OuterRef("round__programme_id"),
        conversation__planned_at__date__gte=OuterRef("round__starts_on"),
    )
    planned = Q(conversation__state=Conversation.State.PLANNED)
    return RoundPlace.objects.filter(workspace_id=actor.tenant, dropped_on=None).annotate(
        progress=Case(
            When(Exists(heard), then=Value(Progress.HELD)),
            When(cannot_on__isnull=False, then=Value(Progress.CANNOT)),
            When(planned & Q(invited_on__isnull=False), then=Value(Progress.INVITED)),
            When(planned, then=Value(Progress.PLANNED)),
            default=Value(Progress.OPEN),
            output_field=CharField(),
        )
    )


def _is_key(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
