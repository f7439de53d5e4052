"""From a bare Python to an environment with the locked packages.

Python 3.11 and pip are enough: no root, no venv package, no compiler, no node, no make. The
installer (uv, one version, checked against its hash) lands in `.tools`; packages land in an
environment inside the checkout. Nothing outside the checkout is changed but the package cache.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TOOLS = ROOT / ".tools"
REQUIREMENTS = ROOT / "requirements"
STARTED_AT = time.time()


class BootstrapError(Exception):
    """Something the person at the keyboard has to solve; the message says what and how."""


def say(*words: object) -> None:
    """Print one line, with the seconds since the start."""
    print(f"[{time.time() - STARTED_AT:5.1f} s]", *words, flush=True)


def environment_python(folder: str) -> Path:
    """The interpreter of an environment in the checkout, whether or not it exists yet."""
    if sys.platform == "win32":
        return ROOT / folder / "Scripts" / "python.exe"
    return ROOT / folder / "bin" / "python"


def ensure_environment(folder: str, *locks: str) -> Path:
    """Make `folder` hold exactly the packages of the lock files, and return its interpreter.

    `locks` are names in requirements/ without ".txt", the smallest first; an environment that
    already holds a later one (a superset) is left as it is. Nothing runs when it is current.
    Raises BootstrapError when the packages cannot be had.
    """
    python = environment_python(folder)
    stamp = ROOT / folder / ".locked"
    wanted = {name: _fingerprint(name) for name in locks}
    held = stamp.read_text() if python.exists() and stamp.exists() else ""
    if held in wanted.values():
        return python
    uv = installer()
    if _interpreter() not in held:
        _run(uv, "venv", "--quiet", "--clear", "--python", sys.executable, ROOT / folder)
    lock = locks[0]
    say(f"installing the packages (requirements/{lock}.txt)")
    stamp.unlink(missing_ok=True)
    _run(
        uv,
        "pip",
        "sync",
        "--quiet",
        "--require-hashes",
        "--python",
        python,
        REQUIREMENTS / f"{lock}.txt",
    )
    stamp.write_text(wanted[lock])
    return python


def install_aside(lock: str, folder: Path) -> None:
    """Install the packages of one lock file in a folder of their own, outside any environment."""
    _run(
        installer(),
        "pip",
        "install",
        "--quiet",
        "--require-hashes",
        "--python",
        sys.executable,
        "--target",
        folder,
        "-r",
        REQUIREMENTS / f"{lock}.txt",
    )


def installer() -> Path:
    """The path of the pinned uv: the one on the machine when it is that version, else our own."""
    name = "uv.exe" if sys.platform == "win32" else "uv"
    own = TOOLS / "bin" / name
    for candidate in (own, shutil.which("uv")):
        if candidate and _version(Path(candidate)) == _pinned_uv():
            return Path(candidate)
    say(f"fetching the installer (uv {_pinned_uv()})")
    if importlib.util.find_spec("pip") is None:
        raise BootstrapError(
            f"pip is missing for {sys.executable}.\n"
            "On Debian or Ubuntu: sudo apt-get install python3-pip"
        )
    # --target works where venv and ensurepip are missing, and where the distribution forbids
    # a plain `pip install` (PEP 668).
    _run(
        sys.executable,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--root-user-action=ignore",
        "--require-hashes",
        "--only-binary=:all:",
        "--upgrade",
        "--target",
        TOOLS,
        "--requirement",
        REQUIREMENTS / "tools.txt",
    )
    return own


def clean_environment() -> dict[str, str]:
    """The variables of this process, without those that slow Python down or redirect it."""
    hidden = ("PYTHONDONTWRITEBYTECODE", "PYTHONHOME", "PYTHONPATH", "VIRTUAL_ENV")
    return {key: value for key, value in os.environ.items() if key not in hidden}


def installer_environment() -> dict[str, str]:
    """The variables the installer gets: this machine's Python, this machine's certificates."""
    variables = clean_environment() | {"UV_PYTHON_DOWNLOADS": "never"}
    # A company's own certificate authority stands there, not in the list the installer carries.
    if Path("/etc/ssl/certs/ca-certificates.crt").exists():
        variables.setdefault("UV_SYSTEM_CERTS", "true")
    return variables


def _run(*arguments: str | Path) -> None:
    command = [str(argument) for argument in arguments]
    if subprocess.run(command, cwd=ROOT, env=installer_environment(), check=False).returncode:
        message = (
            "This step failed: "
            + " ".join(command)
            + "\nAbove this line stands why. Most often the package index could not be reached:"
            "\ncheck the network connection (and proxy) of this machine and start again."
        )
        raise BootstrapError(message)


def _fingerprint(lock: str) -> str:
    """What an environment must have been made from: the lock file and the Python version."""
    text = (REQUIREMENTS / f"{lock}.txt").read_bytes()
    return f"{lock} {_interpreter()} {hashlib.sha256(text).hexdigest()}"


def _interpreter() -> str:
    return f"{sys.implementation.name}-{sys.version.split()[0]}"


def _pinned_uv() -> str:
    first = next(
        line for line in (REQUIREMENTS / "tools.txt").read_text().splitlines() if "uv==" in line
    )
    return first.split("==")[1].split()[0]


def _version(program: Path) -> str:
    """The version a uv reports, or an empty string when it is absent or does not start."""
    try:
        done = subprocess.run(
            [str(program), "--version"], capture_output=True, text=True, check=False, timeout=20
        )
    except OSError:
        return ""
    words = done.stdout.split()
    return words[1] if len(words) > 1 else ""
