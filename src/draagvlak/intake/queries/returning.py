"""What taking back an act on the intake would come to, for many acts at once."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from draagvlak.core.returning import Edited, texts_of
from draagvlak.core.undo import Outlook
from draagvlak.core.verdict import YES, no
from draagvlak.intake.models import Document, EarlierChange, Term
from draagvlak.intake.queries.lists import (
    LISTS,
    documents_of,
    earlier_of,
    kind_of,
    terms_by_word,
    terms_of,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from draagvlak.core.actor import Actor
    from draagvlak.core.returning import Texts
    from draagvlak.intake.queries.lists import Entry

DOCUMENTS: Edited[Document] = Edited(
    lambda actor: documents_of(actor).filter(removed_at=None),
    {
        "title": gettext_lazy("the title"),
        "kind": gettext_lazy("the kind"),
        "link": gettext_lazy("the link"),
        "attachment": gettext_lazy("the file"),
        "why": gettext_lazy("why it matters"),
        "note": gettext_lazy("the note"),
    },
    together=[frozenset({"link", "attachment"})],
)
TERMS: Edited[Term] = Edited(
    lambda actor: terms_of(actor).filter(removed_at=None),
    {
        "word": gettext_lazy("the word"),
        "meaning": gettext_lazy("the meaning"),
        "said_by": gettext_lazy("who says so"),
        "used_in": gettext_lazy("where it is used"),
    },
)
EARLIER: Edited[EarlierChange] = Edited(
    lambda actor: earlier_of(actor).filter(removed_at=None),
    {
        "what": gettext_lazy("what changed"),
        "year": gettext_lazy("the year"),
        "for_whom": gettext_lazy("for whom"),
        "outcome": gettext_lazy("how it ended"),
        "how": gettext_lazy("how it went"),
        "still_said": gettext_lazy("what is still said"),
        "lesson": gettext_lazy("the lesson"),
    },
)


def before_of(entry: Entry) -> Texts:
    """A row as it is stored, before it is changed."""
    names = _edited(kind_of(entry)).names
    rows = type(entry)._default_manager.filter(workspace_id=entry.workspace_id)
    return texts_of(rows.get(pk=entry.pk), names)


def kept_edit(before: Texts, entry: Entry) -> str:
    """What the way back needs of an edit: the kind, and what changed."""
    if isinstance(entry, Document):
        kept = DOCUMENTS.kept(before, entry)
    elif isinstance(entry, Term):
        kept = TERMS.kept(before, entry)
    else:
        kept = EARLIER.kept(before, entry)
    return f"{kind_of(entry)}:{kept}"


def look_at_edits(actor: Actor, kept: Sequence[str]) -> list[Outlook]:
    """What was changed since stays; statements grow with the kinds of rows, not with the acts."""
    found: dict[int, Outlook] = {}
    for kind in LISTS:
        acts = [(place, each) for place, each in enumerate(kept) if each.startswith(f"{kind}:")]
        if acts:
            texts = [each.partition(":")[2] for _place, each in acts]
            looked = _edited(kind).look(actor, texts)
            found |= {place: look for (place, _each), look in zip(acts, looked, strict=True)}
    return [found[place] for place in range(len(kept))]


def returning(actor: Actor, kept: str) -> list[tuple[Entry, dict[str, object]]]:
    """The row of an edit that gets something back, with the columns to write."""
    kind, _sign, texts = kept.partition(":")
    return list(_edited(kind).returning(actor, texts))


def _edited(kind: str) -> Edited[Document] | Edited[Term] | Edited[EarlierChange]:
    if kind == "document":
        return DOCUMENTS
    return TERMS if kind == "term" else EARLIER


def keep(entries: Sequence[Entry]) -> str:
    """The keys that the way back needs: rows of one list."""
    kind = kind_of(entries[0])
    return json.dumps({"kind": kind, "rows": [str(each.pk) for each in entries]})


def kept_rows(kept: str) -> tuple[str, list[UUID]]:
    """What `keep` wrote."""
    found: Mapping[str, str | list[str]] = json.loads(kept)
    return str(found["kind"]), [UUID(each) for each in found["rows"]]


def look_at_removed(actor: Actor, kept: Sequence[str]) -> list[Outlook]:
    """Whether each still is away, and its word was not written down anew (three statements)."""
    gone = no(_("This was changed since, so it cannot be taken back from here."))
    keys = [kept_rows(each) for each in kept]
    ids = [key for _kind, rows in keys for key in rows]
    away = set(documents_of(actor).filter(pk__in=ids, removed_at__isnull=False).values_list("pk"))
    away |= set(earlier_of(actor).filter(pk__in=ids, removed_at__isnull=False).values_list("pk"))
    terms = terms_of(actor).filter(pk__in=ids, removed_at__isnull=False)
    words = dict(terms.values_list("pk", "folded"))
    taken = terms_by_word(actor, list(words.values()))
    away |= {(key,) for key, word in words.items() if word not in taken}
    return [Outlook(YES if (rows[0],) in away else gone) for _kind, rows in keys]


def look_at_added(actor: Actor, kept: Sequence[str]) -> list[Outlook]:
    """Whether some of each list still stand as they came in."""
    gone = no(_("This was changed since, so it cannot be taken back from here."))
    keys = [rows for _kind, rows in map(kept_rows, kept)]
    ids = [key for rows in keys for key in rows]
    standing = dict(
        terms_of(actor).filter(pk__in=ids, removed_at=None).values_list("pk", "version")
    )
    found = []
    for rows in keys:
        stays = [key for key in rows if standing.get(key) != 1]
        words = [_("What was changed since stays.")] if stays else []
        found.append(Outlook(YES if len(stays) < len(rows) else gone, words))
    return found
