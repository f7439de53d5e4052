"""Known weaknesses: told when there are, and never clean when not looked."""

from __future__ import annotations

import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from tools import advisories

pytestmark = pytest.mark.one_engine("asks no database")
WEAK = {
    "id": "PYSEC-1", "aliases": ["CVE-1"], "fixed_in": ["9.9"], "withdrawn": None,
}  # fmt: skip


@contextmanager
def index(answers, status=200):
    """A package index on this machine that knows this."""
    asked = []

    class Doors(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            body = json.dumps(answers(self.path)).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *words):
            pass

    server = HTTPServer(("127.0.0.1", 0), Doors)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/simple/", asked
    finally:
        server.shutdown()
        server.server_close()


def run(address, *more):
    return advisories.main(["--index", address, "--no-npm", *more])


def test_a_weakness_is_told_with_what_mends_it(capsys):
    with index(lambda path: {"vulnerabilities": [WEAK] if "/django/" in path else []}) as told:
        assert run(told[0], "--only", "django", "asgiref") == advisories.WEAK
        assert {path.split("/")[2] for path in told[1]} == {"django", "asgiref"}
        assert all(path.startswith("/pypi/") and path.endswith("/json") for path in told[1])
    assert "PYSEC-1/CVE-1, mended in 9.9" in capsys.readouterr().out


def test_one_that_was_withdrawn_does_not_count(capsys):
    gone = WEAK | {"withdrawn": "2026-01-01"}
    with index(lambda _path: {"vulnerabilities": [gone]}) as (address, _asked):
        assert run(address, "--only", "django") == advisories.CLEAN
    assert "No known weakness." in capsys.readouterr().out


@pytest.mark.parametrize(("answer", "status"), [({}, 200), ([], 200), ({"x": 1}, 404)])
def test_an_index_that_says_nothing_of_weaknesses_was_not_looked_at(answer, status, capsys):
    with index(lambda _path: answer, status) as (address, _asked):
        assert run(address, "--only", "django") == advisories.NOT_LOOKED
    assert "not looked" in capsys.readouterr().out


def test_without_an_index_nothing_is_clean(monkeypatch, capsys):
    def none():
        raise advisories.NotLooked("pip's configuration names no index: give one with --index.")

    monkeypatch.setattr(advisories, "configured_index", none)
    assert advisories.main(["--no-npm"]) == advisories.NOT_LOOKED
    assert "--index" in capsys.readouterr().out
    assert run("file:///etc/passwd", "--only", "django") == advisories.NOT_LOOKED


def test_the_index_comes_from_the_configuration_of_the_client(monkeypatch):
    monkeypatch.setenv("PIP_INDEX_URL", "https://index.example/simple")
    assert advisories.configured_index() == "https://index.example/simple"
