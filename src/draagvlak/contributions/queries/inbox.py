"""What came in, for guides: the list, and one thread with the vault open."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final
from uuid import UUID

from django.db.models import Q
from django.http import Http404

from draagvlak.concerns.models import Answer, Concern
from draagvlak.concerns.queries import open_voices
from draagvlak.contributions.models import AnswerSpread, Contribution, Entrance, Message
from draagvlak.contributions.queries.approvals import Approval, approvals_in
from draagvlak.contributions.queries.following import Asked, Carried, asked_in, carried
from draagvlak.contributions.queries.said import Said, quotes_in, voices_in
from draagvlak.contributions.queries.threads import (
    REACH_FIELD,
    WHO_FIELD,
    WORDS_FIELD,
    Reach,
    Who,
    read_content,
    read_reach,
    read_who,
)
from draagvlak.core.policy import Data, sees
from draagvlak.organisations.models import Group
from draagvlak.vault.queries import Sealed, Tampered, unseal_for_programme

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

    from draagvlak.core.actor import Actor
    from draagvlak.core.reader import OpenVault

PAGE: Final = 20
SHORT: Final = 180


@dataclass(frozen=True)
class InboxRow:
    """One contribution in the list. Without an open vault only that it is there."""

    id: UUID
    way: str
    way_label: str
    came_on: dt.date
    waits: bool
    text: str = ""
    who: str = ""
    entrance: str = ""
    same: int = 0
    """How many others on this page say the same, word for word."""


@dataclass(frozen=True)
class InboxPage:
    """One page of the list; `after` is the mark of the next page, empty on the last."""

    rows: Sequence[InboxRow]
    after: str = ""


@dataclass(frozen=True)
class Opened:
    """One contribution, read by a guide."""

    contribution: Contribution
    who: Who
    said: Sequence[Said]
    carried: Sequence[Carried]
    entrance: str
    group: str
    has_reach: bool
    asked: Asked | None = None
    words: str = field(default="", repr=False)
    """Everything that the holder said, as one text."""
    approvals: Sequence[Approval] = field(default=())
    """The quotes of it, and how far each is on its way to others."""


def contributions(actor: Actor) -> QuerySet[Contribution]:
    """What came in for the programme; nothing for who may not read it."""
    if not sees(Data.CONTRIBUTION, actor.roles):
        return Contribution.objects.none()
    return Contribution.objects.filter(workspace_id=actor.tenant, programme_id=actor.programme_id)


def access_contribution(actor: Actor, contribution_id: UUID) -> Contribution:
    """One contribution of the programme, or Http404."""
    found = contributions(actor).filter(pk=contribution_id).first()
    if found is None:
        raise Http404
    return found


def access_message(actor: Actor, contribution: Contribution, message_id: UUID) -> Message:
    """One message of a thread, or Http404."""
    rows = Message.objects.filter(workspace_id=actor.tenant, contribution_id=contribution.pk)
    found = rows.filter(pk=message_id).first()
    if found is None:
        raise Http404
    return found


def waiting_count(actor: Actor) -> int:
    """How many contributions wait for a guide."""
    return contributions(actor).filter(waits=True).count()


def inbox_page(actor: Actor, vault: OpenVault | None, *, waits: bool, after: str = "") -> InboxPage:
    """What waits, or everything: latest day first. Within a day the order tells nothing."""
    rows = contributions(actor)
    if waits:
        rows = rows.filter(waits=True)
    mark = _read_mark(after)
    if mark is not None:
        day, key = mark
        rows = rows.filter(Q(came_on__lt=day) | Q(came_on=day, pk__gt=key))
    found = list(rows.order_by("-came_on", "pk")[: PAGE + 1])
    more, found = len(found) > PAGE, found[:PAGE]
    last = f"{found[-1].came_on.isoformat()}~{found[-1].pk}" if more else ""
    return InboxPage(_rows(actor, vault, found), last)


def open_contribution(actor: Actor, vault: OpenVault, contribution: Contribution) -> Opened:
    """Everything in one thread. Raises `Sealed` when the key was not shared with this reader."""
    who = who_spoke(actor, vault, contribution)
    said = said_to_guides(actor, vault, contribution)
    doors = Entrance.objects.filter(workspace_id=actor.tenant, pk=who.entrance)
    keys = [who.group] if who.group else []
    groups = Group.objects.filter(workspace_id=actor.tenant, pk__in=keys)
    return Opened(
        contribution=contribution,
        who=who,
        said=[one for one in said if one.content.text],
        carried=carried(actor, voices_in(said), quotes_in(said)),
        asked=asked_in(said),
        approvals=approvals_in(actor, said),
        entrance=doors.values_list("name", flat=True).first() or "",
        group=groups.values_list("name", flat=True).first() or "",
        has_reach=contribution.reach is not None,
        words=own_words(said),
    )


def own_words(said: Sequence[Said]) -> str:
    """Everything that the holder said, as the one text that passages are quoted from."""
    return "\n".join(one.content.text for one in said if not one.from_guide and one.content.text)


def who_spoke(actor: Actor, vault: OpenVault, contribution: Contribution) -> Who:
    """Who spoke. Raises `Sealed` or `Tampered`."""
    sealed = bytes(contribution.sealed)
    return read_who(
        unseal_for_programme(vault, actor, sealed, row=contribution.pk, field=WHO_FIELD)
    )


def reach_of(actor: Actor, vault: OpenVault, contribution: Contribution) -> Reach | None:
    """Where the mail goes; None when nobody can be reached so. Raises `Sealed` or `Tampered`."""
    if contribution.reach is None:
        return None
    sealed = bytes(contribution.reach)
    return read_reach(
        unseal_for_programme(vault, actor, sealed, row=contribution.pk, field=REACH_FIELD)
    )


def said_to_guides(actor: Actor, vault: OpenVault, contribution: Contribution) -> list[Said]:
    """The messages of one thread in their order. Raises `Sealed` or `Tampered`."""
    rows = Message.objects.filter(workspace_id=actor.tenant, contribution_id=contribution.pk)
    return [_said(actor, vault, row) for row in rows.order_by("number")]


def due_links(actor: Actor, limit: int) -> list[Contribution]:
    """Contributions whose first mail is still to leave."""
    return list(contributions(actor).filter(link_due=True)[:limit])


def unspread_answers(actor: Actor, limit: int) -> list[Answer]:
    """Answers of which the mails were not made yet, on concerns that are answered now."""
    spread = AnswerSpread.objects.filter(workspace_id=actor.tenant).values("answer_id")
    rows = Answer.objects.filter(
        workspace_id=actor.tenant,
        concern__programme_id=actor.programme_id,
        concern__state__in=["answered", "delivered"],
    ).exclude(pk__in=spread)
    return list(rows.select_related("concern").order_by("pk")[:limit])


def contributions_behind(actor: Actor, vault: OpenVault, concern: Concern) -> list[Contribution]:
    """The contributions whose voices carry a concern; none while their key was not shared."""
    try:
        keys = {who.quote for who in open_voices(actor, vault, concern) if who.quote}
    except (Sealed, Tampered):
        return []
    return list(contributions(actor).filter(pk__in=keys)) if keys else []


def _said(actor: Actor, vault: OpenVault, row: Message) -> Said:
    sealed = bytes(row.for_guides)
    plain = unseal_for_programme(vault, actor, sealed, row=row.pk, field=WORDS_FIELD)
    content = read_content(plain)
    return Said(row.pk, row.number, row.on, row.from_guide, content, row.redacted_on is not None)


def _rows(actor: Actor, vault: OpenVault | None, found: Sequence[Contribution]) -> list[InboxRow]:
    whos = _whos(actor, vault, found)
    texts = _first_words(actor, vault, found) if whos else {}
    doors = dict(
        Entrance.objects.filter(
            workspace_id=actor.tenant, pk__in={who.entrance for who in whos.values()}
        ).values_list("pk", "name")
    ) if whos else {}  # fmt: skip
    alike = Counter(texts.values())
    return [
        InboxRow(
            id=row.pk,
            way=row.way,
            way_label=row.get_way_display(),
            came_on=row.came_on,
            waits=row.waits,
            text=_shortened(texts.get(row.pk, "")),
            who=whos[row.pk].name if row.pk in whos else "",
            entrance=doors.get(whos[row.pk].entrance, "") if row.pk in whos else "",
            same=alike[texts[row.pk]] - 1 if row.pk in texts else 0,
        )
        for row in found
    ]


def _whos(actor: Actor, vault: OpenVault | None, found: Sequence[Contribution]) -> dict[UUID, Who]:
    if vault is None:
        return {}
    try:
        return {row.pk: who_spoke(actor, vault, row) for row in found}
    except Sealed:
        return {}


def _first_words(
    actor: Actor, vault: OpenVault | None, found: Sequence[Contribution]
) -> dict[UUID, str]:
    if vault is None:
        return {}
    rows = Message.objects.filter(
        workspace_id=actor.tenant, contribution_id__in=[row.pk for row in found], number=1
    )
    return {row.contribution_id: _said(actor, vault, row).content.text for row in rows}


def _shortened(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= SHORT else f"{words[:SHORT].rstrip()}…"


def _read_mark(text: str) -> tuple[dt.date, UUID] | None:
    """The day and key of a mark; None for what is none."""
    day, _tilde, key = text.partition("~")
    try:
        return dt.date.fromisoformat(day), UUID(key)
    except ValueError:
        return None


def mails_waiting(actor: Actor) -> bool:
    """Whether mails wait for an open vault."""
    return bool(due_links(actor, 1)) or bool(unspread_answers(actor, 1))


def has_doors(actor: Actor) -> bool:
    """Whether anybody can speak here at all."""
    rows = Entrance.objects.filter(workspace_id=actor.tenant, programme_id=actor.programme_id)
    return rows.exists()


def threads_of(
    actor: Actor, vault: OpenVault, found: Sequence[Contribution]
) -> dict[UUID, list[Said]]:
    """The messages of many threads, each in its order, with one statement."""
    rows = Message.objects.filter(
        workspace_id=actor.tenant, contribution_id__in=[row.pk for row in found]
    )
    threads: dict[UUID, list[Said]] = {row.pk: [] for row in found}
    for row in rows.order_by("number"):
        threads[row.contribution_id].append(_said(actor, vault, row))
    return threads


def rows_behind(actor: Actor, vault: OpenVault, concern: Concern) -> list[InboxRow]:
    """The contributions behind one concern, as rows: what was quoted for it, else how it began."""
    found = contributions_behind(actor, vault, concern)[:PAGE]
    quoted = {
        key: _quoted_for(actor, concern, said)
        for key, said in threads_of(actor, vault, found).items()
    }
    return [
        replace(row, text=_shortened(quoted[row.id])) if quoted[row.id] else row
        for row in _rows(actor, vault, found)
    ]


def _quoted_for(actor: Actor, concern: Concern, said: Sequence[Said]) -> str:
    """What was quoted from a thread for this concern."""
    quotes = quotes_in(said)
    if not quotes:
        return ""
    here = {one.voice for one in carried(actor, voices_in(said)) if one.concern == concern.pk}
    return " … ".join(words for voice, each in quotes.items() if voice in here for words in each)
