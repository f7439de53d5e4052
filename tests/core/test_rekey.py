"""A new master key: all opens as before, the old one opens nothing, a kill harms nothing."""

from __future__ import annotations

import re
from io import StringIO
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.core import mail
from django.core.management import CommandError, call_command

from draagvlak.accounts.mail import promise_mail
from draagvlak.config.env import Environment
from draagvlak.core import crypto, rekeying
from draagvlak.core.envelope import open_for_workspace, seal_for_workspace
from draagvlak.core.management.commands import rekey as command
from draagvlak.core.outbox import deliver_all
from tests.factories.factors import code_of, give_app
from tests.factories.places import make_user, make_workspace

pytestmark = pytest.mark.django_db(transaction=True)
SRC = Path(__file__).parents[2] / "src" / "draagvlak"
OLD, NEW = "o" * 43, "n" * 43


@pytest.fixture
def place(tmp_path, settings):
    """A data folder with a key, and something sealed of each kind."""
    (tmp_path / "key").write_text(OLD + "\n", encoding="utf-8")
    settings.ENV = Environment({"DRAAGVLAK_LISTEN": "127.0.0.1:18747"}, tmp_path)
    settings.SERVER_KEY = server_key(OLD)
    return tmp_path


@pytest.fixture
def sealed(place):
    space = make_workspace()
    user = make_user()
    codes = give_app(user)
    promise_mail("second_factor", user.email, {"change": "added"})
    return space, user, codes, seal_for_workspace(space.pk, b"geheim", aad="x")


def server_key(master):
    return Environment({"DRAAGVLAK_KEY": master}, Path()).derived_key("server envelope")


def all_opens(sealed):
    space, user, codes, secret = sealed
    found = {row.type: row for row in Authenticator.objects.filter(user=user)}
    mail.outbox.clear()
    deliver_all()
    return (
        open_for_workspace(space.pk, secret, aad="x") == b"geheim"
        and TOTP(found["totp"]).validate_code(code_of())
        and RecoveryCodes(found["recovery_codes"]).get_unused_codes() == codes
        and len(mail.outbox) == 1
    )


def test_everything_opens_with_the_new_key_and_nothing_with_the_old(place, sealed, settings):
    out = StringIO()
    call_command("rekey", stdout=out)

    rows = "data keys of workspaces: 1, second factors: 2, mails that wait: 1, mailboxes: 0."
    assert rows in out.getvalue()
    with pytest.raises(crypto.Tampered):
        open_for_workspace(sealed[0].pk, sealed[3], aad="x")
    fresh = (place / "key").read_text("utf-8").strip()
    assert fresh != OLD
    assert (place / "key").stat().st_mode & 0o777 == 0o600
    assert not (place / "key.new").exists()
    former = list(place.glob("key.until-*"))
    assert [path.read_text("utf-8").strip() for path in former] == [OLD]
    settings.SERVER_KEY = server_key(fresh)
    assert all_opens(sealed)


def test_stopped_before_the_end_of_the_transaction_nothing_changed(
    place, sealed, settings, monkeypatch
):
    def stop(old, new):
        raise KeyboardInterrupt

    monkeypatch.setitem(rekeying.SEALED_BY_MASTER._entries, "zzz", (999, stop))
    with pytest.raises(KeyboardInterrupt):
        call_command("rekey")
    assert (place / "key").read_text("utf-8").strip() == OLD
    begun = (place / "key.new").read_text("utf-8")
    assert open_for_workspace(sealed[0].pk, sealed[3], aad="x") == b"geheim"
    monkeypatch.delitem(rekeying.SEALED_BY_MASTER._entries, "zzz")

    call_command("rekey", stdout=StringIO())

    assert (place / "key").read_text("utf-8") == begun
    settings.SERVER_KEY = server_key(begun.strip())
    assert all_opens(sealed)


def test_killed_between_the_database_and_the_key_a_second_run_ends_it(
    place, sealed, settings, monkeypatch
):
    def killed(*_paths):
        raise SystemExit(9)

    monkeypatch.setattr(command, "put_in_place", killed)
    with pytest.raises(SystemExit):
        call_command("rekey")
    assert (place / "key").read_text("utf-8").strip() == OLD
    monkeypatch.undo()

    call_command("rekey", stdout=StringIO())

    settings.SERVER_KEY = server_key((place / "key").read_text("utf-8").strip())
    assert all_opens(sealed)


def test_a_key_of_the_environment_is_replaced_by_one_that_is_given(place, sealed, settings):
    settings.ENV = Environment({"DRAAGVLAK_LISTEN": "127.0.0.1:18747", "DRAAGVLAK_KEY": OLD}, place)
    with pytest.raises(CommandError, match="--new-key"):
        call_command("rekey")
    given = place / "gegeven"
    given.write_text("kort", encoding="utf-8")
    with pytest.raises(CommandError, match="fewer than 32"):
        call_command("rekey", new_key=given)
    given.write_text(NEW, encoding="utf-8")

    call_command("rekey", new_key=given, stdout=StringIO())

    assert (place / "key").read_text("utf-8").strip() == OLD
    settings.SERVER_KEY = server_key(NEW)
    assert all_opens(sealed)


def test_a_wrong_key_changes_nothing(place, sealed, settings):
    settings.SERVER_KEY = server_key("x" * 43)
    with pytest.raises(CommandError, match="opens with neither key"):
        call_command("rekey")
    settings.SERVER_KEY = server_key(OLD)
    assert all_opens(sealed)


def test_who_uses_the_key_of_the_server_is_known():
    """A new user of it seals something? Then it registers in SEALED_BY_MASTER."""
    users = {
        str(path.relative_to(SRC))
        for path in SRC.rglob("*.py")
        if re.search(r"settings\.SERVER_KEY", path.read_text(encoding="utf-8"))
    }
    sealing = {
        "accounts/mail.py",
        "accounts/adapter.py",
        "core/envelope.py",
        "core/rekeying.py",
        "notices/queries/boxes.py",
    }
    marks = {"core/blind_keys.py", "core/command.py", "core/storage/keeping.py"}
    backups = {"core/backup/making.py", "core/management/commands/rekey.py"}
    assert users == sealing | marks | backups
