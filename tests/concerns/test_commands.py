"""What commands change, what they leave on record, and what they refuse."""

from __future__ import annotations

import datetime as dt
from uuid import UUID, uuid4

import pytest
from django.http import Http404

from draagvlak.concerns import commands, queries
from draagvlak.concerns.models import Answer, Concern, Voice, VoiceTally
from draagvlak.concerns.queries import CARRIED, MEASURED
from draagvlak.core.command import RepeatedDifferently
from draagvlak.core.models import AuditEvent
from draagvlak.core.policy import Role
from draagvlak.core.verdict import Refused
from draagvlak.core.versions import EditConflict
from draagvlak.organisations.models import Organisation, Person
from draagvlak.programmes.models import Membership
from tests.factories.concerns import (
    make_answered,
    make_cause_for,
    make_concern,
    make_delivered,
    make_group,
    make_planned,
    make_understood,
)
from tests.factories.places import make_member, make_programme
from tests.factories.vault import make_vault

pytestmark = pytest.mark.django_db


@pytest.fixture
def guide():
    return make_member(make_programme())


def _trail(concern):
    rows = AuditEvent.objects.filter(workspace_id=concern.workspace_id, subject_id=concern.pk)
    return list(rows.order_by("verb").values_list("verb", "actor_id"))


def _fresh(concern):
    return Concern.objects.get(workspace_id=concern.workspace_id, pk=concern.pk)


def test_raise_concern_writes_it_down_without_saying_by_whom(guide):
    group = make_group(guide)
    concern = commands.raise_concern(
        by=guide,
        kind="wish",
        title="  Eigen aantekeningen ",
        description=" Alleen voor mij. ",
        severity=3,
        groups=[group.pk],
    )

    assert (concern.number, concern.kind, concern.title, concern.description) == (
        1,
        "wish",
        "Eigen aantekeningen",
        "Alleen voor mij.",
    )
    assert (concern.state, concern.severity, concern.voices) == ("heard", 3, 0)
    assert queries.groups_of(concern) == [group]
    assert _trail(concern) == [("concerns.raised", None)]
    event = AuditEvent.objects.get(subject_id=concern.pk)
    assert (event.at.minute, event.at.second) == (0, 0)


def test_numbers_go_on_per_programme(guide):
    assert [make_concern(guide).number for _ in range(3)] == [1, 2, 3]
    assert make_concern(make_member(make_programme())).number == 1


def test_the_same_form_sent_twice_raises_once(guide):
    first = commands.raise_concern(by=guide, kind="worry", title="Wifi", once="sleutel")
    again = commands.raise_concern(by=guide, kind="worry", title="Wifi", once="sleutel")

    assert again == first
    assert Concern.objects.count() == 1
    with pytest.raises(RepeatedDifferently):
        commands.raise_concern(by=guide, kind="worry", title="Anders", once="sleutel")


def test_raise_concern_refuses_who_may_not_and_what_says_nothing(guide):
    with pytest.raises(Refused):
        commands.raise_concern(by=make_member(role=Role.EMPLOYEE), kind="worry", title="Wifi")
    with pytest.raises(Refused):
        commands.raise_concern(by=guide, kind="worry", title=" ")
    with pytest.raises(Refused):
        commands.raise_concern(by=guide, kind="worry", title="x" * 161)
    with pytest.raises(ValueError, match="gossip"):
        commands.raise_concern(by=guide, kind="gossip", title="Wifi")
    assert Concern.objects.count() == 0


def test_a_group_of_another_workspace_is_not_found(guide):
    foreign = make_group(make_member(make_programme()))

    with pytest.raises(Http404):
        make_concern(guide, groups=[foreign.pk])
    assert Concern.objects.count() == 0


def test_edit_concern_changes_the_words(guide):
    concern = make_concern(guide, "Wifi", groups=[make_group(guide).pk])
    group = make_group(guide)

    edited = commands.edit_concern(
        by=guide,
        concern=concern,
        kind="wish",
        title="Overal wifi",
        description="Ook in de kelder.",
        severity=4,
        groups=[group.pk],
        version=concern.version,
    )

    assert (edited.kind, edited.title, edited.title_key) == ("wish", "Overal wifi", "overal wifi")
    assert (edited.severity, edited.version) == (4, 2)
    assert queries.groups_of(edited) == [group]


def test_two_writers_never_lose_each_others_text(guide):
    concern = make_concern(guide, "Wifi")
    more = {"kind": "worry", "description": "", "severity": 2, "version": concern.version}
    commands.edit_concern(by=guide, concern=concern, title="Van de een", **more)

    with pytest.raises(EditConflict) as conflict:
        commands.edit_concern(by=guide, concern=concern, title="Van de ander", **more)

    assert conflict.value.theirs.title == "Van de een"
    assert _fresh(concern).title == "Van de een"


def test_owner_severity_and_promise_are_set(guide):
    concern = make_concern(guide)
    owner = Membership.objects.get(user_id=guide.user_id)
    day = dt.date(2027, 1, 5)

    concern = commands.set_owner(by=guide, concern=concern, owner=owner, version=1)
    concern = commands.set_severity(by=guide, concern=concern, severity=4, version=2)
    concern = commands.set_answer_due(by=guide, concern=concern, due_on=day, version=3)

    assert (concern.owner, concern.severity, concern.answer_due_on) == (owner, 4, day)
    with pytest.raises(EditConflict):
        commands.set_owner(by=guide, concern=concern, owner=None, version=1)


def test_set_groups_replaces_them(guide):
    one, two, three = (make_group(guide) for _ in range(3))
    concern = make_concern(guide, groups=[one.pk, two.pk])

    commands.set_groups(by=guide, concern=concern, groups=[two.pk, three.pk])

    assert queries.groups_of(concern) == [two, three]


def test_write_origin_keeps_at_most_five_steps(guide):
    concern = make_concern(guide)
    commands.write_origin(by=guide, concern=concern, steps=["Het net is smal", " ", "Geld op"])
    assert queries.origin_of(concern) == ["Het net is smal", "Geld op"]

    with pytest.raises(Refused):
        commands.write_origin(by=guide, concern=concern, steps=list("abcdef"))
    commands.write_origin(by=guide, concern=concern, steps=["Iets anders"], version=1)
    assert queries.origin_of(concern) == ["Iets anders"]
    with pytest.raises(EditConflict):
        commands.write_origin(by=guide, concern=concern, steps=["Te laat"], version=1)


def test_the_first_cause_makes_a_concern_understood_and_the_last_one_heard(guide):
    concern, one, two = make_concern(guide), make_cause_for(guide), make_cause_for(guide)

    assert commands.add_cause(by=guide, concern=concern, cause=one).state == "understood"
    assert commands.add_cause(by=guide, concern=concern, cause=two).state == "understood"
    assert commands.add_cause(by=guide, concern=concern, cause=two).state == "understood"
    assert commands.remove_cause(by=guide, concern=concern, cause=one).state == "understood"
    assert commands.remove_cause(by=guide, concern=concern, cause=two).state == "heard"
    assert _fresh(concern).state == "heard"


def test_the_last_cause_stays_under_an_answer(guide):
    concern = make_answered(guide)
    (cause,) = queries.causes_of(concern)

    with pytest.raises(Refused):
        commands.remove_cause(by=guide, concern=concern, cause=cause)


def test_a_cause_for_which_something_is_planned_plans_the_concern(guide):
    concern, cause = make_concern(guide), make_cause_for(guide)
    for registry in (MEASURED, CARRIED):
        registry.register("test", lambda _actor, ids: set(ids))
    try:
        assert commands.add_cause(by=guide, concern=concern, cause=cause).state == "planned"
        other = make_cause_for(guide)
        assert commands.add_cause(by=guide, concern=concern, cause=other).state == "planned"
        assert commands.remove_cause(by=guide, concern=concern, cause=other).state == "planned"
    finally:
        for registry in (MEASURED, CARRIED):
            registry._entries.pop("test")
    commands.add_cause(by=guide, concern=concern, cause=other)
    assert commands.remove_cause(by=guide, concern=concern, cause=other).state == "understood"


def test_a_cause_has_a_title_of_its_own(guide):
    cause = make_cause_for(guide, "Het net is smal")

    with pytest.raises(Refused):
        make_cause_for(guide, "Het net is smal")
    edited = commands.edit_cause(
        by=guide,
        cause=cause,
        title="De lijn is smal",
        about="process",
        where="must",
        description="Er ligt één kabel.",
        version=1,
    )
    assert (edited.title, edited.about, edited.where, edited.version) == (
        "De lijn is smal",
        "process",
        "must",
        2,
    )
    make_cause_for(guide, "Het net is smal")
    with pytest.raises(EditConflict):
        commands.edit_cause(
            by=guide,
            cause=cause,
            title="Weer anders",
            about="process",
            where="must",
            description="",
            version=1,
        )


def test_plan_and_unplan_move_an_understood_concern(guide):
    concern = make_planned(guide)
    assert _fresh(concern).state == "planned"

    assert commands.unplan_concern(by=guide, concern=concern).state == "understood"
    with pytest.raises(Refused):
        commands.plan_concern(by=guide, concern=make_concern(guide))
    with pytest.raises(Refused):
        commands.unplan_concern(by=guide, concern=concern)


def test_a_move_that_somebody_else_made_first_is_a_conflict(guide):
    concern = make_understood(guide)
    stale = _fresh(concern)
    commands.plan_concern(by=guide, concern=concern)

    with pytest.raises(EditConflict):
        commands.plan_concern(by=guide, concern=stale)


def test_an_answer_is_kept_and_told(guide):
    concern = make_planned(guide)
    answer = commands.answer_concern(
        by=guide,
        concern=concern,
        text=" Het mag. ",
        decided_by="Marjolein Horst",
        reasons="Papier geeft rust.",
        what_happens="Vanaf 1 mei.",
    )
    assert (answer.number, answer.text, concern.state) == (1, "Het mag.", "answered")

    told = commands.tell_again(by=guide, concern=concern, told_on=dt.date(2027, 1, 5))
    assert told.state == "delivered"
    answer.refresh_from_db()
    assert answer.told_on == dt.date(2027, 1, 5)


@pytest.mark.parametrize("missing", ["text", "decided_by", "reasons"])
def test_an_answer_without_what_who_or_why_is_refused(guide, missing):
    concern = make_understood(guide)
    words = {"text": "Het mag", "decided_by": "Marjolein", "reasons": "Rust", missing: " "}

    with pytest.raises(Refused):
        commands.answer_concern(by=guide, concern=concern, **words)
    assert _fresh(concern).state == "understood"
    assert Answer.objects.count() == 0


def test_an_answer_without_a_cause_is_refused(guide):
    with pytest.raises(Refused, match="oorzaak"):
        commands.answer_concern(
            by=guide,
            concern=make_concern(guide),
            text="Het mag",
            decided_by="Marjolein",
            reasons="Rust",
        )


def test_reopened_and_answered_again_keeps_both_answers(guide):
    concern = make_delivered(guide)
    assert commands.reopen_concern(by=guide, concern=concern).state == "understood"

    commands.answer_concern(
        by=guide, concern=concern, text="Toch wel", decided_by="Marjolein", reasons="Geprobeerd"
    )

    assert [answer.number for answer in queries.answers_of(concern)] == [2, 1]
    with pytest.raises(Refused):
        commands.tell_again(by=make_member(role=Role.EMPLOYEE), concern=concern)


def test_archive_and_restore(guide):
    concern = make_concern(guide, "Wifi")

    commands.archive_concern(by=guide, concern=concern)
    assert queries.concern_page(guide, queries.Filters()).rows == []
    with pytest.raises(Refused):
        commands.archive_concern(by=guide, concern=concern)
    commands.restore_concern(by=guide, concern=concern)
    assert [row.title for row in queries.concern_page(guide, queries.Filters()).rows] == ["Wifi"]


def test_a_voice_without_a_name_needs_no_vault(guide):
    concern = make_concern(guide)
    voice = commands.join_voice(by=guide, concern=concern)

    assert bytes(voice.sealed) == b""
    assert (concern.voices, _fresh(concern).voices) == (1, 1)
    assert _trail(concern) == [("concerns.joined", None), ("concerns.raised", None)]


def test_a_voice_with_a_name_is_refused_before_there_is_a_vault(guide):
    concern = make_concern(guide)

    with pytest.raises(Refused, match="kluis"):
        commands.join_voice(by=guide, concern=concern, person=uuid4())
    assert _fresh(concern).voices == 0


def test_who_a_voice_is_stands_sealed(guide):
    vault = make_vault(guide)
    concern, person, group, quote = make_concern(guide), uuid4(), make_group(guide), uuid4()
    voice = commands.join_voice(
        by=guide, concern=concern, person=person, group=group.pk, quote=quote
    )
    other = commands.join_voice(by=guide, concern=concern, person=person)

    sealed = bytes(Voice.objects.get(pk=voice.pk).sealed)
    assert str(person).encode() not in sealed
    assert len(sealed) == len(bytes(Voice.objects.get(pk=other.pk).sealed))
    assert voice.pk.version == 4
    who = {each.voice: each for each in queries.open_voices(guide, vault, concern)}
    assert (who[voice.pk].person, who[voice.pk].group, who[voice.pk].quote) == (
        person,
        group.pk,
        quote,
    )


def test_a_voice_sent_twice_counts_once(guide):
    concern, key = make_concern(guide), uuid4()
    first = commands.join_voice(by=guide, concern=concern, voice_id=key)

    assert commands.join_voice(by=guide, concern=concern, voice_id=key) == first
    assert _fresh(concern).voices == 1
    with pytest.raises(RepeatedDifferently):
        commands.join_voice(by=guide, concern=make_concern(guide), voice_id=key)


def test_no_row_in_the_clear_leads_from_a_voice_to_who_wrote_it_down(guide):
    concern = make_concern(guide)
    voice = commands.join_voice(by=guide, concern=concern)

    assert not AuditEvent.objects.filter(actor_id=guide.user_id).exists()
    assert not AuditEvent.objects.filter(subject_id=voice.pk).exists()


def test_a_withdrawn_voice_no_longer_counts(guide):
    concern = make_concern(guide)
    voice = commands.join_voice(by=guide, concern=concern)
    commands.join_voice(by=guide, concern=concern)

    commands.withdraw_voice(by=guide, concern=concern, voice=voice)

    assert _fresh(concern).voices == 1


def test_solved_is_said_per_voice(guide):
    make_vault(guide)
    concern = make_understood(guide)
    voices = [commands.join_voice(by=guide, concern=concern) for _ in range(4)]
    with pytest.raises(Refused):
        commands.record_solved(by=guide, concern=concern, voice=voices[0], solved="yes")
    commands.answer_concern(
        by=guide, concern=concern, text="Het mag", decided_by="Marjolein", reasons="Rust"
    )

    commands.record_solved(by=guide, concern=concern, voice=voices[0], solved="yes")
    commands.record_solved(by=guide, concern=concern, voice=voices[1], solved="partly")
    with pytest.raises(Refused):
        commands.record_solved(by=guide, concern=concern, voice=voices[2], solved="no")
    commands.record_solved(
        by=guide, concern=concern, voice=voices[2], solved="no", reason="De printer hapert"
    )

    assert _fresh(concern).unsolved == 1
    assert queries.solved_counts(concern) == queries.SolvedCounts(1, 1, 1, 1)
    commands.record_solved(by=guide, concern=concern, voice=voices[2], solved="yes")
    assert _fresh(concern).unsolved == 0


def test_split_concern_moves_voices_with_what_they_said(guide):
    make_vault(guide)
    group = make_group(guide)
    concern = make_answered(guide, groups=[group.pk], severity=4)
    stays, goes = (commands.join_voice(by=guide, concern=concern) for _ in range(2))
    commands.record_solved(by=guide, concern=concern, voice=goes, solved="no", reason="Anders")

    apart = commands.split_concern(
        by=guide, concern=concern, title="Voorlezen lukt niet", voices=[goes.pk]
    )

    assert (apart.state, apart.severity, apart.voices, apart.unsolved) == ("heard", 4, 1, 1)
    assert queries.groups_of(apart) == [group]
    assert (_fresh(concern).voices, _fresh(concern).unsolved) == (1, 0)
    with pytest.raises(Refused):
        commands.split_concern(by=guide, concern=concern, title="Alles", voices=[stays.pk])


def test_tally_voices_keeps_only_what_nobody_can_subtract(guide):
    vault = make_vault(guide)
    large, small = make_group(guide, "Beleid"), make_group(guide, "Griffie")
    concern = make_concern(guide, groups=[large.pk, small.pk])
    for _ in range(6):
        commands.join_voice(by=guide, concern=concern, group=large.pk)

    assert commands.tally_voices(by=guide, vault=vault, concern=concern) == {large.pk: 6}
    assert queries.voices_by_group(concern) == [
        queries.GroupVoices("Beleid", 6),
        queries.GroupVoices("Griffie", None),
    ]
    commands.join_voice(by=guide, concern=concern, group=small.pk)
    concern = _fresh(concern)
    assert commands.tally_voices(by=guide, vault=vault, concern=concern) == {}
    assert VoiceTally.objects.count() == 0
    with pytest.raises(Refused):
        commands.tally_voices(by=guide, vault=None, concern=concern)


def test_groups_are_hidden_until_the_rest_is_none_or_five():
    one, two, three = (UUID(int=place) for place in (1, 2, 3))

    assert queries.groups_to_show({one: 5}, total=5) == {one: 5}
    assert queries.groups_to_show({one: 4}, total=9) == {}
    assert queries.groups_to_show({one: 7, two: 5, three: 4}, total=16) == {one: 7}
    assert queries.groups_to_show({one: 7, two: 5}, total=17) == {one: 7, two: 5}


def test_a_person_of_the_workspace_can_be_found_by_name(guide):
    organisation = Organisation.objects.create(workspace_id=guide.tenant, name="Gemeente")
    person = Person.objects.create(
        workspace_id=guide.tenant,
        organisation=organisation,
        name="Jan van der Berg",
        sort_key="berg jan",
        function="griffier",
    )

    assert [choice.label for choice in queries.people_choices(guide, "van der b")] == [
        "Jan van der Berg, griffier"
    ]
    assert queries.people_choices(guide, "") == []
    assert [choice.id for choice in queries.people_choices(guide, "", str(person.pk))] == [
        person.pk
    ]
    assert queries.people_choices(guide, "", "geen sleutel") == []
