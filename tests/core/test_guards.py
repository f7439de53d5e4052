"""A reference that leaves its workspace is refused by the database itself."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction

from draagvlak.core import guards
from draagvlak.organisations.models import Organisation, Unit
from tests.factories.places import make_workspace

pytestmark = pytest.mark.django_db


def _unit_in(workspace, organisation):
    with transaction.atomic():
        unit = Unit.objects.create(
            workspace=workspace, organisation=organisation, name="ICT", path="0001"
        )
        connection.check_constraints()
    return unit


def test_a_reference_within_the_workspace_is_kept():
    workspace = make_workspace()
    organisation = Organisation.objects.create(workspace=workspace, name="Gemeente")

    assert _unit_in(workspace, organisation).organisation == organisation


def test_a_reference_to_another_workspace_is_refused():
    organisation = Organisation.objects.create(workspace=make_workspace(), name="Gemeente")

    with pytest.raises(IntegrityError), transaction.atomic():
        Unit.objects.create(
            workspace=make_workspace(), organisation=organisation, name="ICT", path="0001"
        )
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("set constraints all immediate")


def test_every_reference_has_its_guard():
    assert len(list(guards.references())) > 40
