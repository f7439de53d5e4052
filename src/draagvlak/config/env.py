"""What an installation may set, and how it is read: typed, in one place, failing loudly.

A value comes from the environment, from a file named by `<NAME>_FILE` (secrets of a container),
or from `draagvlak.conf` in the data folder, in that order. What there is to set stands in
`variables.py`. The standard library suffices here, because the start commands read this before
anything is installed.
"""

from __future__ import annotations

import difflib
import hmac
import ipaddress
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypedDict
from urllib.parse import parse_qsl, unquote, urlsplit

from draagvlak.config.variables import INTERNAL, VARIABLES
from draagvlak.lib.bucket import bucket_at

if TYPE_CHECKING:
    from collections.abc import Mapping

    from draagvlak.lib.bucket import Bucket

CONFIGURATION_FILE: Final = "draagvlak.conf"
KEY_FILE: Final = "key"
SHORTEST_KEY: Final = 32
LOCK_SECONDS: Final = 20
"""How long a writer waits for another one, on either engine; then a page says what to do."""
SEALED_MODES: Final = frozenset({"require", "verify-ca", "verify-full"})
TRUE: Final = frozenset({"1", "true", "yes", "on", "ja", "aan"})
FALSE: Final = frozenset({"0", "false", "no", "off", "nee", "uit"})


class Misconfigured(Exception):  # noqa: N818 - reads as the sentence it is
    """A setting that cannot be right; the message names it and says what to write instead."""


class Database(TypedDict, total=False):
    """One entry of Django's DATABASES."""

    ENGINE: str
    NAME: str
    USER: str
    PASSWORD: str
    HOST: str
    PORT: str
    CONN_MAX_AGE: int
    CONN_HEALTH_CHECKS: bool
    OPTIONS: dict[str, str | int]


_DEFAULTS: Final = {variable.name: variable.default for variable in (*VARIABLES, *INTERNAL)}


class Environment:
    """The settings of one installation.

    Every reader raises Misconfigured on a value it cannot use.
    """

    def __init__(self, values: Mapping[str, str], data: Path) -> None:
        """Take values that were already merged; `data` is the data folder."""
        self._values = dict(values)
        self.data = data

    @classmethod
    def load(
        cls, environ: Mapping[str, str] | None = None, data: Path | None = None
    ) -> Environment:
        """Read the environment over the configuration file in the data folder (if there is one)."""
        environ = os.environ if environ is None else environ
        folder = data or _folder(environ)
        merged = read_configuration(folder / CONFIGURATION_FILE)
        for name in _DEFAULTS:
            if name in environ:
                merged.pop(f"{name}_FILE", None)
                merged[name] = environ[name]
            if f"{name}_FILE" in environ:
                if name in environ:
                    raise Misconfigured(f"Set {name} or {name}_FILE, not both.")
                merged.pop(name, None)
                merged[f"{name}_FILE"] = environ[f"{name}_FILE"]
        return cls(merged, folder)

    def is_set(self, name: str) -> bool:
        """Whether somebody chose this value."""
        return bool(self._values.get(name) or self._values.get(f"{name}_FILE"))

    def text(self, name: str) -> str:
        """The value, or its default. Secrets are read from `<NAME>_FILE` when that is set."""
        default = _DEFAULTS[name]
        source = self._values.get(f"{name}_FILE", "")
        if not source:
            return self._values.get(name, default).strip()
        try:
            return Path(source).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise Misconfigured(
                f"{name}_FILE: {source} cannot be read ({error.strerror})."
            ) from None

    def flag(self, name: str) -> bool:
        """Yes or no."""
        value = self.text(name).casefold()
        if value in TRUE:
            return True
        if value in FALSE:
            return False
        raise Misconfigured(f"{name}: write yes or no, not {value!r}.")

    def number(self, name: str) -> int:
        """A whole number, at least 1."""
        value = self.text(name)
        if value.isdecimal() and int(value) > 0:
            return int(value)
        raise Misconfigured(f"{name}: write a whole number above 0, not {value!r}.")

    def choice(self, name: str, *allowed: str) -> str:
        """One of the allowed words."""
        value = self.text(name)
        if value in allowed:
            return value
        raise Misconfigured(f"{name}: write {' or '.join(allowed)}, not {value!r}.")

    def words(self, name: str) -> list[str]:
        """A list separated by commas; may be empty."""
        return [word.strip() for word in self.text(name).split(",") if word.strip()]

    def listen(self) -> tuple[str, int]:
        """The address and port of the web server."""
        host, _, port = self.text("DRAAGVLAK_LISTEN").rpartition(":")
        if host and port.isdecimal() and 0 < int(port) < 65536:  # noqa: PLR2004 - highest port
            return host.strip("[]"), int(port)
        raise Misconfigured("DRAAGVLAK_LISTEN: write address:port, such as 127.0.0.1:8000.")

    def breached(self) -> str:
        """The file with breached passwords; empty without one."""
        value = self.text("DRAAGVLAK_BREACHED")
        if value and not Path(value).is_file():
            raise Misconfigured(f"DRAAGVLAK_BREACHED: there is no file {value}.")
        return value

    def scanner(self) -> str:
        """What looks at files that people add; empty without one."""
        value = self.text("DRAAGVLAK_SCAN")
        kind, _colon, rest = value.partition(":")
        port = rest.rpartition(":")[2]
        fits = {
            "": not rest,
            "clamd": rest.startswith("/") and (not rest.startswith("//") or port.isdecimal()),
            "command": rest.startswith("/"),
        }
        if fits.get(kind, False):
            return value
        raise Misconfigured(
            "DRAAGVLAK_SCAN: write clamd:/path/of/socket, clamd://host:port or command:/path."
        )

    def bucket(self) -> Bucket | None:
        """Where files go that people add; None for the folder of this machine."""
        address = self.text("DRAAGVLAK_FILES")
        if not address:
            return None
        key, secret = self.text("AWS_ACCESS_KEY_ID"), self.text("AWS_SECRET_ACCESS_KEY")
        try:
            return bucket_at(address, key, secret)
        except ValueError as wrong:
            raise Misconfigured(f"DRAAGVLAK_FILES: {wrong}.") from None

    def log_host(self) -> tuple[str, str, int] | None:
        """Where the log goes too: how (tls, tcp, udp), host and port; None for nowhere."""
        value = self.text("DRAAGVLAK_LOG_HOST")
        if not value:
            return None
        try:
            parts = urlsplit(value)
            if parts.scheme in {"tls", "tcp", "udp"} and parts.hostname and parts.port:
                return parts.scheme, parts.hostname, parts.port
        except ValueError:
            pass
        raise Misconfigured("DRAAGVLAK_LOG_HOST: write tls://host:6514.")

    def unencrypted(self) -> list[str]:
        """What goes to another machine as everybody between can read it, and was not allowed."""
        database, mail, log = self.database(), self.text("DRAAGVLAK_MAIL_HOST"), self.log_host()
        open_ones: list[str] = []
        if is_elsewhere(database.get("HOST", "")):
            mode = str(database.get("OPTIONS", {}).get("sslmode", "prefer"))
            open_ones += [] if mode in SEALED_MODES else ["database"]
        if is_elsewhere(mail) and self.text("DRAAGVLAK_MAIL_SECURITY") == "none":
            open_ones.append("mail")
        if log is not None and log[0] != "tls" and is_elsewhere(log[1]):
            open_ones.append("log")
        allowed = self.words("DRAAGVLAK_UNENCRYPTED")
        for word in allowed:
            if word not in {"database", "mail", "log"}:
                raise Misconfigured("DRAAGVLAK_UNENCRYPTED: write database, mail or log.")
        return [each for each in open_ones if each not in allowed]

    def address(self) -> str:
        """The public address, without a slash at the end."""
        value = self.text("DRAAGVLAK_ADDRESS").rstrip("/")
        parts = urlsplit(value)
        if parts.scheme in ("http", "https") and parts.hostname and not parts.path:
            return value
        raise Misconfigured(
            "DRAAGVLAK_ADDRESS: write the address people type, such as https://draagvlak.example.nl"
        )

    def speak_address(self) -> str:
        """The address of the doors without an account, without a slash; empty: no own one."""
        value = self.text("DRAAGVLAK_SPEAK_ADDRESS").rstrip("/")
        parts = urlsplit(value)
        scheme = urlsplit(self.address()).scheme
        if not value or (parts.scheme == scheme and parts.hostname and not parts.path):
            return value
        raise Misconfigured(
            "DRAAGVLAK_SPEAK_ADDRESS: write an address without a path, such as "
            "https://inbreng.example.nl, with http or https as in DRAAGVLAK_ADDRESS"
        )

    def hosts(self) -> list[str]:
        """Host names that requests may carry: the public one, further ones, this machine itself."""
        public = urlsplit(self.address()).hostname or "localhost"
        speak = urlsplit(self.speak_address()).hostname or public
        further = self.words("DRAAGVLAK_HOSTS")
        return list(dict.fromkeys([public, speak, *further, "localhost", "127.0.0.1", "[::1]"]))

    def derived_key(self, purpose: str) -> bytes:
        """32 bytes for one purpose, from the master key; one purpose says nothing of another."""
        master = self.text("DRAAGVLAK_KEY")
        file = self.data / KEY_FILE
        if not master:
            try:
                master = file.read_text(encoding="utf-8").strip()
            except OSError:
                raise Misconfigured(
                    f"There is no key: set DRAAGVLAK_KEY_FILE, or put the key back in {file}. "
                    "`draagvlak serve` makes one for a new installation."
                ) from None
        if len(master) < SHORTEST_KEY:
            raise Misconfigured(f"DRAAGVLAK_KEY: the key has fewer than {SHORTEST_KEY} characters.")
        return hmac.digest(master.encode(), f"draagvlak: {purpose}".encode(), "sha256")

    def database(self) -> Database:
        """The one database, as Django wants it."""
        url = self.text("DATABASE_URL")
        if not url:
            return sqlite_database(str(self.data / "draagvlak.sqlite3"))
        scheme = url.partition(":")[0]
        if scheme == "sqlite":
            return sqlite_database(unquote(urlsplit(url).path[1:]) or ":memory:")
        if scheme in ("postgres", "postgresql"):
            return _postgresql_database(url)
        raise Misconfigured(
            "DATABASE_URL: write postgresql://user:password@host:5432/name, "
            "or leave it empty for SQLite in the data folder."
        )


def is_elsewhere(host: str) -> bool:
    """Whether a host is another machine: not this one by loopback or a socket (a path)."""
    if not host or host.startswith("/") or host == "localhost":
        return False
    try:
        return not ipaddress.ip_address(host).is_loopback
    except ValueError:
        return True


def sqlite_database(name: str) -> Database:
    """A SQLite database on which two writers wait for each other and nothing acknowledged is lost.

    IMMEDIATE takes the write lock at the start of a transaction, so that a later write in it
    cannot fail; FULL makes a commit survive a power cut.
    """
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": name,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": LOCK_SECONDS,
            "init_command": (
                "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA foreign_keys=ON;"
                "PRAGMA temp_store=MEMORY;PRAGMA cache_size=-16000;"
            ),
        },
    }


def read_configuration(path: Path) -> dict[str, str]:
    """The values in a configuration file; an absent file holds none.

    Raises Misconfigured, with the line, for anything that is not a comment or a known `NAME=value`.
    """
    values: dict[str, str] = {}
    if not path.exists():
        return values
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        name, equals, value = line.partition("=")
        name, where = name.strip(), f"{path}, line {number}"
        if not equals:
            raise Misconfigured(f"{where}: write NAME=value, or start the line with #.")
        if name.removesuffix("_FILE") not in _DEFAULTS or name.startswith("DRAAGVLAK_DATA"):
            near = difflib.get_close_matches(name, _DEFAULTS, n=1)
            hint = f" Did you mean {near[0]}?" if near else ""
            raise Misconfigured(f"{where}: {name} is not a setting of Draagvlak.{hint}")
        values[name] = value.strip().strip("\"'")
    both = [name for name in values if f"{name}_FILE" in values]
    if both:
        raise Misconfigured(f"{path}: set {both[0]} or {both[0]}_FILE, not both.")
    return values


def default_data_folder() -> Path:
    """Where an installation keeps its data when nobody says: the account's own data folder."""
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home())) / "Draagvlak"
    base = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(base) / "draagvlak"


def _folder(environ: Mapping[str, str]) -> Path:
    named = environ.get("DRAAGVLAK_DATA", "")
    return Path(named).absolute() if named else default_data_folder()


def _postgresql_database(url: str) -> Database:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise Misconfigured("DATABASE_URL: the part after @ is not host:port.") from None
    name = unquote(parts.path[1:])
    if not name:
        raise Misconfigured("DATABASE_URL: the name of the database is missing at the end.")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(port or ""),
        # A new connection per request costs twelve times as much as keeping one per thread.
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"options": f"-c lock_timeout={LOCK_SECONDS}s", **dict(parse_qsl(parts.query))},
    }
