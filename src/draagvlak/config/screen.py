"""What the start commands say to the person at the keyboard."""

from __future__ import annotations

import contextlib
import os
import sys
import time
from typing import Final, TextIO

# ./run began earlier, in a process that has made place for this one.
_BEGAN: Final = float(os.environ.pop("DRAAGVLAK_BEGAN", time.time()))


def say(words: str = "") -> None:
    """Print words, at once."""
    _write(sys.stdout, words)


def step(words: str) -> None:
    """Print a step of the start, with the seconds since its beginning."""
    say(f"[{seconds():5.1f} s] {words}")


def complain(words: str) -> None:
    """Print what went wrong, where programs put that."""
    _write(sys.stderr, words)


def seconds() -> float:
    """The seconds since the start began."""
    return time.time() - _BEGAN


def _write(screen: TextIO, words: str) -> None:
    # A terminal that was closed is no reason to stop serving.
    with contextlib.suppress(OSError):
        screen.write(f"{words}\n")
        screen.flush()
