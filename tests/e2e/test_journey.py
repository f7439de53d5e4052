"""The golden thread from an empty programme to “solved for me”, as a guide walks it."""

from __future__ import annotations

import re
from itertools import combinations, product

import pytest
from playwright.sync_api import TimeoutError as Late
from playwright.sync_api import expect

from tests.e2e.hands import Keyboard, Mouse
from tests.e2e.looking import SEEN, fits, headings, problems
from tests.factories.factors import lasting_code

pytestmark = pytest.mark.e2e

DESKTOP, PHONE = {"width": 1280, "height": 800}, {"width": 390, "height": 844}
VARIANTS = [
    ("nl", "mouse", "desktop", "light"),
    ("nl", "keyboard", "phone", "dark"),
    ("en", "mouse", "phone", "dark"),
    ("en", "keyboard", "desktop", "dark"),
    ("en", "keyboard", "phone", "light"),
]
CODE = "vier losse woorden hier"
PEOPLE = """\
Personeelsnummer;Voornaam;Tussenvoegsel;Achternaam;Functie;Afdeling;E-mailadres
1001;Marijke;de;Wit;Secretaresse;Bestuur / Secretariaat;marijke.dewit@papierwinkel.example
1002;Achmed;el;Idrissi;Beleidsadviseur;Ruimte;achmed.elidrissi@papierwinkel.example
1003;Yvonne;;Bos;Griffier;Griffie;yvonne.bos@papierwinkel.example
"""
ID = "[0-9a-f-]{36}"
CONVERSATION, CONCERN, MEASURE = (
    rf"/{kind}/{ID}/" for kind in ("conversations", "concerns", "measures")
)
NOTES = [
    "Marijke vertelt over dinsdag.",
    "De stukken komen vaak pas op de avond zelf binnen.",
    "Dan kan niemand ze nog rustig lezen.",
]


def test_the_variants_cover_every_pair():
    choices = [("nl", "en"), ("mouse", "keyboard"), ("desktop", "phone"), ("light", "dark")]
    for one, other in combinations(range(4), 2):
        pairs = set(product(choices[one], choices[other]))
        assert {(each[one], each[other]) for each in VARIANTS} == pairs


class Journey:
    """One guide in one browser, who looks critically at every page on the way."""

    def __init__(self, window, hands, *, language, phone, rules=None):
        self.window = window
        self.page = window.page()
        self.hands = hands(self.page)
        self.language = language
        self.phone = phone
        self.rules = rules
        self.wrong = []

    def main(self, selector):
        return self.page.locator(f"main {selector}")

    def field(self, name):
        return self.main(f"[name={name}]:not([type=hidden])")

    def look(self, path):
        """The page whose address ends like this (a pattern) is there, and it is in order."""
        self.arrive(path)
        found = headings(self.page) + problems(self.page, rules=self.rules)
        found += fits(self.page, 390, 320) if self.phone else fits(self.page, 1280)
        self.wrong += [f"{self.page.url}: {each}" for each in found]

    def arrive(self, path):
        try:
            self.page.wait_for_url(re.compile(rf"^[^?#]*{path}([?#].*)?$"))
        except Late:
            text = self.main("").inner_text()[:1500]
            pytest.fail(f"{self.page.url} is not {path}:\n{text}")

    def go(self, path):
        """By the menu."""
        link = self.page.locator(f"nav.side a[href$='{path}']:visible")
        if not link.count():
            self.hands.press(self.page.locator("nav.side summary"))
        self.hands.press(link.first)
        self.look(path)

    def follow(self, selector, path):
        self.hands.press(self.main(selector).first)
        self.look(path)

    def submit(self, path, form="form"):
        self.follow(f"{form} .button-primary", path)

    # The story

    def begin(self, email):
        self.page.goto("/accounts/login/")
        self.look("/login/")
        self.hands.write(self.field("login"), email)
        self.hands.write(self.field("password"), self.window.house.password)
        self.submit("/second-factor/give/")
        self.hands.write(self.field("code"), lasting_code())
        self.submit(r":\d+/", form="form:has([name=code])")
        if self.page.locator("html").get_attribute("lang") != self.language:
            self.hands.press(self.page.locator(f".top-language [value={self.language}]"))
            expect(self.page.locator(f"html[lang={self.language}]")).to_be_attached()
            self.look(r":\d+/")
        self.hands.write(self.field("programme"), "Vergaderen zonder papier")
        self.hands.write(self.field("workspace"), f"Papierwinkel {email}")
        self.submit("/today/")

    def make_vault(self):
        self.follow("#vault a", "/vault/make/")
        self.hands.write(self.field("passphrase"), CODE)
        self.hands.write(self.field("again"), CODE)
        self.hands.press(self.main("form .button-primary"))
        expect(self.main(".big-code")).to_be_visible()
        self.look("/vault/make/")
        code = self.main(".big-code code").inner_text()
        self.hands.write(self.field("code"), code)
        self.submit("/today/")  # where the vault was asked for

    def import_people(self, path):
        path.write_text(PEOPLE, encoding="utf-8")
        self.go("/organisations/people/")
        self.follow("a[href$='/imports/start/']", "/imports/start/")
        self.hands.write(self.field("new_organisation"), "Gemeente Papierwinkel")
        self.hands.attach(self.field("file"), path)
        self.hands.press(self.main("form[enctype] .button-primary"))
        self.look(rf"/imports/{ID}/")
        self.hands.press(self.main("form[action$='/apply/'] .button-primary"))
        self.look("/result/")
        self.follow("a[href$='/people/']", "/people/")
        expect(self.main("table")).to_contain_text("Achmed el Idrissi")

    def plan(self):
        self.go("/conversations/")
        self.follow("a[href$='/plan/']", "/plan/")
        self.hands.write(self.field("title"), "Kennismaken met het secretariaat")
        self.hands.moment(self.field("planned_at"), "2026-11-12T14:30")
        self.hands.write(self.field("people_find"), "Marijke")
        found = self.page.get_by_label("Marijke de Wit")
        expect(found).to_be_visible()
        self.hands.tick(found)
        self.submit(CONVERSATION)
        expect(self.main("")).to_contain_text("Marijke de Wit")

    def hold(self):
        self.follow("a[href$='/hold/']", "/hold/")
        self.hands.write(self.field("text"), "\n".join(NOTES))
        expect(self.main("[data-status]")).to_contain_text(":")
        self.follow("a[href$='/held/']", "/held/")
        self.submit(CONVERSATION)
        self.follow("a[href$='/quotes/']", "/quotes/")

    def quote(self):
        self.hands.quote(self.page.locator(".sentence", has_text=NOTES[1]))
        form = self.page.locator("#quote-form")
        expect(form).to_be_visible()
        expect(form.locator("[data-passage]")).to_contain_text(NOTES[1])
        self.hands.tick(form.locator("[name=kind][value=worry]"))
        self.hands.choose(form.locator("[name=speaker]"), "Marijke de Wit")
        self.hands.tick(form.locator("[name=goal][value=new]"))
        self.hands.write(form.locator("[name=title]"), "Stukken komen te laat om te lezen")
        self.look("/quotes/")
        self.hands.press(form.locator(".button-primary"))
        quote = self.page.locator("#quotes figure")
        expect(quote).to_contain_text(NOTES[1])
        self.look("/quotes/")
        self.hands.press(quote.get_by_role("link", name="Stukken komen te laat om te lezen"))
        self.look(CONCERN)

    def understand(self):
        self.follow(".page-head .button-primary", "/causes/add/")
        new = "#new "
        self.hands.write(self.main(f"{new}[name=title]"), "Stellers leveren stukken los aan")
        self.hands.tick(self.main(f"{new}[name=about]").first)
        self.hands.tick(self.main(f"{new}[name=where]").first)
        self.submit(CONCERN, "#new form")
        expect(self.main("#causes")).to_contain_text("Stellers leveren stukken los aan")

    def do_something(self):
        self.follow(".page-head .button-primary", "/measures/add/")
        self.hands.write(self.field("title"), "Stukken vijf dagen vooraf in de app")
        self.hands.tick(self.main("[name=kind]").first)
        self.submit(MEASURE)
        for _ in ("agreed", "under way"):
            before = self.main(".page-head .button-primary").inner_text()
            self.hands.press(self.main(".page-head .button-primary"))
            expect(self.main(".page-head .button-primary")).not_to_have_text(before)
            self.look(MEASURE)
        self.follow(".page-head .button-primary", "/deliveries/")
        self.hands.write(self.field("what"), "De app sluit vijf dagen voor de vergadering.")
        self.hands.tick(self.field("complete"))
        self.submit(MEASURE)

    def answer(self):
        self.follow(".page-head .button-primary", "/answer/")
        self.hands.write(self.field("text"), "De stukken staan er voortaan op tijd.")
        self.hands.write(self.field("decided_by"), "De gemeentesecretaris")
        self.hands.write(self.field("reasons"), "Goed lezen hoort bij goed besluiten.")
        self.submit(CONCERN)
        self.follow(".page-head .button-primary", "/tell/")
        self.submit(CONCERN)

    def solved(self):
        self.follow("#solved a[href$='/voices/']", "/voices/")
        expect(self.main("#voices")).to_contain_text("Marijke de Wit")
        self.hands.press(self.main("#voices summary"))
        self.hands.press(self.main("#voices [name=solved][value=yes]"))
        self.page.wait_for_load_state()
        expect(self.main("#voices .status-done")).to_be_visible()
        self.look("/voices/")
        self.go("/today/")
        self.go("/thread/")


@pytest.mark.parametrize(("language", "hands", "size", "scheme"), VARIANTS)
def test_from_a_conversation_to_an_answer(  # noqa: PLR0917 - pytest gives them by name
    language, hands, size, scheme, windows, house, tmp_path
):
    phone = size == "phone"
    window = windows(
        locale={"nl": "nl-NL", "en": "en-GB"}[language],
        viewport=PHONE if phone else DESKTOP,
        has_touch=phone and hands == "mouse",
        color_scheme=scheme,
    )
    journey = Journey(
        window,
        Mouse if hands == "mouse" else Keyboard,
        language=language,
        phone=phone,
        # what stands in the page is the same for both languages, and was judged in the Dutch ones
        rules=None if language == "nl" else SEEN,
    )
    journey.begin(house.new_guide())
    journey.make_vault()
    journey.import_people(tmp_path / "mensen.csv")
    journey.plan()
    journey.hold()
    journey.quote()
    journey.understand()
    journey.do_something()
    journey.answer()
    journey.solved()
    assert not journey.wrong, "\n".join(journey.wrong)
