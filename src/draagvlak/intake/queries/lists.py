"""What was gathered in an intake, and who sees it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeVar
from uuid import UUID

from django.db.models import Q
from django.http import Http404
from django.utils.translation import gettext as _

from draagvlak.core.policy import GUIDES, Data, sees
from draagvlak.core.registry import Registry
from draagvlak.core.thread import Node
from draagvlak.core.web import to
from draagvlak.intake.models import Document, EarlierChange, Term
from draagvlak.programmes.queries import access_programme, who_is_who

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

    from draagvlak.core.actor import Actor
    from draagvlak.programmes.models import Programme

T = TypeVar("T")
Entry = Document | Term | EarlierChange
SHOWN = 50
FEW = 12
LISTS = {"document": "document_list", "term": "term_list", "earlier": "earlier_list"}


@dataclass(frozen=True)
class Ask:
    """Where a question for a conversation is made: by POST, with these hidden fields."""

    label: str
    url: str
    field: str
    fields: Sequence[tuple[str, str]] = ()


class AskProvider(Protocol):
    """The way to a question for this actor, or None."""

    def __call__(self, actor: Actor) -> Ask | None: ...


@dataclass(frozen=True)
class Pointer:
    """Somebody, or a group, that is written down elsewhere."""

    name: str
    note: str = ""
    url: str = ""


@dataclass(frozen=True)
class Pointers:
    """The first of those that one part of the product knows, and the way to all."""

    title: str
    people: Sequence[Pointer]
    url: str
    label: str


class WhoProvider(Protocol):
    """Whom one part of the product knows, at most `limit`; None when the actor sees none of it."""

    def __call__(self, actor: Actor, limit: int) -> Pointers | None: ...


ASKS: Registry[AskProvider] = Registry("asks", "Where does a guide put a question to ask?")
WHO: Registry[WhoProvider] = Registry("who", "Who is who in this programme?")


@dataclass(frozen=True)
class EntryRow:
    """One row of a list: the row itself, and the question that it may become."""

    entry: Entry
    question: str


@dataclass(frozen=True)
class EntryPage:
    """One page of a list; `older` is the key to go on after, empty on the last page."""

    rows: Sequence[EntryRow]
    older: str


def kind_of(entry: Entry) -> str:
    """The name of the list that a row stands in."""
    if isinstance(entry, Document):
        return "document"
    return "term" if isinstance(entry, Term) else "earlier"


def data_of(kind: str) -> Data:
    """What one has to see for it: earlier changes are for guides alone."""
    return Data.EARLIER if kind == "earlier" else Data.INTAKE


def access_here(actor: Actor) -> Programme:
    """The programme of this intake, or Http404."""
    return access_programme(actor)


def documents_of(actor: Actor) -> QuerySet[Document]:
    """Every document of this programme that the actor sees, removed ones too."""
    rows = Document.objects.filter(workspace_id=actor.tenant, programme_id=actor.programme_id)
    return rows if sees(Data.INTAKE, actor.roles) else rows.none()


def terms_of(actor: Actor) -> QuerySet[Term]:
    """Every word of the jargon list that the actor sees, removed ones too."""
    rows = Term.objects.filter(workspace_id=actor.tenant, programme_id=actor.programme_id)
    return rows if sees(Data.INTAKE, actor.roles) else rows.none()


def earlier_of(actor: Actor) -> QuerySet[EarlierChange]:
    """Every earlier change that the actor sees, removed ones too."""
    rows = EarlierChange.objects.filter(workspace_id=actor.tenant, programme_id=actor.programme_id)
    return rows if sees(Data.EARLIER, actor.roles) else rows.none()


def access_document(actor: Actor, document_id: UUID) -> Document:
    """A document that stands, with its file; or Http404."""
    rows = documents_of(actor).select_related("attachment").filter(removed_at=None)
    return _only(rows.filter(pk=document_id).first())


def access_entry(actor: Actor, kind: str, entry_id: UUID, *, removed: bool = False) -> Entry:
    """One row of a list; Http404 for an outsider, and for one that is (not) removed."""
    away = {"pk": entry_id, "removed_at__isnull": not removed}
    if kind == "document":
        return _only(documents_of(actor).select_related("attachment").filter(**away).first())
    if kind == "term":
        return _only(terms_of(actor).filter(**away).first())
    return _only(earlier_of(actor).filter(**away).first())


def _only(found: T | None) -> T:
    if found is None:
        raise Http404
    return found


def document_page(actor: Actor, after: str, at: str = "") -> EntryPage:
    """Documents: the newest first; `at`: the page that begins with that one."""
    rows = documents_of(actor).filter(removed_at=None).select_related("attachment")
    mark, begin = _key(after), _key(at)
    if begin is not None:
        rows = rows.filter(pk__lte=begin)
    elif mark is not None:
        rows = rows.filter(pk__lt=mark)
    return _page(list(rows.order_by("-pk")[: SHOWN + 1]))


def term_page(actor: Actor, after: str, at: str = "") -> EntryPage:
    """Words, by the alphabet; `at`: the page that begins with that one."""
    rows = terms_of(actor).filter(removed_at=None)
    key = _key(at or after)
    mark = terms_of(actor).filter(pk=key).first() if key is not None else None
    if mark is not None:
        rows = rows.filter(**{"folded__gte" if at else "folded__gt": mark.folded})
    return _page(list(rows.order_by("folded", "pk")[: SHOWN + 1]))


def earlier_page(actor: Actor, after: str, at: str = "") -> EntryPage:
    """Earlier changes: the latest first; `at`: the page that begins with that one."""
    rows = earlier_of(actor).filter(removed_at=None)
    key = _key(at or after)
    mark = earlier_of(actor).filter(pk=key).first() if key is not None else None
    if mark is not None:
        behind = Q(year__lt=mark.year) | Q(year=mark.year, pk__lt=mark.pk)
        rows = rows.filter(behind | Q(pk=mark.pk) if at else behind)
    return _page(list(rows.order_by("-year", "-pk")[: SHOWN + 1]))


def _page(found: Sequence[Entry]) -> EntryPage:
    rows = [EntryRow(each, question_about(each)) for each in found[:SHOWN]]
    return EntryPage(rows, str(rows[-1].entry.pk) if len(found) > SHOWN else "")


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def terms_by_word(actor: Actor, folded: Sequence[str]) -> set[str]:
    """Which of these folded words stand in the list already (one statement)."""
    rows = terms_of(actor).filter(removed_at=None, folded__in=folded)
    return set(rows.values_list("folded", flat=True))


def every_term(actor: Actor) -> list[Term]:
    """The whole jargon list, by the alphabet, to take along."""
    return list(terms_of(actor).filter(removed_at=None).order_by("folded"))


def question_about(entry: Entry) -> str:
    """A first wording of a question, at most 300 characters, that a guide can change."""
    if isinstance(entry, Document):
        return _("What do you notice of “%(name)s” in your work?") % {"name": entry.title}
    if isinstance(entry, Term):
        return _("What do you mean when you say “%(name)s”?") % {"name": entry.word}
    return _("How did you go through “%(name)s”, and what do you want to be different now?") % {
        "name": entry.what
    }


def ask_for(actor: Actor) -> Ask | None:
    """Where this actor makes a question of a row, if anywhere."""
    found = (provider(actor) for provider in ASKS)
    return next((each for each in found if each is not None), None)


def who(actor: Actor) -> list[Pointers]:
    """Everybody whom the product knows here, by the part that knows them."""
    found = (provider(actor, FEW) for provider in WHO)
    return [each for each in found if each is not None]


def members_here(actor: Actor, limit: int) -> Pointers:
    """Who has a role in the programme."""
    people, _count = who_is_who(actor, limit)
    return Pointers(
        _("Who has a role in this programme"),
        [Pointer(each.name, each.role_words) for each in people],
        to(actor, "programmes:member_list"),
        _("See everybody with a role"),
    )


def document_nodes(actor: Actor, ids: Sequence[UUID]) -> dict[UUID, Node]:
    return _nodes(actor, "document", documents_of(actor).filter(pk__in=ids, removed_at=None))


def term_nodes(actor: Actor, ids: Sequence[UUID]) -> dict[UUID, Node]:
    return _nodes(actor, "term", terms_of(actor).filter(pk__in=ids, removed_at=None))


def earlier_nodes(actor: Actor, ids: Sequence[UUID]) -> dict[UUID, Node]:
    return _nodes(actor, "earlier", earlier_of(actor).filter(pk__in=ids, removed_at=None))


def _nodes(
    actor: Actor, kind: str, rows: QuerySet[Document] | QuerySet[Term] | QuerySet[EarlierChange]
) -> dict[UUID, Node]:
    url = to(actor, f"intake:{LISTS[kind]}")
    found: Sequence[Entry] = list(rows)
    return {row.pk: Node(kind, row.pk, str(row), f"{url}#row-{row.pk}") for row in found}


def may_see_notes(actor: Actor) -> bool:
    """Whether the actor reads what guides note for themselves."""
    return actor.has(*GUIDES)
