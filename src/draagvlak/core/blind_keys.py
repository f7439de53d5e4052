"""Marks that say nothing: cache keys would else hold network addresses, and rows people."""

from __future__ import annotations

import hmac

from django.conf import settings


def blind_key(key: str, key_prefix: str, version: int) -> str:
    """A keyed hash of the cache key (setting `KEY_FUNCTION` of a cache)."""
    return blind(f"{key_prefix}:{version}:{key}")


def blind(words: str) -> str:
    """The same for the same words; who has no server key can neither read nor try them."""
    return hmac.digest(settings.SERVER_KEY, words.encode(), "sha256").hex()
