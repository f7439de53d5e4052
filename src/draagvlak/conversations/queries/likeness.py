"""Concerns that a quote may belong to, with words for how much they resemble it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from draagvlak.concerns.queries import similar_concerns, visible_concerns

if TYPE_CHECKING:
    from uuid import UUID

    from draagvlak.concerns.models import Concern
    from draagvlak.core.actor import Actor

STRONG, FAIR = 0.35, 0.15


@dataclass(frozen=True)
class Likely:
    """One concern to choose."""

    id: UUID
    title: str
    kind: str
    voices: int
    words: str


def likely_concerns(actor: Actor, text: str, *, first: UUID | None = None) -> list[Likely]:
    """The five concerns that resemble a text most; `first` is the one chosen before."""
    found = []
    chosen = visible_concerns(actor).filter(pk=first).first() if first else None
    if chosen is not None:
        found.append(_likely(chosen, _("chosen now")))
    alike = similar_concerns(actor, text, limit=5)
    return found + [
        _likely(one.concern, likeness_words(one.score)) for one in alike if one.concern.pk != first
    ]


def likeness_words(score: float) -> str:
    """How much two texts resemble each other, in words (score from 0 to 1)."""
    if score >= STRONG:
        return _("resembles it strongly")
    return _("resembles it") if score >= FAIR else _("resembles it a little")


def _likely(concern: Concern, words: str) -> Likely:
    return Likely(concern.pk, concern.title, concern.kind, concern.voices, words)
