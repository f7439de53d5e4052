"""The word index behind `core.search`: FTS5 on SQLite, an expression index on PostgreSQL.

Both index the same ready-made terms (letters and digits, split by spaces), so both find the same,
and both give what they find in the order of the keys of the documents, which tells nothing. So the
first hundred of many are there without putting all of them in order.

On PostgreSQL what is rare comes from the word index for all kinds at once; for other words each
kind is walked from its end by `searchdocument_order`. Left alone it thinks that one in two hundred
documents holds the beginning of a word, and walks through everything to find the first hundred.

SQLite's index needs whole-number keys: `core_search_number` gives each document the number with
which its key begins, and beside the terms goes one for the kind and its place, so that FTS5 itself
leaves out the other kinds. Triggers keep it in step. Django's table remake drops triggers: they are
made anew after every migrate, and the index is built again when it does not match.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.db import connection as standing
from django.db import connections, transaction

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.backends.base.base import BaseDatabaseWrapper

    _Found = tuple[UUID, str, UUID | None, UUID, str]

DOCUMENTS = "core_searchdocument"
NUMBERS = "core_search_number"
WORDS = "core_search_words"
SPELLED = "core_search_words_spelled"
VECTOR = "array_to_tsvector(string_to_array(%s, ' '))"
SPELLINGS = 64
"""Most words that the beginning of a word is written out as; beyond, FTS5 puts them together."""
DIGITS = 8
NEAR = 1000
"""Two keys that begin alike get numbers beside each other."""

_NUMBER = " + ".join(
    f"(instr('0123456789abcdef', substr(%s, {place + 1}, 1)) - 1) * {16 ** (DIGITS - 1 - place)}"
    for place in range(DIGITS)
)
_NUMBERS_TABLE = f"""
create table if not exists {NUMBERS} (
    number integer primary key,
    document char(32) not null unique
)
"""
# contentless: the terms stand in the documents already; whoever deletes gives the old ones
_WORDS_TABLE = f"""
create virtual table if not exists {WORDS} using fts5(
    terms, content='', detail='none', columnsize=0, tokenize='ascii'
)
"""
_SPELLED_TABLE = f"create virtual table if not exists {SPELLED} using fts5vocab({WORDS}, 'row')"
_PLACE = f"""
    insert into {NUMBERS}(number, document)
    select case when exists (select 1 from {NUMBERS} where number = n) then (
        select max(number) + 1 from {NUMBERS} where number < n + {NEAR}
    ) else n end, document
    from (select {_NUMBER} as n, %s as document)
"""  # noqa: S608 names of our own tables
_SCOPED = (
    "%(row)s.terms || ' §' || %(row)s.kind || coalesce(%(row)s.programme_id, %(row)s.workspace_id)"
)
_ADD = f"""
    insert into {WORDS}(rowid, terms)
    select number, {_SCOPED % {"row": "new"}} from {NUMBERS} where document = new.id;
"""  # noqa: S608 names of our own tables
_TAKE = f"""
    insert into {WORDS}({WORDS}, rowid, terms)
    select 'delete', number, {_SCOPED % {"row": "old"}} from {NUMBERS} where document = old.id;
"""  # noqa: S608 names of our own tables
_ADDED = f"""
create trigger if not exists core_search_placed after insert on {DOCUMENTS} begin
    {_PLACE % (("new.id",) * (DIGITS + 1))};
    {_ADD}
end
"""
_CHANGED = f"""
create trigger if not exists core_search_reworded after update of terms on {DOCUMENTS} begin
    {_TAKE}
    {_ADD}
end
"""
_REMOVED = f"""
create trigger if not exists core_search_dropped after delete on {DOCUMENTS} begin
    {_TAKE}
    delete from {NUMBERS} where document = old.id;
end
"""  # noqa: S608 names of our own tables
_SQLITE = (_NUMBERS_TABLE, _WORDS_TABLE, _SPELLED_TABLE, _ADDED, _CHANGED, _REMOVED)
# the index of before November 2026, in the order of time
_OUTGROWN = (
    "drop trigger if exists core_search_added",
    "drop trigger if exists core_search_changed",
    "drop trigger if exists core_search_removed",
    "drop table if exists core_search_key",
    f"drop table if exists {WORDS}",
)
_FIRST = f"""
select d.object_id, d.title from {WORDS} w
join {NUMBERS} k on k.number = w.rowid
cross join {DOCUMENTS} d on d.id = k.document
where {WORDS} match %s and d.workspace_id = %s order by w.rowid desc limit %s
"""  # noqa: S608 names of our own tables


FEW = 1000
"""Of so many hits or fewer PostgreSQL reads all, for every kind at once."""
WALK = 10_000
"""So many documents of a kind are walked for words that are not rare."""
_SOMEWHERE, _NOWHERE = "programme_id = %s", "programme_id is null"
_ALL = f"""
select id, kind, programme_id, object_id, title from {DOCUMENTS}
where workspace_id = %s and {VECTOR % "terms"} @@ %s::tsquery limit %s
"""  # noqa: S608 names of our own tables
# of a document at hand it is cheaper to read its terms than to make a vector of them
_WALK = f"""
select object_id, title from (
    select object_id, title, ' ' || terms || ' ' as terms from {DOCUMENTS}
    where workspace_id = %%s and %s and kind = %%s order by id desc limit %%s
) last where %s limit %%s
"""  # noqa: S608 names of our own tables
_BEYOND = f"""
select 1 from {DOCUMENTS} where workspace_id = %%s and %s and kind = %%s
order by id desc offset %%s limit 1
"""  # noqa: S608 names of our own tables
_HOLDING = f"""
select object_id, title from (
    select id, programme_id, kind, object_id, title from {DOCUMENTS}
    where workspace_id = %%s and {VECTOR % "terms"} @@ %%s::tsquery offset 0
) held where %s and kind = %%s order by id desc limit %%s
"""  # noqa: S608 names of our own tables


def spelled(terms: Sequence[str]) -> list[str]:
    """The terms of a question as SQLite's index asks for them.

    One that ends in * is written out as the words of the index that begin so: those it reads in
    order, where the beginning of a word would first be put together from all of them.
    """
    return [_written_out(term) if term.endswith("*") else f'"{term}"' for term in terms]


def _written_out(term: str) -> str:
    begins = term[:-1]
    with standing.cursor() as cursor:
        cursor.execute(
            f"select term from {SPELLED} where term >= %s and term < %s limit %s",  # noqa: S608 name of our own table
            [begins, f"{begins}\U0010ffff", SPELLINGS + 1],
        )
        words = [word for (word,) in cursor.fetchall()]
    if not words or len(words) > SPELLINGS:
        return begun(term)
    one_of = " OR ".join(f'"{word}"' for word in words)
    return f"({one_of})"


class Held:
    """What holds the terms of a question on PostgreSQL: read whole where that is little."""

    def __init__(self, terms: Sequence[str]) -> None:
        self.query = as_query(terms)
        self.likes = [f"% {term[:-1]}%" if term.endswith("*") else f"% {term} %" for term in terms]
        self._few: dict[UUID, list[_Found] | None] = {}

    def first_of(
        self, kind: str, *, workspace_id: UUID, programme_id: UUID | None, limit: int
    ) -> list[tuple[UUID, str]]:
        """The last documents of a kind, by key, that hold the terms."""
        if workspace_id not in self._few:
            self._few[workspace_id] = self._read(workspace_id)
        few = self._few[workspace_id]
        if few is not None:
            own = [each for each in few if (each[1], each[2]) == (kind, programme_id)]
            return [(key, title) for _id, _kind, _place, key, title in own[:limit]]
        where = _NOWHERE if programme_id is None else _SOMEWHERE
        place = () if programme_id is None else (programme_id,)
        said = " and ".join(["terms like %s"] * len(self.likes))
        with standing.cursor() as cursor:
            cursor.execute(
                _WALK % (where, said), (workspace_id, *place, kind, WALK, *self.likes, limit)
            )
            found = cursor.fetchall()
            if len(found) < limit:
                cursor.execute(_BEYOND % where, (workspace_id, *place, kind, WALK))
                if cursor.fetchone():
                    cursor.execute(
                        _HOLDING % where, (workspace_id, self.query, *place, kind, limit)
                    )
                    found = cursor.fetchall()
        return [(key, title) for key, title in found]

    def _read(self, workspace_id: UUID) -> list[_Found] | None:
        """All of it by key, the last first; None when it is more than a few."""
        with transaction.atomic(), standing.cursor() as cursor:
            # its guess of how many there are may be far off: not to read the table for it
            cursor.execute("set local enable_seqscan = off; set local enable_indexscan = off")
            cursor.execute(_ALL, [workspace_id, self.query, FEW + 1])
            found = cursor.fetchall()
        return sorted(found, reverse=True) if len(found) <= FEW else None


def as_query(terms: Sequence[str]) -> str:
    """The terms of a question as PostgreSQL's index asks for them."""
    return " & ".join(f"'{term[:-1]}':*" if term.endswith("*") else f"'{term}'" for term in terms)


def begun(term: str) -> str:
    """A term as SQLite's index asks for it, put together by the index where it may go on."""
    return f'"{term[:-1]}"*' if term.endswith("*") else f'"{term}"'


def scope(kind: str, place_id: UUID) -> str:
    """The term of SQLite's index that all documents of a kind in a place have."""
    return f'"§{kind}{place_id.hex}"'


def first_of(
    kind: str, words: Sequence[str], *, workspace_id: UUID, place_id: UUID, limit: int
) -> list[tuple[UUID, str]]:
    """The last documents of a kind, by key, that hold words as `spelled` wrote them (SQLite)."""
    asked = " AND ".join((*words, scope(kind, place_id)))
    with standing.cursor() as cursor:
        cursor.execute(_FIRST, [asked, workspace_id.hex, limit])
        return [(UUID(key), title) for key, title in cursor.fetchall()]


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
        cursor.execute("select 1 from sqlite_master where name = 'core_search_key'")
        outgrown = _OUTGROWN if cursor.fetchone() else ()
        for statement in (*outgrown, *_SQLITE):
            cursor.execute(statement)
        cursor.execute(
            f"select (select count(*) from {DOCUMENTS}) = (select count(*) from {NUMBERS}) "  # noqa: S608 names of our own tables
            f"and not exists (select 1 from {DOCUMENTS} where id not in "
            f"(select document from {NUMBERS}))"
        )
        if outgrown or not cursor.fetchone()[0]:
            rebuild(connection)


def rebuild(connection: BaseDatabaseWrapper) -> None:
    """Build SQLite's word index again from the documents."""
    number = _NUMBER % (("id",) * DIGITS)
    with connection.cursor() as cursor:
        cursor.execute(f"insert into {WORDS}({WORDS}) values ('delete-all')")  # noqa: S608 names of our own tables
        cursor.execute(f"delete from {NUMBERS}")  # noqa: S608 names of our own tables
        cursor.execute(
            f"insert or ignore into {NUMBERS}(number, document) "  # noqa: S608 names of our own tables
            f"select {number} as n, id from {DOCUMENTS} order by n"
        )
        cursor.execute(
            f"select id from {DOCUMENTS} where id not in (select document from {NUMBERS})"  # noqa: S608 names of our own tables
        )
        for (key,) in cursor.fetchall():
            cursor.execute(_PLACE, [key] * (DIGITS + 1))
        cursor.execute(
            f"insert into {WORDS}(rowid, terms) select k.number, {_SCOPED % {'row': 'd'}} "  # noqa: S608 names of our own tables
            f"from {NUMBERS} k join {DOCUMENTS} d on d.id = k.document order by k.number"
        )
