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
ON_SERVER = URL.startswith("postgres")
HARM = ("lost", "half", "doubled")

files_only = pytest.mark.one_engine("looks at files of SQLite; brings its own database")
on_linux = pytest.mark.skipif(sys.platform != "linux", reason="asks the system for a limit")
needs_a_compiler = pytest.mark.skipif(
    shutil.which("cc") is None or sys.platform != "linux",
    reason="what is preloaded is compiled, for Linux",
)


@pytest.fixture(scope="session")
def kept(tmp_path_factory):
    """An installation that every measurement copies: making one takes longer than breaking it."""
    sys.path.insert(0, str(BENCH))
    from house import new  # noqa: PLC0415 - a script, found by its folder

    folder = tmp_path_factory.mktemp("house")
    with new(folder, URL if ON_SERVER else "") as place:
        yield place.data
    sys.path.remove(str(BENCH))


@pytest.fixture(scope="session")
def kept_in_a_file(kept, tmp_path_factory):
    """The same on SQLite, whatever the engine of this run."""
    if not ON_SERVER:
        return kept
    from house import new  # noqa: PLC0415

    with new(tmp_path_factory.mktemp("house"), "") as place:
        return place.data


def measure(script, kept, *words, exit_code=0):
    """The counts that a script prints."""
    done = subprocess.run(
        [sys.executable, str(BENCH / script), *words, "--like", str(kept)],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == exit_code, done.stdout + done.stderr[-2000:]
    return json.loads(done.stdout.splitlines()[-1])


def harm(found):
    return {name: found[name] for name in HARM if found[name]}


def test_a_killed_server_loses_halves_and_doubles_nothing(kept):
    found = measure("kill.py", kept, "--rounds", "10")

    assert found["acknowledged"] >= 10
    assert (harm(found), found["unsound"]) == ({}, 0)


@files_only
@needs_a_compiler
def test_a_power_cut_takes_no_row_and_no_file(kept_in_a_file):
    found = measure("power_cut.py", kept_in_a_file, "--cuts", "60", "--acts", "24")

    assert (found["cuts"], found["harm"]) == (60, {})


@files_only
@needs_a_compiler
def test_the_power_cut_notices_a_database_that_syncs_less(kept_in_a_file):
    words = ("--cuts", "40", "--acts", "24", "--weaker", "NORMAL")

    found = measure("power_cut.py", kept_in_a_file, *words, exit_code=1)

    assert found["harm"]["lost concern"] > 0


def test_nobody_overwrites_anybody(kept):
    found = measure("lost_update.py", kept, "--writers", "3", "--edits", "8")

    assert (found["lost"], found["doubled"], found["version"]) == (0, 0, 25)


def test_every_effect_comes_about_while_workers_die(kept):
    found = measure("outbox.py", kept, "--messages", "12")

    assert (found["effects"], found["done"], found["given up"]) == (12, 12, 0)


@files_only
@on_linux
def test_a_full_disk_is_told_in_plain_words_and_loses_nothing(kept_in_a_file):
    found = measure("disk_full.py", kept_in_a_file, "--rounds", "6")

    assert found["full"] > 0
    assert (harm(found), found["unsound"], found["unclear"]) == ({}, 0, 0)
    assert found["went on"] == 6


def test_a_locked_database_is_told_in_plain_words_and_can_be_read(kept):
    found = measure("locked.py", kept, "--seconds", "3", "--patience", "1")

    assert found["refused"] > 0
    assert set(found["pages read meanwhile"]) == {"200"}
    assert (harm(found), found["stored meanwhile"], found["unclear"]) == ({}, 0, 0)
    assert found["stored afterwards"] > 0


@needs_a_compiler
def test_a_clock_that_jumps_stops_nobody_and_loses_nothing(kept):
    found = measure("clock_jumps.py", kept, "--rounds", "10")

    assert (harm(found), found["went on"]) == ({}, 10)


def test_what_was_acknowledged_comes_back_from_a_backup(kept):
    found = measure("restore.py", kept, "--rounds", "1")

    assert found["acknowledged"] > 0
    assert (found["lost"], found["half"], found["refused"]) == (0, 0, 0)
