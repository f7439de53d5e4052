"""Does the wheel run on its own? Builds it, installs it outside the tree and fetches a first page.

Stylesheet, script and Dutch texts are looked for as well: they have to travel inside the wheel.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import time
import urllib.request
import zipfile
from pathlib import Path

from tools.bootstrap import (
    REQUIREMENTS,
    ROOT,
    BootstrapError,
    clean_environment,
    ensure_environment,
    installer,
    installer_environment,
    say,
)
from tools.cluster import free_port

PATIENCE_SECONDS = 60.0
# A path in the tree that must be inside the wheel too, and one that must not.
CARRIED = (
    "draagvlak/core/static/core/dist/app.css",
    "draagvlak/core/static/core/dist/app.js",
    "draagvlak/core/locale/nl/LC_MESSAGES/django.mo",
)
NOT_CARRIED = ("tests/", "frontend/", "tools/", "node_modules")


class WheelError(Exception):
    """What the wheel lacks, or why it does not run."""


def main() -> int:
    """Build, install, start and look."""
    with tempfile.TemporaryDirectory(prefix="draagvlak-wheel-") as scratch:
        try:
            wheel = build(Path(scratch))
            _look_inside(wheel)
            python = _install(wheel, Path(scratch))
            _first_page(python, Path(scratch))
        except (WheelError, BootstrapError, subprocess.CalledProcessError) as error:
            print(error, file=sys.stderr)
            return 1
    return 0


def build(scratch: Path) -> Path:
    """The wheel, made in a folder."""
    python = ensure_environment(".venv-test", "test")
    arguments = ["build", "--target", "wheel", "--directory", str(scratch)]
    subprocess.run(
        [str(python), "-m", "hatchling", *arguments],
        cwd=ROOT,
        env=clean_environment(),
        check=True,
        stdout=subprocess.DEVNULL,
    )
    wheel = next(scratch.glob("draagvlak-*.whl"))
    say(f"built {wheel.name}, {wheel.stat().st_size / 1e6:.1f} MB")
    return wheel


def _look_inside(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    lacking = [path for path in CARRIED if path not in names]
    extra = [name for name in names if name.startswith(NOT_CARRIED)]
    templates = [name for name in names if name.endswith(".html")]
    if lacking or extra or not templates:
        raise WheelError(f"The wheel lacks {lacking or 'nothing'} and has too much: {extra[:5]}")


def _install(wheel: Path, scratch: Path) -> Path:
    uv = str(installer())
    python = scratch / "venv" / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    variables = installer_environment()
    install = ["pip", "install", "-q", "--python", str(python)]
    for arguments in (
        ["venv", "-q", "--python", sys.executable, str(scratch / "venv")],
        [*install, "--require-hashes", "-r", str(REQUIREMENTS / "base.txt")],
        # Its own list of dependencies has to be content with what the lock file brought.
        [*install, "--no-deps", "--no-index", str(wheel)],
        ["pip", "check", "-q", "--python", str(python)],
    ):
        subprocess.run([uv, *arguments], check=True, cwd=scratch, env=variables)
    return python


def _first_page(python: Path, scratch: Path) -> None:
    port = free_port()
    command = [str(python.with_name("draagvlak")), "demo", f"--port={port}"]
    variables = clean_environment() | {"DRAAGVLAK_DATA": str(scratch / "data")}
    log = scratch / "said"
    with log.open("wb") as said:
        running = subprocess.Popen(
            command, cwd=scratch, env=variables, stdin=subprocess.DEVNULL, stdout=said, stderr=said
        )
    try:
        page = _wait_for(running, f"http://localhost:{port}/", log)
        for kind in ("css", "js"):
            found = re.search(rf'(?:href|src)="(/static/core/dist/app[^"]*\.{kind})"', page)
            if not found:
                raise WheelError(f"The first page names no .{kind} file.")
            with urllib.request.urlopen(f"http://localhost:{port}{found[1]}", timeout=10) as answer:
                say(f"{found[1]}: {len(answer.read())} bytes")
        if '<html lang="nl"' not in page:
            raise WheelError("The first page is not in Dutch.")
        say(f"first page from the wheel: {_title(page)}")
    finally:
        running.terminate()
        running.wait(30)


def _wait_for(running: subprocess.Popen[bytes], address: str, log: Path) -> str:
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until and running.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=10) as answer:  # noqa: S310 - loopback
                body: bytes = answer.read()
                return body.decode()
        except OSError:
            time.sleep(0.2)
    raise WheelError(f"No first page from the wheel.\n{log.read_text(errors='replace')[-3000:]}")


def _title(page: str) -> str:
    found = re.search(r"<title>(.*?)</title>", page, re.DOTALL)
    return " ".join(found[1].split()) if found else ""


if __name__ == "__main__":
    sys.exit(main())
