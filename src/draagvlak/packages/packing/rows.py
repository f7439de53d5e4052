"""Rows as canonical JSON, the same for every engine, and back."""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import json
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Final
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from draagvlak.core.envelope import open_many_for_workspace, seal_many_for_workspace
from draagvlak.packages.packing.contents import RENEWED, SERVER, USERS, Table
from draagvlak.packages.packing.trouble import PackageUnusable, TooNew

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from django.db.models import Field, Model

BATCH: Final = 1000
Values = dict[str, object]


def rows_of(table: Table, workspace_id: UUID) -> Iterator[Values]:
    """The rows of a workspace in the order of their keys; who names another comes after it."""
    names = [field.attname for field in table.fields]
    rows = table.model._default_manager.filter(workspace_id=workspace_id)
    parent = table.own_parent
    if not parent:
        yield from _opened(table, workspace_id, _streamed(rows.order_by("pk"), names))
        return
    top = rows.filter(**{f"{parent}__isnull": True}).order_by("pk")
    yield from _opened(table, workspace_id, _streamed(top, names))
    below = rows.filter(**{f"{parent}__isnull": False}).values_list("pk", parent)
    keys = _parents_first(dict(below.iterator(chunk_size=BATCH)))
    for start in range(0, len(keys), BATCH):
        wanted = keys[start : start + BATCH]
        found = {row["id"]: row for row in rows.filter(pk__in=wanted).values(*names)}
        yield from _opened(table, workspace_id, iter([found[key] for key in wanted]))


def users(keys: Sequence[UUID], table: Table) -> Iterator[Values]:
    """The accounts with these keys, and of each only what may go along."""
    names = [field.attname for field in table.fields]
    for start in range(0, len(keys), BATCH):
        wanted = keys[start : start + BATCH]
        rows = table.model._default_manager.filter(pk__in=wanted).order_by("pk")
        yield from rows.values(*names)


def as_line(row: Mapping[str, object]) -> bytes:
    """A row as one line of canonical JSON: sorted names, no spaces, UTF-8."""
    plain = {name: _plain(value) for name, value in row.items()}
    text = json.dumps(plain, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return text.encode() + b"\n"


def read_row(table: Table, line: bytes) -> Values:
    """The values of a line, each checked against its column. Raises `PackageUnusable`."""
    try:
        told = json.loads(line)
    except (ValueError, RecursionError):
        told = None
    if not isinstance(told, dict):
        raise PackageUnusable(_("A row of %(table)s cannot be read."), table=table.name)
    fields = {field.attname: field for field in table.fields}
    unknown = told.keys() - fields
    if unknown:
        raise TooNew(
            _("This package knows columns that this version does not have (%(column)s). Bring it "
              "in with the version that made it, and update that installation."),
            column=f"{table.name}.{min(unknown)}",
        )  # fmt: skip
    values: Values = {}
    for name, field in fields.items():
        if name in told:
            values[name] = _value(table, field, told[name])
        elif not field.has_default() and not field.null:
            raise PackageUnusable(
                _("A row of %(table)s has no %(column)s."), table=table.name, column=name
            )
    return values


def instances(
    table: Table, workspace_id: UUID, rows: Sequence[Values], known_users: Mapping[UUID, UUID]
) -> list[Model]:
    """Rows to store here: keys of accounts in their new words, server secrets sealed anew."""
    mapped = [_mapped(row, known_users) for row in rows]
    for column, bound in _server_columns(table):
        held = [(row, row[column]) for row in mapped]
        full = [(row, value) for row, value in held if isinstance(value, bytes) and value]
        sealed = seal_many_for_workspace(
            workspace_id,
            [(_reworded(value, known_users), bound(_key(row))) for row, value in full],
        )
        for (row, _old), value in zip(full, sealed, strict=True):
            row[column] = value
    made = [table.model(workspace_id=workspace_id, **row) for row in mapped]
    for (name, column), renew in RENEWED.items():
        if name == table.name:
            for one in made:
                setattr(one, column, renew(one))
    return made


def _streamed(rows: models.QuerySet[Model], names: Sequence[str]) -> Iterator[Values]:
    yield from rows.values(*names).iterator(chunk_size=BATCH)


def _opened(table: Table, workspace_id: UUID, rows: Iterator[Values]) -> Iterator[Values]:
    """What the server sealed is opened, a few rows at a time: such a column may be long."""
    columns = _server_columns(table)
    if not columns:
        yield from rows
        return
    for row in rows:
        for column, bound in columns:
            value = _bytes(row[column])
            if value:
                found = open_many_for_workspace(workspace_id, [(value, bound(_key(row)))])
                row[column] = found[0]
        yield row


def _server_columns(table: Table) -> list[tuple[str, Callable[[UUID], str]]]:
    return [(column, bound) for (name, column), bound in SERVER.items() if name == table.name]


def _parents_first(parents: dict[UUID, UUID]) -> list[UUID]:
    """Keys in order of their depth, then of themselves."""
    depth: dict[UUID, int] = {}
    for key in parents:
        way: dict[UUID, None] = {}
        at = key
        while at in parents and at not in depth and at not in way:
            way[at] = None
            at = parents[at]
        base = depth.get(at, 0)
        for step, one in enumerate(reversed(way), start=1):
            depth[one] = base + step
    return sorted(parents, key=lambda key: (depth[key], key))


def _mapped(row: Values, known: Mapping[UUID, UUID]) -> Values:
    if not known:
        return dict(row)
    return {
        name: known.get(value, value) if isinstance(value, UUID) else value
        for name, value in row.items()
    }


def _reworded(value: bytes, known: Mapping[UUID, UUID]) -> bytes:
    for old, new in known.items():
        if old != new:
            value = value.replace(str(old).encode(), str(new).encode())
    return value


def _key(row: Mapping[str, object]) -> UUID:
    key = row["id"]
    if not isinstance(key, UUID):
        raise PackageUnusable(_("A row has no key."))
    return key


def _bytes(value: object) -> bytes:
    return bytes(value) if isinstance(value, bytes | memoryview) else b""


def _plain(value: object) -> object:
    """A value as JSON has it."""
    if isinstance(value, UUID | Decimal):
        return str(value)
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat(timespec="microseconds")
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(value).decode()
    return value


def _value(table: Table, field: Field[object, object], told: object) -> object:
    """A value as its column has it. Raises `PackageUnusable` when it does not fit."""
    if told is None and field.null:
        return None
    try:
        found = _read(field.target_field if isinstance(field, models.ForeignKey) else field, told)
    except (ValueError, TypeError, InvalidOperation, binascii.Error):
        found = None
    if found is None or _too_long(field, found):
        raise PackageUnusable(
            _("A row of %(table)s does not fit: %(column)s."),
            table=table.name, column=field.attname,
        )  # fmt: skip
    return found


def _read(field: Field[object, object], told: object) -> object:  # noqa: PLR0911 one per kind
    if isinstance(field, models.JSONField):
        return told
    if isinstance(field, models.BooleanField):
        return told if isinstance(told, bool) else None
    if isinstance(field, models.IntegerField):
        return told if type(told) is int else None
    if not isinstance(told, str):
        return None
    if isinstance(field, models.UUIDField):
        return UUID(told)
    if isinstance(field, models.BinaryField):
        return base64.b64decode(told, validate=True)
    if isinstance(field, models.DateTimeField):
        moment = dt.datetime.fromisoformat(told)
        return moment if moment.tzinfo else None
    if isinstance(field, models.DateField):
        return dt.date.fromisoformat(told)
    if isinstance(field, models.DecimalField):
        return Decimal(told)
    return None if "\0" in told else told


def _too_long(field: Field[object, object], value: object) -> bool:
    return isinstance(value, str) and field.max_length is not None and len(value) > field.max_length


def is_account_column(table: Table, field: Field[object, object]) -> bool:
    """Whether a column may hold the key of an account: named so, or loose from any table."""
    if table.name == USERS or field.primary_key:
        return False
    if isinstance(field, models.ForeignKey):
        return field.related_model._meta.label_lower == USERS
    return isinstance(field, models.UUIDField)
