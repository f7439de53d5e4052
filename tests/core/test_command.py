"""Whole or not at all, once, and on the record."""

from __future__ import annotations

import pytest

from draagvlak.core.audit import record
from draagvlak.core.command import RepeatedDifferently, command
from draagvlak.core.models import AuditEvent, OnceKey
from draagvlak.core.verdict import Refused, Verdict, no
from draagvlak.core.versions import EditConflict, save_if_unchanged
from draagvlak.organisations.models import Organisation
from draagvlak.programmes.models import Programme
from tests.factories.places import make_member

pytestmark = pytest.mark.django_db


@command
def found_organisation(*, by, name, once=""):
    """Found an organisation."""
    organisation = Organisation.objects.create(workspace_id=by.tenant, name=name)
    record("tests.founded", by=by, on=organisation)
    return organisation


@command
def found_and_fail(*, by, name):
    """Found an organisation, then think better of it."""
    organisation = Organisation.objects.create(workspace_id=by.tenant, name=name)
    record("tests.founded", by=by, on=organisation)
    no("Dat mag niet.").demand()


@command
def forget_to_record(*, by):
    """Leave nothing behind."""


def test_a_command_leaves_one_line_without_content():
    guide = make_member()

    organisation = found_organisation(by=guide, name="Geheime Dienst")

    (event,) = AuditEvent.objects.all()
    assert (event.verb, event.subject_id, event.actor_id) == (
        "tests.founded",
        organisation.pk,
        guide.user_id,
    )
    assert "Geheime" not in str(event.__dict__)


def test_a_refused_command_leaves_nothing():
    with pytest.raises(Refused, match="Dat mag niet"):
        found_and_fail(by=make_member(), name="Gemeente")

    assert Organisation.objects.count() == 0
    assert AuditEvent.objects.count() == 0


def test_a_command_without_a_record_is_a_mistake():
    with pytest.raises(AssertionError, match="left no record"):
        forget_to_record(by=make_member())


def test_a_retry_with_the_same_key_gives_the_first_result():
    guide = make_member()
    first = found_organisation(by=guide, name="Gemeente", once="k1")

    assert found_organisation(by=guide, name="Gemeente", once="k1") == first
    assert Organisation.objects.count() == 1
    assert OnceKey.objects.count() == 1


def test_the_same_key_with_other_content_is_refused():
    guide = make_member()
    found_organisation(by=guide, name="Gemeente", once="k1")

    with pytest.raises(RepeatedDifferently):
        found_organisation(by=guide, name="Provincie", once="k1")
    assert Organisation.objects.count() == 1


def test_a_key_belongs_to_one_actor():
    first = make_member()
    found_organisation(by=first, name="Gemeente", once="k1")

    found_organisation(by=make_member(), name="Gemeente", once="k1")

    assert Organisation.objects.count() == 2


@command
def found_with_rule(*, by, name, allowed, once=""):
    """Found an organisation if that is allowed."""
    organisation = found_organisation(by=by, name=name)
    Verdict(allowed=allowed[0], reason="nu niet").demand()
    record("tests.allowed", by=by, on=organisation)
    return organisation


def test_a_refused_command_does_not_use_up_its_key():
    guide = make_member()
    with pytest.raises(Refused):
        found_with_rule(by=guide, name="Gemeente", allowed=[False], once="k1")

    found_with_rule(by=guide, name="Gemeente", allowed=[True], once="k1")

    assert Organisation.objects.count() == 1


def test_keywords_only():
    with pytest.raises(TypeError, match="keywords only"):
        found_organisation(make_member(), "Gemeente")


def test_the_second_of_two_writers_is_told():
    guide = make_member()
    row = Programme.objects.get(pk=guide.programme_id)

    fresh = save_if_unchanged(row, expected=1, changes={"name": "Van Anouk"})
    assert (fresh.name, fresh.version) == ("Van Anouk", 2)
    with pytest.raises(EditConflict) as met:
        save_if_unchanged(row, expected=1, changes={"name": "Van Joke"})
    assert met.value.theirs.name == "Van Anouk"
    assert Programme.objects.get(pk=row.pk).name == "Van Anouk"


def test_a_verdict_is_its_own_truth():
    assert Verdict(allowed=True)
    assert not no("nee")
