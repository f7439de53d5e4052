"""Keeping a lesson: asked of the client, copied with consent, taken back from everywhere."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext as _

from draagvlak.core.actor import SYSTEM, Actor, WorkspaceRef
from draagvlak.core.audit import record
from draagvlak.core.command import command
from draagvlak.core.models import Workspace
from draagvlak.core.undo import leave
from draagvlak.core.verdict import Refused
from draagvlak.core.versions import EditConflict, save_if_unchanged
from draagvlak.core.web import to
from draagvlak.lessons import rules
from draagvlak.lessons.models import Consent, Destination, Lesson
from draagvlak.lessons.queries.drafting import material
from draagvlak.lessons.queries.own import (
    access_own_lesson,
    guides_there,
    lesson_of,
    other_places,
    places_of,
    to_bring,
)

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from draagvlak.concerns.models import Concern
    from draagvlak.lessons.queries.drafting import LessonDraft


@dataclass(frozen=True)
class GivenConsent:
    """Consent that somebody gave in words, as a guide writes it down."""

    name: str
    on: dt.date


@command
def keep_lesson(
    *,
    by: Actor,
    concern: Concern,
    draft: LessonDraft,
    places: Sequence[UUID] = (),
    consent: GivenConsent | None = None,
    once: str = "",
) -> Lesson:
    """Keep a lesson of a concern: with consent it goes along at once, else the client is asked."""
    del once
    found = material(by, concern)
    rules.may_keep_lesson(
        by, concern, found, is_kept=lesson_of(by, concern.pk) is not None
    ).demand()
    rules.may_say(draft).demand()
    rules.may_send_to(places, own=[place.id for place in other_places(by)]).demand()
    if consent is not None:
        rules.may_note_consent(by, consent.name, consent.on).demand()
    lesson = Lesson.objects.create(
        workspace_id=by.tenant,
        programme_id=by.programme_id,
        concern_id=concern.pk,
        keeper_id=by.user_id,
        **asdict(draft),
    )
    Destination.objects.bulk_create(
        Destination(workspace_id=by.tenant, lesson=lesson, place=place) for place in set(places)
    )
    event = record("lessons.asked", by=by, on=lesson)
    if consent is not None:
        lesson = _agree(by, lesson, name=consent.name, on=consent.on)
    leave(event, by=by, kept=json.dumps({"lesson": str(lesson.pk)}), touches=[lesson.pk])
    return lesson


@command
def note_consent(*, by: Actor, lesson: Lesson, consent: GivenConsent) -> Lesson:
    """Write down that the client agreed, who said so and when; the lesson goes along."""
    rules.may_note_consent(by, consent.name, consent.on).demand()
    rules.may_settle(lesson).demand()
    return _agree(by, lesson, name=consent.name, on=consent.on)


@command
def decide_lesson(
    *, by: Actor, lesson: Lesson, agrees: bool, version: int, because: str = ""
) -> Lesson:
    """The client says yes (the lesson goes along) or no (it stays, and goes nowhere)."""
    rules.may_decide(by, lesson, version=version).demand()
    if agrees:
        return _agree(by, lesson)
    lesson = _become(lesson, Lesson.State.REFUSED)
    _say(by, lesson, Consent.Said.REFUSED, because=because)
    record("lessons.refused", by=by, on=lesson)
    return lesson


@command
def withdraw_lesson(*, by: Actor, lesson: Lesson, because: str = "") -> Lesson:
    """Take a lesson back: it disappears here and from every workspace that it went to."""
    rules.may_withdraw(by, lesson).demand()
    was = lesson.state
    lesson = _become(lesson, Lesson.State.WITHDRAWN)
    _take_away(lesson)
    if by.is_guide:
        event = record("lessons.withdrawn", by=by, on=lesson)
    else:
        _say(by, lesson, Consent.Said.WITHDRAWN, because=because)
        event = record("lessons.consent_withdrawn", by=by, on=lesson)
    kept = json.dumps({"lesson": str(lesson.pk), "was": was})
    leave(event, by=by, kept=kept, touches=[lesson.pk])
    return lesson


@command
def unkeep_lesson(*, by: Actor, kept: str) -> str:
    """Take keeping back: as a withdrawal, without another way back."""
    lesson = access_own_lesson(by, UUID(json.loads(kept)["lesson"]))
    rules.may_withdraw(by, lesson).demand()
    lesson = _become(lesson, Lesson.State.WITHDRAWN)
    _take_away(lesson)
    record("lessons.withdrawn", by=by, on=lesson)
    return to(by, "lessons:lesson_detail", lesson_id=lesson.pk)


@command
def put_lesson_back(*, by: Actor, kept: str) -> str:
    """Take a withdrawal back: the lesson stands again, here and where it went."""
    was = json.loads(kept)
    lesson = access_own_lesson(by, UUID(was["lesson"]))
    rules.may_put_back(by, lesson, is_taken=_is_taken(by, lesson)).demand()
    lesson = _become(lesson, was["was"])
    if lesson.state == Lesson.State.KEPT:
        if not by.is_guide:
            _say(by, lesson, Consent.Said.GIVEN)
        _spread(lesson)
    record("lessons.put_back", by=by, on=lesson)
    return to(by, "lessons:lesson_detail", lesson_id=lesson.pk)


@command
def remove_lesson(*, by: Actor, lesson: Lesson) -> None:
    """Remove a copy here; where it was kept it stays, and whoever kept it can bring it again.

    It has no other way back: it could have been taken back there since.
    """
    rules.may_remove(by, lesson).demand()
    record("lessons.removed", by=by, on=lesson)
    lesson.delete()


@command
def bring_lessons(*, by: Actor, keys: Sequence[UUID]) -> int:
    """Bring lessons that one kept in other workspaces, with consent, to this one."""
    rules.may_bring(by, keys, own=[key for key, _title in to_bring(by)]).demand()
    sources = Lesson.objects.filter(
        workspace_id__in=[place.id for place in other_places(by)],
        pk__in=list(keys),
        keeper_id=by.user_id,
        state=Lesson.State.KEPT,
        is_brought=False,
    )
    brought = [lesson for lesson in sources if _copy(lesson, by.tenant)]
    for lesson in brought:
        Destination.objects.get_or_create(
            workspace_id=lesson.workspace_id, lesson_id=lesson.pk, place=by.tenant
        )
    return len(brought)


def _agree(by: Actor, lesson: Lesson, *, name: str = "", on: dt.date | None = None) -> Lesson:
    """The client agreed: it counts from now, and goes where the guide who kept it still guides."""
    lesson = _become(lesson, Lesson.State.KEPT)
    _say(by, lesson, Consent.Said.GIVEN, name=name, on=on)
    _spread(lesson)
    record("lessons.kept", by=by, on=lesson)
    return lesson


def _spread(lesson: Lesson) -> None:
    """Copy a lesson to where it goes, as far as its keeper still is a guide there."""
    places = places_of(lesson)
    still = guides_there(lesson.keeper_id, places) if lesson.keeper_id else set()
    for place in places:
        if place in still:
            _copy(lesson, place)


def _become(lesson: Lesson, state: str) -> Lesson:
    try:
        return save_if_unchanged(lesson, expected=lesson.version, changes={"state": state})
    except EditConflict:
        raise Refused(_("This changed just now. Look at it again.")) from None


def _say(
    by: Actor,
    lesson: Lesson,
    said: str,
    *,
    name: str = "",
    on: dt.date | None = None,
    because: str = "",
) -> None:
    """What was said of it: by the one who is signed in, or by somebody whom a guide names."""
    noted = {"recorded_by_id": by.user_id} if name else {"user_id": by.user_id}
    more = {"said_on": on} if on else {}
    Consent.objects.create(
        workspace_id=lesson.workspace_id,
        lesson=lesson,
        said=said,
        name=(name or by.name).strip(),
        because=because.strip(),
        **noted,
        **more,
    )


def _copy(lesson: Lesson, place: UUID) -> bool:
    """The words of a lesson in another workspace, unless they stand there already."""
    space = Workspace.objects.filter(pk=place).first()
    if space is None or Lesson.objects.filter(workspace_id=place, family=lesson.family).exists():
        return False
    words = (
        "family", "system", "kind", "title", "cause", "about", "where", "measure",
        "measure_kind", "helped", "effect", "year",
    )  # fmt: skip
    copy = Lesson.objects.create(
        workspace_id=place,
        is_brought=True,
        state=Lesson.State.KEPT,
        **{name: getattr(lesson, name) for name in words},
    )
    record("lessons.brought", by=_in(space), on=copy)
    return True


def _take_away(lesson: Lesson) -> None:
    """Remove every copy, also where the guide no longer comes."""
    for place in places_of(lesson):
        copies = Lesson.objects.filter(workspace_id=place, family=lesson.family, is_brought=True)
        space = Workspace.objects.filter(pk=place).first()
        for copy in copies:
            if space is not None:
                record("lessons.taken_away", by=_in(space), on=copy)
        copies.delete()


def _in(space: Workspace) -> Actor:
    """What happens in another workspace is done by the product: nobody is named there."""
    return replace(SYSTEM, workspace=WorkspaceRef(space.pk, space.slug, space.name))


def _is_taken(by: Actor, lesson: Lesson) -> bool:
    return bool(lesson.concern_id and lesson_of(by, lesson.concern_id))
