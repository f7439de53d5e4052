"""What accounts register with the plumbing."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from draagvlak.accounts import mail
from draagvlak.core.audit import VERBS
from draagvlak.core.metrics import SIGN_INS
from draagvlak.core.outbox import TOPICS
from draagvlak.core.policy import ROUTES, Door, Route

PUBLIC = (
    "account_login",
    "account_request_login_code",
    "account_confirm_login_code",
    "account_logout",
    "account_inactive",
    "account_signup",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
)
OWN = ("account_change_password", "account_set_password", "accounts:profile")

for _name in PUBLIC:
    ROUTES.register(_name, Route(Door.PUBLIC))
for _name in OWN:
    ROUTES.register(_name, Route(Door.SIGNED_IN))
TOPICS.register(mail.TOPIC, mail.send)
for _name, _way in {
    "account_login": "password",
    "account_confirm_login_code": "code",
}.items():
    SIGN_INS.register(_name, _way)

for _verb, _words in {
    "accounts.registered": gettext_lazy("made an account"),
    "accounts.profile_edited": gettext_lazy("changed their own details"),
}.items():
    VERBS.register(_verb, _words)
