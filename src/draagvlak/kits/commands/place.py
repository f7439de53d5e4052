"""Where a demo is being built: its workspace, its programme, its day, and who is who."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils import timezone

if TYPE_CHECKING:
    from uuid import UUID

    from draagvlak.accounts.models import User
    from draagvlak.concerns.models import Cause, Concern
    from draagvlak.conversations.models import Conversation, Note, ReleasedQuote
    from draagvlak.core.actor import Actor
    from draagvlak.core.models import Workspace
    from draagvlak.core.reader import OpenVault
    from draagvlak.measures.models import Measure
    from draagvlak.organisations.models import Group, Organisation, Person
    from draagvlak.processes.models import Process
    from draagvlak.programmes.models import Membership, Programme

WORKING_DAYS = 5


@dataclass
class Place:
    """Everything made so far, by the keys of the content."""

    workspace: Workspace
    programme: Programme
    today: dt.date
    people: dict[str, Person] = field(default_factory=dict)
    groups: dict[str, Group] = field(default_factory=dict)
    organisations: dict[str, Organisation] = field(default_factory=dict)
    members: dict[str, Membership] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)
    group_of: dict[UUID, UUID] = field(default_factory=dict)
    causes: dict[str, Cause] = field(default_factory=dict)
    concerns: dict[str, Concern] = field(default_factory=dict)
    measures: dict[str, Measure] = field(default_factory=dict)
    processes: dict[str, Process] = field(default_factory=dict)
    quotes: dict[str, ReleasedQuote] = field(default_factory=dict)
    conversations: dict[str, Conversation] = field(default_factory=dict)
    notes: dict[str, tuple[Note, str]] = field(default_factory=dict)
    guide: Actor | None = None
    vault: OpenVault | None = None

    def day(self, offset: int) -> dt.date:
        """The day so many days from today."""
        return self.today + dt.timedelta(days=offset)

    def moment(self, offset: int, hour: int = 10) -> dt.datetime:
        """An hour on that day, in the time zone of the installation; never in a weekend."""
        day, step = self.day(offset), dt.timedelta(days=1 if offset > 0 else -1)
        while day.isoweekday() > WORKING_DAYS:
            day += step
        return timezone.make_aware(dt.datetime.combine(day, dt.time(hour)))
