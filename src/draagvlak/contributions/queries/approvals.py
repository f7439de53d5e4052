"""How far each quote of a thread is on its way to others: asked, answered, released, taken back.

All of it stands sealed in the thread. What goes out gets the key that was sealed with the question:
so nothing is written beside the thread when it goes out, and nothing in the clear leads back.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from django.http import Http404

from draagvlak.concerns.models import Voice
from draagvlak.contributions.queries.said import voices_in
from draagvlak.contributions.queries.threads import REMOVED, Kind
from draagvlak.conversations.models import ReleasedQuote
from draagvlak.conversations.states import Consent, ReleaseState

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping, Sequence
    from uuid import UUID

    from draagvlak.contributions.queries.said import Said
    from draagvlak.contributions.queries.threads import Content
    from draagvlak.core.actor import Actor


@dataclass(frozen=True)
class Approval:
    """One quote of a thread, what was asked about it last and what its speaker says.

    `quote` is the message of the passage, `question` that of the question, `said` that of the
    answer. `words` are those that would go out: of the question, or the speaker's own.
    """

    quote: UUID
    voice: UUID
    passage: str = field(repr=False)
    question: UUID | None = None
    said: UUID | None = None
    asked_words: str = field(default="", repr=False)
    words: str = field(default="", repr=False)
    consent: Consent = Consent.NONE
    asked_on: dt.date | None = None
    said_on: dt.date | None = None
    now: bool = False
    software: bool = False
    released: UUID | None = None
    state: ReleaseState = ReleaseState.RAW
    released_on: dt.date | None = None
    taken_back: bool = False
    concern: str = ""
    concern_id: UUID | None = None
    kind: str = ""

    @property
    def mark(self) -> UUID:
        """What names it as it is now: another question or answer gives another."""
        return self.said or self.question or self.quote

    @property
    def has_own_words(self) -> bool:
        """Whether the speaker put it otherwise than was asked."""
        return self.words != self.asked_words


def approvals_in(actor: Actor, said: Sequence[Said]) -> list[Approval]:
    """The quotes of one thread, in the order of the thread, each as it is now."""
    return approvals_of(actor, [said])[0]


def approvals_of(actor: Actor, threads: Sequence[Sequence[Said]]) -> list[list[Approval]]:
    """The same for many threads, with two statements at most."""
    read = [_read(said) for said in threads]
    each = [one for approvals in read for one in approvals]
    voices = _voices(actor, each)
    out = _released(actor, each)
    return [
        [_standing(one, voices[one.voice], out) for one in approvals if one.voice in voices]
        for approvals in read
    ]


def access_approval(approvals: Iterable[Approval], quote_id: UUID) -> Approval:
    """The one that belongs to a quote, or Http404."""
    found = next((one for one in approvals if one.quote == quote_id), None)
    if found is None:
        raise Http404
    return found


def asked_about(actor: Actor, said: Sequence[Said], question: UUID) -> Approval | None:
    """The quote that a question was about, as it is now; None when it is asked no more."""
    about = next((one.content.about for one in said if one.id == question), None)
    found = (one for one in approvals_in(actor, said) if one.quote == about and one.question)
    return next(found, None)


def released_row(actor: Actor, approval: Approval) -> ReleasedQuote | None:
    """What others read of it, or did."""
    if approval.released is None:
        return None
    rows = ReleasedQuote.objects.filter(workspace_id=actor.tenant, pk=approval.released)
    return rows.first()


def reads_out(actor: Actor, said: Sequence[Said], passage: str) -> bool:
    """Whether others read a passage in something that went out."""
    if not passage:
        return False
    each = approvals_in(actor, said)
    return any(one.state is ReleaseState.RELEASED and passage in one.words for one in each)


def released_keys(said: Sequence[Said]) -> list[UUID]:
    """Every key under which something of a thread went out, or would have."""
    return [one.content.released for one in said if one.content.released]


def _read(said: Sequence[Said]) -> list[Approval]:
    """What a thread says of its quotes. A question about words that were taken out lapses."""
    standing = voices_in(said)
    found: dict[UUID, Approval] = {}
    asked: dict[UUID, UUID] = {}
    for one in said:
        content = one.content
        if content.kind is Kind.QUOTE and content.voice in standing:
            found[one.id] = Approval(one.id, content.voice, content.words)
        elif content.kind is Kind.APPROVAL_ASKED and content.about in found:
            asked[one.id] = content.about
            found[content.about] = _asked(found[content.about], one)
        elif content.kind is Kind.APPROVAL_SAID and content.about in asked:
            quote = found[asked[content.about]]
            if quote.question == content.about:
                found[quote.quote] = _answered(quote, one)
    return [_without_gaps(one) for one in found.values()]


def _asked(quote: Approval, one: Said) -> Approval:
    content: Content = one.content
    bare = Approval(quote.quote, quote.voice, quote.passage)
    return replace(
        bare,
        question=one.id,
        asked_words=content.words,
        words=content.words,
        consent=Consent.ASKED,
        asked_on=one.on,
        software=content.software,
        released=content.released,
    )


def _answered(quote: Approval, one: Said) -> Approval:
    content: Content = one.content
    return replace(
        quote,
        said=one.id,
        said_on=one.on,
        consent=Consent.APPROVED if content.yes else Consent.REFUSED,
        words=content.words or quote.asked_words,
        now=content.now,
    )


def _without_gaps(one: Approval) -> Approval:
    """Nobody approves words with a hole in them."""
    if REMOVED not in one.words:
        return one
    return Approval(one.quote, one.voice, one.passage)


def _standing(one: Approval, voice: Voice, out: Mapping[UUID, ReleasedQuote]) -> Approval:
    row = out.get(one.released) if one.released else None
    return replace(
        one,
        state=_state(one.consent, row),
        released_on=row.released_on if row else None,
        taken_back=row is not None and row.taken_back,
        concern=voice.concern.title,
        concern_id=voice.concern_id,
        kind=voice.concern.kind,
    )


def _state(consent: Consent, row: ReleasedQuote | None) -> ReleaseState:
    if row is not None:
        return ReleaseState.WITHDRAWN if row.withdrawn_on else ReleaseState.RELEASED
    return {
        Consent.NONE: ReleaseState.RAW,
        Consent.ASKED: ReleaseState.WAITING,
        Consent.APPROVED: ReleaseState.READY,
        Consent.REFUSED: ReleaseState.REFUSED,
    }[consent]


def _voices(actor: Actor, found: Sequence[Approval]) -> dict[UUID, Voice]:
    if not found:
        return {}
    rows = Voice.objects.filter(
        workspace_id=actor.tenant,
        concern__programme_id=actor.programme_id,
        pk__in={one.voice for one in found},
    )
    return {row.pk: row for row in rows.select_related("concern")}


def _released(actor: Actor, found: Sequence[Approval]) -> dict[UUID, ReleasedQuote]:
    keys = {one.released for one in found if one.released}
    if not keys:
        return {}
    rows = ReleasedQuote.objects.filter(workspace_id=actor.tenant, pk__in=keys)
    return {row.pk: row for row in rows}
