"""A full disk and a busy database: words that help, and nothing half stored."""

from __future__ import annotations

import errno
import sqlite3

import pytest
from django.db import DatabaseError, IntegrityError, InterfaceError, OperationalError
from django.urls import reverse

from draagvlak.concerns.models import Concern
from draagvlak.core import trouble
from draagvlak.core.models import OnceKey
from draagvlak.core.trouble import Trouble, trouble_of
from draagvlak.core.web import to
from draagvlak.lib.bucket import StoreAway
from tests.factories.places import make_member, sign_in


class ToldError(DatabaseError):
    """An error of PostgreSQL, with its state."""

    def __init__(self, sqlstate):
        super().__init__("")
        self.sqlstate = sqlstate


def caused(outer, inner):
    outer.__cause__ = inner
    return outer


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (OSError(errno.ENOSPC, ""), Trouble.FULL),
        (OSError(errno.EDQUOT, ""), Trouble.FULL),
        (OSError(errno.ENOENT, ""), Trouble.OTHER),
        (OperationalError("database or disk is full"), Trouble.FULL),
        (OperationalError("disk I/O error"), Trouble.FULL),
        (OperationalError("database is locked"), Trouble.BUSY),
        (InterfaceError("connection already closed"), Trouble.BUSY),
        (caused(OperationalError(""), ToldError("53100")), Trouble.FULL),
        (caused(DatabaseError(""), ToldError("40P01")), Trouble.BUSY),
        (caused(RuntimeError(), OSError(errno.ENOSPC, "")), Trouble.FULL),
        (IntegrityError("unique"), Trouble.OTHER),
        (StoreAway("no answer"), Trouble.AWAY),
        (ValueError(), Trouble.OTHER),
        (None, Trouble.OTHER),
    ],
)
def test_what_an_error_tells_of(error, expected):
    assert trouble_of(error) is expected


def add(client, guide, title="Papier verdwijnt"):
    place = {"workspace": guide.workspace.slug, "programme": guide.programme.slug}
    words = {"kind": "worry", "severity": "2", "title": title, "once": "k1"}
    return client.post(reverse("concerns:concern_add", kwargs=place), words)


@pytest.fixture
def failing(monkeypatch):
    """The last thing that a command writes fails, with an error of the outside world."""

    def fail(error):
        def create(*_args, **_kwargs):
            raise error

        monkeypatch.setattr("draagvlak.core.models.AuditEvent.objects.create", create)

    return fail


@pytest.mark.parametrize(
    ("error", "status", "said"),
    [
        (OperationalError("database is locked"), 503, "Wacht een halve minuut"),
        (OSError(errno.ENOSPC, "No space left"), 507, "kopieer wat je typte"),
        (RuntimeError("iets anders"), 500, "Er ging iets mis bij ons"),
    ],
)
@pytest.mark.django_db(transaction=True)
def test_nothing_is_acknowledged_that_is_not_stored(client, failing, error, status, said):
    guide = make_member()
    sign_in(client, guide)
    client.raise_request_exception = False
    failing(error)

    answer = add(client, guide)

    assert (answer.status_code, said in answer.content.decode()) == (status, True)
    assert answer.get("Retry-After") == (str(trouble.PATIENCE_SECONDS) if status == 503 else None)
    assert (Concern.objects.count(), OnceKey.objects.count()) == (0, 0)


@pytest.mark.django_db(transaction=True)
def test_once_the_trouble_is_over_the_same_form_is_stored_once(client, failing, monkeypatch):
    guide = make_member()
    sign_in(client, guide)
    client.raise_request_exception = False
    failing(OperationalError("database is locked"))
    assert add(client, guide).status_code == 503
    monkeypatch.undo()

    assert [add(client, guide).status_code for _ in range(2)] == [303, 303]
    assert Concern.objects.count() == 1


@pytest.fixture
def unkept(client, monkeypatch):
    """A guide with an open session of which nothing can be written down any more."""
    guide = make_member()
    sign_in(client, guide)
    client.raise_request_exception = False

    def save(*_args, **_kwargs):
        raise OperationalError("database is locked")

    monkeypatch.setattr("draagvlak.accounts.models.OpenSession.save", save)
    return guide


@pytest.mark.django_db
def test_who_reads_goes_on_when_their_session_cannot_be_kept(client, unkept):
    answer = client.get(to(unkept, "desk:today"))  # a first visit is remembered

    assert (answer.status_code, "Wacht een halve minuut" in answer.content.decode()) == (200, False)
    assert f"programme:{unkept.workspace.slug}" not in client.session


@pytest.mark.django_db
def test_a_session_that_cannot_be_kept_is_told_as_the_trouble_that_it_is(client, unkept):
    client.cookies.clear()
    url = reverse("account_request_login_code")
    answer = client.post(url, {"email": "iemand@voorbeeld.example"})

    assert answer.status_code == 503
    assert "Wacht een halve minuut" in answer.content.decode()


def test_a_real_full_database_is_recognised(tmp_path):
    rows = sqlite3.connect(tmp_path / "klein.sqlite3")
    rows.execute("pragma max_page_count=10")
    rows.execute("create table words (text)")
    with pytest.raises(sqlite3.OperationalError) as met:
        rows.executemany("insert into words values (?)", [("x" * 5000,)] * 50)
    rows.close()

    assert trouble_of(caused(OperationalError(str(met.value)), met.value)) is Trouble.FULL
