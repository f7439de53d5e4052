"""A workspace goes to another installation and back: the same rows, files, and a vault that opens.

The demo programme is packed here, brought into a fresh database of each engine, and packed again.
"""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from django.db import transaction

from draagvlak.core import storage
from draagvlak.core.actor import SYSTEM
from draagvlak.core.models import Workspace
from draagvlak.kits.commands import build_demo
from draagvlak.packages.packing.archive import KIND
from draagvlak.packages.packing.reading import look_at, verify, walk
from tests.packages.packs import CODE, pack, rows_in

ROOT = Path(__file__).parents[2]
PDF = b"%PDF-1.7 " + bytes(range(256)) * 700


@pytest.fixture
def demo(db, settings, tmp_path):
    settings.FILES = tmp_path / "files"
    build_demo(by=SYSTEM)
    space = Workspace.objects.get(is_demo=True)
    stored = storage.keep_file(space.pk, io.BytesIO(PDF), name="Plan.pdf")
    with transaction.atomic():
        storage.attach(stored)
    return space


def elsewhere(data, database, *words):
    """One process in another installation: it comes in, opens the vault and goes out again."""
    data.mkdir()
    (data / "key").write_text("n" * 48)
    (data / "key").chmod(0o600)
    (data / "static").mkdir()
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("DRAAGVLAK", "DATABASE_URL"))}
    own = kept | {
        "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
        "DRAAGVLAK_DATA": str(data),
        "DJANGO_SETTINGS_MODULE": "draagvlak.config.settings",
    }
    if database:
        own["DATABASE_URL"] = database
    command = [sys.executable, "-c", THERE, *(str(word) for word in words)]
    done = subprocess.run(command, env=own, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


THERE = """
import sys
import django
django.setup()
from django.conf import settings
from django.core.management import call_command
settings.ARGON2 = {"iterations": 1, "lanes": 1, "memory_kib": 64}
first, words, second = sys.argv[1:]
call_command("migrate", verbosity=0)
call_command("import_workspace", first, words_file=words)
call_command("import_workspace", first, words_file=words, yes=True)
from draagvlak.accounts.models import User
from draagvlak.conversations.models import Note
from draagvlak.core.gate import PLACES
from draagvlak.vault.commands import open_vault
from draagvlak.vault.queries import unseal
from draagvlak.conversations.queries.notes import NOTE
from draagvlak.kits.commands.demo import PASSPHRASE
from draagvlak.core.models import Attachment, Workspace
from draagvlak.core.storage import pieces_of
from draagvlak.packages.queries import arrival_of, trail_is_as_it_came
user = User.objects.get(email='noor.veldhuis@tussenstap.example')
assert not user.has_usable_password()
finder = next(iter(PLACES))
by = finder(user_id=user.pk, name=user.name, workspace='voorbeeldstad',
            programme='vergaderen-zonder-papier')
vault = open_vault(by=by, passphrase=PASSPHRASE)
read = 0
for note in Note.objects.filter(author_id=user.pk).select_related('conversation__box'):
    read += len(unseal(vault, note.conversation.box, note.sealed, row=note.pk, field=NOTE))
assert read > 1000, read
whole = b''.join(pieces_of(Attachment.objects.get(name='Plan.pdf')))
assert whole == b'%PDF-1.7 ' + bytes(range(256)) * 700
settings.RECEIPT_COST = settings.ARGON2
from draagvlak.contributions.queries.following import holder_by_receipt, thread_of
from draagvlak.contributions.queries.inbox import contributions, open_contribution
holder = holder_by_receipt('voorbeeldstad', 'WG4G1V-G2HDWY-VFAR1F-545MYX-9SP7KQ')
assert len(thread_of(holder).said) == 3
assert 'Hatice Çelik' in {
    open_contribution(by, vault, row).who.name for row in contributions(by)
}
assert not Workspace.objects.get().is_demo
assert trail_is_as_it_came(arrival_of(by.tenant))
import datetime as dt
from django.db import transaction
from draagvlak.core.checking import examine
from draagvlak.core.models import AuditEvent
def told():
    return next(finding for finding in examine() if finding.what == 'trail')
assert told().fine and told().words.startswith('1 workspaces came'), told()
with transaction.atomic():
    came = arrival_of(by.tenant)
    AuditEvent.objects.create(workspace_id=by.tenant, verb='concerns.removed',
                              subject_type='x', at=came.trail_before - dt.timedelta(days=1))
    assert not told().fine, told()
    transaction.set_rollback(True)
assert told().fine
print('opens')
call_command('export_workspace', 'voorbeeldstad', to=second, passphrase_file=words)
"""


def test_there_and_back_again(demo, tmp_path, other_engine):
    first = pack(demo, tmp_path / "first.zip")
    words, second = tmp_path / "words", tmp_path / "second.zip"
    words.write_text(CODE)

    said = elsewhere(tmp_path / "there", other_engine, first, words, second)

    assert "Accounts: 0 known here by e-mail address, 9 to be made without a password." in said
    assert "Nothing was stored. Bring it in with --yes." in said
    assert "files stand here as voorbeeldstad" in said
    assert "opens" in said
    before, after = rows_in(first, CODE), rows_in(second, CODE)
    # what coming in, and opening the vault there, added to the trail
    known = set(before["core.auditevent"])
    added = [json.loads(row)["verb"] for row in after["core.auditevent"] if row not in known]
    assert sorted(added) == ["packages.brought_in", "vault.opened"]
    after["core.auditevent"] = [row for row in after["core.auditevent"] if row in known]
    assert before.keys() == after.keys()
    for name in before:
        assert before[name] == after[name], name


def test_the_zip_opens_with_any_program_and_tells_what_it_is(demo, tmp_path):
    path = pack(demo, tmp_path / "one.zip")

    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        told = json.loads(archive.read("manifest.json"))
        people = archive.read("lijsten/medewerkers.csv").decode("utf-8-sig").splitlines()
        rows = archive.read("tables/organisations.person.jsonl").splitlines()
    assert told["kind"] == KIND
    assert people[0] == (
        "Naam;Functie;E-mailadres;Personeelsnummer;Afdeling;Organisatie;Vertrokken op"
    )
    assert len(people) == len(rows) + 1 == 121


def test_files_are_byte_equal_in_the_package(demo, tmp_path):
    path = pack(demo, tmp_path / "one.zip")
    found = {}

    def table(_table, lines):
        for _line in lines:
            pass

    def file(key, pieces):
        found[key] = b"".join(pieces)

    walk(verify(look_at(path), [CODE]), table, file)
    assert PDF in found.values()
