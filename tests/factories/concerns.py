"""Concerns in every state, made by the commands of the product."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from draagvlak.concerns.commands import (
    add_cause,
    answer_concern,
    make_cause,
    plan_concern,
    raise_concern,
    tell_again,
)
from draagvlak.organisations.models import Group

if TYPE_CHECKING:
    from draagvlak.concerns.models import Cause, Concern
    from draagvlak.core.actor import Actor

_numbers = count(1)


def make_group(by: Actor, name: str = "") -> Group:
    return Group.objects.create(
        workspace_id=by.tenant, name=name or f"Groep {next(_numbers)}", size=10
    )


def make_concern(by: Actor, title: str = "", **more) -> Concern:
    more.setdefault("kind", "worry")
    return raise_concern(by=by, title=title or f"Zorg {next(_numbers)}", **more)


def make_cause_for(by: Actor, title: str = "", about: str = "software") -> Cause:
    return make_cause(by=by, title=title or f"Oorzaak {next(_numbers)}", about=about, where="can")


def make_understood(by: Actor, title: str = "", **more) -> Concern:
    concern = make_concern(by, title, **more)
    return add_cause(by=by, concern=concern, cause=make_cause_for(by))


def make_planned(by: Actor, title: str = "", **more) -> Concern:
    return plan_concern(by=by, concern=make_understood(by, title, **more))


def make_answered(by: Actor, title: str = "", **more) -> Concern:
    concern = make_understood(by, title, **more)
    answer_concern(
        by=by,
        concern=concern,
        text="Je mag op papier blijven lezen.",
        decided_by="Marjolein Horst",
        reasons="Papier geeft rust.",
    )
    return concern


def make_delivered(by: Actor, title: str = "", **more) -> Concern:
    return tell_again(by=by, concern=make_answered(by, title, **more))
