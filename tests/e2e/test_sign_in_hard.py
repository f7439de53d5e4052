"""Signing in with a passkey, and everything around it, in a real browser."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.looking import fits, headings, problems

pytestmark = pytest.mark.e2e


def keys_of(page):
    """A device that keeps passkeys and unlocks them by itself."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    device = session.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )["authenticatorId"]
    return session, device


def test_a_passkey_is_made_and_signs_in_without_a_password(windows, house):
    window = windows()
    page = window.page()
    session, device = keys_of(page)
    window.sign_in(page, house.new_guide())
    page.goto("/accounts/second-factor/")
    assert problems(page) == []
    assert headings(page) == []
    assert fits(page, 375, 320) == []

    page.get_by_role("link", name="Voeg een passkey toe").click()
    if page.locator("[name=password]").count():
        page.locator("[name=password]").fill(house.password)
        page.get_by_role("button", name="Verder").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Gebruik een passkey")
    assert problems(page) == []
    page.get_by_label("Naam van deze passkey").fill("Laptop van het werk")
    page.get_by_role("button", name="Maak een passkey").click()
    expect(page.get_by_text("Je passkey werkt vanaf nu.")).to_be_visible()
    expect(page.get_by_text("Laptop van het werk")).to_be_visible()
    assert (
        len(session.send("WebAuthn.getCredentials", {"authenticatorId": device})["credentials"])
        == 1
    )

    page.get_by_text("Mijn account").locator("..").click()
    page.get_by_role("button", name="Log uit").click()
    page.wait_for_url("**/accounts/login/**")
    assert problems(page) == []
    page.get_by_role("button", name="Log in met een passkey").click()
    page.wait_for_url(lambda url: "/accounts/" not in url)
    page.goto("/accounts/sessions/")
    expect(page.get_by_text("Deze browser", exact=True)).to_be_visible()
    assert problems(page) == []


def test_a_device_without_a_passkey_is_told_so_and_the_password_still_works(windows, house):
    window = windows()
    page = window.page()
    session, device = keys_of(page)
    session.send("WebAuthn.setUserVerified", {"authenticatorId": device, "isUserVerified": False})
    page.goto("/accounts/login/")
    page.get_by_role("button", name="Log in met een passkey").click()
    expect(page.get_by_role("alert")).to_have_text(
        "Je apparaat gaf geen passkey. Probeer het opnieuw, of gebruik je wachtwoord."
    )
    window.sign_in(page, house.new_guide())
    expect(page).not_to_have_url(re.compile("/accounts/login/"))


def test_an_app_is_set_up_without_javascript(windows, house):
    window = windows(java_script_enabled=False)
    page = window.page()
    window.sign_in(page, house.emails["sponsor"])
    page.goto("/accounts/second-factor/")
    page.get_by_role("link", name="Gebruik een app").click()
    expect(page.get_by_alt_text("Een vierkant om te scannen met een app")).to_be_visible()
    expect(page.get_by_label("De code die de app nu laat zien")).to_be_visible()
