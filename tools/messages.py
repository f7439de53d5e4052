"""Are the translations whole? Every text of the code has a Dutch one, compiled as it is written.

Looks at every `locale` folder in the package: texts the code asks for but the catalogue lacks,
texts nobody asks for any more, empty and fuzzy ones, and a .mo file older than its .po. Needs
polib and, to gather the texts of the code, GNU gettext.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import polib

from tools.bootstrap import ROOT

PACKAGE = ROOT / "src" / "draagvlak"
CATALOGUE = Path("locale") / "nl" / "LC_MESSAGES"


def main() -> int:
    """Check every app; prints what is wrong, a line each."""
    wrong: list[str] = []
    for folder in sorted(PACKAGE.glob("*/")):
        if _has_texts(folder):
            wrong += [f"{folder.name}: {line}" for line in problems(folder)]
    print("\n".join(wrong) or "translations are whole")
    return 1 if wrong else 0


def problems(app: Path) -> list[str]:
    """What is wrong with the Dutch catalogue of one app, as sentences."""
    po_path = app / CATALOGUE / "django.po"
    if not po_path.exists():
        return ["there is no Dutch catalogue"]
    written = polib.pofile(str(po_path))
    wrong = [f"fuzzy: {entry.msgid!r}" for entry in written.fuzzy_entries()]
    wrong += [f"without Dutch: {entry.msgid!r}" for entry in written.untranslated_entries()]
    wrong += [f"obsolete: {entry.msgid!r}" for entry in written.obsolete_entries()]
    kept, asked = {_key(entry) for entry in written}, _texts_of_the_code(app)
    wrong += [f"not in the catalogue: {text!r}" for text, *_ in sorted(asked - kept)]
    wrong += [f"no longer in the code: {text!r}" for text, *_ in sorted(kept - asked)]
    mo_path = po_path.with_suffix(".mo")
    if not mo_path.exists() or _said(polib.mofile(str(mo_path))) != _said(written):
        wrong.append("django.mo is older than django.po: run `just messages`")
    return wrong


def _has_texts(folder: Path) -> bool:
    """Whether a folder is an app with texts for users, in its code or its templates."""
    return (folder / "apps.py").exists() and (
        (folder / "locale").exists()
        or (folder / "templates").exists()
        or any("gettext" in path.read_text(encoding="utf-8") for path in folder.rglob("*.py"))
    )


def _texts_of_the_code(app: Path) -> set[tuple[str, str, str]]:
    """Gather the texts in a copy, so that nothing in the checkout changes."""
    with tempfile.TemporaryDirectory(prefix="draagvlak-texts-") as scratch:
        copy = Path(scratch) / app.name
        shutil.copytree(app, copy, ignore=shutil.ignore_patterns("static", "__pycache__", "*.mo"))
        shutil.rmtree(copy / "locale", ignore_errors=True)
        (copy / "locale").mkdir()
        subprocess.run(
            [sys.executable, "-m", "django", "makemessages", "-l", "nl", "--no-location"],
            cwd=copy,
            env=os.environ | {"PYTHONPATH": str(ROOT / "src")},
            check=True,
            capture_output=True,
        )
        found = copy / CATALOGUE / "django.po"
        return {_key(entry) for entry in polib.pofile(str(found))} if found.exists() else set()


def _key(entry: polib.POEntry | polib.MOEntry) -> tuple[str, str, str]:
    return entry.msgid, entry.msgid_plural or "", entry.msgctxt or ""


def _said(catalogue: polib.POFile | polib.MOFile) -> dict[tuple[str, str, str], str]:
    """What a catalogue says for each text."""
    return {
        _key(entry): "\0".join(entry.msgstr_plural.values()) or entry.msgstr
        for entry in catalogue
        if not entry.obsolete
    }


if __name__ == "__main__":
    sys.exit(main())
