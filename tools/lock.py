"""Lock the packages: `python -m tools.lock` writes requirements/*.txt from requirements/*.in.

`--check` says whether pyproject.toml and the .in files still ask for the same packages, and
whether every lock file holds what its .in file asks for; it needs no network.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib

from tools.bootstrap import REQUIREMENTS, ROOT, installer

# The smallest first: a later one keeps the versions of the earlier.
CHAIN = ("base", "postgres", "test", "dev")
APART = ("pgwheel", "s3server", "node", "tools")
FORBIDDEN = ("://", "--index-url", "--find-links", "--trusted-host", str(ROOT))


def main(argv: list[str]) -> int:
    """Write the lock files, or check them."""
    wrong = check() if "--check" in argv else write(upgrade="--upgrade" in argv)
    for line in wrong:
        print(line, file=sys.stderr)
    return 1 if wrong else 0


def write(*, upgrade: bool) -> list[str]:
    """Resolve for all platforms, with hashes; names no index, no host and no path."""
    for position, name in enumerate((*CHAIN, *APART)):
        keep = [f"-c{CHAIN[position - 1]}.txt"] if 0 < position < len(CHAIN) else []
        subprocess.run(
            [
                str(installer()), "pip", "compile", "--quiet", "--universal", "--generate-hashes",
                "--no-emit-index-url", "--no-emit-find-links", "--no-annotate", "--no-header",
                "--python-version", "3.11", *(["--upgrade"] if upgrade else []), *keep,
                f"{name}.in", "--output-file", f"{name}.txt",
            ],
            cwd=REQUIREMENTS,
            check=True,
        )  # fmt: skip
    return check()


def check() -> list[str]:
    """What is wrong with the requirements, a sentence each; empty when all is well."""
    wrong = []
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = set(map(_name, project["dependencies"]))
    if asked != _asked("base"):
        odd = ", ".join(sorted(asked ^ _asked("base")))
        wrong.append(f"pyproject.toml and requirements/base.in differ: {odd}")
    for name in (*CHAIN, *APART):
        text = (REQUIREMENTS / f"{name}.txt").read_text(encoding="utf-8")
        locked = {_name(line) for line in text.splitlines() if "==" in line}
        wrong += [
            f"requirements/{name}.txt lacks {package}: run python -m tools.lock"
            for package in sorted(_asked(name) - locked)
        ]
        wrong += [f"requirements/{name}.txt holds {word}" for word in FORBIDDEN if word in text]
    return wrong


def _asked(name: str) -> set[str]:
    lines = (REQUIREMENTS / f"{name}.in").read_text(encoding="utf-8").splitlines()
    return {_name(line) for line in lines if line and line[0] not in "#-"}


def _name(requirement: str) -> str:
    return re.split(r"[\[<>=!~; ]", requirement, maxsplit=1)[0].lower().replace("_", "-")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
