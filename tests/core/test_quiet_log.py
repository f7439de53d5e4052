"""The log tells the operator what happened, and nobody's words."""

from __future__ import annotations

import io
import json
import logging
import re
import sys
from types import SimpleNamespace

import pytest
from django.test import Client, override_settings
from django.urls import path

from draagvlak.config.server_log import QuietLogger
from draagvlak.core.policy import ROUTES, Door, Route
from draagvlak.core.quiet_log import FORMATS, new_number, number_of_request

PLANTED = "Zandhoos"
ADDRESS = "203.0.113.77"


def broken_view(request, word):
    raise ValueError(f"{PLANTED} {request.GET} {request.META['REMOTE_ADDR']}")


handler500 = "draagvlak.core.operator_views.broken"
urlpatterns = [path("kapot/<str:word>/", broken_view, name="kapot")]


@pytest.fixture(params=FORMATS)
def written(request):
    """What the handlers of the product would write during a test."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(FORMATS[request.param]())
    root = logging.getLogger()
    root.addHandler(handler)
    yield SimpleNamespace(text=stream.getvalue, kind=request.param)
    root.removeHandler(handler)


def error():
    try:
        try:
            {}[PLANTED]
        except KeyError as missing:
            raise ValueError(PLANTED) from missing
    except ValueError:
        return sys.exc_info()


def formatted(kind, **values):
    record = logging.makeLogRecord({"name": "draagvlak.core", "levelname": "ERROR", **values})
    return FORMATS[kind]().format(record)


@override_settings(ROOT_URLCONF=__name__)
@pytest.mark.django_db
def test_an_error_is_found_by_the_number_that_the_user_reads(written, monkeypatch):
    monkeypatch.setitem(ROUTES._entries, "kapot", (100, Route(Door.PUBLIC)))
    client = Client(raise_request_exception=False, REMOTE_ADDR=ADDRESS)

    answer = client.get(f"/kapot/{PLANTED}/?wie={PLANTED}")

    assert answer.status_code == 500
    page = answer.content.decode()
    number = re.search(r"<code>(\w{4}-\w{4})</code>", page)[1]
    assert answer["X-Request-Id"] == number
    log = written.text()
    assert number in log
    assert "broken_view" in log
    assert "builtins.ValueError" in log
    for secret in (PLANTED, ADDRESS, "wie="):
        assert secret not in log
        assert secret not in page


@pytest.mark.django_db
def test_a_page_that_was_not_found_is_told_with_its_number(written):
    answer = Client().get(f"/nergens/{PLANTED}/")

    assert answer["X-Request-Id"] in written.text()
    assert PLANTED not in written.text()


def test_the_number_of_a_request_ends_with_it(client, db):
    first, second = client.get("/health/"), client.get("/health/")

    assert first["X-Request-Id"] != second["X-Request-Id"]
    assert number_of_request.get() == ""


def test_a_number_is_easy_to_read_out():
    assert re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}", new_number())


def test_json_lines_hold_when_what_and_where():
    told = number_of_request.set("7K3F-92QD")
    try:
        line = formatted("json", msg="x %s", args=("y",), exc_info=error(), created=0.5)
    finally:
        number_of_request.reset(told)

    entry = json.loads(line)
    assert "\n" not in line
    frames = entry.pop("frames")
    assert entry == {
        "at": "1970-01-01T00:00:00.500Z",
        "level": "ERROR",
        "logger": "draagvlak.core",
        "message": "x y",
        "request": "7K3F-92QD",
        "error": ["builtins.ValueError", "builtins.KeyError"],
    }
    assert all("test_quiet_log.py" in frame for frame in frames)


def test_text_lines_hold_the_same():
    line = formatted("text", msg="x", args=None, created=0.0)
    assert line == "1970-01-01T00:00:00.000Z ERROR draagvlak.core x"


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize(
    "values",
    [
        {"name": "somebody.else", "msg": "failed for %s", "args": (PLANTED,)},
        {"name": "draagvlak.core", "msg": ValueError(PLANTED)},
        {"name": "django.security.DisallowedHost", "msg": f"Invalid HTTP_HOST: {PLANTED}"},
        {"name": "gunicorn.error", "msg": "Error handling request %s", "args": (PLANTED,)},
        {"name": "gunicorn.error", "msg": f"Invalid request from ip={PLANTED}: {PLANTED}"},
        {"name": "x", "msg": "x", "exc_info": True},
    ],
)
def test_words_of_others_stay_out(kind, values):
    if "exc_info" in values:
        values = {**values, "exc_info": error()}
    assert PLANTED not in formatted(kind, **values)


@pytest.mark.parametrize("kind", FORMATS)
def test_a_line_cannot_be_forged(kind):
    forged = formatted(kind, msg="x %s", args=("\n1970 ERROR \x1b[31m \x85",))
    assert len(forged.splitlines()) == 1
    assert "\x1b" not in forged


def test_the_web_server_writes_in_the_same_way():
    from gunicorn.config import Config  # noqa: PLC0415 not there on Windows

    logger = QuietLogger(Config())

    assert {type(each.formatter).__name__ for each in logger.error_log.handlers} == {"Quiet"}
    assert logger.access_log.handlers == []
