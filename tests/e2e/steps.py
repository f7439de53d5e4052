"""The shortest way to a place: forms filled in and sent, with or without JavaScript."""

from __future__ import annotations

import re

PASSPHRASE = "vier losse woorden hier"


def send(page, form="main form", **fields):
    """Fill in the fields of a form by name, and press its first button."""
    for name, value in fields.items():
        page.locator(f"{form} [name={name}]:not([type=hidden])").fill(value)
    page.locator(f"{form} .button-primary").first.click()
    page.wait_for_load_state()


def new_programme(window, page):
    """A guide with a programme of their own; the address of the programme."""
    window.enter(window.house.new_guide())
    page.goto("/")
    send(page, programme="Vergaderen zonder papier", workspace="Papierwinkel")
    return page.url.removesuffix("today/")


def make_vault(page, place):
    page.goto(f"{place}vault/make/")
    send(page, passphrase=PASSPHRASE, again=PASSPHRASE)
    send(page, code=page.locator(".big-code code").inner_text())


def plan(page, place, title="Kennismaken"):
    """A planned conversation; its address."""
    page.goto(f"{place}conversations/plan/")
    send(page, title=title, planned_at="2026-11-12T14:30")
    page.wait_for_url(re.compile(r"/conversations/[0-9a-f-]{36}/"))
    return page.url
