"""What happens in the background: checking a large file, bringing it in, forgetting old ones."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, replace
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
    from collections.abc import Iterator, Mapping


def bring_in(payload: Mapping[str, str]) -> None:
    """Apply a promised import as the person who asked for it, with the roles they have now.

    It may run twice: an import that is no longer at work is left alone. When it cannot be done,
    nothing is stored and its page says so.
    """
    with _promised(payload, PeopleImport.State.APPLYING) as work:
        if work is not None:
            checked = checked_people(work.staged)
            tell_progress(work.staged, len(checked.people))
            apply_import(by=work.asker(), staged=work.staged, checked=checked)


def check(payload: Mapping[str, str]) -> None:
    """Read and check a large file, or its rows again after a repair; tells how far it is."""
    with _promised(payload, PeopleImport.State.CHECKING) as work:
        if work is not None:
            try:
                _read_and_check(payload, work.asker(), work.staged)
            except TableError as error:
                refuse_import(by=work.system, staged=work.staged, error=error)


@dataclass(frozen=True)
class _Work:
    """A promised import, whoever asked for it (None: they left), and who puts it back."""

    staged: PeopleImport
    actor: Actor | None
    system: Actor

    def asker(self) -> Actor:
        """Who asked for it. They left the workspace: `Refused`."""
        if self.actor is None:
            raise Refused
        return self.actor


@contextmanager
def _promised(payload: Mapping[str, str], state: PeopleImport.State) -> Iterator[_Work | None]:
    """The import that is at work; None when it no longer is. What fails is stopped, and told."""
    space = Workspace.objects.filter(slug=payload["place"]).first()
    rows = PeopleImport.objects.filter(pk=UUID(payload["import"]), state=state)
    staged = rows.filter(workspace_id=space.pk).first() if space is not None else None
    if space is None or staged is None:
        yield None
        return
    system = _system(space)
    try:
        yield _Work(staged, _actor(payload), system)
    except OperationalError:  # the database is busy: the outbox tries again
        raise
    except Refused:
        stop_import(by=system, staged=staged)
    except Exception:
        stop_import(by=system, staged=staged)
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
