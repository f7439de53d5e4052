"""How many screens from the link to "bedankt", through each of the three doors, in a real browser.

    python bench/screens.py

Serves the demo, opens the link on a poster on a phone of 375 by 740 without JavaScript, and says
something by the keyboard: anonymously, in confidence and by name. Prints for each how many pages
the browser showed, how many keys were pressed besides the words, and how much of the door fits on
the first screen. Exit code 1 when a door takes more than two screens.
"""

from __future__ import annotations

import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from playwright.sync_api import sync_playwright  # noqa: E402 after the path
from tests.e2e.serving import House, serve  # noqa: E402 after the path

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

MOST = 2
PHONE = {"width": 375, "height": 740}
WORDS = "Lezen op een scherm geeft mij minder rust dan papier."
DOORS = {
    "anonymous": {},
    "confidential": {"name": "Ria Mol", "address": "ria.mol@voorbeeldstad.example"},
    "named": {"name": "Els Bos", "address": "els.bos@voorbeeldstad.example"},
}
BROWSER = Path("/usr/bin/chromium-headless-shell")


@dataclass(frozen=True)
class Walk:
    """One way from the link to the thanks."""

    way: str
    screens: int
    keys: int
    height: int


def main() -> int:
    """Walk all three, and print what they took."""
    path = {"executable_path": str(BROWSER)} if BROWSER.exists() else {}
    with (
        tempfile.TemporaryDirectory() as folder,
        serve(Path(folder), 0) as house,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(args=["--no-sandbox"], **path)
        door = _door(browser, house)
        walks = [_walk(browser, door, way, fields) for way, fields in DOORS.items()]
        browser.close()
    print(
        f"{'way':14} {'screens':>8} {'keys':>6} {'door, px':>9}   (a phone shows {PHONE['height']})"
    )
    for one in walks:
        print(f"{one.way:14} {one.screens:8d} {one.keys:6d} {one.height:9d}")
    worst = max(one.screens for one in walks)
    print(f"at most {worst} screens; {MOST} are allowed: {'met' if worst <= MOST else 'missed'}")
    return 0 if worst <= MOST else 1


def _door(browser: Browser, house: House) -> str:
    """The link on the poster in the canteen, as a guide shares it."""
    page = browser.new_context().new_page()
    page.goto(f"{house.url}/accounts/login/")
    page.locator("input[name=login]").fill(house.emails["guide"])
    page.locator("input[name=password]").fill(house.password)
    page.locator("input[name=password]").press("Enter")
    page.wait_for_load_state("networkidle")
    page.goto(f"{house.url}{house.demo}contributions/doors/")
    shown = page.locator("li", has_text="Kantine stadhuis").locator(".address").inner_text()
    page.context.close()
    return f"{house.url}/speak/{shown.partition('/speak/')[2]}"


def _walk(browser: Browser, door: str, way: str, fields: dict[str, str]) -> Walk:
    """By the keyboard alone; a page counts when the browser has loaded it."""
    context = browser.new_context(viewport=PHONE, java_script_enabled=False, locale="nl-NL")
    page = context.new_page()
    seen: list[str] = []
    page.on("domcontentloaded", lambda shown: seen.append(shown.url))
    page.goto(door)
    height = round(page.locator("main").bounding_box()["height"])
    keys = _reach(page, "text")
    page.keyboard.type(WORDS)
    if way != "anonymous":
        keys += _reach(page, f"way-{way}", press="Space")
        for name, text in fields.items():
            keys += _reach(page, name)
            page.keyboard.type(text)
    page.get_by_role("button", name="Verstuur").focus()
    page.keyboard.press("Enter")
    page.get_by_role("heading", level=1, name="Bedankt").wait_for()
    context.close()
    return Walk(way, len(seen), keys + 1, height)


def _reach(page: Page, name: str, press: str = "") -> int:
    """Tab to a field (or, within a group of choices, arrows); gives how many keys that took."""
    field = page.locator(f"#{name}")
    for count in range(40):
        if field.evaluate("it => it === document.activeElement"):
            return count
        inside = press and page.evaluate("document.activeElement.type === 'radio'")
        page.keyboard.press("ArrowDown" if inside else "Tab")
    raise LookupError(name)


if __name__ == "__main__":
    sys.exit(main())
