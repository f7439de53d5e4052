"""What the solutions of a demo can do, what they mean for wishes, and what is about which step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from draagvlak.conversations.models import ReleasedQuote
from draagvlak.programmes.models import Solution
from draagvlak.solutions.models import Capability, Fit, StepMark, Tie
from draagvlak.solutions.queries import starter_lists

if TYPE_CHECKING:
    from collections.abc import Iterator

    from draagvlak.kits.commands.place import Place
    from draagvlak.kits.imports import Entry

Able = dict[tuple[str, str], Capability]


def put_solutions(place: Place, content: Entry) -> None:
    """Capabilities from the starter lists, some looked up; verdicts; ties to steps."""
    solutions = _solutions(place, content)
    able = _capabilities(place, content, solutions)
    Fit.objects.bulk_create(
        Fit(
            workspace=place.workspace,
            solution=solutions[entry.text("solution")],
            concern=place.concerns[entry.text("concern")],
            capability=able.get((entry.text("solution"), entry.text("by"))),
            how=entry.text("how"),
            note=entry.text("note"),
        )
        for entry in content.entries("fits")
    )
    quotes = dict(
        ReleasedQuote.objects.filter(workspace_id=place.workspace.pk, concern__isnull=False)
        .order_by("-text")
        .values_list("concern_id", "pk")
    )
    marks: list[StepMark] = []
    ties: list[Tie] = []
    for entry in content.entries("steps"):
        process = place.processes[entry.text("process")]
        mark = StepMark(
            workspace=place.workspace,
            process=process,
            moment=entry.text("moment"),
            key=entry.text("step"),
            name=entry.text("name"),
        )
        marks.append(mark)
        ties += _ties(place, mark, entry, able)
        for key in entry.texts("quotes"):
            quote = quotes.get(place.concerns[key].pk)
            if quote is not None:
                ties.append(Tie(workspace=place.workspace, mark=mark, quote_id=quote))
    StepMark.objects.bulk_create(marks)
    Tie.objects.bulk_create(ties)


def _solutions(place: Place, content: Entry) -> dict[str, Solution]:
    """The chosen one stands already; the others are added."""
    Solution.objects.bulk_create(
        Solution(
            workspace=place.workspace,
            programme=place.programme,
            name=entry.text("name"),
            summary=entry.text("summary"),
            state=entry.text("state"),
        )
        for entry in content.entries("solutions")
    )
    rows = Solution.objects.filter(workspace_id=place.workspace.pk, programme_id=place.programme.pk)
    return {row.name: row for row in rows}


def _capabilities(place: Place, content: Entry, solutions: dict[str, Solution]) -> Able:
    able: Able = {}
    for entry in content.entries("lists"):
        shelf = starter_lists()[entry.text("list")]
        looked = entry.texts("looked_up")
        for each in shelf.starters:
            short = each.key.removeprefix(f"{shelf.system}-")
            able[entry.text("solution"), short] = Capability(
                workspace=place.workspace,
                solution=solutions[entry.text("solution")],
                name=each.name,
                what=each.what,
                area=each.area,
                how=each.how,
                source=entry.text("source") if short in looked else shelf.source,
                checked_on=place.day(entry.number("day")) if short in looked else None,
                starter=each.key,
            )
    Capability.objects.bulk_create(able.values())
    return able


def _ties(place: Place, mark: StepMark, entry: Entry, able: Able) -> Iterator[Tie]:
    space = place.workspace
    for key in entry.texts("concerns"):
        yield Tie(workspace=space, mark=mark, concern=place.concerns[key])
    for key in entry.texts("measures"):
        yield Tie(workspace=space, mark=mark, measure=place.measures[key])
    for key in entry.texts("capabilities"):
        solution, _sign, short = key.partition("/")
        yield Tie(workspace=space, mark=mark, capability=able[solution, short])
