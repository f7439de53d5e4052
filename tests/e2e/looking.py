"""Looking at a page as a careful reader does: what is wrong with it?"""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import expect

from tests.factories.factors import lasting_code

AXE = (Path(__file__).parents[2] / "frontend" / "vendor-test" / "axe.min.js").read_text("utf-8")
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SEEN = ["color-contrast", "link-in-text-block", "scrollable-region-focusable", "target-size"]
"""The rules of axe that colours, sizes and words can break; the others hold for a page alike."""
FRAME = ["header.top", "nav.side", "footer.foot", "dialog:not([open])"]
"""What every page of a person has around it."""
LISTEN = """addEventListener("securitypolicyviolation", (event) => console.error(
    `CSP: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`
));"""
# Text that does not fit in its own box, or that stands outside the window.
CUT = """() => {
    const seen = (one) => {
        const style = getComputedStyle(one);
        return one.checkVisibility({checkVisibilityCSS: true, checkOpacity: true})
            && !one.closest(".visually-hidden, template, svg, select, dialog:not([open])")
            && style.display !== "inline" && style.display !== "contents";
    };
    const words = (one) => [...one.childNodes].some(
        (node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
    const scrolls = (one) => {
        for (; one && one !== document.body; one = one.parentElement)
            if (["auto", "scroll"].includes(getComputedStyle(one).overflowX)) return true;
        return false;
    };
    const width = document.documentElement.clientWidth;
    return [...document.body.querySelectorAll("*")].filter(
        (one) => seen(one) && words(one) && !scrolls(one) && (
            one.scrollWidth > one.clientWidth + 1
            || (getComputedStyle(one).overflowY === "hidden"
                && one.scrollHeight > one.clientHeight + 2)
            || one.getBoundingClientRect().right > width + 1
            || one.getBoundingClientRect().left < -1)
    ).map((one) => `${one.localName}.${one.className}: ${one.textContent.trim().slice(0, 60)}`);
}"""
OVERFLOWS = """() => {
    const width = document.documentElement.clientWidth;
    const box = [...document.querySelectorAll("main *")].find((one) =>
        one.scrollWidth > one.clientWidth + 1 && one.checkVisibility()
        && ["auto", "scroll"].includes(getComputedStyle(one).overflowX)
        && !one.matches("pre, textarea, .scrolls"));
    if (box) return `a box that scrolls sideways: ${box.outerHTML.slice(0, 120)}`;
    if (document.documentElement.scrollWidth <= width) return null;
    const wide = [...document.body.querySelectorAll("*")].find(
        (one) => one.getBoundingClientRect().right > width + 1
            && !one.querySelector("*") && one.checkVisibility());
    return wide ? wide.outerHTML.slice(0, 200) : "something";
}"""


def problems(page, *, rules=None, off=(), without=()):
    """What axe finds: the rule and the first element of each.

    Some rules may be off; `without` leaves out what was looked at before.
    """
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(AXE)
        page.context.add_init_script(AXE)  # sent once for the pages to come: it is half a megabyte
    options = (
        {"runOnly": {"type": "rule", "values": rules}} if rules else {"runOnly": STANDARDS}
    ) | {"resultTypes": ["violations"], "rules": {each: {"enabled": False} for each in off}}
    found = page.evaluate(
        "([without, options]) => axe.run({ exclude: without }, options)", [list(without), options]
    )
    return [
        f"axe {one['id']} ×{len(one['nodes'])}: {one['nodes'][0]['html'][:200]} "
        f"{one['nodes'][0].get('failureSummary', '')[:200]}"
        for one in found["violations"]
    ]


def headings(page):
    """One H1, with words in it."""
    found = page.evaluate("[...document.querySelectorAll('h1')].map((one) => one.innerText)")
    return [] if len(found) == 1 and found[0].strip() else [f"h1: {found}"]


def cut(page):
    """What stands outside the page, or does not fit in its box, in the window as it is."""
    width = page.viewport_size["width"]
    wide, short = page.evaluate(f"[({OVERFLOWS})(), ({CUT})()]")
    found = [f"wider than {width}: {wide}"] if wide else []
    return found + [f"cut at {width}: {each}" for each in short]


def resize(page, size):
    """Give the window a size; one that it has already costs nothing."""
    if page.viewport_size != size:
        page.set_viewport_size(size)


def fits(page, *widths):
    """What stands outside the page at these widths; the window is as it was afterwards."""
    before = page.viewport_size
    found = []
    for width in widths:
        resize(page, before | {"width": width})
        found += cut(page)
    resize(page, before)
    return found


class Window:
    """A browser context whose troubles are written down."""

    def __init__(self, context, house):
        self.context = context
        self.house = house
        self.trouble = []
        self.expected = set()
        """Answers that the test provokes, such as 422."""
        context.add_init_script(LISTEN)

    def page(self):
        page = self.context.new_page()
        page.on("pageerror", lambda error: self.note(page, f"error {error}"))
        page.on("console", lambda message: self.hear(page, message))
        page.on("response", lambda answer: self.judge(page, answer))
        page.on("dialog", lambda dialog: dialog.accept())
        return page

    def note(self, page, words):
        self.trouble.append(f"{page.url}: {words}")

    def hear(self, page, message):
        # What the network refuses is judged by its status.
        if message.type in ("error", "warning") and "Failed to load resource" not in message.text:
            self.note(page, message.text)

    def judge(self, page, answer):
        if answer.status >= 400 and answer.status not in self.expected:
            self.note(page, f"{answer.status} {answer.request.method} {answer.url}")

    def enter(self, email):
        """As somebody who signed in before."""
        name, value = self.house.cookies[email]
        self.context.add_cookies([{"name": name, "value": value, "url": self.house.url}])

    def sign_in(self, page, email):
        page.goto("/accounts/login/")
        page.locator("[name=login]").fill(email)
        page.locator("[name=password]").fill(self.house.password)
        page.locator("main form .button-primary").click()
        page.wait_for_url(lambda url: "/accounts/login/" not in url)
        if "/second-factor/give/" in page.url:
            page.locator("[name=code]").fill(lasting_code())
            page.locator("main form:has([name=code]) .button-primary").click()
            page.wait_for_url(lambda url: "/second-factor/" not in url)

    def open_vault(self, page):
        page.goto(f"{self.house.demo}vault/open/?next={self.house.demo}today/")
        page.locator("[name=passphrase]").fill(self.house.passphrase)
        page.locator("main form .button-primary").click()
        expect(page).to_have_url(f"{self.house.url}{self.house.demo}today/")
