"""Two that are the same go on as one, and come apart again exactly as they were."""

from __future__ import annotations

import pytest

from draagvlak.concerns import commands
from draagvlak.concerns.models import AffectedGroup, Answer, Concern, ConcernCause, Voice
from draagvlak.core import undo
from draagvlak.core.models import UndoRecord
from draagvlak.core.policy import Role
from draagvlak.core.verdict import Refused
from draagvlak.core.versions import EditConflict
from draagvlak.core.web import to
from draagvlak.measures.commands import MeasureDraft, Ties, add_measure
from draagvlak.measures.models import MeasureConcern
from draagvlak.programmes.models import Programme
from tests.factories.concerns import (
    make_answered,
    make_cause_for,
    make_concern,
    make_group,
    make_understood,
)
from tests.factories.conversations import make_person
from tests.factories.places import make_member, sign_in
from tests.factories.vault import make_vault, open_in_browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def guide():
    return make_member()


def merge(guide, kept, gone, vault=None):
    kept, gone = (Concern.objects.get(pk=each.pk) for each in (kept, gone))
    versions = (kept.version, gone.version)
    return commands.merge_concerns(by=guide, kept=kept, gone=gone, versions=versions, vault=vault)


def portrait(concern):
    """Everything that hangs on a concern."""
    row = Concern.objects.get(pk=concern.pk)
    return (
        row.title,
        row.state,
        row.voices,
        row.archived_at is None,
        row.merged_into_id,
        set(ConcernCause.objects.filter(concern=row).values_list("cause_id", flat=True)),
        set(AffectedGroup.objects.filter(concern=row).values_list("group_id", flat=True)),
        set(Voice.objects.filter(concern=row).values_list("pk", "sealed", "solved")),
        list(Answer.objects.filter(concern=row).values_list("pk", "number")),
        set(MeasureConcern.objects.filter(concern=row).values_list("measure_id", flat=True)),
    )


def test_everything_goes_along_and_comes_back_exactly(guide):
    kept = make_answered(guide, "Te weinig tijd om te oefenen", groups=[make_group(guide).pk])
    gone = make_answered(guide, "Geen tijd om te leren", groups=[make_group(guide).pk])
    commands.reopen_concern(by=guide, concern=gone)
    cause = make_cause_for(guide)
    commands.add_cause(by=guide, concern=gone, cause=cause)
    draft = MeasureDraft(kind="train", title="Oefenuur")
    add_measure(by=guide, draft=draft, ties=Ties((cause.pk,), (gone.pk,)))
    for concern in (kept, gone, gone):
        commands.join_voice(by=guide, concern=concern)
    before = portrait(kept), portrait(gone)

    merge(guide, kept, gone)

    merged = Concern.objects.get(pk=kept.pk)
    assert (merged.voices, merged.title, merged.state) == (3, kept.title, "answered")
    assert Answer.objects.filter(concern=merged).count() == 2
    assert Answer.objects.filter(concern=merged).first().pk == before[0][8][0][0]
    assert MeasureConcern.objects.get().concern_id == kept.pk
    assert portrait(gone)[3:5] == (False, kept.pk)

    undo.take_back(by=guide, undo=UndoRecord.objects.get(kind="concerns.merged"))
    assert (portrait(kept), portrait(gone)) == before


def test_who_voiced_both_counts_once_with_an_open_vault_and_comes_back(guide):
    vault = make_vault(guide)
    kept, gone = make_concern(guide), make_concern(guide)
    anna, bram = make_person(guide, "Anna Kramer"), make_person(guide, "Bram Visser")
    for concern, person in ((kept, anna), (gone, anna), (gone, bram)):
        commands.join_voice(by=guide, concern=concern, person=person.pk)
    before = portrait(kept), portrait(gone)

    merge(guide, kept, gone, vault)

    assert Concern.objects.get(pk=kept.pk).voices == 2
    undo.take_back(by=guide, undo=UndoRecord.objects.get(kind="concerns.merged"))
    assert (portrait(kept), portrait(gone)) == before


def test_without_the_vault_voices_add_up(guide):
    make_vault(guide)
    kept, gone = make_concern(guide), make_concern(guide)
    anna = make_person(guide, "Anna Kramer")
    for concern in (kept, gone):
        commands.join_voice(by=guide, concern=concern, person=anna.pk)

    assert merge(guide, kept, gone).voices == 2


def test_heard_with_a_cause_from_the_other_is_understood(guide):
    kept, gone = make_concern(guide), make_understood(guide)

    assert merge(guide, kept, gone).state == "understood"
    undo.take_back(by=guide, undo=UndoRecord.objects.get(kind="concerns.merged"))
    assert Concern.objects.get(pk=kept.pk).state == "heard"


def test_what_came_after_the_merge_stays(guide):
    kept, gone = make_concern(guide), make_concern(guide)
    kept = merge(guide, kept, gone)
    commands.join_voice(by=guide, concern=kept)

    undo.take_back(by=guide, undo=UndoRecord.objects.get(kind="concerns.merged"))
    assert Concern.objects.get(pk=kept.pk).voices == 1


def test_rules_say_why_not(guide):
    worry, wish = make_concern(guide), make_concern(guide, kind="wish")
    with pytest.raises(Refused, match="Een zorg en een wens zijn niet hetzelfde"):
        merge(guide, worry, wish)
    with pytest.raises(Refused, match="een en dezelfde"):
        merge(guide, worry, worry)
    lead = make_member(Programme.objects.get(pk=guide.programme_id), Role.EMPLOYEE)
    with pytest.raises(Refused):
        merge(lead, worry, make_concern(guide))


def test_who_looked_at_old_words_decides_again(guide):
    kept, gone = make_concern(guide), make_concern(guide)
    with pytest.raises(EditConflict):
        commands.merge_concerns(by=guide, kept=kept, gone=gone, versions=(kept.version + 1, 1))
    assert Concern.objects.get(pk=gone.pk).merged_into_id is None


def test_the_journey_from_the_list_side_by_side_to_the_old_address(guide, client):
    vault = make_vault(guide)
    web = sign_in(client, guide)
    kept, gone = make_concern(guide, "Te weinig tijd"), make_concern(guide, "Geen tijd")
    commands.join_voice(by=guide, concern=kept)
    address = to(guide, "concerns:concern_merge")

    side = web.get(address, {"chosen": [str(kept.pk), str(gone.pk)]})
    assert "Je kluis is dicht" in side.text
    open_in_browser(web, vault)
    assert (
        "Je kluis is dicht" not in web.get(address, {"chosen": [str(kept.pk), str(gone.pk)]}).text
    )
    done = web.post(
        address,
        {"chosen": [f"{kept.pk}:1", f"{gone.pk}:1"], "stays": str(kept.pk)},
    )
    assert done.status_code == 303
    old = web.get(to(guide, "concerns:concern_detail", concern_id=gone.pk))
    assert (old.status_code, old["Location"]) == (
        303,
        to(guide, "concerns:concern_detail", concern_id=kept.pk),
    )
    assert "is samengevoegd. Het gaat hier verder." in web.get(old["Location"]).text
    assert "Geen tijd" not in web.get(to(guide, "concerns:concern_list") + "?archived=1").text


def test_one_chosen_asks_for_the_other_and_none_is_refused(guide, client):
    web = sign_in(client, guide)
    one, other = make_concern(guide, "Te weinig tijd"), make_concern(guide, "Geen tijd genoeg")
    address = to(guide, "concerns:concern_merge")

    asked = web.get(address, {"chosen": str(one.pk)})
    assert "Welke is hetzelfde?" in asked.text
    assert str(other.pk) in asked.text
    assert web.get(address).status_code == 403
    assert web.get(address, {"chosen": "onzin"}).status_code == 403
