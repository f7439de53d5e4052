"""What happens in the background: checking a large file, bringing it in, forgetting old ones."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import OperationalError

from draagvlak.core.actor import SYSTEM, Actor, WorkspaceRef
from draagvlak.core.gate import PLACES
from draagvlak.core.models import Workspace
from draagvlak.core.outbox import TOPICS
from draagvlak.core.verdict import Refused
from draagvlak.lib.table_file import TableError
from draagvlak.organisations.commands import (
    apply_import,
    keep_checked,
    refuse_import,
    stop_import,
)
from draagvlak.organisations.commands.imports import TOPIC
from draagvlak.organisations.commands.staging import CHECK_TOPIC, mapping_for
from draagvlak.organisations.imports.reading import (
    check_people,
    checked_people,
    read_file,
    tell_progress,
)
from draagvlak.organisations.imports.staged import (
    mapping_of,
    open_report,
    open_table_of,
    open_upload,
)
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


def check(payload: Mapping[str, str]) -> None:
    """Read and check a large file, or its rows again after a repair; tells how far it is."""
    space = Workspace.objects.filter(slug=payload["place"]).first()
    if space is None:
        return
    staged = PeopleImport.objects.filter(
        workspace_id=space.pk, pk=UUID(payload["import"]), state=PeopleImport.State.CHECKING
    ).first()
    if staged is None:
        return
    actor = _actor(payload)
    try:
        if actor is None:
            raise Refused  # noqa: TRY301 they left the workspace: the same way out
        _read_and_check(payload, actor, staged)
    except OperationalError:  # the database is busy: the outbox tries again
        raise
    except TableError as error:
        refuse_import(by=_system(space), staged=staged, error=error)
    except Refused:
        stop_import(by=_system(space), staged=staged)
    except Exception:
        stop_import(by=_system(space), staged=staged)
        raise


def _read_and_check(payload: Mapping[str, str], actor: Actor, staged: PeopleImport) -> None:
    """From the file when it was not read yet or a wish says how, else from the rows."""
    report = open_report(staged)
    if staged.staged and "sheet" not in payload:
        table, mapping = open_table_of(staged), mapping_of(staged)
    else:
        row = payload.get("header_row")
        table = read_file(
            open_upload(staged),
            staged.filename,
            sheet=payload.get("sheet") or None,
            header_row=int(row) if row else None,
        )
        mapping, _known = mapping_for(staged, table)
        report = replace(report, repairs=[])
    rows = PeopleImport.objects.filter(workspace_id=staged.workspace_id, pk=staged.pk)
    rows.update(row_count=len(table.rows))
    checked = check_people(table, mapping, report.repairs, partial(tell_progress, staged))
    keep_checked(by=actor, staged=staged, table=table, mapping=mapping, checked=checked)


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
TOPICS.register(CHECK_TOPIC, check)
