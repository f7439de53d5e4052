"""A backup that was made while people work comes back whole, elsewhere, or says why not."""

from __future__ import annotations

import io
import os
import re
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection, transaction

from draagvlak.core import backup, storage
from draagvlak.core.backup.archive import BackupUnusable, key_mark
from draagvlak.core.backup.making import keep_latest
from tests.factories.concerns import make_concern
from tests.factories.places import make_member

ROOT = Path(__file__).parents[2]
PHRASE = "vier woorden op papier"


def draagvlak(data, *words, **more):
    """The command line, as an operator types it."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("DRAAGVLAK", "DATABASE_URL"))}
    environment = kept | {"PYTHONPATH": str(ROOT / "src")} | more
    command = [sys.executable, "-m", "draagvlak.config.cli", *words, "--data", str(data)]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    """An installation with a workspace."""
    data = tmp_path_factory.mktemp("house")
    (data / "key").write_text("k" * 48)
    (data / "static").mkdir()
    for words in (["migrate", "-v0"], ["shell", "-c", SEED]):
        done = subprocess.run(
            [sys.executable, "-m", "django", *words],
            env={**os.environ, "DRAAGVLAK_DATA": str(data), "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
                 "DATABASE_URL": "", "DJANGO_SETTINGS_MODULE": "draagvlak.config.settings"},
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
    return data


SEED = """
import io
from django.db import transaction
from tests.factories.places import make_member
from tests.factories.concerns import make_concern
from draagvlak.core import storage
guide = make_member()
for _ in range(3):
    make_concern(guide)
stored = storage.keep_file(guide.tenant, io.BytesIO(b'%PDF-1' + b'x' * 200_000), name='Plan.pdf')
with transaction.atomic():
    storage.attach(stored)
"""


def newest(folder):
    return backup.latest_backup(folder)


@pytest.fixture(scope="module")
def made(house):
    done = draagvlak(house, "backup")
    assert done.returncode == 0, done.stderr
    assert "*** The key is NOT in it." in done.stdout
    assert re.search(r"\d+ rows, 1 files, .* read back and compared", done.stdout)
    return newest(house / "backups")


def test_a_backup_comes_back_elsewhere_with_the_key(house, made, tmp_path):
    place = tmp_path / "elders"

    done = draagvlak(place, "restore", str(made), "--key", str(house / "key"))

    assert done.returncode == 0, done.stderr
    assert "compared row for row" in done.stdout
    with sqlite3.connect(place / "draagvlak.sqlite3") as rows:
        assert rows.execute("select count(*) from concerns_concern").fetchone() == (3,)
        assert rows.execute("select count(*) from django_session").fetchone() == (0,)
    assert (place / "key").read_text().strip() == "k" * 48
    checked = draagvlak(place, "check")
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert "ok   files: 1 files, each read and compared" in checked.stdout


@pytest.mark.parametrize(
    ("key", "said"),
    [("", "The key is not in this backup."), ("z" * 48, "This is another key than the one")],
)
def test_without_its_key_nothing_is_restored(made, tmp_path, key, said):
    words = []
    if key:
        (tmp_path / "other").write_text(key)
        words = ["--key", str(tmp_path / "other")]

    done = draagvlak(tmp_path / "elders", "restore", str(made), *words)

    assert done.returncode == 1
    assert f"Nothing was restored. {said}" in done.stderr
    assert [path.name for path in (tmp_path / "elders").iterdir()] == []


def test_a_restore_never_overwrites(house, made):
    before = (house / "draagvlak.sqlite3").stat().st_mtime_ns

    done = draagvlak(house, "restore", str(made))

    assert (done.returncode, "never overwrites" in done.stderr) == (1, True)
    assert (house / "draagvlak.sqlite3").stat().st_mtime_ns == before


def test_a_sealed_backup_carries_the_key(house, tmp_path):
    (tmp_path / "phrase").write_text(PHRASE)
    phrase = ["--passphrase-file", str(tmp_path / "phrase")]
    done = draagvlak(house, "backup", "--with-key", "--to", str(tmp_path / "uit"), *phrase)
    assert "*** The key is IN it." in done.stdout, done.stderr
    made = newest(tmp_path / "uit")
    assert b"sqlite" not in made.read_bytes()

    assert "give its passphrase" in draagvlak(tmp_path / "a", "restore", str(made)).stderr
    done = draagvlak(tmp_path / "b", "restore", str(made), *phrase)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "b" / "key").read_text() == "k" * 48


def test_the_key_goes_along_sealed_only(house, tmp_path):
    done = draagvlak(house, "backup", "--with-key", "--to", str(tmp_path / "uit"))

    assert "give a passphrase" in done.stderr
    assert not (tmp_path / "uit").exists()


def test_a_damaged_backup_is_refused(made, tmp_path):
    content = made.read_bytes()
    for number, harmed in enumerate(
        (
            content[: len(content) // 2],
            content[:5000] + bytes([content[5000] ^ 1]) + content[5001:],
            b"",
        )
    ):
        path = tmp_path / f"{number}.draagvlak"
        path.write_bytes(harmed)
        with pytest.raises(BackupUnusable, match=r"whole backup|was damaged|ends before"):
            backup.read_manifest(path, "")


def test_a_damaged_sealed_backup_is_refused(house, tmp_path):
    draagvlak(house, "backup", "--to", str(tmp_path), DRAAGVLAK_BACKUP_PASSPHRASE=PHRASE)
    made = newest(tmp_path)

    with pytest.raises(BackupUnusable, match="another passphrase"):
        backup.read_manifest(made, "iets heel anders")


def test_the_self_test_reads_every_row_and_file(made):
    manifest = backup.try_backup(made)

    assert (manifest.files, manifest.tables["concerns_concern"][0]) == (1, 3)
    assert [path.name for path in made.parent.iterdir()] == [made.name]


def test_check_finds_what_is_not_whole(house, made, tmp_path):
    draagvlak(tmp_path, "restore", str(made), "--key", str(house / "key"))
    with sqlite3.connect(tmp_path / "draagvlak.sqlite3") as rows:
        rows.execute("drop trigger timeless_core_attachment")
        rows.execute("pragma foreign_keys=off")
        rows.execute("delete from programmes_programme")
        rows.execute(
            "insert into core_outboxmessage (id, topic, payload, state, run_at, attempts, error, "
            "created_at) values ('x', 'mail', '{}', 'dead', 0, 5, '', 0)"
        )
    (file,) = [p for p in (tmp_path / "files").glob("*/*/*") if p.is_file()]
    file.write_bytes(file.read_bytes()[:-1] + b"?")

    done = draagvlak(tmp_path, "check")

    assert done.returncode == 1
    wrong = {line.split()[1] for line in done.stdout.splitlines() if line.startswith("NOT")}
    assert wrong == {"references:", "guards:", "files:", "outbox:"}


def test_only_the_latest_backups_stay(tmp_path):
    for day in range(1, 6):
        (tmp_path / f"draagvlak-2026-11-0{day}T020000000000Z.draagvlak").touch()

    assert keep_latest(tmp_path, 2) == 3
    assert newest(tmp_path).name.startswith("draagvlak-2026-11-05")
    assert len(list(tmp_path.iterdir())) == 2


def test_a_mark_of_a_key_says_nothing_of_it():
    assert key_mark(b"a" * 32) == key_mark(b"a" * 32) != key_mark(b"b" * 32)


@pytest.mark.django_db(transaction=True)
def test_a_backup_of_this_engine_can_be_tried(settings, tmp_path):
    if connection.vendor == "sqlite":
        pytest.skip("in memory; see the house")
    settings.FILES = tmp_path / "files"
    guide = make_member()
    make_concern(guide)
    stored = storage.keep_file(guide.tenant, io.BytesIO(b"%PDF-1"), name="Plan.pdf")
    with transaction.atomic():
        storage.attach(stored)

    made = backup.make_backup(tmp_path / "uit", passphrase=PHRASE)

    manifest = backup.try_backup(made, passphrase=PHRASE)
    assert (manifest.files, manifest.tables["concerns_concern"][0]) == (1, 1)
