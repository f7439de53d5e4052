"""`draagvlak rekey`: a new master key, while the server stands still."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from draagvlak.config.env import Environment, Misconfigured
from draagvlak.config.installation import KEY_BYTES, Installation, write_once
from draagvlak.config.server import free_port
from draagvlak.core.crypto import Tampered
from draagvlak.core.durable import sync_folder
from draagvlak.core.rekeying import put_in_place, rekey

if TYPE_CHECKING:
    from argparse import ArgumentParser

FRESH = "key.new"


class Command(BaseCommand):
    help = (
        "Replace the master key: everything it sealed is sealed anew. Stop Draagvlak first. "
        "Killed halfway? Run it again."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--new-key",
            type=Path,
            help="a file with the new key, where DRAAGVLAK_KEY holds the present one",
        )

    def handle(self, *args: object, **options: object) -> None:
        del args
        installation = Installation(settings.ENV)
        host, port = settings.ENV.listen()
        if free_port(host, port, tries=1) != port:
            raise CommandError(f"Draagvlak (or another program) listens at port {port}. Stop it.")
        given = options["new_key"]
        fresh = _fresh(installation, Path(str(given)) if given else None)
        try:
            count = rekey(settings.SERVER_KEY, _server_key(fresh))
        except Tampered:
            raise CommandError(
                "Something in the database opens with neither key. Nothing changed: put the key "
                "back that this database was made with."
            ) from None
        said = ", ".join(f"{name}: {number}" for name, number in count.items())
        if given:
            self.stdout.write(f"{said}.\nNow let DRAAGVLAK_KEY_FILE name {fresh}, and start.")
            return
        former = installation.data / f"key.until-{timezone.now():%Y-%m-%dT%H%M%S}"
        put_in_place(installation.key, fresh, former)
        sync_folder(installation.data)
        self.stdout.write(
            f"{said}.\nThe new key stands in {installation.key}: keep a copy of it apart.\n"
            f"The old one is {former.name}. Only backups of before today still need it; throw it "
            "away with the last of those. Everybody signs in again."
        )


def _fresh(installation: Installation, given: Path | None) -> Path:
    """The file with the new key: as given, or one of our own, made once."""
    if given is not None:
        return given
    if settings.ENV.is_set("DRAAGVLAK_KEY"):
        raise CommandError(
            "The key comes from DRAAGVLAK_KEY. Make a new one in a file (openssl rand -base64 32), "
            "name it with --new-key, and let DRAAGVLAK_KEY_FILE name it afterwards."
        )
    path = installation.data / FRESH
    if not path.exists():
        write_once(path, secrets.token_urlsafe(KEY_BYTES) + "\n")
    return path


def _server_key(file: Path) -> bytes:
    try:
        text = file.read_text(encoding="utf-8").strip()
        return Environment({"DRAAGVLAK_KEY": text}, file.parent).derived_key("server envelope")
    except OSError as error:
        raise CommandError(f"{file} cannot be read ({error.strerror}).") from None
    except Misconfigured as error:
        raise CommandError(f"{file}: {error}") from None
