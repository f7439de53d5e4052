"""Signing in at an identity provider that others made, served as a second server."""

from __future__ import annotations

import http.cookiejar
import os
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from django.conf import settings as product
from django.core.cache import cache
from django.urls import reverse

from draagvlak.accounts.commands import ProviderWish, set_provider
from draagvlak.accounts.models import User
from draagvlak.core.policy import Role
from draagvlak.lib.openid import new_private_key
from tests.accounts.idp_server import PASSWORD, SECRET
from tests.factories.places import make_member, make_programme, make_user

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).parents[2]
MEMBER, STRANGER = "lid@voorbeeldstad.example", "vreemde@voorbeeldstad.example"


@pytest.fixture(scope="module")
def issuer(tmp_path_factory):
    """The provider, in a process of its own."""
    folder = tmp_path_factory.mktemp("idp")
    environment = {
        "PATH": os.environ.get("PATH", ""),
        "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "src")]),
        "IDP_DATABASE": str(folder / "idp.sqlite3"),
        "IDP_KEY": new_private_key().decode(),
        "IDP_BACK": f"{product.ADDRESS}/accounts/provider/back/",
        "IDP_EMAILS": f"{MEMBER} {STRANGER}",
    }
    server = subprocess.Popen(
        [sys.executable, "-m", "tests.accounts.idp_server"],
        env=environment, cwd=ROOT, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        yield f"http://127.0.0.1:{int(server.stdout.readline())}"
    finally:
        server.terminate()
        server.wait(10)
        server.stdout.close()


@pytest.fixture(autouse=True)
def _fresh(settings):
    cache.clear()
    settings.OPENID_LOOPBACK = True


class StopThere(urllib.request.HTTPRedirectHandler):
    """Follows the provider's own redirects, and stops at the one that leads back to us."""

    def redirect_request(self, request, file, code, message, headers, address):  # noqa: PLR0917 urllib's
        if "/accounts/provider/back/" in address:
            raise urllib.error.HTTPError(address, code, message, headers, file)
        return super().redirect_request(request, file, code, message, headers, address)


def signed_in_there(address, email):
    """What the provider's browser brings back: the query of the address that it is sent to."""
    jar = http.cookiejar.CookieJar()
    there = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar), StopThere())
    form = urlencode({"login": email, "password": PASSWORD}).encode()
    with there.open(address, timeout=20) as page:
        door = page.url
    try:
        there.open(door, form, timeout=20).close()
    except urllib.error.HTTPError as found:
        found.close()
        return {name: each[0] for name, each in parse_qs(urlsplit(found.url).query).items()}
    raise AssertionError("the provider did not send anybody back")


@pytest.fixture
def keeper(issuer):
    keeper = make_member(make_programme(), Role.ADMINISTRATOR)
    wish = ProviderWish(
        name="Gemeente", issuer=issuer, client_id="draagvlak", by_key=False, secret=SECRET,
        vouches=False, is_on=True,
    )  # fmt: skip
    set_provider(by=keeper, wish=wish)
    return keeper


def test_a_member_comes_in_and_a_stranger_does_not(keeper, client):
    user = make_user()
    User.objects.filter(pk=user.pk).update(email=MEMBER)
    from draagvlak.programmes.models import Programme  # noqa: PLC0415 for this test

    programme = Programme.objects.select_related("workspace").get(pk=keeper.programme_id)
    make_member(programme, Role.EMPLOYEE, user=user)
    start = reverse("accounts:provider_start", args=[keeper.workspace.slug])
    back = reverse("accounts:provider_back")

    brought = signed_in_there(client.get(start)["Location"], STRANGER)
    assert client.get(back, brought).status_code == 403
    brought = signed_in_there(client.get(start)["Location"], MEMBER)
    answer = client.get(back, brought)

    assert answer["Location"] == f"/w/{keeper.workspace.slug}/organisations/"
    assert client.session["_auth_user_id"] == str(user.pk)
    assert client.get(back, brought).status_code == 400
