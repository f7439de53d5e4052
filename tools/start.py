"""`./run`: make the environment when needed, then become the application."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

from tools.bootstrap import (
    ROOT,
    STARTED_AT,
    BootstrapError,
    clean_environment,
    ensure_environment,
)

sys.path.insert(0, str(ROOT / "src"))

from draagvlak.config.cli import data_folder, read_wishes
from draagvlak.config.env import Environment, Misconfigured

if TYPE_CHECKING:
    from collections.abc import Sequence


def main(argv: Sequence[str]) -> int:
    """Start the demo or, with `serve`, an installation of your own."""
    wishes = read_wishes(argv, program="./run")
    environment = clean_environment() | {
        "PYTHONPATH": str(ROOT / "src"),
        "DRAAGVLAK_BEGAN": str(STARTED_AT),
    }
    if wishes.command == "demo" and not wishes.data and "DRAAGVLAK_DATA" not in environment:
        # The demo belongs to the checkout and goes with it; real data must survive its removal.
        environment["DRAAGVLAK_DATA"] = str(ROOT / ".data" / "demo")
    try:
        on_server = wishes.command != "demo" and Environment.load(data=data_folder(wishes)).text(
            "DATABASE_URL"
        ).startswith("postgres")
        locks = ("postgres",) if on_server else ("base", "postgres")
        python = ensure_environment(".venv", *locks)
    except (BootstrapError, Misconfigured) as error:
        sys.stderr.write(f"\nDraagvlak did not start.\n{error}\n")
        return 1
    except KeyboardInterrupt:
        return 130
    command = [str(python), "-m", "draagvlak.config.cli", *argv]
    if sys.platform != "win32":
        os.execve(python, command, environment)  # noqa: S606 - it takes our place
    return subprocess.run(command, env=environment, check=False).returncode
