"""The reference of settings, in English and Dutch: `python -m tools.reference` writes both pages.

They are made from `draagvlak.config.variables`; `--check` (and a test) says whether they are fresh.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src"))

from draagvlak.config.variables import INTERNAL, VARIABLES  # noqa: E402 after the path

if TYPE_CHECKING:
    from collections.abc import Iterator

    from draagvlak.config.variables import Variable


@dataclass(frozen=True)
class Words:
    """What a page says around the settings, in one language."""

    path: str
    title: str
    lead: str
    default: str
    empty: str
    kind: str
    hidden: str
    internal: str
    kinds: dict[str, str]

    def about(self, variable: Variable) -> str:
        """The explanation of a setting in this language, as one paragraph."""
        text = variable.over if self.path.startswith("docs/nl") else variable.about
        return text.replace("\n", " ")


ENGLISH = Words(
    path="docs/en/settings.md",
    title="Settings",
    lead=(
        "Every setting of an installation. Each can stand in `draagvlak.conf` in the data folder, "
        "or be an\nenvironment variable of the same name, which wins. Each also has a form "
        "`<NAME>_FILE` that names a file with the\nvalue: use that for secrets. Restart after a "
        "change. This page is made from the code (`python -m tools.reference`)."
    ),
    default="Without it",
    empty="empty",
    kind="Form",
    hidden="A secret: keep it in a file of its own, and name that file in",
    internal="Set by the start commands",
    kinds={},
)
DUTCH = Words(
    path="docs/nl/instellingen.md",
    title="Instellingen",
    lead=(
        "Alle instellingen van een installatie. Elke instelling kan in `draagvlak.conf` staan, in "
        "de map met gegevens,\nof in een omgevingsvariabele met dezelfde naam. Die laatste gaat "
        "voor. Elke instelling heeft ook een vorm\n`<NAAM>_FILE`: die noemt een bestand waar de "
        "waarde in staat. Gebruik die voor geheimen. Start opnieuw na een\nwijziging. Deze pagina "
        "is gemaakt uit de code (`python -m tools.reference`)."
    ),
    default="Als je niets invult",
    empty="leeg",
    kind="Vorm",
    hidden="Een geheim: bewaar het in een eigen bestand, en noem dat bestand in",
    internal="Door de startopdrachten gezet",
    kinds={
        "text": "tekst",
        "number": "een heel getal boven 0",
        "list": "woorden met komma’s ertussen",
        "address": "een adres zonder pad",
        "address:port": "adres:poort",
        "yes or no": "yes of no",
    },
)


def main(argv: list[str]) -> int:
    """Write the pages, or say which one is not fresh."""
    stale = [words.path for words in (ENGLISH, DUTCH) if _read(words.path) != page(words)]
    if "--check" in argv:
        for path in stale:
            print(f"{path} is not fresh: run python -m tools.reference", file=sys.stderr)
        return 1 if stale else 0
    for words in (ENGLISH, DUTCH):
        (ROOT / words.path).write_text(page(words), encoding="utf-8")
    return 0


def page(words: Words) -> str:
    """One page, as it should stand in the documentation."""
    lines = [f"# {words.title}", "", words.lead]
    for variable in VARIABLES:
        lines += _entry(variable, words)
    lines += ["", f"## {words.internal}", "", *_internal(words)]
    return "\n".join(lines) + "\n"


def _entry(variable: Variable, words: Words) -> Iterator[str]:
    yield from ("", f"## `{variable.name}`", "", words.about(variable), "")
    default = f"`{variable.default}`" if variable.default else words.empty
    yield f"{words.default}: {default}. {words.kind}: {_kind(variable, words)}."
    if variable.secret:
        yield from ("", f"{words.hidden} `{variable.name}_FILE`.")


def _internal(words: Words) -> Iterator[str]:
    for variable in INTERNAL:
        yield f"- `{variable.name}`: {words.about(variable)}"


def _kind(variable: Variable, words: Words) -> str:
    if variable.kind in words.kinds:
        return words.kinds[variable.kind]
    return {"number": "a whole number above 0", "list": "words with commas between"}.get(
        variable.kind, variable.kind
    )


def _read(path: str) -> str:
    file = ROOT / path
    return file.read_text(encoding="utf-8") if file.exists() else ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
