"""The command line: what it understands, and what it refuses before anything happens."""

from __future__ import annotations

import io
import socket

import pytest

from draagvlak.config import first_guide
from draagvlak.config.cli import data_folder, main, read_wishes
from draagvlak.config.env import Misconfigured
from draagvlak.config.first_guide import FirstGuide, ask_first_guide
from draagvlak.config.server import free_port

GUIDE = FirstGuide(name="Joke", email="joke@voorbeeld.example", workspace="Voorbeeldstad")


@pytest.fixture(autouse=True)
def _nobody_at_the_keyboard(monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO())
    for name in ("DRAAGVLAK_DATA", "DRAAGVLAK_GUIDE_PASSWORD", "DATABASE_URL"):
        monkeypatch.delenv(name, raising=False)


def test_without_a_command_the_demo_starts():
    wishes = read_wishes(["--port", "8123", "--check"])
    assert (wishes.command, wishes.port, wishes.check) == ("demo", 8123, True)


def test_what_goes_to_django_is_passed_on_as_it_is():
    wishes = read_wishes(["manage", "shell", "--port", "x"])
    assert (wishes.command, wishes.rest) == ("manage", ("shell", "--port", "x"))


def test_a_list_of_people_goes_to_its_own_command(monkeypatch):
    called = []
    monkeypatch.setattr("django.core.management.execute_from_command_line", called.append)

    assert main(["import-people", "mensen.csv", "--dry-run"]) == 0
    assert called == [["draagvlak", "import_people", "mensen.csv", "--dry-run"]]


@pytest.mark.parametrize("port", ["0", "65536", "http"])
def test_a_port_that_cannot_be_is_refused(port, capsys):
    with pytest.raises(SystemExit):
        read_wishes(["--port", port])
    assert "is not a port" in capsys.readouterr().err


def test_demo_and_real_use_have_folders_of_their_own(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert data_folder(read_wishes(["serve"])) == tmp_path / "draagvlak"
    assert data_folder(read_wishes([])) == tmp_path / "draagvlak" / "demo"
    assert data_folder(read_wishes(["--data", str(tmp_path)])) == tmp_path


def test_a_first_start_without_a_keyboard_names_what_it_misses(tmp_path, capsys):
    assert main(["serve", "--data", str(tmp_path / "real"), "--guide-name", "Joke"]) == 1
    said = capsys.readouterr().err
    assert "Missing: --guide-email, DRAAGVLAK_GUIDE_PASSWORD, --workspace." in said
    assert not (tmp_path / "real").exists()


def test_real_data_is_never_reset(tmp_path, capsys):
    assert main(["serve", "--reset-demo", "--data", str(tmp_path)]) == 1
    assert "never reset" in capsys.readouterr().err


def test_the_demo_keeps_out_of_real_data(tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("DRAAGVLAK_DATA", str(tmp_path))
    (tmp_path / "draagvlak.conf").write_text("")
    assert main(["demo"]) == 1
    assert "holds real data" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["draagvlak.conf"]


def test_the_first_guide_comes_from_flags_and_environment(monkeypatch):
    monkeypatch.setenv("DRAAGVLAK_GUIDE_PASSWORD", "een lang wachtwoord")
    guide = ask_first_guide(GUIDE)
    assert guide.password == "een lang wachtwoord"
    assert (guide.name, guide.workspace) == ("Joke", "Voorbeeldstad")


def test_the_password_may_stand_in_a_file(monkeypatch, tmp_path):
    (tmp_path / "password").write_text("een lang wachtwoord\n")
    monkeypatch.setenv("DRAAGVLAK_GUIDE_PASSWORD_FILE", str(tmp_path / "password"))
    assert ask_first_guide(GUIDE).password == "een lang wachtwoord"


@pytest.mark.parametrize(
    ("email", "password", "said"),
    [
        ("joke", "een lang wachtwoord", "not an e-mail address"),
        ("joke@voorbeeld.example", "kort", "fewer than 12"),
    ],
)
def test_a_wrong_first_guide_is_refused(monkeypatch, email, password, said):
    monkeypatch.setenv("DRAAGVLAK_GUIDE_PASSWORD", password)
    given = FirstGuide(name="Joke", email=email, workspace="Voorbeeldstad")
    with pytest.raises(Misconfigured, match=said):
        ask_first_guide(given)


def test_at_the_keyboard_a_password_is_asked_until_both_agree(monkeypatch):
    monkeypatch.setattr("sys.stdin", Keyboard())
    typed = iter(["kort", "een lang wachtwoord", "iets anders", *["een lang wachtwoord"] * 2])
    monkeypatch.setattr(first_guide.getpass, "getpass", lambda _question: next(typed))
    assert ask_first_guide(GUIDE).password == "een lang wachtwoord"


class Keyboard(io.StringIO):
    def isatty(self):
        return True


def test_a_taken_port_gives_the_next_one():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert free_port("127.0.0.1", port, tries=1) == 0
        assert free_port("127.0.0.1", port) > port
