"""Bringing a verified package in: everything in one transaction, under the keys of this place."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Final
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.db import DataError, IntegrityError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from draagvlak.accounts.models import User
from draagvlak.core.ids import uuid7
from draagvlak.core.models import Attachment, Workspace
from draagvlak.core.storage import FileRefused, remove_file, write_sealed
from draagvlak.lib.bucket import StoreAway
from draagvlak.packages.models import Arrival
from draagvlak.packages.packing.archive import damaged
from draagvlak.packages.packing.contents import USERS, Table
from draagvlak.packages.packing.reading import Verified, walk
from draagvlak.packages.packing.rows import BATCH, Values, instances, read_row
from draagvlak.packages.packing.trouble import AlreadyHere, PackageUnusable
from draagvlak.packages.queries import trail_mark

if TYPE_CHECKING:
    from collections.abc import Iterator

    from draagvlak.packages.packing.archive import Contents

_LONG: Final = {"organisations.peopleimport": 1}
"""Tables whose rows are stored one by one: each may hold a whole file."""


@dataclass(frozen=True)
class Preview:
    """What would be made here: accounts that are known, accounts to invite, and what stands."""

    known: int
    invited: int
    workspace_here: bool
    slug_taken: bool


def preview(package: Verified, slug: str) -> Preview:
    """What bringing a package in comes to; writes nothing."""
    found = {"known": 0, "invited": 0}

    def take(table: Table, lines: Iterator[bytes]) -> None:
        if table.name != USERS:
            for _line in lines:
                pass
            return
        while batch := [read_row(table, line) for line in islice(lines, BATCH)]:
            known = len(_known([str(row["email"]) for row in batch]))
            found["known"] += known
            found["invited"] += len(batch) - known

    def pass_over(_key: UUID, pieces: Iterator[bytes]) -> None:
        for _piece in pieces:
            pass

    walk(package, take, pass_over)
    return Preview(
        known=found["known"],
        invited=found["invited"],
        workspace_here=Workspace.objects.filter(pk=_key_of(package)).exists(),
        slug_taken=Workspace.objects.filter(slug=slug).exists(),
    )


def fill(package: Verified, slug: str) -> Workspace:
    """Make the workspace with all its rows and files. Belongs in a command, in its transaction.

    Raises `AlreadyHere` or another `PackageUnusable`; then no file of it is left.
    """
    key = _key_of(package)
    _refuse_present(key, slug)
    space = _make_workspace(package.contents, key, slug)
    bringer = _Bringer(space)
    try:
        walk(package, bringer.take_table, bringer.take_file)
        bringer.finish(package)
    except IntegrityError:
        bringer.leave_nothing()
        raise clash() from None
    except DataError:
        bringer.leave_nothing()
        raise damaged() from None
    except BaseException:
        bringer.leave_nothing()
        raise
    return space


class _Bringer:
    """Stores what comes, table after table."""

    def __init__(self, space: Workspace) -> None:
        self._space = space
        self._accounts: dict[UUID, UUID] = {}
        self._written: list[UUID] = []

    def take_table(self, table: Table, lines: Iterator[bytes]) -> None:
        size = _LONG.get(table.name, BATCH)
        while batch := [read_row(table, line) for line in islice(lines, size)]:
            if table.name == USERS:
                self._accounts |= _bring_accounts(batch)
                continue
            rows = instances(table, self._space.pk, batch, self._accounts)
            table.model._default_manager.bulk_create(rows, batch_size=BATCH)

    def take_file(self, key: UUID, pieces: Iterator[bytes]) -> None:
        self._written.append(key)
        try:
            size, checksum = write_sealed(self._space.pk, key, pieces)
        except FileRefused as error:
            raise PackageUnusable(str(error)) from None
        rows = Attachment.objects.filter(workspace_id=self._space.pk, pk=key, checksum="")
        if not rows.update(stored_size=size, checksum=checksum):
            raise damaged()

    def leave_nothing(self) -> None:
        """The rows go with the transaction; the files that were written go here."""
        with suppress(StoreAway):  # without a row the sweep of the night removes them too
            for key in self._written:
                remove_file(self._space.pk, key)

    def finish(self, package: Verified) -> None:
        """Every row of a file has its file; where it came from is written down."""
        if Attachment.objects.filter(workspace_id=self._space.pk, checksum="").exists():
            raise damaged()
        origin = package.contents.origin
        made_at = _moment(origin.made_at)
        before = timezone.localtime(made_at).replace(hour=0, minute=0, second=0, microsecond=0)
        mark = trail_mark(self._space.pk, before)
        Arrival.objects.create(
            workspace_id=self._space.pk,
            made_at=made_at,
            version=origin.version[:40],
            engine=origin.engine[:20],
            checksum=package.sealed.sha256,
            trail_before=before,
            trail_rows=mark.rows,
            trail_mark=mark.mark,
        )


def _bring_accounts(rows: list[Values]) -> dict[UUID, UUID]:
    """Who is known here by e-mail address stays who they are; others come without a password."""
    for row in rows:
        row["email"] = str(row["email"]).strip().lower()
    known = _known([str(row["email"]) for row in rows])
    keys = [key for row in rows if isinstance(key := row["id"], UUID)]
    taken = set(User.objects.filter(pk__in=keys).values_list("pk", flat=True))
    changed: dict[UUID, UUID] = {}
    new = []
    for row in rows:
        key, email = row["id"], str(row["email"])
        if not isinstance(key, UUID):
            raise damaged()
        here = known.get(email)
        if here is None:
            here = uuid7() if key in taken else key
            new.append(User(**{**row, "id": here, "password": make_password(None)}))
        if here != key:
            changed[key] = here
    User.objects.bulk_create(new, batch_size=BATCH)
    return changed


def _known(emails: list[str]) -> dict[str, UUID]:
    wanted = [email.strip().lower() for email in emails]
    return dict(User.objects.filter(email__in=wanted).values_list("email", "pk"))


def _make_workspace(contents: Contents, key: UUID, slug: str) -> Workspace:
    origin = contents.origin
    space = Workspace(
        pk=key, slug=slug, name=origin.name, is_demo=False, created_at=_moment(origin.created_at)
    )
    for name, value in contents.settings.items():
        setattr(space, name, value)
    if not 0 < len(origin.name) <= 120:  # noqa: PLR2004 of the column
        raise damaged()
    space.save(force_insert=True)
    return space


def _refuse_present(key: UUID, slug: str) -> None:
    if Workspace.objects.filter(pk=key).exists():
        raise AlreadyHere(
            _("This workspace stands here already, and nothing is ever merged or overwritten.")
        )
    if Workspace.objects.filter(slug=slug).exists():
        raise AlreadyHere(
            _("Another workspace has the address “%(slug)s”. Choose one with --slug."), slug=slug
        )


def clash() -> AlreadyHere:
    """What is said when the database refuses a row."""
    return AlreadyHere(
        _("Rows of this package stand here already in another workspace, or do not fit together. "
          "Nothing of it was stored.")
    )  # fmt: skip


def _key_of(package: Verified) -> UUID:
    try:
        return UUID(package.contents.origin.id)
    except (ValueError, AttributeError, TypeError):
        raise damaged() from None


def _moment(text: str) -> dt.datetime:
    try:
        found = dt.datetime.fromisoformat(text)
    except (ValueError, TypeError):
        raise damaged() from None
    return found if found.tzinfo else found.replace(tzinfo=dt.UTC)
