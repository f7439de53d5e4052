"""Decisions, and at which level people and groups take part in each."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from django.db.models import Q
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from draagvlak.core.registry import Registry
from draagvlak.organisations.models import Group, GroupMember, Person
from draagvlak.programmes.models import Decision, Participation
from draagvlak.programmes.queries.members import person_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from uuid import UUID

    from django.db.models import QuerySet

    from draagvlak.core.actor import Actor

Level = Participation.Level
PEOPLE_SHOWN = 8
LONGEST_NAME = 200
"""So much of what somebody looks for counts: no name is longer."""


@dataclass(frozen=True)
class OutsideParty:
    """A party without people in the register, at one level of one decision."""

    name: str
    level: Level


class OutsidersOf(Protocol):
    """The outside parties that take part in these decisions, by decision, by name."""

    def __call__(
        self, actor: Actor, ids: Sequence[UUID]
    ) -> Mapping[UUID, Sequence[OutsideParty]]: ...


OUTSIDERS: Registry[OutsidersOf] = Registry(
    "outsiders", "Which parties without people take part in a decision?"
)


@dataclass(frozen=True)
class Participant:
    """A person, a group or (without a participation) an outside party at one level."""

    participation_id: UUID | None
    name: str
    is_group: bool
    note: str = ""


@dataclass(frozen=True)
class LevelColumn:
    """Everybody at one level."""

    level: Level
    participants: Sequence[Participant] = field(default=())

    @property
    def label(self) -> str:
        return str(self.level.label)


@dataclass(frozen=True)
class DecisionRow:
    """A decision in a list. `deciders` are names; `mine` says how the viewer takes part."""

    id: UUID
    title: str
    question: str
    is_decided: bool
    due_on: dt.date | None
    decided_on: dt.date | None
    outcome: str
    deciders: tuple[str, ...]
    mine: str


def access_decision(actor: Actor, decision_id: UUID) -> Decision:
    """A decision of this programme. Raises Http404."""
    return get_object_or_404(_all(actor), pk=decision_id)


def access_participation(actor: Actor, decision: Decision, participation_id: UUID) -> Participation:
    """Somebody's part in a decision. Raises Http404."""
    return get_object_or_404(
        Participation.objects.select_related("person", "group"),
        workspace_id=actor.tenant,
        decision=decision,
        pk=participation_id,
    )


def decision_rows(actor: Actor) -> list[DecisionRow]:
    """Open decisions first, the most pressing on top; then what was decided, the newest on top.

    At most five queries, however many decisions.
    """
    decisions = list(_all(actor))
    ids = [decision.pk for decision in decisions]
    parts, outside = _parts(actor, ids), _outsiders(actor, ids)
    person, groups = _self(actor)
    rows = [
        DecisionRow(
            decision.pk,
            decision.title,
            decision.question,
            decision.state == Decision.State.DECIDED,
            decision.due_on,
            decision.decided_on,
            decision.outcome,
            _deciders(parts[decision.pk], outside[decision.pk]),
            _sentence(decision, parts[decision.pk], outside[decision.pk], (person, groups)),
        )
        for decision in decisions
    ]
    return sorted(rows, key=_pressing)


def level_columns(actor: Actor, decision: Decision) -> list[LevelColumn]:
    """The four levels with everybody at each: groups first, then by name."""
    parts = _parts(actor, [decision.pk])[decision.pk]
    outside = _outsiders(actor, [decision.pk])[decision.pk]
    return [
        LevelColumn(
            level,
            [
                *(_participant(part) for part in parts if part.level == level),
                *(
                    Participant(None, party.name, is_group=True)
                    for party in outside
                    if party.level == level
                ),
            ],
        )
        for level in Level
    ]


def own_part(actor: Actor, decision: Decision) -> str:
    """How the viewer's own person takes part, as a sentence; empty when they do not."""
    parts = _parts(actor, [decision.pk])[decision.pk]
    outside = _outsiders(actor, [decision.pk])[decision.pk]
    return _sentence(decision, parts, outside, _self(actor))


def spoken_deciders(actor: Actor, ids: Sequence[UUID]) -> dict[UUID, list[str]]:
    """Who decides, as names inside a sentence, by decision. At most two queries."""
    parts, outside = _parts(actor, ids), _outsiders(actor, ids)
    return {each: _spoken_deciders(parts[each], outside[each]) for each in ids}


def level_sentence(level: Level, names: Sequence[str], *, decided: bool) -> str:
    """What somebody at a level reads of a decision: their part in it, and who decides."""
    if level is Level.DECIDES and decided:
        return _("You decided this.") if len(names) == 1 else _("You decided this with others.")
    if level is Level.DECIDES:
        return _("You decide.") if len(names) == 1 else _("You decide, with others.")
    role = {
        Level.CO_CREATES: _("You help to make this"),
        Level.HEARD: _("You are heard"),
        Level.INFORMED: _("You are informed"),
    }[level]
    if not names:
        return _("%(part)s. Who decides is not known yet.") % {"part": role}
    who = ngettext("%(names)s decides", "%(names)s decide", len(names)) % {"names": _list(names)}
    return _("%(part)s, %(who)s.") % {"part": role, "who": who}


def group_choices(actor: Actor) -> list[tuple[str, str]]:
    """Key and name of the groups in this workspace."""
    rows = Group.objects.filter(workspace_id=actor.tenant).order_by("name")
    return [(str(key), name) for key, name in rows.values_list("pk", "name")]


def access_group(actor: Actor, group_id: UUID) -> Group:
    """A group of this workspace. Raises Http404."""
    return get_object_or_404(Group, workspace_id=actor.tenant, pk=group_id)


def access_person_or_group(actor: Actor, key: UUID) -> tuple[Person | None, Group | None]:
    """The person or the group with this key, the other one None. Raises Http404."""
    person = Person.objects.filter(workspace_id=actor.tenant, pk=key).first()
    return (person, None) if person else (None, access_group(actor, key))


def people_named(actor: Actor, words: str, limit: int = PEOPLE_SHOWN) -> list[Person]:
    """People who work here now and whose name or e-mail address fits the words, at most `limit`.

    A whole e-mail address or a whole name finds only that.
    """
    words = " ".join(words.replace("\0", "")[:LONGEST_NAME].split())
    if not words:
        return []
    here = Person.objects.present().filter(workspace_id=actor.tenant).select_related("unit")
    exact = list(here.filter(Q(email__iexact=words) | Q(name__iexact=words))[:limit])
    if exact:
        return exact
    every = Q()
    for word in words.split():
        every &= Q(name__icontains=word)
    return list(here.filter(every | Q(email__istartswith=words)).order_by("sort_key")[:limit])


def findable_decisions(actor: Actor) -> Iterator[tuple[UUID, str, str]]:
    """The decisions of the programme with all of their words, for a search."""
    columns = ("pk", "title", "question", "outcome", "reasons")
    for key, title, *words in _all(actor).order_by("pk").values_list(*columns).iterator():
        yield key, title, " ".join(words)


def _all(actor: Actor) -> QuerySet[Decision]:
    return Decision.objects.filter(workspace_id=actor.tenant, programme_id=actor.programme_id)


def _parts(actor: Actor, ids: Iterable[UUID]) -> Mapping[UUID, list[Participation]]:
    found: dict[UUID, list[Participation]] = defaultdict(list)
    rows = Participation.objects.filter(
        workspace_id=actor.tenant, decision_id__in=ids
    ).select_related("person", "person__unit", "group")
    for row in sorted(rows, key=lambda row: (row.group is None, _name(row))):
        found[row.decision_id].append(row)
    return found


def _self(actor: Actor) -> tuple[UUID | None, frozenset[UUID]]:
    person = person_of(actor)
    if person is None:
        return None, frozenset()
    groups = GroupMember.objects.filter(workspace_id=actor.tenant, person=person)
    return person.pk, frozenset(groups.values_list("group_id", flat=True))


def _name(part: Participation) -> str:
    return str(part.group or part.person)


def _participant(part: Participation) -> Participant:
    person = part.person
    return Participant(
        part.pk, _name(part), part.group is not None, person.function if person else ""
    )


def _outsiders(actor: Actor, ids: Sequence[UUID]) -> Mapping[UUID, list[OutsideParty]]:
    found: dict[UUID, list[OutsideParty]] = defaultdict(list)
    for outsiders in OUTSIDERS:
        for each, parties in outsiders(actor, ids).items():
            found[each] += parties
    return found


def _deciders(parts: Iterable[Participation], outside: Iterable[OutsideParty]) -> tuple[str, ...]:
    names = [_name(part) for part in parts if part.level == Level.DECIDES]
    return (*names, *(party.name for party in outside if party.level == Level.DECIDES))


def _spoken_deciders(parts: Iterable[Participation], outside: Iterable[OutsideParty]) -> list[str]:
    names = [_spoken(part) for part in parts if part.level == Level.DECIDES]
    return [*names, *(party.name for party in outside if party.level == Level.DECIDES)]


def _spoken(part: Participation) -> str:
    """A name inside a sentence."""
    if part.group is None:
        return _name(part)
    return _("the group %(name)s") % {"name": _name(part)}


def _sentence(
    decision: Decision,
    parts: Sequence[Participation],
    outside: Sequence[OutsideParty],
    oneself: tuple[UUID | None, frozenset[UUID]],
) -> str:
    """A part of one's own counts before that of a group; of several, the strongest."""
    person, groups = oneself
    own = [part.level for part in parts if person is not None and part.person_id == person]
    shared = [part.level for part in parts if part.group_id in groups]
    level = next((level for level in Level if level in (own or shared)), None)
    if level is None:
        return ""
    names = _spoken_deciders(parts, outside)
    return level_sentence(level, names, decided=decision.state == Decision.State.DECIDED)


def _list(names: Sequence[str]) -> str:
    if len(names) == 1:
        return names[0]
    return _("%(first)s and %(last)s") % {"first": ", ".join(names[:-1]), "last": names[-1]}


def _pressing(row: DecisionRow) -> tuple[bool, int, str]:
    far = dt.date.max.toordinal()
    if row.is_decided:
        return True, -(row.decided_on or dt.date.min).toordinal(), row.title
    return False, (row.due_on.toordinal() if row.due_on else far), row.title
