"""How right the difference between two process models is: `python bench/process_difference.py`.

Reads the pairs written by hand (tests/lib/process_pairs.py) and those drawn by kind of change and
size (tests/lib/process_kinds.py), as they are and with every id of the after replaced and its order
shuffled. Prints precision and recall of the changes found, per kind and in all, and every change
that was missed or made up. How long it takes: bench/process_diff.py.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from tests.lib.process_kinds import drawn_cases  # noqa: E402
from tests.lib.process_pairs import Case, anew, cases  # noqa: E402

from draagvlak.lib.process_diff import Subject, compare  # noqa: E402

Found = frozenset[tuple[str, str]]


def found_in(case: Case, *, replaced: bool) -> Found:
    """The changes that are found, by the ids of the case."""
    after, ids = anew(case.after) if replaced else (case.after, {})
    back = {fresh: key for key, fresh in ids.items()}
    changes = compare(case.before, after).changes
    kept = [one for one in changes if one.subject is not Subject.WAY]
    return frozenset((one.kind.value, one.old or back.get(one.new, one.new)) for one in kept)


def report(title: str, pairs: list[Case], *, replaced: bool) -> tuple[int, int, int]:
    """Changes that are right, made up and missed, over some pairs."""
    right: Counter[str] = Counter()
    made_up: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    print(f"\n{title}, {'all ids replaced, order shuffled' if replaced else 'ids kept'}")
    for case in pairs:
        found = found_in(case, replaced=replaced)
        right.update(kind for kind, _ in found & case.expected)
        made_up.update(kind for kind, _ in found - case.expected)
        missed.update(kind for kind, _ in case.expected - found)
        for word, those in (("made up", found - case.expected), ("missed", case.expected - found)):
            for kind, key in sorted(those):
                print(f"  {word}: {kind} {key} in “{case.name}”")
    for kind in sorted({*right, *made_up, *missed}):
        print(f"  {kind:10} {figures(right[kind], made_up[kind], missed[kind])}")
    sums = right.total(), made_up.total(), missed.total()
    print(f"  {'in all':10} {figures(*sums)}")
    return sums


def figures(right: int, made_up: int, missed: int) -> str:
    """Precision and recall with what they rest on."""
    precision = right / (right + made_up) if right + made_up else 1.0
    recall = right / (right + missed) if right + missed else 1.0
    counts = f"right {right}, made up {made_up}, missed {missed}"
    return f"precision {precision:.3f}  recall {recall:.3f}  ({counts})"


def main() -> None:
    """Print all."""
    sources = {"written by hand": cases(), "drawn by kind": drawn_cases()}
    for title, pairs in sources.items():
        sizes = [len(case.before.nodes) for case in pairs]
        print(f"{title}: {len(sizes)} pairs of {min(sizes)} to {max(sizes)} nodes")
    for replaced in (False, True):
        sums = [report(title, pairs, replaced=replaced) for title, pairs in sources.items()]
        print(f"\ntogether   {figures(*(sum(each) for each in zip(*sums, strict=True)))}")


if __name__ == "__main__":
    main()
