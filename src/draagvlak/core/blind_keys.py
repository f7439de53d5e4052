"""Cache keys that say nothing: counters of sign-in attempts would else hold network addresses."""

from __future__ import annotations

import hmac

from django.conf import settings


def blind_key(key: str, key_prefix: str, version: int) -> str:
    """A keyed hash of the cache key (setting `KEY_FUNCTION` of a cache)."""
    words = f"{key_prefix}:{version}:{key}"
    return hmac.digest(settings.SERVER_KEY, words.encode(), "sha256").hex()
