"""Without JavaScript: every step of the golden thread is a link or a form that works."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e.looking import fits, headings
from tests.e2e.steps import make_vault, new_programme, send

pytestmark = pytest.mark.e2e

NOTES = "Marijke vertelt over dinsdag.\nDe stukken komen pas op de avond zelf binnen."
PAGES = ("today", "conversations", "concerns", "measures", "thread", "programme", "vault")
QUOTE = "De stukken komen pas op de avond zelf binnen."


def follow(page, end):
    page.locator(f"main a[href$='{end}']").first.click()
    page.wait_for_load_state()
    assert headings(page) == []


def test_the_whole_thread_without_javascript(windows):
    window = windows(java_script_enabled=False)
    page = window.page()
    place = new_programme(window, page)
    make_vault(page, place)

    page.goto(f"{place.split('/p/')[0]}/organisations/imports/start/")
    page.locator("[name=new_organisation]").fill("Gemeente Papierwinkel")
    page.locator("[name=file]").set_input_files(
        {"name": "mensen.csv", "mimeType": "text/csv", "buffer": b"Naam\nMarijke de Wit\n"}
    )
    send(page, form="main form[enctype]")
    send(page, form="main form[action$='/apply/']")
    expect(page.locator("h1")).to_have_text("De import is klaar")

    page.goto(f"{place}conversations/plan/")
    page.locator("[name=title]").fill("Kennismaken")
    page.locator("[name=planned_at]").fill("2026-11-12T14:30")
    page.locator("[name=people_find]").fill("Marijke")
    page.locator("button[name=find]").click()
    expect(page.locator("[name=title]")).to_have_value("Kennismaken")
    page.get_by_label("Marijke de Wit").check()
    send(page)
    expect(page.locator("main")).to_contain_text("Marijke de Wit")

    follow(page, "/hold/")
    page.locator("[name=text]").fill(NOTES)
    page.locator("button[name=then][value=quotes]").click()
    expect(page.locator("h1")).to_have_text("Kennismaken")
    form = page.locator("#quote-form")
    form.locator("[name=exact]").fill(QUOTE)
    form.locator("[name=kind][value=worry]").check()
    form.locator("[name=speaker]").select_option(label="Marijke de Wit")
    form.locator("[name=goal][value=new]").check()
    form.locator("[name=title]").fill("Stukken komen te laat")
    send(page, form="#quote-form")
    expect(page.locator("#quotes figure")).to_contain_text(QUOTE)

    page.locator("#quotes").get_by_role("link", name="Stukken komen te laat").click()
    page.wait_for_load_state()
    follow(page, "/causes/add/")
    page.locator("#new [name=about]").first.check()
    page.locator("#new [name=where]").first.check()
    send(page, form="#new form", title="Stellers leveren los aan")
    page.locator(".page-head .button-primary").click()
    page.locator("[name=kind]").first.check()
    send(page, title="Vijf dagen vooraf in de app")
    for _ in ("agreed", "under way", "a delivery"):
        page.locator(".page-head .button-primary").click()
        page.wait_for_load_state()
    page.locator("[name=complete]").check()
    send(page, what="De app sluit vijf dagen vooraf.")

    page.locator(".page-head .button-primary").click()
    send(page, text="Voortaan op tijd.", decided_by="De secretaris", reasons="Lezen is nodig.")
    page.locator(".page-head .button-primary").click()
    send(page)
    follow(page, "/voices/")
    page.locator("#voices summary").click()
    page.locator("#voices [name=solved][value=yes]").click()
    expect(page.locator("#voices")).to_contain_text("Opgelost")


def test_pages_show_their_content(windows, signed_in, house):
    window = windows(java_script_enabled=False, storage_state=signed_in("guide", vault=True))
    page = window.page()
    wrong = []
    for path in PAGES:
        page.goto(f"{house.demo}{path}/")
        wrong += headings(page) + fits(page, 1280, 390)
        wrong += [path] * (len(page.locator("main").inner_text()) <= 150)
        wrong += [f"{path} needs a script"] * page.locator(".needs-script:visible").count()
    assert not wrong, "\n".join(wrong)
