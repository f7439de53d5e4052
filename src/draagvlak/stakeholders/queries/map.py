"""The map: every group at its influence and interest on a day, and how it came there."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, Protocol

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from draagvlak.core.prepared import prepared
from draagvlak.stakeholders.models import Assessment
from draagvlak.stakeholders.queries.access import FEW, visible_stakeholders

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Mapping, Sequence
    from uuid import UUID

    from django.db.models import QuerySet

    from draagvlak.core.actor import Actor
    from draagvlak.stakeholders.models import Stakeholder

Attitude = Assessment.Attitude
DOUBTING = frozenset({Attitude.WORRIED, Attitude.AGAINST})
MIDDLE = 50


class Stance(Protocol):
    """What two assessments are compared by."""

    @property
    def influence(self) -> int: ...
    @property
    def interest(self) -> int: ...
    @property
    def attitude(self) -> str: ...


class Spot(NamedTuple):
    """What the map shows of an assessment."""

    influence: int
    interest: int
    attitude: str
    seen_on: dt.date


class Party(NamedTuple):
    """A stakeholder that the map names: its key, its name, and the size of its group."""

    pk: UUID
    name: str
    size: int

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True)
class Standing:
    """Where a stakeholder stands on the map, since when, and over which places it came."""

    id: UUID
    name: str
    now: Spot
    before: Spot | None = None
    trail: Sequence[Spot] = field(default=())


@dataclass(frozen=True)
class StandingMap:
    """All of it, with those who do not stand on the map and why."""

    standings: Sequence[Standing]
    unassessed: Sequence[Party]
    few: Sequence[Party]
    conclusion: str


def standing_map(actor: Actor, on: dt.date, since: dt.date) -> StandingMap:
    """Everybody's place on a day, with the way there since another day. Two statements."""
    rows = visible_stakeholders(actor).present()
    columns = ("pk", "name", "group__name", "group__size")
    parties = [
        Party(key, group or name, size or 0)
        for key, name, group, size in rows.values_list(*columns)
    ]
    known = _spots(actor, on)
    standings, unassessed, few = [], [], []
    for party in parties:
        if 0 < party.size < FEW:
            few.append(party)
        elif party.pk in known:
            standings.append(_standing(party, known[party.pk], since))
        else:
            unassessed.append(party)
    return StandingMap(standings, unassessed, few, _conclusion(standings))


def standing_of(actor: Actor, stakeholder: Stakeholder) -> Assessment | None:
    """How a stakeholder stands now; None when nobody said so yet."""
    rows = Assessment.objects.filter(
        workspace_id=actor.tenant, stakeholder_id=stakeholder.pk, undone_at=None
    )
    return rows.order_by("-seen_on", "-number").first()


def last_number(actor: Actor, stakeholder: Stakeholder) -> int:
    """The number of the newest assessment, taken back or not; nought when there is none."""
    rows = Assessment.objects.filter(workspace_id=actor.tenant, stakeholder_id=stakeholder.pk)
    newest = rows.order_by("-number").values_list("number", flat=True).first()
    return newest or 0


def change_words(before: Stance, now: Stance) -> str:
    """What is different between two assessments: "influence +20, now has worries"."""
    return changes()(before, now)


def changes() -> Callable[[Stance, Stance], str]:
    """The same for many, one after another: the words are looked up once."""
    influence, interest = _("influence %(change)s"), _("interest %(change)s")
    attitude = _("first “%(old)s”, now “%(new)s”")
    labels = {each.value: str(each.label) for each in Attitude}

    def words(before: Stance, now: Stance) -> str:
        parts = []
        if now.influence != before.influence:
            parts.append(influence % {"change": _signed(now.influence, before.influence)})
        if now.interest != before.interest:
            parts.append(interest % {"change": _signed(now.interest, before.interest)})
        if now.attitude != before.attitude:
            parts.append(attitude % {"old": labels[before.attitude], "new": labels[now.attitude]})
        return ", ".join(parts)

    return words


def _signed(new: int, old: int) -> str:
    return f"+{new - old}" if new > old else f"−{old - new}"


def _spots(actor: Actor, on: dt.date) -> Mapping[UUID, list[Spot]]:
    """Every place that was written down for a day up to this one, the earliest first."""
    found: dict[UUID, list[Spot]] = defaultdict(list)
    spots = _spots_of(actor.tenant, actor.programme_id, on)
    for key, influence, interest, attitude, seen_on in spots:
        found[key].append(Spot(influence, interest, attitude, seen_on))
    return found


@prepared
def _spots_of(
    tenant: UUID, programme: UUID, on: dt.date
) -> QuerySet[Assessment, tuple[UUID, int, int, str, dt.date]]:
    rows = Assessment.objects.filter(
        workspace_id=tenant,
        stakeholder__programme_id=programme,
        stakeholder__archived_at=None,
        undone_at=None,
        seen_on__lte=on,
    )
    columns = ("stakeholder_id", "influence", "interest", "attitude", "seen_on")
    return rows.order_by("seen_on", "number").values_list(*columns)


def _standing(party: Party, known: Sequence[Spot], since: dt.date) -> Standing:
    """The trail begins with the place that was held on the other day."""
    earlier = [each for each in known if each.seen_on <= since]
    later = [each for each in known if each.seen_on > since]
    trail = [*earlier[-1:], *later]
    return Standing(
        id=party.pk,
        name=party.name,
        now=known[-1],
        before=trail[0] if len(trail) > 1 else None,
        trail=trail,
    )


def _conclusion(standings: Sequence[Standing]) -> str:
    """What the picture says: how many of the influential have worries."""
    if not standings:
        return _("Nobody stands on the map yet")
    strong = [each for each in standings if each.now.influence > MIDDLE]
    doubting = sum(each.now.attitude in DOUBTING for each in strong)
    words = {"count": doubting, "all": len(strong)}
    if not strong:
        return _("Nobody on the map has much influence")
    if not doubting:
        return _("Nobody with much influence has worries or is against it")
    return (
        ngettext(
            "%(count)s of %(all)s with much influence has worries or is against it",
            "%(count)s of %(all)s with much influence have worries or are against it",
            doubting,
        )
        % words
    )
