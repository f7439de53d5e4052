"""What was done with the programme is taken back from the activity page."""

from __future__ import annotations

import datetime as dt

import pytest

from draagvlak.core import undo
from draagvlak.core.models import UndoRecord
from draagvlak.core.policy import Role
from draagvlak.programmes import commands
from draagvlak.programmes.models import (
    Decision,
    Invitation,
    Membership,
    Participation,
    Programme,
    ProgrammePhase,
    Solution,
    Supplier,
    Vision,
)
from draagvlak.programmes.queries import latest_vision
from tests.factories.places import make_member
from tests.factories.programmes import make_decision, make_group, make_invitation, make_vision

pytestmark = pytest.mark.django_db
DAY = dt.date(2027, 1, 4)


@pytest.fixture
def guide():
    return make_member()


@pytest.fixture
def programme(guide):
    return Programme.objects.get(pk=guide.programme_id)


def left(kind):
    return UndoRecord.objects.get(kind=f"programmes.{kind}")


def take_back(by, kind):
    return undo.take_back(by=by, undo=left(kind))


def edit(guide, programme, name, version=1):
    return commands.edit_programme(
        by=guide, programme=programme, version=version, name=name, summary=""
    )


def test_the_programme_has_its_former_name(guide, programme):
    edit(guide, programme, "Anders")
    take_back(guide, "edited")
    assert Programme.objects.get().name == programme.name


def test_the_phase_goes_back_unless_it_moved_since(guide, programme):
    moved = commands.move_phase(by=guide, programme=programme, phase="develop")
    record = left("phase_moved")
    commands.move_phase(by=guide, programme=moved, phase="go_live")
    assert not undo.outlook(guide, record).verdict
    latest = UndoRecord.objects.filter(kind="programmes.phase_moved").exclude(pk=record.pk).get()
    undo.take_back(by=guide, undo=latest)
    assert Programme.objects.get().phase == "develop"


def test_phases_begin_when_they_did(guide, programme):
    commands.plan_phases(by=guide, programme=programme, dates={"explore": (DAY, None)})
    take_back(guide, "phases_planned")
    row = ProgrammePhase.objects.get(phase="explore")
    assert (row.starts_on, row.ends_on) == (None, None)


def test_a_supplier_keeps_a_name_that_is_given_away(guide):
    one = commands.add_supplier(by=guide, name="Eerst")
    commands.edit_supplier(by=guide, supplier=one, name="Later", contact="Ria", email="")
    commands.add_supplier(by=guide, name="Eerst")
    record = left("supplier_edited")
    assert undo.outlook(guide, record).stays == ["“Later”: de naam is sindsdien gewijzigd."]
    undo.take_back(by=guide, undo=record)
    row = Supplier.objects.get(pk=one.pk)
    assert (row.name, row.contact) == ("Later", "")


def test_a_solution_says_again_what_it_said(guide):
    one = commands.add_solution(by=guide, name="iBabs", summary="Vergaderen")
    commands.edit_solution(
        by=guide, solution=one, version=1, name="Notubiz", summary="", state="chosen", supplier=None
    )
    take_back(guide, "solution_edited")
    row = Solution.objects.get()
    assert (row.name, row.summary) == ("iBabs", "Vergaderen")


def test_a_question_says_again_what_it_said_while_it_is_open(guide):
    one = make_decision(guide, "Eerst")
    one = commands.edit_decision(
        by=guide, decision=one, version=1, title="Later", question="", due_on=DAY
    )
    commands.decide(by=guide, decision=one, version=2, outcome="Ja", reasons="Tijd")
    assert not undo.outlook(guide, left("decision_edited")).verdict
    take_back(guide, "decided")
    row = Decision.objects.get()
    assert (row.state, row.outcome, row.decided_on) == ("open", "", None)
    take_back(guide, "decision_edited")
    row.refresh_from_db()
    assert (row.title, row.due_on) == ("Eerst", None)


def test_a_decision_is_decided_again(guide):
    one = make_decision(guide)
    one = commands.decide(by=guide, decision=one, version=1, outcome="Ja", reasons="Tijd")
    commands.reopen_decision(by=guide, decision=one)
    take_back(guide, "decision_reopened")
    row = Decision.objects.get()
    assert (row.state, row.outcome, row.decided_on is not None) == ("decided", "Ja", True)


def test_who_was_taken_out_takes_part_again(guide):
    decision, group = make_decision(guide), make_group(guide)
    part = commands.add_participation(by=guide, decision=decision, level="heard", group=group)
    commands.remove_participation(by=guide, part=part)
    take_back(guide, "participation_removed")
    row = Participation.objects.get()
    assert (row.group_id, row.level) == (group.pk, "heard")


def test_the_vision_before_holds_again_as_a_new_version(guide):
    make_vision(guide, "Eerst")
    assert not UndoRecord.objects.exists()
    make_vision(guide, "Later", 1)
    take_back(guide, "vision_published")
    latest = latest_vision(guide)
    assert (latest.number, latest.body) == (3, "Eerst")
    assert latest.changed_because == "Versie 2 is ongedaan gemaakt."
    assert Vision.objects.count() == 3


def test_a_role_is_given_back(guide, programme):
    member = make_member(programme, Role.EMPLOYEE)
    membership = Membership.objects.get(user_id=member.user_id)
    commands.remove_member(by=guide, membership=membership)
    take_back(guide, "role_taken")
    membership.refresh_from_db()
    assert membership.ended_at is None


def test_a_changed_role_is_what_it_was_and_others_do_not_decide_that(guide, programme):
    member = make_member(programme, Role.EMPLOYEE)
    membership = Membership.objects.get(user_id=member.user_id)
    commands.change_member(by=guide, membership=membership, role=Role.KEY_USER, person=None)
    assert not undo.outlook(member, left("role_changed")).verdict
    take_back(guide, "role_changed")
    membership.refresh_from_db()
    assert membership.role == Role.EMPLOYEE


def test_an_invitation_works_again(guide):
    invitation = make_invitation(guide)
    commands.revoke_invitation(by=guide, invitation=invitation)
    take_back(guide, "invitation_revoked")
    assert Invitation.objects.get().revoked_at is None
