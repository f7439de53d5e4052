"""What the start commands say to the person at the keyboard."""

from __future__ import annotations

import os
import sys
import time
from typing import Final

# ./run began earlier, in a process that has made place for this one.
_BEGAN: Final = float(os.environ.pop("DRAAGVLAK_BEGAN", time.time()))


def say(words: str = "") -> None:
    """Print words, at once."""
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


def step(words: str) -> None:
    """Print a step of the start, with the seconds since its beginning."""
    say(f"[{seconds():5.1f} s] {words}")


def complain(words: str) -> None:
    """Print what went wrong, where programs put that."""
    sys.stderr.write(f"{words}\n")
    sys.stderr.flush()


def seconds() -> float:
    """The seconds since the start began."""
    return time.time() - _BEGAN
