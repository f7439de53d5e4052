"""What happens in the background: making packages, and taking old ones away."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import OperationalError, connection, connections
from django.utils import timezone

from draagvlak.core.actor import SYSTEM, Actor, WorkspaceRef
from draagvlak.core.chores import CHORES, Chore
from draagvlak.core.durable import durable_file
from draagvlak.core.envelope import key_for_workspace
from draagvlak.core.outbox import LEASES, TOPICS
from draagvlak.packages import mail
from draagvlak.packages.commands import TOPIC, finish_package, remove_package, stop_package
from draagvlak.packages.models import Package
from draagvlak.packages.packing.archive import Sealing
from draagvlak.packages.packing.making import make_package
from draagvlak.packages.packing.trouble import PackageUnusable
from draagvlak.packages.queries import package_context, package_path, words_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from draagvlak.core.models import Workspace
    from draagvlak.packages.packing.making import Made

LEASE = dt.timedelta(hours=2)


def make(payload: Mapping[str, str]) -> None:
    """Make a promised package. It may run twice: one that is not being made is left alone."""
    package = (
        Package.objects.filter(
            workspace_id=UUID(payload["workspace"]),
            pk=UUID(payload["package"]),
            state=Package.State.MAKING,
        )
        .select_related("workspace")
        .first()
    )
    if package is None:
        return
    actor = _system(package.workspace)
    try:
        made = _make(package)
        finish_package(by=actor, package=package, made=made)
    except OperationalError:  # the database is busy: the outbox tries again
        raise
    except PackageUnusable:
        stop_package(by=actor, package=package)
    except Exception:
        stop_package(by=actor, package=package)
        raise


def remove_old() -> Mapping[str, int | str]:
    """Every night: packages whose days are over go, with their codes; and what never got ready."""
    stuck = Package.objects.filter(
        state=Package.State.MAKING, asked_at__lt=timezone.now() - dt.timedelta(days=1)
    )
    for package in stuck.select_related("workspace").iterator():
        stop_package(by=_system(package.workspace), package=package)
    old = Package.objects.filter(state=Package.State.READY, until__lt=timezone.localdate())
    gone = 0
    for package in old.select_related("workspace").iterator():
        remove_package(by=_system(package.workspace), package=package)
        gone += 1
    return {"removed": gone}


def tell_progress(package: Package, done: int, total: int) -> None:
    """Note how far it is, for the page that waits.

    The rows are read as of one moment on this connection, so it is written on one of its own.
    """
    if connection.in_atomic_block:
        rows = Package.objects.filter(workspace_id=package.workspace_id, pk=package.pk)
        rows.update(done=done, tables=total)
        return
    aside = connections.create_connection(connection.alias)
    as_stored = Package._meta.pk.get_db_prep_value
    try:
        with aside.cursor() as cursor:
            cursor.execute(
                "update packages_package set done = %s, tables = %s "
                "where workspace_id = %s and id = %s",
                [done, total, as_stored(package.workspace_id, aside), as_stored(package.pk, aside)],
            )
    finally:
        aside.close()


def _make(package: Package) -> Made:
    """Sealed under the key of the workspace as long as it lies here."""
    space, path = package.workspace, package_path(package)
    secret = key_for_workspace(space.pk, "packages")

    def tell(done: int, total: int) -> None:
        package.done, package.tables = done, total
        tell_progress(package, done, total)

    with durable_file(path) as file:
        sealing = Sealing(file, secret, package_context(package))
        made = make_package(space, sealing, words_of(package), path.parent, tell)
        sealing.end()
    return made


def _system(space: Workspace) -> Actor:
    place = WorkspaceRef(space.pk, space.slug, space.name, space.is_demo)
    return replace(SYSTEM, workspace=place)


TOPICS.register(TOPIC, make)
TOPICS.register(mail.TOPIC, mail.send)
LEASES[TOPIC] = LEASE
CHORES.register("packages.old", Chore(remove_old), order=20)
