"""What the core pages weigh, beside the budgets of the design: `python bench/budgets.py`.

Builds the demo in a scratch folder, serves it with `draagvlak serve`, and opens the pages in
Chromium as a guide with an open vault. TTFB and LCP are the middle of some visits on this machine;
what is small is quoted in KB (gzip as sent). Exit code 1 when a budget is broken.
"""

from __future__ import annotations

import gzip
import sys
import tempfile
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING
from urllib.parse import urljoin

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from playwright.sync_api import sync_playwright  # noqa: E402 - after the path
from tests.e2e.looking import Window  # noqa: E402
from tests.e2e.serving import serve  # noqa: E402
from tools.browsers import FLAGS, browser_path  # noqa: E402

if TYPE_CHECKING:
    from playwright.sync_api import Page

VISITS = 5
KB = 1000
BUDGETS = {"js": 25.0, "css": 12.0, "font": 60.0, "ttfb": 100.0, "lcp": 2500.0, "cls": 0.0}
PAGES = (
    "today/",
    "conversations/",
    "concerns/",
    "measures/",
    "thread/",
    "programme/",
    "../../organisations/people/",
)
# Shifts and the largest paint are only told to who watches from the start.
WATCH = """
globalThis.seen = {cls: 0, lcp: 0};
new PerformanceObserver((list) => list.getEntries().forEach((one) => {
    if (!one.hadRecentInput) seen.cls += one.value;
})).observe({type: "layout-shift", buffered: true});
new PerformanceObserver((list) => list.getEntries().forEach((one) => {
    seen.lcp = one.startTime;
})).observe({type: "largest-contentful-paint", buffered: true});
"""
FACTS = """() => {
    const [visit] = performance.getEntriesByType("navigation");
    const parts = performance.getEntriesByType("resource");
    return {
        ttfb: visit.responseStart - visit.requestStart,
        html: visit.encodedBodySize,
        requests: parts.length + 1,
        urls: parts.map((one) => one.name),
        dom: document.querySelectorAll("*").length,
        ...seen,
    };
}"""


@dataclass(frozen=True)
class Weight:
    """One page: sizes in KB, times in ms."""

    path: str
    js: float
    css: float
    font: float
    html: float
    ttfb: float
    lcp: float
    cls: float
    requests: int
    dom: int

    def broken(self) -> list[str]:
        return [name for name, most in BUDGETS.items() if getattr(self, name) > most]


def zipped(url: str) -> float:
    """How much of a file goes over the line, in KB."""
    with urllib.request.urlopen(url) as answer:  # noqa: S310 - our own server
        body = answer.read()
    return len(body if url.endswith(".woff2") else gzip.compress(body)) / KB


def weigh(page: Page, url: str, path: str) -> Weight:
    """Visit the page some times, with an empty cache the first time."""
    visits = []
    for _ in range(VISITS):
        page.goto(url, wait_until="networkidle")
        visits.append(page.evaluate(FACTS))
    first = visits[0]

    def total(ending: str) -> float:
        return sum(zipped(one) for one in set(first["urls"]) if one.endswith(ending))

    return Weight(
        path=path,
        js=total(".js"),
        css=total(".css"),
        font=total(".woff2"),
        html=first["html"] / KB,
        ttfb=median(one["ttfb"] for one in visits),
        lcp=median(one["lcp"] for one in visits),
        cls=max(one["cls"] for one in visits),
        requests=first["requests"],
        dom=first["dom"],
    )


def main() -> int:
    """Print one line per page, and what is over its budget."""
    with (
        tempfile.TemporaryDirectory() as folder,
        serve(Path(folder), guides=0) as house,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=browser_path(), args=FLAGS)
        # A context per page: an empty cache; the sign-in goes along.
        context = browser.new_context(locale="nl-NL", base_url=house.url)
        window = Window(context, house)
        page = window.page()
        window.sign_in(page, house.emails["guide"])
        window.open_vault(page)
        state = context.storage_state()
        weights = []
        for path in PAGES:
            context = browser.new_context(
                locale="nl-NL", storage_state=state, viewport={"width": 390, "height": 844}
            )
            context.add_init_script(WATCH)
            weights.append(
                weigh(context.new_page(), urljoin(f"{house.url}{house.demo}", path), path)
            )
            context.close()
        browser.close()
    print(f"{'page':32}{'JS':>7}{'CSS':>7}{'font':>7}{'HTML':>7} KB gzip", end="")
    print(f"{'TTFB':>8}{'LCP':>7} ms{'CLS':>8}{'requests':>10}{'DOM':>7}")
    wrong = 0
    for one in weights:
        print(f"{one.path:32}{one.js:7.1f}{one.css:7.1f}{one.font:7.1f}{one.html:7.1f}", end="")
        print(f"{one.ttfb:16.0f}{one.lcp:7.0f}{one.cls:11.3f}{one.requests:10}{one.dom:7}", end="")
        print("  over: " + ", ".join(one.broken()) if one.broken() else "")
        wrong += bool(one.broken())
    limits = ", ".join(f"{name} {most:g}" for name, most in BUDGETS.items())
    print(f"budgets: {limits}; {wrong} of {len(weights)} pages over")
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
