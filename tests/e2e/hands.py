"""Two ways of using a page: with a mouse (or a finger), and with the keyboard only."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

STEPS = 120
# Where the focus is, seen from the element that we want to reach; and whether it can be seen.
FOCUS = """(wanted) => {
    const here = document.activeElement;
    const same = (one, other) => one === other
        || (one.type === "radio" && other.type === "radio" && one.name === other.name
            && one.form === other.form);
    if (!here || here === document.body) return {where: "nowhere", hidden: ""};
    const box = (here.labels?.[0] ?? here).getBoundingClientRect();
    const own = [...here.getClientRects()].find((one) => one.width && one.height)
        ?? here.getBoundingClientRect();
    const [x, y] = [own.left + own.width / 2, own.top + own.height / 2];
    const top = document.elementFromPoint(x, y);
    const touches = (one) => one === here || here.contains(one) || one?.contains(here)
        || [...(here.labels ?? [])].some((label) => label.contains(one));
    const lined = (part) => getComputedStyle(here, part).outlineStyle !== "none";
    const marked = lined() || lined("::after") || getComputedStyle(here).boxShadow !== "none"
        || here.closest("label:focus-within, .sentence") || here.id === "main"
        || getComputedStyle(here.parentElement).outlineStyle !== "none" // a box around a field
        || here.type?.startsWith("date"); // its parts carry the browser's own mark
    let hidden = "";
    if (box.bottom < 0 || box.top > innerHeight || box.right < 0 || box.left > innerWidth)
        hidden = "outside the window";
    else if (own.height < innerHeight && !touches(top))
        hidden = `behind ${top?.outerHTML.slice(0, 80)}`;
    else if (!marked) hidden = "without a mark of focus";
    if (hidden) hidden += `: ${here.outerHTML.slice(0, 160)}`;
    if (same(wanted, here)) return {where: "there", hidden};
    const order = here.compareDocumentPosition(wanted);
    return {where: order & Node.DOCUMENT_POSITION_FOLLOWING || here.contains(wanted)
        ? "after" : "before", hidden};
}"""


class Mouse:
    """Click and type."""

    def __init__(self, page):
        self.page = page

    def press(self, target):
        target.click()

    def write(self, target, text):
        target.click()
        target.fill("")
        target.press_sequentially(text)

    def choose(self, target, label):
        target.select_option(label=label)

    def tick(self, target):
        target.check()

    def moment(self, target, value):
        target.fill(value)

    def attach(self, target, path):
        target.set_input_files(path)

    def quote(self, sentence):
        """Drag from the first sign of a sentence to its last."""
        sentence.scroll_into_view_if_needed()
        ends = sentence.evaluate(
            """(one) => {
                const range = document.createRange();
                range.selectNodeContents(one);
                const boxes = [...range.getClientRects()];
                const [first, last] = [boxes[0], boxes.at(-1)];
                return [first.left + 1, first.top + first.height / 2,
                        last.right - 1, last.top + last.height / 2];
            }"""
        )
        self.page.mouse.move(ends[0], ends[1])
        self.page.mouse.down()
        self.page.mouse.move(ends[2], ends[3], steps=4)
        self.page.mouse.up()


class Keyboard:
    """Tab, arrows, Space and Enter; on the way the focus can always be seen."""

    def __init__(self, page):
        self.page = page
        self.keys = page.keyboard
        # Listening from the start: asked for at the last moment, the window may come too early.
        self.choosers = []
        page.on("filechooser", lambda chooser: self.choosers.append(chooser))  # noqa: PLW0108

    def reach(self, target):
        expect(target).to_be_visible()
        wanted = target.element_handle()
        for _ in range(STEPS):
            state = wanted.evaluate(FOCUS)
            if state["where"] == "nowhere" and wanted.evaluate("(one) => !!one.closest('main')"):
                self._skip()
                continue
            assert not state["hidden"], f"{self.page.url}: focus {state['hidden']}"
            if state["where"] == "there":
                return
            self.keys.press("Shift+Tab" if state["where"] == "before" else "Tab")
        pytest.fail(f"{self.page.url}: Tab does not reach {target}")

    def _skip(self):
        """The link at the top of every page goes to what it is about.

        When the address names a part of the page, the keyboard begins there.
        """
        self.keys.press("Tab")
        if "#" in self.page.url:
            return
        assert self.page.evaluate("document.activeElement.className") == "skip"
        self.keys.press("Enter")
        expect(self.page.locator("#main")).to_be_focused()

    def press(self, target):
        self.reach(target)
        self.keys.press("Enter")

    def write(self, target, text):
        self.reach(target)
        self.keys.press("Control+a")
        self.keys.type(text)

    def choose(self, target, label):
        self.reach(target)
        for _ in range(STEPS):
            if target.evaluate("(one) => one.selectedOptions[0]?.label") == label:
                return
            self.keys.press("ArrowDown")
        pytest.fail(f"{label} is not one of the choices")

    def tick(self, target):
        self.reach(target)
        if target.get_attribute("type") == "checkbox":
            if not target.is_checked():
                self.keys.press("Space")
        else:
            for _ in range(STEPS):
                if target.evaluate("(one) => one === document.activeElement"):
                    break
                self.keys.press("ArrowDown")
            if not target.is_checked():
                self.keys.press("Space")
        expect(target).to_be_checked()

    def moment(self, target, value):
        """Type a day and a time in the order in which this browser asks for them."""
        self.reach(target)
        day, _, time = value.partition("T")
        year, month, date = day.split("-")
        hour, minute = time.split(":")
        for first, second in ((date, month), (month, date)):
            for typed in (f"{hour}{minute}", f"{int(hour) % 12:02d}{minute}PM"):
                self.keys.type(f"{first}{second}")
                self.keys.type(year)
                self.keys.press("ArrowRight")
                self.keys.type(typed)
                if target.input_value() == value:
                    return
                self.reach(target)
                self.keys.press("Tab")
                self.keys.press("Shift+Tab")
                for _ in range(6):
                    self.keys.press("ArrowLeft")
        pytest.fail(f"{target} is {target.input_value()!r}, not {value!r}")

    def attach(self, target, path):
        self.reach(target)
        self.keys.press("Enter")
        for _ in range(STEPS):
            if self.choosers:
                break
            self.page.wait_for_timeout(100)
        self.choosers.pop().set_files(path)

    def quote(self, sentence):
        """Arrows go by sentence; Enter takes it."""
        stop = self.page.locator(".sentence[tabindex='0']")
        self.reach(stop)
        for _ in range(STEPS):
            if sentence.evaluate("(one) => one === document.activeElement"):
                break
            self.keys.press("ArrowDown")
        self.keys.press("Enter")
