"""Laying a verified package open in a folder, for whoever has its words and wants to read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from draagvlak.core.durable import make_folder
from draagvlak.packages.packing.reading import Verified, walk
from draagvlak.packages.packing.trouble import PackageUnusable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from uuid import UUID

    from draagvlak.packages.packing.contents import Table


def lay_open(package: Verified, folder: Path) -> None:
    """Write `tables/*.jsonl` and `files/*`; the names are ours, never those of the package.

    What the vault seals stays sealed. The folder must be new or empty.
    """
    if folder.exists() and any(folder.iterdir()):
        raise PackageUnusable(_("%(folder)s is not empty."), folder=folder)
    make_folder(folder / "tables")
    make_folder(folder / "files")

    def table(one: Table, lines: Iterator[bytes]) -> None:
        with (folder / "tables" / f"{one.name}.jsonl").open("xb") as file:
            for line in lines:
                file.write(line + b"\n")

    def attachment(key: UUID, pieces: Iterator[bytes]) -> None:
        with (folder / "files" / key.hex).open("xb") as file:
            for piece in pieces:
                file.write(piece)

    walk(package, table, attachment)
