"""Finding and doing by keyboard: the palette, the search page, single letters."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.looking import fits, problems
from tests.e2e.steps import new_programme, send

pytestmark = pytest.mark.e2e

CHOSEN = "#palette [aria-selected=true]"
BOX = "#palette input"


def write_down(page, place, title):
    page.goto(f"{place}concerns/add/")
    send(page, title=title)
    page.wait_for_load_state()


def test_somebody_finds_goes_and_does_by_keyboard(windows):
    window = windows()
    page = window.page()
    place = new_programme(window, page)
    write_down(page, place, "Vergaderstukken komen te laat")
    page.goto(f"{place}today/")

    page.keyboard.press("Control+k")
    expect(page.locator(BOX)).to_be_focused()
    expect(page.locator("#palette")).to_contain_text("Plan een gesprek")
    page.keyboard.type("stukken")
    expect(page.locator(CHOSEN)).to_have_text("Vergaderstukken komen te laat")
    assert problems(page) == []
    page.keyboard.press("ArrowDown")
    expect(page.locator(CHOSEN)).to_contain_text("Alles met “stukken”")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("Vergaderstukken komen te laat")

    page.keyboard.press("Control+k")
    expect(page.locator("#palette")).to_contain_text("Eerder bekeken")
    page.keyboard.type("plan een gesprek")
    expect(page.locator(CHOSEN)).to_have_text("Plan een gesprek")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/conversations/plan/$"))

    page.keyboard.press("Control+k")
    page.keyboard.type("olifant")
    expect(page.locator(CHOSEN)).to_contain_text("Alles met “olifant”")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("Niets bevat al deze woorden")
    page.keyboard.press("Control+k")
    page.keyboard.press("Escape")
    expect(page.locator("#palette")).not_to_be_visible()


def test_the_palette_opens_by_mouse_too(windows):
    window = windows()
    page = window.page()
    new_programme(window, page)

    page.locator("[data-open=palette]").click()
    expect(page.locator(BOX)).to_be_focused()
    page.locator("#palette a").filter(has_text="Zorgen en wensen").first.click()
    expect(page).to_have_url(re.compile("/concerns/$"))


def test_the_search_page_is_whole_and_works_without_javascript(windows):
    window = windows()
    page = window.page()
    place = new_programme(window, page)
    write_down(page, place, "Vergaderstukken komen te laat")

    page.goto(f"{place}search/?q=stukken")
    assert problems(page) == []
    assert fits(page, 1280, 375) == []
    state = window.context.storage_state()

    plain = windows(java_script_enabled=False, storage_state=state).page()
    plain.goto(f"{place}today/")
    plain.locator("#top-q").fill("stukken")
    plain.locator("#top-q").press("Enter")
    expect(plain.locator("main mark")).to_have_text("Vergaderstukken")


def test_letters_walk_through_a_list_until_they_are_switched_off(windows):
    window = windows()
    page = window.page()
    place = new_programme(window, page)
    write_down(page, place, "De wifi valt weg")
    write_down(page, place, "Het scherm is te klein")
    page.goto(f"{place}concerns/")

    page.keyboard.press("j")
    first = page.evaluate("document.activeElement.textContent")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.textContent") != first
    page.keyboard.press("k")
    assert page.evaluate("document.activeElement.textContent") == first
    page.keyboard.press("?")
    expect(page.locator("#shortcuts")).to_contain_text("Zoek of doe iets")
    page.locator("#shortcuts a").click()
    page.locator("[name=letters]").uncheck()
    send(page)

    page.goto(f"{place}concerns/")
    page.keyboard.press("?")
    page.keyboard.press("j")
    expect(page.locator("#shortcuts")).not_to_be_visible()
    assert page.evaluate("document.activeElement.localName") == "body"
    page.keyboard.press("Control+k")
    expect(page.locator(BOX)).to_be_focused()
