"""Files as durable and as closed as rows."""

from __future__ import annotations

import io
import os
import time

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction

from draagvlak.core import storage
from draagvlak.core.crypto import Tampered
from draagvlak.core.durable import ASIDE, durable_file, held
from draagvlak.core.models import Attachment
from draagvlak.core.sealed_stream import PIECE, opened, sealed, sealed_size
from tests.factories.places import make_workspace

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n" + b"verslag " * 20_000


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.FILES = tmp_path / "files"
    return settings.FILES


def keep(workspace, content=PDF, name="Verslag.pdf", **more):
    return storage.keep_file(workspace.pk, io.BytesIO(content), name=name, **more)


def attach(workspace, content=PDF, name="Verslag.pdf"):
    stored = keep(workspace, content, name)
    with transaction.atomic():
        return storage.attach(stored)


def on_disk(files):
    return [path for path in files.rglob("*") if path.is_file() and path.name != ".lock"]


@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE])
def test_a_stream_opens_again_and_has_the_length_it_says(size):
    content = os.urandom(size)
    stream = b"".join(sealed(b"k" * 32, [content[:7], content[7:]], b"hier"))

    assert len(stream) == sealed_size(size)
    assert b"".join(opened(b"k" * 32, io.BytesIO(stream), b"hier")) == content


def cut(stream):
    return stream[: -(PIECE + 16)]


def swapped(stream):
    head, piece = stream[:33], PIECE + 16
    first, second = stream[33 : 33 + piece], stream[33 + piece : 33 + 2 * piece]
    return head + second + first + stream[33 + 2 * piece :]


def flipped(stream):
    return stream[:-1] + bytes([stream[-1] ^ 1])


@pytest.mark.parametrize("harm", [cut, swapped, flipped, lambda _: b"", lambda s: b"\1" + s[1:]])
def test_a_stream_that_was_changed_does_not_open(harm):
    stream = b"".join(sealed(b"k" * 32, [bytes(3 * PIECE)], b"hier"))

    with pytest.raises(Tampered):
        list(opened(b"k" * 32, io.BytesIO(harm(stream)), b"hier"))
    with pytest.raises(Tampered):
        list(opened(b"k" * 32, io.BytesIO(stream), b"daar"))


def test_a_file_comes_back_as_it_was_and_lies_sealed(files):
    row = attach(make_workspace())

    assert b"".join(storage.pieces_of(row)) == PDF
    (path,) = on_disk(files)
    assert (path.stat().st_size, path.stat().st_mode & 0o777) == (row.stored_size, 0o600)
    assert b"verslag" not in path.read_bytes()
    assert (row.name, row.media_type, row.size) == ("Verslag.pdf", "application/pdf", len(PDF))


def test_a_file_moved_to_another_row_does_not_open():
    space = make_workspace()
    one, other = attach(space), attach(space, b"%PDF-2")
    storage.file_path(space.pk, one.pk).replace(storage.file_path(space.pk, other.pk))

    with pytest.raises(Tampered):
        list(storage.pieces_of(other))


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.exe", b"MZ", "Dit soort bestand kun je niet toevoegen."),
        ("a.pdf", b"MZ\x90", "Dit is geen echt pdf-bestand."),
        ("a.txt", b"PK\x03\x04", "Dit is geen echt txt-bestand."),
        ("a.txt", b"a\0b", "Dit is geen echt txt-bestand."),
        ("a.pdf", b"", "Dit bestand is leeg."),
        ("a.pdf", b"%PDF-" + bytes(3 * 1024 * 1024), "Dit bestand is groter dan 2 MB."),
    ],
)
def test_a_file_that_may_not_come_in_leaves_nothing(files, name, content, said):
    with pytest.raises(storage.FileRefused, match=said):
        keep(make_workspace(), content, name, limit=2 * 1024 * 1024)

    assert on_disk(files) == []


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (r"C:\Users\jan\Plan.pdf", "Plan.pdf"),
        ("../../etc/plan.pdf", "plan.pdf"),
        ("plan\u202efdp.pdf", "planfdp.pdf"),
        ("x" * 300 + ".pdf", "x" * 140 + ".pdf"),
        ("\n", "bestand"),
    ],
)
def test_a_name_is_made_safe(given, kept):
    assert storage.kinds.clean_name(given) == kept


def test_the_same_file_twice_is_the_same_to_a_retried_command():
    space = make_workspace()
    one, again, other = keep(space), keep(space), keep(space, b"%PDF-other")

    assert one.id != again.id
    assert repr(one) == repr(again) != repr(other)


def test_a_row_is_made_in_a_transaction_only():
    stored = keep(make_workspace())
    storage.file_path(stored.workspace_id, stored.id).unlink()

    with pytest.raises(storage.FileRefused, match="te lang"), transaction.atomic():
        storage.attach(stored)


def test_a_download_is_never_a_page():
    row = attach(make_workspace(), name="Zorgen & wensen “nu”.pdf")

    answer = storage.download(row)

    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''Zorgen%20%26")
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer["Content-Length"] == str(len(PDF))
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_a_download_of_a_changed_file_does_not_begin():
    row = attach(make_workspace())
    path = storage.file_path(row.workspace_id, row.pk)
    path.write_bytes(flipped(path.read_bytes()[: PIECE + 49]))

    with pytest.raises(Tampered):
        storage.download(row)


def test_losses_are_named():
    space = make_workspace()
    rows = [attach(space) for _ in range(4)]
    missing, short, changed, _whole = (storage.file_path(space.pk, row.pk) for row in rows)
    missing.unlink()
    short.write_bytes(b"x")
    changed.write_bytes(flipped(changed.read_bytes()))

    found = {loss.attachment_id: loss.what for loss in storage.lost_files()}

    assert found == {
        rows[0].pk: "missing",
        rows[1].pk: "another length",
        rows[2].pk: "changed",
    }


def test_files_without_a_row_are_swept_after_a_day(files):
    space = make_workspace()
    kept, fresh, old = attach(space), keep(space), keep(space)
    path = storage.file_path(space.pk, old.id)
    aside = path.with_name(f"{path.name}.12345678{ASIDE}")
    aside.write_bytes(b"half")
    for each in (path, aside, storage.file_path(space.pk, kept.pk)):
        os.utime(each, (time.time() - 90_000,) * 2)

    assert storage.sweep_files() == 2
    assert {path.name for path in on_disk(files)} == {kept.pk.hex, fresh.id.hex}


def test_nothing_is_swept_while_a_backup_is_made(files):
    keep(make_workspace())
    with held(files, alone=False) as may:
        assert may
        assert storage.sweep_files(older_than=-1) == 0
    assert storage.sweep_files(older_than=-1) == 1


def test_a_write_that_fails_leaves_the_old_file(tmp_path):
    target = tmp_path / "map" / "lijst"
    with durable_file(target) as file:
        file.write(b"oud")
    with pytest.raises(RuntimeError), durable_file(target) as file:
        file.write(b"nieuw")
        raise RuntimeError

    assert target.read_bytes() == b"oud"
    assert [path.name for path in target.parent.iterdir()] == ["lijst"]


def test_the_database_refuses_a_file_without_a_name():
    with pytest.raises(IntegrityError), transaction.atomic():
        Attachment.objects.create(workspace=make_workspace(), name="", size=1, stored_size=1)


def test_no_migration_is_missing():
    call_command("makemigrations", "--check", "--dry-run", "core", verbosity=0)
