"""Which lessons resemble what is being written down: the same measure of likeness as elsewhere."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from draagvlak.lessons.queries.access import entries, known_cause, pick_of, systems_here
from draagvlak.lessons.queries.shipped import GENERAL, pieces_of, words_of
from draagvlak.lib.similar import WORD_SHARE, cosines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from draagvlak.concerns.models import Cause, Concern
    from draagvlak.core.actor import Actor
    from draagvlak.lessons.queries.shipped import Entry, KnownCause

RESEMBLES: Final = 0.09
"""From this likeness on two texts have something to do with each other."""
SHOWN: Final = 3
OF_CAUSE: Final = 0.3
"""Share of the title of a cause alone; the rest is for the cause with what people say."""
ELSEWHERE: Final = 0.6
"""Likeness to something of another system counts for less: what is near at hand comes first."""


@dataclass(frozen=True)
class Match:
    """An entry that resembles something, with those of its causes that matter here."""

    entry: Entry
    score: float
    causes: Sequence[KnownCause]
    taken: bool = False


def entries_like(actor: Actor, text: str, limit: int = SHOWN) -> list[Match]:
    """The entries most like a text, best first; those of the systems of the programme weigh most.

    One statement, for the systems; the texts are compared in memory.
    """
    found = entries(actor)
    weights = _weights(systems_here(actor), found)
    scores = _likeness(text, [entry.text for entry in found])
    matches = [
        Match(entry, score * weight, entry.causes)
        for entry, score, weight in zip(found, scores, weights, strict=True)
    ]
    return _best(matches, limit)


def causes_like(
    actor: Actor, cause: Cause | None, concern: Concern | None, limit: int = SHOWN
) -> list[Match]:
    """Known causes like this one and like what lies before it, each with its entry, best first.

    Where the cause was taken over from an entry, the measures of that entry come first.
    """
    found = [(entry, each) for entry in entries(actor) for each in entry.causes]
    weights = _weights(systems_here(actor), [entry for entry, _ in found])
    by_cause = _likeness(cause.title if cause else "", [each.title for _, each in found])
    said = " ".join(each.title for each in (concern, cause) if each is not None)
    by_entry = _likeness(said, [entry.text_with(each) for entry, each in found])
    matches = [
        Match(entry, weight * (OF_CAUSE * own + (1 - OF_CAUSE) * around), (each,))
        for (entry, each), own, around, weight in zip(
            found, by_cause, by_entry, weights, strict=True
        )
    ]
    own = _taken(actor, cause)
    best = _best(matches, limit + 1)
    rest = [match for match in best if own is None or match.causes != own.causes]
    return [*filter(None, [own]), *rest][:limit]


def _taken(actor: Actor, cause: Cause | None) -> Match | None:
    pick = pick_of(actor, "cause", cause.pk) if cause else None
    known = known_cause(actor, pick.example) if pick else None
    return Match(known[0], 1.0, (known[1],), taken=True) if known else None


def _best(matches: Sequence[Match], limit: int) -> list[Match]:
    near = [match for match in matches if match.score >= RESEMBLES]
    ranked = sorted(near, key=lambda match: -match.score)
    return [replace(match, score=round(match.score, 4)) for match in ranked[:limit]]


def _weights(here: Sequence[str], found: Sequence[Entry]) -> list[float]:
    """What the likeness of each entry counts for in a programme with these systems."""
    near = {*here, GENERAL}
    return [1.0 if not here or entry.system in near else ELSEWHERE for entry in found]


def _likeness(text: str, texts: Sequence[str]) -> list[float]:
    words, pieces = cosines(text, texts, words_of), cosines(text, texts, pieces_of)
    return [WORD_SHARE * a + (1 - WORD_SHARE) * b for a, b in zip(words, pieces, strict=True)]
