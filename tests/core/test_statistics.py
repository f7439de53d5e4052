"""SQLite knows its tables after they changed, and again every night."""

from __future__ import annotations

import pytest
from django.db import connection

from draagvlak.core import statistics
from draagvlak.core.chores import CHORES
from tests.factories.places import make_member

pytestmark = pytest.mark.django_db


def known():
    with connection.cursor() as cursor:
        cursor.execute("select stat from sqlite_stat1 where tbl = 'programmes_membership'")
        return [row[0].split()[0] for row in cursor.fetchall()]


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL gathers by itself")
def test_every_night_it_looks_again():
    make_member()
    assert CHORES.get("core.statistics").run() == {"gathered": "all"}
    assert set(known()) == {"1"}


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL gathers by itself")
def test_after_a_change_of_the_tables_it_looks_and_otherwise_not():
    make_member()
    statistics.after_migrate(using="default", plan=[])
    before = known()
    statistics.after_migrate(using="default", plan=["a migration"])
    assert set(before) != {"1"}
    assert set(known()) == {"1"}


@pytest.mark.skipif("connection.vendor == 'sqlite'", reason="SQLite has to be asked")
def test_postgresql_is_left_alone():
    assert CHORES.get("core.statistics").run() == {"gathered": "by the server"}
