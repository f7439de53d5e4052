"""`draagvlak manage read_bounces`: what came back pauses the address wherever it was mailed."""

from __future__ import annotations

import io
import sys

import pytest
from django.core.management import CommandError, call_command

from draagvlak.notices import mail
from draagvlak.notices.models import Mailbox
from tests.factories.places import make_member
from tests.lib.test_bounces import report

pytestmark = pytest.mark.django_db


class Piped:
    """Standard input with bytes."""

    def __init__(self, raw):
        self.buffer = io.BytesIO(raw)


def run(name):
    out = io.StringIO()
    call_command("read_bounces", name, stdout=out)
    return out.getvalue().strip()


def test_what_came_back_pauses_the_address_in_every_workspace(tmp_path, monkeypatch):
    for actor in (make_member(), make_member()):
        mail.box_for(actor.tenant, "Anna@stad.example", user_id=actor.user_id)
        mail.box_for(actor.tenant, "bram@stad.example")
    file = tmp_path / "back.eml"
    file.write_bytes(report())

    assert run(str(file)) == "1 told, 2 paused"
    assert run(str(file)) == "1 told, 0 paused", "twice is once"

    paused = Mailbox.objects.filter(paused_on__isnull=False)
    assert set(paused.values_list("refused_with", flat=True)) == {"5.1.1"}
    monkeypatch.setattr(sys, "stdin", Piped(report(b"bram@stad.example", b"delayed", b"4.4.1")))
    assert run("-") == "1 told, 0 paused"
    monkeypatch.setattr(sys, "stdin", Piped(report(b"bram@stad.example", status=b"")))
    assert run("-") == "1 told, 2 paused"


def test_a_file_that_is_not_there_is_said(tmp_path):
    with pytest.raises(CommandError, match="cannot read"):
        run(str(tmp_path / "weg"))
