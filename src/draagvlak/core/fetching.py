"""Asking a server elsewhere: https only, never an address of one's own network, nothing large.

The name is looked up once, and the connection goes to the address that was judged: a name that
points somewhere else a moment later reaches nothing. Redirects are not followed.
"""

from __future__ import annotations

import http.client
import ipaddress
import json
import socket
import ssl
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit

from django.conf import settings

if TYPE_CHECKING:
    from collections.abc import Mapping

SECONDS = 8
MOST_BYTES = 256 * 1024


class Unreachable(Exception):  # noqa: N818 told to the user in other words
    """The server was not asked, or did not answer as it should. The message is for a log."""


def fetch_json(
    address: str, form: Mapping[str, str] | None = None, headers: Mapping[str, str] | None = None
) -> dict[str, object]:
    """The JSON object at an address (GET), or the answer to a form (POST). Raises `Unreachable`."""
    parts = urlsplit(address)
    host, secure = parts.hostname or "", parts.scheme == "https"
    if not host or parts.username or parts.scheme not in {"https", "http"}:
        raise Unreachable("address")
    port = parts.port or (443 if secure else 80)
    where = _judged(host, port, secure=secure)
    path = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
    body = urlencode(form) if form is not None else None
    sent = {"Accept": "application/json", "User-Agent": "Draagvlak"} | dict(headers or {})
    if body is not None:
        sent["Content-Type"] = "application/x-www-form-urlencoded"
    connection = _Connection(host, port, where, secure=secure)
    try:
        connection.request("POST" if body is not None else "GET", path, body, sent)
        answer = connection.getresponse()
        said = answer.read(MOST_BYTES + 1)
    except (OSError, http.client.HTTPException) as error:
        raise Unreachable(type(error).__name__) from error
    finally:
        connection.close()
    if answer.status != http.client.OK or len(said) > MOST_BYTES:
        raise Unreachable(f"answer {answer.status}")
    return _object(said)


def _object(said: bytes) -> dict[str, object]:
    try:
        found = json.loads(said)
    except (ValueError, RecursionError) as error:
        raise Unreachable("no JSON") from error
    if not isinstance(found, dict):
        raise Unreachable("no object")
    return found


def _judged(host: str, port: int, *, secure: bool) -> str:
    """The address to connect to. Raises `Unreachable` for anything that is not of the internet."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise Unreachable("name") from error
    addresses = [ipaddress.ip_address(str(each[4][0]).partition("%")[0]) for each in found]
    loopback = settings.OPENID_LOOPBACK and all(each.is_loopback for each in addresses)
    if not loopback and (not secure or not all(map(_public, addresses))):
        raise Unreachable("not of the internet")
    return str(addresses[0])


def _public(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    inner = getattr(address, "ipv4_mapped", None) or getattr(address, "sixtofour", None)
    return address.is_global and not address.is_multicast and (inner is None or inner.is_global)


class _Connection(http.client.HTTPConnection):
    """To the address that was judged, under the name that was asked for."""

    def __init__(self, host: str, port: int, where: str, *, secure: bool) -> None:
        super().__init__(host, port, timeout=SECONDS)
        self._where, self._secure = where, secure

    def connect(self) -> None:
        self.sock = socket.create_connection((self._where, self.port), SECONDS)
        if self._secure:
            safe = ssl.create_default_context()
            self.sock = safe.wrap_socket(self.sock, server_hostname=self.host)
