"""Causes by groups: what is told, what stays "a few", and the way back."""

from __future__ import annotations

import pytest
from django.http import Http404
from django.utils import translation

from draagvlak.concerns.commands import add_cause
from draagvlak.concerns.models import AffectedGroup, Cause, Concern, Voice, VoiceTally
from draagvlak.concerns.queries import insight
from draagvlak.core.policy import Role
from draagvlak.lib.disclosure import Told
from draagvlak.programmes.models import Programme
from tests.factories.concerns import make_answered, make_cause_for, make_concern, make_group
from tests.factories.places import make_member, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_dutch():
    with translation.override("nl"):
        yield


@pytest.fixture
def guide():
    return make_member()


def carried(guide, group, voices, cause, *, tally=None, make=make_concern):
    """A concern of a group with so many voices; `tally` of them are told."""
    concern = make(guide)
    Concern.objects.filter(pk=concern.pk).update(voices=voices)
    AffectedGroup.objects.create(workspace_id=guide.tenant, concern=concern, group=group)
    if tally:
        VoiceTally.objects.create(
            workspace_id=guide.tenant, concern=concern, group=group, count=tally
        )
    concern.refresh_from_db()
    return add_cause(by=guide, concern=concern, cause=cause)


def cells(guide):
    found = insight.heat(guide)
    return {(line.title, cell.name): cell for line in found.lines for cell in line.cells}


def test_a_cell_adds_up_what_the_concerns_tell_themselves(guide):
    balie, griffie = make_group(guide, "Balie"), make_group(guide, "Griffie")
    cause = make_cause_for(guide, "Zoeken is lastig", "skill")
    carried(guide, balie, 7, cause, tally=7)
    carried(guide, balie, 12, cause, tally=12)
    carried(guide, balie, 3, cause)
    carried(guide, griffie, 4, cause)
    carried(guide, make_group(guide, "Raad"), 0, cause)

    found = cells(guide)

    assert found["Zoeken is lastig", "Balie"].told == Told(19, more=True)
    assert found["Zoeken is lastig", "Balie"].level == 2
    assert found["Zoeken is lastig", "Griffie"].told.few
    assert found["Zoeken is lastig", "Raad"].told == Told(0, more=False)
    assert insight.heat(guide).lines[0].about == "Vaardigheid"


def test_no_number_below_five_is_ever_shown(guide, client):
    cause = make_cause_for(guide, "Zoeken is lastig", "skill")
    groups = [make_group(guide, f"Groep {n}") for n in "abcde"]
    for many, group in enumerate(groups, start=1):
        carried(guide, group, many, cause, tally=many if many >= 5 else None)
    told = {cell.told.sum for cell in cells(guide).values()}
    assert told == {0, 5}
    page = sign_in(client, guide).get(_address(guide)).content.decode()
    assert page.count(">enkele</a>") == 4
    assert "“Zoeken is lastig” heeft de meeste stemmen" in page


def test_themes_say_where_what_is_needed_and_with_whom(guide):
    balie, griffie = make_group(guide, "Balie"), make_group(guide, "Griffie")
    skill, trust = make_cause_for(guide, about="skill"), make_cause_for(guide, about="trust")
    carried(guide, balie, 1, skill)
    carried(guide, balie, 1, skill)
    carried(guide, griffie, 1, skill)
    carried(guide, griffie, 1, trust)
    found = insight.strands(guide)
    assert [(s.label, s.concerns) for s in found["learn"]] == [("Vaardigheid", 3)]
    assert [(g.name, g.concerns) for g in found["learn"][0].groups] == [
        ("Balie", 2),
        ("Griffie", 1),
    ]
    assert [s.label for s in found["trust"]] == ["Vertrouwen en relaties"]
    assert found["software"] == []


def test_shares_of_answered_and_solved_come_with_their_numbers_and_walk_back(guide):
    balie = make_group(guide, "Balie")
    cause = make_cause_for(guide)
    carried(guide, balie, 1, cause)
    rows = [make_answered(guide) for _ in range(3)]
    said = ["yes", "partly", ""]
    for concern, solved in zip(rows, said, strict=True):
        AffectedGroup.objects.create(workspace_id=guide.tenant, concern=concern, group=balie)
        Voice.objects.create(
            workspace_id=guide.tenant, concern=concern, raised_on="2026-11-01", sealed=b"",
            solved=solved,
        )  # fmt: skip

    (share,) = insight.group_shares(guide)

    assert (share.concerns, share.answered, share.asked, share.solved) == (4, 3, 2, 1)
    assert (share.answered_share, share.solved_share) == (75, 50)

    def behind(part):
        found = insight.concerns_behind(guide, cause=None, group=balie.pk, part=part)
        return {row.id for row in found.rows}

    assert len(behind("")) == 4
    assert behind("answered") == {row.pk for row in rows}
    assert behind("asked") == {row.pk for row in rows[:2]}
    assert behind("solved") == {rows[0].pk}
    both = insight.concerns_behind(guide, cause=cause.pk, group=balie.pk)
    assert (both.cause, both.group, len(both.rows)) == (cause.title, "Balie", 1)


def test_unknown_things_are_not_found(guide):
    other = make_member()
    for ask in (
        {"cause": make_cause_for(other).pk, "group": None},
        {"cause": None, "group": make_group(other).pk},
        {"cause": None, "group": None, "part": "nonsense"},
    ):
        with pytest.raises(Http404):
            insight.concerns_behind(guide, **ask)


def test_a_supplier_counts_only_what_was_assigned(guide):
    carried(guide, make_group(guide, "Balie"), 9, make_cause_for(guide), tally=9)
    supplier = make_member(Programme.objects.get(pk=guide.programme_id), Role.SUPPLIER)
    assert insight.heat(supplier).lines == []
    assert insight.group_shares(supplier) == []


@pytest.mark.parametrize("many", [1, 3])
def test_the_number_of_queries_does_not_grow(guide, many, django_assert_num_queries):
    for _ in range(many):
        carried(guide, make_group(guide), 6, make_cause_for(guide), tally=6)
    with django_assert_num_queries(12):
        insight.heat(guide)
        insight.strands(guide)
        insight.group_shares(guide)


def test_pages(guide, client):
    sign_in(client, guide)
    assert "Nog geen oorzaken" in client.get(_address(guide)).content.decode()
    cause, group = make_cause_for(guide), make_group(guide, "Balie")
    carried(guide, group, 6, cause, tally=6)
    page = client.get(f"{_address(guide)}concerns/?cause={cause.pk}&group={group.pk}")
    assert f"Door “{cause.title}”, bij Balie." in page.content.decode()
    assert client.get(f"{_address(guide)}concerns/?cause=nonsense").status_code == 404
    assert Cause.objects.count() == 1


def _address(actor):
    return f"/w/{actor.workspace.slug}/p/{actor.programme.slug}/insight/"


def test_groups_with_as_many_concerns_come_by_name(guide, monkeypatch):
    monkeypatch.setattr(insight, "SHARES", 2)
    monkeypatch.setattr(insight, "LEADING", 2)
    cause = make_cause_for(guide, about="trust")
    for name in ("Zuid", "Noord", "Midden"):
        carried(guide, make_group(guide, name), 6, cause, tally=6)

    assert [share.name for share in insight.group_shares(guide)] == ["Midden", "Noord"]
    assert [one.name for one in insight.strands(guide)["trust"][0].groups] == ["Midden", "Noord"]


def test_looking_again_is_remembered_until_somebody_writes(guide, django_assert_num_queries):
    carried(guide, make_group(guide), 6, make_cause_for(guide), tally=6)
    before = insight.insight(guide)
    with django_assert_num_queries(1):
        assert insight.insight(guide) == before

    carried(guide, make_group(guide), 6, make_cause_for(guide), tally=6)
    assert len(insight.insight(guide).heat.lines) == 2
