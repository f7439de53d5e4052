"""Two concerns side by side, before they are merged."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from draagvlak.concerns.queries.detail import answers_of, causes_of, groups_of, origin_of
from draagvlak.concerns.queries.voices import doubled_voices

if TYPE_CHECKING:
    from collections.abc import Sequence

    from draagvlak.concerns.models import Concern
    from draagvlak.core.actor import Actor
    from draagvlak.vault.queries import OpenVault


@dataclass(frozen=True)
class Side:
    """One of the two, with everything that would go along."""

    concern: Concern
    causes: Sequence[str]
    groups: Sequence[str]
    origin: Sequence[str]
    answers: int
    stays: bool


def compared(pair: Sequence[Concern]) -> list[Side]:
    """Both sides; the one with most voices, then the oldest, is proposed to stay."""
    best = min(pair, key=lambda each: (-each.voices, each.number))
    return [
        Side(
            concern=each,
            causes=[cause.title for cause in causes_of(each)],
            groups=[group.name for group in groups_of(each)],
            origin=origin_of(each),
            answers=len(answers_of(each)),
            stays=each.pk == best.pk,
        )
        for each in pair
    ]


def how_many_double(
    actor: Actor, vault: OpenVault | None, one: Concern, other: Concern
) -> int | None:
    """How many people voiced both; None when the vault is shut, for nobody else can know."""
    if vault is None:
        return None
    return len(doubled_voices(actor, vault, one, other))
