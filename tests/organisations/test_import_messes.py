"""Thirty real-world messes come in right, without anybody choosing anything."""

from __future__ import annotations

import pytest

from draagvlak.organisations import commands
from draagvlak.organisations.imports.plan import unit_names
from draagvlak.organisations.imports.reading import read_file
from draagvlak.organisations.imports.register import read_register
from draagvlak.organisations.models import Person
from tests.factories.organisations import apply, make_organisation
from tests.factories.places import make_member
from tests.organisations.messes import MESSES

pytestmark = pytest.mark.django_db


def test_there_are_thirty_of_them():
    assert len({mess.name for mess in MESSES}) >= 30


@pytest.mark.parametrize("mess", MESSES, ids=[mess.name for mess in MESSES])
def test_a_mess_comes_in_right(mess):
    guide = make_member()
    staged = commands.stage_import(
        by=guide,
        organisation=make_organisation(guide),
        filename=mess.filename,
        table=read_file(mess.data, mess.filename),
    )
    apply(guide, staged)

    people = Person.objects.filter(workspace_id=guide.tenant).order_by("external_id", "sort_key")
    names = unit_names(read_register(guide.tenant), {person.unit_id for person in people})
    assert [
        (each.external_id, each.name, each.function, names.get(each.unit_id, ""), each.email)
        for each in people
    ] == mess.people
