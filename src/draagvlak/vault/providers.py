"""What the vault registers with the plumbing."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from draagvlak.core.audit import VERBS
from draagvlak.core.policy import Data, programme_routes

programme_routes(
    "vault",
    Data.RAW_NOTE,
    "vault_show",
    "vault_make",
    "vault_confirm",
    "vault_open",
    "vault_recover",
    "vault_change",
    "vault_lock",
    "vault_ping",
    "vault_share",
    "vault_unshare",
)

for _verb, _words in {
    "vault.made": gettext_lazy("made a vault"),
    "vault.confirmed": gettext_lazy("typed the recovery code back"),
    "vault.opened": gettext_lazy("opened their own vault"),
    "vault.refused": gettext_lazy("an attempt to open a vault failed"),
    "vault.recovered": gettext_lazy("opened their own vault with the recovery code"),
    "vault.passphrase_changed": gettext_lazy("chose a new passphrase"),
    "vault.box_made": gettext_lazy("made a new key for the vault"),
    "vault.shared": gettext_lazy("shared a key of the vault"),
    "vault.unshared": gettext_lazy("stopped sharing a key of the vault"),
}.items():
    VERBS.register(_verb, _words)
