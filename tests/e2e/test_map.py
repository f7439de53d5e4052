"""The map of stakeholders: moved by keyboard, mouse and numbers; of two who move, nobody loses."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.looking import fits, problems
from tests.e2e.steps import new_programme, send

pytestmark = pytest.mark.e2e

DOT = ".map-wide a.dot"


def put_council_on_map(page, place):
    """A council on the map at influence 50, interest 50; the address of the map."""
    page.goto(f"{place}stakeholders/add/")
    page.locator("[name=layer]").select_option("outside")
    send(page, name="Gemeenteraad")
    page.locator("#history a").filter(has_text="Schrijf op hoe zij erin staan").click()
    page.locator("[name=attitude][value=waits]").check()
    send(page, influence="50", interest="50", reason="Zij kwamen niet op de avond.")
    expect(page).to_have_url(re.compile("/stakeholders/map/$"))
    return page.url


def write_down(page, reason):
    """The form that the map asks: why."""
    expect(page.locator("#move [name=reason]")).to_be_focused()
    send(page, form="#move form", reason=reason)
    page.wait_for_url(re.compile("/stakeholders/map/$"))


def test_a_dot_is_moved_by_keyboard_and_taken_back(windows):
    window = windows()
    page = window.page()
    address = put_council_on_map(page, new_programme(window, page))

    dot = page.locator(DOT)
    dot.focus()
    for key in ("ArrowRight", "ArrowRight", "Shift+ArrowUp"):
        page.keyboard.press(key)
    expect(page.locator("[data-said]")).to_have_text("Gemeenteraad: invloed 60, belang 52")
    page.keyboard.press("Escape")
    expect(page.locator("[data-said]")).to_have_text("Gemeenteraad: invloed 50, belang 50")
    page.keyboard.press("Shift+ArrowUp")
    page.keyboard.press("Enter")
    expect(page.locator("#move [name=influence]")).to_have_value("60")
    write_down(page, "Zij stelden zelf vragen.")

    expect(dot).to_have_attribute("aria-label", "Gemeenteraad: invloed 60, belang 50, wacht af")
    expect(page.locator("main table")).to_contain_text("60 · redelijk")
    page.locator("[data-undo]").click()
    page.wait_for_load_state()
    expect(page.locator("#history")).to_contain_text("ingetrokken")
    page.goto(address)
    expect(dot).to_have_attribute("aria-label", "Gemeenteraad: invloed 50, belang 50, wacht af")


def test_a_dot_is_moved_by_mouse(windows):
    window = windows()
    page = window.page()
    put_council_on_map(page, new_programme(window, page))

    page.locator(DOT).scroll_into_view_if_needed()
    box = page.locator(f"{DOT} .dot-reach").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 60, y - 40, steps=5)
    page.mouse.up()
    write_down(page, "Zij belden zelf.")

    said = page.locator(DOT).get_attribute("aria-label")
    influence, interest = map(int, re.findall(r"\d+", said))
    assert influence > 50
    assert interest > 50
    page.locator(DOT).click()
    expect(page.locator("h1")).to_have_text("Gemeenteraad")


def test_two_guides_who_move_one_dot_lose_nothing(windows):
    window = windows()
    first = window.page()
    address = put_council_on_map(first, new_programme(window, first))
    second = window.page()
    for page in (first, second):
        page.goto(address)
        page.locator(DOT).focus()
        page.keyboard.press("ArrowRight")
        page.keyboard.press("Enter")
        expect(page.locator("#move [name=reason]")).to_be_focused()
    write_down(first, "Zij vroegen om een proef.")

    window.expected.add(409)
    send(second, form="#move form", reason="Zij willen het liever later.")
    expect(second.locator(".conflict")).to_contain_text("Zij vroegen om een proef.")
    expect(second.locator(".conflict")).to_contain_text("Zij willen het liever later.")
    send(second, form="#move form")

    second.locator(DOT).click()
    history = second.locator("#history")
    expect(history).to_contain_text("Zij vroegen om een proef.")
    expect(history).to_contain_text("Zij willen het liever later.")


def test_without_javascript_a_dot_is_moved_by_numbers(windows):
    window = windows(java_script_enabled=False)
    page = window.page()
    put_council_on_map(page, new_programme(window, page))

    page.get_by_role("link", name="Verplaats Gemeenteraad").click()
    page.locator("[name=attitude][value=open]").check()
    send(page, influence="75", reason="Zij stelden zelf vragen.")

    label = "Gemeenteraad: invloed 75, belang 50, staat ervoor open"
    expect(page.locator(DOT)).to_have_attribute("aria-label", label)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_map_and_a_card_can_be_read_by_everybody(windows, signed_in, house, scheme):
    window = windows(storage_state=signed_in("guide"), color_scheme=scheme)
    page = window.page()
    page.goto(f"{house.demo}stakeholders/map/")
    wrong = problems(page) + fits(page, 1280, 390, 320)
    page.locator(DOT).first.focus()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(page.locator("#move [name=reason]")).to_be_focused()
    wrong += problems(page)
    page.goto(f"{house.demo}stakeholders/map/")
    page.locator(DOT).first.click()
    page.wait_for_load_state()
    wrong += problems(page) + fits(page, 1280, 390, 320)

    assert not wrong, "\n".join(wrong)


def test_the_map_prints_and_survives_forced_colours(windows, signed_in, house):
    window = windows(storage_state=signed_in("guide"), forced_colors="active")
    page = window.page()
    page.goto(f"{house.demo}stakeholders/map/")
    painted = """(one) => getComputedStyle(one).fill"""
    carried = page.locator(".map-wide .shape-carries").first.evaluate(painted)
    waiting = page.locator(".map-wide .shape-waits").first.evaluate(painted)
    assert carried != waiting

    page.set_viewport_size({"width": 390, "height": 800})
    expect(page.locator(".map-narrow")).to_be_visible()
    page.emulate_media(media="print")
    expect(page.locator(".map-wide")).to_be_visible()
    expect(page.locator(".map-narrow")).to_be_hidden()
    expect(page.locator("form.filters")).to_be_hidden()
