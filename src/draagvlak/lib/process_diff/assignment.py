"""Who goes with whom, so that the sum of the scores is highest."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

Scores = dict[tuple[str, str], float]
_LARGEST = 40
"""Sides of a component that are solved exactly; above it the best pairs go first."""


def assigned(scores: Mapping[tuple[str, str], float]) -> list[tuple[str, str]]:
    """Pairs with the highest sum; everyone in at most one, only pairs that have a score above 0.

    Exact (Kuhn, "The Hungarian method for the assignment problem", 1955) per group of pairs that
    share somebody. In a group with more than 40 on both sides the best pair goes first, which has
    at least half of the highest sum. The same scores give the same pairs.
    """
    pairs: list[tuple[str, str]] = []
    for group in _groups(scores):
        lefts = list(dict.fromkeys(left for left, _ in group))
        rights = list(dict.fromkeys(right for _, right in group))
        if len(group) == 1:
            pairs += group
        elif min(len(lefts), len(rights)) > _LARGEST or len(group) > _LARGEST**2:
            pairs += _best_first({pair: scores[pair] for pair in group})
        else:
            pairs += _exact(lefts, rights, scores)
    return pairs


def _groups(scores: Mapping[tuple[str, str], float]) -> list[list[tuple[str, str]]]:
    """Pairs that hang together."""
    lead: dict[tuple[int, str], tuple[int, str]] = {}

    def leader(one: tuple[int, str]) -> tuple[int, str]:
        lead.setdefault(one, one)
        while lead[one] != one:
            lead[one] = lead[lead[one]]
            one = lead[one]
        return one

    wanted = [pair for pair, score in scores.items() if score > 0]
    for left, right in wanted:
        lead[leader((1, right))] = leader((0, left))
    groups: dict[tuple[int, str], list[tuple[str, str]]] = defaultdict(list)
    for pair in wanted:
        groups[leader((0, pair[0]))].append(pair)
    return list(groups.values())


def _best_first(scores: Scores) -> list[tuple[str, str]]:
    lefts: set[str] = set()
    rights: set[str] = set()
    pairs = []
    for left, right in sorted(scores, key=lambda pair: -scores[pair]):
        if left not in lefts and right not in rights:
            lefts.add(left)
            rights.add(right)
            pairs.append((left, right))
    return pairs


def _exact(
    lefts: list[str], rights: list[str], scores: Mapping[tuple[str, str], float]
) -> list[tuple[str, str]]:
    """Hungarian method with potentials on rows ≤ columns; a missing pair costs 0."""
    turned = len(lefts) > len(rights)
    rows, columns = (rights, lefts) if turned else (lefts, rights)
    cost = [
        [-scores.get((column, row) if turned else (row, column), 0.0) for column in columns]
        for row in rows
    ]
    row_of = _solved(cost, len(columns))
    pairs = []
    for column, row in enumerate(row_of):
        if row >= 0 and cost[row][column] < 0:
            pair = (columns[column], rows[row]) if turned else (rows[row], columns[column])
            pairs.append(pair)
    return pairs


def _solved(cost: list[list[float]], width: int) -> list[int]:
    """Column → row, -1 for none. Column `width` stands for the row that looks for a place."""
    of_row = [0.0] * len(cost)
    of_column = [0.0] * (width + 1)
    row_of = [-1] * (width + 1)
    for first in range(len(cost)):
        row_of[width] = first
        here = width
        least = [float("inf")] * width
        came = [width] * width
        used = [False] * (width + 1)
        while row_of[here] >= 0:
            used[here] = True
            here = _step((cost, of_row, of_column), row_of, here, (least, came, used))
        while here != width:
            row_of[here] = row_of[came[here]]
            here = came[here]
    return row_of[:width]


def _step(
    sums: tuple[list[list[float]], list[float], list[float]],
    row_of: list[int],
    here: int,
    state: tuple[list[float], list[int], list[bool]],
) -> int:
    """Grow the tree of one search by its nearest column, and give that column."""
    cost, of_row, of_column = sums
    least, came, used = state
    row, step, best = row_of[here], float("inf"), -1
    for column in range(len(least)):
        if used[column]:
            continue
        rest = cost[row][column] - of_row[row] - of_column[column]
        if rest < least[column]:
            least[column], came[column] = rest, here
        if least[column] < step:
            step, best = least[column], column
    for column in range(len(used)):
        if used[column]:
            of_row[row_of[column]] += step
            of_column[column] -= step
        elif column < len(least):
            least[column] -= step
    return best
