"""What guides and the project lead do with stakeholders: one test per way out."""

from __future__ import annotations

import datetime as dt

import pytest
from django.http import Http404
from django.utils import timezone

from draagvlak.core.policy import Role
from draagvlak.core.verdict import Refused
from draagvlak.core.versions import EditConflict
from draagvlak.programmes.commands import decide
from draagvlak.programmes.models import Participation, Programme
from draagvlak.stakeholders import commands
from draagvlak.stakeholders.models import Assessment, Commitment, OutsidePart, Stakeholder
from draagvlak.stakeholders.queries import access_stakeholder, standing_of
from tests.factories.measures import membership_of
from tests.factories.places import make_member
from tests.factories.programmes import make_decision
from tests.factories.stakeholders import (
    make_assessment,
    make_commitment,
    make_large_group,
    make_relation,
    make_stakeholder,
    make_step,
    stance,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def guide():
    return make_member()


@pytest.fixture
def lead(guide):
    return make_member(Programme.objects.get(pk=guide.programme_id), Role.PROJECT_LEAD)


def refusal(call, **arguments):
    with pytest.raises(Refused) as refused:
        call(**arguments)
    return str(refused.value)


def test_a_group_keeps_the_name_of_the_group(guide):
    group = make_large_group(guide, "Raadsleden")

    stakeholder = make_stakeholder(guide, group=group)

    assert str(stakeholder) == "Raadsleden"
    assert stakeholder.name == ""


def test_a_group_from_the_archive_comes_back(guide):
    group = make_large_group(guide)
    stakeholder = make_stakeholder(guide, group=group)
    commands.archive_stakeholder(by=guide, stakeholder=stakeholder)

    again = make_stakeholder(guide, group=group)

    assert again.pk == stakeholder.pk
    assert again.archived_at is None


@pytest.mark.parametrize(
    ("name", "has_group", "reason"),
    [
        (" ", False, "Kies een doelgroep, of schrijf de naam van een partij van buiten."),
        ("Gemeenteraad", True, "Kies een doelgroep of schrijf een naam, niet allebei."),
        ("Leverancier", False, "Deze naam staat er al. Kijk ook in het archief."),
    ],
)
def test_a_stakeholder_is_a_group_or_has_a_name_of_its_own(guide, name, has_group, reason):
    make_stakeholder(guide, "Leverancier")
    group = make_large_group(guide) if has_group else None
    draft = commands.StakeholderDraft(layer="outside", name=name)

    assert refusal(commands.add_stakeholder, by=guide, draft=draft, group=group) == reason


def test_more_than_two_hundred_nobody_follows(guide):
    Stakeholder.objects.bulk_create(
        Stakeholder(
            workspace_id=guide.tenant,
            programme_id=guide.programme_id,
            name=f"P{n}",
            layer="outside",
        )
        for n in range(200)
    )
    draft = commands.StakeholderDraft(layer="outside", name="Nog een")

    said = refusal(commands.add_stakeholder, by=guide, draft=draft)

    assert said == "Er zijn 200 betrokkenen. Meer kan niemand volgen. Neem er een paar samen."


def test_an_employee_keeps_no_register(guide):
    employee = make_member(None, Role.EMPLOYEE)
    draft = commands.StakeholderDraft(layer="outside", name="Raad")

    said = refusal(commands.add_stakeholder, by=employee, draft=draft)

    assert said == (
        "Begeleiders en de projectleider houden deze lijst bij. "
        "Zeg tegen de begeleider wat je mist."
    )


def test_sending_twice_adds_one(guide):
    draft = commands.StakeholderDraft(layer="outside", name="Raad")

    first = commands.add_stakeholder(by=guide, draft=draft, once="a")
    second = commands.add_stakeholder(by=guide, draft=draft, once="a")

    assert first == second


def test_two_who_edit_see_each_other(guide, lead):
    stakeholder = make_stakeholder(guide, "Raad")
    draft = commands.StakeholderDraft(layer="outside", name="Raad", needs="Tijd")
    commands.edit_stakeholder(by=lead, stakeholder=stakeholder, draft=draft, version=1)

    with pytest.raises(EditConflict) as met:
        commands.edit_stakeholder(by=guide, stakeholder=stakeholder, draft=draft, version=1)

    assert met.value.theirs.needs == "Tijd"


def test_another_outside_party_has_that_name(guide):
    make_stakeholder(guide, "Raad")
    other = make_stakeholder(guide, "Inwoners")
    draft = commands.StakeholderDraft(layer="outside", name="Raad")

    said = refusal(commands.edit_stakeholder, by=guide, stakeholder=other, draft=draft, version=1)

    assert said == "Deze naam staat er al. Kijk ook in het archief."


def test_the_archive_and_back(guide):
    stakeholder = make_stakeholder(guide)
    archived = commands.archive_stakeholder(by=guide, stakeholder=stakeholder)

    assert refusal(commands.archive_stakeholder, by=guide, stakeholder=archived) == (
        "Deze betrokkene staat al in het archief."
    )
    assert refusal(make_assessment, by=guide, stakeholder=archived) == (
        "Deze betrokkene staat in het archief. Zet hem eerst terug."
    )
    restored = commands.restore_stakeholder(by=guide, stakeholder=archived)
    assert restored.archived_at is None
    assert refusal(commands.restore_stakeholder, by=guide, stakeholder=restored) == (
        "Deze betrokkene staat niet in het archief."
    )


def test_every_assessment_is_a_row_of_its_own(guide):
    stakeholder = make_stakeholder(guide)
    make_assessment(guide, stakeholder, influence=10, attitude="against")
    make_assessment(guide, stakeholder, influence=90, attitude="carries")

    rows = Assessment.objects.order_by("number").values_list("number", "influence", "attitude")

    assert list(rows) == [(1, 10, "against"), (2, 90, "carries")]
    assert standing_of(guide, stakeholder).influence == 90


def test_two_guides_never_lose_a_move(guide):
    stakeholder = make_stakeholder(guide)
    make_assessment(guide, stakeholder, influence=10)
    commands.assess(by=guide, stakeholder=stakeholder, draft=stance(influence=20), after=1)

    with pytest.raises(EditConflict) as met:
        commands.assess(by=guide, stakeholder=stakeholder, draft=stance(influence=30), after=1)

    assert met.value.theirs.influence == 20
    commands.assess(by=guide, stakeholder=stakeholder, draft=stance(influence=30), after=2)
    seen = Assessment.objects.order_by("number").values_list("influence", flat=True)
    assert list(seen) == [10, 20, 30]


def test_what_was_seen_earlier_does_not_count_as_now(guide):
    stakeholder = make_stakeholder(guide)
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    make_assessment(guide, stakeholder, influence=80)
    make_assessment(guide, stakeholder, influence=20, seen_on=yesterday)

    assert standing_of(guide, stakeholder).influence == 80


@pytest.mark.parametrize("size", [1, 4])
def test_a_small_group_gets_no_attitude(guide, size):
    stakeholder = make_stakeholder(guide, group=make_large_group(guide, size=size))

    assert refusal(make_assessment, by=guide, stakeholder=stakeholder) == (
        "In deze groep zitten minder dan vijf mensen. "
        "De houding van de groep zou die van één van hen zijn."
    )


@pytest.mark.parametrize("size", [0, 5])
def test_a_group_of_nobody_yet_or_of_five_does(guide, size):
    stakeholder = make_stakeholder(guide, group=make_large_group(guide, size=size))

    assert make_assessment(guide, stakeholder).number == 1


def test_the_lead_writes_down_no_attitude(guide, lead):
    stakeholder = make_stakeholder(guide)

    assert refusal(make_assessment, by=lead, stakeholder=stakeholder) == (
        "Alleen begeleiders schrijven op hoe een groep erin staat."
    )
    assert refusal(
        commands.edit_approach, by=lead, stakeholder=stakeholder, approach="Bel", version=1
    ) == ("Alleen begeleiders schrijven op hoe een groep erin staat.")


@pytest.mark.parametrize(
    ("what", "reason"),
    [
        ({"influence": 101}, "Invloed en belang lopen van 0 tot 100."),
        ({"interest": -1}, "Invloed en belang lopen van 0 tot 100."),
        (
            {"reason": " "},
            "Schrijf op waar je dit op baseert. Zonder reden kan niemand het volgen.",
        ),
        ({"seen_on": dt.date(2999, 1, 1)}, "Deze dag moet nog komen."),
    ],
)
def test_an_assessment_is_whole(guide, what, reason):
    assert refusal(make_assessment, by=guide, stakeholder=make_stakeholder(guide), **what) == reason


def test_taken_back_and_put_back(guide):
    stakeholder = make_stakeholder(guide)
    first = make_assessment(guide, stakeholder, influence=10)
    second = make_assessment(guide, stakeholder, influence=90)
    these = {"by": guide, "stakeholder": stakeholder, "assessment": second}

    commands.take_assessment_back(**these)
    assert standing_of(guide, stakeholder) == first
    assert refusal(commands.take_assessment_back, **these) == "Deze inschatting is al ingetrokken."
    commands.put_assessment_back(**these)
    assert standing_of(guide, stakeholder) == second
    assert refusal(commands.put_assessment_back, **these) == "Deze inschatting telt al mee."


def test_a_relation_is_between_two_and_said_once(guide):
    council, board = make_stakeholder(guide), make_stakeholder(guide)
    relation = make_relation(guide, council, board, "tension")

    assert refusal(make_relation, by=guide, source=council, target=council) == (
        "Kies een ander. Een verband is er tussen twee."
    )
    assert refusal(make_relation, by=guide, source=board, target=council, kind="tension") == (
        "Dit verband staat er al."
    )
    assert refusal(make_relation, by=guide, source=board, target=council, kind="likes") == (
        "Kies een van de mogelijkheden."
    )
    make_relation(guide, board, council, "influences")
    commands.remove_relation(by=guide, relation=relation)
    assert refusal(commands.remove_relation, by=guide, relation=relation) == (
        "Dit verband is al weggehaald."
    )
    commands.restore_relation(by=guide, relation=relation)
    assert relation.removed_at is None


def test_a_step_says_what_then_who(guide):
    stakeholder = make_stakeholder(guide)
    owner = membership_of(guide).pk

    assert refusal(make_step, by=guide, stakeholder=stakeholder, what=" ", owner=owner) == (
        "Schrijf op wat de volgende stap is."
    )
    stakeholder = make_step(guide, stakeholder, owner=owner)
    assert (stakeholder.next_step, stakeholder.next_owner_id) == ("Bel de griffier", owner)


def test_who_owns_a_step_is_a_member_here(guide):
    stranger = membership_of(make_member())

    with pytest.raises(Http404):
        make_step(guide, make_stakeholder(guide), owner=stranger.pk)


def test_its_owner_finishes_a_step_and_another_does_not(guide, lead):
    stakeholder = make_step(guide, make_stakeholder(guide), owner=membership_of(lead).pk)
    sponsor = make_member(Programme.objects.get(pk=guide.programme_id), Role.SPONSOR)
    these = {"stakeholder": stakeholder, "version": stakeholder.version}

    assert refusal(commands.finish_step, by=sponsor, **these) == (
        "Wie voor deze stap zorgt, zegt wanneer hij klaar is. Of een begeleider doet dat."
    )
    done = commands.finish_step(by=lead, **these)
    assert (done.next_step, done.next_owner_id, done.next_due_on) == ("", None, None)
    assert (
        refusal(commands.finish_step, by=lead, stakeholder=done, version=done.version)
        == "Er is geen stap om af te ronden."
    )


def test_a_step_that_was_changed_is_not_finished(guide):
    stakeholder = make_step(guide, make_stakeholder(guide))
    make_step(guide, stakeholder, "Bel toch maar niet")

    with pytest.raises(EditConflict):
        commands.finish_step(by=guide, stakeholder=stakeholder, version=stakeholder.version)


def test_a_promise_is_kept_or_explained(guide):
    stakeholder = make_stakeholder(guide)
    promise = make_commitment(guide, stakeholder)
    these = {"by": guide, "stakeholder": stakeholder, "version": 1}

    assert refusal(commands.settle_commitment, commitment=promise, state="broken", **these) == (
        "Schrijf op waarom het niet is nagekomen. Mensen hebben recht op de reden."
    )
    assert refusal(commands.settle_commitment, commitment=promise, state="open", **these) == (
        "Kies een van de mogelijkheden."
    )
    kept = commands.settle_commitment(commitment=promise, state="kept", **these)
    assert (kept.state, kept.settled_on) == (Commitment.State.KEPT, timezone.localdate())
    assert refusal(commands.settle_commitment, commitment=kept, state="kept", **these) == (
        "Er staat al hoe dit is gegaan."
    )
    opened = commands.reopen_commitment(by=guide, stakeholder=stakeholder, commitment=kept)
    assert (opened.state, opened.settled_on) == (Commitment.State.OPEN, None)
    assert refusal(
        commands.reopen_commitment, by=guide, stakeholder=stakeholder, commitment=opened
    ) == ("Deze toezegging loopt al.")


def test_a_promise_can_be_edited_removed_and_put_back(guide):
    stakeholder = make_stakeholder(guide)
    promise = make_commitment(guide, stakeholder)
    draft = commands.CommitmentDraft("Papier blijft", timezone.localdate())
    these = {"by": guide, "stakeholder": stakeholder, "commitment": promise}
    changed = commands.edit_commitment(draft=draft, version=1, **these)

    assert changed.what == "Papier blijft"
    with pytest.raises(EditConflict):
        commands.edit_commitment(draft=draft, version=1, **these)
    assert commands.remove_commitment(**these).removed_at is not None
    assert commands.restore_commitment(**these).removed_at is None


def test_a_group_takes_part_as_a_group(guide):
    stakeholder = make_stakeholder(guide, group=make_large_group(guide))
    decision = make_decision(guide)

    commands.set_part(by=guide, stakeholder=stakeholder, decision=decision, level="heard")
    assert Participation.objects.get().level == "heard"
    commands.remove_part(by=guide, stakeholder=stakeholder, decision=decision)
    assert not Participation.objects.exists()


def test_an_outside_party_takes_part_and_moves(guide):
    stakeholder, decision = make_stakeholder(guide), make_decision(guide)

    commands.set_part(by=guide, stakeholder=stakeholder, decision=decision, level="heard")
    commands.set_part(by=guide, stakeholder=stakeholder, decision=decision, level="decides")
    assert OutsidePart.objects.get().level == "decides"
    commands.remove_part(by=guide, stakeholder=stakeholder, decision=decision)
    assert not OutsidePart.objects.exists()


def test_who_takes_part_is_settled_once_it_is_decided(guide):
    decision = make_decision(guide)
    decided = decide(by=guide, decision=decision, version=1, outcome="Ja", reasons="Daarom")

    assert (
        refusal(
            commands.set_part,
            by=guide,
            stakeholder=make_stakeholder(guide),
            decision=decided,
            level="heard",
        )
        == "Dit is besloten. Open het besluit opnieuw om te wijzigen wie meedoet."
    )


def test_an_outsider_finds_nothing(guide):
    stakeholder = make_stakeholder(guide)

    with pytest.raises(Http404):
        access_stakeholder(make_member(), stakeholder.pk)
