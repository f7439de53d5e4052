"""Every page of the demo, for every role: nothing breaks, nothing is cut, everybody can read it.

The routes come from following links, so what nobody can reach is not looked at. Of each route the
first few pages are looked at in the browser; all pages are asked for.
"""

from __future__ import annotations

import re
from collections import Counter, deque
from urllib.parse import urljoin, urlsplit

import pytest
from django.urls import Resolver404, resolve

from tests.e2e.looking import fits, headings, problems

pytestmark = pytest.mark.e2e

ROLES = [
    "guide",
    "sponsor",
    "project_lead",
    "key_user",
    "employee",
    "supplier",
    "works_council",
    "administrator",
]
MOST = {"guide": 4}
"""How many pages of one route are asked for: more for who sees most."""
WIDTHS = (1280, 390, 320)
WAYS = [("light", {"width": 1280, "height": 800}), ("dark", {"width": 390, "height": 844})]
LINKS = re.compile(r"""<a\b[^>]*?\bhref=["']?([^"'\s>]+)""")
HEADING = re.compile(r"<h1[\s>]")
# Files, and pages whose address says that it acts.
FILES = {"import_example"}


def route_of(path):
    try:
        return resolve(path).view_name
    except Resolver404:
        return None


def crawl(window, house, most):
    """The addresses by following links from Today: a list of (route, address); all are fine."""
    found = []
    waiting = deque([f"{house.demo}today/"])
    known = set(waiting)
    asked = Counter()
    while waiting:
        address = waiting.popleft()
        answer = window.context.request.get(address, max_redirects=3)
        path = urlsplit(answer.url).path
        route = route_of(path)
        if answer.status != 200:
            window.trouble.append(f"{answer.status} {address}")
            continue
        if "html" not in answer.headers["content-type"]:
            continue
        text = answer.text()
        if len(HEADING.findall(text)) != 1:
            window.trouble.append(f"{address}: {len(HEADING.findall(text))} H1")
        found.append((route, answer.url.removeprefix(house.url)))
        for link in LINKS.findall(text):
            target = urlsplit(urljoin(answer.url, link.replace("&amp;", "&")))
            if f"{target.scheme}://{target.netloc}" != house.url:
                continue
            next_route = route_of(target.path)
            if next_route is None:
                window.trouble.append(f"{address} links to nothing: {link}")
                continue
            plain = target.path + (f"?{target.query}" if target.query else "")
            # Filters are many; a few of each page are enough.
            kind = f"{next_route}?" if target.query else next_route
            if plain in known or asked[kind] >= most:
                continue
            known.add(plain)
            asked[kind] += 1
            waiting.append(plain)
    return found


def looked_at(found, most):
    """The first pages of every route."""
    counted = Counter()
    for route, address in found:
        counted[route] += 1
        if counted[route] <= most:
            yield address


@pytest.mark.parametrize("role", ROLES)
def test_every_page_of_a_role(role, windows, signed_in, house):
    window = windows(storage_state=signed_in(role, vault=role == "guide"))
    found = crawl(window, house, MOST.get(role, 2))
    assert len({route for route, _ in found}) >= 12
    page = window.page()
    wrong = []
    for number, address in enumerate(looked_at(found, 1)):
        page.goto(address)
        wrong += [f"{address}: {each}" for each in headings(page) + fits(page, *WIDTHS)]
        # Who sees most looks at every page in both ways; the others in turn.
        for turn, (scheme, size) in enumerate(WAYS):
            if role == "guide" or turn == number % 2:
                page.emulate_media(color_scheme=scheme)
                page.set_viewport_size(size)
                wrong += [f"{address} {scheme}: {each}" for each in problems(page)]
        page.set_viewport_size(WAYS[0][1])
    assert not wrong, "\n".join(wrong)
