"""What the vault registers with the plumbing."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from draagvlak.core.audit import VERBS
from draagvlak.core.policy import Data, programme_routes
from draagvlak.programmes.rules import LEAVING
from draagvlak.vault.rules import may_leave

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

LEAVING.register("vault", may_leave)

for _verb, _words in {
    "vault.made": gettext_lazy("made a vault"),
    "vault.confirmed": gettext_lazy("typed the recovery code back"),
    "vault.opened": gettext_lazy("opened their own vault"),
    "vault.refused": gettext_lazy("an attempt to open a vault failed"),
    "vault.recovered": gettext_lazy("opened their own vault with the recovery code"),
    "vault.passphrase_changed": gettext_lazy("chose a new passphrase"),
    "vault.box_made": gettext_lazy("made a new key for the vault"),
    "vault.shared": gettext_lazy("shared a key of the vault"),
    "vault.departed": gettext_lazy("took the key of somebody who left away"),
    "vault.resealed": gettext_lazy("sealed older content with a new key"),
    "vault.looked": gettext_lazy("looked whether keys must be renewed"),
    "vault.unshared": gettext_lazy("stopped sharing a key of the vault"),
}.items():
    VERBS.register(_verb, _words)
