"""Voices: who carries a concern is sealed; how many do, and for whom it is solved, is not."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING

from django.db.models import F
from django.utils import timezone

from draagvlak.concerns import rules
from draagvlak.concerns.commands.moving import index_concern, next_number, touch
from draagvlak.concerns.models import AffectedGroup, Concern, Voice, VoiceTally
from draagvlak.concerns.queries import (
    REASON_FIELD,
    VOICE_FIELD,
    groups_to_show,
    open_voices,
    title_key,
    written_reason,
)
from draagvlak.core.audit import record
from draagvlak.core.command import RepeatedDifferently, command
from draagvlak.core.ids import uuid4
from draagvlak.vault.queries import programme_box, seal_for_programme

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence
    from uuid import UUID

    from django.db.models import QuerySet

    from draagvlak.core.actor import Actor
    from draagvlak.vault.queries import OpenVault

PADDED = 192


@command
def join_voice(
    *,
    by: Actor,
    concern: Concern,
    person: UUID | None = None,
    group: UUID | None = None,
    quote: UUID | None = None,
    raised_on: dt.date | None = None,
    voice_id: UUID | None = None,
    is_own: bool = False,
) -> Voice:
    """One more voice for a concern. Who it is goes in sealed; nothing is kept about when.

    A retry with the same `voice_id` (random, made by the form) changes nothing. `is_own`: the one
    whose voice it is adds it, and showed the secret of their thread.
    """
    rules.may_join(by, concern, is_own=is_own).demand()
    key = voice_id or uuid4()
    earlier = Voice.objects.filter(workspace_id=by.tenant, pk=key).first()
    if earlier is not None:
        if earlier.concern_id != concern.pk:
            raise RepeatedDifferently("join_voice")
        record("concerns.joined_again", by=by, on=concern, hidden=True)
        return earlier
    who = {"person": person, "group": group, "quote": quote}
    sealed = b""
    if any(who.values()):
        rules.may_name_voice(has_vault=programme_box(by) is not None).demand()
        sealed = seal_for_programme(by, _written(who), row=key, field=VOICE_FIELD)
    voice = Voice.objects.create(
        id=key,
        workspace_id=by.tenant,
        concern_id=concern.pk,
        raised_on=(raised_on or timezone.localdate()).replace(day=1),
        sealed=sealed,
    )
    Concern.objects.filter(workspace_id=by.tenant, pk=concern.pk).update(
        voices=F("voices") + 1, closed_on=None
    )
    concern.voices = _rows(by).values_list("voices", flat=True).get(pk=concern.pk)
    touch(by)
    record("concerns.joined", by=by, on=concern, hidden=True)
    return voice


@command
def withdraw_voice(*, by: Actor, concern: Concern, voice: Voice, is_own: bool = False) -> Concern:
    """Take a voice back, for instance because its quote was withdrawn."""
    rules.may_join(by, concern, is_own=is_own).demand()
    voice.delete()
    recount(by, concern)
    touch(by)
    record("concerns.voice_withdrawn", by=by, on=concern, hidden=True)
    return concern


@command
def record_solved(
    *,
    by: Actor,
    concern: Concern,
    voice: Voice,
    solved: str,
    reason: str = "",
    solved_on: dt.date | None = None,
    is_own: bool = False,
) -> Concern:
    """What one voice says of the answer: solved, partly, or not for me.

    "Not" counts in `concern.unsolved`: the guide then opens the concern again, or splits it; at
    night it opens by itself where at least half say so (`concerns.tasks`).
    """
    said = Voice.Solved(solved)
    rules.may_record_solved(
        by, concern, says_no=said is Voice.Solved.NO, reason=reason, is_own=is_own
    ).demand()
    voice.solved = said
    voice.sealed_reason = _sealed_reason(by, voice, reason.strip())
    voice.solved_reason = ""
    voice.solved_on = (solved_on or timezone.localdate()).replace(day=1)
    voice.save(update_fields=["solved", "sealed_reason", "solved_reason", "solved_on"])
    recount(by, concern)
    touch(by)
    record("concerns.solved_recorded", by=by, on=concern, hidden=True)
    return concern


@command
def split_concern(
    *, by: Actor, concern: Concern, title: str, voices: Sequence[UUID], once: str = ""
) -> Concern:
    """Some voices go on with a concern of their own: same kind, weight and groups, newly heard."""
    del once
    going = Voice.objects.filter(workspace_id=by.tenant, concern_id=concern.pk, pk__in=list(voices))
    rules.may_split(by, concern, chosen=going.count()).demand()
    rules.may_title(title).demand()
    apart = Concern.objects.create(
        workspace_id=by.tenant,
        programme_id=by.programme_id,
        number=next_number(by),
        kind=concern.kind,
        title=title.strip(),
        title_key=title_key(title),
        severity=concern.severity,
        owner=concern.owner,
    )
    AffectedGroup.objects.bulk_create(
        AffectedGroup(workspace_id=by.tenant, concern_id=apart.pk, group_id=group)
        for group in AffectedGroup.objects.filter(
            workspace_id=by.tenant, concern_id=concern.pk
        ).values_list("group_id", flat=True)
    )
    going.update(concern=apart)
    VoiceTally.objects.filter(workspace_id=by.tenant, concern_id=concern.pk).delete()
    recount(by, concern)
    recount(by, apart)
    index_concern(apart)
    touch(by)
    record("concerns.split", by=by, on=concern)
    record("concerns.raised", by=by, on=apart, hidden=True)
    return apart


@command
def tally_voices(*, by: Actor, vault: OpenVault | None, concern: Concern) -> dict[UUID, int]:
    """Count the voices per group anew, and keep what may be shown (from five).

    Returns the counts that are shown, by group. Raises `Sealed` when the voices were not shared.
    """
    rules.may_tally(by, is_open=vault is not None).demand()
    counts: Counter[UUID] = Counter()
    if vault is not None:
        counts.update(who.group for who in open_voices(by, vault, concern) if who.group)
    shown = groups_to_show(counts, total=concern.voices)
    VoiceTally.objects.filter(workspace_id=by.tenant, concern_id=concern.pk).delete()
    VoiceTally.objects.bulk_create(
        VoiceTally(workspace_id=by.tenant, concern_id=concern.pk, group_id=group, count=count)
        for group, count in sorted(shown.items())
    )
    record("concerns.tallied", by=by, on=concern)
    return shown


def _sealed_reason(by: Actor, voice: Voice, reason: str) -> bytes | None:
    """What a voice said, sealed like who it is; None when it gave no reason."""
    if not reason:
        return None
    rules.may_name_voice(has_vault=programme_box(by) is not None).demand()
    return seal_for_programme(by, written_reason(reason), row=voice.pk, field=REASON_FIELD)


def _written(who: dict[str, UUID | None]) -> bytes:
    """As JSON of one length: the size of what is sealed tells nothing."""
    text = json.dumps({key: str(value) if value else None for key, value in who.items()})
    return text.ljust(PADDED).encode()


def _rows(by: Actor) -> QuerySet[Concern]:
    return Concern.objects.filter(workspace_id=by.tenant)


def recount(by: Actor, concern: Concern) -> None:
    """Count the voices of a concern anew, and those for whom it is not solved."""
    rows = Voice.objects.filter(workspace_id=by.tenant, concern_id=concern.pk)
    concern.voices = rows.count()
    concern.unsolved = rows.filter(solved=Voice.Solved.NO).count()
    if concern.closed_on is not None and rows.exclude(solved=Voice.Solved.YES).exists():
        concern.closed_on = None
    concern.save(update_fields=["voices", "unsolved", "closed_on"])
