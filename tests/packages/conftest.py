"""Somewhere else to go: SQLite in a folder, and PostgreSQL where there is a server."""

from __future__ import annotations

import os
import secrets
from urllib.parse import urlsplit

import pytest


def _servers():
    """Engines to go to: always SQLite; PostgreSQL when DRAAGVLAK_TEST_POSTGRESQL or the suite
    names a server."""
    url = os.environ.get("DRAAGVLAK_TEST_POSTGRESQL") or os.environ.get("DATABASE_URL", "")
    return ["", url] if url.startswith("postgres") else [""]


@pytest.fixture(params=_servers(), ids=lambda url: "postgresql" if url else "sqlite")
def other_engine(request):
    """An empty database of an engine: its address, or nothing for SQLite in the data folder."""
    if not request.param:
        yield ""
        return
    import psycopg  # noqa: PLC0415 - SQLite does without

    name = f"draagvlak_move_{secrets.token_hex(4)}"
    with psycopg.connect(request.param, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
    try:
        yield urlsplit(request.param)._replace(path=f"/{name}").geturl()
    finally:
        with psycopg.connect(request.param, autocommit=True) as server:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")
