"""Back up, check and restore an installation whose files stand in a bucket: whole processes."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from uuid import uuid4

import pytest

from draagvlak.core import backup
from draagvlak.core.sealed_stream import sealed_size
from draagvlak.lib.bucket import bucket_at
from draagvlak.lib.s3 import S3
from tests.core.test_backup import ROOT, SEED, draagvlak
from tests.s3_server import s3_server

__all__ = ["s3_server"]
pytestmark = pytest.mark.one_engine("brings its own database")


def setting(bucket):
    """The environment that names a bucket."""
    place = f"s3://{bucket.name}/{bucket.prefix}?endpoint={bucket.endpoint}&region={bucket.region}"
    return {
        "DRAAGVLAK_FILES": place,
        "AWS_ACCESS_KEY_ID": bucket.key,
        "AWS_SECRET_ACCESS_KEY": bucket.secret,
    }


@pytest.fixture(scope="module")
def bucket(s3_server):
    """A place in a bucket for the installation of this module."""
    endpoint, key, secret = s3_server
    place = f"s3://files/{uuid4().hex}?endpoint={endpoint}&region=eu-west-1"
    return bucket_at(place, key, secret)


@pytest.fixture(scope="module")
def house(tmp_path_factory, bucket):
    """An installation with one file, which stands in the bucket."""
    data = tmp_path_factory.mktemp("house")
    (data / "key").write_text("k" * 48)
    (data / "static").mkdir()
    own = {
        "DRAAGVLAK_DATA": str(data),
        "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
        "DATABASE_URL": "",
        "DJANGO_SETTINGS_MODULE": "draagvlak.config.settings",
    }
    for words in (["migrate", "-v0"], ["shell", "-c", SEED]):
        done = subprocess.run(
            [sys.executable, "-m", "django", *words],
            env={**os.environ, **own, **setting(bucket)},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
    return data


@pytest.fixture(scope="module")
def made(house, bucket):
    done = draagvlak(house, "backup", **setting(bucket))
    assert done.returncode == 0, done.stderr
    assert "1 files" in done.stdout
    return backup.latest_backup(house / "backups")


def test_a_backup_comes_back_into_another_bucket_and_into_a_folder(house, made, bucket, tmp_path):
    assert backup.try_backup(made).files == 1
    words = ["restore", str(made), "--key", str(house / "key")]

    full = draagvlak(tmp_path / "vol", *words, **setting(bucket))
    assert (full.returncode, "never overwrites" in full.stderr) == (1, True)

    other = replace(bucket, prefix=f"{bucket.prefix}elders/")
    done = draagvlak(tmp_path / "elders", *words, **setting(other))
    assert done.returncode == 0, done.stderr
    assert [item.size for item in S3(other).items()] == [sealed_size(200_006)]
    assert not (tmp_path / "elders" / "files").exists()
    checked = draagvlak(tmp_path / "elders", "check", **setting(other))
    assert "ok   files: 1 files, each read and compared" in checked.stdout, checked.stderr

    done = draagvlak(tmp_path / "map", *words)
    assert done.returncode == 0, done.stderr
    assert len(list((tmp_path / "map" / "files").glob("*/*/*"))) == 1


def test_a_restore_that_fails_leaves_nothing_in_the_bucket(house, made, bucket, tmp_path):
    other = replace(bucket, prefix=f"{bucket.prefix}mislukt/")
    (tmp_path / "elders").mkdir()
    own = setting(other) | {"DATABASE_URL": f"sqlite:////dev/null/{tmp_path.name}"}

    done = draagvlak(tmp_path / "elders", "restore", str(made), "--key", str(house / "key"), **own)

    assert done.returncode == 1
    assert list(S3(other).items()) == []


def test_what_is_missing_or_away_stops_a_backup(house, made, bucket):
    empty = replace(bucket, prefix=f"{bucket.prefix}leeg/")
    done = draagvlak(house, "backup", **setting(empty))
    assert "is missing. `draagvlak check` says what more is." in done.stderr
    gone = replace(bucket, endpoint="http://127.0.0.1:9")
    done = draagvlak(house, "backup", **setting(gone))
    assert "The files cannot be read. http://127.0.0.1:9/files does not answer" in done.stderr
    assert [path.name for path in (house / "backups").iterdir()] == [made.name]
