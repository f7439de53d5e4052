"""Statements that are built once: the queries of the busiest pages.

Building a query with Django's ORM costs more processor time than SQLite or PostgreSQL needs to
answer it, and the busiest pages build the same one for each request. `@prepared` is put on a
function that returns a queryset: the function runs once for each shape of its arguments, with
stand-ins for keys and words, and later calls fill the real values into the finished statement.

    @prepared
    def _groups_of(tenant: UUID, concerns: Sequence[UUID]) -> QuerySet[…, tuple[UUID, str]]:
        return AffectedGroup.objects.filter(…).values_list("concern_id", "group__name")

    for concern, name in _groups_of(actor.tenant, ids): …

What may change between two calls of the same shape: a UUID, a text, a date or moment, and the
members (not the number) of a list or tuple of these. Everything else (a number, a truth value,
None, the length of a list) is part of the shape. So a slice `[:n]` is of the shape, and may stand
in the function. The queryset gives `values_list` rows or whole objects,
with `select_related` when it asks for it.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import wraps
from operator import itemgetter
from typing import TYPE_CHECKING, Generic, ParamSpec, Protocol, TypeVar
from uuid import UUID, uuid4

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models.query import (
    FlatValuesListIterable,
    ModelIterable,
    ValuesListIterable,
    get_related_populators,
)
from django.db.models.sql.subqueries import UpdateQuery

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from django.db.backends.base.base import BaseDatabaseWrapper
    from django.db.backends.utils import CursorWrapper
    from django.db.models import Model, QuerySet
    from django.db.models.sql.compiler import SQLCompiler

P = ParamSpec("P")
Row = TypeVar("Row")
SHAPES_AT_MOST = 256
Shape = tuple[object, ...]
EARLIEST = dt.datetime(1971, 1, 1, tzinfo=dt.UTC)
LONG_AGO = dt.date(1971, 1, 1)


class Turn(Protocol):
    """How Django makes what a column holds into what Python gets."""

    def __call__(
        self, value: object, expression: object, connection: BaseDatabaseWrapper, /
    ) -> object: ...


@dataclass(frozen=True)
class Slot:
    """One place in a statement: which value belongs there, and how the database takes it."""

    at: int
    turn: Callable[[object, BaseDatabaseWrapper], object]


@dataclass(frozen=True)
class Finished:
    """A statement that only misses its values."""

    alias: str
    sql: str
    params: tuple[object, ...]

    def ask(self, connection: BaseDatabaseWrapper, values: Sequence[object]) -> CursorWrapper:
        """Send it with these values."""
        params = [
            part.turn(values[part.at], connection) if isinstance(part, Slot) else part
            for part in self.params
        ]
        cursor = connection.cursor()
        cursor.execute(self.sql, params)  # type: ignore[arg-type] # as Django prepared them
        return cursor


@dataclass(frozen=True)
class Question(Generic[Row]):
    """A finished statement, and how its rows become what the caller gets."""

    asked: Finished
    converters: tuple[tuple[int, Sequence[Turn], object], ...]
    made: Callable[[Sequence[object]], Row]

    def rows(self, values: Sequence[object]) -> list[Row]:
        """Ask the database."""
        connection = connections[self.asked.alias]
        with self.asked.ask(connection, values) as cursor:
            found: Iterable[Sequence[object]] = cursor.fetchall()
        if self.converters and found:
            columns: list[Sequence[object]] = list(zip(*found, strict=True))
            for at, turns, expression in self.converters:
                for turn in turns:
                    columns[at] = [turn(value, expression, connection) for value in columns[at]]
            found = zip(*columns, strict=True)
        return [self.made(row) for row in found]


def prepared(build: Callable[P, QuerySet[Model, Row]]) -> Callable[P, list[Row]]:
    """Make a function that gives a queryset into one that gives its rows, built once per shape.

    Raises TypeError when a value of the arguments does not come back in the statement as it is
    (such as a word inside a LIKE): such a value cannot be filled in later.
    """
    known: dict[Shape, Question[Row] | None] = {}

    @wraps(build)
    def run(*args: P.args, **kwargs: P.kwargs) -> list[Row]:
        values: list[object] = []
        shape = _shape_of(args, kwargs, values)
        if shape not in known:
            if len(known) >= SHAPES_AT_MOST:
                known.clear()
            stood_in, named, stand_ins = _stood_in_all(args, kwargs)
            queryset = build(*stood_in, **named)  # type: ignore[arg-type] # of the same kinds
            known[shape] = _question(queryset, stand_ins)
        question = known[shape]
        return [] if question is None else question.rows(values)

    return run


def prepared_change(
    build: Callable[P, tuple[QuerySet[Model], Mapping[str, object]]],
) -> Callable[P, int]:
    """The same for a change of rows: the function gives the rows, and their columns as they become.

    The function that comes of it gives how many rows there were. Raises TypeError as `prepared`.
    """
    known: dict[Shape, Finished | None] = {}

    @wraps(build)
    def run(*args: P.args, **kwargs: P.kwargs) -> int:
        values: list[object] = []
        shape = _shape_of(args, kwargs, values)
        if shape not in known:
            if len(known) >= SHAPES_AT_MOST:
                known.clear()
            stood_in, named, stand_ins = _stood_in_all(args, kwargs)
            rows, columns = build(*stood_in, **named)  # type: ignore[arg-type] # of the same kinds
            query: UpdateQuery = rows.query.chain(UpdateQuery)  # type: ignore[assignment]
            query.add_update_values(dict(columns))
            known[shape] = _finish(query.get_compiler(rows.db), stand_ins, rows.db)
        change = known[shape]
        if change is None:
            return 0
        with change.ask(connections[change.alias], values) as cursor:
            return int(cursor.rowcount)

    return run


def _shape_of(args: Sequence[object], kwargs: Mapping[str, object], values: list[object]) -> Shape:
    """What a statement depends on besides the values, which are added to the list."""
    return (
        *[_shape(value, values) for value in args],
        *[(name, _shape(value, values)) for name, value in kwargs.items()],
    )


def _shape(value: object, values: list[object]) -> object:
    """What a statement depends on, of one argument; its values are added to the list."""
    if isinstance(value, str | UUID | dt.date):
        values.append(str(value) if isinstance(value, str) else value)
        return _kind(value)
    if isinstance(value, list | tuple):
        padded = _padded(value)
        values.extend(padded)
        return len(padded), tuple(sorted({_kind(each).__name__ for each in padded}))
    return type(value), value


def _kind(value: object) -> type:
    """The kind of a value that can be filled in; TypeError for any other."""
    for kind in (str, UUID, dt.datetime, dt.date):
        if isinstance(value, kind):
            return kind
    raise TypeError(f"a prepared statement takes no {type(value).__name__} in a list")


def _padded(members: Sequence[object]) -> Sequence[object]:
    """As many members as the next power of two: the last one again says nothing new to IN."""
    if len(members) < 3:  # noqa: PLR2004
        return members
    wanted = 1 << (len(members) - 1).bit_length()
    return [*members, *[members[-1]] * (wanted - len(members))]


def _finish(compiler: SQLCompiler, stand_ins: Sequence[object], alias: str) -> Finished | None:
    """The statement with places for its values; None when it can meet no row at all."""
    try:
        sql, params = compiler.as_sql()
    except EmptyResultSet:
        return None
    found = tuple(_slot(param, stand_ins, compiler.connection) for param in params)
    missing = set(range(len(stand_ins))) - {part.at for part in found if isinstance(part, Slot)}
    if missing:
        raise TypeError(f"{stand_ins[min(missing)]!r} is not in: {sql}")
    return Finished(alias, sql, found)


def _question(queryset: QuerySet[Model, Row], stand_ins: Sequence[object]) -> Question[Row] | None:
    compiler = queryset.query.get_compiler(queryset.db)
    finished = _finish(compiler, stand_ins, queryset.db)
    if finished is None:
        return None
    chosen = [each[0] for each in compiler.select[: compiler.col_count]]
    turns = compiler.get_converters(chosen)
    converters = tuple((at, *pair) for at, pair in turns.items())
    return Question(finished, converters, _maker(queryset, compiler))


def _stood_in_all(
    args: Sequence[object], kwargs: Mapping[str, object]
) -> tuple[list[object], dict[str, object], list[object]]:
    """Arguments with stand-ins for their values, and the stand-ins in order."""
    stand_ins: list[object] = []
    given = [_stood_in(value, stand_ins) for value in args]
    named = {name: _stood_in(value, stand_ins) for name, value in kwargs.items()}
    return given, named, stand_ins


def _stood_in(value: object, stand_ins: list[object]) -> object:
    if isinstance(value, list | tuple):
        return [_stood_in(each, stand_ins) for each in _padded(value)]
    if not isinstance(value, str | UUID | dt.date):
        return value
    count = len(stand_ins)
    made: object
    if isinstance(value, UUID):
        made = uuid4()
    elif isinstance(value, str):
        made = uuid4().hex[:20]
    elif isinstance(value, dt.datetime):
        made = EARLIEST + dt.timedelta(days=count, seconds=count)
    else:
        made = LONG_AGO + dt.timedelta(days=count)
    stand_ins.append(made)
    return made


def _slot(param: object, stand_ins: Sequence[object], connection: BaseDatabaseWrapper) -> object:
    """The place of a stand-in, or the parameter itself when it is none."""
    for at, stand_in in enumerate(stand_ins):
        for turn in (_as_it_is, _as_hex, _as_moment, _as_day):
            turned = turn(stand_in, connection)
            if turned is not None and type(turned) is type(param) and turned == param:
                return Slot(at, turn)
    return param


def _as_it_is(value: object, connection: BaseDatabaseWrapper) -> object:
    del connection
    return value


def _as_hex(value: object, connection: BaseDatabaseWrapper) -> object:
    del connection
    return value.hex if isinstance(value, UUID) else None


def _as_moment(value: object, connection: BaseDatabaseWrapper) -> object:
    if not isinstance(value, dt.datetime):
        return None
    return connection.ops.adapt_datetimefield_value(value)


def _as_day(value: object, connection: BaseDatabaseWrapper) -> object:
    if not isinstance(value, dt.date) or isinstance(value, dt.datetime):
        return None
    return connection.ops.adapt_datefield_value(value)


def _maker(
    queryset: QuerySet[Model, Row], compiler: SQLCompiler
) -> Callable[[Sequence[object]], Row]:
    """How a row becomes what the queryset would give."""
    kind = queryset._iterable_class  # noqa: SLF001 Django has no other name for it
    if kind is ValuesListIterable:
        return tuple  # type: ignore[return-value]
    if kind is FlatValuesListIterable:
        return itemgetter(0)
    if kind is not ModelIterable or vars(queryset)["_prefetch_related_lookups"]:
        raise TypeError("a prepared statement gives values_list rows or whole objects")
    model = compiler.klass_info["model"]
    fields = compiler.klass_info["select_fields"]
    start, end = fields[0], fields[-1] + 1
    names = [each[0].target.attname for each in compiler.select[start:end]]
    related = get_related_populators(compiler.klass_info, compiler.select, queryset.db)  # type: ignore[call-arg]
    if compiler.annotation_col_map:
        raise TypeError("a prepared statement adds nothing to whole objects")

    def made(row: Sequence[object]) -> Row:
        found = model.from_db(queryset.db, names, row[start:end])
        for each in related:
            each.populate(row, found)
        return found  # type: ignore[no-any-return]

    return made
