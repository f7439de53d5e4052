"""What a page costs before it shows anything: the floor below every page of the product.

    python bench/frame.py 1000        # so many people, SQLite

The same address three times: a view that answers one letter behind all middleware (session, user,
policy, headers), a page with the frame and no content, and the list of people. Beside the least
and the middle processor time stand the calls that Python makes: those are free of noise.
"""

from __future__ import annotations

import cProfile
import gc
import pstats
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import organisation

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse
    from django.urls import URLPattern, URLResolver

ROUNDS = 100
NAME = "person_list"


def pattern_of(tree: URLResolver, space: str) -> URLPattern | None:
    """The pattern of the list in the table of routes."""
    for each in tree.url_patterns:
        inside = getattr(each, "url_patterns", None)
        if inside is None and each.name == NAME and space == "organisations":
            return each
        if inside is not None and (found := pattern_of(each, each.namespace or space)):
            return found
    return None


def told(what: str, look: Callable[[], object]) -> None:
    """A line about one way to answer."""
    look()
    look()
    spent = []
    for _ in range(ROUNDS):
        began = time.process_time()
        look()
        spent.append((time.process_time() - began) * 1000)
    watch = cProfile.Profile()
    watch.runcall(look)
    calls = pstats.Stats(watch).total_calls
    print(f"{what:<40}{min(spent):8.2f}{statistics.median(spent):8.2f} ms{calls:8,d} calls")


def main() -> None:
    """Answer in three ways at one address."""
    people = int(sys.argv[1]) if sys.argv[1:] else 1_000
    with tempfile.TemporaryDirectory(prefix="bench-frame-") as name:
        folder = Path(name)
        with organisation.copied(people, "", folder) as url:
            organisation.prepare(url, folder)
            from django.http import HttpResponse  # noqa: PLC0415 after the setup
            from django.test import Client  # noqa: PLC0415
            from django.urls import get_resolver  # noqa: PLC0415
            from tests.factories.places import sign_in  # noqa: PLC0415

            from draagvlak.core.web import page, to  # noqa: PLC0415

            place = organisation.find()
            client = sign_in(Client(), place.guide)
            address = to(place.guide, f"organisations:{NAME}")
            pattern = pattern_of(get_resolver(), "")
            assert pattern is not None
            real = pattern.callback

            def bare(_request: HttpRequest) -> HttpResponse:
                return HttpResponse("x")

            def frame(request: HttpRequest) -> HttpResponse:
                return page(request, "base.html", {})

            gc.collect()
            gc.freeze()
            ways = {"one letter, all middleware": bare, "the frame, no content": frame}
            for what, view in {**ways, "the list of people": real}.items():
                pattern.__dict__["callback"] = view
                told(what, lambda: client.get(address))


if __name__ == "__main__":
    main()
