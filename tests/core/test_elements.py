"""The elements of the front end in a real browser, on the gallery page.

The server's side of a conversation is played by the test: it answers as the contract in
docs/en/components.md says.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect
from tools.browsers import FLAGS, browser_path

AXE = Path(__file__).parents[2] / "frontend" / "vendor-test" / "axe.min.js"
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

pytestmark = [pytest.mark.e2e, pytest.mark.django_db]


@pytest.fixture(scope="session")
def browser_type_launch_args():
    return {"executable_path": browser_path(), "args": FLAGS}


@pytest.fixture
def gallery(live_server, settings, browser):
    """Opens the gallery in the default language; whatever goes wrong in the page fails the test."""
    settings.DEBUG = True
    settings.ALLOWED_HOSTS = ["*"]
    context = browser.new_context(locale="nl-NL")
    trouble = []

    def open_page(server=None):
        page = context.new_page()
        page.on("pageerror", lambda error: trouble.append(str(error)))
        page.on("console", lambda m: trouble.append(m.text) if "Policy" in m.text else None)
        if server is not None:
            page.route(
                re.compile(r"/gallery/$"),
                lambda route: (
                    server(route) if route.request.method == "POST" else route.continue_()
                ),
            )
        page.goto(f"{live_server.url}/gallery/")
        return page

    yield open_page
    context.close()
    assert trouble == []


class Server:
    """Keeps one note, as the server would."""

    def __init__(self):
        self.text = ""
        self.version = 1
        self.state = "fine"
        self.waiting = []

    def __call__(self, route):
        sent = route.request.post_data or ""
        text = self.field(sent, "note").replace("\r\n", "\n")
        if self.state == "slow":
            self.waiting.append(route)
        elif self.state == "away":
            route.abort()
        elif self.state == "locked":
            self.answer(route, 423, {"locked": True})
        elif self.state == "strict":
            self.answer(route, 422, {"message": "Deze tekst is te lang."})
        elif int(self.field(sent, "version")) != self.version:
            theirs = self.text.replace("\n", "\r\n")
            self.answer(route, 409, {"mine": text, "theirs": theirs, "version": self.version})
        else:
            self.text, self.version = text, self.version + 1
            saved = {"version": self.version, "saved_at": "2026-11-12T10:32:00"}
            self.answer(route, 200, saved)

    def field(self, sent, name):
        return re.search(rf'name="{name}"\r\n\r\n(.*?)\r\n--', sent, re.DOTALL)[1]

    def answer(self, route, status, body):
        route.fulfill(status=status, content_type="application/json", body=json.dumps(body))


def note(page):
    return page.locator("note-editor textarea")


def status(page):
    return page.locator("note-editor [data-status]")


def until(page, truth):
    for _ in range(100):
        if truth():
            return
        page.wait_for_timeout(100)
    pytest.fail("it did not happen within ten seconds")


# Notes


def test_a_note_stores_itself_and_says_so(gallery):
    server = Server()
    page = gallery(server)
    note(page).press_sequentially("Marijke vertelt.\nOver dinsdag.")
    expect(status(page)).to_have_text("Bewaard om 10:32")
    assert server.text == "Marijke vertelt.\nOver dinsdag."


def test_what_was_typed_without_a_connection_is_there_after_a_reload(gallery):
    server = Server()
    page = gallery(server)
    server.state = "away"
    note(page).press_sequentially("Niet kwijt")
    expect(status(page)).to_contain_text("Geen verbinding. Je tekst is veilig")
    page.reload()
    expect(note(page)).to_have_value("Niet kwijt")
    server.state = "fine"
    until(page, lambda: server.text == "Niet kwijt")


def test_the_draft_in_the_browser_cannot_be_read(gallery):
    server = Server()
    page = gallery(server)
    server.state = "away"
    note(page).press_sequentially("Geheim over de wethouder")
    expect(status(page)).to_contain_text("Geen verbinding")
    stored = page.evaluate(
        """async () => {
            const done = (request) =>
                new Promise((good) => (request.onsuccess = () => good(request.result)));
            const base = await done(indexedDB.open("draagvlak"));
            const drafts = await done(base.transaction("drafts").objectStore("drafts").getAll());
            const key = await done(base.transaction("keys").objectStore("keys").get("notes"));
            return {
                extractable: key.extractable,
                drafts: drafts.map(({ sealed }) => new TextDecoder("latin1").decode(sealed)),
                local: JSON.stringify(localStorage),
            };
        }"""
    )
    assert stored["extractable"] is False
    assert len(stored["drafts"]) == 1
    assert "wethouder" not in stored["drafts"][0] + stored["local"]


@pytest.mark.parametrize(
    ("choice", "result"),
    [
        ("Houd mijn tekst", "Van mij"),
        ("Houd de andere tekst", "Van een ander"),
        ("Zet beide onder elkaar", "Van een ander\n\nVan mij"),
    ],
)
def test_two_writers_see_both_texts_and_choose(gallery, choice, result):
    server = Server()
    page = gallery(server)
    server.text, server.version = "Van een ander", 4
    note(page).press_sequentially("Van mij")
    both = page.locator("note-editor .conflict")
    expect(both.locator(".conflict-text")).to_have_text(["Van mij", "Van een ander"])
    both.get_by_role("button", name=choice).click()
    expect(note(page)).to_have_value(result)
    until(page, lambda: server.text == result)
    expect(both).to_have_count(0)


def test_a_refused_text_says_why_and_waits_for_a_change(gallery):
    server = Server()
    page = gallery(server)
    server.state = "strict"
    note(page).press_sequentially("Lang")
    expect(status(page)).to_have_text("Deze tekst is te lang.")
    server.state = "fine"
    note(page).press_sequentially("er")
    until(page, lambda: server.text == "Langer")


def test_another_tab_follows_and_both_are_told(gallery):
    server = Server()
    one, two = gallery(server), gallery(server)
    for page in (one, two):
        expect(page.locator("[data-elsewhere]")).to_be_visible()
    note(two).press_sequentially("Uit tab twee")
    expect(note(one)).to_have_value("Uit tab twee")


def test_a_second_tab_leaves_a_draft_alone_until_the_first_is_gone(gallery):
    server = Server()
    one = gallery(server)
    server.state = "away"
    note(one).press_sequentially("Van links")
    expect(status(one)).to_contain_text("Geen verbinding")
    two = gallery(server)
    expect(two.locator("[data-elsewhere]")).to_be_visible()
    assert note(two).input_value() == ""
    one.close()
    expect(note(two)).to_have_value("Van links")
    server.state = "fine"
    until(two, lambda: server.text == "Van links")


def test_who_looks_away_while_words_are_on_their_way_has_no_quarrel(gallery):
    server = Server()
    page = gallery(server)
    # What is kept alive goes past the test to the gallery's own server.
    page.evaluate(
        "() => { const real = fetch; window.fetch = (to, { keepalive, ...how }) => real(to, how) }"
    )
    server.state = "slow"
    note(page).press_sequentially("Een")
    until(page, lambda: len(server.waiting) == 1)
    note(page).press_sequentially(" twee")
    page.evaluate("dispatchEvent(new Event('pagehide'))")
    until(page, lambda: len(server.waiting) == 2)
    server.state = "fine"
    for route in reversed(server.waiting):
        server(route)
    note(page).press_sequentially(" drie")
    until(page, lambda: server.text == "Een twee drie")
    expect(page.locator("note-editor .conflict")).to_have_count(0)


def test_leaving_at_once_loses_nothing_and_comes_back_without_a_quarrel(gallery):
    server = Server()
    page = gallery(server)
    server.state = "away"
    note(page).press_sequentially("Snel weg")
    until(page, lambda: page.evaluate("document.querySelector('note-editor').keeping") is None)
    page.goto("about:blank")
    # The last words are sent while the page goes; here they arrive, and nobody heard the answer.
    server.state, server.text, server.version = "fine", "Snel weg", 2
    page.go_back()
    expect(note(page)).to_have_value("Snel weg")
    until(page, lambda: server.text == "Snel weg" and server.version > 1)
    expect(page.locator("note-editor .conflict")).to_have_count(0)


LATER = "(...how) => new Promise((done) => setTimeout(done, {wait})).then(() => real(...how))"


def delay(page, **milliseconds):
    """Make functions of the browser slow, on the pages that come."""
    owners = {"request": "navigator.locks", "encrypt": "crypto.subtle"}
    for method, wait in milliseconds.items():
        owner = owners[method]
        page.add_init_script(
            f"if ({owner}) {{ const real = {owner}.{method}.bind({owner});"
            f" {owner}.{method} = {LATER.replace('{wait}', str(wait))} }}"
        )


@pytest.mark.parametrize(("locking", "sealing"), [(500, 0), (500, 300), (1500, 0)])
def test_who_types_before_the_draft_is_there_loses_neither(gallery, locking, sealing):
    server = Server()
    page = gallery(server)
    server.state = "away"
    note(page).press_sequentially("Van gisteren, ")
    expect(status(page)).to_contain_text("Geen verbinding")
    delay(page, request=locking, encrypt=sealing)
    page.goto("about:blank")
    server.state = "fine"
    page.go_back()
    note(page).press_sequentially("van nu")
    expect(note(page)).to_have_value("Van gisteren, van nu")
    until(page, lambda: server.text == "Van gisteren, van nu")
    expect(page.locator("note-editor .conflict")).to_have_count(0)


def test_a_browser_that_does_not_answer_keeps_no_words_from_the_server(gallery):
    server = Server()
    page = gallery(server)
    delay(page, request=600_000)
    page.reload()
    note(page).press_sequentially("Toch bewaard")
    expect(status(page)).to_contain_text("Bewaard om")
    assert server.text == "Toch bewaard"


def test_words_that_arrive_late_and_stand_in_the_draft_are_no_quarrel(gallery):
    server = Server()
    page = gallery(server)
    note(page).press_sequentially("Eerst, ")
    expect(status(page)).to_contain_text("Bewaard om")
    server.state = "away"
    note(page).press_sequentially("toen, en nu")
    expect(status(page)).to_contain_text("Geen verbinding")
    # What an earlier page sent while it went arrives only now.
    server.state, server.text, server.version = "fine", "Eerst, toen, ", server.version + 1
    until(page, lambda: server.text == "Eerst, toen, en nu")
    expect(page.locator("note-editor .conflict")).to_have_count(0)


def test_a_draft_that_missed_the_last_letters_gives_way_to_the_words_that_arrived(gallery):
    server = Server()
    page = gallery(server)
    server.state = "away"
    note(page).press_sequentially("Snel w")
    expect(status(page)).to_contain_text("Geen verbinding")
    page.evaluate("() => { IDBObjectStore.prototype.put = () => { throw new Error('too late') } }")
    note(page).press_sequentially("eg")
    page.goto("about:blank")
    # The last words arrived while the page went, and nobody heard the answer.
    server.state, server.text, server.version = "fine", "Snel weg", 2
    page.go_back()
    expect(note(page)).to_have_value("Snel weg")
    expect(status(page)).to_contain_text("Bewaard om")
    expect(page.locator("note-editor .conflict")).to_have_count(0)


# Quoting


def form_values(page):
    return page.evaluate(
        """() => {
            const { start, end, exact } = document.getElementById("quote-form").elements;
            return [start.value, end.value, exact.value];
        }"""
    )


def select(page, script):
    page.evaluate(
        """(script) => {
            const sentences = document.querySelectorAll(".sentence");
            const range = document.createRange();
            const [first, from, last, to] = script;
            range.setStart(sentences[first].firstChild, from);
            range.setEnd(sentences[last].firstChild, to);
            getSelection().removeAllRanges();
            getSelection().addRange(range);
        }""",
        script,
    )


def test_a_selection_becomes_a_passage(gallery):
    page = gallery()
    form = page.locator("#quote-form")
    expect(form).to_be_hidden()
    select(page, [0, 2, 0, 8])
    expect(form).to_be_visible()
    assert form_values(page) == ["3", "8", "sprak"]
    expect(form.locator("[data-passage]")).to_have_text("“sprak”")
    expect(form.locator("textarea")).to_be_hidden()


def test_a_passage_over_two_paragraphs_counts_the_newline(gallery):
    page = gallery()
    select(page, [3, 3, 4, 2])
    expect(page.locator("#quote-form")).to_be_visible()
    start, end, exact = form_values(page)
    assert exact == "hoorde van de keuze op het intranet.\nZe"
    assert int(end) - int(start) == len(exact)


def test_a_passage_by_keyboard_and_back(gallery):
    page = gallery()
    page.locator(".sentence[tabindex='0']").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Enter")
    start, _, exact = form_values(page)
    assert (start, exact[:11], exact[-8:]) == ("39", "Ze werkt al", "u doen.”")
    expect(page.locator("#quote-form .button-primary")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#quote-form")).to_be_hidden()
    expect(page.locator(".sentence").nth(2)).to_be_focused()


def test_quotes_are_painted_in_the_text(gallery):
    page = gallery()
    painted = page.evaluate("[...CSS.highlights.get('quote-worry')].map(String)")
    assert painted == ["Maar niemand heeft mij gevraagd hoe wij het nu doen."]


# The frame


def test_the_list_of_shortcuts_opens_and_closes_by_keyboard(gallery):
    page = gallery()
    dialog = page.get_by_role("dialog", name="Sneltoetsen")
    page.keyboard.press("?")
    expect(dialog).to_contain_text("Volgende of vorige in een lijst")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()


def test_light_and_dark_stay_as_chosen(gallery):
    page = gallery()
    with page.expect_response("**/theme/"):
        page.get_by_role("button", name="Licht of donker").click()
    chosen = page.evaluate("document.documentElement.dataset.theme")
    page.reload()
    assert page.evaluate("document.documentElement.dataset.theme") == chosen == "dark"


def test_words_become_markup_through_one_door_only(live_server, settings, browser):
    settings.DEBUG = True
    settings.ALLOWED_HOSTS = ["*"]
    page = browser.new_page(locale="nl-NL")
    page.goto(f"{live_server.url}/gallery/")
    refused = page.evaluate(
        """() => {
            const tries = [
                () => { document.createElement("p").innerHTML = "<b>x</b>"; },
                () => document.body.insertAdjacentHTML("beforeend", "<b>x</b>"),
                () => new DOMParser().parseFromString("<b>x</b>", "text/html"),
                () => { document.createElement("script").src = "/elders.js"; },
                () => trustedTypes.createPolicy("draagvlak", {}),
                () => trustedTypes.createPolicy("mijn", {}),
            ];
            return tries.map((attempt) => {
                try { attempt(); return ""; } catch (error) { return error.name; }
            });
        }"""
    )
    assert refused == ["TypeError"] * 6
    page.route("**/stukje/", lambda route: route.fulfill(body="<b id=x>x</b><script>y=1</script>"))
    page.evaluate("htmx.ajax('GET', '/stukje/', {target: '#main', swap: 'beforeend'})")
    expect(page.locator("#x")).to_have_text("x")
    assert page.evaluate("typeof y") == "undefined"
    page.close()


def test_a_message_stays_until_it_is_dismissed(gallery):
    page = gallery()
    message = page.locator("main .message")
    expect(message).to_contain_text("is gearchiveerd.")
    message.get_by_role("button", name="Sluit dit bericht").click()
    expect(message).to_have_count(0)
    expect(page.locator("#main")).to_be_focused()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 375, 320])
def test_every_component_is_accessible_and_fits(gallery, scheme, width):
    page = gallery()
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.evaluate(AXE.read_text(encoding="utf-8"))
    result = page.evaluate("(tags) => axe.run(document, {runOnly: tags})", STANDARDS)
    assert [(v["id"], v["nodes"][0]["html"]) for v in result["violations"]] == []


def test_without_javascript_everything_is_there(live_server, settings, browser):
    settings.DEBUG = True
    settings.ALLOWED_HOSTS = ["*"]
    context = browser.new_context(java_script_enabled=False, locale="nl-NL")
    page = context.new_page()
    page.goto(f"{live_server.url}/gallery/")
    expect(page.locator("#quote-form textarea")).to_be_visible()
    expect(page.get_by_role("button", name="Bewaar aantekening")).to_be_visible()
    page.get_by_role("button", name="Licht of donker").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    context.close()
