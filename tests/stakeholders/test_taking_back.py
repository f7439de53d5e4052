"""What was done with stakeholders is taken back from the page of what was done, and found."""

from __future__ import annotations

import pytest
from django.test import Client

from draagvlak.core import undo
from draagvlak.core.models import AuditEvent, UndoRecord
from draagvlak.core.policy import Role
from draagvlak.core.search import find
from draagvlak.core.thread import NODES
from draagvlak.core.verdict import Refused
from draagvlak.core.web import to
from draagvlak.stakeholders import commands
from draagvlak.stakeholders.models import Assessment
from tests.factories.places import make_member, make_programme, sign_in
from tests.factories.stakeholders import (
    make_assessment,
    make_commitment,
    make_relation,
    make_stakeholder,
)

pytestmark = pytest.mark.django_db
CHANGED = "Dit is daarna veranderd. Daarom kun je het hier niet terugdraaien."


@pytest.fixture
def guide():
    return make_member()


def latest():
    return UndoRecord.objects.order_by("pk").get()


def test_a_stakeholder_comes_out_of_the_archive(guide):
    council = make_stakeholder(guide, "Gemeenteraad")
    commands.archive_stakeholder(by=guide, stakeholder=council)
    assert undo.take_back(by=guide, undo=latest()).endswith(f"/stakeholders/{council.pk}/")
    council.refresh_from_db()
    assert council.archived_at is None
    assert not undo.outlook(guide, latest()).verdict


def test_a_promise_comes_back(guide):
    council = make_stakeholder(guide)
    promise = make_commitment(guide, council)
    commands.remove_commitment(by=guide, stakeholder=council, commitment=promise)
    assert undo.take_back(by=guide, undo=latest()).endswith("#commitments")
    promise.refresh_from_db()
    assert promise.removed_at is None


def test_a_relation_comes_back(guide):
    relation = make_relation(guide, make_stakeholder(guide), make_stakeholder(guide))
    commands.remove_relation(by=guide, relation=relation)
    assert undo.take_back(by=guide, undo=latest()).endswith("#relations")
    relation.refresh_from_db()
    assert relation.removed_at is None


def test_an_assessment_no_longer_counts(guide):
    make_assessment(guide, make_stakeholder(guide))
    assert undo.take_back(by=guide, undo=latest()).endswith("#history")
    assert Assessment.objects.get().undone_at is not None
    verbs = AuditEvent.objects.order_by("pk").values_list("verb", flat=True)
    assert "stakeholders.changed_back" in verbs


def test_what_was_changed_since_says_so(guide):
    council = make_stakeholder(guide)
    commands.archive_stakeholder(by=guide, stakeholder=council)
    council.refresh_from_db()
    commands.restore_stakeholder(by=guide, stakeholder=council)
    council.refresh_from_db()
    promise = make_commitment(guide, council)
    commands.remove_commitment(by=guide, stakeholder=council, commitment=promise)
    commands.restore_commitment(by=guide, stakeholder=council, commitment=promise)
    relation = make_relation(guide, council, make_stakeholder(guide))
    commands.remove_relation(by=guide, relation=relation)
    commands.restore_relation(by=guide, relation=relation)
    written = make_assessment(guide, council)
    commands.take_assessment_back(by=guide, stakeholder=council, assessment=written)
    looks = undo.outlooks(guide, list(UndoRecord.objects.all()))
    assert [str(each.verdict.reason) for each in looks.values()] == [CHANGED] * 4
    with pytest.raises(Refused, match="daarna veranderd"):
        undo.take_back(by=guide, undo=UndoRecord.objects.first())


def test_looking_at_many_acts_takes_as_many_statements(guide, django_assert_num_queries):
    for _ in range(3):
        council = make_stakeholder(guide)
        commands.archive_stakeholder(by=guide, stakeholder=council)
    one, three = list(UndoRecord.objects.all()[:1]), list(UndoRecord.objects.all())
    undo.outlooks(guide, one)
    for undos in (one, three):
        with django_assert_num_queries(2):  # the key of the workspace, and the rows
            assert all(each.verdict for each in undo.outlooks(guide, undos).values())


def test_only_guides_take_back_how_a_group_stands(guide):
    council = make_stakeholder(guide)
    make_assessment(guide, council)
    lead = make_member(council.programme, Role.PROJECT_LEAD)
    assert not undo.may_take_back(lead, latest())


def test_a_stakeholder_is_found_until_it_is_in_the_archive(guide):
    council = make_stakeholder(guide, "Gemeenteraad", role="Beslist over de invoering.")
    assert [hit.title for hit in find(guide, "invoering")] == ["Gemeenteraad"]
    page = sign_in(Client(), guide).get(find(guide, "gemeenteraad")[0].url)
    assert page.status_code == 200
    assert find(make_member(make_programme()), "invoering") == []
    commands.edit_approach(
        by=guide, stakeholder=council, approach="Vertrouwelijk plan.", version=council.version
    )
    assert find(guide, "vertrouwelijk") == []
    council.refresh_from_db()
    commands.archive_stakeholder(by=guide, stakeholder=council)
    assert find(guide, "invoering") == []
    council.refresh_from_db()
    commands.restore_stakeholder(by=guide, stakeholder=council)
    assert [hit.title for hit in find(guide, "raad")] == ["Gemeenteraad"]


def test_the_activity_page_names_a_stakeholder(guide):
    council = make_stakeholder(guide, "Gemeenteraad")
    node = NODES.get("stakeholder")(guide, [council.pk])[council.pk]
    assert (node.title, node.url) == (
        "Gemeenteraad",
        to(guide, "stakeholders:stakeholder_detail", stakeholder_id=council.pk),
    )
    commands.archive_stakeholder(by=guide, stakeholder=council)
    page = sign_in(Client(), guide).get(to(guide, "desk:activity_list")).content.decode()
    assert "Gemeenteraad" in page
    assert f"/undo/{latest().pk}/" in page
