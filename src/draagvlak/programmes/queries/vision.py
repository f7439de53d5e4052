"""The vision in its versions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import get_object_or_404

from draagvlak.lib.paragraphs import Change, compare
from draagvlak.programmes.models import Vision

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from draagvlak.core.actor import Actor


def visions(actor: Actor) -> QuerySet[Vision]:
    """All versions, the newest first, without their text."""
    return _all(actor).defer("body").order_by("-number")


def latest_vision(actor: Actor) -> Vision | None:
    """The version that holds now; None when nothing was published yet."""
    return _all(actor).order_by("-number").first()


def access_vision(actor: Actor, number: int) -> Vision:
    """One version by its number. Raises Http404."""
    return get_object_or_404(_all(actor), number=number)


def compare_visions(older: Vision, newer: Vision) -> list[Change]:
    """What changed between two versions, paragraph by paragraph."""
    return compare(older.body, newer.body)


def _all(actor: Actor) -> QuerySet[Vision]:
    return Vision.objects.filter(workspace_id=actor.tenant, programme_id=actor.programme_id)
