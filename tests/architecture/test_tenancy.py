"""Every table is ready to be spread by workspace."""

from __future__ import annotations

import pytest
from django.db import connection, models

from draagvlak.core.guards import tenant_models
from draagvlak.core.tenancy import TENANT, TenantForeignKey

TABLES = tenant_models()
# a row that is found before the workspace is known
GLOBAL_UNIQUE = {"core.OutboxMessage"}


def label(model: type[models.Model]) -> str:
    return model._meta.label


@pytest.mark.parametrize("model", TABLES, ids=label)
def test_references_within_a_workspace_carry_it(model):
    for field in model._meta.fields:
        if field.many_to_one and field.name != TENANT and field.related_model in TABLES:
            assert isinstance(field, TenantForeignKey), field.name


@pytest.mark.parametrize("model", TABLES, ids=label)
def test_keys_are_no_sequences_and_nothing_is_unique_across_workspaces(model):
    assert isinstance(model._meta.pk, models.UUIDField)
    if label(model) in GLOBAL_UNIQUE:
        return
    for field in model._meta.fields:
        assert field.primary_key or not field.unique, field.name
    for constraint in model._meta.constraints:
        if isinstance(constraint, models.UniqueConstraint):
            assert constraint.fields[0] == TENANT, constraint.name


@pytest.mark.parametrize("model", TABLES, ids=label)
def test_every_index_begins_with_the_workspace(model):
    for index in model._meta.indexes:
        if index.condition is None and index.fields:
            assert index.fields[0] == TENANT, index.name


def test_there_is_no_hidden_many_to_many_table():
    assert [m._meta.label for m in TABLES if m._meta.auto_created] == []


@pytest.mark.django_db
def test_the_guards_stand_in_the_database():
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "select count(*) from sqlite_master where substr(name, 1, 7) = 'tenant_'"
            )
        else:
            cursor.execute(
                "select count(*) from pg_constraint "
                "where left(conname, 7) = 'tenant_' and contype = 'f'"
            )
        assert cursor.fetchone()[0] >= 40
