"""The demo programme stands, whole and believable, and can be put back as it was."""

from __future__ import annotations

from collections import Counter

import pytest

from draagvlak.concerns.models import Concern, Voice
from draagvlak.concerns.states import State
from draagvlak.conversations.models import Conversation, Note, RawQuote, ReleasedQuote
from draagvlak.core.actor import SYSTEM
from draagvlak.core.models import Workspace
from draagvlak.core.policy import Role
from draagvlak.core.verdict import Refused
from draagvlak.kits.commands import build_demo
from draagvlak.kits.imports import read_demo
from draagvlak.lessons.models import Lesson
from draagvlak.measures.models import Measure
from draagvlak.organisations.models import Person
from draagvlak.programmes.models import Membership
from tests.factories.places import make_member

pytestmark = pytest.mark.django_db


def test_the_demo_is_whole():
    accounts = build_demo(by=SYSTEM)

    assert Person.objects.count() == 120
    assert sorted(Lesson.objects.values_list("state", "is_brought")) == [
        ("asked", False),
        ("kept", False),
        ("kept", True),
        ("kept", True),
    ]
    assert Conversation.objects.count() == 29
    assert RawQuote.objects.count() == 80
    assert ReleasedQuote.objects.count() == 16
    assert Counter(Concern.objects.values_list("state", flat=True)).keys() == set(State.values)
    assert set(Measure.objects.values_list("kind", flat=True)) == set(Measure.Kind.values)
    assert set(Membership.objects.values_list("role", flat=True)) == set(Role.values)
    assert len(accounts) == len(Role)
    assert Workspace.objects.get().is_demo


def test_building_twice_keeps_what_was_done_and_reset_puts_it_back():
    build_demo(by=SYSTEM)
    Concern.objects.filter(number=1).update(title="Aangepast")

    build_demo(by=SYSTEM)
    assert Concern.objects.get(number=1).title == "Aangepast"

    build_demo(by=SYSTEM, reset=True)
    assert Concern.objects.get(number=1).title != "Aangepast"
    assert Workspace.objects.count() == 1


def test_a_reset_leaves_other_workspaces_alone():
    guide = make_member()
    build_demo(by=SYSTEM)

    build_demo(by=SYSTEM, reset=True)

    assert Workspace.objects.filter(pk=guide.tenant).exists()


def test_no_raw_word_of_a_note_lies_open_in_the_database():
    build_demo(by=SYSTEM)
    content = read_demo()

    sealed = b"".join(bytes(row) for row in Note.objects.values_list("sealed", flat=True))
    sealed += b"".join(bytes(row) for row in RawQuote.objects.values_list("sealed", flat=True))
    sealed += b"".join(bytes(row) for row in Voice.objects.values_list("sealed", flat=True))
    for quote in content.quotes:
        assert quote.text("exact").encode()[:40] not in sealed
    open_text = "\n".join(ReleasedQuote.objects.values_list("text", flat=True))
    assert all(quote.text("exact") not in open_text for quote in content.quotes)


def test_nobody_builds_a_demo_from_a_page():
    with pytest.raises(Refused):
        build_demo(by=make_member())
