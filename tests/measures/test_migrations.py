"""What 0.1.0 kept is repaired: a concern that only a proposal had planned is understood again."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.apps import apps

from draagvlak.concerns.models import Concern, Register
from draagvlak.measures.states import State
from tests.factories.measures import make_measure, make_understood
from tests.factories.places import make_member

pytestmark = pytest.mark.django_db


def test_only_what_was_agreed_on_stays_planned():
    guide = make_member()
    hoped, agreed, untouched = (make_understood(guide) for _each in range(3))
    make_measure(guide, hoped)
    make_measure(guide, agreed, state=State.DELIVERED)
    Concern.objects.filter(pk=hoped.pk).update(state="planned")
    before = Register.objects.get().version

    import_module("draagvlak.measures.migrations.0002_proposals_plan_nothing").unplan_proposals(
        apps, None
    )

    states = dict(Concern.objects.values_list("pk", "state"))
    assert states == {hoped.pk: "understood", agreed.pk: "planned", untouched.pk: "understood"}
    assert Register.objects.get().version == before + 1
