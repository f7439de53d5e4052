"""A database whose tables were made at once is the one that all migrations lead to."""

from __future__ import annotations

import os
import re
from contextlib import contextmanager
from copy import deepcopy

import pytest
from django.core.management import call_command
from django.core.management.commands import migrate
from django.db import connection, connections

POSTGRESQL = {
    "columns": "select table_name, column_name, data_type, character_maximum_length, is_nullable, "
    "column_default, is_identity, collation_name from information_schema.columns "
    "where table_schema = 'public'",
    "constraints": "select conrelid::regclass::text, conname, pg_get_constraintdef(oid) "
    "from pg_constraint where connamespace = 'public'::regnamespace",
    "indexes": "select tablename, indexname, indexdef from pg_indexes where schemaname = 'public'",
    "triggers": "select tgrelid::regclass::text, tgname, pg_get_triggerdef(oid) "
    "from pg_trigger where not tgisinternal",
}
UNREADABLE = "core_search_words"
PLACE = ("host", "port", "user", "password", "dbname")
SQLITE = {
    "all": "select type, name, tbl_name, coalesce(sql, '') from sqlite_master",
}
ROWS = {
    "migrations": "select app, name from django_migrations",
    "types": "select app_label, model from django_content_type",
    "permissions": "select app_label, model, codename, name from auth_permission "
    "join django_content_type on django_content_type.id = content_type_id",
}


@pytest.fixture(autouse=True)
def _beside_the_database_of_the_tests(django_db_setup, django_db_blocker):
    """These tests look at databases of their own."""
    with django_db_blocker.unblock():
        yield


@contextmanager
def empty(name, tmp_path):
    """An empty database on the engine of this run takes the place of the one of the tests."""
    theirs, settings = connections["default"], connections.settings["default"]
    own = deepcopy(theirs.settings_dict)
    name = f"draagvlak_{os.getpid()}_{name}"
    own["NAME"] = name if theirs.vendor == "postgresql" else str(tmp_path / name)
    with server(name):
        connections.settings["default"] = own
        connections["default"] = connections.create_connection("default")
        try:
            yield connections["default"]
        finally:
            connections["default"].close()
            connections.settings["default"], connections["default"] = settings, theirs


@contextmanager
def server(name):
    """On a server the database is made and dropped; elsewhere it is a file."""
    if connection.vendor != "postgresql":
        yield
        return
    import psycopg  # noqa: PLC0415 - SQLite does without

    given = connection.get_connection_params()
    there = {key: given[key] for key in PLACE if key in given}
    with psycopg.connect(**there, autocommit=True) as line:
        line.execute(f'create database "{name}"')
    try:
        yield
    finally:
        with psycopg.connect(**there, autocommit=True) as line:
            line.execute(f'drop database "{name}" with (force)')


def lines(text):
    """The definitions inside a statement that makes a table, in any order."""
    found, depth, began = [], 0, text.find("(") + 1
    for place, sign in enumerate(text):
        depth += {"(": 1, ")": -1}.get(sign, 0)
        if (sign == "," and depth == 1) or (sign == ")" and depth == 0):
            found.append(text[began:place].strip())
            began = place + 1
    return (text[: text.find("(")], *sorted(found), text[began:])


def look(there):
    """All that stands in a database."""
    with there.cursor() as cursor:

        def ask(question):
            cursor.execute(question)
            return cursor.fetchall()

        questions = POSTGRESQL if there.vendor == "postgresql" else SQLITE
        found = {name: set(ask(question)) for name, question in questions.items()}
        if there.vendor == "sqlite":
            found["all"] = {
                (*row[:3], lines(row[3]) if row[0] == "table" else re.sub(r"\s+", " ", row[3]))
                for row in found["all"]
            }
        every = there.introspection.table_names(cursor)
        names = [name for name in every if not name.startswith(UNREADABLE)]
        rows = {name: ask(f'select count(*) from "{name}"') for name in names}  # noqa: S608 our own
        return found | {"rows": rows} | {name: set(ask(query)) for name, query in ROWS.items()}


def test_made_at_once_is_what_all_migrations_lead_to(tmp_path):
    with empty("at_once", tmp_path) as one:
        call_command("migrate", verbosity=0)
        at_once = look(one)
    with empty("in_steps", tmp_path) as other:
        call_command(migrate.Command(), verbosity=0)
        in_steps = look(other)
    for what, wanted in in_steps.items():
        assert at_once[what] == wanted, what


def test_a_database_in_which_something_stands_is_migrated_in_steps(tmp_path, monkeypatch):
    asked = []
    monkeypatch.setattr(migrate.Command, "handle", lambda _self, **options: asked.append(options))
    with empty("begun", tmp_path) as begun, begun.cursor() as cursor:
        cursor.execute("create table of_somebody_else (id integer)")
        call_command("migrate")
        assert begun.introspection.table_names(cursor) == ["of_somebody_else"]
    assert len(asked) == 1


def test_who_asks_for_one_app_gets_no_more(tmp_path):
    with empty("partly", tmp_path) as partly:
        call_command("migrate", "contenttypes", verbosity=0)
        made = set(partly.introspection.table_names())
        assert {"django_content_type", "django_migrations"} <= made
        assert "auth_permission" not in made


def test_it_says_what_it_did(tmp_path, capsys):
    with empty("told", tmp_path):
        call_command("migrate", verbosity=1)
        assert capsys.readouterr().out.startswith("Made all tables of an empty database (")
