"""A database of an earlier release opens in this one, with everything that was in it.

Each fixture is the demo database of a release, as that release made it, with its key:
`fixtures/demo-<version>.{sqlite3,pgsql}.gz` and `fixtures/demo-<version>.key`. It is started with
the command that an operator uses, on the engine of this run. How a fixture is made stands in
docs/en/development.md.
"""

from __future__ import annotations

import json
import sqlite3

import psycopg
import pytest

from tests.upgrade.conftest import KEPT, RELEASES

COUNTS = {
    "concerns_concern": 35,
    "conversations_rawquote": 80,
    "organisations_person": 120,
    "measures_measure": 25,
}
HOME = "/w/voorbeeldstad/p/vergaderen-zonder-papier/"


def count(upgraded, table):
    question = f"select count(*) from {table}"  # noqa: S608 names of our own tables
    if upgraded.url:
        with psycopg.connect(upgraded.url) as rows:
            return rows.execute(question).fetchone()[0]
    with sqlite3.connect(upgraded.data / "draagvlak.sqlite3") as rows:
        return rows.execute(question).fetchone()[0]


def test_nothing_is_lost(upgraded):
    assert {table: count(upgraded, table) for table in COUNTS} == COUNTS


def test_the_database_is_brought_up_to_date(upgraded):
    assert upgraded.get("/health/ready/") == (200, "ok")
    status, text = upgraded.get("/health/details/")
    assert status == 200
    assert json.loads(text)["pending"] == 0


def test_who_could_sign_in_still_can_and_reads_what_was_there(upgraded):
    status, _page = upgraded.post(
        "/accounts/login/", login="noor.veldhuis@tussenstap.example", password="voorbeeld-2026"
    )
    assert status == 200
    for page in ("today/", "concerns/", "conversations/", "measures/", "thread/"):
        status, text = upgraded.get(f"{HOME}{page}")
        assert (status, page) == (200, page)
        assert text.count("<h1") == 1
    status, text = upgraded.post(f"{HOME}vault/open/", passphrase="vier woorden op papier")
    assert status == 200
    assert "vault/lock/" in text


def test_the_log_is_quiet(upgraded):
    log = (upgraded.data / "log" / "draagvlak.log").read_text(encoding="utf-8")
    assert "ERROR" not in log
    assert "noor.veldhuis" not in log


def test_figures_come_from_the_running_server(upgraded):
    upgraded.get("/health/")
    status, text = upgraded.get("/metrics/")
    assert status == 200
    assert 'draagvlak_requests_total{route="core",kind="read",status="200"}' in text
    assert "draagvlak_processes 1" in text


def test_a_request_with_two_lengths_is_refused(upgraded):
    """What a proxy and a web server could read differently (request smuggling)."""
    both = (
        b"POST /accounts/login/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\n"
        b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /health/ HTTP/1.1\r\n\r\n"
    )
    twice = (
        b"POST /accounts/login/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\n"
        b"Content-Length: 5\r\n\r\nabcd"
    )
    assert " 400 " in upgraded.raw(both)
    assert " 400 " in upgraded.raw(twice)
    log = (upgraded.data / "log" / "draagvlak.log").read_text(encoding="utf-8")
    assert "127.0.0.1" not in log


@pytest.mark.parametrize("kind", ["sqlite3", "pgsql"])
def test_every_release_has_its_database_of_both_kinds(kind):
    assert RELEASES
    for release in RELEASES:
        assert (KEPT / f"demo-{release}.{kind}.gz").exists()
