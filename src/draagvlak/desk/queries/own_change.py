"""What changes for me: for who works in the new way, where their programme and their group are."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from draagvlak.core.policy import Role
from draagvlak.core.web import to
from draagvlak.organisations.models import Group
from draagvlak.organisations.queries import belongs_to
from draagvlak.processes.queries import waves_of
from draagvlak.programmes.models import Phase
from draagvlak.programmes.queries.vision import latest_vision

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from draagvlak.core.actor import Actor
    from draagvlak.processes.models import Wave
    from draagvlak.programmes.models import Vision

READERS: Final = frozenset({Role.EMPLOYEE, Role.KEY_USER})


@dataclass(frozen=True)
class OwnGroup:
    """One of the reader's own groups: how far it is, and where it reads what changes."""

    name: str
    dot: str
    label: str
    words: str
    url: str


@dataclass(frozen=True)
class OwnChange:
    """The vision that holds, the phase of the programme, and the reader's own groups."""

    phase: str
    vision: Vision | None
    groups: Sequence[OwnGroup] = field(default=())


def own_change(actor: Actor) -> OwnChange | None:
    """For employees and key users; others read it on the pages of the programme."""
    if actor.programme is None or not actor.has(*READERS):
        return None
    phase = str(Phase(actor.programme.phase).label)
    keys = belongs_to(actor)
    rows = Group.objects.filter(workspace_id=actor.tenant, pk__in=keys) if keys else ()
    mine = sorted(rows, key=lambda group: group.name)
    begins: dict[object, Wave] = {}
    for wave in waves_of(actor) if mine else ():
        for member in wave.members.all():
            begins.setdefault(member.group_id, wave)
    today = timezone.localdate()
    groups = [_own_group(actor, group, begins.get(group.pk), today) for group in mine]
    return OwnChange(phase, latest_vision(actor), groups)


def _own_group(actor: Actor, group: Group, wave: Wave | None, today: dt.date) -> OwnGroup:
    url = to(actor, "processes:group_change", group_id=group.pk)
    if wave is None:
        words = _("The day on which your group begins was not agreed yet.")
        return OwnGroup(group.name, "todo", _("no day yet"), words, url)
    said = {"day": date_format(wave.starts_on, "j F Y"), "wave": wave.name}
    if wave.starts_on > today:
        words = _("Your group begins on %(day)s (%(wave)s).") % said
        return OwnGroup(group.name, "now", _("is coming"), words, url)
    words = _("Your group works in the new way since %(day)s.") % said
    return OwnGroup(group.name, "done", _("begun"), words, url)
