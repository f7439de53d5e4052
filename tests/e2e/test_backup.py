"""Backup, restore elsewhere: who wrote something down finds it in the other place."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import replace

import pytest
from playwright.sync_api import expect

from tests.e2e.looking import Window
from tests.e2e.serving import ROOT, reopen
from tests.e2e.steps import PASSPHRASE, make_vault, plan, send

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.skipif(
        bool(os.environ.get("DATABASE_URL")),
        reason="a restore on PostgreSQL needs an empty database: tests/core/test_backup.py",
    ),
]
WORRY = "De printer wordt gemist"
RAW = "Onder ons gezegd: ik durf het niet te vragen."


def draagvlak(*words, data):
    """The command line, as an operator types it; what it said."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("DRAAGVLAK")}
    command = [sys.executable, "-m", "draagvlak.config.cli", *words, "--data", str(data)]
    done = subprocess.run(
        command, env=kept | {"PYTHONPATH": str(ROOT / "src")}, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_concern_and_a_raw_note_come_back_elsewhere(house, windows, browser, tmp_path):
    window = windows()
    page = window.page()
    email = f"guide-{next(house.guides)}@example.org"
    window.sign_in(page, email)
    send(page, programme="Vergaderen zonder papier", workspace="Papierwinkel")
    place = page.url.removesuffix("today/")
    make_vault(page, place)
    page.goto(f"{place}concerns/")
    page.locator("#quick [name=title], main [name=title]").first.fill(WORRY)
    page.locator("main form .button-primary").first.click()
    page.wait_for_url(re.compile(r"/concerns/[0-9a-f-]{36}/$"))
    concern = page.url
    talk = f"{plan(page, place)}hold/"
    page.goto(talk)
    page.locator("note-editor textarea").fill(RAW)
    expect(page.locator("note-editor [data-status]")).to_contain_text("Bewaard om")

    here, there, kept = house.log.parents[1], tmp_path / "there", tmp_path / "kept"
    said = draagvlak("backup", "--to", str(kept), data=here)
    assert "read back and compared" in said
    (backup,) = kept.glob("*.draagvlak")
    assert RAW.encode() not in backup.read_bytes()
    draagvlak("restore", str(backup), "--key", str(here / "key"), data=there)
    assert "NOT" not in draagvlak("check", data=there)

    with reopen(there) as url:
        log = there / "log/draagvlak.log"
        second = replace(house, url=url, passphrase=PASSPHRASE, cookies={}, log=log)
        context = browser.new_context(base_url=url, locale="nl-NL")
        context.set_default_timeout(20_000)
        other = Window(context, second)
        page = other.page()
        other.sign_in(page, email)
        page.goto(concern.replace(house.url, url))
        expect(page.locator("h1")).to_contain_text(WORRY)
        page.goto(talk.replace(house.url, url))
        page.locator("[name=passphrase]").fill(PASSPHRASE)
        page.locator("main form .button-primary").click()
        expect(page.locator("[name=passphrase]")).to_have_count(0)
        page.goto(talk.replace(house.url, url))
        expect(page.locator("note-editor textarea")).to_have_value(RAW)
        assert other.trouble == []
        context.close()
