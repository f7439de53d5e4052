"""People come, change, leave and return."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from draagvlak.core.audit import record
from draagvlak.core.command import command
from draagvlak.core.returning import keep_key
from draagvlak.core.undo import leave
from draagvlak.core.versions import save_if_unchanged
from draagvlak.lib.person_name import parse_name
from draagvlak.organisations.imports.sizes import count_groups_of
from draagvlak.organisations.models import Organisation, Person, Unit
from draagvlak.organisations.queries.returning import PEOPLE
from draagvlak.organisations.rules import may_keep_register, may_write_person

if TYPE_CHECKING:
    from draagvlak.core.actor import Actor


@dataclass(frozen=True)
class PersonDetails:
    """What is written down about a person."""

    name: str
    organisation: Organisation
    unit: Unit | None = None
    function: str = ""
    email: str = ""
    external_id: str = ""

    @classmethod
    def of(cls, person: Person) -> PersonDetails:
        """What is stored about somebody."""
        return cls(
            name=person.name,
            organisation=person.organisation,
            unit=person.unit,
            function=person.function,
            email=person.email,
            external_id=person.external_id,
        )

    def as_text(self) -> str:
        """One line per detail, to lay beside another version."""
        lines = (
            (_("Name"), self.name),
            (_("Works at"), self.unit.name if self.unit else self.organisation.name),
            (_("Function"), self.function),
            (_("E-mail address"), self.email),
            (_("Staff number"), self.external_id),
        )
        return "\n".join(f"{label}: {text or '–'}" for label, text in lines)

    def columns(self) -> dict[str, object]:
        """The columns of the row that follow from it."""
        return {
            "name": self.name,
            "sort_key": parse_name(self.name).sort_key[:180],
            "organisation": self.organisation,
            "unit": self.unit,
            "function": self.function,
            "email": self.email.lower(),
            "external_id": self.external_id,
        }


@command
def add_person(*, by: Actor, details: PersonDetails, once: str = "") -> Person:
    """Write somebody into the register."""
    del once
    rule = may_write_person
    rule(by, details.organisation, details.email, details.external_id).demand()
    person = Person(workspace_id=by.tenant, **details.columns())
    try:
        with transaction.atomic():
            person.save(force_insert=True)
    except IntegrityError:  # somebody took the address or number a moment ago: say who
        rule(by, details.organisation, details.email, details.external_id).demand()
        raise
    record("people.added", by=by, on=person)
    return person


@command
def edit_person(*, by: Actor, person: Person, details: PersonDetails, version: int) -> Person:
    """Change what is written about somebody. Raises `EditConflict` when it changed meanwhile."""
    rule = may_write_person
    asked = (by, details.organisation, details.email, details.external_id)
    rule(*asked, besides=person).demand()
    before = PEOPLE.before(Person.objects.get(workspace_id=by.tenant, pk=person.pk))
    try:
        with transaction.atomic():
            person = save_if_unchanged(person, expected=version, changes=details.columns())
    except IntegrityError:
        rule(*asked, besides=person).demand()
        raise
    event = record("people.edited", by=by, on=person)
    leave(event, by=by, kept=PEOPLE.kept(before, person), touches=[person.pk])
    return person


@command
def mark_left(*, by: Actor, person: Person) -> Person:
    """Somebody no longer works there: they leave the lists and the sizes of their groups."""
    return _set_left(by, person, "people.left", left=True)


@command
def mark_returned(*, by: Actor, person: Person) -> Person:
    """Somebody works there again, or never left."""
    return _set_left(by, person, "people.returned", left=False)


def _set_left(by: Actor, person: Person, verb: str, *, left: bool) -> Person:
    may_keep_register(by).demand()
    day = timezone.localdate() if left else None
    changes = {"left_on": day}
    person = save_if_unchanged(person, expected=person.version, changes=changes)
    count_groups_of(by.tenant, person.pk)
    event = record(verb, by=by, on=person)
    if left:
        leave(event, by=by, kept=keep_key(person), touches=[person.pk])
    return person
