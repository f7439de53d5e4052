"""Tables for people: CSV with Dutch headers, of what an administrator may read and no more."""

from __future__ import annotations

import csv
import datetime as dt
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.apps import apps
from django.db.models import Q
from django.utils import timezone, translation

from draagvlak.accounts.models import User
from draagvlak.core.audit import VERBS
from draagvlak.core.policy import Data
from draagvlak.packages.packing.archive import Summing, Told

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path
    from uuid import UUID

    from django.db.models import Field, Model

FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_CHUNK: Final = 2000
ALL: Final = Q()


@dataclass(frozen=True)
class PeopleList:
    """One list: its file, what class of data it shows, its rows, and its columns (header, path)."""

    name: str
    shows: Data
    model: str
    columns: tuple[tuple[str, str], ...]
    order: tuple[str, ...]
    only: Q = ALL


_PROGRAMME: Final = ("Traject", "programme__name")
LISTS: Final = (
    PeopleList(
        "medewerkers", Data.REGISTER, "organisations.person",
        (("Naam", "name"), ("Functie", "function"), ("E-mailadres", "email"),
         ("Personeelsnummer", "external_id"), ("Afdeling", "unit__name"),
         ("Organisatie", "organisation__name"), ("Vertrokken op", "left_on")),
        ("pk",),
    ),
    PeopleList(
        "afdelingen", Data.REGISTER, "organisations.unit",
        (("Afdeling", "name"), ("Hoort bij", "parent__name"),
         ("Organisatie", "organisation__name")),
        ("organisation_id", "path"),
    ),
    PeopleList(
        "doelgroepen", Data.REGISTER, "organisations.group",
        (("Doelgroep", "name"), ("Omschrijving", "description"), ("Mensen", "size")),
        ("name",),
    ),
    PeopleList(
        "mensen-in-doelgroepen", Data.REGISTER, "organisations.groupmember",
        (("Doelgroep", "group__name"), ("Naam", "person__name"), ("E-mailadres", "person__email")),
        ("pk",),
    ),
    PeopleList(
        "deelnemers", Data.MEMBERS, "programmes.membership",
        (("Naam", "user__name"), ("E-mailadres", "user__email"), ("Rol", "role"), _PROGRAMME,
         ("Sinds", "since"), ("Geëindigd op", "ended_at")),
        ("user__name", "pk"),
    ),
    PeopleList(
        "trajecten", Data.PROGRAMME, "programmes.programme",
        (("Traject", "name"), ("Waar het over gaat", "summary"), ("Fase", "phase")),
        ("name",),
    ),
    PeopleList(
        "visie-en-aanpak", Data.PROGRAMME, "programmes.vision",
        (_PROGRAMME, ("Versie", "number"), ("Titel", "title"), ("Tekst", "body"),
         ("Wat er veranderde", "changed_because"), ("Gepubliceerd op", "published_at")),
        ("programme__name", "number"),
    ),
    PeopleList(
        "besluiten", Data.PROGRAMME, "programmes.decision",
        (_PROGRAMME, ("Besluit", "title"), ("Vraag", "question"), ("Status", "state"),
         ("Besloten", "outcome"), ("Waarom", "reasons"), ("Besloten op", "decided_on")),
        ("programme__name", "pk"),
    ),
    PeopleList(
        "zorgen-en-wensen", Data.CONCERN, "concerns.concern",
        (_PROGRAMME, ("Nummer", "number"), ("Soort", "kind"), ("Titel", "title"),
         ("Omschrijving", "description"), ("Ernst", "severity"), ("Status", "state"),
         ("Gemeld op", "raised_on"), ("Antwoord beloofd op", "answer_due_on")),
        ("programme__name", "number"), Q(archived_at=None),
    ),
    PeopleList(
        "antwoorden", Data.CONCERN, "concerns.answer",
        (("Traject", "concern__programme__name"), ("Zorg of wens", "concern__title"),
         ("Wat is besloten", "text"), ("Wie besloot", "decided_by"), ("Waarom", "reasons"),
         ("Wat gebeurt er, en wanneer", "what_happens"), ("Beantwoord op", "answered_on")),
        ("concern__programme__name", "concern__number", "number"),
        Q(concern__archived_at=None),
    ),
    PeopleList(
        "oorzaken", Data.CONCERN, "concerns.cause",
        (_PROGRAMME, ("Oorzaak", "title"), ("Omschrijving", "description"),
         ("Waar het over gaat", "about"), ("Waar het zit", "where")),
        ("programme__name", "title"),
    ),
    PeopleList(
        "maatregelen", Data.CONCERN, "measures.measure",
        (_PROGRAMME, ("Soort", "kind"), ("Maatregel", "title"), ("Omschrijving", "description"),
         ("Status", "state"), ("Wie", "owner__user__name"), ("Klaar op", "due_on")),
        ("programme__name", "title_key", "pk"), Q(archived_at=None),
    ),
    PeopleList(
        "vrijgegeven-uitspraken", Data.RELEASED_QUOTE, "conversations.releasedquote",
        (_PROGRAMME, ("Uitspraak", "text"), ("Zorg of wens", "concern__title"),
         ("Vrijgegeven op", "released_on")),
        ("programme__name", "released_on", "pk"),
        Q(withdrawn_on=None) & (Q(concern=None) | Q(concern__archived_at=None)),
    ),
    PeopleList(
        "betrokkenen", Data.STAKEHOLDER, "stakeholders.stakeholder",
        (_PROGRAMME, ("Doelgroep", "group__name"), ("Partij", "name"), ("Laag", "layer"),
         ("Rol in de verandering", "role")),
        ("programme__name", "group__name", "name", "pk"), Q(archived_at=None),
    ),
    PeopleList(
        "logboek", Data.AUDIT, "core.auditevent",
        (("Wanneer", "at"), ("Wie", "actor_id"), ("Wat", "verb")),
        ("at", "pk"),
    ),
)  # fmt: skip


def write_list(one: PeopleList, workspace_id: UUID, path: Path) -> Told:
    """Write a list; a spreadsheet reads it, and runs nothing in it."""
    model = apps.get_model(one.model)
    rows = model._default_manager.filter(one.only, workspace_id=workspace_id).order_by(*one.order)
    found = rows.values_list(*(way for _, way in one.columns)).iterator(chunk_size=_CHUNK)
    seen = Summing()
    with path.open("xb") as file, translation.override("nl"):
        words = [_words_of(model, way) for _, way in one.columns]
        file.write(seen.add("\ufeff".encode() + _line([header for header, _ in one.columns])))
        for row in found:
            cells = [say(value) for say, value in zip(words, row, strict=True)]
            file.write(seen.add(_line(cells), rows=1))
    return seen.told


def defused(text: str) -> str:
    """A cell that a spreadsheet does not take for a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text


def _words_of(model: type[Model], way: str) -> Callable[[object], str]:
    """How a column says its values: choices, verbs and people by their names."""
    field = _field(model, way)
    if way == "verb":
        return lambda value: str(VERBS.get(str(value)) or value)
    if way == "actor_id":
        names: dict[object, str] = dict(User.objects.values_list("pk", "name"))
        return lambda value: names.get(value, "")
    choices = {key: str(label) for key, label in field.flatchoices}
    return lambda value: _said(value, choices)


def _field(model: type[Model], way: str) -> Field[object, object]:
    *steps, last = way.split("__")
    for step in steps:
        reference = model._meta.get_field(step).related_model
        if reference is None or isinstance(reference, str):
            raise LookupError(way)
        model = reference
    return next(f for f in model._meta.concrete_fields if last in {f.name, f.attname})


def _said(value: object, choices: Mapping[object, str]) -> str:
    if value is None:
        return ""
    if value in choices:
        return choices[value]
    if isinstance(value, dt.datetime):
        return timezone.localtime(value).strftime("%Y-%m-%d %H:%M")
    return str(value)


def _line(cells: Sequence[str]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=";").writerow([defused(cell) for cell in cells])
    return text.getvalue().encode()
