"""One workspace, one programme, one guide who is signed in; prints them as JSON."""

from __future__ import annotations

import json
import secrets
import sys
import time
from importlib import import_module

import django

django.setup()
# ruff: noqa: E402 models can be imported only from here on

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

from draagvlak.accounts.models import User
from draagvlak.core.models import Workspace
from draagvlak.core.policy import Role
from draagvlak.programmes.models import Membership, Programme


def main() -> None:
    """Make them and print."""
    space = Workspace.objects.create(name="Voorbeeldstad", slug="voorbeeldstad")
    programme = Programme.objects.create(workspace=space, name="Papierloos", slug="papierloos")
    address, password = "noor@tussenstap.example", "een-lang-wachtwoord"
    user = User.objects.create_user(address, "Noor Veldhuis", password)
    Membership.objects.create(workspace=space, programme=programme, user=user, role=Role.GUIDE)
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    factor = {"method": "mfa", "type": "totp", "at": time.time(), "reauthenticated": True}
    session["account_authentication_methods"] = [factor]
    session["account_authentication_methods_user"] = str(user.pk)
    session.create()
    csrf = secrets.token_hex(16)
    names = settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME
    found = {
        "cookies": f"{names[0]}={session.session_key}; {names[1]}={csrf}",
        "csrf": csrf,
        "path": f"/w/{space.slug}/p/{programme.slug}/",
        "workspace": space.pk.hex,
        "programme": programme.pk.hex,
        "user": user.pk.hex,
    }
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main()
