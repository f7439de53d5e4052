"""What was done in a programme, as far as this actor may know, and what can be taken back."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Q
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from draagvlak.accounts.models import User
from draagvlak.core.audit import VERBS
from draagvlak.core.models import AuditEvent
from draagvlak.core.policy import Data, Sight, sees, sight
from draagvlak.core.thread import NODES
from draagvlak.core.undo import UNDOS, outlooks, undos_of
from draagvlak.core.web import to
from draagvlak.programmes.models import Membership
from draagvlak.programmes.queries import own_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from django.db.models import QuerySet
    from django.http import QueryDict

    from draagvlak.core.actor import Actor
    from draagvlak.core.models import UndoRecord
    from draagvlak.core.thread import Node
    from draagvlak.core.undo import Outlook

ACTS = 50
LINES = 400
"""Lines of the trail that make up a page: an act on many things at once has a line for each."""
NAMED = 3
"""Most things of one act that are named; the rest is counted."""


@dataclass(frozen=True)
class Asked:
    """What the address of the page asks for. Empty means: all."""

    kind: str = ""
    person: str = ""
    object: str = ""
    after: str = ""

    def href(self, **changes: str) -> str:
        asked = {**vars(self), "after": "", **changes}
        return f"?{urlencode([pair for pair in asked.items() if pair[1]])}"

    @property
    def narrow(self) -> bool:
        return bool(self.kind or self.person or self.object)


@dataclass(frozen=True)
class Act:
    """One act: what was done, when, by whom, with what; and whether it can be taken back."""

    words: str
    who: str
    time: str
    things: Sequence[Node]
    more: int
    undo: str
    reason: str


@dataclass(frozen=True)
class Day:
    """The acts of one day."""

    label: str
    acts: Sequence[Act]


@dataclass(frozen=True)
class Option:
    """One filter to choose."""

    value: str
    label: str
    current: bool


@dataclass(frozen=True)
class Activity:
    """One page of acts, and what can be filtered on."""

    days: Sequence[Day]
    kinds: Sequence[Option]
    people: Sequence[Option]
    thing: Node | None
    older: str
    sees_all: bool
    sees_self: bool


def read_asked(sent: QueryDict) -> Asked:
    """The filters in an address; what cannot be read asks for nothing."""

    def key(name: str) -> str:
        try:
            return str(UUID(sent.get(name, "")))
        except ValueError:
            return ""

    kind = sent.get("kind", "")
    return Asked(
        kind=kind if kind in kind_words() else "",
        person=key("person"),
        object=key("object"),
        after=sent.get("after", "")[:120].replace("\0", ""),
    )


def kind_words() -> dict[str, str]:
    """What acts are about, in words, by the beginning of their verbs."""
    return {
        "concerns": _("Worries and wishes"),
        "measures": _("Measures"),
        "conversations": _("Conversations"),
        "programmes": _("The programme"),
        "organisations": _("Organisations and people"),
        "stakeholders": _("Stakeholders"),
        "intake": _("The intake"),
        "vault": _("The vault"),
    }


PREFIXES = {"organisations": ("organisations", "units", "people", "groups", "imports")}
"""Kinds of acts whose verbs begin in several ways."""


def sees_whole_trail(actor: Actor) -> bool:
    """Whether the actor reads what everybody did, and not only what they did themselves."""
    return Sight.FULL in sight(Data.AUDIT, actor.roles)


def activity(actor: Actor, asked: Asked) -> Activity:
    """The page that is asked for. Statements do not grow with the acts."""
    lines = list(_lines(actor, asked)[:LINES])
    acts = [list(group) for _mark, group in groupby(lines, key=_mark_of)]
    more = len(acts) > ACTS or len(lines) == LINES
    if len(lines) == LINES and len(acts) > 1:
        acts.pop()  # it may go on beyond what was read
    acts = acts[:ACTS]
    return Activity(
        days=_days(actor, acts),
        kinds=[Option(value, label, value == asked.kind) for value, label in kind_words().items()],
        people=_people(actor, asked),
        thing=_thing(actor, asked),
        older=asked.href(after=_write_mark(acts[-1][-1])) if more and acts else "",
        sees_all=sees_whole_trail(actor),
        sees_self=sees(Data.AUDIT, actor.roles, Sight.ABOUT_SELF),
    )


def _lines(actor: Actor, asked: Asked) -> QuerySet[AuditEvent]:
    rows = AuditEvent.objects.filter(workspace_id=actor.tenant, programme_id=actor.programme_id)
    if not sees_whole_trail(actor):
        mine = Q(actor_id=actor.signed_in_id) | own_lines(actor)
        if actor.is_guide:
            mine |= Q(actor_id=None)
        rows = rows.filter(mine)
    elif asked.person:
        rows = rows.filter(actor_id=UUID(asked.person))
    if asked.kind:
        rows = rows.filter(_about(asked.kind))
    if asked.object:
        rows = rows.filter(subject_id=UUID(asked.object))
    mark = _read_mark(asked.after)
    if mark is not None:
        at, verb = mark
        rows = rows.filter(Q(at__lt=at) | Q(at=at, verb__gt=verb))
    return rows.order_by("-at", "verb", "pk")


def _about(kind: str) -> Q:
    found = Q(pk__in=[])
    for prefix in PREFIXES.get(kind, (kind,)):
        found |= Q(verb__startswith=f"{prefix}.")
    return found


def _mark_of(line: AuditEvent) -> tuple[dt.datetime, str, UUID | None]:
    """What belongs together: one act; of what leaves no way back, all of it in one minute."""
    whole = line.at if UNDOS.get(line.verb) else line.at.replace(second=0, microsecond=0)
    return whole, line.verb, line.actor_id


def _write_mark(line: AuditEvent) -> str:
    return f"{line.at.isoformat()}~{line.verb}"


def _read_mark(text: str) -> tuple[dt.datetime, str] | None:
    written, _sign, verb = text.rpartition("~")
    try:
        at = dt.datetime.fromisoformat(written)
        return (at.astimezone(dt.UTC), verb) if timezone.is_aware(at) else None
    except (ValueError, OverflowError):
        return None


@dataclass(frozen=True)
class _Looked:
    """What was looked up for a whole page at once."""

    names: Mapping[UUID, str]
    nodes: Mapping[UUID, Node]
    undos: Mapping[UUID, UndoRecord]
    looks: Mapping[UUID, Outlook]


def _days(actor: Actor, acts: Sequence[Sequence[AuditEvent]]) -> list[Day]:
    lines = [line for act in acts for line in act]
    undos = undos_of(actor, [line.pk for line in lines])
    looked = _Looked(
        names=_names({line.actor_id for line in lines if line.actor_id}),
        nodes=_nodes(actor, [line for act in acts for line in act[:NAMED]]),
        undos=undos,
        looks=outlooks(actor, list(undos.values())),
    )
    shown = [(timezone.localtime(act[0].at).date(), _act(actor, act, looked)) for act in acts]
    return [
        Day(formats.date_format(day, "l j F Y"), [each for _day, each in group])
        for day, group in groupby(shown, key=itemgetter(0))
    ]


def _act(actor: Actor, act: Sequence[AuditEvent], looked: _Looked) -> Act:
    first = act[0]
    found = [looked.undos[line.pk] for line in act if line.pk in looked.undos]
    undo = found[0] if len(found) == 1 else None
    verdict = looked.looks[undo.pk].verdict if undo is not None else None
    things = [
        looked.nodes[line.subject_id]
        for line in act[:NAMED]
        if line.subject_id is not None and line.subject_id in looked.nodes
    ]
    hidden = first.actor_id is None
    return Act(
        words=str(VERBS.get(first.verb) or first.verb),
        who=looked.names.get(first.actor_id, "") if first.actor_id else "",
        time="" if hidden else formats.time_format(timezone.localtime(first.at), "H:i"),
        things=things,
        more=len(act) - len(things) if len(act) > 1 else 0,
        undo=to(actor, "core:undo_take", undo_id=undo.pk) if undo and verdict else "",
        reason=str(verdict.reason) if verdict is not None and not verdict else "",
    )


def _names(keys: Iterable[UUID]) -> dict[UUID, str]:
    return dict(User.objects.filter(pk__in=list(keys)).values_list("pk", "name"))


def _nodes(actor: Actor, lines: Iterable[AuditEvent]) -> dict[UUID, Node]:
    """The things that the lines are about, as far as this actor sees them."""
    by_kind: dict[str, list[UUID]] = defaultdict(list)
    for line in lines:
        if line.subject_id is not None:
            by_kind[line.subject_type.rpartition(".")[2]].append(line.subject_id)
    found: dict[UUID, Node] = {}
    for kind, keys in by_kind.items():
        provider = NODES.get(kind)
        if provider is not None:
            found |= provider(actor, keys)
    return found


def _thing(actor: Actor, asked: Asked) -> Node | None:
    if not asked.object:
        return None
    key = UUID(asked.object)
    for provider in NODES:
        if key in (found := provider(actor, [key])):
            return found[key]
    return None


def _people(actor: Actor, asked: Asked) -> list[Option]:
    """Whom one can choose: only who reads the whole trail chooses."""
    if not sees_whole_trail(actor):
        return []
    rows = Membership.objects.filter(workspace_id=actor.tenant, programme_id=actor.programme_id)
    found = sorted(set(rows.values_list("user__name", "user_id")))
    return [Option(str(key), name, str(key) == asked.person) for name, key in found]
