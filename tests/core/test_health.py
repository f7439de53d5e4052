"""Health and metrics: one word for everybody, figures for the operator, content for nobody."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from types import SimpleNamespace

import pytest
from django.db import connection
from django.utils import timezone

from draagvlak.core import health, metrics
from draagvlak.core.metrics import Tally, as_text
from draagvlak.core.models import ChoreRun, OutboxMessage
from draagvlak.core.web import to
from tests.factories.places import make_member, make_programme, sign_in

pytestmark = pytest.mark.django_db
DETAILS = ("/health/details/", "/metrics/")


@pytest.fixture
def tally(tmp_path, monkeypatch):
    made = Tally(tmp_path / "metrics")
    monkeypatch.setattr(metrics, "TALLY", made)
    return made


def late(minutes, state=OutboxMessage.State.OPEN):
    moment = timezone.now() - dt.timedelta(minutes=minutes)
    OutboxMessage.objects.create(topic="x", run_at=moment, state=state)


def said(client):
    answer = client.get("/health/ready/")
    return answer.status_code, answer.content.decode()


def test_all_is_well(client):
    assert said(client) == (200, "ok")
    assert client.get("/health/").content == b"ok"


@pytest.mark.parametrize(
    ("minutes", "state", "answer"),
    [
        (14, OutboxMessage.State.OPEN, (200, "ok")),
        (16, OutboxMessage.State.OPEN, (503, "not ok")),
        (16, OutboxMessage.State.DEAD, (200, "ok")),
    ],
)
def test_an_outbox_that_stands_still_is_told(client, minutes, state, answer):
    late(minutes, state)
    assert said(client) == answer


def test_a_disk_that_is_nearly_full_is_told(client, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=health.LEAST_FREE - 1))
    assert said(client) == (503, "not ok")
    assert client.get("/health/details/", HTTP_HOST="localhost").json()["wrong"] == ["disk"]


def test_a_database_that_is_behind_is_told(client, monkeypatch):
    monkeypatch.setattr(health, "_brought_up", set())
    with connection.cursor() as cursor:
        cursor.execute("delete from django_migrations where app = 'concerns'")
    assert said(client) == (503, "not ok")
    found = client.get("/health/details/", HTTP_HOST="localhost").json()
    assert found["wrong"] == ["migrations"]
    assert found["pending"] >= 1


def test_a_database_out_of_reach_is_told(client, monkeypatch):
    class Gone:
        vendor = "sqlite"
        settings_dict = {"NAME": "gone"}  # noqa: RUF012

        def __getattr__(self, name):
            from django.db import OperationalError  # noqa: PLC0415

            raise OperationalError

    monkeypatch.setattr(health, "connection", Gone())
    assert said(client) == (503, "not ok")


def test_night_work_that_failed_is_told(client):
    ended = timezone.now() - dt.timedelta(hours=5, minutes=1)
    ChoreRun.objects.create(chore="core.backup", on=ended.date(), ended_at=ended, fine=True)
    assert said(client) == (200, "ok")
    ChoreRun.objects.create(chore="core.x", on=ended.date(), ended_at=ended, fine=False)
    assert said(client) == (503, "not ok")
    found = client.get("/health/details/", HTTP_HOST="localhost").json()
    assert found["wrong"] == ["chores"]
    assert found["chores"] == {"core.backup": True, "core.x": False}
    text = client.get("/metrics/", HTTP_HOST="localhost").content.decode()
    assert 'draagvlak_chore_fine{chore="core.backup"} 1' in text
    assert 'draagvlak_chore_fine{chore="core.x"} 0' in text
    assert 'draagvlak_chore_age_hours{chore="core.backup"} 5' in text


def test_details_hold_figures_only(client):
    late(3)
    late(3, OutboxMessage.State.DEAD)
    found = client.get("/health/details/", HTTP_HOST="localhost").json()
    assert found.pop("database_bytes") > 0
    assert found.pop("free_bytes") > 0
    assert 180 <= found.pop("overdue") < 200
    assert found == {
        "ok": True, "database": True, "pending": 0, "waiting": 1, "dead": 1, "wrong": [],
        "remarks": [], "chores": {}, "chores_hours": {},
    }  # fmt: skip


@pytest.mark.parametrize("page", DETAILS)
@pytest.mark.parametrize(
    "request_of",
    [
        {"REMOTE_ADDR": "203.0.113.7"},
        {"REMOTE_ADDR": ""},
        {"HTTP_HOST": "draagvlak.example.nl"},
        {"HTTP_X_FORWARDED_FOR": "127.0.0.1"},
        {"HTTP_X_FORWARDED_PROTO": "http"},
        {"HTTP_FORWARDED": "for=127.0.0.1"},
        {"HTTP_X_REAL_IP": "127.0.0.1"},
        {"HTTP_VIA": "1.1 proxy"},
    ],
)
def test_an_outsider_finds_no_details(client, settings, page, request_of):
    settings.ALLOWED_HOSTS = ["*"]
    assert client.get(page, **request_of).status_code == 404


@pytest.mark.parametrize("page", DETAILS)
def test_on_the_machine_itself_they_are_there(client, page):
    for host in ("localhost:8000", "127.0.0.1:8000", "[::1]:8000", "localhost"):
        assert client.get(page, HTTP_HOST=host).status_code == 200
    assert client.get(page, HTTP_HOST="localhost", REMOTE_ADDR="::1").status_code == 200


@pytest.mark.parametrize("page", DETAILS)
def test_with_a_token_only_the_token_opens(client, settings, page):
    settings.METRICS_TOKEN = "geheim"
    away = {"HTTP_X_FORWARDED_FOR": "203.0.113.7", "REMOTE_ADDR": "203.0.113.7"}
    assert client.get(page, headers={"authorization": "Bearer geheim"}, **away).status_code == 200
    assert client.get(page, headers={"authorization": "Bearer gehe"}).status_code == 404
    assert client.get(page).status_code == 404


def test_several_processes_count_together(tmp_path):
    first, second = Tally(tmp_path), Tally(tmp_path)
    first.add("request|a|read|200")
    first.add("request|a|read|200")
    second.add("request|a|read|200")
    second.add("seconds|read", 0.5)

    assert first.totals() == second.totals() == {"request|a|read|200": 3.0, "seconds|read": 0.5}
    assert first.processes() == 2


def test_a_folder_that_cannot_be_written_costs_the_figure_only(tmp_path):
    (tmp_path / "file").write_text("")
    Tally(tmp_path / "file").add("x")
    Tally(tmp_path).add("x" * 200)
    assert Tally(tmp_path).totals() == {}


def test_the_text_is_what_prometheus_reads(monkeypatch):
    found = health.Health(database=True, waiting=2, overdue=7, dead=1, database_bytes=4096)
    totals = {
        "request|desk:today|read|200": 3.0,
        "sign_in|password|failed": 2.0,
        "refusal|role": 1.0,
        "bucket|read|1": 2.0,
        "bucket|read|11": 1.0,
        "seconds|read": 12.5,
    }
    lines = as_text(found, totals, 2).splitlines()

    for line in (
        "draagvlak_processes 2",
        "draagvlak_outbox_waiting 2",
        "draagvlak_outbox_oldest_seconds 7",
        "draagvlak_outbox_dead 1",
        "draagvlak_database_bytes 4096",
        'draagvlak_requests_total{route="desk:today",kind="read",status="200"} 3',
        'draagvlak_sign_ins_total{way="password",outcome="failed"} 2',
        'draagvlak_refusals_total{reason="role"} 1',
        'draagvlak_request_seconds_bucket{kind="read",le="0.005"} 0',
        'draagvlak_request_seconds_bucket{kind="read",le="0.01"} 2',
        'draagvlak_request_seconds_bucket{kind="read",le="+Inf"} 3',
        'draagvlak_request_seconds_sum{kind="read"} 12.500000',
        'draagvlak_request_seconds_count{kind="read"} 3',
    ):
        assert line in lines
    assert all(line.startswith(("#", "draagvlak_")) for line in lines)


def test_requests_are_counted_without_telling_who_did_what(client, tally):
    guide = make_member(make_programme())
    sign_in(client, guide)
    client.get(to(guide, "desk:today"))
    client.post(to(guide, "concerns:concern_add"), {"title": "Zandhoos"})
    client.get("/nergens/?q=Zandhoos")

    found = {key for key in tally.totals() if key.startswith("request")}
    assert found == {
        "request|desk:today|read|200",
        "request|concerns|act|422",
        "request|none|read|404",
    }


def test_signing_in_and_failing_to_are_counted_and_logged(client, tally, caplog):
    caplog.set_level("INFO")
    guide = make_member(make_programme())
    client.post("/accounts/login/", {"login": "wie@voorbeeld.example", "password": "x"})
    sign_in(client, guide)
    client.post("/accounts/logout/")

    found = {key: n for key, n in tally.totals().items() if key.startswith("sign_in")}
    assert found == {"sign_in|password|failed": 1.0, "sign_in|other|succeeded": 1.0}
    lines = [r.getMessage() for r in caplog.records if r.name == "draagvlak.security"]
    assert lines == [
        "sign_in.failed way=password",
        f"sign_in.succeeded way=other user={guide.user_id}",
        f"signed_out user={guide.user_id}",
    ]
    assert "wie@voorbeeld.example" not in caplog.text


def test_closed_doors_are_counted_and_logged(client, tally, caplog):
    caplog.set_level("INFO")
    home, away = make_programme(), make_programme()
    from draagvlak.core.policy import Role  # noqa: PLC0415

    employee, stranger = make_member(home, Role.EMPLOYEE), make_member(away)
    sign_in(client, employee)
    client.get(to(employee, "vault:vault_show"))
    client.get(to(stranger, "desk:today"))

    found = {key: n for key, n in tally.totals().items() if key.startswith("refusal")}
    assert found == {"refusal|role": 1.0, "refusal|outside": 1.0}
    lines = [r.getMessage() for r in caplog.records if r.getMessage().startswith("refused")]
    assert lines == [
        f"refused.role at=vault:vault_show user={employee.user_id}",
        f"refused.outside at=desk:today user={employee.user_id}",
    ]
    assert json.dumps(tally.totals())
