"""Files in a bucket: the same promises as in a folder, with a real S3 server."""

from __future__ import annotations

import io
import socket
import time
from contextlib import contextmanager
from dataclasses import replace
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, connections, transaction

from draagvlak.core import backup, storage
from draagvlak.core.checking import examine
from draagvlak.core.chores import ChoreFailed
from draagvlak.core.crypto import Tampered
from draagvlak.core.models import Attachment
from draagvlak.core.retention import sweep
from draagvlak.core.storage import name_of, store
from draagvlak.core.storage.stores import BucketStore
from draagvlak.core.web import to
from draagvlak.intake.models import Document
from draagvlak.lib import s3 as talking
from draagvlak.lib.bucket import StoreAway
from draagvlak.lib.s3 import S3
from tests.factories.intake import make_document
from tests.factories.places import make_member, make_workspace, sign_in
from tests.s3_server import bucket, keeping_bucket, s3_server

__all__ = ["bucket", "keeping_bucket", "s3_server"]
pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n" + b"verslag " * 200_000


@pytest.fixture(autouse=True)
def place(settings, tmp_path, bucket, monkeypatch):
    monkeypatch.setattr(talking, "PAUSES", (0, 0))
    settings.FILES = tmp_path / "files"
    settings.BUCKET = bucket
    return bucket


@pytest.fixture
def away(settings, place):
    """Makes the store go away: nobody listens there any more."""

    def go():
        with socket.create_server(("127.0.0.1", 0)) as door:
            port = door.getsockname()[1]
        settings.BUCKET = replace(place, endpoint=f"http://127.0.0.1:{port}")

    return go


def keep(workspace, content=PDF, name="Verslag.pdf"):
    return storage.keep_file(workspace.pk, io.BytesIO(content), name=name)


def attach(workspace, content=PDF):
    stored = keep(workspace, content)
    with transaction.atomic():
        return storage.attach(stored)


def in_bucket(place):
    return [item.key for item in S3(place).items()]


def raw(place, name):
    with S3(place).opened(name) as found:
        return b"".join(iter(lambda: found.read(100_000), b""))


def test_a_file_lies_sealed_in_the_bucket_only_and_comes_back_as_it_was(place, tmp_path):
    row = attach(make_workspace())
    name = name_of(row.workspace_id, row.pk)

    assert in_bucket(place) == [name]
    assert (len(raw(place, name)), b"verslag" in raw(place, name)) == (row.stored_size, False)
    assert b"".join(storage.pieces_of(row)) == PDF
    assert b"".join(storage.download(row).streaming_content) == PDF
    assert not (tmp_path / "files").exists()


def test_a_file_that_may_not_come_in_leaves_nothing(place, settings):
    for content in (b"MZ\x90", b""):
        with pytest.raises(storage.FileRefused):
            keep(make_workspace(), content)
    settings.SCAN = "command:/nergens/scanner"
    with pytest.raises(storage.FileRefused, match="geeft geen antwoord"):
        keep(make_workspace())
    assert in_bucket(place) == []


def test_without_its_file_no_row_is_made(place):
    stored = keep(make_workspace())
    storage.remove_file(stored.workspace_id, stored.id)

    with pytest.raises(storage.FileRefused, match="te lang"), transaction.atomic():
        storage.attach(stored)


def test_a_store_that_is_away_refuses_and_leaves_nothing_half(away, caplog):
    away()
    with pytest.raises(storage.FileRefused, match="De opslag voor bestanden geeft geen antwoord"):
        keep(make_workspace())
    assert "127.0.0.1" in caplog.text
    assert Attachment.objects.count() == 0


def test_a_form_says_so_in_its_own_field(away, client):
    guide = make_member()
    sign_in(client, guide)
    away()
    file = SimpleUploadedFile("plan.txt", b"Het plan")

    answer = client.post(
        to(guide, "intake:document_add"), {"title": "Plan", "kind": "plan", "file": file}
    )

    assert answer.status_code == 422
    assert "De opslag voor bestanden geeft geen antwoord" in answer.content.decode()
    assert Document.objects.count() == 0


def test_a_download_says_so_on_a_page(away, client):
    guide = make_member()
    document = make_document(guide, text="Het plan")
    sign_in(client, guide)
    client.raise_request_exception = False
    away()

    answer = client.get(to(guide, "intake:document_file", document_id=document.pk))

    assert (answer.status_code, answer["Retry-After"]) == (503, "30")
    assert "De opslag van bestanden antwoordt niet" in answer.content.decode()


def test_losses_are_named(place):
    space = make_workspace()
    rows = [attach(space, b"%PDF-" + bytes([number])) for number in range(4)]
    missing, short, changed, _whole = (name_of(space.pk, row.pk) for row in rows)
    S3(place).remove(missing)
    S3(place).put(short, io.BytesIO(b"x"))
    harmed = raw(place, changed)
    S3(place).put(changed, io.BytesIO(harmed[:-1] + bytes([harmed[-1] ^ 1])))

    deep = {loss.attachment_id: loss.what for loss in storage.lost_files()}
    quick = {loss.attachment_id: loss.what for loss in storage.lost_files(deep=False)}

    assert quick == {rows[0].pk: "missing", rows[1].pk: "another length"}
    assert deep == quick | {rows[2].pk: "changed"}
    with pytest.raises(Tampered):
        storage.download(rows[2])
    with pytest.raises(FileNotFoundError):
        storage.download(rows[0])


def test_a_check_says_that_the_store_is_away(away):
    attach(make_workspace())
    assert [one.fine for one in examine() if one.what == "files"] == [True]
    away()
    (found,) = [one for one in examine() if one.what == "files"]
    assert (found.fine, "does not answer" in found.words) == (False, True)


def test_files_without_a_row_are_swept_and_what_is_not_ours_stays(place):
    space = make_workspace()
    kept, lone = attach(space), keep(space)
    S3(place).put("leesmij.txt", io.BytesIO(b"van een ander"))

    assert storage.sweep_files() == 0
    assert storage.sweep_files(older_than=-60) == 1
    assert in_bucket(place) == [name_of(space.pk, kept.pk), "leesmij.txt"]
    assert lone.id.hex not in "".join(in_bucket(place))


def test_what_is_swept_leaves_no_earlier_version(settings, keeping_bucket):
    settings.BUCKET = keeping_bucket
    stored = keep(make_workspace())
    name = name_of(stored.workspace_id, stored.id)

    assert storage.sweep_files(older_than=-60) == 1
    assert S3(keeping_bucket)._versions(name) == []


def test_the_sweep_of_the_night_says_that_the_store_is_away(away):
    away()
    with pytest.raises(ChoreFailed, match="does not answer"):
        sweep()


@pytest.mark.django_db(transaction=True)
def test_nothing_is_swept_while_a_backup_is_made(place):
    keep(make_workspace())
    time.sleep(0.01)
    if connection.vendor == "sqlite":
        with store().held(alone=False) as may:
            assert may
            assert storage.sweep_files(older_than=-60) == 0
    else:
        with _from_another_machine(), store().held(alone=False) as shared:
            assert shared
            assert storage.sweep_files(older_than=-60) == 0
    assert storage.sweep_files(older_than=-60) == 1


@contextmanager
def _from_another_machine():
    """The same lock, held by a connection of its own."""
    other = connections.create_connection("default")
    with other.cursor() as cursor:
        cursor.execute("select pg_try_advisory_lock_shared(%s)", [storage.stores._LOCK])
        assert cursor.fetchone() == (True,)
        try:
            yield
        finally:
            # a line that is closed lets go a moment later
            cursor.execute("select pg_advisory_unlock_shared(%s)", [storage.stores._LOCK])
    other.close()


@pytest.mark.django_db(transaction=True)
def test_a_backup_reads_through_the_store(place, away, tmp_path):
    if connection.vendor == "sqlite":
        pytest.skip("in memory; see tests/core/test_backup_bucket.py")
    guide = make_member()
    make_document(guide, text="Het plan")

    made = backup.make_backup(tmp_path / "uit")

    assert backup.try_backup(made).files == 1
    away()
    with pytest.raises(backup.BackupUnusable, match="does not answer"):
        backup.make_backup(tmp_path / "weg")
    assert list((tmp_path / "weg").iterdir()) == []


def test_one_store_serves_a_process(settings, place):
    assert isinstance(store(), BucketStore)
    assert store() is store()
    settings.BUCKET = None
    assert not isinstance(store(), BucketStore)


def test_an_empty_place_is_known(place):
    assert store().is_empty()
    S3(place).put(f"{uuid4().hex}", io.BytesIO(b"x"))
    assert not store().is_empty()


def test_a_store_that_refuses_is_away(settings, place):
    settings.BUCKET = replace(place, secret="another")
    with pytest.raises(StoreAway, match="SignatureDoesNotMatch"):
        store().is_empty()
