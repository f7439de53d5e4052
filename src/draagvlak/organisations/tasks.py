"""What happens in the background: a large import."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import OperationalError

from draagvlak.core.actor import SYSTEM, Actor, WorkspaceRef
from draagvlak.core.gate import PLACES
from draagvlak.core.models import Workspace
from draagvlak.core.outbox import TOPICS
from draagvlak.core.verdict import Refused
from draagvlak.organisations.commands import apply_import, stop_import
from draagvlak.organisations.commands.imports import TOPIC
from draagvlak.organisations.imports.reading import checked_people, tell_progress
from draagvlak.organisations.models import PeopleImport

if TYPE_CHECKING:
    from collections.abc import Mapping


def bring_in(payload: Mapping[str, str]) -> None:
    """Apply a promised import as the person who asked for it, with the roles they have now.

    It may run twice: an import that is no longer at work is left alone. When it cannot be done,
    nothing is stored and its page says so.
    """
    space = Workspace.objects.filter(slug=payload["place"]).first()
    if space is None:
        return
    staged = PeopleImport.objects.filter(
        workspace_id=space.pk, pk=UUID(payload["import"]), state=PeopleImport.State.APPLYING
    ).first()
    if staged is None:
        return
    actor = _actor(payload)
    try:
        if actor is None:
            raise Refused  # noqa: TRY301 they left the workspace: the same way out
        checked = checked_people(staged)
        tell_progress(staged, len(checked.people))
        apply_import(by=actor, staged=staged, checked=checked)
    except OperationalError:  # the database is busy: the outbox tries again
        raise
    except Refused:
        stop_import(by=_system(space), staged=staged)
    except Exception:
        stop_import(by=_system(space), staged=staged)
        raise


def _actor(payload: Mapping[str, str]) -> Actor | None:
    user = UUID(payload["user"])
    for finder in PLACES:
        actor = finder(user_id=user, name="", workspace=payload["place"], programme=None)
        if actor is not None:
            return actor
    return None


def _system(space: Workspace) -> Actor:
    place = WorkspaceRef(space.pk, space.slug, space.name, space.is_demo)
    return replace(SYSTEM, workspace=place)


TOPICS.register(TOPIC, bring_in)
