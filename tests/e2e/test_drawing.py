"""Drawing how it goes, in the drawing tool: from the table to a picture and back to the table."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e.looking import fits, headings, problems
from tests.e2e.steps import new_programme, send
from tests.e2e.test_processes import address_of, name

pytestmark = pytest.mark.e2e
FETCHED = """(part) => performance.getEntriesByType("resource").some(
    (each) => each.name.includes(part))"""


def drawing(page):
    """The canvas, when the tool stands on it."""
    expect(page.locator("process-drawing[ready]")).to_be_attached()
    return page.locator(".draw-canvas")


def test_a_guide_draws_on_the_table_and_the_table_says_the_same(windows):
    window = windows()
    page = window.page()
    place = new_programme(window, page)
    page.goto(f"{place}processes/add/")
    send(page, name="Collegestukken")
    here = address_of(page)
    page.goto(f"{here}now/steps/")
    send(page, name="Schrijf het voorstel", role="Beleidsadviseur", system="Word")

    page.goto(f"{here}now/")
    assert not page.evaluate(FETCHED, "draw")
    page.get_by_role("link", name="Teken", exact=True).click()
    canvas = drawing(page)
    assert problems(page) + headings(page) == []
    sign = canvas.locator(".bjs-powered-by")
    sign.scroll_into_view_if_needed()
    expect(sign).to_be_in_viewport(ratio=1)
    assert sign.evaluate(
        "(one) => { const box = one.getBoundingClientRect(); return one.contains("
        "document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2)); }"
    )
    expect(canvas.get_by_label("Stap tekenen")).to_be_visible()

    canvas.locator("[data-element-id^=Step_] .djs-hit").dblclick()
    expect(canvas.locator(".djs-direct-editing-content")).to_be_focused()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("Typ het voorstel")
    page.keyboard.press("Enter")
    expect(canvas.get_by_text("Typ het voorstel")).to_be_visible()
    page.keyboard.press("a")
    expect(canvas.locator(".djs-direct-editing-content")).to_be_focused()
    page.keyboard.type("Teken")
    page.keyboard.press("Enter")
    expect(page.locator("[data-status]")).to_contain_text("staat veilig in deze browser")

    page.reload()
    canvas = drawing(page)
    expect(page.locator("[data-found]")).to_be_visible()
    expect(canvas.get_by_text("Typ het voorstel")).to_be_visible()
    name(page, "Kijk wat er verandert").click()
    expect(page.locator("h1")).to_have_text("Bekijk je tekening")
    expect(page.locator("#changes")).to_contain_text("gaat “Typ het voorstel” heten.")
    expect(page.locator("#changes")).to_contain_text("nieuw")
    assert problems(page) + fits(page, 1280, 390) + headings(page) == []

    name(page, "Bewaar de tekening").click()
    expect(page.locator("h1")).to_have_text("Collegestukken: nu")
    expect(page.locator("#steps")).to_contain_text("Typ het voorstel")
    named = page.locator("th[scope=row]", has_text="Typ het voorstel")
    row = page.locator("#steps tr").filter(has=named)
    expect(row).to_contain_text("Word")
    expect(page.locator("#steps th[scope=row]", has_text="Teken")).to_be_visible()

    page.get_by_role("link", name="Teken", exact=True).click()
    drawing(page)
    expect(page.locator("[data-found]")).to_be_hidden()


def test_on_a_phone_the_drawing_page_leads_to_the_table(windows):
    window = windows(viewport={"width": 390, "height": 800})
    page = window.page()
    place = new_programme(window, page)
    page.goto(f"{place}processes/add/")
    send(page, name="Contracten")
    page.goto(f"{address_of(page)}now/draw/")
    expect(page.get_by_text("Tekenen vraagt een breder scherm")).to_be_visible()
    assert problems(page) + fits(page, 390, 320) == []
    assert not page.evaluate(FETCHED, "draw-tool")
    page.get_by_role("link", name="Vul de tabel in").click()
    expect(page.locator("h1")).to_have_text("Alle stappen in één tabel")
