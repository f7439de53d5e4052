"""The word index behind `core.search`: FTS5 on SQLite, an expression index on PostgreSQL.

Both index the same ready-made terms (letters and digits, split by spaces), so both find the same.
SQLite's index needs whole-number keys that never change, so `core_search_key` gives each document
one; triggers keep both in step. Django's table remake drops triggers: they are made anew after
every migrate, and the index is built again when it does not match.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connections

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

DOCUMENTS = "core_searchdocument"
KEYS = "core_search_key"
WORDS = "core_search_words"
VECTOR = "array_to_tsvector(string_to_array(%s, ' '))"

_KEYS_TABLE = f"""
create table if not exists {KEYS} (
    number integer primary key autoincrement,
    document char(32) not null unique
)
"""
# contentless: the terms stand in the documents already; whoever deletes gives the old ones
_WORDS_TABLE = f"""
create virtual table if not exists {WORDS} using fts5(
    terms, content='', detail='none', columnsize=0, tokenize='ascii'
)
"""
_ADD = f"""
    insert into {WORDS}(rowid, terms)
    select number, new.terms from {KEYS} where document = new.id;
"""  # noqa: S608 names of our own tables
_TAKE = f"""
    insert into {WORDS}({WORDS}, rowid, terms)
    select 'delete', number, old.terms from {KEYS} where document = old.id;
"""  # noqa: S608 names of our own tables
_ADDED = f"""
create trigger if not exists core_search_added after insert on {DOCUMENTS} begin
    insert into {KEYS}(document) values (new.id);
    {_ADD}
end
"""  # noqa: S608 names of our own tables
_CHANGED = f"""
create trigger if not exists core_search_changed after update of terms on {DOCUMENTS} begin
    {_TAKE}
    {_ADD}
end
"""
_REMOVED = f"""
create trigger if not exists core_search_removed after delete on {DOCUMENTS} begin
    {_TAKE}
    delete from {KEYS} where document = old.id;
end
"""  # noqa: S608 names of our own tables
_SQLITE = (_KEYS_TABLE, _WORDS_TABLE, _ADDED, _CHANGED, _REMOVED)


def install(*, using: str, **_rest: object) -> None:
    """Put the word index in place (signal `post_migrate`; safe to repeat)."""
    connection = connections[using]
    if DOCUMENTS not in connection.introspection.table_names():
        return
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            vector = VECTOR % "terms"
            cursor.execute(
                f"create index if not exists core_search_words on {DOCUMENTS} using gin ({vector})"
            )
        if connection.vendor != "sqlite":
            return
        for statement in _SQLITE:
            cursor.execute(statement)
        cursor.execute(
            f"select (select count(*) from {DOCUMENTS}) = (select count(*) from {KEYS}) "  # noqa: S608 names of our own tables
            f"and not exists (select 1 from {DOCUMENTS} where id not in "
            f"(select document from {KEYS}))"
        )
        if not cursor.fetchone()[0]:
            rebuild(connection)


def rebuild(connection: BaseDatabaseWrapper) -> None:
    """Build SQLite's word index again from the documents."""
    with connection.cursor() as cursor:
        cursor.execute(f"insert into {WORDS}({WORDS}) values ('delete-all')")  # noqa: S608 names of our own tables
        cursor.execute(f"delete from {KEYS}")  # noqa: S608 names of our own tables
        cursor.execute(f"insert into {KEYS}(document) select id from {DOCUMENTS} order by id")  # noqa: S608 names of our own tables
        cursor.execute(
            f"insert into {WORDS}(rowid, terms) select k.number, d.terms "  # noqa: S608 names of our own tables
            f"from {KEYS} k join {DOCUMENTS} d on d.id = k.document"
        )
