"""Causes by groups: where it takes knowledge, where the software, where trust.

Voices of a group are shown as sums of numbers that stand on the pages of the concerns themselves
(`VoiceTally`: from five, and safe against subtraction there). A sum of what may be known tells
nothing new; what is not counted there is "a few" here. No other total is shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, Sum
from django.http import Http404
from django.utils.text import capfirst

from draagvlak.concerns.models import AffectedGroup, Cause, Concern, ConcernCause, Voice, VoiceTally
from draagvlak.concerns.queries.access import sees_all, visible_concerns
from draagvlak.concerns.queries.reactions import least_voices
from draagvlak.concerns.states import ANSWERED, State
from draagvlak.core.remembered import remembered
from draagvlak.lib.disclosure import THRESHOLD, Told, told_sum
from draagvlak.organisations.models import Group

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from django.db.models import QuerySet

    from draagvlak.core.actor import Actor

L = TypeVar("L", ConcernCause, AffectedGroup, VoiceTally)
CAUSES, GROUPS, SHARES, LEADING, PAGE = 10, 6, 30, 3, 50
ANSWERED_PART, SOLVED_PART = "answered", "solved"
STEPS = (THRESHOLD, 10, 20, 40)
"""From so many voices a cell is one step darker."""
THEMES: Mapping[str, Sequence[str]] = {
    "learn": (Cause.About.KNOWLEDGE, Cause.About.SKILL),
    "software": (Cause.About.SOFTWARE,),
    "trust": (Cause.About.TRUST,),
    "load": (Cause.About.WORKLOAD,),
}


@dataclass(frozen=True)
class Cell:
    """The voices of one group behind one cause, over so many concerns."""

    group: UUID
    name: str
    concerns: int
    told: Told

    @property
    def level(self) -> int:
        """How dark the cell is: 0 (nothing told) to 4."""
        return sum(1 for step in STEPS if self.told.sum >= step)


@dataclass(frozen=True)
class CauseLine:
    """One cause with a cell for every group that is shown."""

    id: UUID
    title: str
    about: str
    concerns: int
    cells: Sequence[Cell]


@dataclass(frozen=True)
class Heat:
    """The causes with most voices by the groups with most concerns; `more` causes are not shown."""

    groups: Sequence[str]
    lines: Sequence[CauseLine]
    more: bool


@dataclass(frozen=True)
class Leading:
    """A group and how many concerns about something it has."""

    id: UUID
    name: str
    concerns: int


@dataclass(frozen=True)
class Strand:
    """What causes are about: how many concerns, and the groups with most of them."""

    about: str
    label: str
    concerns: int
    groups: Sequence[Leading]


@dataclass(frozen=True)
class GroupShare:
    """Of the concerns of a group: how many were answered; of those asked, how many are solved."""

    id: UUID
    name: str
    concerns: int
    answered: int
    asked: int
    solved: int

    @property
    def answered_share(self) -> int:
        return 100 * self.answered // self.concerns if self.concerns else 0

    @property
    def solved_share(self) -> int:
        return 100 * self.solved // self.asked if self.asked else 0


@dataclass(frozen=True)
class ConcernLine:
    """One concern behind a number."""

    id: UUID
    title: str
    kind: str
    state: str
    voices: int

    @property
    def state_label(self) -> str:
        return str(State(self.state).label)


@dataclass(frozen=True)
class Behind:
    """The concerns behind one number: of which cause and group, one page, the mark of the next."""

    cause: str
    group: str
    rows: Sequence[ConcernLine]
    after: str


@dataclass(frozen=True)
class Insight:
    """Everything on the page: the table, what each theme is about, and how groups were answered."""

    heat: Heat
    strands: Mapping[str, Sequence[Strand]]
    shares: Sequence[GroupShare]


def insight(actor: Actor) -> Insight:
    """The whole page, remembered as long as nothing changes in the workspace."""

    def look() -> Insight:
        return Insight(heat(actor), strands(actor), group_shares(actor))

    who = None if sees_all(actor) else actor.user_id
    return remembered(actor, "concerns.insight", look, who, actor.is_guide)


def heat(actor: Actor) -> Heat:
    """The table of causes by groups; a fixed number of statements however many concerns."""
    top = list(
        _within(actor, ConcernCause)
        .order_by()
        .values_list("cause_id")
        .annotate(voices=Sum("concern__voices"), concerns=Count("pk"))
        .order_by("-voices", "-concerns", "cause_id")[: CAUSES + 1]
    )
    causes = Cause.objects.filter(workspace_id=actor.tenant).in_bulk([row[0] for row in top])
    top.sort(key=lambda row: (-row[1], -row[2], causes[row[0]].title))
    shown = [(causes[key], concerns) for key, _voices, concerns in top[:CAUSES]]
    keys = [cause.pk for cause, _concerns in shown]
    touched = _within(actor, AffectedGroup).filter(concern__cause_links__cause_id__in=keys)
    columns = list(
        touched.order_by()
        .values_list("group_id", "group__name")
        .annotate(many=Count("concern_id", distinct=True))
        .order_by("-many", "group__name")[:GROUPS]
    )
    groups = {key: name for key, name, _many in columns}
    found = {
        (cause, group): (concerns, voiced)
        for cause, group, concerns, voiced in touched.filter(group_id__in=groups)
        .order_by()
        .values_list("concern__cause_links__cause_id", "group_id")
        .annotate(concerns=Count("pk"), voiced=Count("pk", filter=Q(concern__voices__gt=0)))
    }
    tallied = {
        (cause, group): (total, many)
        for cause, group, total, many in _within(actor, VoiceTally)
        .filter(group_id__in=groups, concern__cause_links__cause_id__in=keys)
        .order_by()
        .values_list("concern__cause_links__cause_id", "group_id")
        .annotate(total=Sum("count"), many=Count("pk"))
    }
    lines = [
        CauseLine(
            cause.pk,
            cause.title,
            str(capfirst(Cause.About(cause.about).label)),
            concerns,
            [
                _cell(key, name, found.get((cause.pk, key)), tallied.get((cause.pk, key)))
                for key, name in groups.items()
            ],
        )
        for cause, concerns in shown
    ]
    return Heat(list(groups.values()), lines, len(top) > CAUSES)


def strands(actor: Actor) -> dict[str, list[Strand]]:
    """Per theme what its causes are about, with the groups that have most of it."""
    counts = dict(
        _within(actor, ConcernCause)
        .order_by()
        .values_list("cause__about")
        .annotate(many=Count("concern_id", distinct=True))
    )
    about = "concern__cause_links__cause__about"
    wanted = [one for theme in THEMES.values() for one in theme]
    rows = (
        _within(actor, AffectedGroup)
        .filter(**{f"{about}__in": wanted})
        .order_by()
        .values_list(about, "group_id")
        .annotate(many=Count("concern_id", distinct=True))
    )
    by_kind: dict[str, dict[UUID, int]] = {}
    for kind, key, many in rows:
        by_kind.setdefault(kind, {})[key] = many
    chosen = {kind: _first(found, LEADING) for kind, found in by_kind.items()}
    names = _names(actor, {key for keys in chosen.values() for key in keys})
    leading = {
        kind: [
            Leading(key, names[key], by_kind[kind][key])
            for key in _in_order(keys, by_kind[kind], names)[:LEADING]
        ]
        for kind, keys in chosen.items()
    }
    return {
        theme: [
            Strand(
                str(one),
                str(capfirst(Cause.About(one).label)),
                counts.get(one, 0),
                leading.get(one, []),
            )
            for one in kinds
            if counts.get(one, 0)
        ]
        for theme, kinds in THEMES.items()
    }


def group_shares(actor: Actor) -> list[GroupShare]:
    """Per group how many of its concerns were answered, and solved where people were asked."""
    touched = _within(actor, AffectedGroup)
    counted = {
        key: (concerns, answered)
        for key, concerns, answered in touched.order_by()
        .values_list("group_id")
        .annotate(concerns=Count("pk"), answered=Count("pk", filter=Q(concern__state__in=ANSWERED)))
    }
    sizes = {key: concerns for key, (concerns, _answered) in counted.items()}
    chosen = _first(sizes, SHARES)
    names = _names(actor, chosen)
    asked, solved = _by_group(actor, _asked(actor)), _by_group(actor, _solved(actor))
    return [
        GroupShare(key, names[key], *counted[key], asked.get(key, 0), solved.get(key, 0))
        for key in _in_order(chosen, sizes, names)[:SHARES]
    ]


def concerns_behind(
    actor: Actor, *, cause: UUID | None, group: UUID | None, part: str = "", after: str = ""
) -> Behind:
    """One page of the concerns behind a number. An unknown cause, group or part: Http404."""
    rows = {
        "": visible_concerns(actor),
        ANSWERED_PART: visible_concerns(actor).filter(state__in=ANSWERED),
        "asked": _asked(actor),
        SOLVED_PART: _solved(actor),
    }.get(part)
    if rows is None:
        raise Http404
    rows = rows.filter(archived_at=None)
    if cause is not None:
        linked = ConcernCause.objects.filter(workspace_id=actor.tenant, cause_id=cause)
        rows = rows.filter(pk__in=linked.values("concern_id"))
    if group is not None:
        touched = AffectedGroup.objects.filter(workspace_id=actor.tenant, group_id=group)
        rows = rows.filter(pk__in=touched.values("concern_id"))
    causes = Cause.objects.filter(workspace_id=actor.tenant, programme_id=actor.programme_id)
    names = (
        _name(causes.filter(pk=cause).values_list("title", flat=True)) if cause else "",
        _name(
            Group.objects.filter(workspace_id=actor.tenant, pk=group).values_list("name", flat=True)
        )
        if group
        else "",
    )
    edge = visible_concerns(actor).filter(pk=_key(after)).first() if after else None
    if edge is not None:
        rows = rows.filter(
            Q(title_key__gt=edge.title_key) | Q(title_key=edge.title_key, pk__gt=edge.pk)
        )
    values = list(
        rows.order_by("title_key", "pk").values_list("pk", "title", "kind", "state", "voices")[
            : PAGE + 1
        ]
    )
    shown = [ConcernLine(*value) for value in values[:PAGE]]
    return Behind(*names, shown, str(shown[-1].id) if len(values) > PAGE else "")


def _within(actor: Actor, model: type[L]) -> QuerySet[L]:
    """Links of the concerns of the list that the actor may see: causes, groups, tallies."""
    rows = model._default_manager.filter(
        workspace_id=actor.tenant,
        concern__programme_id=actor.programme_id,
        concern__archived_at=None,
    )
    return rows if sees_all(actor) else rows.filter(concern__in=visible_concerns(actor))


def _first(counts: Mapping[UUID, int], many: int) -> list[UUID]:
    """The keys with the highest counts: so many, and whoever has as much as the last of them.

    Names are fetched of these only: grouping by name makes a database read each group anew for
    every concern.
    """
    edge = sorted(counts.values(), reverse=True)[:many][-1:]
    return [key for key, count in counts.items() if edge and count >= edge[0]]


def _in_order(
    keys: Sequence[UUID], counts: Mapping[UUID, int], names: Mapping[UUID, str]
) -> list[UUID]:
    return sorted(keys, key=lambda key: (-counts[key], names[key]))


def _names(actor: Actor, keys: Iterable[UUID]) -> dict[UUID, str]:
    rows = Group.objects.filter(workspace_id=actor.tenant, pk__in=list(keys))
    return dict(rows.values_list("pk", "name"))


def _cell(
    key: UUID, name: str, touched: tuple[int, int] | None, tallied: tuple[int, int] | None
) -> Cell:
    concerns, voiced = touched or (0, 0)
    total, many = tallied or (0, 0)
    few = [None] if voiced > many else []
    return Cell(key, name, concerns, told_sum([total, *few]))


def _asked(actor: Actor) -> QuerySet[Concern]:
    """Answered concerns of which somebody said whether it is solved for them."""
    said = Voice.objects.filter(workspace_id=actor.tenant, concern_id=OuterRef("pk"))
    rows = visible_concerns(actor).filter(state__in=ANSWERED, archived_at=None)
    rows = rows.filter(voices__gte=least_voices(actor))
    return rows.filter(Exists(said.exclude(solved="")))


def _solved(actor: Actor) -> QuerySet[Concern]:
    """Those of them for which nobody said that it is not, or only partly, solved."""
    said = Voice.objects.filter(
        workspace_id=actor.tenant, concern_id=OuterRef("pk"), solved=Voice.Solved.PARTLY
    )
    return _asked(actor).filter(unsolved=0).exclude(Exists(said))


def _by_group(actor: Actor, concerns: QuerySet[Concern]) -> dict[UUID, int]:
    """How many of these concerns each group has."""
    rows = AffectedGroup.objects.filter(
        workspace_id=actor.tenant, concern_id__in=concerns.values("pk")
    )
    return dict(rows.order_by().values_list("group_id").annotate(many=Count("*")))


def _name(names: QuerySet[Cause, str] | QuerySet[Group, str]) -> str:
    found = names.first()
    if found is None:
        raise Http404
    return found


def _key(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None
