"""A secret that stays open between requests without lying anywhere whole.

One half is a random key in an HttpOnly cookie, the other the secret encrypted with that key in the
session row. The database alone opens nothing, and neither does the cookie alone. It closes after
`IDLE` without activity.
"""

from __future__ import annotations

import datetime as dt
from base64 import b64decode, b64encode, urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone

from draagvlak.core.crypto import KEY_BYTES, Tampered, decrypt, encrypt, new_key

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

IDLE = dt.timedelta(minutes=30)
_REFRESH = dt.timedelta(minutes=1)


def _cookie() -> str:
    return "__Host-vault" if settings.HTTPS else "vault"


def _key(request: HttpRequest) -> bytes | None:
    try:
        key = urlsafe_b64decode(request.COOKIES.get(_cookie(), ""))
    except (NotBase64, ValueError):
        return None
    return key if len(key) == KEY_BYTES else None


def _context(request: HttpRequest, name: str) -> bytes:
    return f"split:{name}:{request.user.pk}".encode()


def keep(request: HttpRequest, response: HttpResponse, name: str, secret: bytes) -> None:
    """Hold a secret open under a name, in this browser and this session."""
    key = _key(request) or new_key()
    request.session[f"half:{name}"] = {
        "half": b64encode(encrypt(key, secret, _context(request, name))).decode(),
        "seen": timezone.now().isoformat(),
    }
    response.set_cookie(
        _cookie(),
        urlsafe_b64encode(key).decode(),
        httponly=True,
        secure=settings.HTTPS,
        samesite="Lax",
        path="/",
    )


def fetch(request: HttpRequest, name: str) -> bytes | None:
    """The secret, when it is open and was used within `IDLE`; its use is noted once a minute."""
    row = request.session.get(f"half:{name}")
    key = _key(request)
    if row is None or key is None:
        return None
    now = timezone.now()
    unused = now - dt.datetime.fromisoformat(row["seen"])
    if unused > IDLE:
        drop(request, name)
        return None
    try:
        secret = decrypt(key, b64decode(row["half"]), _context(request, name))
    except Tampered:
        return None
    if unused > _REFRESH:
        request.session[f"half:{name}"] = {**row, "seen": now.isoformat()}
    return secret


def drop(request: HttpRequest, name: str) -> None:
    """Close a secret: the half in the session goes, so the cookie opens nothing any more."""
    request.session.pop(f"half:{name}", None)
