"""No keystroke is lost: without a network, over a reload, in two tabs, behind a locked vault."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e.steps import PASSPHRASE, make_vault, new_programme, plan

pytestmark = pytest.mark.e2e


@pytest.fixture
def desk(windows):
    """A guide with an open vault, and the page on which notes of a conversation are taken."""
    window = windows()
    page = window.page()
    place = new_programme(window, page)
    make_vault(page, place)
    address = f"{plan(page, place)}hold/"
    page.goto(address)
    return window, page, address


def note(page):
    return page.locator("note-editor textarea")


def status(page):
    return page.locator("note-editor [data-status]")


def add(page, words):
    """Type on at the end."""
    note(page).focus()
    page.keyboard.press("Control+End")
    page.keyboard.type(words)


def stored(window, address):
    """What somebody reads who opens the note afresh."""
    page = window.page()
    page.goto(address)
    text = note(page).input_value()
    page.close()
    return text


def test_notes_wait_for_the_network(desk):
    window, page, address = desk
    add(page, "Voor de storing. ")
    expect(status(page)).to_contain_text("Bewaard om")
    window.context.set_offline(True)
    add(page, "Tijdens de storing.")
    expect(status(page)).to_contain_text("Geen verbinding")
    window.context.set_offline(False)
    expect(status(page)).to_contain_text("Bewaard om")
    assert stored(window, address) == "Voor de storing. Tijdens de storing."


def test_a_page_that_went_away_without_a_network_has_its_notes_back(desk):
    window, page, address = desk
    window.context.set_offline(True)
    add(page, "Alleen hier getypt")
    expect(status(page)).to_contain_text("Geen verbinding")
    page.close()
    window.context.set_offline(False)
    again = window.page()
    again.goto(address)
    expect(note(again)).to_have_value("Alleen hier getypt")
    expect(status(again)).to_contain_text("Bewaard om")
    assert stored(window, address) == "Alleen hier getypt"


def test_a_reload_while_typing_loses_nothing(desk):
    window, page, address = desk
    # What was sent while the page went may arrive after the new page has read what is stored.
    window.expected.add(409)
    for words in ("Een zin, ", "en nog een, ", "en weer een."):
        add(page, words)
        page.reload()
    expect(note(page)).to_have_value("Een zin, en nog een, en weer een.")
    expect(page.locator("note-editor .conflict")).to_have_count(0)
    page.goto(address)
    assert note(page).input_value() == "Een zin, en nog een, en weer een."


def test_two_tabs_write_one_note(desk):
    window, page, address = desk
    other = window.page()
    other.goto(address)
    add(page, "Van links. ")
    expect(note(other)).to_have_value("Van links. ")
    add(other, "Van rechts.")
    expect(note(page)).to_have_value("Van links. Van rechts.")
    expect(status(other)).to_contain_text("Bewaard om")
    assert stored(window, address) == "Van links. Van rechts."


def unlock(page):
    door = page.locator("note-editor [data-in-place] form")
    expect(door).to_be_visible()
    door.locator("[name=passphrase]").fill(PASSPHRASE)
    door.locator("button.button-primary").click()
    expect(door).to_have_count(0)


def test_a_vault_that_was_closed_elsewhere_opens_in_place(desk):
    window, page, address = desk
    window.expected.add(423)
    add(page, "Voor het slot. ")
    expect(status(page)).to_contain_text("Bewaard om")
    other = window.page()
    other.goto(address.split("conversations/")[0] + "today/")
    other.locator("#vault form button").click()
    expect(other.locator("main a[href*='/vault/open/']")).to_be_visible()
    add(page, "Achter het slot.")
    unlock(page)
    expect(note(page)).to_have_value("Voor het slot. Achter het slot.")
    expect(status(page)).to_contain_text("Bewaard om")
    assert stored(window, address) == "Voor het slot. Achter het slot."


def test_half_an_hour_of_rest_locks_and_keeps_the_text(desk):
    window, page, address = desk
    page.clock.install()
    page.goto(address)
    add(page, "Na de pauze verder. ")
    page.clock.run_for(2_000)
    expect(status(page)).to_contain_text("Bewaard om")
    page.clock.fast_forward("31:00")
    expect(note(page)).to_be_hidden()
    unlock(page)
    expect(note(page)).to_have_value("Na de pauze verder. ")
    add(page, "Daar zijn we weer.")
    page.clock.run_for(2_000)
    expect(status(page)).to_contain_text("Bewaard om")
    assert stored(window, address) == "Na de pauze verder. Daar zijn we weer."
