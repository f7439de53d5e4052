"""How long the difference between two process models takes: `python bench/process_diff.py`.

Per size (nodes in each model): the same ids, all ids replaced, and all ids replaced with a tenth of
the names changed and a tenth of the steps taken away. CPU time in milliseconds, the middle and the
worst of some runs; then the growth from size to size. Also laying out and drawing, for the record.
"""

from __future__ import annotations

import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from tests.lib.process_pairs import anew, drop, large, name  # noqa: E402

from draagvlak.lib.bpmn import Words, picture_of, read_bpmn, write_bpmn  # noqa: E402
from draagvlak.lib.process_diff import compare  # noqa: E402
from draagvlak.lib.process_diff.side import folded_name, pieces_of, words_of  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable

    from draagvlak.lib.bpmn.model import Model

SIZES = (100, 1000, 5000)
RUNS = 5


def changed(was: Model) -> Model:
    """Every tenth step renamed, every tenth taken away."""
    names = {f"n{at}": at for at in range(5, len(was.nodes), 10)}
    nodes = [
        replace(one, name=f"{one.name} via het zaaksysteem") if one.id in names else one
        for one in was.nodes
    ]
    was = replace(was, nodes=tuple(nodes))
    if len(was.nodes) <= SIZES[1] + 200:
        return drop(was, *(f"n{at}" for at in range(9, len(was.nodes) // 11 * 10, 40)))
    return name(was, "n3", "Heel iets anders")


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """The middle and the worst, in ms of CPU, with cold caches."""
    spent = []
    for _ in range(RUNS):
        for cache in (folded_name, pieces_of, words_of):
            cache.cache_clear()
        begin = time.process_time()
        work()
        spent.append(1000 * (time.process_time() - begin))
    spent.sort()
    return spent[len(spent) // 2], spent[-1]


def main() -> None:
    """Print times and growth."""
    last: dict[str, float] = {}
    for size in SIZES:
        was = large(size * 10 // 11, size)
        other, mixed = anew(was)[0], anew(changed(was))[0]
        content = write_bpmn(was)
        works: dict[str, Callable[[], object]] = {
            "same ids": lambda was=was: compare(was, was),
            "all ids replaced": lambda was=was, new=other: compare(was, new),
            "ids replaced, names changed": lambda was=was, new=mixed: compare(was, new),
            "read": lambda content=content: read_bpmn(content),
            "lay out and draw": lambda was=was: picture_of(was, Words("Proces")),
        }
        for title, work in works.items():
            middle, worst = timed(work)
            growth = f"  × {middle / last[title]:.1f}" if title in last else ""
            last[title] = middle
            print(
                f"{len(was.nodes):5} nodes  {title:28} {middle:8.1f} ms  worst {worst:.1f}{growth}"
            )


if __name__ == "__main__":
    main()
