"""Sessions of our own: one knows whose it is and on which device, and its key is not in the table.

Who reads the database finds a hash of the key, which opens nothing. No network address is kept.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import UpdateError
from django.db import OperationalError
from django.utils import timezone

from draagvlak.core.prepared import prepared

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.db.models import QuerySet

    from draagvlak.accounts.models import OpenSession

DEVICE, BEGUN, BOUND = "device", "begun", "bound_to"
"""What a session holds of itself: device words, when one signed in, and (after signing in by the
provider of a workspace) the workspace that it may be used in."""
LONGEST = dt.timedelta(hours=24)
"""However much it is used: after this one proves again who one is."""
_BROWSERS = (
    ("Edge", r"Edg(e|A|iOS)?/"),
    ("Opera", r"OPR/"),
    ("Samsung Internet", r"SamsungBrowser/"),
    ("Firefox", r"Firefox/|FxiOS/"),
    ("Chrome", r"Chrome/|CriOS/|Chromium/"),
    ("Safari", r"Safari/"),
)
_SYSTEMS = (
    ("Android", r"Android"),
    ("iPhone", r"iPhone"),
    ("iPad", r"iPad"),
    ("Windows", r"Windows"),
    ("ChromeOS", r"CrOS"),
    ("Mac", r"Mac OS"),
    ("Linux", r"Linux"),
)


def device_words(agent: str) -> str:
    """A browser and a system by name, such as “Firefox, Windows”; empty when neither is known."""
    named = (
        next((name for name, pattern in names if re.search(pattern, agent)), "")
        for names in (_BROWSERS, _SYSTEMS)
    )
    return ", ".join(name for name in named if name)


def row_key(session_key: str) -> str:
    """What stands in the table for a key: 160 bits of its hash."""
    return hashlib.sha256(session_key.encode()).hexdigest()[:40]


@prepared
def _still_open(
    key: str, now: dt.datetime, earliest: dt.datetime
) -> QuerySet[OpenSession, OpenSession]:
    rows = SessionStore.get_model_class().objects
    return rows.filter(session_key=key, expire_date__gt=now, begun_at__gt=earliest)


class SessionStore(db.SessionStore):
    """Django's sessions in the database, by the hash of their key and with their owner."""

    @classmethod
    def get_model_class(cls) -> type[OpenSession]:
        from draagvlak.accounts.models import OpenSession  # noqa: PLC0415 loaded before the apps

        return OpenSession

    def _get_session_from_db(self) -> OpenSession | None:
        now = timezone.now()
        rows = _still_open(row_key(self.session_key or ""), now, now - LONGEST)
        if not rows:
            self._session_key = None
            return None
        return rows[0]

    def exists(self, session_key: str) -> bool:
        return self.model.objects.filter(session_key=row_key(session_key)).exists()

    def create_model_instance(self, data: Mapping[str, object]) -> OpenSession:
        owner, begun, bound = data.get(SESSION_KEY), data.get(BEGUN), data.get(BOUND)
        return self.get_model_class()(
            session_key=row_key(self._get_or_create_session_key()),  # type: ignore[attr-defined]
            session_data=self.encode(dict(data)),
            expire_date=self.get_expiry_date(),
            user_id=UUID(str(owner)) if owner else None,
            device=str(data.get(DEVICE, "")),
            begun_at=dt.datetime.fromisoformat(str(begun)) if begun else timezone.now(),
            bound_to=UUID(str(bound["workspace"])) if isinstance(bound, dict) else None,
        )

    def save(self, must_create: bool = False) -> None:  # noqa: FBT001, FBT002 - as Django has it
        """Keep it; a database that is locked or full is no session that somebody deleted."""
        try:
            super().save(must_create)
        except UpdateError as error:
            if isinstance(error.__context__, OperationalError):
                raise error.__context__ from None
            raise

    def delete(self, session_key: str | None = None) -> None:
        key = session_key or self.session_key
        if key is not None:
            self.model.objects.filter(session_key=row_key(key)).delete()
