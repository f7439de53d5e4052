"""What the product consists of: `python -m tools.sbom sbom.cdx.json` writes it as CycloneDX JSON.

Made from the lock file (`requirements/postgres.txt`: everything an installation may hold) and from
the front end's lock file, with the hashes that stand there; licences come from the metadata of the
installed packages. Run it in an environment that holds them. A licence that we may not pass on, or
none at all, is an error. The same input gives the same file.
"""

from __future__ import annotations

import base64
import json
import re
import sys
import tomllib
import uuid
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements" / "postgres.txt"
FRONT_END_LOCK = ROOT / "frontend" / "package-lock.json"
# what the built front end holds; the rest of its lock file only builds
SHIPPED = ("htmx.org", "lucide-static", "@fontsource-variable/atkinson-hyperlegible-next")
# and with what the drawing tool holds: docs/adr/0066-drawing.md
DRAWING = ROOT / "src/draagvlak/core/static/core/dist/draw-tool.js.LEGAL.txt"
# for other systems than the one this runs on
ELSEWHERE = {"waitress": "ZPL-2.1", "tzdata": "Apache-2.0", "colorama": "BSD-3-Clause"}
# whose metadata is not what its licence file says
READ_BY_US = {"qrcode": "BSD-3-Clause", "bpmn-js": "LicenseRef-bpmn.io"}
FORBIDDEN = ("AGPL", "AFFERO", "SSPL", "BUSL", "COMMONS CLAUSE", "PROPRIETARY")
SPEAKING = {
    "BSD License": "BSD-3-Clause",
    "MIT License": "MIT",
    "Apache Software License": "Apache-2.0",
    "Python Software Foundation License": "PSF-2.0",
    "GNU Lesser General Public License v3 (LGPLv3)": "LGPL-3.0-only",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "ISC License (ISCL)": "ISC",
}


@dataclass(frozen=True)
class Part:
    """One package: name, version, where from (purl), hashes by algorithm, licence."""

    name: str
    version: str
    purl: str
    hashes: tuple[tuple[str, str], ...]
    licence: str


def main(argv: list[str]) -> int:
    """Write the file named first (or the screen), and say which licences will not do."""
    parts = [*python_parts(LOCK.read_text(encoding="utf-8")), *front_end_parts()]
    wrong = unfit(parts)
    for line in wrong:
        print(line, file=sys.stderr)
    text = json.dumps(bill(parts), indent=2) + "\n"
    if argv:
        Path(argv[0]).write_text(text, encoding="utf-8")
    else:
        sys.stdout.write(text)
    return 1 if wrong else 0


def python_parts(lock: str) -> list[Part]:
    """The packages of a lock file with their hashes."""
    parts = []
    for block in re.split(r"\n(?=\S)", lock.strip()):
        found = re.match(r"([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;\\]+)", block)
        if found:
            name, version = found[1].lower(), found[2]
            hashes = tuple(
                ("SHA-256", each) for each in re.findall(r"sha256:([0-9a-f]{64})", block)
            )
            parts.append(Part(name, version, f"pkg:pypi/{name}@{version}", hashes, _licence(name)))
    return parts


def front_end_parts() -> list[Part]:
    """The parts of the built front end."""
    packages = json.loads(FRONT_END_LOCK.read_text(encoding="utf-8"))["packages"]
    parts = []
    for name in (*SHIPPED, *drawing_packages(DRAWING.read_text(encoding="utf-8"))):
        entry = packages[f"node_modules/{name}"]
        digest = base64.b64decode(entry["integrity"].removeprefix("sha512-")).hex()
        purl = f"pkg:npm/{name.replace('@', '%40')}@{entry['version']}"
        licence = READ_BY_US.get(name, entry.get("license", ""))
        parts.append(Part(name, entry["version"], purl, (("SHA-512", digest),), licence))
    return parts


def drawing_packages(licences: str) -> list[str]:
    """The packages whose licences go along with the drawing tool; its build names them."""
    heads = re.findall(r"(?:\A|-{72}\n\n)(\S+) \d\S*\n", licences)
    return [head for head in heads if "/" not in head or head.startswith("@")]


def unfit(parts: list[Part]) -> list[str]:
    """A sentence for every part without a licence, with a forbidden one, or without a hash."""
    wrong = [f"{part.name}: no licence is known" for part in parts if not part.licence]
    wrong += [
        f"{part.name}: {part.licence} may not be passed on with this product"
        for part in parts
        if any(word in part.licence.upper() for word in FORBIDDEN)
    ]
    return wrong + [f"{part.name}: no hash" for part in parts if not part.hashes]


def bill(parts: list[Part]) -> dict[str, object]:
    """The bill of materials, version 1.6 of CycloneDX."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    components = [_component(part) for part in sorted(parts, key=lambda part: part.purl)]
    seal = uuid.uuid5(uuid.NAMESPACE_URL, json.dumps([project["version"], components]))
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{seal}",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": "draagvlak",
                "name": project["name"],
                "version": project["version"],
                "licenses": [{"license": {"id": project["license"]}}],
            }
        },
        "components": components,
        "dependencies": [
            {"ref": "draagvlak", "dependsOn": [part["bom-ref"] for part in components]}
        ],
    }


def _component(part: Part) -> dict[str, object]:
    return {
        "type": "library",
        "bom-ref": part.purl,
        "name": part.name,
        "version": part.version,
        "purl": part.purl,
        "hashes": [{"alg": kind, "content": content} for kind, content in part.hashes],
        "licenses": [{"expression": part.licence}]
        if re.fullmatch(r"[A-Za-z0-9.+() -]+", part.licence)
        else [{"license": {"name": part.licence}}],
    }


def _licence(name: str) -> str:
    """The licence that an installed package states: as an expression, a classifier or a word."""
    if name in READ_BY_US:
        return READ_BY_US[name]
    try:
        found = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        return ELSEWHERE.get(name, "")
    if expression := found.get_all("License-Expression"):
        return str(expression[0])
    stated = [
        line.rpartition(" :: ")[2]
        for line in found.get_all("Classifier") or []
        if line.startswith("License :: ") and not line.endswith(":: OSI Approved")
    ]
    if stated:
        return " AND ".join(SPEAKING.get(line, line) for line in stated)
    words = [line for text in found.get_all("License") or [] for line in text.strip().splitlines()]
    return words[0] if words else ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
