"""The quotes of a programme on their way out, stage by stage."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from draagvlak.conversations.states import ReleaseState

if TYPE_CHECKING:
    from collections.abc import Sequence

    from draagvlak.conversations.queries.outgoing import Outgoing


@dataclass(frozen=True)
class Stages:
    """`ready` can go; `raw` misses something; `speakers` counts those of what is ready."""

    ready: Sequence[Outgoing]
    raw: Sequence[Outgoing]
    waiting: Sequence[Outgoing]
    refused: Sequence[Outgoing]
    released: Sequence[Outgoing]
    speakers: int

    @property
    def rest(self) -> list[tuple[str, str, Sequence[Outgoing], bool]]:
        """The other stages that hold something: key, title with count, quotes, shown at once."""
        groups = (
            ("waiting", _("Waits for the speaker"), self.waiting),
            ("raw", _("Still to prepare"), self.raw),
            ("released", _("Released"), self.released),
            ("refused", _("Stays in the vault"), self.refused),
        )
        return [
            (key, f"{title} ({len(quotes)})", quotes, key in {"raw", "waiting"} and not self.ready)
            for key, title, quotes in groups
            if quotes
        ]

    @property
    def is_empty(self) -> bool:
        return not (self.ready or self.raw or self.waiting or self.refused or self.released)


def stages(found: Sequence[Outgoing]) -> Stages:
    """Sort quotes by how far they are."""

    def at(*states: ReleaseState) -> list[Outgoing]:
        return [one for one in found if one.state in states]

    ready = at(ReleaseState.READY)
    return Stages(
        ready=ready,
        raw=at(ReleaseState.RAW, ReleaseState.WITHDRAWN),
        waiting=at(ReleaseState.WAITING),
        refused=at(ReleaseState.REFUSED),
        released=at(ReleaseState.RELEASED),
        speakers=len({one.speaker for one in ready if one.speaker}),
    )
