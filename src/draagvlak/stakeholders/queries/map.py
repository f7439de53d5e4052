"""The map: every group at its influence and interest on a day, and how it came there."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from draagvlak.stakeholders.models import Assessment, Stakeholder
from draagvlak.stakeholders.queries.access import is_few, visible_stakeholders
from draagvlak.stakeholders.queries.words import amount_words, day_words

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping, Sequence
    from uuid import UUID

    from draagvlak.core.actor import Actor

Attitude = Assessment.Attitude
DOUBTING = frozenset({Attitude.WORRIED, Attitude.AGAINST})
MIDDLE = 50


@dataclass(frozen=True)
class Standing:
    """Where a stakeholder stands on the map, since when, and over which places it came."""

    id: UUID
    name: str
    now: Assessment
    before: Assessment | None = None
    trail: Sequence[Assessment] = field(default=())
    last: int = 0

    @property
    def influence_words(self) -> str:
        return amount_words(self.now.influence)

    @property
    def interest_words(self) -> str:
        return amount_words(self.now.interest)

    @property
    def since(self) -> str:
        return day_words(self.now.seen_on)

    @property
    def attitude_label(self) -> str:
        return str(Attitude(self.now.attitude).label)

    @property
    def moved(self) -> str:
        """What changed in the time that is shown, in words; empty when nothing did."""
        if self.before is None:
            return ""
        return change_words(self.before, self.now)

    @property
    def spoken(self) -> str:
        """All of it in one sentence, for who does not see the picture."""
        return _("%(name)s: influence %(influence)s, interest %(interest)s, %(attitude)s") % {
            "name": self.name,
            "influence": self.now.influence,
            "interest": self.now.interest,
            "attitude": self.attitude_label,
        }


@dataclass(frozen=True)
class StandingMap:
    """All of it, with those who do not stand on the map and why."""

    standings: Sequence[Standing]
    unassessed: Sequence[Stakeholder]
    few: Sequence[Stakeholder]
    conclusion: str


def standing_map(actor: Actor, on: dt.date, since: dt.date) -> StandingMap:
    """Everybody's place on a day, with the way there since another day. Two statements."""
    rows = list(visible_stakeholders(actor).present())
    large = [row for row in rows if not is_few(row)]
    known = _assessments(actor, [row.pk for row in large])
    standings, unassessed = [], []
    for row in large:
        standing = _standing(row, known[row.pk], on, since)
        if standing is None:
            unassessed.append(row)
        else:
            standings.append(standing)
    few = [row for row in rows if is_few(row)]
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


def change_words(before: Assessment, now: Assessment) -> str:
    """What is different between two assessments: "influence +20, now has worries"."""
    parts = []
    if now.influence != before.influence:
        parts.append(
            _("influence %(change)s") % {"change": _signed(now.influence, before.influence)}
        )
    if now.interest != before.interest:
        parts.append(_("interest %(change)s") % {"change": _signed(now.interest, before.interest)})
    if now.attitude != before.attitude:
        words = {"old": before.get_attitude_display(), "new": now.get_attitude_display()}
        parts.append(_("first “%(old)s”, now “%(new)s”") % words)
    return ", ".join(parts)


def _signed(new: int, old: int) -> str:
    return f"+{new - old}" if new > old else f"−{old - new}"


def _assessments(actor: Actor, ids: Iterable[UUID]) -> Mapping[UUID, list[Assessment]]:
    found: dict[UUID, list[Assessment]] = defaultdict(list)
    rows = Assessment.objects.filter(workspace_id=actor.tenant, stakeholder_id__in=list(ids))
    for row in rows.order_by("seen_on", "number"):
        found[row.stakeholder_id].append(row)
    return found


def _standing(
    row: Stakeholder, all_of_it: Sequence[Assessment], on: dt.date, since: dt.date
) -> Standing | None:
    """Up to the day; the trail begins with the place that was held on the other day."""
    known = [each for each in all_of_it if each.undone_at is None and each.seen_on <= on]
    if not known:
        return None
    earlier = [each for each in known if each.seen_on <= since]
    later = [each for each in known if each.seen_on > since]
    trail = [*earlier[-1:], *later]
    return Standing(
        id=row.pk,
        name=str(row),
        now=known[-1],
        before=trail[0] if len(trail) > 1 else None,
        trail=trail,
        last=max(each.number for each in all_of_it),
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
