"""Short runs of the measurements in bench/durability: they work, and they find no loss.

The long runs go by command; their figures stand in docs/en/durability.md.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

BENCH = Path(__file__).parents[2] / "bench" / "durability"
URL = os.environ.get("DATABASE_URL", "")


def measure(script, *words, exit_code=0):
    """The counts that a script prints."""
    engine = ["--url", URL] if URL.startswith("postgres") and script != "power_cut.py" else []
    done = subprocess.run(
        [sys.executable, str(BENCH / script), *words, *engine],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == exit_code, done.stdout + done.stderr[-2000:]
    return json.loads(done.stdout.splitlines()[-1])


def test_a_killed_server_loses_halves_and_doubles_nothing():
    found = measure("kill.py", "--rounds", "10")

    assert found["acknowledged"] >= 10
    assert [found[what] for what in ("lost", "half", "doubled", "unsound")] == [0, 0, 0, 0]


needs_a_compiler = pytest.mark.skipif(
    shutil.which("cc") is None or sys.platform != "linux" or bool(URL),
    reason="the recorder is compiled, for Linux, and looks at SQLite",
)


@needs_a_compiler
def test_a_power_cut_takes_no_row_and_no_file():
    found = measure("power_cut.py", "--cuts", "60", "--acts", "24")

    assert (found["cuts"], found["harm"]) == (60, {})


@needs_a_compiler
def test_the_power_cut_notices_a_database_that_syncs_less():
    words = ("--cuts", "40", "--acts", "24", "--weaker", "NORMAL")

    found = measure("power_cut.py", *words, exit_code=1)

    assert found["harm"]["lost concern"] > 0


def test_nobody_overwrites_anybody():
    found = measure("lost_update.py", "--writers", "3", "--edits", "8")

    assert (found["lost"], found["doubled"], found["version"]) == (0, 0, 25)


def test_every_effect_comes_about_while_workers_die():
    found = measure("outbox.py", "--messages", "12")

    assert (found["effects"], found["done"], found["given up"]) == (12, 12, 0)
