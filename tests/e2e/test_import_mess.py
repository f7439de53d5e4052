"""A messy workbook from HR: looked at, repaired, applied, undone."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e.hands import Keyboard, Mouse
from tests.e2e.looking import fits, headings
from tests.e2e.steps import new_programme, send
from tests.e2e.test_journey import DESKTOP, ID, PHONE, Journey
from tests.lib.workbooks import workbook

pytestmark = pytest.mark.e2e

TITLE = [["Personeelsoverzicht"], ["Vertrouwelijk", "1 november 2026"], []]
HEADER = ["Personeelsnr.", "Medewerker", "Kostenplaats", "E-mail werk", "Datum uit dienst"]
PEOPLE = [
    ["1", "Dam, J. van", "110", "joke@papierwinkel"],
    ["2", "Idrissi, A. el", "120", "achmed@papierwinkel.example"],
    ["3", "Bos, Z.", "110", "zoe@papierwinkel.example"],
    ["4", "Weg, K.", "110", "kees@papierwinkel.example", "1-2-2020"],
    ["5", "Totaal", "", "4 mensen"],
]
CODES = [["Code", "Omschrijving"], ["110", "Directie"], ["120", "Ruimte"]]
PREVIEW = rf"/imports/{ID}/"


def mess():
    return workbook(Mensen=[*TITLE, HEADER, *PEOPLE], Kostenplaatsen=CODES)


@pytest.mark.parametrize(
    ("hands", "size", "scheme"),
    [(Mouse, DESKTOP, "light"), (Keyboard, PHONE, "dark")],
    ids=["mouse-desktop-light", "keyboard-phone-dark"],
)
def test_a_messy_workbook_is_repaired_applied_and_undone(hands, size, scheme, windows, tmp_path):
    window = windows(viewport=size, color_scheme=scheme)
    journey = Journey(window, hands, language="nl", phone=size is PHONE)
    page, main = journey.page, journey.main
    new_programme(window, page)
    file = tmp_path / "export.xlsx"
    file.write_bytes(mess())

    journey.go("/organisations/people/")
    journey.follow("a[href$='/imports/start/']", "/imports/start/")
    journey.hands.write(journey.field("new_organisation"), "Gemeente Papierwinkel")
    journey.hands.attach(journey.field("file"), file)
    journey.submit(PREVIEW, "form[enctype]")

    problems = main("#problems li")
    expect(problems).to_have_count(2)
    journey.hands.write(problems.first.locator("[name=new]"), "joke@papierwinkel.example")
    journey.hands.press(problems.first.get_by_role("button", name="Verbeter", exact=True))
    expect(problems).to_have_count(1)
    journey.look(PREVIEW)
    journey.hands.press(problems.get_by_role("button", name="Laat deze rij weg"))
    expect(main("#problems")).to_have_count(0)
    expect(main("#repairs li")).to_have_count(2)
    journey.look(PREVIEW)

    journey.hands.press(page.get_by_role("button", name="Importeer 3 mensen"))
    journey.look("/result/")
    expect(main("h1")).to_have_text("De import is klaar")
    journey.follow("a[href$='/people/']", "/people/")
    expect(main("table")).to_contain_text("A. el Idrissi")
    expect(main("table")).not_to_contain_text("Weg")

    journey.follow("a[href$='/organisations/imports/']", "/imports/")
    journey.hands.press(page.get_by_role("link", name="export.xlsx"))
    journey.look("/result/")
    journey.hands.press(page.get_by_role("button", name="Maak de hele import ongedaan"))
    expect(main("h1")).to_have_text("De import is ongedaan gemaakt")
    journey.look("/result/")
    assert not journey.wrong, "\n".join(journey.wrong)


def test_a_messy_workbook_without_javascript(windows):
    window = windows(java_script_enabled=False)
    page = window.page()
    place = new_programme(window, page)
    page.goto(f"{place.split('/p/')[0]}/organisations/imports/start/")
    page.locator("[name=new_organisation]").fill("Gemeente Papierwinkel")
    page.locator("[name=file]").set_input_files(
        {"name": "export.xlsx", "mimeType": "application/octet-stream", "buffer": mess()}
    )
    send(page, form="main form[enctype]")

    problems = page.locator("#problems li")
    expect(problems).to_have_count(2)
    problems.first.locator("[name=new]").fill("joke@papierwinkel.example")
    problems.first.get_by_role("button", name="Verbeter", exact=True).click()
    expect(problems).to_have_count(1)
    problems.get_by_role("button", name="Laat deze rij weg").click()
    expect(page.locator("#repairs li")).to_have_count(2)
    assert headings(page) + fits(page, 1280, 390) == []

    page.get_by_role("button", name="Importeer 3 mensen").click()
    expect(page.locator("h1")).to_have_text("De import is klaar")
    page.get_by_role("button", name="Maak de hele import ongedaan").click()
    expect(page.locator("h1")).to_have_text("De import is ongedaan gemaakt")
    page.goto(f"{place.split('/p/')[0]}/organisations/people/")
    expect(page.locator("main")).not_to_contain_text("Idrissi")
