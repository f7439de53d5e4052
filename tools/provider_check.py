"""Does our OpenID Connect sign in at a provider of others? `python -m tools.provider_check`.

Installs node's `oidc-provider` with npm in a temporary folder, starts it on this machine, and signs
in: discovery, PKCE S256, state, nonce, `private_key_jwt` (which the provider demands), the address
by its userinfo door. Then tries what must fail. Prints a line each; ends with 1 when one is wrong.
Needs node, npm and a registry that npm can reach. No part of the suite.
"""

from __future__ import annotations

import http.cookiejar
import json
import os
import re
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from tools.bootstrap import ROOT

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.test import Client

RANDOM = 43  # signs of 256 random bits
SENT_ON = 302
EMAIL = "noor@voorbeeldstad.example"
SERVER = """
import fs from "node:fs";
import Provider from "oidc-provider";
const given = JSON.parse(fs.readFileSync(process.argv[2]));
const provider = new Provider(given.issuer, {
  clients: [{
    client_id: "draagvlak", redirect_uris: [given.back], response_types: ["code"],
    grant_types: ["authorization_code"], token_endpoint_auth_method: "private_key_jwt",
    token_endpoint_auth_signing_alg: "RS256", jwks: given.jwks,
  }],
  pkce: { required: () => true },
  claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"] },
  findAccount: (_ctx, id) => ({
    accountId: id,
    claims: () => ({ sub: id, email: given.email, email_verified: true, name: "Noor" }),
  }),
});
provider.listen(Number(new URL(given.issuer).port), "127.0.0.1", () => console.log("ready"));
"""


class NoFollowing(urllib.request.HTTPRedirectHandler):
    """Redirects are ours to look at."""

    def redirect_request(self, *_words: object) -> None:
        return None


class Visitor:
    """A browser at the provider: cookies, and one step at a time."""

    def __init__(self) -> None:
        jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self._open = urllib.request.build_opener(jar, NoFollowing).open

    def step(self, address: str, form: Mapping[str, str] | None = None) -> tuple[str, str]:
        """Where it leads, and what it shows."""
        body = urllib.parse.urlencode(form).encode() if form is not None else None
        try:
            with self._open(address, body) as answer:
                return "", answer.read().decode()
        except urllib.error.HTTPError as answer:
            with answer:
                said = answer.read().decode()
                onward = answer.headers.get("Location", "")
        return urllib.parse.urljoin(address, onward) if onward else "", said

    def sign_in(self, address: str, back: str) -> str:
        """Through the provider's own pages, until it sends back."""
        onward, page = self.step(address)
        for _step in range(20):
            if onward.startswith(back):
                return onward
            if onward:
                onward, page = self.step(onward)
                continue
            action = re.search(r'<form[^>]*action="([^"]+)"', page)
            prompt = re.search(r'name="prompt" value="(\w+)"', page)
            if action is None or prompt is None:
                break
            form = {"prompt": prompt[1], "login": "noor", "password": "wat-dan-ook"}
            onward, page = self.step(urllib.parse.urljoin(address, action[1]), form)
        raise SystemExit(f"the provider did not send back; its page says: {page[:400]}")


def main() -> int:
    """Install, start, sign in, and say what passed."""
    if not shutil.which("npm"):
        print("There is no npm here: not looked.")
        return 2
    with tempfile.TemporaryDirectory(prefix="draagvlak-provider-") as name:
        folder = Path(name)
        npm = ["npm", "install", "--no-audit", "--no-fund", "--silent", "oidc-provider"]
        if subprocess.run(npm, cwd=folder, check=False).returncode:
            print("npm could not install oidc-provider: not looked.")
            return 2
        package = folder / "node_modules/oidc-provider/package.json"
        version = json.loads(package.read_text(encoding="utf-8"))["version"]
        print(f"oidc-provider {version}")
        return _check(folder)


def _check(folder: Path) -> int:
    _set_up(folder)
    from django.conf import settings  # noqa: PLC0415 after the settings are chosen
    from django.test import Client  # noqa: PLC0415
    from tests.factories.places import make_member, make_user  # noqa: PLC0415

    from draagvlak.accounts.commands import ProviderWish, set_provider  # noqa: PLC0415
    from draagvlak.accounts.models import Identity  # noqa: PLC0415
    from draagvlak.accounts.queries import provider_secret  # noqa: PLC0415
    from draagvlak.core.policy import Role  # noqa: PLC0415
    from draagvlak.lib.openid import public_keys  # noqa: PLC0415

    settings.OPENID_LOOPBACK = True
    settings.ALLOWED_HOSTS = ["*"]
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        issuer = f"http://127.0.0.1:{free.getsockname()[1]}"
    user = make_user("Noor Veldhuis")
    user.email = EMAIL
    user.save()
    keeper = make_member(None, Role.ADMINISTRATOR, user=user)
    wish = ProviderWish(
        name="Voorbeeldstad", issuer=issuer, client_id="draagvlak", by_key=True, secret="",
        vouches=True, is_on=True,
    )  # fmt: skip
    provider = set_provider(by=keeper, wish=wish)
    back = f"{settings.ADDRESS}/accounts/provider/back/"
    given = {
        "issuer": issuer,
        "back": back,
        "email": EMAIL,
        "jwks": public_keys(provider_secret(provider)),
    }
    (folder / "given.json").write_text(json.dumps(given), encoding="utf-8")
    (folder / "server.mjs").write_text(SERVER, encoding="utf-8")
    node = ["node", "server.mjs", "given.json"]
    with subprocess.Popen(node, cwd=folder, stdout=subprocess.PIPE, text=True) as server:
        try:
            _wait(issuer)
            start = f"/accounts/provider/{keeper.workspace.slug}/"  # type: ignore[union-attr]
            return _signing_in(start, back, Identity, Client)
        finally:
            server.terminate()


def _signing_in(start: str, back: str, identities: object, browser: type[Client]) -> int:
    told: list[tuple[str, bool]] = []

    def once(spoil: str = "") -> tuple[int, Client]:
        ours = browser()
        address = ours.get(start)["Location"]
        asked = {key: values[0] for key, values in parse_qs(urlsplit(address).query).items()}
        if not told:
            told.append(("PKCE: a challenge, by S256", asked["code_challenge_method"] == "S256"))
            told.append(
                ("state and nonce, fresh", min(len(asked["state"]), len(asked["nonce"])) >= RANDOM)
            )
        if spoil == "nonce":
            address = address.replace(asked["nonce"], secrets.token_urlsafe(32))
        if spoil == "verifier":
            address = address.replace(asked["code_challenge"], "A" * 43)
        onward = Visitor().sign_in(address, back)
        if spoil == "state":
            onward = onward.replace(asked["state"], secrets.token_urlsafe(32))
        return ours.get(onward.partition(urlsplit(back).netloc)[2]).status_code, ours

    status, ours = once()
    told.append(
        ("signed in: private_key_jwt, code, ID token, address by userinfo", status == SENT_ON)
    )
    told.append(("the session is this user's", "_auth_user_id" in ours.session))
    rows = identities.objects  # type: ignore[attr-defined]
    told.append(("known by its subject from now on", rows.filter(subject="noor").count() == 1))
    told.append(
        (
            "two proofs are not believed: the token does not say so",
            not ours.session["bound_to"]["vouched"],
        )
    )
    for spoil, wanted in {"nonce": 403, "verifier": 403, "state": 400}.items():
        told.append((f"with another {spoil} it is refused", once(spoil)[0] == wanted))
    for words, fine in told:
        print(f"{'ok  ' if fine else 'FAIL'} {words}")
    return 0 if all(fine for _words, fine in told) else 1


def _set_up(folder: Path) -> None:
    data = folder / "data"
    data.mkdir(mode=0o700)
    os.environ |= {
        "DRAAGVLAK_DATA": str(data),
        "DRAAGVLAK_KEY": secrets.token_hex(32),
        "DRAAGVLAK_ADDRESS": "http://localhost:8000",
        "DRAAGVLAK_DEBUG": "yes",
        "DJANGO_SETTINGS_MODULE": "draagvlak.config.settings",
    }
    sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
    import django  # noqa: PLC0415
    from django.core.management import call_command  # noqa: PLC0415

    django.setup()
    call_command("migrate", verbosity=0)


def _wait(issuer: str) -> None:
    for _try in range(100):
        try:
            with urllib.request.urlopen(f"{issuer}/.well-known/openid-configuration"):  # noqa: S310
                return
        except OSError:
            time.sleep(0.2)
    raise SystemExit("the provider did not start")


if __name__ == "__main__":
    sys.exit(main())
