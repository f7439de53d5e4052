"""What the vault registers with the plumbing."""

from __future__ import annotations

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
