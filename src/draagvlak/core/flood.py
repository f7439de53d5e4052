"""How much may come through a door where nobody has an account, without knowing who comes.

Counted in the memory of this web process and nowhere else, in windows of ten minutes, under a
keyed hash. The key is random and is replaced at every window: a hash means nothing afterwards, and
nothing in a memory dump leads to an address of before. An office may share one address, so the
limits are those of an office, not of a person.
"""

from __future__ import annotations

import hmac
import math
import secrets
import threading
import time
from typing import Final

WINDOW: Final = 600


class _Counts:
    """The counters of one window, and the key under which they stand."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.window = -1
        self.key = b""
        self.counts: dict[str, int] = {}

    def turn(self, window: int) -> None:
        """A new window: a new key, and nothing known."""
        if window != self.window:
            self.window, self.key, self.counts = window, secrets.token_bytes(32), {}


_counts: Final = _Counts()


def blind(words: str) -> str:
    """A keyed hash of an address, the same until the window ends."""
    with _counts.lock:
        _counts.turn(int(_now() // WINDOW))
        return hmac.digest(_counts.key, words.encode(), "sha256").hex()


def wait_for(kind: str, mark: str, most: int) -> int:
    """Count one act; how many seconds to wait when there were too many, else 0.

    `mark` is what counts together: a blinded address, or the key of a door.
    """
    now = _now()
    with _counts.lock:
        _counts.turn(int(now // WINDOW))
        key = f"{kind}:{mark}"
        count = _counts.counts[key] = _counts.counts.get(key, 0) + 1
    return 0 if count <= most else math.ceil((now // WINDOW + 1) * WINDOW - now)


def _now() -> float:
    return time.time()
