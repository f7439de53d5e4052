"""Role × route × own or other programme × own or other object, against a hand-written matrix."""

from __future__ import annotations

import re

import pytest
from django.db import transaction
from django.test import Client
from django.urls import get_resolver

from draagvlak.concerns.models import Cause, Concern, Voice
from draagvlak.conversations.models import Conversation, Question, RawQuote, ReleasedQuote
from draagvlak.core.actor import SYSTEM
from draagvlak.core.erasing import erase_workspace
from draagvlak.core.models import Workspace
from draagvlak.core.policy import ROUTES, Door, Role
from draagvlak.kits.commands import build_demo
from draagvlak.kits.commands.demo import SLUG
from draagvlak.measures.models import Delivery, Measure, MeasureCause, MeasureConcern
from draagvlak.organisations.models import Group, Organisation, Person, Unit
from draagvlak.programmes.models import (
    Decision,
    Membership,
    Participation,
    Programme,
    Solution,
    Supplier,
)
from draagvlak.vault.models import Keyring
from tests.architecture.test_routes import names
from tests.factories.places import make_member, make_programme, sign_in
from tests.factories.vault import make_vault, open_in_browser
from tests.trust.matrix import ALLOWED, LETTERS

PATTERNS = dict(names(get_resolver()))
INSIDE = [key for key, route in ROUTES.items() if route.door in (Door.WORKSPACE, Door.PROGRAMME)]
PLACE_NAMES = {"workspace", "programme"}
GONE = 404
DENIED = 403
NO_SUCH_METHOD = 405
BROKEN = 500
NOT_YOUR_ROLE = "Deze pagina hoort niet bij jouw rol in dit traject."


def first(model, **filters):
    row = model.objects.filter(**filters).first()
    return row.pk if row else "01a1ff67-0000-7000-8000-000000000000"


def world(programme):
    """One of everything in a programme, as arguments for its addresses."""
    space = {"workspace_id": programme.workspace_id}
    here = {**space, "programme_id": programme.pk}
    measure = Measure.objects.filter(**here, deliveries__isnull=False).first()
    on_measure = {**space, "measure_id": measure.pk if measure else None}
    quote = RawQuote.objects.filter(**space, conversation__programme_id=programme.pk).first()
    decision = Decision.objects.filter(**here, participations__isnull=False).first()
    voice = Voice.objects.filter(**space, concern__programme_id=programme.pk).first()
    concern = voice.concern_id if voice else first(Concern, **here)
    link = MeasureConcern.objects.filter(**on_measure).first()
    cause = MeasureCause.objects.filter(**on_measure).first()
    return {
        "organisation_id": first(Organisation, **space),
        "unit_id": first(Unit, **space),
        "person_id": first(Person, **space),
        "group_id": first(Group, **space),
        "target_id": first(Group, **space),
        "import_id": first(Group, **space),
        "decision_id": decision.pk if decision else first(Decision, **here),
        "participation_id": first(Participation, **space),
        "membership_id": first(Membership, **here),
        "invitation_id": first(Group, **space),
        "solution_id": first(Solution, **here),
        "supplier_id": first(Supplier, **space),
        "concern_id": link.concern_id if link else concern,
        "cause_id": cause.cause_id if cause else first(Cause, **here),
        "voice_id": voice.pk if voice else first(Voice, **space),
        "conversation_id": quote.conversation_id if quote else first(Conversation, **here),
        "quote_id": quote.pk if quote else first(RawQuote, **space),
        "released_id": first(ReleasedQuote, **here),
        "question_id": first(Question, **here),
        "variant_id": first(Group, **space),
        "measure_id": measure.pk if measure else first(Measure, **here),
        "delivery_id": first(Delivery, **on_measure),
        "keyring_id": first(Keyring, **space),
        "object_id": concern,
    }


FIXED = {
    "number": "1", "older": "1", "newer": "2", "phase": "analyse", "kind": "concern",
    "token": "abc", "target": "agreed", "level": "heard",
}  # fmt: skip


def address(route, programme, things):
    """The address of a route in a programme, with one of its things."""

    def put(match):
        name = match.group(2)
        if name == "workspace":
            return programme.workspace.slug
        if name == "programme":
            return programme.slug
        if name == "kind" and route.endswith("import_example"):
            return "csv"
        return str(things.get(name) or FIXED[name])

    return "/" + re.sub(r"<(\w+:)?(\w+)>", put, PATTERNS[route])


def has_object(route):
    """Whether the address names a thing of the programme."""
    found = {n for _, n in re.findall(r"<(\w+:)?(\w+)>", PATTERNS[route])}
    return any(name.endswith("_id") for name in found)


@pytest.fixture(scope="module")
def _worlds(django_db_setup, django_db_blocker):
    """Two clients, each with a whole programme; built once, gone afterwards."""
    with django_db_blocker.unblock():
        build_demo(by=SYSTEM)
        first_space = Workspace.objects.get(slug=SLUG)
        Workspace.objects.filter(pk=first_space.pk).update(slug="eerste")
        build_demo(by=SYSTEM)
        yield first_space.pk
        with transaction.atomic():
            for space in Workspace.objects.filter(is_demo=True):
                erase_workspace(space.pk)


@pytest.fixture
def own(db, _worlds):
    return Programme.objects.select_related("workspace").get(workspace_id=_worlds)


@pytest.fixture
def other(own):
    """A programme of another client, with everything in it."""
    return Programme.objects.select_related("workspace").exclude(pk=own.pk).get()


def test_the_matrix_names_every_route():
    assert sorted(ALLOWED) == sorted(INSIDE)


@pytest.mark.parametrize("letter", LETTERS)
def test_a_role_passes_exactly_where_the_matrix_says(letter, own, other, client):
    actor = make_member(own, LETTERS[letter])
    sign_in(client, actor)
    if letter in "GC":
        open_in_browser(client, make_vault(actor))
    mine, theirs = world(own), world(other)
    wrong = []
    for route in INSIDE:
        here = address(route, own, mine)
        if letter not in ALLOWED[route]:
            found = (client.get(here).status_code, client.post(here).status_code)
            if found != (DENIED, DENIED):
                wrong.append((route, "refused here", found))
        else:
            answer = client.get(here)
            at_the_gate = str(NOT_YOUR_ROLE) in answer.content.decode(errors="replace")
            if answer.status_code >= BROKEN or at_the_gate:
                wrong.append((route, "let in", answer.status_code))
        if letter in ALLOWED[route] and has_object(route):
            there = address(route, own, theirs)
            found = (client.get(there).status_code, client.post(there).status_code)
            if not set(found) <= {GONE, NO_SUCH_METHOD}:
                wrong.append((route, "a thing of another client", found))
        away = address(route, other, theirs)
        found = (client.get(away).status_code, client.post(away).status_code)
        if found != (GONE, GONE):
            wrong.append((route, "another client", found))
    assert not wrong, "\n".join(str(line) for line in wrong)


def test_who_is_not_signed_in_is_sent_to_the_door(own):
    visitor, mine = Client(), world(own)
    for route in INSIDE:
        answer = visitor.get(address(route, own, mine))
        assert answer.status_code == 302, route
        assert answer["Location"].startswith("/accounts/login/"), route


def test_a_role_that_was_taken_away_opens_nothing_at_once(client):
    programme = make_programme()
    guide = make_member(programme, Role.GUIDE)
    sign_in(client, guide)
    here = f"/w/{programme.workspace.slug}/p/{programme.slug}/today/"
    assert client.get(here).status_code == 200

    Membership.objects.filter(user_id=guide.user_id).delete()

    assert client.get(here).status_code == GONE
