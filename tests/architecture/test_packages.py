"""No table can be forgotten when a workspace is taken along."""

from __future__ import annotations

import pytest
from django.db import models

from draagvlak.core.guards import tenant_models
from draagvlak.core.models import Workspace
from draagvlak.core.policy import SIGHT, Role, Sight
from draagvlak.packages.packing.contents import (
    LEFT_OUT,
    OPEN,
    RENEWED,
    SEALED,
    SERVER,
    SETTINGS,
    VAULT,
    tables,
)
from draagvlak.packages.packing.lists import LISTS

READS = {Sight.FULL, Sight.RELEASED}


def label(model):
    return model._meta.label_lower


@pytest.mark.parametrize("model", tenant_models(), ids=label)
def test_every_table_goes_along_or_stays_behind_with_a_reason(model):
    """Add yours to one list of draagvlak/packages/packing/contents.py."""
    found = [known for known in (OPEN, SEALED, LEFT_OUT) if label(model) in known]
    assert len(found) == 1, f"{label(model)} stands in {len(found)} lists"


def test_no_list_names_a_table_that_is_not_there():
    assert {*OPEN, *SEALED, *LEFT_OUT} == {label(model) for model in tenant_models()}
    assert all({**SEALED, **LEFT_OUT}.values()), "each says why"


@pytest.mark.parametrize("name", OPEN)
def test_what_stands_readable_may_be_read_by_an_administrator(name):
    assert SIGHT[OPEN[name]][Role.ADMINISTRATOR] in READS


@pytest.mark.parametrize("one", LISTS, ids=lambda one: one.name)
def test_every_list_shows_what_an_administrator_may_read(one):
    assert SIGHT[one.shows][Role.ADMINISTRATOR] in READS


def test_every_sealed_column_says_who_opens_it():
    """The server (opened, and sealed anew elsewhere) or its readers (as it is)."""
    sealed = {
        (table.name, field.attname)
        for table in tables()
        for field in table.model._meta.concrete_fields
        if isinstance(field, models.BinaryField)
    }
    assert sealed == {*SERVER, *VAULT}
    assert not {name for name, _ in sealed} & {*OPEN}, "nothing sealed stands readable"


def test_every_column_of_the_workspace_itself_is_thought_of():
    """Its name and days stand in the origin; a demo comes in as an ordinary workspace."""
    told = {"id", "slug", "name", "created_at", "is_demo"}
    assert {field.name for field in Workspace._meta.concrete_fields} == {*told, *SETTINGS}


def test_what_is_made_anew_is_a_column():
    columns = {
        (label(model), field.attname)
        for model in tenant_models()
        for field in model._meta.concrete_fields
    }
    assert {*RENEWED} <= columns


def test_a_table_comes_after_those_that_it_names():
    order = [table.model for table in tables()]
    for place, table in enumerate(tables()):
        for field in table.model._meta.concrete_fields:
            if field.is_relation and field.related_model in order:
                assert order.index(field.related_model) <= place, f"{table.name}.{field.name}"
