"""How right the difference between two process models is: `python bench/process_diff_accuracy.py`.

Reads the pairs of tests/lib/process_pairs.py, as they are and with every id of the after replaced
and its order shuffled. Prints precision and recall of the changes found, per kind and in all, and
every change that was missed or made up.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

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


def report(title: str, *, replaced: bool) -> tuple[float, float]:
    """Precision and recall over all pairs."""
    right: Counter[str] = Counter()
    made_up: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    print(f"\n{title}")
    for case in cases():
        found = found_in(case, replaced=replaced)
        right.update(kind for kind, _ in found & case.expected)
        made_up.update(kind for kind, _ in found - case.expected)
        missed.update(kind for kind, _ in case.expected - found)
        for word, those in (("made up", found - case.expected), ("missed", case.expected - found)):
            for kind, key in sorted(those):
                print(f"  {word}: {kind} {key} in “{case.name}”")
    for kind in sorted({*right, *made_up, *missed}):
        print(f"  {kind:10} right {right[kind]:3}  made up {made_up[kind]}  missed {missed[kind]}")
    good, bad, lost = right.total(), made_up.total(), missed.total()
    precision, recall = good / (good + bad), good / (good + lost)
    print(f"  precision {precision:.3f}  recall {recall:.3f}  n = {good + lost} changes")
    return precision, recall


def main() -> None:
    """Print both."""
    sizes = [len(case.before.nodes) for case in cases()]
    print(f"{len(sizes)} pairs of {min(sizes)} to {max(sizes)} nodes")
    report("ids kept", replaced=False)
    report("all ids replaced, order shuffled", replaced=True)


if __name__ == "__main__":
    main()
