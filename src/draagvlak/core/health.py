"""Is all well: the database, its migrations, outbox, night work, disk. Figures, no content."""

from __future__ import annotations

import hmac
import ipaddress
import shutil
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Count, Min, Q
from django.utils import timezone

from draagvlak.core.models import ChoreRun, OutboxMessage

if TYPE_CHECKING:
    from django.http import HttpRequest

LEAST_FREE: Final = 200_000_000
LONGEST_OVERDUE: Final = 15 * 60
FORWARDED: Final = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Proto", "X-Real-Ip", "Via")
LOCAL_NAMES: Final = frozenset({"localhost", "127.0.0.1", "[::1]"})
_brought_up: set[str] = set()


def _open_lines() -> list[str]:
    return [f"unencrypted {each}" for each in settings.UNENCRYPTED]


@dataclass(frozen=True)
class Health:
    """What was measured; `wrong` names what is not as it should be, `remarks` what is unwise."""

    database: bool = False
    pending: int = 0
    waiting: int = 0
    overdue: int = 0
    dead: int = 0
    chores: dict[str, bool] = field(default_factory=dict)
    chores_hours: dict[str, int] = field(default_factory=dict)
    database_bytes: int = 0
    free_bytes: int = 0
    wrong: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=_open_lines)

    @property
    def is_well(self) -> bool:
        return not self.wrong

    def as_figures(self) -> dict[str, object]:
        """For whoever may see the details."""
        return {"ok": self.is_well, **asdict(self)}


def examine() -> Health:
    """Measure now. A database out of reach is told, not raised."""
    free = shutil.disk_usage(settings.DATA).free
    wrong = ["disk"] if free < LEAST_FREE else []
    try:
        pending = _pending()
        if pending:
            return Health(
                database=True, pending=pending, free_bytes=free, wrong=[*wrong, "migrations"]
            )
        waiting, overdue, dead = _outbox()
        chores = {run.chore: run for run in ChoreRun.objects.order_by("chore")}
        size = _database_bytes()
    except DatabaseError:
        return Health(free_bytes=free, wrong=[*wrong, "database"])
    if overdue > LONGEST_OVERDUE:
        wrong.append("outbox")
    if not all(run.fine for run in chores.values()):
        wrong.append("chores")
    now = timezone.now()
    return Health(
        database=True,
        waiting=waiting,
        overdue=overdue,
        dead=dead,
        chores={name: run.fine for name, run in chores.items()},
        chores_hours={
            name: int((now - run.ended_at).total_seconds() // 3600) for name, run in chores.items()
        },
        database_bytes=size,
        free_bytes=free,
        wrong=wrong,
    )


def for_operator(request: HttpRequest) -> bool:
    """Whether the details are for who asks.

    With DRAAGVLAK_METRICS_TOKEN set: who shows it. Without: only a request made on this machine
    itself; one that came through a proxy is not, though the proxy stands here too.
    """
    token = settings.METRICS_TOKEN
    if token:
        shown = request.headers.get("Authorization", "").removeprefix("Bearer ")
        return hmac.compare_digest(shown.encode(), token.encode())
    if any(name in request.headers for name in FORWARDED):
        return False
    host = request.headers.get("Host", "").rpartition(":")[0] or request.headers.get("Host", "")
    try:
        peer = ipaddress.ip_address(request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return False
    return peer.is_loopback and host in LOCAL_NAMES


def _pending() -> int:
    """How many migrations are still to do; none once means none for this process."""
    name = str(connection.settings_dict["NAME"])
    if name in _brought_up:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        return 0
    executor = MigrationExecutor(connection)
    pending = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    if not pending:
        _brought_up.add(name)
    return pending


def _outbox() -> tuple[int, int, int]:
    """Waiting, seconds that the oldest is overdue, failed for good."""
    now = timezone.now()
    is_open = Q(state=OutboxMessage.State.OPEN)
    found = OutboxMessage.objects.filter(is_open | Q(state=OutboxMessage.State.DEAD)).aggregate(
        waiting=Count("pk", filter=is_open),
        oldest=Min("run_at", filter=is_open & Q(run_at__lte=now)),
        dead=Count("pk", filter=Q(state=OutboxMessage.State.DEAD)),
    )
    overdue = int((now - found["oldest"]).total_seconds()) if found["oldest"] else 0
    return found["waiting"], overdue, found["dead"]


def _database_bytes() -> int:
    ask = "SELECT pg_database_size(current_database())"
    if connection.vendor == "sqlite":
        ask = "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"
    with connection.cursor() as cursor:
        cursor.execute(ask)
        row = cursor.fetchone()
    return int(row[0]) if row else 0
