"""The demo programme: whole, marked as an example, and put back as it was on demand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone

from draagvlak.concerns.commands import tally_voices
from draagvlak.concerns.commands.moving import index_cause, index_concern
from draagvlak.core.audit import record
from draagvlak.core.command import command
from draagvlak.core.erasing import erase_workspace
from draagvlak.core.models import Workspace
from draagvlak.core.policy import Role
from draagvlak.kits import rules
from draagvlak.kits.commands.answers import put_answers, put_drafts
from draagvlak.kits.commands.contributions import put_contributions
from draagvlak.kits.commands.event_logs import put_event_log
from draagvlak.kits.commands.findings import put_findings
from draagvlak.kits.commands.intake import put_intake
from draagvlak.kits.commands.lessons import put_lessons
from draagvlak.kits.commands.people import put_people
from draagvlak.kits.commands.place import Place
from draagvlak.kits.commands.processes import put_processes
from draagvlak.kits.commands.programme import put_members, put_programme
from draagvlak.kits.commands.register import put_causes, put_concerns, put_measures
from draagvlak.kits.commands.rounds import put_rounds
from draagvlak.kits.commands.solutions import put_solutions
from draagvlak.kits.commands.stakeholders import put_stakeholders
from draagvlak.kits.commands.talks import put_conversations, put_quotes
from draagvlak.kits.imports import read_demo
from draagvlak.measures.commands.moving import index_measure
from draagvlak.measures.models import Measure
from draagvlak.programmes.models import Programme
from draagvlak.programmes.queries import find_place
from draagvlak.vault.commands import confirm_keyring, make_keyring

if TYPE_CHECKING:
    from draagvlak.core.actor import Actor

PASSWORD = "voorbeeld-2026"  # noqa: S105 of invented people, printed at every start of the demo
PASSPHRASE = "vier woorden op papier"  # noqa: S105 the same
SLUG = "voorbeeldstad"


@dataclass(frozen=True)
class Credential:
    """How one looks around in one role."""

    role: str
    name: str
    email: str
    password: str
    passphrase: str = ""


@command
def build_demo(*, by: Actor, reset: bool = False) -> list[Credential]:
    """Build the demo programme in a workspace of its own, or leave it when it stands.

    `reset` throws the demo workspace away first; no other workspace is touched. Returns the
    sign-ins, one per role.
    """
    rules.may_build_demo(by).demand()
    content = read_demo()
    present = Workspace.objects.filter(slug=SLUG, is_demo=True).first()
    if present is not None and reset:
        erase_workspace(present.pk)
        present = None
    if present is None:
        present = _build(by)
    record("kits.demo_built", by=by, on=present, workspace_id=present.pk)
    return [
        Credential(
            role=str(Role(entry.text("role")).label),
            name=entry.text("name"),
            email=entry.text("email"),
            password=PASSWORD,
            passphrase=PASSPHRASE if entry.text("role") == Role.GUIDE else "",
        )
        for entry in content.programme.entries("members")
    ]


def _build(by: Actor) -> Workspace:
    content = read_demo()
    name = content.organisations.entry("workspace").text("name")
    space = Workspace.objects.create(slug=SLUG, name=name, is_demo=True)
    record("kits.demo_opened", by=by, on=space, workspace_id=space.pk)
    details = content.programme
    programme = Programme.objects.create(
        workspace=space,
        slug=details.text("slug"),
        name=details.text("name"),
        summary=details.text("summary"),
        phase=details.text("phase"),
    )
    place = Place(workspace=space, programme=programme, today=timezone.localdate())
    put_people(place, content.organisations)
    put_members(place, details, PASSWORD)
    put_programme(place, details, content.questions)
    put_intake(place, content.intake)
    put_stakeholders(place, content.stakeholders, details)
    put_processes(place, content.processes)
    put_event_log(place, content.event_log)
    guide = _guide(place)
    code = make_keyring(by=guide, passphrase=PASSPHRASE)
    vault = confirm_keyring(by=guide, code=code)
    place.guide, place.vault = guide, vault
    put_causes(place, content.causes)
    put_concerns(place, content.concerns)
    put_measures(place, content.measures)
    put_conversations(place, guide, vault, content.conversations, content.quotes)
    put_quotes(place, guide, vault, content.quotes)
    put_findings(place, content.findings)
    put_rounds(place, guide, content.rounds)
    put_answers(place, content.stakeholders)
    put_drafts(place, content.concerns)
    put_contributions(place, guide, vault, content.contributions)
    put_lessons(place, guide, content.lessons)
    put_solutions(place, content.solutions)
    for concern in place.concerns.values():
        index_concern(concern)
        tally_voices(by=guide, vault=vault, concern=concern)
    for cause in place.causes.values():
        index_cause(cause)
    for measure in Measure.objects.filter(workspace_id=space.pk):
        index_measure(measure)
    return space


def _guide(place: Place) -> Actor:
    user = place.users[Role.GUIDE]
    guide = find_place(
        user_id=user.pk,
        name=user.name,
        workspace=place.workspace.slug,
        programme=place.programme.slug,
    )
    if guide is None:
        raise LookupError("the demo has no guide")
    return guide
