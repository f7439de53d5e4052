"""Taking back: several changed at once, two merged, a card moved; from the message and later."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.hands import Keyboard
from tests.e2e.looking import fits, problems
from tests.e2e.steps import new_programme

pytestmark = pytest.mark.e2e

WORDS = ["Te weinig tijd om te oefenen", "Geen rust om te leren", "Het netwerk valt weg"]


def raise_three(page, place):
    """Three worries in the list."""
    for title in WORDS:
        page.goto(f"{place}concerns/")
        page.locator("#quick [name=title], main [name=title]").first.fill(title)
        page.locator("main form .button-primary").first.click()
        page.wait_for_url(re.compile(r"/concerns/[0-9a-f-]{36}/$"))
    page.goto(f"{place}concerns/?choose=1")


def choose(page, *titles):
    for title in titles:
        page.get_by_label(f"Kies “{title}”").check()


def undo(page):
    page.locator("[data-undo]").click()
    page.wait_for_load_state()


def severities(page, place):
    page.goto(f"{place}concerns/")
    return page.locator("main td[data-label=Ernst]").all_inner_texts()


def change_all(page, place):
    """All three become blocking; the page says so."""
    raise_three(page, place)
    choose(page, *WORDS)
    page.get_by_role("button", name="Wijzig wat ik koos").click()
    page.locator("[name=severity]").select_option(label="Blokkerend")
    page.get_by_role("button", name="Toon wat er verandert").click()
    expect(page.locator("#planned tbody tr")).to_have_count(3)
    page.get_by_role("button", name="Wijzig ze").click()
    expect(page.get_by_text("3 zorgen en wensen zijn gewijzigd.")).to_be_visible()


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_several_are_changed_at_once_and_put_back(windows, script):
    window = windows(java_script_enabled=script)
    page = window.page()
    place = new_programme(window, page)
    change_all(page, place)
    undo(page)
    assert severities(page, place) == ["Merkbaar"] * 3


def test_what_was_changed_is_put_back_from_the_activity_page(windows):
    window = windows()
    page = window.page()
    place = new_programme(window, page)
    change_all(page, place)
    assert severities(page, place) == ["Blokkerend"] * 3

    page.goto(f"{place}activity/")
    page.locator(".activity-row").get_by_role("button", name="Maak ongedaan").first.click()
    page.wait_for_load_state()
    assert severities(page, place) == ["Merkbaar"] * 3
    page.goto(f"{place}activity/")
    expect(page.get_by_text("Dit is al ongedaan gemaakt.")).to_be_visible()


def test_two_that_are_the_same_merge_and_come_apart(windows):
    window = windows()
    page = window.page()
    place = new_programme(window, page)
    raise_three(page, place)
    choose(page, *WORDS[:2])
    page.get_by_role("button", name="Voeg de twee samen die ik koos").click()
    page.get_by_label(WORDS[1]).check()
    page.get_by_role("button", name="Voeg samen").click()
    expect(page.locator("h1")).to_have_text(WORDS[1])
    page.goto(f"{place}concerns/")
    expect(page.locator("main tbody tr")).to_have_count(2)

    page.goto(f"{place}activity/")
    page.get_by_role("button", name="Maak ongedaan").first.click()
    page.wait_for_load_state()
    expect(page.locator("h1")).to_have_text(WORDS[0])
    page.goto(f"{place}concerns/")
    expect(page.locator("main tbody tr")).to_have_count(3)


def card(page, title):
    return page.locator(".board-card").filter(has_text=title)


def column(page, state):
    return page.locator(f"[data-column={state}]")


def test_a_card_is_moved_by_keyboard_and_moved_back(windows):
    window = windows()
    page = window.page()
    place = new_programme(window, page)
    raise_three(page, place)
    hands = Keyboard(page)

    page.goto(f"{place}concerns/board/")
    expect(column(page, "heard").locator(".board-card")).to_have_count(3)
    hands.press(card(page, WORDS[0]).locator("summary"))
    hands.press(card(page, WORDS[0]).get_by_role("button"))
    page.wait_for_url(re.compile("/causes/add/"))
    hands.write(page.locator("main [name=title]"), "Het rooster is vol")
    hands.tick(page.locator("main [name=about]").first)
    hands.tick(page.locator("main [name=where]").first)
    hands.press(page.locator("main form:has([name=title]) .button-primary"))
    page.wait_for_url(lambda url: "/causes/add/" not in url)

    page.goto(f"{place}concerns/board/")
    expect(column(page, "understood")).to_contain_text(WORDS[0])
    hands.press(page.locator(".board-card a").filter(has_text=WORDS[0]))
    hands.press(page.get_by_role("button", name=re.compile("Haal oorzaak")).first)
    expect(page.locator("[data-undo]")).to_be_visible()
    page.goto(f"{place}concerns/board/")
    expect(column(page, "heard")).to_contain_text(WORDS[0])

    page.goto(f"{place}activity/")
    hands.press(page.get_by_role("button", name="Maak ongedaan").first)
    page.wait_for_url(lambda url: "/activity/" not in url)
    page.goto(f"{place}concerns/board/")
    expect(column(page, "understood")).to_contain_text(WORDS[0])


def test_a_card_is_dragged_to_where_it_cannot_go(windows):
    window = windows()
    window.expected.add(409)
    page = window.page()
    place = new_programme(window, page)
    raise_three(page, place)
    page.goto(f"{place}concerns/board/")

    card(page, WORDS[0]).drag_to(column(page, "answered"))
    said = "Schrijf eerst een oorzaak op. Aan een antwoord zonder oorzaak heeft niemand iets."
    expect(page.get_by_text(said)).to_be_visible()
    expect(column(page, "heard").locator(".board-card")).to_have_count(3)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everybody_can_read_the_board_the_choosing_and_the_activity(
    windows, signed_in, house, scheme
):
    window = windows(storage_state=signed_in("guide"), color_scheme=scheme)
    page = window.page()
    wrong = []
    for there in ("concerns/board/", "concerns/?choose=1", "activity/"):
        page.goto(f"{house.demo}{there}")
        wrong += problems(page) + fits(page, 1280, 375, 320)
    page.goto(f"{house.demo}concerns/?choose=1")
    boxes = page.locator("tr:has(.kind-worry) input.choose")
    for place in (0, 1):
        boxes.nth(place).check()
    page.get_by_role("button", name="Voeg de twee samen die ik koos").click()
    wrong += problems(page) + fits(page, 1280, 375, 320)
    assert not wrong, "\n".join(wrong)
