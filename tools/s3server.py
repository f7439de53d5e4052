"""The S3 server of the tests: packages in a folder of their own, and a process of its own.

Its packages ask for older ones than the product has, so they never share an environment.
"""

from __future__ import annotations

import hashlib
import sys
from typing import TYPE_CHECKING

from tools.bootstrap import REQUIREMENTS, TOOLS, BootstrapError, install_aside, say

if TYPE_CHECKING:
    from pathlib import Path

LOCK = "s3server"


def folder() -> Path:
    """Where its packages stand, or would stand."""
    content = (REQUIREMENTS / f"{LOCK}.txt").read_bytes()
    mark = f"{hashlib.sha256(content).hexdigest()[:12]}-{sys.implementation.cache_tag}"
    return TOOLS / f"{LOCK}-{mark}"


def installed() -> Path:
    """The same, fetched when it is not there. Raises BootstrapError."""
    found = folder()
    if not found.exists():
        say(f"fetching the S3 server of the tests (requirements/{LOCK}.txt)")
        aside = found.with_suffix(".new")
        install_aside(LOCK, aside)
        aside.replace(found)
    return found


if __name__ == "__main__":
    try:
        installed()
    except BootstrapError as error:
        sys.exit(str(error))
