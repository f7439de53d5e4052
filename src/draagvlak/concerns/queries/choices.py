"""What can be chosen: owners, groups, causes, and concerns that resemble some words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from draagvlak.concerns.models import Cause, Concern
from draagvlak.concerns.queries.access import visible_causes, visible_concerns
from draagvlak.concerns.queries.words import title_key
from draagvlak.core import search
from draagvlak.core.policy import Role
from draagvlak.lib.similar import most_similar
from draagvlak.organisations.models import Group, Person
from draagvlak.programmes.models import Membership

if TYPE_CHECKING:
    from draagvlak.core.actor import Actor

KIND_CONCERN = "concern"
KIND_CAUSE = "cause"
CANDIDATES = 200
MANY = 500
PEOPLE = 20
LONGEST_NAME = 200


@dataclass(frozen=True)
class Choice:
    """One option of a list to choose from."""

    id: UUID
    label: str


@dataclass(frozen=True)
class Similar:
    """A concern that resembles some words; `score` from 0 (nothing in common) to 1 (the same)."""

    concern: Concern
    score: float


def owner_choices(actor: Actor) -> list[Choice]:
    """Everybody who takes part in the programme, once, with what they are to it."""
    order = {role: place for place, role in enumerate(Role)}
    rows = sorted(
        Membership.objects.present()
        .filter(workspace_id=actor.tenant, programme_id=actor.programme_id)
        .values_list("pk", "user_id", "user__name", "role"),
        key=lambda row: (title_key(row[2]), row[1], order[Role(row[3])]),
    )
    seen: set[UUID] = set()
    choices = []
    for pk, user_id, name, role in rows:
        if user_id not in seen:
            seen.add(user_id)
            choices.append(Choice(pk, f"{name} ({Role(role).label})"))
    return choices


def group_choices(actor: Actor) -> list[Choice]:
    """The groups of the workspace, by name."""
    rows = Group.objects.filter(workspace_id=actor.tenant).values_list("pk", "name")
    return [Choice(pk, name) for pk, name in sorted(rows, key=lambda row: title_key(row[1]))]


def cause_choices(actor: Actor, without: Concern | None = None) -> list[Choice]:
    """The causes of the programme, by title; leaving out those of one concern."""
    rows = visible_causes(actor)
    if without is not None:
        rows = rows.exclude(
            pk__in=Cause.objects.filter(
                workspace_id=actor.tenant,
                concern_links__workspace_id=actor.tenant,
                concern_links__concern_id=without.pk,
            ).values("pk")
        )
    found = rows.values_list("pk", "title")
    return [Choice(pk, title) for pk, title in sorted(found, key=lambda row: title_key(row[1]))]


def people_choices(actor: Actor, words: str, chosen: str = "") -> list[Choice]:
    """At most twenty people whose name holds the words, and the one who was chosen already."""
    people = Person.objects.filter(workspace_id=actor.tenant).present()
    words = words.replace("\0", "")[:LONGEST_NAME]
    key = title_key(words)
    found = people.filter(sort_key__contains=key) | people.filter(name__icontains=words.strip())
    rows = list(found.order_by("sort_key", "pk")[:PEOPLE] if key else [])
    if chosen:
        rows += [person for person in people.filter(pk=key_of(chosen)) if person not in rows]
    return [
        Choice(person.pk, f"{person.name}, {person.function}" if person.function else person.name)
        for person in rows
    ]


def key_of(text: str) -> UUID:
    """The key in a text; a text that is no key is found nowhere."""
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)


def concern_choices(actor: Actor, limit: int = MANY) -> list[Choice]:
    """The concerns of the programme that are not in the archive, by title."""
    rows = (
        visible_concerns(actor)
        .filter(archived_at=None)
        .order_by("title_key", "pk")
        .values_list("pk", "title")[:limit]
    )
    return [Choice(pk, title) for pk, title in rows]


def similar_concerns(actor: Actor, text: str, limit: int = 5) -> list[Similar]:
    """The concerns that resemble a text most: candidates from search, scored by their words."""
    ids = search.candidates(actor, text, kind=KIND_CONCERN, limit=CANDIDATES)
    if not ids:
        return []
    rows = list(visible_concerns(actor).filter(pk__in=ids, archived_at=None).order_by("pk"))
    texts = [f"{row.title}. {row.description}" for row in rows]
    best = most_similar(text, texts, limit)
    return [Similar(rows[place], score) for place, score in best]
