"""Planted identities of people who spoke in confidence, and somebody who looks for them everywhere.

Nobody is looked for by a full list of names: all names and addresses share rare stems, so that one
look finds any of them, also in pieces. What is packed (zip, gzip, streams of a PDF) is unpacked.
"""

from __future__ import annotations

import gzip
import io
import re
import secrets
import zipfile
import zlib
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from django.core.cache import cache
from django.db import connection, transaction

from draagvlak.contributions.commands import Draft, send_contribution
from draagvlak.contributions.queries.threads import Key, visitor_in
from tests.trust.addresses import INSIDE, address, world

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from django.http import HttpResponse
    from django.test import Client

FIRST, LAST, HOUSE = "kwixhoos", "drijfzwaan", "zandvleet.example"
STEMS = re.compile(f"{FIRST}|{LAST}|{HOUSE}", re.IGNORECASE)
WORDS = "Ik durf het niet hardop te zeggen, maar het inloggen duurt te lang."
ENOUGH = {"text", "textarea", "search", "email", "", "url", "tel"}


@dataclass(frozen=True)
class Planted:
    """Somebody who spoke in confidence."""

    name: str
    address: str


def somebody(number: int) -> Planted:
    """The name and address of one of them; no two are alike."""
    name = f"A{number:05d}{FIRST.capitalize()} van B{number:05d}{LAST.capitalize()}"
    return Planted(name.replace("A", "El"), f"b{number:05d}.{LAST}@{HOUSE}")


def plant(doors: list, people: Iterable[Planted]) -> Iterator:
    """Each of them speaks in confidence through one of the doors; keys are not derived."""
    actor = visitor_in(doors[0].programme)
    for number, one in enumerate(people):
        key = Key(secrets.token_hex(32), secrets.token_bytes(32))
        draft = Draft("confidential", f"{WORDS} ({number})", one.name, one.address)
        door = doors[number % len(doors)]
        yield send_contribution(by=actor, entrance=door, draft=draft, key=key)


def readable(content: bytes, depth: int = 3) -> str:
    """Bytes as text, with everything that is packed in them behind it."""
    found = [content.decode("latin-1")]
    if depth and content[:2] == b"PK":
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as packed:
                found += [readable(packed.read(name), depth - 1) for name in packed.namelist()]
        except zipfile.BadZipFile:
            pass
    if depth and content[:2] == b"\x1f\x8b":
        found.append(readable(gzip.decompress(content), depth - 1))
    if content[:5] == b"%PDF-":
        for stream in re.findall(rb"stream\r?\n(.*?)endstream", content, re.DOTALL):
            try:
                found.append(zlib.decompress(stream).decode("latin-1"))
            except zlib.error:
                continue
    return "\n".join(found)


def body_of(answer: HttpResponse) -> bytes:
    """All of an answer, also one that comes in pieces."""
    return answer.getvalue() if answer.streaming else answer.content


class _Forms(HTMLParser):
    """The forms of a page that are sent: where to, and what stands in their fields."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[tuple[str, dict[str, str]]] = []
        self.inside = False
        self.select = self.area = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        had = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.inside = had.get("method", "").lower() == "post"
            if self.inside:
                self.forms.append((had.get("action", ""), {}))
        elif self.inside:
            self._field(self.forms[-1][1], tag, had)

    def _field(self, fields: dict[str, str], tag: str, had: dict[str, str]) -> None:
        name = had.get("name", "")
        if tag == "option" and self.select:
            if "selected" in had or not fields.get(self.select):
                fields[self.select] = had.get("value", "")
        elif name and tag == "select":
            self.select = name
            fields.setdefault(name, "")
        elif name and tag == "textarea":
            self.area = name
            fields[name] = ""
        elif name and tag == "input":
            self._input(fields, name, had)
        elif name and tag == "button":
            fields.setdefault(name, had.get("value", ""))

    @staticmethod
    def _input(fields: dict[str, str], name: str, had: dict[str, str]) -> None:
        kind, value = had.get("type", "text"), had.get("value", "")
        if kind in {"radio", "checkbox"}:
            if "checked" in had or name not in fields:
                fields[name] = value or "on"
        elif kind == "date":
            fields[name] = value or "2026-12-01"
        elif kind == "number":
            fields[name] = value or "2"
        elif kind == "email":
            fields[name] = value or "iemand@voorbeeldstad.example"
        elif kind in ENOUGH:
            fields[name] = value or "Een gewone zin"
        elif kind != "file":
            fields[name] = value

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = False
        elif tag == "select":
            self.select = ""
        elif tag == "textarea" and self.area:
            fields = self.forms[-1][1]
            fields[self.area] = fields[self.area].strip() or "Een gewone zin"
            self.area = ""

    def handle_data(self, data: str) -> None:
        if self.area and self.forms:
            self.forms[-1][1][self.area] += data


def forms_of(page: bytes) -> list[tuple[str, dict[str, str]]]:
    """Where the forms of a page go, and their fields, filled in as somebody would."""
    reader = _Forms()
    reader.feed(page.decode(errors="replace"))
    return reader.forms


PLAUSIBLE = {
    "title": "Een gewone zin", "text": "Een gewone zin", "name": "Iemand", "q": "inloggen",
    "kind": "worry", "reason": "Een gewone reden", "email": "iemand@voorbeeldstad.example",
    "role": "employee", "severity": "2", "state": "heard", "version": "1", "axis": "group",
    "decided_by": "Marjolein Horst", "reasons": "Daarom", "on": "2026-12-01", "once": "een-sleutel",
    "goal": "new", "way": "confidential", "passage": "inloggen", "why": "other",
}  # fmt: skip
"""What is sent to a route that has no form on its own page."""


@dataclass
class Search:
    """What one somebody asked, and where a planted identity was found."""

    client: Client
    asked: int = 0
    hits: list[tuple[str, str]] = field(default_factory=list)
    answers: dict[int, int] = field(default_factory=dict)

    def look(self, what: str, answer: HttpResponse, *, own: str = "") -> bytes:
        """Look at one answer; `own` is what was asked, which a page may repeat."""
        self.asked += 1
        self.answers[answer.status_code] = self.answers.get(answer.status_code, 0) + 1
        body = body_of(answer)
        told = readable(body) + "\n".join(f"{name}: {value}" for name, value in answer.items())
        if own:
            told = without(told, own)
        found = STEMS.search(told)
        if found:
            start = max(0, found.start() - 40)
            self.hits.append((what, " ".join(told[start : found.end() + 20].split())))
        return body

    def get(self, path: str, what: str = "", **data: str) -> bytes:
        with untouched():
            return self.look(what or path, self.client.get(path, data), own=data.get("q", ""))

    def post(self, path: str, data: dict[str, str], what: str = "") -> None:
        with untouched():
            self.look(what or f"POST {path}", self.client.post(path, data))


class untouched:  # noqa: N801 reads as a word
    """What is sent in here changes nothing: the next one finds the same."""

    def __enter__(self) -> None:
        cache.clear()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()

    def __exit__(self, *args: object) -> None:
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)


def without(told: str, asked: str) -> str:
    """A page without the words that were asked, however they were written down in it."""
    from urllib.parse import quote, quote_plus  # noqa: PLC0415

    for way in {asked, escape(asked), quote(asked), quote_plus(asked), asked.lower()}:
        told = told.replace(way, "")
    return told


def ask_everything(client: Client, programme, *, forms: bool = True, **things: object) -> Search:
    """Every route inside: read it, ask it for a name, send what we would send.

    With `forms` also what the forms on its page would send, and for other kinds of answers.
    """
    search, found = Search(client), {**world(programme), **things}
    one = somebody(1)
    for route in INSIDE:
        path = address(route, programme, found)
        search.get(path, f"{route} ?q", q=one.name)
        search.post(path, PLAUSIBLE, f"{route}: POST")
        if not forms:
            continue
        page = search.get(path, route)
        for action, fields in forms_of(page):
            where = path if not action or action.startswith("?") else action.partition("#")[0]
            if where.startswith("/") and "/accounts/" not in where:
                search.post(where, fields, f"{route}: form to {where}")
        for accept in ("json", "csv"):
            search.get(f"{path}", f"{route} as {accept}", format=accept)
    return search


def search_names(client: Client, programme, people: Iterable[Planted]) -> Search:
    """Look each name and address up in the search; an answer may repeat the question only."""
    search = Search(client)
    here = f"/w/{programme.workspace.slug}/p/{programme.slug}/"
    nobody = somebody(99_999)
    for one in people:
        for asked, other in ((one.name, nobody.name), (one.address, nobody.address)):
            counts = []
            for query in (asked, other):
                body = search.get(address("desk:search", programme, {}), f"search {query}", q=query)
                counts.append(len(re.findall("<li|<tr", body.decode())))
            if counts[0] != counts[1]:
                search.hits.append((f"search {asked} under {here}", f"{counts} results"))
    return search


def in_tables() -> list[tuple[str, str]]:
    """Every value of every row of every table, and every word of the index of words."""
    hits = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            if table.startswith("core_search_words"):
                continue
            cursor.execute(f"select * from {connection.ops.quote_name(table)}")  # noqa: S608 ours
            for row in cursor.fetchall():
                for cell in row:
                    found = STEMS.search(_as_text(cell))
                    if found:
                        hits.append((table, found.group()))
        hits += in_index(cursor)
    return hits


def in_index(cursor) -> list[tuple[str, str]]:
    """Words that begin like a planted one, in the index of words itself."""
    if connection.vendor == "sqlite":
        cursor.execute("select term from core_search_words_spelled")
        words = [str(row[0]) for row in cursor.fetchall()]
    else:
        cursor.execute("select terms from core_searchdocument")
        words = [str(row[0]) for row in cursor.fetchall()]
    return [("core_search_words", word[:60]) for word in words if STEMS.search(word)]


def _as_text(cell: object) -> str:
    if isinstance(cell, bytes | memoryview):
        return readable(bytes(cell))
    return str(cell)


def in_mails(outbox: list) -> list[tuple[str, str]]:
    """Names anywhere in a mail, and an address in any mail that did not go to it alone."""
    hits = []
    for mail in outbox:
        html = "".join(str(one[0]) for one in getattr(mail, "alternatives", []))
        files = "".join(str(one) for one in mail.attachments)
        told = f"{mail.subject}\n{mail.body}\n{html}\n{files}\n{mail.extra_headers}"
        others = [*mail.to, *mail.cc, *mail.bcc, *mail.reply_to]
        planted = [one for one in others if STEMS.search(one)]
        if STEMS.search(told) or (planted and len(others) > 1):
            hits.append(("mail", mail.subject))
    return hits
