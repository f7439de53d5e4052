"""The browser that tests and benchmarks drive: Debian's Chromium, its headless shell first.

The shell is the same engine without the windows around it: it opens a page in a third of the time.
"""

from __future__ import annotations

import os
import shutil

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
FLAGS = ["--no-sandbox"]
"""What it needs to be started by root."""


def browser_path() -> str:
    """The program named by DRAAGVLAK_CHROMIUM, else the first that is here; empty when none is."""
    named = os.environ.get("DRAAGVLAK_CHROMIUM", "")
    return named or next(filter(None, map(shutil.which, NAMES)), "")
