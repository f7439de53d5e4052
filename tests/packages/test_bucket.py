"""A workspace whose files stand in a bucket is packed, and comes in where there is another one."""

from __future__ import annotations

import io
import os
import socket
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from django.db import transaction

from draagvlak.core import storage
from draagvlak.core.models import Workspace
from draagvlak.lib import s3 as talking
from draagvlak.lib.s3 import S3
from draagvlak.packages.packing.trouble import PackageUnusable
from tests.factories.places import make_member
from tests.packages.packs import CODE, pack
from tests.s3_server import bucket, s3_server

__all__ = ["bucket", "s3_server"]
pytestmark = pytest.mark.django_db
ROOT = Path(__file__).parents[2]
THERE = """
import sys
import django
django.setup()
from django.core.management import call_command
from draagvlak.core.models import Attachment
from draagvlak.core.storage import pieces_of
call_command("migrate", verbosity=0)
call_command("import_workspace", sys.argv[1], words_file=sys.argv[2], yes=True)
print(b"".join(pieces_of(Attachment.objects.get())).decode())
"""


@pytest.fixture
def space(settings, tmp_path, bucket, monkeypatch):
    monkeypatch.setattr(talking, "PAUSES", (0, 0))
    settings.FILES, settings.BUCKET = tmp_path / "files", bucket
    space = Workspace.objects.get(pk=make_member().tenant)
    stored = storage.keep_file(space.pk, io.BytesIO(b"Het plan"), name="plan.txt")
    with transaction.atomic():
        storage.attach(stored)
    return space


def elsewhere(data, bucket, *words):
    data.mkdir()
    (data / "key").write_text("n" * 48)
    (data / "static").mkdir()
    place = f"s3://{bucket.name}/{bucket.prefix}?endpoint={bucket.endpoint}&region={bucket.region}"
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("DRAAGVLAK", "DATABASE_URL"))}
    own = kept | {
        "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
        "DRAAGVLAK_DATA": str(data),
        "DJANGO_SETTINGS_MODULE": "draagvlak.config.settings",
        "DRAAGVLAK_FILES": place,
        "AWS_ACCESS_KEY_ID": bucket.key,
        "AWS_SECRET_ACCESS_KEY": bucket.secret,
    }
    command = [sys.executable, "-c", THERE, *(str(word) for word in words)]
    return subprocess.run(command, env=own, capture_output=True, text=True, check=False)


def test_from_bucket_to_bucket(space, bucket, tmp_path):
    words = tmp_path / "words"
    words.write_text(CODE)
    other = replace(bucket, prefix=f"{bucket.prefix}elders/")

    done = elsewhere(tmp_path / "there", other, pack(space, tmp_path / "een.zip"), words)

    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "Het plan"
    assert [item.key[:32] for item in S3(other).items()] == [space.pk.hex]


def test_a_store_that_is_away_stops_both_ways(space, settings, bucket, tmp_path):
    words = tmp_path / "words"
    words.write_text(CODE)
    package = pack(space, tmp_path / "een.zip")
    with socket.create_server(("127.0.0.1", 0)) as door:
        port = door.getsockname()[1]
    away = replace(bucket, endpoint=f"http://127.0.0.1:{port}")

    done = elsewhere(tmp_path / "there", away, package, words)
    assert done.returncode != 0
    assert "De opslag voor bestanden geeft geen antwoord" in done.stdout + done.stderr
    settings.BUCKET = away
    with pytest.raises(PackageUnusable, match="geeft geen antwoord"):
        pack(space, tmp_path / "twee.zip")
