"""Speaking up on a phone, without JavaScript, by the keyboard: from the link to the reaction."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e.hands import Keyboard
from tests.e2e.looking import fits, headings, problems

pytestmark = pytest.mark.e2e

PHONE = {"viewport": {"width": 375, "height": 740}, "java_script_enabled": False}
WORDS = "Lezen op een scherm geeft mij minder rust dan papier. Mijn hoofd zit na een uur vol."
TITLE = "Lezen op een scherm geeft minder rust dan papier"


def door_of(window):
    """The address on the poster in the canteen, at this house."""
    page = window.page()
    page.goto("/w/voorbeeldstad/p/vergaderen-zonder-papier/contributions/doors/")
    shown = page.locator("li", has_text="Kantine stadhuis").locator(".address").inner_text()
    return "/speak/" + shown.partition("/speak/")[2]


def speak(page, address, way, **fields):
    """From the link to "bedankt": one screen to fill in, one to read."""
    page.goto(address)
    hands = Keyboard(page)
    hands.write(page.locator("#text"), WORDS)
    if way != "anonymous":
        hands.tick(page.locator(f"#way-{way}"))
    for name, value in fields.items():
        hands.write(page.locator(f"#{name}"), value)
    hands.press(page.get_by_role("button", name="Verstuur"))
    expect(page.locator("h1")).to_have_text("Bedankt")
    return "-".join(page.locator(".receipt span").all_inner_texts())


@pytest.mark.parametrize(
    ("way", "fields"),
    [
        ("anonymous", {}),
        ("confidential", {"name": "Ria Mol"}),
        ("named", {"name": "Els Bos"}),
    ],
)
def test_from_the_link_to_the_reaction(windows, signed_in, way, fields):
    guide = windows(storage_state=signed_in("guide", vault=True))
    address = door_of(guide)
    window = windows(**PHONE)
    page = window.page()
    receipt = speak(page, address, way, **fields)
    assert headings(page) == []
    assert window.context.cookies() == []

    desk = guide.page()
    desk.goto("/w/voorbeeldstad/p/vergaderen-zonder-papier/contributions/")
    desk.locator("main .row", has_text=fields.get("name", "anoniem")).filter(
        has_text="Mijn hoofd zit na een uur vol"
    ).first.get_by_role("link").first.click()
    desk.locator("#tie").get_by_label(TITLE).check()
    desk.get_by_role("button", name="Laat de stem meetellen").click()
    expect(desk.locator("main")).to_contain_text("Werd een stem voor")

    page.goto(f"{address.rsplit('/', 2)[0]}/follow/")
    hands = Keyboard(page)
    hands.write(page.locator("#receipt"), receipt.lower())
    hands.press(page.get_by_role("button", name="Bekijk"))
    expect(page.locator("main")).to_contain_text(TITLE)
    expect(page.locator("main")).to_contain_text("Het antwoord")
    hands.tick(page.get_by_label("Nee, voor mij niet"))
    hands.write(page.get_by_label("Wat ontbreekt er nog?"), "Grote stukken op papier.")
    hands.press(page.get_by_role("button", name="Laat het weten"))
    expect(page.locator("main")).to_contain_text("De begeleider ziet wat je zegt.")
    assert window.context.cookies() == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_of_the_door_is_good_to_read(windows, signed_in, scheme):
    address = door_of(windows(storage_state=signed_in("guide", vault=True)))
    page = windows(viewport={"width": 375, "height": 740}, color_scheme=scheme).page()
    page.goto(address)
    assert problems(page) == []
    assert fits(page, 320, 375) == []
    page.locator("#text").fill("Mail mij op jan@stad.example.")
    page.get_by_role("button", name="Verstuur").click()
    expect(page.locator("main")).to_contain_text("Kijk nog even")
    assert problems(page) == []
    page.get_by_role("button", name="Verstuur").click()
    expect(page.locator("h1")).to_have_text("Bedankt")
    assert problems(page) == []
    page.get_by_role("button", name="Bekijk je pagina").click()
    expect(page.locator("h1")).to_have_text("Wat ermee gebeurde")
    assert problems(page) == []
    assert fits(page, 320, 375) == []


def test_a_sentence_is_quoted_by_the_keyboard_and_taken_back_without_a_script(windows, signed_in):
    guide = windows(storage_state=signed_in("guide", vault=True))
    address = door_of(guide)
    page = windows(**PHONE).page()
    receipt = speak(page, address, "named", name="Wil Kok")

    desk = guide.page()
    desk.goto("/w/voorbeeldstad/p/vergaderen-zonder-papier/contributions/")
    desk.locator("main .row", has_text="Wil Kok").get_by_role("link").first.click()
    desk.get_by_role("link", name="Kies een uitspraak").click()
    desk.locator("quote-text .sentence").first.focus()
    desk.keyboard.press("Enter")
    desk.locator("#similar").get_by_label(TITLE).check()
    desk.get_by_role("button", name="Laat deze uitspraak meetellen").click()
    expect(desk.locator("#quotes")).to_contain_text("Lezen op een scherm geeft mij minder rust")
    assert problems(desk) == []

    page.goto(f"{address.rsplit('/', 2)[0]}/follow/")
    hands = Keyboard(page)
    hands.write(page.locator("#receipt"), receipt)
    hands.press(page.get_by_role("button", name="Bekijk"))
    expect(page.locator("main")).to_contain_text("Uit wat je zei:")
    hands.press(page.get_by_role("button", name="Haal alles terug"))
    expect(page.locator("main")).to_contain_text("Dit gaat voorgoed weg")
    assert headings(page) == []
    assert fits(page, 320, 375) == []
    hands.press(page.get_by_role("button", name="Haal het voorgoed terug"))
    expect(page.locator("main")).to_contain_text("Alles wat je hier zei is voorgoed weg.")


def test_a_quote_goes_out_in_the_words_of_who_said_it(windows, signed_in):
    guide = windows(storage_state=signed_in("guide", vault=True))
    address = door_of(guide)
    window = windows(**PHONE)
    page = window.page()
    receipt = speak(page, address, "confidential", name="Bo Tol")
    space = address.rsplit("/", 2)[0]

    desk = guide.page()
    desk.goto("/w/voorbeeldstad/p/vergaderen-zonder-papier/contributions/")
    desk.locator("main .row", has_text="Bo Tol").get_by_role("link").first.click()
    desk.get_by_role("link", name="Kies een uitspraak").click()
    desk.locator("quote-text .sentence").first.focus()
    desk.keyboard.press("Enter")
    desk.locator("#similar").get_by_label(TITLE).check()
    desk.get_by_role("button", name="Laat deze uitspraak meetellen").click()
    desk.locator("#quotes").get_by_role("link", name="Vraag goedkeuring").click()
    desk.get_by_label("In andere woorden").fill("Op papier leest het kalmer.")
    assert problems(desk) == []
    desk.get_by_role("button", name="Vraag goedkeuring").click()
    expect(desk.locator("#quotes")).to_contain_text("wacht op de spreker")

    page.goto(f"{space}/follow/")
    hands = Keyboard(page)
    hands.write(page.locator("#receipt"), receipt)
    hands.press(page.get_by_role("button", name="Bekijk"))
    asked = page.locator(".card", has_text="Mogen anderen dit lezen?")
    expect(asked).to_contain_text("Op papier leest het kalmer.")
    expect(asked).to_contain_text("Leesbaar voor")
    assert headings(page) == []
    fits(page, 320, 375)
    hands.press(asked.locator("summary"))
    hands.write(asked.get_by_label("Wat anderen mogen lezen"), "Papier leest rustiger voor mij.")
    asked.get_by_label("Het mag nu al naar buiten").check()
    hands.press(asked.get_by_role("button", name="Mijn woorden mogen anderen lezen"))
    expect(page.locator("main")).to_contain_text("Deze woorden mogen anderen lezen.")
    assert window.context.cookies() == []

    desk.goto("/w/voorbeeldstad/p/vergaderen-zonder-papier/conversations/release/")
    ready = desk.locator("#ready")
    expect(ready).to_contain_text("“Papier leest rustiger voor mij.”")
    ready.get_by_role("button", name="Geef deze uitspraken vrij").click()
    desk.get_by_role("link", name="Wat iedereen leest").click()
    expect(desk.locator("main")).to_contain_text("“Papier leest rustiger voor mij.”")
    expect(desk.locator("main")).not_to_contain_text("Bo Tol")
