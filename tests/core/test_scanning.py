"""A virus scanner: a small program of our own, and a small clamd, on this machine."""

from __future__ import annotations

import io
import socket
import stat
import sys
import threading

import pytest

from draagvlak.core import scanning, storage
from tests.factories.places import make_workspace

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n" + b"verslag " * 20_000
BAD = PDF + b"KWAAD"
PROGRAM = """import sys
seen = sys.stdin.buffer.read()
sys.exit(%s if b"KWAAD" in seen else 0)
"""


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.FILES = tmp_path / "files"
    return settings.FILES


@pytest.fixture
def program(tmp_path):
    def make(code=1):
        path = tmp_path / f"scan{code}.py"
        path.write_text(PROGRAM % code, encoding="utf-8")
        path.chmod(path.stat().st_mode | stat.S_IXUSR)
        return f"command:{sys.executable} {path}"

    return make


def clamd(replies):
    """A listener that speaks INSTREAM; gives its setting, and what it was sent."""
    door, heard = socket.create_server(("127.0.0.1", 0)), []

    def answer():
        with door:
            line, _place = door.accept()
        with line, line.makefile("rb") as read:
            assert read.read(10) == b"zINSTREAM\0"
            content = b""
            while size := int.from_bytes(read.read(4), "big"):
                content += read.read(size)
            heard.append(content)
            line.sendall(replies(content))

    threading.Thread(target=answer, daemon=True).start()
    return f"clamd://127.0.0.1:{door.getsockname()[1]}", heard


def keep(content):
    return storage.keep_file(make_workspace().pk, io.BytesIO(content), name="Verslag.pdf")


def nothing_stands(files):
    return [path for path in files.rglob("*") if path.is_file() and path.name != ".lock"] == []


def test_what_a_program_finds_clean_is_stored_and_the_rest_is_not(settings, program, files):
    settings.SCAN = program()
    with pytest.raises(storage.FileRefused, match="vond iets in dit bestand"):
        keep(BAD)
    assert nothing_stands(files)
    assert keep(PDF).size == len(PDF)


def test_a_program_that_fails_is_no_yes(settings, program, files):
    settings.SCAN = program(2)
    with pytest.raises(storage.FileRefused, match="geeft geen antwoord"):
        keep(BAD)
    settings.SCAN = "command:/nergens/scanner"
    with pytest.raises(storage.FileRefused, match="geeft geen antwoord"):
        keep(PDF)
    assert nothing_stands(files)


def test_a_program_that_never_ends_is_no_yes(settings, tmp_path, files, monkeypatch):
    monkeypatch.setattr(scanning, "PATIENCE", 0.5)
    path = tmp_path / "slaapt.py"
    path.write_text("import time; time.sleep(60)", encoding="utf-8")
    settings.SCAN = f"command:{sys.executable} {path}"
    with pytest.raises(storage.FileRefused, match="geeft geen antwoord"):
        keep(PDF)
    assert nothing_stands(files)


def test_clamd_is_asked_by_its_own_protocol(settings):
    settings.SCAN, heard = clamd(lambda _content: b"stream: OK\0")
    keep(PDF)
    assert heard == [PDF]


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        (b"stream: Eicar-Test FOUND\0", "vond iets"),
        (b"INSTREAM size limit exceeded. ERROR\0", "geeft geen antwoord"),
        (b"", "geeft geen antwoord"),
        (b"stream: OK maar", "geeft geen antwoord"),
    ],
)
def test_whatever_is_no_yes_of_clamd_refuses(settings, files, reply, said):
    settings.SCAN, _heard = clamd(lambda _content: reply)  # the listener reads all, then says so
    with pytest.raises(storage.FileRefused, match=said):
        keep(PDF)
    assert nothing_stands(files)


def test_a_clamd_that_is_away_refuses(settings, tmp_path, files):
    settings.SCAN = f"clamd:{tmp_path}/clamd.ctl"
    with pytest.raises(storage.FileRefused, match="geeft geen antwoord"):
        keep(PDF)
    assert nothing_stands(files)
