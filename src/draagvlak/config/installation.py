"""The data folder of an installation: database, files, key, configuration, log, and what is done.

Standard library only, so that a start that has nothing to prepare loads nothing.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import secrets
import sqlite3
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Final

from draagvlak.config.env import CONFIGURATION_FILE, KEY_FILE, Environment, Misconfigured
from draagvlak.config.variables import VARIABLES

PACKAGE: Final = Path(__file__).resolve().parent.parent
KEY_BYTES: Final = 32
LOG_LIMIT: Final = 5_000_000


@dataclass(frozen=True)
class Installation:
    """One data folder and its settings."""

    environment: Environment

    @property
    def data(self) -> Path:
        return self.environment.data

    @property
    def key(self) -> Path:
        return self.data / KEY_FILE

    @property
    def configuration(self) -> Path:
        return self.data / CONFIGURATION_FILE

    @property
    def accounts(self) -> Path:
        """The sign-ins of the demo programme, as the demo command gave them."""
        return self.data / "demo-accounts.json"

    @property
    def log(self) -> Path | None:
        """The log file, or None when the log goes to the screen."""
        named = self.environment.text("DRAAGVLAK_LOG")
        if named == "-":
            return None
        return Path(named) if named else self.data / "log" / "draagvlak.log"

    def create(self) -> None:
        """Make the folder (readable for this account only) and the key, each once."""
        try:
            self.data.mkdir(mode=0o700, parents=True, exist_ok=True)
            if self.log:
                self.log.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                if self.log.exists() and self.log.stat().st_size > LOG_LIMIT:
                    self.log.replace(self.log.with_suffix(".log.1"))
        except OSError as error:
            raise Misconfigured(
                f"The data folder {self.data} cannot be written ({error.strerror}). "
                "Choose another one with --data."
            ) from None
        if not self.environment.text("DRAAGVLAK_KEY") and not self.key.exists():
            if self.remembers("migrations"):
                raise Misconfigured(
                    f"The key {self.key} is gone, while the database was made with it. "
                    "Put it back from its copy; a new key cannot read what the old one sealed."
                )
            write_once(self.key, secrets.token_urlsafe(KEY_BYTES) + "\n")

    def write_configuration(self) -> None:
        """Write the commented configuration file, once; it is the owner's from then on."""
        if not self.configuration.exists():
            write_private(self.configuration, commented_configuration())

    def static_fingerprint(self) -> str:
        """What the collected static files were made from."""
        digest = hashlib.sha256(metadata.version("whitenoise").encode())
        for path in sorted(PACKAGE.glob("*/static/**/*")):
            if path.is_file():
                digest.update(str(path.relative_to(PACKAGE)).encode() + path.read_bytes())
        return digest.hexdigest()

    def fingerprint(self) -> str:
        """What the database was last brought up to: our migrations, and the packages' versions."""
        digest = hashlib.sha256(str(self.environment.database()["NAME"]).encode())
        for name in ("django", "django-allauth"):
            digest.update(metadata.version(name).encode())
        for path in sorted(PACKAGE.glob("*/migrations/[0-9]*.py")):
            digest.update(path.name.encode() + path.read_bytes())
        return digest.hexdigest()

    @property
    def on_server(self) -> bool:
        """Whether the database is on a server, where others can change it."""
        return not self.environment.database()["ENGINE"].endswith("sqlite3")

    def is_current(self) -> bool:
        """Whether the start may skip migrating, as far as this machine knows.

        A SQLite database is looked at; one on a server has to be asked (`prepare.carry_out`).
        """
        if self.remembers("migrations") != self.fingerprint():
            return False
        name = self.environment.database()["NAME"]
        return self.on_server or (Path(name).exists() and _has_had_ours(name))

    def remembers(self, step: str) -> str:
        """What was noted when a step of an earlier start was done; empty when it never was."""
        try:
            done: dict[str, str] = json.loads(self._done.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return ""
        return done.get(step, "")

    def remember(self, step: str, value: str) -> None:
        """Note that a step is done."""
        try:
            done: dict[str, str] = json.loads(self._done.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            done = {}
        write_private(self._done, json.dumps(done | {step: value}, indent=1))

    def log_tail(self, lines: int = 25) -> str:
        """The last lines of the log, for a message about a start that failed."""
        if self.log is None or not self.log.exists():
            return ""
        return "\n".join(
            self.log.read_text(encoding="utf-8", errors="replace").splitlines()[-lines:]
        )

    @property
    def _done(self) -> Path:
        return self.data / "done.json"


def our_migrations() -> set[tuple[str, str]]:
    """The app and the name of every migration of this version."""
    return {(path.parent.parent.name, path.stem) for path in PACKAGE.glob("*/migrations/[0-9]*.py")}


def _has_had_ours(database: str) -> bool:
    """Whether a SQLite database had all our migrations: an older one may have been put in place."""
    try:
        with contextlib.closing(sqlite3.connect(database)) as rows:
            return our_migrations() <= set(rows.execute("select app, name from django_migrations"))
    except sqlite3.Error:
        return False


def write_private(path: Path, text: str) -> None:
    """Write a file that only this account can read, whole or not at all."""
    scratch = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    scratch.replace(path)


def write_once(path: Path, text: str) -> None:
    """Write a private file, unless another process was first: then its text stands."""
    scratch = path.with_name(f".{path.name}.{os.getpid()}.new")
    write_private(scratch, text)
    with contextlib.suppress(FileExistsError):
        os.link(scratch, path)
    scratch.unlink()


def commented_configuration() -> str:
    """The configuration file of a new installation: every setting, explained, switched off."""
    parts = [
        "# The settings of this Draagvlak installation. Lines that start with # are switched off;",
        "# what stands there is the value that holds without them. Restart after a change.",
        "#",
        "# Every setting can also be an environment variable of the same name, which wins; and",
        "# every one has a form <NAME>_FILE that names a file holding the value, for secrets.",
    ]
    for variable in VARIABLES:
        parts.append("")
        parts += [f"# {line}" for line in variable.about.splitlines()]
        parts.append(f"#{variable.name}={variable.default}")
    return "\n".join(parts) + "\n"
