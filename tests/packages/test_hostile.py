"""A package that is damaged, changed, too new or made to do harm is refused, and nothing is stored.

Whoever makes one may hold its words: then everything inside is theirs to write.
"""

from __future__ import annotations

import gzip
import io
import json
import struct
import tracemalloc
import zipfile

import pytest
from django.core.management import call_command
from django.utils import translation

from draagvlak.accounts.models import User
from draagvlak.core.models import Workspace
from draagvlak.organisations.models import Organisation, Unit
from draagvlak.packages.management.exits import Exit
from draagvlak.packages.packing.archive import (
    FORMAT,
    MANIFEST,
    SEALED_PART,
    Contents,
    Origin,
    Sealing,
    Summing,
    Told,
    outer_manifest,
    put_part,
)
from draagvlak.packages.packing.bringing import fill
from draagvlak.packages.packing.locks import CONTEXT, make_lock, open_lock, read_lock
from draagvlak.packages.packing.reading import look_at, verify
from draagvlak.packages.packing.trouble import AlreadyHere, PackageUnusable, TooNew, WrongWords
from tests.factories.places import make_member
from tests.packages.packs import CODE, pack

pytestmark = pytest.mark.django_db
SPACE = "0199aaaa-0000-7000-8000-000000000001"


@pytest.fixture
def space(settings, tmp_path):
    settings.FILES = tmp_path / "files"
    guide = make_member()
    Organisation.objects.create(workspace_id=guide.tenant, name="Gemeente")
    return Workspace.objects.get(pk=guide.tenant)


def origin(**changed):
    told = {
        "id": SPACE, "slug": "elders", "name": "Elders", "created_at": "2026-01-01T00:00:00+00:00",
        "made_at": "2026-11-12T10:00:00+00:00", "version": "0.1.0", "engine": "sqlite",
        "migrations": {},
    }  # fmt: skip
    return Origin(**told | changed)


def summed(data, rows=0):
    seen = Summing()
    seen.add(data, rows)
    return seen.told


def forged(path, tables=None, *, sealed=None, contents=None, tell=None, more=(), **changed):
    """A package by somebody who holds the words: `tables` are lines by name, all of them open."""
    tables = {
        name: "".join(f"{line}\n" for line in lines) for name, lines in (tables or {}).items()
    }
    texts = {name: text.encode() for name, text in tables.items()}
    told = {name: summed(text, text.count(b"\n")) for name, text in texts.items()} | (tell or {})
    key, lock = make_lock([CODE])
    raw = io.BytesIO()
    sealing = Sealing(raw, key, CONTEXT)
    out = io.BufferedWriter(sealing)
    inner = contents or Contents(origin(**changed), told, {}).as_json()
    put_part(out, MANIFEST, len(inner), [inner])
    for name, data in (sealed or {"files.json": b"{}"}).items():
        put_part(out, name, len(data), [data])
    out.flush()
    sealing.end()
    outside = outer_manifest(origin(**changed), lock.told(), {SEALED_PART: summed(raw.getvalue())})
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(MANIFEST, outside)
        archive.writestr(SEALED_PART, raw.getvalue())
        for name, text in texts.items():
            archive.writestr(f"tables/{name}.jsonl", text)
        for name, data in more:
            archive.writestr(name, data)
    return path


def bring(path, slug="elders"):
    return fill(verify(look_at(path), [CODE]), slug)


def test_a_forged_package_that_is_right_comes_in(tmp_path):
    """So that the others fail for what is wrong with them."""
    key = "0199aaaa-0000-7000-8000-0000000000aa"
    space = bring(forged(tmp_path / "x", {"organisations.organisation": [
        json.dumps({"id": key, "name": "Gemeente"})]}))  # fmt: skip
    assert Organisation.objects.get(pk=key).workspace_id == space.pk


@pytest.mark.parametrize("cut", [10, 1000, -1, -30, -200])
def test_a_package_that_was_cut_off_is_refused(space, tmp_path, cut):
    path = pack(space, tmp_path / "one.zip")
    path.write_bytes(path.read_bytes()[:cut])
    with pytest.raises(PackageUnusable):
        verify(look_at(path), [CODE])


def test_every_changed_byte_of_what_counts_is_noticed(space, tmp_path):
    path = pack(space, tmp_path / "one.zip")
    whole = path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        places = [
            entry.header_offset + 30 + len(entry.filename) + entry.compress_size // 2
            for entry in archive.infolist()
            if entry.filename == SEALED_PART or entry.filename.startswith("tables/")
            if entry.compress_size > 2
        ]
    assert len(places) > 3
    for place in places:
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 0x55]) + whole[place + 1 :])
        with pytest.raises(PackageUnusable):
            verify(look_at(path), [CODE])


def test_rows_that_the_administrator_changed_are_noticed(space, tmp_path):
    """Who has the file but not the words cannot make themself a guide in the readable part."""
    path, changed = pack(space, tmp_path / "one.zip"), tmp_path / "two.zip"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(changed, "w") as new:
        for entry in old.infolist():
            data = old.read(entry)
            if entry.filename == "tables/programmes.membership.jsonl":
                data = data.replace(b'"role":"guide"', b'"role":"owner"')
                assert data != old.read(entry)
            new.writestr(entry.filename, data)
    with (
        pytest.raises(PackageUnusable, match="beschadigd of veranderd"),
        translation.override("nl"),
    ):
        verify(look_at(changed), [CODE])


@pytest.mark.parametrize(
    "name",
    ["../../etc/passwd", "/etc/passwd", "tables/../key", "C:\\key", "tables/x.jsonl/", "extra.txt"],
)
def test_a_name_that_no_package_has_is_refused(tmp_path, name):
    path = forged(tmp_path / "x", more=[(name, b"x")])
    with pytest.raises(PackageUnusable):
        look_at(path)


def test_a_name_that_stands_twice_is_refused(tmp_path):
    with pytest.warns(UserWarning, match="Duplicate"):
        path = forged(tmp_path / "x", more=[(MANIFEST, b"{}")])
    with pytest.raises(PackageUnusable):
        look_at(path)


def test_a_file_of_the_sealed_part_gets_no_name_of_its_own(tmp_path):
    contents = json.loads(Contents(origin(), {}, {"../../key": 1}).as_json())
    path = forged(
        tmp_path / "x",
        contents=json.dumps(contents).encode(),
        sealed={"files/../../key": b"x", "files.json": b"{}"},
    )
    with pytest.raises(PackageUnusable):
        verify(look_at(path), [CODE])


def test_many_entries_are_refused_before_they_are_read(tmp_path):
    path = forged(tmp_path / "x", more=[(f"lijsten/{'a' * n}.csv", b"") for n in range(1, 320)])
    with pytest.raises(PackageUnusable):
        look_at(path)


def test_a_directory_of_gigabytes_is_not_read(tmp_path):
    path = tmp_path / "x"
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 9, 9, 0xF000_0000, 0, 0)
    path.write_bytes(b"x" * 1000 + end)
    with pytest.raises(PackageUnusable):
        look_at(path)


@pytest.mark.parametrize(
    ("bomb", "rows"),
    [
        (b"0" * 90_000_000, 0),  # one endless line
        (b"{}\n" * 30_000_000, 30_000_000),
    ],
    ids=["line", "rows"],
)
def test_a_bomb_is_refused_in_bounded_memory(tmp_path, bomb, rows):
    told = {"organisations.organisation": Told(rows, len(bomb), "0" * 64)}
    path = forged(tmp_path / "x", tell=told)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("tables/organisations.organisation.jsonl", bomb)
    del bomb
    tracemalloc.start()
    with pytest.raises(PackageUnusable):
        verify(look_at(path), [CODE])
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 60_000_000


def test_a_bomb_inside_the_sealed_part_is_refused(tmp_path):
    packed = gzip.compress(b"0" * 30_000_000)
    told = {"intake.term": Told(1, 30_000_000, "0" * 64)}
    path = forged(
        tmp_path / "x",
        tell=told,
        sealed={"tables/intake.term.jsonl.gz": packed, "files.json": b"{}"},
    )
    with pytest.raises(PackageUnusable):
        verify(look_at(path), [CODE])


def test_more_than_is_told_is_not_read(tmp_path):
    told = {"organisations.organisation": Told(1, 10, "0" * 64)}
    path = forged(tmp_path / "x", {"organisations.organisation": ["{}"] * 1000}, tell=told)
    with pytest.raises(PackageUnusable):
        verify(look_at(path), [CODE])


def test_a_lock_that_asks_for_gigabytes_is_refused():
    key, lock = make_lock([CODE])
    assert open_lock(read_lock(lock.told()), [CODE]) == key
    for name, value in {
        "memory_kib": 1 << 30, "iterations": 1 << 20, "lanes": 4096, "words": 10_000, "salt": 5,
    }.items():  # fmt: skip
        with pytest.raises(PackageUnusable):
            read_lock(lock.told() | {name: value})


def test_all_words_open_it_in_any_order_and_fewer_do_not(space, tmp_path):
    others = ["00000-11111-22222-33333-44444", "een lange  wachtzin"]
    path = pack(space, tmp_path / "one.zip", [CODE, *others])

    verify(look_at(path), [" een lange wachtzin", CODE.lower().replace("-", " "), others[0]])
    with pytest.raises(WrongWords):
        verify(look_at(path), [CODE, others[0]])
    with pytest.raises(WrongWords):
        verify(look_at(path), [CODE, others[0], "iets anders"])


@pytest.mark.parametrize(
    "row",
    [
        '{"id":"niet-een-sleutel","name":"x"}',
        '{"id":"0199aaaa-0000-7000-8000-0000000000aa","name":5}',
        '{"id":"0199aaaa-0000-7000-8000-0000000000aa","name":null}',
        '{"id":"0199aaaa-0000-7000-8000-0000000000aa"}',
        '{"id":"0199aaaa-0000-7000-8000-0000000000aa","name":"' + "x" * 151 + '"}',
        '{"id":"0199aaaa-0000-7000-8000-0000000000aa","name":"a\\u0000b"}',
        '{"id":"0199aaaa-0000-7000-8000-0000000000aa","name":""}',
        '["id"]',
        "{",
        "[" * 100_000,
    ],
    ids=["key", "kind", "null", "missing", "long", "nul", "empty", "list", "broken", "deep"],
)
def test_a_row_that_does_not_fit_is_refused_and_nothing_is_stored(tmp_path, row, transactional_db):
    path = forged(tmp_path / "x", {"organisations.organisation": [row]})
    words = tmp_path / "words"
    words.write_text(CODE)
    with pytest.raises(SystemExit) as left:
        call_command("import_workspace", str(path), words_file=str(words), yes=True)
    assert left.value.code in {Exit.REFUSED, Exit.ALREADY_HERE}
    assert not Workspace.objects.filter(pk=SPACE).exists()


def test_a_reference_to_another_workspace_is_refused(tmp_path, transactional_db):
    theirs = Organisation.objects.create(workspace_id=make_member().tenant, name="Van een ander")
    unit = {
        "id": "0199aaaa-0000-7000-8000-0000000000bb", "organisation_id": str(theirs.pk),
        "parent_id": None, "name": "Indringer", "path": "0001", "depth": 0,
    }  # fmt: skip
    path = forged(tmp_path / "x", {"organisations.unit": [json.dumps(unit)]})
    words = tmp_path / "words"
    words.write_text(CODE)
    with pytest.raises(SystemExit) as left:
        call_command("import_workspace", str(path), words_file=str(words), yes=True)
    assert left.value.code == Exit.ALREADY_HERE
    assert not Unit.objects.filter(name="Indringer").exists()
    assert not Workspace.objects.filter(pk=SPACE).exists()


def test_a_row_of_another_workspace_is_not_taken_over(tmp_path, transactional_db):
    theirs = Organisation.objects.create(workspace_id=make_member().tenant, name="Van een ander")
    row = json.dumps({"id": str(theirs.pk), "name": "Gekaapt"})
    with pytest.raises(AlreadyHere):
        bring(forged(tmp_path / "x", {"organisations.organisation": [row]}))
    theirs.refresh_from_db()
    assert theirs.name == "Van een ander"


def test_a_newer_package_says_so_in_both_languages(tmp_path):
    newer = forged(tmp_path / "x", migrations={"concerns": ["9999_from_the_future"]})
    with pytest.raises(TooNew) as error:
        look_at(newer)
    assert error.value.in_both() == (
        "This package was made by a newer Draagvlak (0.1.0). Update this installation first.\n"
        "Dit pakket is gemaakt door een nieuwere Draagvlak (0.1.0). Werk eerst deze installatie "
        "bij."
    )
    contents = json.loads(Contents(origin(), {}, {}).as_json()) | {"format": FORMAT + 1}
    other = forged(tmp_path / "y", contents=json.dumps(contents).encode())
    with pytest.raises(TooNew):
        verify(look_at(other), [CODE])
    unknown = {"future.thing": Told(0, 0, summed(b"").sha256)}
    with pytest.raises(TooNew):
        verify(look_at(forged(tmp_path / "z", tell=unknown)), [CODE])


def test_a_column_of_a_newer_version_is_not_dropped_in_silence(tmp_path):
    row = {"id": "0199aaaa-0000-7000-8000-0000000000aa", "name": "x", "mood": 3}
    path = forged(tmp_path / "x", {"organisations.organisation": [json.dumps(row)]})
    with pytest.raises(TooNew, match=r"organisations\.organisation\.mood"):
        bring(path)


def test_an_account_gets_no_rights_and_no_password_from_a_package(tmp_path):
    known = User.objects.create_user("jan@voorbeeld.example", "Jan", "een-lang-wachtwoord")
    taken = User.objects.create_user("piet@voorbeeld.example", "Piet", "een-lang-wachtwoord")
    rows = [
        {"id": "0199aaaa-0000-7000-8000-0000000000c1", "email": "JAN@voorbeeld.example"},
        {"id": str(taken.pk), "email": "nieuw@voorbeeld.example"},
    ]
    lines = [json.dumps({"name": "N", "language": "nl", "is_active": True, **row}) for row in rows]
    bring(forged(tmp_path / "x", {"accounts.user": lines}))

    known.refresh_from_db()
    assert (known.name, known.check_password("een-lang-wachtwoord")) == ("Jan", True)
    new = User.objects.get(email="nieuw@voorbeeld.example")
    assert new.pk != taken.pk
    assert not new.has_usable_password()
    sly = {**json.loads(lines[1]), "is_superuser": True}
    with pytest.raises(TooNew):
        other = forged(tmp_path / "y", {"accounts.user": [json.dumps(sly)]}, id=SPACE[:-1] + "2")
        bring(other, "verder")


def test_no_package_says_so(tmp_path):
    for name, data in {"a.txt": b"hello", "b.zip": b"", "c.zip": b"PK\5\6" + bytes(18)}.items():
        (tmp_path / name).write_bytes(data)
        with pytest.raises(PackageUnusable) as error:
            look_at(tmp_path / name)
        with translation.override("nl"):
            assert str(error.value).startswith(f"{name} is geen pakket van een werkruimte.")
    with pytest.raises(PackageUnusable):
        look_at(tmp_path / "not-there")


def test_what_stands_here_is_never_merged(space, tmp_path, capsys):
    path, words = pack(space, tmp_path / "one.zip"), tmp_path / "words"
    words.write_text(CODE)
    with pytest.raises(SystemExit) as left:
        call_command("import_workspace", str(path), words_file=str(words), yes=True)
    assert left.value.code == Exit.ALREADY_HERE
    said = capsys.readouterr().err
    assert "nothing is ever merged or overwritten" in said
    assert "Er wordt nooit iets samengevoegd of overschreven." in said
    with pytest.raises(SystemExit) as left:
        call_command("import_workspace", str(path), words_file=str(words))
    assert left.value.code == Exit.ALREADY_HERE
    with pytest.raises(SystemExit) as left:
        words.write_text("00000-00000-00000-00000-00000")
        call_command("import_workspace", str(path), words_file=str(words), yes=True)
    assert left.value.code == Exit.WRONG_WORDS
