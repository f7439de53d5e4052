"""Voices: how many, for whom it is solved, and (with an open vault) whose."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from draagvlak.concerns.models import Concern, Voice, VoiceTally
from draagvlak.concerns.queries.choices import Choice
from draagvlak.concerns.queries.reactions import may_tell, reopens, unsolved_words
from draagvlak.organisations.models import Group, Person
from draagvlak.vault.queries import Sealed, Tampered, unseal_for_programme

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    from draagvlak.core.actor import Actor
    from draagvlak.vault.queries import OpenVault

VOICE_FIELD = "concerns.voice.sealed"
REASON_FIELD = "concerns.voice.sealed_reason"
REASON_PADDED = 1664
"""Four hundred signs of at most four bytes, and some room: the length tells nothing."""
SHOWN_FROM = 5


@dataclass(frozen=True)
class Who:
    """What stands sealed in a voice."""

    voice: UUID
    person: UUID | None = None
    group: UUID | None = None
    quote: UUID | None = None


@dataclass(frozen=True)
class VoiceRow:
    """A voice as a guide sees it; `name` is empty while the vault is shut or nobody was noted."""

    id: UUID
    raised_on: dt.date
    solved: str
    solved_label: str
    reason: str
    has_reason: bool
    name: str
    group: str
    is_named: bool


@dataclass(frozen=True)
class GroupVoices:
    """How many voices one group has, or "a few" (`count` is None)."""

    group: str
    count: int | None


@dataclass(frozen=True)
class SolvedCounts:
    """For how many voices an answer solved it."""

    yes: int
    partly: int
    no: int
    unknown: int

    @property
    def total(self) -> int:
        return self.yes + self.partly + self.no + self.unknown

    @property
    def reacted(self) -> int:
        return self.yes + self.partly + self.no

    @property
    def reopens(self) -> bool:
        """Whether the concern opens again at night by what voices say."""
        return reopens(self.no, self.reacted)


def open_voices(actor: Actor, vault: OpenVault, concern: Concern) -> list[Who]:
    """Who carries a concern, where it was noted. Raises `Sealed` when it was not shared."""
    rows = Voice.objects.filter(workspace_id=actor.tenant, concern_id=concern.pk).order_by("pk")
    return [
        opened(actor, vault, pk, bytes(sealed))
        for pk, sealed in rows.values_list("pk", "sealed")
        if bytes(sealed)
    ]


def opened(actor: Actor, vault: OpenVault, voice_id: UUID, sealed: bytes) -> Who:
    """One voice, opened. Raises `Sealed` when it was not shared with this reader."""
    plain = unseal_for_programme(vault, actor, sealed, row=voice_id, field=VOICE_FIELD)
    found = json.loads(plain)
    return Who(voice_id, *(UUID(found[key]) if found.get(key) else None for key in _SEALED_KEYS))


def written_reason(reason: str) -> bytes:
    """A reason as bytes of one length."""
    return reason.encode().ljust(REASON_PADDED)


def _reason(actor: Actor, vault: OpenVault | None, row: Voice) -> str:
    """What a voice said of the answer; empty while the vault is shut."""
    if row.sealed_reason is None or vault is None:
        return ""
    try:
        sealed = bytes(row.sealed_reason)
        plain = unseal_for_programme(vault, actor, sealed, row=row.pk, field=REASON_FIELD)
    except (Sealed, Tampered):
        return ""
    return plain.decode().rstrip()


def doubled_voices(
    actor: Actor, vault: OpenVault | None, kept: Concern, gone: Concern
) -> list[UUID]:
    """The voices of `gone` whose person also voiced `kept`; none known while the vault is shut."""
    if vault is None:
        return []
    try:
        here = {who.person for who in open_voices(actor, vault, kept) if who.person}
        there = open_voices(actor, vault, gone)
    except (Sealed, Tampered):
        return []
    return [who.voice for who in there if who.person in here]


_SEALED_KEYS = ("person", "group", "quote")


def voice_rows(actor: Actor, vault: OpenVault | None, concern: Concern) -> list[VoiceRow]:
    """Every voice of a concern, in no order that tells anything; named when the vault is open."""
    rows = list(
        Voice.objects.filter(workspace_id=actor.tenant, concern_id=concern.pk).order_by("pk")
    )
    known: dict[UUID, Who] = {}
    if vault is not None:
        for row in rows:
            if bytes(row.sealed):
                try:
                    known[row.pk] = opened(actor, vault, row.pk, bytes(row.sealed))
                except (Sealed, Tampered):
                    continue
    people = _names(Person, actor, {who.person for who in known.values() if who.person})
    groups = _names(Group, actor, {who.group for who in known.values() if who.group})
    none = Who(UUID(int=0))
    return [
        VoiceRow(
            id=row.pk,
            raised_on=row.raised_on,
            solved=row.solved,
            solved_label=str(Voice.Solved(row.solved).label) if row.solved else "",
            reason=row.solved_reason or _reason(actor, vault, row),
            has_reason=bool(row.solved_reason or row.sealed_reason),
            name=people.get(known.get(row.pk, none).person or none.voice, ""),
            group=groups.get(known.get(row.pk, none).group or none.voice, ""),
            is_named=bool(bytes(row.sealed)),
        )
        for row in rows
    ]


def voice_choices(rows: Sequence[VoiceRow]) -> list[Choice]:
    """Voices to choose from: by name where it is known, else by number and day."""
    return [
        Choice(row.id, row.name or _("Voice %(number)s") % {"number": place})
        for place, row in enumerate(rows, start=1)
    ]


def _names(model: type[Person | Group], actor: Actor, ids: set[UUID]) -> dict[UUID, str]:
    rows = model._default_manager.filter(workspace_id=actor.tenant, pk__in=ids)
    return dict(rows.values_list("pk", "name"))


def groups_to_show(counts: Mapping[UUID, int], *, total: int) -> dict[UUID, int]:
    """The groups whose number of voices may be shown.

    From five; and what remains (all voices less those shown) is none or at least five too, else
    the smallest shown group is hidden as well: nobody finds a small group by subtraction.
    """
    shown = {group: count for group, count in counts.items() if count >= SHOWN_FROM}
    while shown and 0 < total - sum(shown.values()) < SHOWN_FROM:
        del shown[min(shown, key=lambda group: (shown[group], group))]
    return shown


def voices_by_group(concern: Concern) -> list[GroupVoices]:
    """The groups that a concern touches with their voices as last counted, largest first."""
    counts = dict(
        VoiceTally.objects.filter(
            workspace_id=concern.workspace_id, concern_id=concern.pk
        ).values_list("group__name", "count")
    )
    if not counts:
        return []
    touched = concern.affected.filter(workspace_id=concern.workspace_id).values_list(
        "group__name", flat=True
    )
    few = [GroupVoices(name, None) for name in sorted(set(touched) - counts.keys())]
    many = [GroupVoices(name, counts[name]) for name in counts]
    return sorted(many, key=lambda row: (-(row.count or 0), row.group)) + few


@dataclass(frozen=True)
class SolvedFor:
    """For whom an answer solved it, as far as one reader may know.

    `counts` only for guides: the parts of one whole tell more than each of them. Others read how
    many call it not solved where that is no small group, and else that it is so for somebody.
    """

    total: int
    reacted: int
    few: bool
    unsolved: str
    reopens: bool
    counts: SolvedCounts | None


def solved_for(actor: Actor, concern: Concern) -> SolvedFor:
    """What this reader may know of what voices say of the answer. One statement."""
    found = solved_counts(concern)
    told = may_tell(actor, found.total)
    return SolvedFor(
        total=found.total,
        reacted=found.reacted,
        few=not told,
        unsolved=capfirst(unsolved_words(actor, found.no, found.total)),
        reopens=told and found.reopens,
        counts=found if actor.is_guide else None,
    )


def solved_counts(concern: Concern) -> SolvedCounts:
    """For how many voices it is solved, partly solved, not solved, and not known yet."""
    said = Counter(
        Voice.objects.filter(workspace_id=concern.workspace_id, concern_id=concern.pk).values_list(
            "solved", flat=True
        )
    )
    return SolvedCounts(
        yes=said[Voice.Solved.YES],
        partly=said[Voice.Solved.PARTLY],
        no=said[Voice.Solved.NO],
        unknown=said[""],
    )
