"""Wish × solution: what meets what, how, and what nobody looked at yet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from draagvlak.concerns.models import Concern
from draagvlak.concerns.queries import visible_concerns
from draagvlak.core.policy import Data, sees
from draagvlak.core.remembered import remembered
from draagvlak.core.web import to
from draagvlak.lib.numerals import whole_number
from draagvlak.solutions.models import Capability, Fit, How
from draagvlak.solutions.queries.access import (
    concern_in_sight,
    solutions_dropped,
    solutions_weighed,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.db.models import QuerySet

    from draagvlak.core.actor import Actor
    from draagvlak.programmes.models import Solution

OPEN = "open"
"""Nobody looked yet: no verdict, and never counted as one."""
PAGE = 25
ICONS = {
    How.BOX: "circle-check",
    How.SETTINGS: "sliders-horizontal",
    How.ADAPTATION: "wrench",
    How.ABSENT: "x",
}


@dataclass(frozen=True)
class Asked:
    """What the table shows: wishes or worries, perhaps of one solution and one verdict."""

    kind: str = Concern.Kind.WISH.value
    solution: UUID | None = None
    how: str = ""
    after: str = ""

    def href(self, **changes: str) -> str:
        """The same with something else, as the query of an address."""
        said = {
            "kind": self.kind,
            "solution": str(self.solution or ""),
            "how": self.how,
            **changes,
        }
        return "?" + urlencode({name: value for name, value in said.items() if value})


def read_asked(query: Mapping[str, str]) -> Asked:
    """What an address asks for; what it does not know falls away."""
    kind, how = query.get("kind", ""), query.get("how", "")
    try:
        solution = UUID(query.get("solution", ""))
    except ValueError:
        solution = None
    known = how in {*How.values, OPEN} and solution is not None
    return Asked(
        kind if kind in Concern.Kind.values else Concern.Kind.WISH.value,
        solution if known else None,
        how if known else "",
        query.get("after", ""),
    )


@dataclass(frozen=True)
class FitCount:
    """How many wishes stand like this for one solution, with the way to which ones."""

    how: str
    label: str
    icon: str
    count: int
    href: str


@dataclass(frozen=True)
class SolutionRow:
    """One solution: what is known of it, in counts that lead to what they count."""

    solution: Solution
    state: str
    capabilities: int
    counts: Sequence[FitCount]
    sentence: str


@dataclass(frozen=True)
class FitCell:
    """What one solution does for one wish; empty `how`: nobody looked yet."""

    solution: Solution
    label: str
    icon: str
    by: str
    note: str
    how: str
    plans: bool = False


@dataclass(frozen=True)
class FitLine:
    """One wish with its cells."""

    concern: Concern
    cells: Sequence[FitCell]


@dataclass(frozen=True)
class FitTable:
    """One page of the table."""

    solutions: Sequence[Solution]
    lines: Sequence[FitLine]
    total: int
    shown: str
    older: str
    filtered: bool


def how_words(how: str) -> str:
    """How something is there, or that nobody looked."""
    return str(How(how).label) if how else pgettext("fit", "not looked at yet")


def icon_of(how: str) -> str:
    return ICONS[How(how)] if how else "circle-question-mark"


def solution_rows(actor: Actor, asked: Asked) -> tuple[list[SolutionRow], list[Solution]]:
    """The solutions that are weighed with their counts, and those that fell off."""
    weighed = solutions_weighed(actor)

    def look() -> tuple[dict[tuple[UUID, str], int], int]:
        return _counted(actor, asked.kind)

    found, total = remembered(actor, "solutions.fits", look, asked.kind, actor.user_id)
    able = dict(
        Capability.objects.present()
        .filter(workspace_id=actor.tenant, solution_id__in=[one.pk for one in weighed])
        .values_list("solution_id")
        .annotate(count=Count("pk"))
    )
    rows = [_solution_row(one, asked, found, able.get(one.pk, 0), total) for one in weighed]
    return rows, solutions_dropped(actor)


def _counted(actor: Actor, kind: str) -> tuple[dict[tuple[UUID, str], int], int]:
    """How many concerns of a kind stand how for each solution, and how many there are at all."""
    fits = Fit.objects.filter(
        concern_in_sight(actor),
        workspace_id=actor.tenant,
        solution__programme_id=actor.programme_id,
        concern__kind=kind,
    )
    counted = fits.values_list("solution_id", "how").annotate(count=Count("pk"))
    return {(one, how): count for one, how, count in counted}, _concerns(actor, kind).count()


def _solution_row(
    one: Solution,
    asked: Asked,
    found: Mapping[tuple[UUID, str], int],
    able: int,
    total: int,
) -> SolutionRow:
    by_how = {how.value: found.get((one.pk, how.value), 0) for how in How}
    looked = sum(by_how.values())
    met = by_how[How.BOX] + by_how[How.SETTINGS]
    by_how[OPEN] = total - looked
    counts = [
        FitCount(
            how,
            how_words("" if how == OPEN else how),
            icon_of("" if how == OPEN else how),
            count,
            asked.href(solution=str(one.pk), how=how) + "#fits",
        )
        for how, count in by_how.items()
    ]
    words = _sentence(met, looked, total)
    return SolutionRow(one, str(one.get_state_display()), able, counts, words)


def _sentence(met: int, looked: int, total: int) -> str:
    """What the counts come to. What nobody looked at counts for nothing."""
    if not total:
        return ""
    if not looked:
        return _("Nobody compared this with the wishes yet.")
    if looked == total:
        return _("Meets %(met)d of %(total)d without adaptation.") % {"met": met, "total": total}
    said = {"met": met, "looked": looked, "open": total - looked}
    words = _("Meets %(met)d of the %(looked)d that were looked at without adaptation.") % said
    more = ngettext(
        "%(open)d still has to be looked at.", "%(open)d still have to be looked at.", said["open"]
    )
    return f"{words} {more % said}"


def fit_table(actor: Actor, asked: Asked) -> FitTable:
    """One page of wishes, those with most voices first, with what each solution does. By key."""
    weighed = solutions_weighed(actor)
    rows = _narrowed(actor, asked, weighed)
    page = list(_behind(rows, asked.after).order_by("-voices", "pk")[: PAGE + 1])
    lines = page[:PAGE]
    fits = {
        (fit.concern_id, fit.solution_id): fit
        for fit in Fit.objects.filter(
            workspace_id=actor.tenant,
            concern_id__in=[each.pk for each in lines],
            solution_id__in=[each.pk for each in weighed],
        ).select_related("capability")
    }
    last = lines[-1] if len(page) > PAGE else None
    older = asked.href(after=f"{last.voices}~{last.pk.hex}") + "#fits" if last else ""
    return FitTable(
        weighed,
        [
            FitLine(each, [_cell(one, fits.get((each.pk, one.pk))) for one in weighed])
            for each in lines
        ],
        len(lines),
        _shown(asked, weighed),
        older,
        bool(asked.how),
    )


def _cell(solution: Solution, fit: Fit | None) -> FitCell:
    if fit is None:
        return FitCell(solution, how_words(""), icon_of(""), "", "", "")
    by = fit.capability.name if fit.capability and fit.capability.removed_at is None else ""
    plans = fit.how == How.ADAPTATION
    return FitCell(solution, how_words(fit.how), icon_of(fit.how), by, fit.note, fit.how, plans)


def concern_cells(actor: Actor, concern_id: UUID) -> list[FitCell]:
    """What every solution that is weighed does for one concern. Two statements."""
    if not sees(Data.FIT, actor.roles):
        return []
    weighed = solutions_weighed(actor)
    if not weighed:
        return []
    rows = Fit.objects.filter(workspace_id=actor.tenant, concern_id=concern_id)
    fits = {fit.solution_id: fit for fit in rows.select_related("capability")}
    return [_cell(one, fits.get(one.pk)) for one in weighed]


def _concerns(actor: Actor, kind: str) -> QuerySet[Concern]:
    return visible_concerns(actor).filter(archived_at=None, kind=kind)


def _narrowed(actor: Actor, asked: Asked, weighed: Sequence[Solution]) -> QuerySet[Concern]:
    rows = _concerns(actor, asked.kind)
    if not asked.how or asked.solution not in {one.pk for one in weighed}:
        return rows
    said = Fit.objects.filter(
        workspace_id=actor.tenant, solution_id=asked.solution, concern_id=OuterRef("pk")
    )
    if asked.how == OPEN:
        return rows.filter(~Exists(said))
    return rows.filter(Exists(said.filter(how=asked.how)))


def _behind(rows: QuerySet[Concern], mark: str) -> QuerySet[Concern]:
    voices, _sign, key = mark.partition("~")
    count = whole_number(voices)
    try:
        last = UUID(key)
    except ValueError:
        return rows
    if count is None:
        return rows
    return rows.filter(Q(voices__lt=count) | Q(voices=count, pk__gt=last))


def _shown(asked: Asked, weighed: Sequence[Solution]) -> str:
    """What the table is narrowed to, in words; empty when it shows all."""
    one = next((each for each in weighed if each.pk == asked.solution), None)
    if not asked.how or one is None:
        return ""
    how = how_words("" if asked.how == OPEN else asked.how)
    return _("%(solution)s: %(how)s") % {"solution": one.name, "how": how}


def solution_address(actor: Actor, solution: Solution) -> str:
    return to(actor, "solutions:solution_detail", solution_id=solution.pk)
