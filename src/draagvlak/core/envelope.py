"""The server envelope (level 1): sealed for a workspace, opened by the server.

Each workspace has a data key of its own. It stands in the database wrapped by a key that does not
(`settings.SERVER_KEY`), so a stolen database or backup shows nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import IntegrityError, transaction

from draagvlak.core import crypto
from draagvlak.core.models import DataKey

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID


def seal_for_workspace(workspace_id: UUID, data: bytes, *, aad: str) -> bytes:
    """The bytes, sealed with the workspace's data key, which is made when first needed.

    `aad` names the table, row and field: sealed bytes that were moved elsewhere do not open.
    """
    return crypto.encrypt(_data_key(workspace_id), data, bound_to(workspace_id, aad))


def open_for_workspace(workspace_id: UUID, sealed: bytes, *, aad: str) -> bytes:
    """What `seal_for_workspace` was given. Raises `crypto.Tampered` when it does not open."""
    return crypto.decrypt(_data_key(workspace_id), bytes(sealed), bound_to(workspace_id, aad))


def key_for_workspace(workspace_id: UUID, purpose: str) -> bytes:
    """A key for one purpose of a workspace, derived from its data key: for what is long (files)."""
    return crypto.derive(_data_key(workspace_id), purpose)


def open_many_for_workspace(workspace_id: UUID, sealed: Iterable[tuple[bytes, str]]) -> list[bytes]:
    """Many at once, each with its `aad`, for one look at the data key."""
    key = _data_key(workspace_id)
    return [crypto.decrypt(key, bytes(each), bound_to(workspace_id, aad)) for each, aad in sealed]


def seal_many_for_workspace(workspace_id: UUID, plain: Iterable[tuple[bytes, str]]) -> list[bytes]:
    """Many at once, each with its `aad`, for one look at the data key."""
    key = _data_key(workspace_id)
    return [crypto.encrypt(key, each, bound_to(workspace_id, aad)) for each, aad in plain]


def _data_key(workspace_id: UUID) -> bytes:
    row = DataKey.objects.filter(workspace_id=workspace_id).first() or _new_key(workspace_id)
    return crypto.decrypt(
        wrapping_key(settings.SERVER_KEY),
        bytes(row.wrapped),
        bound_to(workspace_id, "data key"),
    )


def _new_key(workspace_id: UUID) -> DataKey:
    """The first key of a workspace. When two come at once, both use the one that was stored."""
    wrapped = crypto.encrypt(
        wrapping_key(settings.SERVER_KEY),
        crypto.new_key(),
        bound_to(workspace_id, "data key"),
    )
    try:
        with transaction.atomic():
            return DataKey.objects.create(workspace_id=workspace_id, wrapped=wrapped)
    except IntegrityError:
        return DataKey.objects.get(workspace_id=workspace_id)


def wrapping_key(server_key: bytes) -> bytes:
    """What wraps data keys, from the key of the server."""
    return crypto.derive(server_key, "wrap data keys")


def bound_to(workspace_id: UUID, purpose: str) -> bytes:
    """What sealed bytes are bound to: the workspace, and the place they stand."""
    return f"{workspace_id.hex}:{purpose}".encode()
