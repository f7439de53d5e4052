"""Packages as their page shows them, and the shares of their locks."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from django.conf import settings
from django.http import Http404
from django.utils import timezone

from draagvlak.accounts.queries import names_of
from draagvlak.core.envelope import key_for_workspace, open_for_workspace
from draagvlak.core.models import AuditEvent, ChoreRun
from draagvlak.core.policy import GUIDES, Role
from draagvlak.core.sealed_stream import opened
from draagvlak.packages.models import Arrival, Package, PackageCode
from draagvlak.programmes.models import Membership, Programme

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator
    from uuid import UUID

    from draagvlak.core.actor import Actor

SHOWN: Final = 20
_SUM: Final = 1 << 128


@dataclass(frozen=True)
class PackageLine:
    """One package in the list."""

    package: Package
    asked_by: str
    can_download: bool


@dataclass(frozen=True)
class CodeLine:
    """The share of a programme in the lock of a package, for a guide of that programme."""

    programme: str
    code: str
    asked_at: dt.datetime


class Mark(NamedTuple):
    """How many lines, and what they are, in whatever order they come."""

    rows: int
    mark: str


def keeps_workspace(actor: Actor) -> bool:
    """Whether the actor is administrator of the workspace itself, not of one programme only."""
    return (
        Membership.objects.present()
        .filter(
            workspace_id=actor.tenant,
            user_id=actor.signed_in_id,
            role=Role.ADMINISTRATOR,
            programme=None,
        )
        .exists()
    )


def programmes_without_guide(workspace_id: UUID) -> list[str]:
    """Programmes of which nobody could hold the code. One statement."""
    guided = Membership.objects.present().filter(
        workspace_id=workspace_id, role__in=[*GUIDES], programme__isnull=False
    )
    rows = Programme.objects.filter(workspace_id=workspace_id)
    rows = rows.exclude(pk__in=guided.values("programme_id"))
    return list(rows.order_by("name").values_list("name", flat=True))


def package_lines(actor: Actor) -> list[PackageLine]:
    """The latest packages of the workspace, the newest first. Two statements."""
    rows = Package.objects.filter(workspace_id=actor.tenant).order_by("-asked_at", "-pk")
    found = list(rows[:SHOWN])
    names = names_of(row.asked_by_id for row in found)
    return [
        PackageLine(row, names.get(row.asked_by_id, ""), row.state == Package.State.READY)
        for row in found
    ]


def access_package(actor: Actor, package_id: UUID) -> Package:
    """One package of the workspace, for its administrator; or Http404."""
    rows = Package.objects.filter(workspace_id=actor.tenant, pk=package_id)
    found = rows.first() if keeps_workspace(actor) else None
    if found is None:
        raise Http404
    return found


def package_at_work(workspace_id: UUID) -> Package | None:
    """The package that is being made."""
    rows = Package.objects.filter(workspace_id=workspace_id, state=Package.State.MAKING)
    return rows.first()


def newest_package(workspace_id: UUID) -> Package | None:
    """The package that was asked for last."""
    return Package.objects.filter(workspace_id=workspace_id).order_by("-asked_at").first()


def last_backup() -> ChoreRun | None:
    """How the backup of the last night ended; None before the first."""
    return ChoreRun.objects.filter(chore="core.backup").first()


def codes_for(actor: Actor) -> list[CodeLine]:
    """The codes of the programmes that the actor guides, of packages that can be had."""
    mine = Membership.objects.present().filter(
        workspace_id=actor.tenant, user_id=actor.signed_in_id, role__in=[*GUIDES]
    )
    rows = (
        PackageCode.objects.filter(
            workspace_id=actor.tenant,
            programme_id__in=mine.values("programme_id"),
            package__state__in=[Package.State.MAKING, Package.State.READY],
        )
        .select_related("package", "programme")
        .order_by("-package__asked_at", "programme__name")
    )
    return [CodeLine(row.programme.name, code_of(row), row.package.asked_at) for row in rows]


def words_of(package: Package) -> list[str]:
    """All words that open a package together."""
    rows = PackageCode.objects.filter(workspace_id=package.workspace_id, package_id=package.pk)
    return [code_of(row) for row in rows.order_by("pk")]


def code_of(row: PackageCode) -> str:
    return open_for_workspace(row.workspace_id, bytes(row.sealed), aad=code_bound(row.pk)).decode()


def code_bound(key: UUID) -> str:
    """What the sealed code of a row is bound to."""
    return f"packages.packagecode:{key.hex}:sealed"


def package_path(package: Package) -> Path:
    """Where the sealed file of a package stands."""
    return Path(settings.PACKAGES) / package.workspace_id.hex / package.pk.hex


def package_context(package: Package) -> bytes:
    """What the sealed file of a package is bound to."""
    return f"{package.workspace_id.hex}:packages.package:{package.pk.hex}".encode()


def package_pieces(package: Package) -> Iterator[bytes]:
    """The file of a package, piece by piece; the first is opened at once. Gone: Http404."""
    pieces = _pieces(package)
    try:
        first = next(pieces)
    except FileNotFoundError:
        raise Http404 from None
    return chain([first], pieces)


def _pieces(package: Package) -> Iterator[bytes]:
    secret = key_for_workspace(package.workspace_id, "packages")
    with package_path(package).open("rb") as file:
        yield from opened(secret, file, package_context(package))


def file_name(slug: str, package: Package) -> str:
    """The name under which a package is downloaded."""
    return f"draagvlak-{slug}-{timezone.localtime(package.asked_at):%Y-%m-%d}.zip"


def arrival_of(workspace_id: UUID) -> Arrival | None:
    """Where the workspace came from; None when it began here."""
    return Arrival.objects.filter(workspace_id=workspace_id).first()


def arrivals() -> list[Arrival]:
    """All workspaces that came from elsewhere, for the check of an installation."""
    return list(Arrival.objects.order_by("brought_at"))


def trail_mark(workspace_id: UUID, before: dt.datetime) -> Mark:
    """Number and mark of the lines of the trail from before a moment."""
    rows = AuditEvent.objects.filter(workspace_id=workspace_id, at__lt=before)
    count = total = 0
    columns = ("id", "programme_id", "verb", "subject_type", "subject_id", "actor_id", "at")
    for row in rows.values_list(*columns).iterator(chunk_size=2000):
        *plain, at = row
        words = "\0".join([*(str(value) for value in plain), str(at.timestamp())])
        count += 1
        total += int.from_bytes(hashlib.sha256(words.encode()).digest()[:16], "big")
    return Mark(count, f"{total % _SUM:032x}")


def trail_is_as_it_came(arrival: Arrival) -> bool:
    """Whether the lines of the trail that a package brought are still those lines."""
    found = trail_mark(arrival.workspace_id, arrival.trail_before)
    return found == Mark(arrival.trail_rows, arrival.trail_mark)
