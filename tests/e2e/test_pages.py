"""Every page of the demo, for every role: nothing breaks, nothing is cut, everybody can read it.

The routes come from following links, so what nobody can reach is not looked at. Of each route the
first page is looked at in the browser: all of the guide, who sees most, and a share of the others'.
A page is loaded once and then looked at in every way; each width is looked at once, for colours
change no sizes.
"""

from __future__ import annotations

import re
import zlib
from collections import Counter, deque
from urllib.parse import urljoin, urlsplit

import pytest
from django.urls import Resolver404, resolve

from tests.e2e.looking import FRAME, SEEN, cut, headings, problems, resize

pytestmark = pytest.mark.e2e

ROLES = [
    "sponsor",
    "project_lead",
    "key_user",
    "employee",
    "supplier",
    "works_council",
    "administrator",
]
NARROW = 320
SHARES = 3
DESKTOP = ("light", {"width": 1280, "height": 800})
PHONE = ("dark", {"width": 390, "height": 844})
PRESSED = ["target-size"]
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


def looked_at(found, turn=0, of=1):
    """The first page of every route; of several turns, this one's share of the routes."""
    seen = set()
    for route, address in found:
        if route in seen:
            continue
        seen.add(route)
        if zlib.crc32(str(route).encode()) % of == turn:
            yield address


def look(window, addresses, *ways):
    """What is wrong with these pages, in each way of looking: colour scheme, size, rules of axe.

    What stands around every page is looked at with the first; the size of what one presses is
    looked at where the page is smallest.
    """
    page, wrong, before = window.page(), [], ()
    for address in addresses:
        page.emulate_media(color_scheme=ways[0][0])
        resize(page, ways[0][1])
        page.goto(address)
        for scheme, size, rules in ways:
            page.emulate_media(color_scheme=scheme)
            resize(page, size)
            off = () if size is ways[-1][1] else PRESSED
            found = problems(page, rules=rules, off=off, without=before)
            found += headings(page) + cut(page)
            wrong += [f"{address} {scheme}: {each}" for each in found]
        resize(page, size | {"width": NARROW})
        wrong += [f"{address}: {each}" for each in cut(page)]
        before = FRAME
    return wrong


def test_every_page_of_the_guide(windows, signed_in, house):
    """Desk and phone, light and dark."""
    window = windows(storage_state=signed_in("guide", vault=True))
    found = crawl(window, house, 4)
    assert len({route for route, _ in found}) >= 12
    wrong = look(window, looked_at(found), (*DESKTOP, None), (*PHONE, SEEN))
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("role", ROLES)
def test_every_page_of_another_role(role, windows, signed_in, house):
    """All are asked for; the browser looks at its share, so that two roles show each route."""
    window = windows(storage_state=signed_in(role))
    found = crawl(window, house, 2)
    assert len({route for route, _ in found}) >= 12
    number = ROLES.index(role)
    share = looked_at(found, number % SHARES, SHARES)
    wrong = look(window, share, (*(DESKTOP, PHONE)[number // SHARES % 2], None))
    assert not wrong, "\n".join(wrong)
