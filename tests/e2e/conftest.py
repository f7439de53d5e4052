"""A house to walk through in a real browser, and windows to look in.

All journeys share the house: each that writes works as a guide, and so in a workspace, of its own.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from tools.browsers import FLAGS, browser_path

from tests.e2e.looking import Window
from tests.e2e.serving import serve

GUIDES = 120
"""More than there are journeys: one worker may walk nearly all of them."""
PATIENCE = 20_000
"""Milliseconds that a page may take to show or do something. Playwright waits five seconds for what
is expected, which a busy machine can miss; what never comes fails just the same."""
expect.set_options(timeout=PATIENCE)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """The longest first: one that starts last would run alone."""
    items.sort(key=lambda item: item.path.name != "test_pages.py")


@pytest.fixture(scope="session")
def browser_type_launch_args():
    return {"executable_path": browser_path(), "args": FLAGS}


@pytest.fixture(scope="session")
def house(tmp_path_factory):
    """The product with the demo programme, served to browsers on this machine."""
    with serve(tmp_path_factory.mktemp("house"), GUIDES) as house:
        yield house


@pytest.fixture
def windows(house, browser):
    """Opens windows; whatever goes wrong in one of them fails the test."""
    opened = []

    def open_window(**options):
        options = {
            "locale": "nl-NL",
            "viewport": {"width": 1280, "height": 800},
            "timezone_id": "Europe/Amsterdam",
            "reduced_motion": "reduce",
        } | options
        context = browser.new_context(base_url=house.url, **options)
        context.set_default_timeout(PATIENCE)
        opened.append(Window(context, house))
        return opened[-1]

    yield open_window
    trouble = [each for window in opened for each in window.trouble]
    for window in opened:
        window.context.close()
    if any(": 500 " in each or each.startswith("500") for each in trouble):
        trouble.append(house.log.read_text(encoding="utf-8")[-4000:])
    assert not trouble, "\n".join(trouble)


@pytest.fixture(scope="session")
def signed_in(house, browser):
    """The cookies of a role in the demo who signed in; with the vault open on wish."""
    known = {}

    def cookies(role, *, vault=False):
        if (role, vault) not in known:
            context = browser.new_context(base_url=house.url, locale="nl-NL")
            window = Window(context, house)
            if vault:  # in a session of its own: half of the key stands in it
                page = window.page()
                window.sign_in(page, house.emails[role])
                window.open_vault(page)
            else:
                window.enter(house.emails[role])
            known[role, vault] = context.storage_state()
            assert window.trouble == []
            context.close()
        return known[role, vault]

    return cookies
