"""No join over plain columns leads from a concern or a released quote to a person or a talk."""

from __future__ import annotations

from itertools import pairwise
from uuid import UUID

import pytest
from django.db import models

from draagvlak.accounts.models import User
from draagvlak.concerns.models import Concern, Voice
from draagvlak.conversations.models import (
    Conversation,
    Note,
    Participant,
    RawQuote,
    ReleasedQuote,
)
from draagvlak.core.actor import SYSTEM
from draagvlak.core.guards import tenant_models
from draagvlak.core.models import AuditEvent, Workspace
from draagvlak.kits.commands import build_demo
from draagvlak.organisations.models import Group, Organisation, Person, Unit
from draagvlak.programmes.models import Membership, Programme
from draagvlak.stakeholders.models import Stakeholder
from draagvlak.vault.models import Box, Keyring

pytestmark = pytest.mark.django_db

# what many things share says nothing of one of them; a stakeholder is a group or a party, no person
HUBS = (Workspace, Programme, Organisation, Unit, Group, Stakeholder, User, Membership, Keyring)
REGISTERED = (Concern, Voice, ReleasedQuote)
TALKED = (Conversation, RawQuote, Note, Participant, Box, Person)


def keys(*tables):
    return {pk for table in tables for pk in table.objects.values_list("pk", flat=True)}


def ids_in(row):
    """Every key that stands in the clear in a row, as UUID or as text."""
    found = set()
    for value in row.values():
        if isinstance(value, UUID):
            found.add(value)
        elif isinstance(value, str) and len(value) in (32, 36):
            try:
                found.add(UUID(value))
            except ValueError:
                continue
    return found


class Heap:
    """Things that hang together."""

    def __init__(self):
        self.over = {}

    def top(self, key):
        while self.over.get(key, key) != key:
            key = self.over[key]
        return key

    def tie(self, one, two):
        self.over[self.top(one)] = self.top(two)


def plain_rows():
    for table in tenant_models():
        columns = [
            f.attname for f in table._meta.concrete_fields if not isinstance(f, models.BinaryField)
        ]
        yield from (dict(row) for row in table._default_manager.values(*columns))


def tied():
    """The keys on both sides that hang together by plain columns."""
    hubs, heap = keys(*HUBS), Heap()
    for row in plain_rows():
        ids = sorted(ids_in(row) - hubs)
        for one, two in pairwise(ids):
            heap.tie(one, two)
    return {heap.top(key) for key in keys(*REGISTERED)} & {heap.top(key) for key in keys(*TALKED)}


def test_concerns_and_talks_hang_in_different_heaps():
    build_demo(by=SYSTEM)

    assert tied() == set()


def test_the_check_would_see_a_link():
    build_demo(by=SYSTEM)
    concern = Concern.objects.first()
    AuditEvent.objects.create(
        workspace_id=concern.workspace_id,
        verb=str(Conversation.objects.first().pk),
        subject_type="concerns.concern",
        subject_id=concern.pk,
        at="2026-01-01T00:00Z",
    )

    assert len(tied()) == 1


def test_no_row_about_a_voice_tells_a_moment():
    build_demo(by=SYSTEM)

    for table in (Voice, ReleasedQuote, RawQuote):
        assert not [f for f in table._meta.fields if isinstance(f, models.DateTimeField)]
        assert {key.version for key in table.objects.values_list("pk", flat=True)} == {4}


def test_the_trail_names_nobody_for_raising_and_joining():
    build_demo(by=SYSTEM)

    hidden = AuditEvent.objects.filter(verb__in=["concerns.raised", "concerns.joined"])
    assert not hidden.exclude(actor_id=None).exists()
