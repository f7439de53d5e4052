"""What goes open to another machine is told at every start, and refused before going live."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError

from draagvlak.core.health import examine

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


def test_without_open_lines_nothing_is_said(settings):
    settings.UNENCRYPTED = []
    err = StringIO()
    call_command("check", stderr=err)
    assert "draagvlak" not in err.getvalue()
    assert examine().remarks == []
