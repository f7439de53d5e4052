"""Serve an identity provider made with django-allauth: `python -m tests.accounts.idp_server`.

IDP_DATABASE, IDP_KEY, IDP_BACK (where it may send people back to) and IDP_EMAILS come from outside;
the port comes out on the first line.
"""

from __future__ import annotations

import os
import sys
from wsgiref.simple_server import WSGIRequestHandler, make_server

PASSWORD = "wachtwoord-bij-het-werk"
SECRET = "een-geheim-van-de-aanbieder-8f2c"


class Quiet(WSGIRequestHandler):
    """Says nothing about what is asked."""

    def log_message(self, *words):
        pass


def main():
    """Fill the database, and serve until killed."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.accounts.idp_settings"
    import django  # noqa: PLC0415 - the settings come from outside

    django.setup()
    from allauth.account.models import EmailAddress  # noqa: PLC0415 - after setup
    from allauth.idp.oidc.models import Client  # noqa: PLC0415
    from django.contrib.auth import get_user_model  # noqa: PLC0415
    from django.core.management import call_command  # noqa: PLC0415
    from django.core.wsgi import get_wsgi_application  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    for email in os.environ["IDP_EMAILS"].split():
        user = get_user_model().objects.create_user(email, email, PASSWORD)
        EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    client = Client(id="draagvlak", name="Draagvlak", type=Client.Type.CONFIDENTIAL)
    client.skip_consent = True
    client.set_redirect_uris([os.environ["IDP_BACK"]])
    client.set_scopes(["openid", "profile", "email"])
    client.set_default_scopes(["openid", "profile", "email"])
    client.set_response_types(["code"])
    client.set_grant_types(["authorization_code"])
    client.set_secret(SECRET)
    client.save()
    server = make_server("127.0.0.1", 0, get_wsgi_application(), handler_class=Quiet)
    sys.stdout.write(f"{server.server_port}\n")
    sys.stdout.flush()
    server.serve_forever()


if __name__ == "__main__":
    main()
