"""What taking back an act on concerns would come to, for many acts at once."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext as _

from draagvlak.concerns.models import AffectedGroup, Cause, Concern, ConcernCause
from draagvlak.concerns.states import State
from draagvlak.core.undo import Outlook
from draagvlak.core.verdict import no

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from draagvlak.core.actor import Actor

COLUMNS = ("kind", "title", "description", "severity", "owner_id", "answer_due_on")
"""What of a concern can be put back as it was."""


@dataclass(frozen=True)
class Changed:
    """One concern of an act: what its columns were and became, and the links that came or went."""

    id: UUID
    was: Mapping[str, str]
    now: Mapping[str, str]
    groups_came: Sequence[UUID] = field(default=())
    groups_went: Sequence[UUID] = field(default=())
    cause_came: UUID | None = None


def column_texts(concern: Concern) -> dict[str, str]:
    """The columns of a concern as texts, to keep and to compare."""
    return {name: text_of(getattr(concern, name)) for name in COLUMNS}


def text_of(value: object) -> str:
    return "" if value is None else str(value)


def write_changes(rows: Iterable[Changed]) -> str:
    """As JSON, for the sealed record of an undo; only the columns that changed."""
    return json.dumps(
        [
            {
                "id": str(row.id),
                "was": {key: row.was[key] for key in row.now if row.was[key] != row.now[key]},
                "now": {key: row.now[key] for key in row.now if row.was[key] != row.now[key]},
                "came": [str(each) for each in row.groups_came],
                "went": [str(each) for each in row.groups_went],
                "cause": str(row.cause_came) if row.cause_came else "",
            }
            for row in rows
        ]
    )


def read_changes(kept: str) -> list[Changed]:
    """What `write_changes` wrote."""
    return [
        Changed(
            UUID(row["id"]),
            row["was"],
            row["now"],
            [UUID(each) for each in row["came"]],
            [UUID(each) for each in row["went"]],
            UUID(row["cause"]) if row["cause"] else None,
        )
        for row in json.loads(kept)
    ]


def look_at_changes(actor: Actor, kept: Sequence[str]) -> list[Outlook]:
    """What was changed since stays; when nothing is left to put back, it says so."""
    acts = [read_changes(each) for each in kept]
    standing = standing_of(actor, [row.id for act in acts for row in act])
    return [_outlook(act, standing) for act in acts]


@dataclass(frozen=True)
class Standing:
    """Concerns as they are now, with their causes."""

    concerns: Mapping[UUID, Concern]
    causes: Mapping[UUID, frozenset[UUID]]

    def returns(self, row: Changed) -> dict[str, str]:
        """The columns that still are as the act left them, with what they were before."""
        concern = self.concerns.get(row.id)
        if concern is None or concern.archived_at is not None:
            return {}
        texts = column_texts(concern)
        return {key: row.was[key] for key, value in row.now.items() if texts[key] == value}

    def cause_returns(self, row: Changed) -> bool:
        """Whether the cause that came can go again: another stays, or nothing rests on it."""
        concern = self.concerns.get(row.id)
        causes = self.causes.get(row.id, frozenset())
        if concern is None or concern.archived_at is not None or row.cause_came not in causes:
            return False
        return len(causes) > 1 or concern.state in (State.HEARD, State.UNDERSTOOD)


def standing_of(actor: Actor, ids: Sequence[UUID]) -> Standing:
    """These concerns as they are now (two statements)."""
    rows = Concern.objects.filter(
        workspace_id=actor.tenant, programme_id=actor.programme_id, pk__in=set(ids)
    )
    causes: dict[UUID, set[UUID]] = defaultdict(set)
    links = ConcernCause.objects.filter(workspace_id=actor.tenant, concern_id__in=set(ids))
    for concern_id, cause_id in links.values_list("concern_id", "cause_id"):
        causes[concern_id].add(cause_id)
    return Standing(
        {row.pk: row for row in rows}, {pk: frozenset(found) for pk, found in causes.items()}
    )


def _outlook(act: Sequence[Changed], standing: Standing) -> Outlook:
    stays = []
    returns = 0
    for row in act:
        title = standing.concerns[row.id].title if row.id in standing.concerns else ""
        back = standing.returns(row)
        links = bool(row.groups_came or row.groups_went) and bool(title)
        returns += len(back) + links
        if row.cause_came is not None:
            returns += standing.cause_returns(row)
        if len(back) < len(row.now) or (
            row.cause_came is not None and not standing.cause_returns(row)
        ):
            stays.append(_stays(title, set(row.now) - set(back)))
    if not returns:
        return Outlook(no(_("Everything of it was changed since, so nothing can be put back.")))
    return Outlook(stays=stays)


def _stays(title: str, columns: set[str]) -> str:
    """Which words of which concern were changed since."""
    names = {
        "kind": _("the kind"),
        "title": _("the title"),
        "description": _("the description"),
        "severity": _("the severity"),
        "owner_id": _("the owner"),
        "answer_due_on": _("the day of the answer"),
    }
    what = ", ".join(names[name] for name in COLUMNS if name in columns) or _("the cause")
    if not title:
        return _("A worry or wish that is no longer there.")
    return _("“%(title)s”: %(what)s was changed since.") % {"title": title, "what": what}


def look_at_archived(actor: Actor, kept: Sequence[str]) -> list[Outlook]:
    """Out of the archive again, as long as it is there."""
    ids = [UUID(json.loads(each)["id"]) for each in kept]
    rows = Concern.objects.filter(
        workspace_id=actor.tenant, programme_id=actor.programme_id, pk__in=ids, merged_into=None
    )
    there = set(rows.exclude(archived_at=None).values_list("pk", flat=True))
    gone = Outlook(no(_("It is in the list again already.")))
    return [Outlook() if each in there else gone for each in ids]


def look_at_removed_cause(actor: Actor, kept: Sequence[str]) -> list[Outlook]:
    """The cause comes back, as long as it and the concern exist and it is not back already."""
    pairs = [(UUID(each["concern"]), UUID(each["cause"])) for each in map(json.loads, kept)]
    concerns = Concern.objects.filter(
        workspace_id=actor.tenant, pk__in={a for a, _b in pairs}, archived_at=None
    )
    open_ones = set(concerns.values_list("pk", flat=True))
    causes = set(
        Cause.objects.filter(workspace_id=actor.tenant, pk__in={b for _a, b in pairs}).values_list(
            "pk", flat=True
        )
    )
    linked = set(
        ConcernCause.objects.filter(
            workspace_id=actor.tenant, concern_id__in=open_ones
        ).values_list("concern_id", "cause_id")
    )
    gone = Outlook(no(_("The worry or wish, or the cause, is no longer there.")))
    back = Outlook(no(_("The cause stands there again already.")))
    return [
        gone if a not in open_ones or b not in causes else back if (a, b) in linked else Outlook()
        for a, b in pairs
    ]


def look_at_merged(actor: Actor, kept: Sequence[str]) -> list[Outlook]:
    """Two again, as long as both are there; what came after the merge stays with the one."""
    pairs = [(UUID(each["gone"]), UUID(each["kept"])) for each in map(json.loads, kept)]
    rows = Concern.objects.filter(
        workspace_id=actor.tenant, programme_id=actor.programme_id, pk__in={a for a, _b in pairs}
    )
    into = dict(rows.values_list("pk", "merged_into_id"))
    gone = Outlook(no(_("These two are no longer merged.")))
    return [Outlook() if into.get(a) == b else gone for a, b in pairs]


def groups_between(actor: Actor, concern: Concern) -> set[UUID]:
    """The keys of the groups that a concern touches now."""
    rows = AffectedGroup.objects.filter(workspace_id=actor.tenant, concern_id=concern.pk)
    return set(rows.values_list("group_id", flat=True))
