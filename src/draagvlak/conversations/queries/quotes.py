"""Sealed quotes, for who has the vault open. What cannot be opened is not shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.http import Http404

from draagvlak.concerns.models import Concern
from draagvlak.concerns.queries import merged_ids
from draagvlak.conversations.models import Conversation, RawQuote, ReleasedQuote
from draagvlak.conversations.queries.content import QuoteContent, read_content
from draagvlak.conversations.states import Consent, QuoteKind, ReleaseState
from draagvlak.lib.anchor import locate
from draagvlak.organisations.models import GroupMember, Person
from draagvlak.vault.queries import Sealed, load_keys, unseal

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.db.models import QuerySet

    from draagvlak.core.actor import Actor
    from draagvlak.core.reader import OpenVault
    from draagvlak.vault.models import Box

QUOTE = "conversations.rawquote.sealed"


@dataclass(frozen=True)
class OpenQuote:
    """A quote as its reader sees it. Its words are never shown in a log (`repr`).

    `place` is where its words stand now in the note: (start, end) in code points, or None when
    they stand there no more.
    """

    row: RawQuote
    content: QuoteContent
    speaker: str
    concern: str
    state: ReleaseState
    conversation: str
    place: tuple[int, int] | None = None

    def __repr__(self) -> str:
        return f"OpenQuote({self.row.pk})"

    @property
    def id(self) -> UUID:
        return self.row.pk

    @property
    def kind_label(self) -> str:
        return str(QuoteKind(self.content.kind).label)

    @property
    def start(self) -> int:
        """Where its words begin, for `<quote-text>`."""
        return self.place[0] if self.place else 0

    @property
    def end(self) -> int:
        """Where its words end."""
        return self.place[1] if self.place else 0


def access_quote(actor: Actor, conversation: Conversation, quote_id: UUID) -> RawQuote:
    """One standing quote of a conversation, or Http404. It stays sealed."""
    rows = _rows(actor).filter(conversation_id=conversation.pk, deleted_on=None)
    return _one(rows.select_related("conversation__box"), quote_id)


def access_any_quote(actor: Actor, quote_id: UUID) -> RawQuote:
    """One standing quote of the programme with its conversation, or Http404."""
    rows = _rows(actor).filter(deleted_on=None)
    return _one(rows.select_related("conversation__box"), quote_id)


def chosen_quotes(
    actor: Actor, vault: OpenVault, chosen: Iterable[str]
) -> tuple[list[RawQuote], list[UUID]]:
    """The quotes of conversations that a form names, and the keys that it names beside those."""
    keys = {key for key in (_read_key(one) for one in chosen) if key is not None}
    found = [one.row for one in quotes_in_sight(actor, vault) if one.id in keys]
    return found, sorted(keys - {row.pk for row in found})


def access_removed_quote(actor: Actor, conversation: Conversation, quote_id: UUID) -> RawQuote:
    """One removed quote that can still be put back, or Http404."""
    rows = _rows(actor).filter(conversation_id=conversation.pk, deleted_on__isnull=False)
    return _one(rows, quote_id)


def open_content(vault: OpenVault, box: Box | None, row: RawQuote) -> QuoteContent:
    """What stands in a quote. Raises `Sealed` without a key, `Tampered` when it does not open."""
    if box is None:
        raise Sealed
    return read_content(unseal(vault, box, bytes(row.sealed), row=row.pk, field=QUOTE))


def quotes_of(
    actor: Actor, vault: OpenVault, conversation: Conversation, *, note: UUID, text: str
) -> list[OpenQuote]:
    """The quotes from one note, in the order of its text; those not found in it come last."""
    rows = _rows(actor).filter(conversation_id=conversation.pk, deleted_on=None)
    found = [(row, open_content(vault, conversation.box, row)) for row in rows]
    mine = [(row, content) for row, content in found if content.note == note]
    shown = _shown(actor, [(row, content, conversation) for row, content in mine], text)
    return sorted(shown, key=lambda one: (one.place is None, one.place or (0, 0)))


def quotes_in_sight(actor: Actor, vault: OpenVault) -> list[OpenQuote]:
    """Every quote of the programme that this reader can open, latest conversation first."""
    rows = (
        _rows(actor)
        .filter(deleted_on=None, conversation__workspace_id=actor.tenant)
        .select_related("conversation__box")
        .order_by("-conversation__planned_at", "conversation_id", "id")
    )
    return _shown(actor, list(_opened(vault, rows)))


def quotes_on_concern(actor: Actor, vault: OpenVault, concern_id: UUID) -> list[OpenQuote]:
    """The quotes behind one concern that this reader can open."""
    rows = (
        _rows(actor)
        .filter(deleted_on=None, conversation__workspace_id=actor.tenant)
        .select_related("conversation__box")
        .order_by("-conversation__planned_at", "id")
    )
    same = {concern_id, *merged_ids(actor, concern_id)}
    found = [each for each in _opened(vault, rows) if each[1].concern_id in same]
    return _shown(actor, found)


def shown_one(actor: Actor, row: RawQuote, content: QuoteContent) -> OpenQuote:
    """One opened quote (row with its conversation) with names and titles."""
    return _shown(actor, [(row, content, row.conversation)])[0]


def voices_in_use(actor: Actor, vault: OpenVault, *, but: UUID) -> set[UUID]:
    """The voices that standing quotes stand for, apart from one quote."""
    rows = _rows(actor).filter(deleted_on=None, conversation__workspace_id=actor.tenant)
    found = _opened(vault, rows.exclude(pk=but).select_related("conversation__box"))
    return {content.voice for _row, content, _conversation in found if content.voice}


def release_state(content: QuoteContent, withdrawn: set[UUID]) -> ReleaseState:
    """How far a quote is; `withdrawn` holds the keys of released quotes that were withdrawn."""
    if content.released is not None:
        gone = content.released in withdrawn
        return ReleaseState.WITHDRAWN if gone else ReleaseState.RELEASED
    if content.is_ready:
        return ReleaseState.READY
    if content.approval.consent is Consent.ASKED:
        return ReleaseState.WAITING
    if content.approval.consent is Consent.REFUSED:
        return ReleaseState.REFUSED
    return ReleaseState.RAW


def state_of(actor: Actor, content: QuoteContent) -> ReleaseState:
    """How far one quote is."""
    return release_state(content, _withdrawn(actor, [content]))


def group_of(actor: Actor, person_id: UUID) -> UUID | None:
    """The group that a voice counts for: the person's first group by name."""
    return (
        GroupMember.objects.filter(workspace_id=actor.tenant, person_id=person_id)
        .order_by("group__name")
        .values_list("group_id", flat=True)
        .first()
    )


def is_in_workspace(actor: Actor, person_id: UUID) -> bool:
    """Whether such a person is known here."""
    return Person.objects.filter(workspace_id=actor.tenant, pk=person_id).exists()


def _rows(actor: Actor) -> QuerySet[RawQuote]:
    return RawQuote.objects.filter(
        workspace_id=actor.tenant, conversation__programme_id=actor.programme_id
    )


def _one(rows: QuerySet[RawQuote], quote_id: UUID) -> RawQuote:
    found = rows.filter(pk=quote_id).first()
    if found is None:
        raise Http404
    return found


def _read_key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _opened(
    vault: OpenVault, rows: Iterable[RawQuote]
) -> list[tuple[RawQuote, QuoteContent, Conversation]]:
    """Those that open; the keys of all boxes come with one statement."""
    each = list(rows)
    load_keys(vault, {row.conversation.box_id for row in each if row.conversation.box_id})
    found = []
    for row in each:
        try:
            content = open_content(vault, row.conversation.box, row)
        except Sealed:
            continue
        found.append((row, content, row.conversation))
    return found


def _shown(
    actor: Actor, found: Sequence[tuple[RawQuote, QuoteContent, Conversation]], text: str = ""
) -> list[OpenQuote]:
    """With names and titles: three statements for any number of quotes."""
    contents = [content for _row, content, _conversation in found]
    people = dict(
        Person.objects.filter(
            workspace_id=actor.tenant, pk__in={c.speaker for c in contents if c.speaker}
        ).values_list("pk", "name")
    )
    concerns = dict(
        Concern.objects.filter(
            workspace_id=actor.tenant, pk__in={c.concern_id for c in contents if c.concern_id}
        ).values_list("pk", "title")
    )
    withdrawn = _withdrawn(actor, contents)
    return [
        OpenQuote(
            row,
            content,
            people.get(content.speaker, "") if content.speaker else "",
            concerns.get(content.concern_id, "") if content.concern_id else "",
            release_state(content, withdrawn),
            conversation.title,
            locate(text, content.anchor) if text else None,
        )
        for row, content, conversation in found
    ]


def _withdrawn(actor: Actor, contents: Iterable[QuoteContent]) -> set[UUID]:
    keys = {content.released for content in contents if content.released}
    if not keys:
        return set()
    return set(
        ReleasedQuote.objects.filter(
            workspace_id=actor.tenant, pk__in=keys, withdrawn_on__isnull=False
        ).values_list("pk", flat=True)
    )
