"""Known weaknesses in the locked packages: `python -m tools.advisories`.

Asks the package index, as it stands in pip's own configuration or after `--index`, what it knows of
each locked version, and npm of the front end. Ends with 1 when there is a weakness, and with 2 when
nothing could be asked: not looked is not clean.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import urllib.error
import urllib.request
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tools.bootstrap import ROOT
from tools.sbom import LOCK, python_parts

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

CLEAN, WEAK, NOT_LOOKED = 0, 1, 2
PATIENCE = 30


class NotLooked(Exception):  # noqa: N818 it says what is known
    """Nobody could be asked; the message says why."""


@dataclass(frozen=True)
class Weakness:
    """What is known of one package."""

    package: str
    version: str
    name: str
    mended_in: Sequence[str]

    def __str__(self) -> str:
        mended = f"mended in {', '.join(self.mended_in)}" if self.mended_in else "not mended yet"
        return f"{self.package} {self.version}: {self.name}, {mended}"


def main(argv: list[str]) -> int:
    """Ask, and say it a line each."""
    parser = argparse.ArgumentParser(prog="tools.advisories", description=__doc__)
    parser.add_argument("--index", default="", help="the package index, as pip is given it")
    parser.add_argument("--only", nargs="*", default=[], help="these packages only")
    parser.add_argument("--no-npm", action="store_true", help="leave the front end out")
    asked = parser.parse_args(argv)
    parts = python_parts(LOCK.read_text(encoding="utf-8"))
    wanted = [
        (part.name, part.version) for part in parts if not asked.only or part.name in asked.only
    ]
    found: list[str] = []
    missed = False
    try:
        index = asked.index or configured_index()
        found += [
            str(each) for name, version in wanted for each in weaknesses(index, name, version)
        ]
        print(f"{len(wanted)} packages of Python asked for.")
    except NotLooked as reason:
        print(f"Python: not looked. {reason}")
        missed = True
    if not asked.no_npm:
        try:
            found += front_end()
            print("The front end asked for.")
        except NotLooked as reason:
            print(f"Front end: not looked. {reason}")
            missed = True
    print("\n".join(found) or ("" if missed else "No known weakness."))
    return WEAK if found else NOT_LOOKED if missed else CLEAN


def configured_index() -> str:
    """The index in the client's own configuration. Raises `NotLooked` when none is named there."""
    for name in ("PIP_INDEX_URL", "UV_INDEX_URL", "UV_DEFAULT_INDEX"):
        if os.environ.get(name):
            return os.environ[name]
    told = subprocess.run(
        [sys.executable, "-m", "pip", "config", "get", "global.index-url"],
        capture_output=True,
        text=True,
        check=False,
    )
    if told.returncode == 0 and told.stdout.strip():
        return told.stdout.strip()
    raise NotLooked("pip's configuration names no index: give one with --index.")


def weaknesses(index: str, name: str, version: str) -> Iterable[Weakness]:
    """What the index knows of one version. Raises `NotLooked` when it does not tell."""
    parts = urlsplit(index)
    if parts.scheme not in {"https", "http"}:
        raise NotLooked(f"{index} is no address of an index.")
    base = re.sub(r"/simple/?$", "", index.rstrip("/"))
    address = f"{base}/pypi/{name}/{version}/json"
    try:
        with urllib.request.urlopen(address, timeout=PATIENCE) as answer:  # noqa: S310 judged above
            told = json.load(answer)
    except (urllib.error.URLError, OSError, ValueError):
        raise NotLooked("the index does not answer, or not in this way.") from None
    if not isinstance(told, dict) or not isinstance(told.get("vulnerabilities"), list):
        raise NotLooked("the index tells nothing of weaknesses.")
    return [
        Weakness(name, version, "/".join([each["id"], *each.get("aliases", [])]), each["fixed_in"])
        for each in told["vulnerabilities"]
        if not each.get("withdrawn")
    ]


def front_end() -> list[str]:
    """What npm knows of the packages of the front end. Raises `NotLooked`."""
    npm = shutil.which("npm")
    if npm is None:
        raise NotLooked("There is no npm here.")
    words = [npm, "audit", "--json", "--package-lock-only"]
    told = subprocess.run(words, cwd=ROOT / "frontend", capture_output=True, text=True, check=False)
    try:
        found = json.loads(told.stdout)["vulnerabilities"]
    except (ValueError, KeyError):
        raise NotLooked("npm could not ask its registry.") from None
    return [f"{name} ({each.get('severity', 'unknown')}), by npm" for name, each in found.items()]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
