"""A draft of an answer, asked of the client: written on a phone, by keyboard, without a script."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e.hands import Keyboard
from tests.e2e.looking import fits, headings, problems

pytestmark = pytest.mark.e2e

PHONE = {"viewport": {"width": 375, "height": 740}, "java_script_enabled": False}
TITLE = "Stukken komen na de sluitingstijd en dan is er te weinig leestijd"
DRAFTS = "/w/voorbeeldstad/p/vergaderen-zonder-papier/answers/drafts/"


def test_the_client_writes_a_draft_and_the_guide_makes_the_answer_of_it(windows, signed_in):
    page = windows(storage_state=signed_in("sponsor"), **PHONE).page()
    page.goto(DRAFTS)
    assert headings(page) == []
    hands = Keyboard(page)
    hands.press(page.locator("li", has_text=TITLE).get_by_role("link", name="Schrijf het concept"))
    expect(page.locator("main")).to_contain_text("Hier staat alleen wat is vrijgegeven.")
    assert headings(page) == []
    assert fits(page, 320, 375) == []
    hands.write(page.locator("[name=text]"), "De sluitingstijd gaat een dag eerder.")
    hands.write(page.locator("[name=reasons]"), "Lezen vraagt tijd.")
    hands.press(page.get_by_role("button", name="Verstuur het concept"))
    expect(page.locator("li", has_text=TITLE)).to_contain_text("Geschreven")

    desk = windows(storage_state=signed_in("guide")).page()
    desk.goto(DRAFTS)
    assert problems(desk) == []
    row = desk.locator("li", has_text=TITLE)
    row.get_by_role("link", name="Maak er het antwoord van").click()
    expect(desk.locator("[name=text]")).to_have_value("De sluitingstijd gaat een dag eerder.")
    expect(desk.locator("[name=decided_by]")).to_have_value("Marjolein ter Horst")
    assert problems(desk) == []
