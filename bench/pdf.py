"""How long a PDF takes: a poster, one page, and “you said, we did” with fifty outcomes.

    python -m bench.pdf

Needs no database. Prints the median of twenty, the first one apart, and how large the file is.
"""

from __future__ import annotations

import statistics
import time

from draagvlak.lib.pdf import Address, Document, Heading, Items, Picture, Quote, Words, as_pdf
from draagvlak.lib.qr_path import qr_drawing

TIMES = 20
ADDRESS = "https://draagvlak.example/speak/voorbeeldstad/ABCDE-FGHIJ/"


def main() -> None:
    """Make each of them, and print the figures."""
    began = time.perf_counter()
    as_pdf(Document("Eerste", [Heading("Eerste", 1)]))
    print(f"the first of a process, with loading   {_ms(began):7.1f} ms")
    for name, document in (
        ("poster", poster()),
        ("one page", told(3)),
        ("fifty outcomes", told(50)),
    ):
        spent = []
        for turn in range(TIMES):
            # other words each time: the library remembers what it set before
            blocks = [*document.blocks, Words(f"Keer {turn}", quiet=True)]
            began = time.perf_counter()
            made = as_pdf(Document(document.title, blocks, layout=document.layout))
            spent.append(_ms(began))
        median = statistics.median(spent)
        print(f"{name:38} {median:7.1f} ms   {len(made) / 1024:6.1f} kB")


def poster() -> Document:
    """A question, a code to scan, and what one can count on."""
    drawn = qr_drawing(ADDRESS)
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {drawn.size} {drawn.size}">'
        f'<path d="{drawn.path}"/></svg>'
    )
    blocks = [
        Heading("Wat wil je zeggen?", 1),
        Picture(svg, "Code om te scannen", 92),
        Address(ADDRESS),
        Items(["Anoniem", "Vertrouwelijk", "Op naam"]),
    ]
    return Document("Poster", blocks, layout="poster")


def told(count: int) -> Document:
    """What became of this many worries."""
    blocks: list[Heading | Words | Quote] = [Heading("U zei, wij deden", 1)]
    for number in range(count):
        blocks += [
            Heading(f"Zorg nummer {number}: lezen op een scherm geeft minder rust dan papier"),
            Quote("“Na een uur op het scherm zit mijn hoofd vol.”"),
            Words("Wie wil, leest grote stukken op papier. " * 4, "Wij besloten"),
            Words("Rust bij het lezen telt zwaarder dan het papier dat het kost. " * 4, "Waarom"),
            Words("Besloten door het college, beantwoord op 12 november 2026", quiet=True),
        ]
    return Document("U zei, wij deden", blocks)


def _ms(began: float) -> float:
    return (time.perf_counter() - began) * 1000


if __name__ == "__main__":
    main()
