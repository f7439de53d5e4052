"""Which texts say much the same: words and pieces of words, weighed by how rare they are.

score = 0.5 · cosine of TF-IDF over word stems and parts of compounds
      + 0.5 · cosine of TF-IDF over character 3–5-grams within words (design, "Similar concerns").

IDF is the smoothed ln((1 + N) / (1 + df)) + 1 over the texts and the asked text together (Salton
and Buckley, "Term-weighting approaches in automatic text retrieval", 1988). A term counts once per
text: for texts of one or two sentences that ranks the same and lets sets do the work.
"""

from __future__ import annotations

import heapq
import math
from collections import Counter
from typing import TYPE_CHECKING

from draagvlak.lib.words import STOP_WORDS, index_terms, tokenise

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

WORD_SHARE = 0.5
"""Weight of words; the rest is for pieces of words."""
_SIZES = (3, 4, 5)


def most_similar(text: str, texts: Sequence[str], limit: int = 5) -> list[tuple[int, float]]:
    """The texts most like the asked one: (index in `texts`, score in 0–1), best first.

    At most `limit`, without those that share nothing; equal scores keep the order of `texts`. Meant
    for some 200 candidates that a search has found.
    """
    words = cosines(text, texts, word_features)
    pieces = cosines(text, texts, piece_features)
    scores = [
        WORD_SHARE * word + (1 - WORD_SHARE) * piece
        for word, piece in zip(words, pieces, strict=True)
    ]
    best = heapq.nsmallest(limit, range(len(scores)), key=lambda index: (-scores[index], index))
    return [(index, scores[index]) for index in best if scores[index] > 0]


def word_features(text: str) -> Iterable[str]:
    """Stems and parts of compounds."""
    return index_terms(text)


def piece_features(text: str) -> list[str]:
    """Character 3–5-grams of the words of content, with a space at both ends of a word."""
    pieces = []
    for word in tokenise(text):
        if word not in STOP_WORDS:
            padded = f" {word} "
            for size in _SIZES:
                pieces += [padded[at : at + size] for at in range(len(padded) - size + 1)]
    return pieces


def cosines(
    text: str, texts: Sequence[str], features: Callable[[str], Iterable[str]]
) -> list[float]:
    """Per text the cosine (0–1) of its IDF-weighted features with those of the asked text."""
    asked = set(features(text))
    found = [set(features(other)) for other in texts]
    frequency = Counter(asked)
    for features_of_one in found:
        frequency.update(features_of_one)
    total = len(texts) + 2
    by_frequency = [0.0, *((math.log(total / (1 + df)) + 1) ** 2 for df in range(1, total))]
    weight = {feature: by_frequency[df] for feature, df in frequency.items()}

    def length(some: set[str]) -> float:
        return math.sqrt(sum(map(weight.__getitem__, some)))

    own = length(asked)
    if not own:
        return [0.0] * len(texts)
    return [
        sum(map(weight.__getitem__, shared)) / (own * length(some))
        if (shared := asked & some)
        else 0.0
        for some in found
    ]
