"""What is often heard begins a cause and a measure; what was learned is kept, and taken back."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.hands import Keyboard
from tests.e2e.looking import fits, headings, problems
from tests.e2e.steps import new_programme, send

pytestmark = pytest.mark.e2e

DEMO = "/w/voorbeeldstad/p/vergaderen-zonder-papier/"
CAUSE = "Grondig lezen vraagt rust, en die vinden mensen op papier"
MEASURE = "Laat zelf printen vrij"
WIDE = {"viewport": {"width": 1280, "height": 800}}
PHONE = {"viewport": {"width": 375, "height": 740}}


def using(words, title):
    """The name of a link that takes words over; a hidden part may begin with a space."""
    return re.compile(f"^{words} ?: {re.escape(title)}$")


@pytest.mark.parametrize(
    ("size", "script"), [(WIDE, True), (PHONE, True), (PHONE, False)], ids=["wide", "phone", "bare"]
)
def test_words_of_others_begin_a_cause_and_a_measure(windows, size, script):
    window = windows(**size, java_script_enabled=script)
    page = window.page()
    place = new_programme(window, page)
    page.goto(f"{place}concerns/add/?title=Ik+lees+liever+op+papier&kind=wish")
    send(page)
    page.locator("main a[href$='/causes/add/']").first.click()
    hands = Keyboard(page)
    if not script:
        page.get_by_role("link", name="Bekijk wat vaker gehoord is").click()
    offered = page.locator("#lessons")
    expect(offered).to_contain_text("Vaker gehoord bij iBabs")
    hands.press(offered.get_by_role("link", name=using("Gebruik deze oorzaak", CAUSE)))
    expect(page.locator("#new [name=title]")).to_have_value(CAUSE)
    if script:
        assert fits(page, 320) == []
        assert problems(page) == []
    hands.press(page.get_by_role("button", name="Bewaar deze oorzaak en voeg toe"))
    expect(page.locator("#causes")).to_contain_text(CAUSE)

    page.locator("main a[href*='measures/add/']").first.click()
    if not script:
        page.get_by_role("link", name="Bekijk wat vaker gehoord is").click()
    offered = page.locator("#lessons")
    expect(offered).to_contain_text("Deze oorzaak nam je over")
    hands.press(offered.get_by_role("link", name=using("Gebruik deze maatregel", MEASURE)))
    expect(page.locator("[name=kind][value=nothing]")).to_be_checked()
    hands.press(page.get_by_role("button", name="Bewaar maatregel"))
    expect(page.locator("main")).to_contain_text(f"Het begon met “{MEASURE}”.")
    assert headings(page) == []


def test_the_library_is_searched_while_one_types(windows, signed_in):
    page = windows(storage_state=signed_in("guide")).page()
    page.goto(f"{DEMO}lessons/")
    page.get_by_label("Zoek met woorden").press_sequentially("stapel papier")
    expect(page.locator("#lessons h2").last).to_have_text("Gevonden")
    page.get_by_role("link", name=re.compile("^iBabs")).first.click()
    expect(page.get_by_role("link", name="Ik lees liever van papier")).to_be_visible()
    page.wait_for_url(re.compile("system=ibabs"))


def test_a_lesson_is_kept_by_keyboard_and_taken_back(windows, signed_in):
    page = windows(storage_state=signed_in("guide")).page()
    page.goto(f"{DEMO}lessons/kept/")
    hands = Keyboard(page)
    hands.press(page.get_by_role("link", name="Iemand in de buurt die helpt op de avond zelf"))
    hands.write(page.get_by_label("Wat hielp"), "Mevrouw De Wit zat ernaast, een avond lang.")
    hands.press(page.get_by_role("button", name="Bekijk wat meegaat"))
    expect(page.locator("main")).to_contain_text("Een naam: “Mevrouw De Wit”")
    assert problems(page) == []
    hands.press(page.get_by_role("button", name="Wijzig de woorden"))
    hands.write(page.get_by_label("Wat hielp"), "Iemand zat ernaast, een avond lang.")
    hands.press(page.get_by_role("button", name="Bekijk wat meegaat"))
    expect(page.locator("main")).not_to_contain_text("Kijk hier nog eens naar")
    hands.tick(page.get_by_label("Ik heb gekeken"))
    hands.press(page.get_by_role("button", name="Bewaar deze les"))
    expect(page.locator("main")).to_contain_text("Dit wacht op toestemming.")
    hands.press(page.get_by_role("button", name="Maak ongedaan"))
    expect(page.locator("main")).to_contain_text("Dit is teruggenomen.")


def test_the_client_reads_the_words_and_says_yes_and_no(windows, signed_in):
    page = windows(storage_state=signed_in("sponsor"), **PHONE).page()
    page.goto(f"{DEMO}lessons/kept/")
    page.get_by_role("link", name="Stukken onderweg kunnen lezen zonder verbinding").click()
    expect(page.locator("main")).to_contain_text("Mag dit mee?")
    assert fits(page, 320) == []
    assert problems(page) == []
    page.get_by_role("button", name="Ja, dit mag mee").click()
    expect(page.locator("main")).to_contain_text("Marjolein ter Horst gaf toestemming")
    page.get_by_role("button", name="Neem de les overal terug").click()
    expect(page.locator("main")).to_contain_text("Dit is teruggenomen.")
    page.get_by_role("button", name="Maak ongedaan").click()
    expect(page.locator("main")).to_contain_text("Dit mag mee naar andere trajecten")
