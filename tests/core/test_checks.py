"""What goes open to another machine is told at every start, and refused before going live."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError

from draagvlak.core.health import examine
from draagvlak.lib.bucket import bucket_at

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("line", "said"),
    [("database", "sslmode=verify-full"), ("mail", "starttls"), ("log", "tls://")],
)
def test_an_open_line_is_told_and_stops_a_check_before_going_live(settings, line, said):
    settings.UNENCRYPTED = [line]
    err = StringIO()
    call_command("check", stderr=err)
    assert said in err.getvalue()
    assert f"DRAAGVLAK_UNENCRYPTED={line}" in err.getvalue()
    with pytest.raises(SystemCheckError, match=f"draagvlak.refused_{line}"):
        call_command("check", deploy=True, tags=["security"], stderr=StringIO())
    assert f"unencrypted {line}" in examine().remarks


@pytest.mark.parametrize(
    ("endpoint", "refused"),
    [
        ("http://s3.example.nl", True),
        ("http://192.0.2.1:9000", True),
        ("http://127.0.0.1:9000", False),
        ("http://localhost:9000", False),
        ("http://[::1]:9000", False),
        ("https://s3.example.nl", False),
    ],
)
def test_a_store_on_another_machine_goes_over_https_or_not_at_all(settings, endpoint, refused):
    settings.UNENCRYPTED = []
    settings.BUCKET = bucket_at(f"s3://files?endpoint={endpoint}", "k", "s")
    if not refused:
        call_command("check", stderr=StringIO())
        return
    with pytest.raises(SystemCheckError, match="Write https:// in its endpoint"):
        call_command("check", stderr=StringIO())


def test_without_open_lines_nothing_is_said(settings):
    settings.UNENCRYPTED = []
    err = StringIO()
    call_command("check", stderr=err)
    assert "draagvlak" not in err.getvalue()
    assert examine().remarks == []
