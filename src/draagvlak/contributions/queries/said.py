"""The lines of a thread once they are opened, and what they say together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from draagvlak.contributions.queries.threads import Kind

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence
    from uuid import UUID

    from draagvlak.contributions.queries.threads import Content


@dataclass(frozen=True)
class Said:
    """One line of a thread, opened. `removed`: something was taken out of it."""

    id: UUID
    number: int
    on: dt.date
    from_guide: bool
    content: Content
    is_redacted: bool = False


def voices_in(said: Sequence[Said]) -> dict[UUID, UUID]:
    """The voices that a thread has now, each with the concern that it joined."""
    found: dict[UUID, UUID] = {}
    for one in said:
        voice, concern = one.content.voice, one.content.concern
        if voice is None:
            continue
        if one.content.kind is Kind.VOICE and concern is not None:
            found[voice] = concern
        elif one.content.kind is Kind.TAKEN_BACK:
            found.pop(voice, None)
    return found


def quotes_in(said: Sequence[Said]) -> dict[UUID, list[str]]:
    """The passages that guides quoted, by the voice for which each speaks."""
    found: dict[UUID, list[str]] = {}
    for one in said:
        if one.content.kind is Kind.QUOTE and one.content.voice is not None:
            found.setdefault(one.content.voice, []).append(one.content.words)
    return found
