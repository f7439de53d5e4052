"""What stands inside a sealed quote, and how it is written: JSON of a length that tells little."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import UUID

from draagvlak.conversations.states import Consent, QuoteKind
from draagvlak.lib.anchor import Anchor

if TYPE_CHECKING:
    from collections.abc import Mapping

STEP = 512
"""The written content is padded to a multiple of this many bytes."""


@dataclass(frozen=True)
class Target:
    """What a quote led to: a concern, later also a practice, a bottleneck, an opportunity."""

    kind: str
    id: UUID


@dataclass(frozen=True)
class Approval:
    """What the speaker said about the paraphrase, and the day on which the guide heard it."""

    consent: Consent = Consent.NONE
    on: dt.date | None = None


@dataclass(frozen=True)
class QuoteContent:
    """All that a quote says and links to. Its words are never shown in a log (`repr`).

    `note` is the note it was cut from; `speaker` and `group` say who (None: not noted); `voice` is
    the voice that it gave the concern; `verbatim`: the speaker agrees with the same words; `now`:
    the speaker need not wait for others; `released` is the key of the released quote.
    """

    note: UUID
    anchor: Anchor
    kind: QuoteKind
    speaker: UUID | None = None
    group: UUID | None = None
    target: Target | None = None
    voice: UUID | None = None
    paraphrase: str = ""
    about_software: bool = False
    verbatim: bool = False
    now: bool = False
    approval: Approval = field(default=Approval())
    released: UUID | None = None

    def __repr__(self) -> str:
        return "QuoteContent(…)"

    @property
    def words(self) -> str:
        """What was said, as it was cut from the notes."""
        return self.anchor.exact

    @property
    def concern_id(self) -> UUID | None:
        """The concern that it belongs to."""
        return self.target.id if self.target and self.target.kind == "concern" else None

    @property
    def is_loose(self) -> bool:
        """A worry or a wish that belongs to no concern yet."""
        return self.target is None and self.kind in (QuoteKind.WORRY, QuoteKind.WISH)

    @property
    def is_ready(self) -> bool:
        """Said in other words, approved by its speaker, tied to a concern and not released yet."""
        return (
            bool(self.paraphrase)
            and self.approval.consent is Consent.APPROVED
            and self.concern_id is not None
            and self.released is None
        )


def write_content(content: QuoteContent) -> bytes:
    """As JSON, padded with spaces."""
    anchor = content.anchor
    text = json.dumps(
        {
            "note": str(content.note),
            "anchor": {
                "start": anchor.start,
                "end": anchor.end,
                "exact": anchor.exact,
                "prefix": anchor.prefix,
                "suffix": anchor.suffix,
            },
            "kind": content.kind.value,
            "speaker": _key(content.speaker),
            "group": _key(content.group),
            "target": {"kind": content.target.kind, "id": str(content.target.id)}
            if content.target
            else None,
            "voice": _key(content.voice),
            "paraphrase": content.paraphrase,
            "about_software": content.about_software,
            "verbatim": content.verbatim,
            "now": content.now,
            "approval": {
                "consent": content.approval.consent.value,
                "on": content.approval.on.isoformat() if content.approval.on else None,
            },
            "released": _key(content.released),
        },
        ensure_ascii=False,
    )
    written = text.encode()
    return written.ljust(-(-len(written) // STEP) * STEP)


def read_content(written: bytes) -> QuoteContent:
    """What `write_content` was given."""
    found: Mapping[str, object] = json.loads(written)
    anchor, target = _part(found, "anchor"), _part(found, "target")
    approval = _part(found, "approval")
    on = approval.get("on")
    note = _uuid(found.get("note"))
    goal = _uuid(target.get("id"))
    return QuoteContent(
        note=note or UUID(int=0),
        anchor=Anchor(
            start=_number(anchor.get("start")),
            end=_number(anchor.get("end")),
            exact=str(anchor.get("exact", "")),
            prefix=str(anchor.get("prefix", "")),
            suffix=str(anchor.get("suffix", "")),
        ),
        kind=QuoteKind(str(found.get("kind"))),
        speaker=_uuid(found.get("speaker")),
        group=_uuid(found.get("group")),
        target=Target(str(target.get("kind")), goal) if goal else None,
        voice=_uuid(found.get("voice")),
        paraphrase=str(found.get("paraphrase", "")),
        about_software=found.get("about_software") is True,
        verbatim=found.get("verbatim") is True,
        now=found.get("now") is True,
        approval=Approval(
            Consent(str(approval.get("consent", Consent.NONE))),
            dt.date.fromisoformat(on) if isinstance(on, str) else None,
        ),
        released=_uuid(found.get("released")),
    )


def _key(value: UUID | None) -> str | None:
    return str(value) if value else None


def _uuid(value: object) -> UUID | None:
    return UUID(value) if isinstance(value, str) else None


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0


def _part(found: Mapping[str, object], name: str) -> Mapping[str, object]:
    part = found.get(name)
    return part if isinstance(part, dict) else {}
