"""Asking for a package, making it, giving it away, and bringing one in."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from draagvlak.core.actor import WorkspaceRef
from draagvlak.core.audit import record
from draagvlak.core.command import command
from draagvlak.core.envelope import seal_for_workspace
from draagvlak.core.ids import uuid7
from draagvlak.core.outbox import promise
from draagvlak.core.verdict import no
from draagvlak.lib.codes import new_code
from draagvlak.packages import rules
from draagvlak.packages.mail import ASKED, READY, promise_mails
from draagvlak.packages.models import Package, PackageCode
from draagvlak.packages.packing.bringing import fill
from draagvlak.packages.queries import code_bound, package_path
from draagvlak.programmes.models import Programme

if TYPE_CHECKING:
    from draagvlak.core.actor import Actor
    from draagvlak.core.models import Workspace
    from draagvlak.packages.packing.making import Made
    from draagvlak.packages.packing.reading import Verified

TOPIC = "packages.make"
KEPT_DAYS = 3


@command
def ask_package(*, by: Actor, once: str = "") -> Package:
    """Have everything of the workspace put into one file; a guide of each programme gets a code."""
    del once
    rules.may_ask(by).demand()
    try:
        with transaction.atomic():
            package = Package.objects.create(workspace_id=by.tenant, asked_by_id=by.signed_in_id)
    except IntegrityError:  # two asked at the same moment
        no(_("A package is being made already. Wait until it is ready.")).demand()
        raise
    for programme in Programme.objects.filter(workspace_id=by.tenant).order_by("pk"):
        key = uuid7()
        sealed = seal_for_workspace(by.tenant, new_code().encode(), aad=code_bound(key))
        PackageCode.objects.create(
            id=key,
            workspace_id=by.tenant,
            package=package,
            programme=programme,
            sealed=sealed,
        )
    promise(
        TOPIC,
        {"workspace": str(by.tenant), "package": str(package.pk)},
        workspace_id=by.tenant,
        key=f"{TOPIC}:{package.pk}",
    )
    promise_mails(package, ASKED)
    record("packages.asked", by=by, on=package)
    return package


@command
def finish_package(*, by: Actor, package: Package, made: Made) -> None:
    """The package stands; whoever asked for it gets a mail without content."""
    rules.may_finish(by, package).demand()
    package.state = Package.State.READY
    package.ready_at = timezone.now()
    package.until = timezone.localdate() + dt.timedelta(days=KEPT_DAYS)
    package.rows, package.files = made.rows, made.files
    package.size, package.checksum = made.size, made.checksum
    package.done = package.tables
    package.save()
    promise_mails(package, READY)
    record("packages.made", by=by, on=package)


@command
def stop_package(*, by: Actor, package: Package) -> None:
    """The package could not be made: its page says so, and its codes go."""
    rules.may_finish(by, package).demand()
    _drop(package, Package.State.STOPPED)
    record("packages.stopped", by=by, on=package)


@command
def note_download(*, by: Actor, package: Package) -> None:
    """Somebody takes the file; the trail keeps who and when."""
    rules.may_download(by, package).demand()
    record("packages.downloaded", by=by, on=package)


@command
def remove_package(*, by: Actor, package: Package) -> None:
    """Take the file and its codes away, before their time or because it has come."""
    rules.may_remove(by, package).demand()
    _drop(package, Package.State.REMOVED)
    record("packages.removed", by=by, on=package)


@command
def bring_in(*, by: Actor, package: Verified, slug: str) -> Workspace:
    """Make a workspace of a verified package. Raises `PackageUnusable`; then nothing is stored."""
    rules.may_bring_in(by).demand()
    space = fill(package, slug)
    here = replace(by, workspace=WorkspaceRef(space.pk, space.slug, space.name, space.is_demo))
    record("packages.brought_in", by=here, on=space)
    return space


@command
def note_taken_along(*, by: Actor, space: Workspace) -> None:
    """Whoever runs the installation made a package by command."""
    rules.may_bring_in(by).demand()
    record("packages.taken_along", by=by, on=space, workspace_id=space.pk)


def _drop(package: Package, state: Package.State) -> None:
    package.state = state
    package.save(update_fields=["state"])
    PackageCode.objects.filter(workspace_id=package.workspace_id, package=package).delete()
    path = package_path(package)
    transaction.on_commit(lambda: path.unlink(missing_ok=True))
