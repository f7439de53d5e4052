"""Recall of the five most similar concerns, and the time it takes.

    python bench/similar.py

Reads the paraphrases of tests/lib/data/paraphrases_nl.json: every concern is asked for in the words
of somebody else, among all concerns and distractors. Prints R@1, R@5 and the mean reciprocal rank
(MRR) per way of making words. simplemma is only compared when it is installed.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))

from draagvlak.lib.fold import fold  # noqa: E402
from draagvlak.lib.similar import (  # noqa: E402
    cosines,
    most_similar,
    piece_features,
    word_features,
)
from draagvlak.lib.words import STOP_WORDS, stem, tokenise  # noqa: E402

Features = Callable[[str], Iterable[str]]
CANDIDATES = 200


def stems(text: str) -> list[str]:
    """Snowball stems without the parts of compounds."""
    return [stem(word) for word in tokenise(text) if word not in STOP_WORDS]


def plain(text: str) -> list[str]:
    """Words as they are written."""
    return [word for word in tokenise(text) if word not in STOP_WORDS]


def lemmas() -> Features | None:
    """Lemmas by simplemma, or None when it is not installed."""
    try:
        from simplemma import lemmatize  # noqa: PLC0415
    except ImportError:
        return None

    def features(text: str) -> list[str]:
        words = [word.strip(".,!?:;\"'()") for word in text.split()]
        found = [fold(lemmatize(word, lang="nl")) for word in words if word]
        return [word for word in found if word not in STOP_WORDS]

    return features


def ranks(scores: list[list[float]]) -> list[int]:
    """The rank of text number i for question number i, from 1."""
    return [
        1 + sum(other > row[index] for other in row) + sum(o == row[index] for o in row[:index])
        for index, row in enumerate(scores)
    ]


def report(name: str, found: list[int]) -> None:
    """One line of figures."""
    count = len(found)
    first = sum(rank == 1 for rank in found) / count
    five = sum(rank <= 5 for rank in found) / count
    mrr = sum(1 / rank for rank in found) / count
    print(f"{name:44} R@1 {first:.2f}  R@5 {five:.2f}  MRR {mrr:.2f}  n = {count}")


def main() -> None:
    """Print recall and time."""
    path = ROOT / "tests" / "lib" / "data" / "paraphrases_nl.json"
    content = json.loads(path.read_text(encoding="utf-8"))
    asked = [pair["said"] for pair in content["pairs"]]
    texts = [pair["concern"] for pair in content["pairs"]] + content["distractors"]
    print(f"{len(asked)} questions, {len(texts)} concerns")
    ways: dict[str, Features | None] = {
        "words as written": plain,
        "stems (Snowball)": stems,
        "stems and parts of compounds (ours)": word_features,
        "lemmas (simplemma)": lemmas(),
    }
    pieces = [cosines(text, texts, piece_features) for text in asked]
    report("character 3-5-grams only", ranks(pieces))
    for name, features in ways.items():
        if features is None:
            print(f"{name:44} not installed, not measured")
            continue
        words = [cosines(text, texts, features) for text in asked]
        report(f"{name} only", ranks(words))
        both = [
            [0.5 * w + 0.5 * p for w, p in zip(one, two, strict=True)]
            for one, two in zip(words, pieces, strict=True)
        ]
        report(f"{name} + 3-5-grams", ranks(both))
    many = (texts * 2)[:CANDIDATES]
    spent = []
    for text in asked:
        begin = time.process_time()
        most_similar(text, many)
        spent.append(time.process_time() - begin)
    spent.sort()
    print(
        f"{len(many)} candidates: CPU p50 {1000 * spent[len(spent) // 2]:.1f} ms, "
        f"p95 {1000 * spent[int(len(spent) * 0.95)]:.1f} ms"
    )


if __name__ == "__main__":
    main()
