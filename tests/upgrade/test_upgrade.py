"""A database of an earlier release opens in this one, with everything that was in it.

Each fixture is the demo database of a release, as that release made it, with its key:
`fixtures/demo-<version>.sqlite3.gz` and `fixtures/demo-<version>.key`.
"""

from __future__ import annotations

import gzip
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FIXTURES = sorted((Path(__file__).parent / "fixtures").glob("demo-*.sqlite3.gz"))


def manage(data, *words):
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT / "src"),
        "DRAAGVLAK_DATA": str(data),
        "DJANGO_SETTINGS_MODULE": "draagvlak.config.settings",
    }
    return subprocess.run(
        [sys.executable, "-m", "django", *words],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )


@pytest.mark.parametrize("fixture", FIXTURES, ids=lambda f: f.name)
def test_an_earlier_database_is_brought_up_to_date(fixture, tmp_path):
    database = tmp_path / "draagvlak.sqlite3"
    database.write_bytes(gzip.decompress(fixture.read_bytes()))
    key = tmp_path / "key"
    key.write_text(fixture.with_name(fixture.name.replace(".sqlite3.gz", ".key")).read_text())
    key.chmod(0o600)

    migrated = manage(tmp_path, "migrate", "--verbosity=0")
    assert migrated.returncode == 0, migrated.stderr
    checked = manage(tmp_path, "migrate", "--check")
    assert checked.returncode == 0, checked.stdout + checked.stderr

    with sqlite3.connect(database) as rows:
        counts = {
            table: rows.execute(f"select count(*) from {table}").fetchone()[0]  # noqa: S608
            for table in (
                "concerns_concern",
                "conversations_rawquote",
                "organisations_person",
                "measures_measure",
            )
        }
    assert counts == {
        "concerns_concern": 35,
        "conversations_rawquote": 80,
        "organisations_person": 120,
        "measures_measure": 25,
    }


def test_there_is_a_fixture():
    assert FIXTURES
