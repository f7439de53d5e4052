"""Merging: two concerns that are the same go on as one, and can be taken apart again."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol
from uuid import UUID

from django.db.models import F
from django.utils import timezone

from draagvlak.concerns import rules
from draagvlak.concerns.commands.moving import index_concern, move, touch
from draagvlak.concerns.commands.voices import recount
from draagvlak.concerns.models import (
    AffectedGroup,
    Answer,
    Concern,
    ConcernCause,
    OriginStep,
    Voice,
    VoiceTally,
)
from draagvlak.concerns.queries import KIND_CONCERN, access_concern, doubled_voices
from draagvlak.concerns.queries.access import measured
from draagvlak.core import search
from draagvlak.core.audit import record
from draagvlak.core.command import command
from draagvlak.core.registry import Registry
from draagvlak.core.undo import leave
from draagvlak.core.versions import save_if_unchanged
from draagvlak.core.web import to

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.db.models import Model, QuerySet

    from draagvlak.core.actor import Actor
    from draagvlak.vault.queries import OpenVault

SHIFT = 100_000
"""Numbers of answers are moved out of each other's way by this much."""


class Mover(Protocol):
    """Ties what a higher app hangs on one concern to another: the keys of the rows that moved.

    With `keys` only those rows move (the way back).
    """

    def __call__(
        self, by: Actor, gone: UUID, kept: UUID, keys: Sequence[UUID] | None = None
    ) -> list[UUID]: ...


MOVERS: Registry[Mover] = Registry("concerns.movers", "What moves along when concerns merge?")


@dataclass(frozen=True)
class Pair:
    """Two concerns: `gone` goes on in `kept`."""

    gone: Concern
    kept: Concern


@command
def merge_concerns(
    *,
    by: Actor,
    kept: Concern,
    gone: Concern,
    versions: tuple[int, int],
    vault: OpenVault | None = None,
) -> Concern:
    """Let `gone` go on in `kept`: voices, causes, groups, answers and all that hangs on it.

    `versions` are those of `kept` and `gone` as they were compared. With an open vault somebody
    who voiced both counts once; the other voice is put aside, sealed, for the way back.
    """
    rules.may_merge(by, kept, gone).demand()
    kept = save_if_unchanged(kept, expected=versions[0], changes={})
    gone = save_if_unchanged(gone, expected=versions[1], changes={})
    pair = Pair(gone, kept)
    state = kept.state
    left: dict[str, object] = {
        "kept": str(kept.pk),
        "gone": str(gone.pk),
        "state": state,
        "voices": _move_voices(by, pair, doubled_voices(by, vault, kept, gone)),
        "causes": _texts(_link(by, ConcernCause, "cause_id", pair)),
        "groups": _texts(_link(by, AffectedGroup, "group_id", pair)),
        "answers": _move_answers(by, pair),
        "origin": _move_origin(by, pair),
        "more": {name: _texts(mover(by, gone.pk, kept.pk)) for name, mover in MOVERS.items()},
    }
    _settle(by, kept)
    left["became"] = kept.state
    _rows(by).filter(pk=gone.pk).update(merged_into=kept, archived_at=timezone.now())
    _rows(by).filter(merged_into_id=gone.pk).update(merged_into=kept)
    search.forget(KIND_CONCERN, gone.pk, workspace_id=by.tenant)
    touch(by)
    event = record("concerns.merged", by=by, on=kept)
    record("concerns.merged_away", by=by, on=gone)
    leave(event, by=by, kept=json.dumps(left), touches=[kept.pk, gone.pk])
    return kept


@command
def take_apart(*, by: Actor, kept: str) -> str:
    """Two merged concerns are two again, each with what it had; what came later stays."""
    left = json.loads(kept)
    pair = Pair(
        gone=access_concern(by, UUID(left["gone"])), kept=access_concern(by, UUID(left["kept"]))
    )
    rules.may_take_apart(by, pair.kept, pair.gone).demand()
    _rows(by).filter(pk=pair.gone.pk).update(
        merged_into=None, archived_at=None, version=F("version") + 1
    )
    pair.gone.archived_at = None
    _voices_back(by, pair, left["voices"]["moved"], left["voices"]["aside"])
    _unlink(by, ConcernCause, "cause_id", pair, left["causes"])
    _unlink(by, AffectedGroup, "group_id", pair, left["groups"])
    _answers_back(by, pair, left["answers"])
    _origin_back(by, pair, left["origin"])
    for name, mover in MOVERS.items():
        mover(by, pair.kept.pk, pair.gone.pk, [UUID(each) for each in left["more"].get(name, [])])
    if pair.kept.state == left["became"] != left["state"]:
        _rows(by).filter(pk=pair.kept.pk, state=left["became"]).update(state=left["state"])
    index_concern(pair.gone)
    touch(by)
    record("concerns.taken_apart", by=by, on=pair.kept)
    return to(by, "concerns:concern_detail", concern_id=pair.gone.pk)


def _settle(by: Actor, kept: Concern) -> None:
    """With a cause the one that stays is understood; with a measure it is planned."""
    if ConcernCause.objects.filter(workspace_id=by.tenant, concern_id=kept.pk).exists():
        move(kept, "understand", by=by)
        if measured(by, [kept.pk]):
            move(kept, "plan", by=by)


def _move_voices(by: Actor, pair: Pair, doubled: Iterable[UUID]) -> dict[str, object]:
    voices = Voice.objects.filter(workspace_id=by.tenant, concern_id=pair.gone.pk)
    twice = list(voices.filter(pk__in=list(doubled)))
    aside = [
        {
            "id": str(row.pk),
            "raised_on": row.raised_on.isoformat(),
            "sealed": bytes(row.sealed).hex(),
            "solved": row.solved,
            "sealed_reason": bytes(row.sealed_reason or b"").hex(),
            "solved_on": row.solved_on.isoformat() if row.solved_on else "",
        }
        for row in twice
    ]
    voices.filter(pk__in=[row.pk for row in twice]).delete()
    moved = _texts(voices.values_list("pk", flat=True))
    voices.update(concern=pair.kept)
    _recount(by, pair)
    return {"moved": moved, "aside": aside}


def _recount(by: Actor, pair: Pair) -> None:
    VoiceTally.objects.filter(
        workspace_id=by.tenant, concern_id__in=[pair.gone.pk, pair.kept.pk]
    ).delete()
    recount(by, pair.gone)
    recount(by, pair.kept)


def _voices_back(by: Actor, pair: Pair, moved: list[str], aside: list[dict[str, str]]) -> None:
    rows = Voice.objects.filter(workspace_id=by.tenant, concern_id=pair.kept.pk)
    rows.filter(pk__in=moved).update(concern=pair.gone)
    Voice.objects.bulk_create(
        Voice(
            id=UUID(row["id"]),
            workspace_id=by.tenant,
            concern_id=pair.gone.pk,
            raised_on=row["raised_on"],
            sealed=bytes.fromhex(row["sealed"]),
            solved=row["solved"],
            sealed_reason=bytes.fromhex(row["sealed_reason"]) or None,
            solved_on=row["solved_on"] or None,
        )
        for row in aside
    )
    _recount(by, pair)


def _link(
    by: Actor, model: type[ConcernCause | AffectedGroup], column: str, pair: Pair
) -> list[UUID]:
    """Give the one that stays the links it lacks; gives their other ends."""
    rows = _of(by, model)
    here = set(rows.filter(concern_id=pair.kept.pk).values_list(column, flat=True))
    there = set(rows.filter(concern_id=pair.gone.pk).values_list(column, flat=True))
    for each in sorted(there - here):
        rows.create(workspace_id=by.tenant, concern_id=pair.kept.pk, **{column: each})
    return sorted(there - here)


def _unlink(
    by: Actor,
    model: type[ConcernCause | AffectedGroup],
    column: str,
    pair: Pair,
    ends: Sequence[str],
) -> None:
    """Take the links that came away again, but never the last cause under a plan or an answer."""
    rows = _of(by, model).filter(concern_id=pair.kept.pk)
    if model is ConcernCause:
        left = rows.exclude(cause_id__in=list(ends)).exists()
        if not left and pair.kept.state not in ("heard", "understood"):
            return
    rows.filter(**{f"{column}__in": list(ends)}).delete()


def _move_answers(by: Actor, pair: Pair) -> dict[str, object]:
    """The answers of the one that goes come before those of the one that stays."""
    rows = Answer.objects.filter(workspace_id=by.tenant)
    coming = list(rows.filter(concern_id=pair.gone.pk).order_by("number"))
    own = list(rows.filter(concern_id=pair.kept.pk).order_by("number"))
    if coming:
        _renumber(rows, pair.kept, coming, own)
    return {"moved": _texts(row.pk for row in coming)}


def _renumber(
    rows: QuerySet[Answer], concern: Concern, first: Sequence[Answer], then: Sequence[Answer]
) -> None:
    keys = [row.pk for row in (*first, *then)]
    rows.filter(pk__in=keys).update(number=F("number") + SHIFT)
    for number, key in enumerate(keys, start=1):
        rows.filter(pk=key).update(concern=concern, number=number)


def _answers_back(by: Actor, pair: Pair, left: dict[str, list[str]]) -> None:
    rows = Answer.objects.filter(workspace_id=by.tenant)
    own = rows.filter(concern_id=pair.kept.pk).order_by("number")
    back = list(own.filter(pk__in=left["moved"]))
    if back:
        _renumber(rows, pair.gone, back, [])
        _renumber(rows, pair.kept, list(own), [])


def _move_origin(by: Actor, pair: Pair) -> bool:
    """Where it comes from goes along when the one that stays says nothing of it."""
    rows = OriginStep.objects.filter(workspace_id=by.tenant)
    if rows.filter(concern_id=pair.kept.pk).exists():
        return False
    return bool(rows.filter(concern_id=pair.gone.pk).update(concern=pair.kept))


def _origin_back(by: Actor, pair: Pair, moved: object) -> None:
    if moved:
        rows = OriginStep.objects.filter(workspace_id=by.tenant, concern_id=pair.kept.pk)
        rows.update(concern=pair.gone)


def _of(by: Actor, model: type[Model]) -> QuerySet[Model]:
    return model._default_manager.filter(workspace_id=by.tenant)


def _rows(by: Actor) -> QuerySet[Concern]:
    return Concern.objects.filter(workspace_id=by.tenant)


def _texts(keys: Iterable[UUID]) -> list[str]:
    return [str(each) for each in keys]
