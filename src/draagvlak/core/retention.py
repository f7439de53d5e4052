"""The chores of the plumbing: what it forgets, sweeps and backs up at night."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.sessions.models import Session
from django.utils import timezone

from draagvlak.core import backup, statistics
from draagvlak.core.backup.making import keep_latest
from draagvlak.core.chores import CHORES, SUNDAY, Chore, ChoreFailed
from draagvlak.core.demo_mail import forget_mails
from draagvlak.core.models import OnceKey, OutboxMessage, Workspace
from draagvlak.core.storage import sweep_files
from draagvlak.lib.bucket import StoreAway

if TYPE_CHECKING:
    from collections.abc import Mapping

KEPT_DAYS = 30
_BATCH = 2000


def forget_once_keys() -> Mapping[str, int | str]:
    """A form is not sent again after a month: its key may go."""
    before = timezone.localdate() - dt.timedelta(days=KEPT_DAYS)
    gone = 0
    for space in Workspace.objects.values_list("pk", flat=True):
        old = OnceKey.objects.filter(workspace_id=space, on__lt=before)
        while batch := list(old.values_list("pk", flat=True)[:_BATCH]):
            gone += OnceKey.objects.filter(workspace_id=space, pk__in=batch).delete()[0]
    return {"removed": gone}


def forget_done_messages() -> Mapping[str, int | str]:
    """What was delivered a month ago may go; what failed stays until somebody looks."""
    before = timezone.now() - dt.timedelta(days=KEPT_DAYS)
    old = OutboxMessage.objects.filter(state=OutboxMessage.State.DONE, created_at__lt=before)
    gone = 0
    while batch := list(old.values_list("pk", flat=True)[:_BATCH]):
        gone += OutboxMessage.objects.filter(pk__in=batch).delete()[0]
    return {"removed": gone}


def forget_sessions() -> Mapping[str, int | str]:
    """Sessions that ended."""
    return {"removed": Session.objects.filter(expire_date__lt=timezone.now()).delete()[0]}


def sweep() -> Mapping[str, int | str]:
    """Files that no row knows."""
    try:
        return {"removed": sweep_files()}
    except StoreAway as away:
        raise ChoreFailed(str(away)) from None


def back_up() -> Mapping[str, int | str]:
    """A backup of this night; older ones than asked for go."""
    if not settings.BACKUP_NIGHTLY:
        return {"switched": "off"}
    try:
        made = backup.make_backup(settings.BACKUP_FOLDER, passphrase=settings.BACKUP_PASSPHRASE)
    except backup.BackupUnusable as error:
        raise ChoreFailed(str(error)) from None
    removed = keep_latest(settings.BACKUP_FOLDER, settings.BACKUP_KEEP)
    return {"file": made.name, "bytes": made.stat().st_size, "removed": removed}


def try_latest_backup() -> Mapping[str, int | str]:
    """The self-test: the latest backup is unpacked aside and compared, row by row, file by file."""
    if not settings.BACKUP_NIGHTLY:
        return {"switched": "off"}
    latest = backup.latest_backup(settings.BACKUP_FOLDER)
    if latest is None:
        raise ChoreFailed("There is no backup yet.")
    try:
        manifest = backup.try_backup(latest, passphrase=settings.BACKUP_PASSPHRASE)
    except backup.BackupUnusable as error:
        raise ChoreFailed(str(error)) from None
    return {"file": latest.name, "rows": manifest.rows, "files": manifest.files}


CHORES.register("core.once_keys", Chore(forget_once_keys), order=10)
CHORES.register("core.outbox", Chore(forget_done_messages), order=10)
CHORES.register("core.sessions", Chore(forget_sessions), order=10)
CHORES.register("core.mails", Chore(forget_mails), order=10)
CHORES.register("core.files", Chore(sweep), order=20)
CHORES.register("core.statistics", Chore(statistics.gather), order=25)
CHORES.register("core.backup", Chore(back_up), order=30)
CHORES.register("core.backup_test", Chore(try_latest_backup, weekday=SUNDAY), order=40)
