"""What somebody chose, and what there is to tell."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from draagvlak.core.registry import Registry
from draagvlak.notices.models import How, Kind, Mailbox, Preference
from draagvlak.programmes.queries import find_place
from draagvlak.programmes.queries.place import programmes_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence
    from uuid import UUID

    from draagvlak.accounts.models import User
    from draagvlak.core.actor import Actor, WorkspaceRef


@dataclass(frozen=True)
class Line:
    """One thing that a mail tells: in released words, with the address of its page.

    `key` says what it is about, without how late it is: the same keys are the same news.
    """

    kind: Kind
    key: str
    text: str
    url: str


class LineProvider(Protocol):
    """What a digest may tell this actor about their programme since a day."""

    def __call__(self, actor: Actor, since: dt.date) -> Sequence[Line]: ...


class NowProvider(Protocol):
    """The line for a mail at once about one object; None when it is no longer so."""

    def __call__(self, actor: Actor, object_id: UUID) -> Line | None: ...


LINES: Registry[LineProvider] = Registry("notices.lines", "What may a digest tell?")
NOW: Registry[NowProvider] = Registry("notices.now", "What may a mail at once tell?")


@dataclass(frozen=True)
class Section:
    """The news of one programme."""

    programme: str
    workspace: str
    slug: str
    lines: Sequence[Line] = field(default=())


def wishes(workspace_id: UUID, user_id: UUID) -> dict[Kind, How]:
    """How a user wants to hear of each kind here."""
    rows = Preference.objects.filter(workspace_id=workspace_id, user_id=user_id)
    chosen = {Kind(kind): How(how) for kind, how in rows.values_list("kind", "how")}
    return {kind: chosen.get(kind, How.DAILY) for kind in Kind}


def spaces_of(user: User) -> list[WorkspaceRef]:
    """The workspaces in which a user takes part."""
    return list({card.workspace.id: card.workspace for card in programmes_of(user.pk)}.values())


def sections_for(user: User, since: dt.date, space: WorkspaceRef) -> list[Section]:
    """What the digest of a user says about one workspace since a day, per programme."""
    chosen = wishes(space.id, user.pk)
    found = []
    for card in programmes_of(user.pk):
        if card.workspace.id != space.id:
            continue
        actor = find_place(
            user_id=user.pk,
            name=user.name,
            workspace=space.slug,
            programme=card.programme.slug,
        )
        if actor is None:
            continue
        news = [line for provider in LINES for line in provider(actor, since)]
        wanted = [line for line in news if chosen[line.kind] is How.DAILY]
        # what presses most is said first, and said once
        lines = list({line.key: line for line in reversed(wanted)}.values())[::-1]
        if lines:
            found.append(Section(card.programme.name, space.name, space.slug, lines))
    return found


def mark_of_news(sections: Sequence[Section]) -> str:
    """What a digest says, as a mark: equal news is no news."""
    keys = sorted(f"{line.kind}:{line.key}" for one in sections for line in one.lines)
    return hashlib.sha256("\n".join(keys).encode()).hexdigest()


def own_box(actor: Actor) -> Mailbox | None:
    """The mailbox of this actor in this workspace, once something was mailed."""
    rows = Mailbox.objects.filter(workspace_id=actor.tenant, user_id=actor.signed_in_id)
    return rows.order_by("-pk").first()
