"""The programme of a demo: phases, vision, solution, decisions, and who plays which role."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.hashers import PBKDF2PasswordHasher

from draagvlak.accounts.models import User
from draagvlak.conversations.models import Question
from draagvlak.core.policy import Role
from draagvlak.programmes.models import (
    Decision,
    Membership,
    Participation,
    ProgrammeOrganisation,
    ProgrammePhase,
    Solution,
    Supplier,
    Vision,
)

if TYPE_CHECKING:
    from draagvlak.kits.commands.place import Place
    from draagvlak.kits.imports import Entry

PHASES = {"golive": "go_live"}
LIGHT = 1_000
MEMBERS_SINCE = -122
LEVELS = ("decides", "co_creates", "heard", "informed")


def put_members(place: Place, content: Entry, password: str) -> None:
    """One user per role. They share one password that is printed at every start.

    So it is hashed once and lightly; signing in for the first time hashes it as usual.
    """
    light = PBKDF2PasswordHasher()
    hashed = light.encode(password, light.salt(), iterations=LIGHT)
    for entry in content.entries("members"):
        email = entry.text("email")
        user, _made = User.objects.update_or_create(
            email=email, defaults={"name": entry.text("name"), "password": hashed}
        )
        role = Role(entry.text("role"))
        place.users[role] = user
        place.members[email] = Membership(
            workspace=place.workspace,
            programme=None if role is Role.ADMINISTRATOR else place.programme,
            user=user,
            role=role,
            person=place.people.get(entry.text("person")),
            since=place.day(MEMBERS_SINCE),
        )
    Membership.objects.bulk_create(place.members.values())


def put_programme(place: Place, content: Entry, questions: Entry) -> None:
    """What the programme is about."""
    space, programme = place.workspace, place.programme
    ProgrammeOrganisation.objects.bulk_create(
        ProgrammeOrganisation(
            workspace=space, programme=programme, organisation=place.organisations[key]
        )
        for key in content.texts("organisations")
    )
    ProgrammePhase.objects.bulk_create(
        ProgrammePhase(
            workspace=space,
            programme=programme,
            phase=_phase(entry.text("phase")),
            starts_on=place.day(entry.number("starts")),
            ends_on=place.day(entry.number("ends")),
        )
        for entry in content.entries("phases")
    )
    _solution(place, content.entry("solution"))
    Vision.objects.bulk_create(
        Vision(
            workspace=space,
            programme=programme,
            number=entry.number("version"),
            title=entry.text("title"),
            body=entry.text("body"),
            changed_because=entry.text("changed_because"),
            author_id=place.users[Role.GUIDE].pk,
            published_at=place.moment(entry.number("day")),
        )
        for entry in content.entries("vision")
    )
    Question.objects.bulk_create(
        Question(
            workspace=space,
            programme=programme,
            phase=_phase(phase),
            position=position,
            text=entry.text("nl"),
        )
        for phase in questions.raw
        for position, entry in enumerate(questions.entries(phase), start=1)
    )
    _decisions(place, content)


def _solution(place: Place, entry: Entry) -> None:
    partner = entry.entry("supplier")
    supplier = Supplier.objects.create(
        workspace=place.workspace,
        name=partner.text("name"),
        contact=partner.text("contact"),
        email=partner.text("email"),
    )
    Solution.objects.create(
        workspace=place.workspace,
        programme=place.programme,
        supplier=supplier,
        name=entry.text("name"),
        summary=entry.text("summary"),
    )


def _decisions(place: Place, content: Entry) -> None:
    decisions: list[Decision] = []
    parts: list[Participation] = []
    for entry in content.entries("decisions"):
        due, decided = entry.number_or_none("due"), entry.number_or_none("decided_day")
        decision = Decision(
            workspace=place.workspace,
            programme=place.programme,
            title=entry.text("title"),
            question=entry.text("question"),
            state=entry.text("state"),
            due_on=None if due is None else place.day(due),
            outcome=entry.text("outcome"),
            reasons=entry.text("reasons"),
            decided_on=None if decided is None else place.day(decided),
        )
        decisions.append(decision)
        for level in LEVELS:
            named = entry.entry(level)
            parts += [_part(place, decision, level, group=k) for k in named.texts("groups")]
            parts += [_part(place, decision, level, person=k) for k in named.texts("people")]
    Decision.objects.bulk_create(decisions)
    Participation.objects.bulk_create(parts)


def _part(
    place: Place, decision: Decision, level: str, *, group: str = "", person: str = ""
) -> Participation:
    return Participation(
        workspace=place.workspace,
        decision=decision,
        level=level,
        group=place.groups[group] if group else None,
        person=place.people[person] if person else None,
    )


def _phase(name: str) -> str:
    return PHASES.get(name, name)
