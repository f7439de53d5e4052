"""What accounts register with the plumbing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from draagvlak.accounts import hearing, mail
from draagvlak.accounts.adapter import reseal_factors
from draagvlak.core.audit import VERBS
from draagvlak.core.metrics import SIGN_INS
from draagvlak.core.outbox import TOPICS
from draagvlak.core.policy import ROUTES, Data, Door, Role, Route, workspace_routes
from draagvlak.core.rekeying import SEALED_BY_MASTER
from draagvlak.core.thread import NAV, NavItem
from draagvlak.core.web import to

if TYPE_CHECKING:
    from collections.abc import Sequence

    from draagvlak.core.actor import Actor

PUBLIC = (
    "account_login",
    "accounts:provider_start",
    "accounts:provider_back",
    "accounts:provider_keys",
    "mfa_authenticate",
    "mfa_login_webauthn",
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
OWN = (
    "account_change_password",
    "account_set_password",
    "account_reauthenticate",
    "accounts:profile",
    "accounts:provider_short",
    "accounts:session_list",
    "accounts:session_end",
    "accounts:session_end_others",
    "mfa_index",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "mfa_activate_totp",
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_list_webauthn",
    "mfa_add_webauthn",
    "mfa_remove_webauthn",
)

for _name in PUBLIC:
    ROUTES.register(_name, Route(Door.PUBLIC))
for _name in OWN:
    ROUTES.register(_name, Route(Door.SIGNED_IN))
workspace_routes(
    "accounts",
    Data.AUDIT,
    "security_show",
    "provider_edit",
    "provider_remove",
    "factor_reset",
    "factor_rule",
    "sessions_end",
    acts=frozenset({Role.ADMINISTRATOR}),
)


def menu(actor: Actor, route: str) -> Sequence[NavItem]:
    """One entry, for the administrator of the workspace."""
    if actor.workspace is None or not actor.has(Role.ADMINISTRATOR):
        return []
    here = route.partition(":")[2] in {
        "security_show",
        "provider_edit",
        "factor_reset",
        "factor_rule",
        "sessions_end",
    }
    return [NavItem(_("Security"), to(actor, "accounts:security_show"), "shield-check", here)]


NAV.register("accounts", menu, order=70)
TOPICS.register(mail.TOPIC, mail.send)
for _name, _way in {
    "account_login": "password",
    "account_confirm_login_code": "code",
    "mfa_authenticate": "second_factor",
    "mfa_login_webauthn": "passkey",
    "accounts:provider_back": "provider",
}.items():
    SIGN_INS.register(_name, _way)
hearing.listen()
SEALED_BY_MASTER.register("second factors", reseal_factors)
SEALED_BY_MASTER.register("mails that wait", mail.reseal_mails)

for _verb, _words in {
    "accounts.registered": gettext_lazy("made an account"),
    "accounts.profile_edited": gettext_lazy("changed their own details"),
    "accounts.second_factor_added": gettext_lazy("added a second factor"),
    "accounts.second_factor_removed": gettext_lazy("removed a second factor"),
    "accounts.second_factor_refused": gettext_lazy("an attempt with a second factor failed"),
    "accounts.second_factor_asked": gettext_lazy("asked everybody for a second proof"),
    "accounts.second_factor_eased": gettext_lazy("asked only weighty roles for a second proof"),
    "accounts.signed_out_by_keeper": gettext_lazy("signed somebody out everywhere"),
    "accounts.second_factor_reset": gettext_lazy("took away a second factor that was lost"),
    "accounts.recovery_codes_renewed": gettext_lazy("made new recovery codes"),
    "accounts.recovery_code_used": gettext_lazy("used a recovery code"),
    "accounts.provider_set": gettext_lazy("set the sign-in of the organisation"),
    "accounts.provider_removed": gettext_lazy("removed the sign-in of the organisation"),
    "accounts.provider_refused": gettext_lazy("a sign-in at the organisation was refused"),
    "accounts.came_in_by_provider": gettext_lazy("signed in at the organisation"),
    "accounts.session_ended": gettext_lazy("signed out a browser"),
    "accounts.signed_out_everywhere": gettext_lazy("signed out everywhere else"),
}.items():
    VERBS.register(_verb, _words)
