"""How work goes now and later: a table of steps, the difference, and what it means for a group."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.hands import Keyboard
from tests.e2e.looking import fits, headings, problems
from tests.e2e.steps import new_programme, send

pytestmark = pytest.mark.e2e

PHONE = (1280, 390, 320)
TABLE = (
    "Nr\tProcesstap\tWie\tSysteem\tTijd\tHoe vaak\n"
    "1\tStuk mailen\tBeleidsadviseur\tOutlook\t15 min\tdagelijks\n"
    "2\tBundel printen\tSecretariaat\tPrinter\t1,5 uur\t1x per week\n"
    "3\tBundel rondbrengen\tBode\t\tveel\t1x per week\n"
)


def name(page, label, **more):
    return page.get_by_role("button", name=label, exact=True, **more)


def address_of(page):
    """The page of a process; what the keyboard came by may stand behind its address."""
    page.wait_for_url(re.compile(r"/processes/[0-9a-f-]{36}/(#.*)?$"))
    return page.url.partition("#")[0]


def fine(page):
    assert problems(page) + fits(page, *PHONE) + headings(page) == []


def add_group(page, place, title):
    page.goto(f"{place.split('/p/')[0]}/organisations/groups/add/")
    send(page, name=title)


def test_from_a_table_to_what_changes_for_a_group_by_keyboard(windows):
    window = windows()
    page = window.page()
    place = new_programme(window, page)
    add_group(page, place, "Secretariaat")
    keys = Keyboard(page)
    page.goto(f"{place}processes/add/")
    keys.write(page.locator("[name=name]"), "Collegestukken")
    page.keyboard.press("Enter")
    here = address_of(page)

    keys.press(page.get_by_role("link", name="Schrijf op hoe het nu gaat"))
    keys.press(page.get_by_role("link", name="Vul de tabel in"))
    expect(page.locator("h1")).to_have_text("Alle stappen in één tabel")
    keys.write(page.locator("[name='0-name']"), "Stuk mailen")
    page.keyboard.press("ArrowDown")
    expect(page.locator("[name='1-name']")).to_be_focused()
    page.keyboard.type("Bundel printen")
    keys.write(page.locator("[name='1-role']"), "Secretariaat")
    keys.write(page.locator("[name='1-minutes']"), "veel")
    page.keyboard.press("Enter")
    window.expected.add(422)
    expect(page.locator(".error-summary")).to_contain_text("Minuten, rij 2: Schrijf een getal")
    fine(page)
    keys.write(page.locator("[name='1-minutes']"), "90")
    keys.write(page.locator("[name='1-often']"), "1")
    page.keyboard.press("Enter")
    expect(page.locator("#steps")).to_contain_text("90 minuten, 1 keer per week")
    fine(page)

    keys.press(name(page, "Kopieer naar straks"))
    expect(page.locator("h1")).to_contain_text("straks")
    keys.press(page.get_by_role("link", name="Wijzig de hele tabel"))
    keys.write(page.locator("[name='1-name']"), "Bundel klaarzetten in iBabs")
    keys.write(page.locator("[name='1-minutes']"), "10")
    page.keyboard.press("Enter")
    expect(page.locator("#steps")).to_contain_text("Bundel klaarzetten in iBabs")

    page.goto(f"{here}difference/")
    expect(page.locator("main")).to_contain_text("Bundel klaarzetten in iBabs")
    fine(page)
    page.goto(here)
    keys.choose(page.get_by_label("Groep die het werk doet van Secretariaat"), "Secretariaat")
    keys.press(name(page, "Bewaar").first)
    expect(page.get_by_text("Bewaard.").first).to_be_visible()
    page.goto(f"{place.split('/p/')[0]}/organisations/groups/")
    page.get_by_role("link", name="Secretariaat").first.click()
    page.wait_for_url(re.compile(r"groups/[0-9a-f-]{36}/"))
    group = re.search(r"groups/([0-9a-f-]{36})/", page.url).group(1)
    page.goto(f"{place}processes/")
    keys.press(page.get_by_role("link", name="Wat er voor wie verandert"))
    keys.press(page.locator("#aspects").get_by_role("link", name="80 min."))
    expect(page.locator("main")).to_contain_text("Bundel klaarzetten in iBabs")
    fine(page)
    page.goto(f"{place}processes/groups/{group}/")
    expect(page.locator("h1")).to_contain_text("Secretariaat")
    expect(page.locator("main")).to_contain_text("Per week: 80 minuten eraf.")
    fine(page)


def test_rows_of_a_spreadsheet_on_a_phone_without_javascript(windows):
    window = windows(java_script_enabled=False, viewport={"width": 390, "height": 800})
    page = window.page()
    place = new_programme(window, page)
    page.goto(f"{place}processes/add/")
    send(page, name="Collegestukken")
    here = address_of(page)
    page.goto(f"{here}now/table/")
    page.locator("[name=pasted]").fill(TABLE)
    name(page, "Zet in de tabel").click()
    expect(page.locator("main")).to_contain_text("3 stappen gelezen.")
    expect(page.locator("[name='1-minutes']")).to_have_value("90")
    page.locator("[name='2-minutes']").fill("60")
    name(page, "Bewaar de tabel").last.click()
    expect(page.locator("#steps")).to_contain_text("Bundel rondbrengen")

    name(page, "Kopieer naar straks").click()
    expect(page.locator("h1")).to_contain_text("straks")
    page.goto(f"{here}later/table/")
    for field in ("name", "role", "minutes", "often"):
        page.locator(f"[name='2-{field}']").fill("")
    name(page, "Bewaar de tabel").last.click()
    expect(page.locator("#steps")).not_to_contain_text("Bundel rondbrengen")
    page.goto(f"{here}difference/")
    expect(page.locator("main")).to_contain_text("Bundel rondbrengen")
    assert headings(page) == []

    add_group(page, place, "Bodes")
    page.goto(here)
    doing = page.get_by_label("Groep die het werk doet van Bode")
    doing.select_option(label="Bodes")
    page.locator("form", has=doing).get_by_role("button").click()
    expect(page.get_by_text("Bewaard.").first).to_be_visible()
    page.goto(f"{place}processes/")
    page.get_by_role("link", name="Wat er voor wie verandert").click()
    expect(page.locator("h1")).to_have_text("Wat er voor wie verandert")
    page.locator("#aspects").get_by_role("link", name="1 stap").first.click()
    expect(page.locator("main")).to_contain_text("Bundel rondbrengen")
    assert headings(page) + fits(page, 390, 320) == []


def test_a_group_corrects_on_its_phone_and_speaks_up_about_a_step(windows, signed_in, house):
    phone = {"viewport": {"width": 390, "height": 800}, "java_script_enabled": False}
    window = windows(storage_state=signed_in("employee"), **phone)
    page = window.page()
    keys = Keyboard(page)
    page.goto(f"{house.demo}processes/")
    keys.press(page.get_by_role("link", name="Wat er verandert voor").first)
    expect(page.locator("h1")).to_contain_text("Wat er verandert voor")
    mine = page.url
    assert headings(page) + fits(page, 390, 320) == []
    keys.press(page.get_by_role("link", name="Klopt niet:").first)
    keys.write(page.locator("[name=words]"), "Zo doen we het op dinsdag niet.")
    keys.press(name(page, "Verstuur"))
    expect(page.locator("main")).to_contain_text("Zo doen we het op dinsdag niet.")

    page.goto(mine.partition("#")[0])
    keys.press(page.get_by_role("link", name="Vertel je zorg:").first)
    keys.write(page.locator("#text"), "Ik weet niet wie dit straks doet als ik er niet ben.")
    keys.press(name(page, "Verstuur"))
    expect(page.locator("h1")).to_have_text("Bedankt")

    desk = windows(storage_state=signed_in("guide", vault=True)).page()
    desk.goto(f"{house.demo}contributions/")
    expect(desk.locator("main")).to_contain_text("Ik weet niet wie dit straks doet")
    desk.goto(f"{house.demo}processes/impact/")
    expect(desk.locator("#aspects")).to_be_visible()
    fine(desk)
