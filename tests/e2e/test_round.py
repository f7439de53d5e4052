"""A round of conversations: planned, spread, invited, held, by mouse, keyboard and bare forms."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from playwright.sync_api import expect

from tests.e2e.looking import fits, headings, problems
from tests.e2e.steps import new_programme, send

pytestmark = pytest.mark.e2e

PHONE = (1280, 390, 320)
TODAY = dt.date.today()  # noqa: DTZ011 a day as the reader picks it


def put_els_in(page, place):
    """An organisation with one person in the workspace of a programme."""
    space = place.split("/p/")[0]
    page.goto(f"{space}/organisations/add/")
    send(page, name="Papierwinkel")
    page.goto(f"{space}/organisations/people/add/")
    send(page, name="Els Bos", email="els.bos@papierwinkel.example")


def begin_round(page):
    """Fill in the plan of a round, with Els found already, from today for two weeks."""
    send(
        page,
        title="Ronde langs de balie",
        purpose="Horen hoe jij nu werkt.",
        starts_on=TODAY.isoformat(),
        ends_on=(TODAY + dt.timedelta(days=14)).isoformat(),
    )
    page.wait_for_url(re.compile(r"/conversations/rounds/[0-9a-f-]{36}/"))


def spread_and_invite(page):
    page.get_by_role("button", name="Verdeel over de dagen").click()
    expect(page.get_by_text("1 mens heeft nu een tijd.")).to_be_visible()
    page.get_by_role("button", name="Verstuur de uitnodigingen").click()
    expect(page.get_by_text("1 uitnodiging is onderweg.")).to_be_visible()
    expect(page.get_by_role("button", name="Verstuur een herinnering")).to_be_visible()


def hold_today(page):
    """Els came today already: the conversation moves to today, and was held."""
    page.get_by_role("link", name="Els Bos").click()
    page.get_by_role("link", name="Wijzig").click()
    send(page, planned_at=f"{TODAY.isoformat()}T00:01")
    page.get_by_role("link", name="Leg vast als geweest").click()
    expect(page.locator("#people-found [name=people]")).to_be_checked()
    send(page)
    expect(page.get_by_text("Vastgelegd: dit gesprek is geweest.")).to_be_visible()


def test_a_round_is_planned_invited_and_held(windows):
    window = windows()
    page = window.page()
    place = new_programme(window, page)
    page.goto(f"{place}conversations/rounds/")
    assert problems(page) + fits(page, *PHONE) + headings(page) == []
    put_els_in(page, place)
    page.goto(f"{place}conversations/coverage/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Wie is er gehoord?")
    assert problems(page) + fits(page, *PHONE) + headings(page) == []

    page.get_by_role("link", name="Plan een ronde").click()
    page.locator("[name=people_find]").fill("Els")
    page.locator("#people-found [name=people]").check()
    begin_round(page)
    here = page.url
    spread_and_invite(page)
    assert problems(page) + fits(page, *PHONE) + headings(page) == []
    hold_today(page)

    page.goto(here)
    expect(page.locator(".page-head")).to_contain_text("Gehoord: 1 van de 1 mensen.")
    expect(page.get_by_role("button", name="Verstuur een herinnering")).to_have_count(0)
    assert problems(page) + fits(page, *PHONE) == []
    page.goto(f"{place}conversations/coverage/")
    expect(page.locator(".page-head")).to_contain_text("Gehoord: 1 van de 1 mensen;")


def test_a_round_without_javascript(windows):
    window = windows(java_script_enabled=False)
    page = window.page()
    place = new_programme(window, page)
    put_els_in(page, place)
    page.goto(f"{place}conversations/rounds/open/")
    page.locator("[name=people_find]").fill("Els")
    page.locator(".person-pick [name=find]").click()
    page.locator("#people-found [name=people]").check()
    begin_round(page)
    here = page.url
    spread_and_invite(page)
    hold_today(page)
    page.goto(here)
    expect(page.get_by_text("geweest", exact=True)).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_who_was_heard_can_be_read_by_everybody(windows, signed_in, house, scheme):
    window = windows(storage_state=signed_in("guide"), color_scheme=scheme)
    page = window.page()
    wrong = []
    for path in (
        "conversations/coverage/",
        "conversations/coverage/?axis=layer",
        "conversations/coverage/people/?part=unheard",
        "conversations/coverage/layers/",
        "conversations/rounds/",
        "conversations/rounds/open/",
        "insight/",
        "stakeholders/",
    ):
        page.goto(f"{house.demo}{path}")
        found = problems(page) + fits(page, *PHONE) + headings(page)
        wrong += [f"{path}: {each}" for each in found]
    assert not wrong, "\n".join(wrong)


def test_a_round_is_begun_by_keyboard(windows, signed_in, house):
    window = windows(storage_state=signed_in("guide"))
    page = window.page()
    page.goto(f"{house.demo}conversations/coverage/")
    page.get_by_role("link", name="Plan een ronde").focus()
    page.keyboard.press("Enter")
    page.locator("[name=title]").press_sequentially("Ronde langs de griffie")
    page.keyboard.press("Tab")
    page.keyboard.type("Horen wat jij nodig hebt.")
    page.locator("[name=starts_on]").fill(TODAY.isoformat())
    page.locator("[name=ends_on]").fill((TODAY + dt.timedelta(days=7)).isoformat())
    page.locator("[name=people_find]").focus()
    page.keyboard.type("a")
    page.locator("#people-found [name=people]").first.focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Begin de ronde").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/conversations/rounds/[0-9a-f-]{36}/"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Ronde langs de griffie")


def test_a_link_that_nobody_sent_says_so_kindly(windows, house):
    window = windows()
    page = window.page()
    window.expected.add(404)
    page.goto(f"{house.url}/cannot/nergens/abc/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Deze link kennen we niet")
    assert problems(page) + fits(page, *PHONE) == []
