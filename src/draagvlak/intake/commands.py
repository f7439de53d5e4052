"""What changes an intake."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from django.utils import timezone

from draagvlak.core.audit import record
from draagvlak.core.command import command
from draagvlak.core.storage import attach
from draagvlak.core.undo import leave
from draagvlak.core.versions import save_if_unchanged
from draagvlak.core.web import to
from draagvlak.intake import queries, rules
from draagvlak.intake.models import Document, EarlierChange, ReplacedFile, Term
from draagvlak.lib.fold import fold_key, squeeze

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from draagvlak.core.actor import Actor
    from draagvlak.core.storage import StoredFile
    from draagvlak.intake.queries import Entry


class Draft(Protocol):
    """What was filled in about a row, as its columns."""

    def values(self) -> dict[str, object]: ...


@dataclass(frozen=True)
class DocumentDraft:
    """A link, or a file that was kept. On a change without either, the source stays."""

    title: str
    kind: str
    link: str = ""
    why: str = ""
    note: str = ""
    file: StoredFile | None = None

    def values(self) -> dict[str, object]:
        texts = {"title": self.title.strip(), "kind": self.kind}
        return {**texts, "why": self.why.strip(), "note": self.note.strip()}


@dataclass(frozen=True)
class TermDraft:
    """A word and what it means here."""

    word: str
    meaning: str
    said_by: str = ""
    used_in: str = ""

    def values(self) -> dict[str, object]:
        return {
            "word": squeeze(self.word),
            "folded": fold_key(self.word),
            "meaning": self.meaning.strip(),
            "said_by": self.said_by.strip(),
            "used_in": self.used_in.strip(),
        }


@dataclass(frozen=True)
class EarlierDraft:
    """A change that came before, and how it went."""

    what: str
    year: int
    outcome: str
    for_whom: str = ""
    how: str = ""
    still_said: str = ""
    lesson: str = ""

    def values(self) -> dict[str, object]:
        return {
            "what": self.what.strip(),
            "year": self.year,
            "outcome": self.outcome,
            "for_whom": self.for_whom.strip(),
            "how": self.how.strip(),
            "still_said": self.still_said.strip(),
            "lesson": self.lesson.strip(),
        }


@command
def add_document(*, by: Actor, draft: DocumentDraft, once: str = "") -> Document:
    """Write down something to read: a file or a link."""
    del once
    rules.may_gather(by).demand()
    document = Document.objects.create(
        workspace_id=by.tenant,
        programme_id=by.programme_id,
        **draft.values(),
        **_source(by, draft),
    )
    record("intake.added", by=by, on=document)
    return document


@command
def add_term(*, by: Actor, draft: TermDraft, once: str = "") -> Term:
    """Put a word in the jargon list."""
    del once
    rules.may_keep_word(by, draft.word).demand()
    term = Term.objects.create(
        workspace_id=by.tenant, programme_id=by.programme_id, **draft.values()
    )
    record("intake.added", by=by, on=term)
    return term


@command
def add_earlier(*, by: Actor, draft: EarlierDraft, once: str = "") -> EarlierChange:
    """Write down a change that came before."""
    del once
    rules.may_gather(by).demand()
    earlier = EarlierChange.objects.create(
        workspace_id=by.tenant, programme_id=by.programme_id, **draft.values()
    )
    record("intake.added", by=by, on=earlier)
    return earlier


@command
def edit_entry(*, by: Actor, entry: Entry, draft: Draft, version: int) -> Entry:
    """Change a row. Raises `EditConflict` when somebody else did so first."""
    rules.may_gather(by).demand()
    changes = draft.values()
    if isinstance(entry, Term) and isinstance(draft, TermDraft):
        rules.may_keep_word(by, draft.word, entry).demand()
    before = queries.before_of(entry)
    old = None
    if isinstance(entry, Document) and isinstance(draft, DocumentDraft):
        old = entry.attachment if draft.link or draft.file else None
        changes |= _source(by, draft) if draft.link or draft.file else {}
    entry = save_if_unchanged(entry, expected=version, changes=changes)
    if old is not None and isinstance(entry, Document):
        _set_aside(by, entry, old.pk)
    event = record("intake.edited", by=by, on=entry)
    touches = [entry.pk, old.pk] if old is not None else [entry.pk]
    leave(event, by=by, kept=queries.kept_edit(before, entry), touches=touches)
    return entry


def _set_aside(by: Actor, document: Document, attachment: UUID) -> None:
    """A file that stood here before is kept while it can be put back."""
    ReplacedFile.objects.update_or_create(
        workspace_id=by.tenant,
        attachment_id=attachment,
        defaults={"document_id": document.pk, "replaced_at": timezone.now()},
    )


@command
def mark_read(*, by: Actor, document: Document, read: bool) -> Document:
    """Say that a document was read, or that it still is to be read."""
    rules.may_gather(by).demand()
    document.read_on = timezone.localdate() if read else None
    document.save(update_fields=["read_on"])
    record("intake.document_read", by=by, on=document, daily=True)
    return document


@command
def remove_entry(*, by: Actor, entry: Entry) -> Entry:
    """Take a row away, with a way back of thirty days."""
    rules.may_gather(by).demand()
    entry.removed_at = timezone.now()
    entry.save(update_fields=["removed_at"])
    event = record("intake.removed", by=by, on=entry)
    leave(event, by=by, kept=queries.keep([entry]), touches=[entry.pk])
    return entry


@command
def import_terms(*, by: Actor, drafts: Sequence[TermDraft], once: str = "") -> int:
    """Put the words of a file in the list; words that stand there already stay as they are.

    Gives how many came in.
    """
    del once
    rules.may_import(by, len(drafts)).demand()
    by_word = {fold_key(each.word): each for each in drafts}
    there = queries.terms_by_word(by, list(by_word))
    terms = [
        Term(workspace_id=by.tenant, programme_id=by.programme_id, **draft.values())
        for word, draft in by_word.items()
        if word and word not in there
    ]
    Term.objects.bulk_create(terms)
    on = terms[0] if terms else queries.access_here(by)
    event = record("intake.terms_imported", by=by, on=on)
    if terms:
        leave(event, by=by, kept=queries.keep(terms), touches=[each.pk for each in terms])
    return len(terms)


@command
def put_back_entry(*, by: Actor, kept: str) -> str:
    """The row stands in its list again."""
    kind, rows = queries.kept_rows(kept)
    entry = queries.access_entry(by, kind, rows[0], removed=True)
    rules.may_restore(by, entry).demand()
    entry.removed_at = None
    entry.save(update_fields=["removed_at"])
    record("intake.changed_back", by=by, on=entry)
    return to(by, f"intake:{queries.LISTS[kind]}")


@command
def put_back_edit(*, by: Actor, kept: str) -> str:
    """A row says again what it said; a document has its former file or link."""
    rules.may_gather(by).demand()
    address = to(by, "intake:document_list")
    for entry, back in queries.returning(by, kept):
        if isinstance(entry, Term) and "word" in back:
            word = str(back["word"])
            rules.may_keep_word(by, word, entry).demand()
            back["folded"] = fold_key(word)
        if isinstance(entry, Document) and "attachment_id" in back and entry.attachment_id:
            _set_aside(by, entry, entry.attachment_id)
        save_if_unchanged(entry, expected=entry.version, changes=back)
        record("intake.changed_back", by=by, on=entry)
        address = to(by, f"intake:{queries.LISTS[queries.kind_of(entry)]}")
    return address


@command
def withdraw_terms(*, by: Actor, kept: str) -> str:
    """The words that came in from a file are gone again; what was changed since stays."""
    _kind, keys = queries.kept_rows(kept)
    rules.may_gather(by).demand()
    rows = Term.objects.filter(workspace_id=by.tenant, programme_id=by.programme_id)
    rows.filter(pk__in=keys, removed_at=None, version=1).update(removed_at=timezone.now())
    record("intake.changed_back", by=by, on=queries.access_here(by))
    return to(by, "intake:term_list")


def _source(by: Actor, draft: DocumentDraft) -> dict[str, object]:
    """The columns of where a document is: a new file goes before a link."""
    if draft.file is None:
        return {"link": draft.link, "attachment": None}
    return {"link": "", "attachment": attach(draft.file, programme_id=by.programme_id)}
