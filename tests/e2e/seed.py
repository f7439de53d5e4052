"""Fill the house of the journeys: `python -m tests.e2e.seed NUMBER`, in a process of its own.

The database gets the demo programme and NUMBER guides who have no programme yet; their address
is guide-1@example.org and so on, their password that of the demo, their app for codes that of
tests.factories.factors. What one needs to sign in comes out as JSON: e-mail address by role,
password, passphrase; and for each of them a session that was signed in already, because only the
journeys that are about signing in need to do it.
"""

from __future__ import annotations

import json
import os
import sys
import time
from importlib import import_module

from draagvlak.config.env import Environment
from draagvlak.config.installation import Installation


def fill(guides):
    """Needs DRAAGVLAK_DATA, and DATABASE_URL for another database than SQLite in that folder."""
    installation = Installation(Environment.load())
    installation.create()
    os.environ["DJANGO_SETTINGS_MODULE"] = "draagvlak.config.settings"
    import django  # noqa: PLC0415 - the settings need the key

    django.setup()
    from django.contrib.auth.hashers import make_password  # noqa: PLC0415 - after setup
    from django.core.management import call_command  # noqa: PLC0415

    from draagvlak.accounts.models import User  # noqa: PLC0415
    from draagvlak.core.actor import SYSTEM  # noqa: PLC0415
    from draagvlak.kits.commands import build_demo  # noqa: PLC0415
    from draagvlak.kits.commands.demo import PASSPHRASE, PASSWORD  # noqa: PLC0415
    from draagvlak.kits.imports import read_demo  # noqa: PLC0415
    from tests.factories.factors import give_app  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    build_demo(by=SYSTEM)
    hashed = make_password(PASSWORD)  # once: it takes a second
    User.objects.bulk_create(
        User(email=f"guide-{number}@example.org", name=f"Gids {number}", password=hashed)
        for number in range(1, guides + 1)
    )
    for user in User.objects.filter(email__endswith="@example.org"):
        give_app(user)  # a guide shows a second factor
    installation.remember("migrations", installation.fingerprint())
    installation.remember("front end", installation.static_fingerprint())
    installation.remember("first guide", "made")
    members = read_demo().programme.entries("members")
    emails = {each.text("role"): each.text("email") for each in members}
    known = set(emails.values())
    # hashed as in real use: signing in would do it otherwise, and so end the sessions made here
    User.objects.filter(email__in=known).update(password=hashed)
    known |= {f"guide-{number}@example.org" for number in range(1, guides + 1)}
    said = {
        "emails": emails,
        "password": PASSWORD,
        "passphrase": PASSPHRASE,
        "cookies": {user.email: session_of(user) for user in User.objects.filter(email__in=known)},
    }
    json.dump(said, sys.stdout)


def session_of(user):
    """The cookie of somebody who signed in with password and app: its name and value."""
    from django.conf import settings  # noqa: PLC0415 - after setup
    from django.contrib import auth  # noqa: PLC0415

    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[auth.SESSION_KEY] = str(user.pk)
    session[auth.BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[auth.HASH_SESSION_KEY] = user.get_session_auth_hash()
    shown = {"method": "mfa", "type": "totp", "at": time.time(), "reauthenticated": True}
    session["account_authentication_methods"] = [shown]
    session["account_authentication_methods_user"] = str(user.pk)
    session.create()
    return settings.SESSION_COOKIE_NAME, session.session_key


if __name__ == "__main__":
    fill(int(sys.argv[1]))
