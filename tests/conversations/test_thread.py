from __future__ import annotations

import datetime as dt

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import timezone

from draagvlak.concerns.models import Concern
from draagvlak.conversations import commands, providers
from draagvlak.conversations.commands import Goal, RoundDraft
from draagvlak.conversations.models import RawQuote, Round, RoundPlace
from draagvlak.conversations.queries import thread
from draagvlak.core.policy import Role
from draagvlak.core.search import find
from draagvlak.core.thread import panels_for
from tests.factories.conversations import (
    make_conversation,
    make_person,
    make_quote,
    make_ready,
    release_three,
)
from tests.factories.places import make_member
from tests.factories.vault import make_vault

pytestmark = pytest.mark.django_db
TWO_WEEKS = dt.timedelta(days=14)


@pytest.fixture
def guide():
    return make_member()


@pytest.fixture
def vault(guide):
    return make_vault(guide)


def test_what_waits(guide, vault):
    now = timezone.now()
    make_conversation(guide, title="Vorige week", at=now - dt.timedelta(days=7))
    make_conversation(guide, title="Straks", at=now + dt.timedelta(minutes=1))
    make_conversation(guide, title="Volgende maand", at=now + dt.timedelta(days=30))
    held = commands.mark_held(
        by=guide, conversation=make_conversation(guide, title="Geweest"), present=frozenset()
    )
    make_quote(guide, vault, held)
    make_ready(guide, vault, "Jan Vos")
    found, count = thread.waiting(guide, 10)
    words = [(one.title, one.label) for one in found]
    assert ("Vorige week", "Leg vast hoe het ging") in words
    assert ("Straks", "Bereid voor") in words
    assert ("Geweest", "Kies een zorg of wens") in words
    assert ("1 uitspraak is goedgekeurd door de spreker", "Bekijk en geef vrij") in words
    assert "Volgende maand" not in [one.title for one in found]
    assert count == len(found) == 5
    assert len(thread.waiting(guide, 2)[0]) == 2


def test_who_cannot_come_waits_for_a_new_time(guide):
    today = timezone.localdate()
    draft = RoundDraft(
        "Balie", "Horen hoe het gaat.", "explore", today, today + dt.timedelta(days=9)
    )
    people = [make_person(guide, name).pk for name in ("Els Bos", "Jan Vos", "Ria Kok")]
    this_round = commands.open_round(by=guide, draft=draft, people=people)
    assert thread.waiting(guide, 10) == ([], 0)

    places = list(RoundPlace.objects.all())
    for place in places[:2]:
        place.cannot_on = today
        place.save(update_fields=["cannot_on"])
    found, count = thread.waiting(guide, 10)
    assert [(one.title, one.note, one.label) for one in found] == [
        ("Balie", "2 mensen kunnen niet", "Geef een nieuwe tijd")
    ]
    assert count == 1
    assert found[0].url.endswith(f"/conversations/rounds/{this_round.pk}/?progress=cannot")
    Round.objects.update(ends_on=today - dt.timedelta(days=1), starts_on=today - TWO_WEEKS)
    assert thread.waiting(guide, 10) == ([], 0)


def test_nothing_waits_for_others(guide, vault):
    conversation = make_conversation(guide)
    make_quote(guide, vault, conversation)
    for role in (Role.SPONSOR, Role.PROJECT_LEAD):
        assert thread.waiting(make_member(conversation.programme, role), 10) == ([], 0)
    other = make_member(conversation.programme, Role.CO_GUIDE)
    assert thread.waiting(other, 10) == ([], 0)


def test_gaps_are_counts_for_guides(guide, vault):
    assert thread.gaps(guide, 5) == []
    conversation = make_conversation(guide)
    make_quote(guide, vault, conversation)
    make_quote(guide, vault, conversation)
    group = thread.gaps(guide, 5)[0]
    assert (group.key, group.count) == ("loose_quotes", 2)
    assert [(n.title, n.note) for n in group.nodes] == [
        ("Kennismaking", "2 uitspraken zonder zorg of wens")
    ]
    assert thread.gaps(make_member(conversation.programme, Role.PROJECT_LEAD), 5) == []


def test_what_a_phase_misses(guide, vault):
    assert [m.text for m in thread.missing(guide, "explore")] == ["Er is nog niemand gehoord."]
    conversation = make_conversation(guide)
    commands.mark_held(by=guide, conversation=conversation, present=frozenset())
    assert thread.missing(guide, "explore") == []
    assert thread.missing(guide, "analyse") == []
    make_quote(guide, vault, conversation)
    sponsor = make_member(conversation.programme, Role.SPONSOR)
    found = thread.missing(sponsor, "analyse")
    assert found == []
    assert thread.missing(guide, "analyse")[0].step is not None
    assert thread.missing(guide, "anchor") == []


def test_the_walk_begins_at_what_was_released(guide, vault, django_assert_num_queries):
    made = release_three(guide, vault)
    ids = [one.concern_id for one in made]
    with django_assert_num_queries(1):
        found = thread.around_concerns(guide, ids)
    assert {node.kind for each in found.values() for node in each.before} == {"quote"}
    behind = thread.around_quotes(guide, [one.pk for one in made])
    assert {node.id for each in behind.values() for node in each.behind} == set(ids)
    nodes = thread.quote_nodes(guide, [one.pk for one in made])
    assert set(nodes) == {one.pk for one in made}
    hits = find(make_member(made[0].programme, Role.SPONSOR), "contact minder")
    assert {hit.kind for hit in hits} == {"quote"}
    stranger = make_member()
    assert thread.quote_nodes(stranger, [one.pk for one in made]) == {}
    assert find(stranger, "contact minder") == []


def test_a_conversation_shows_what_it_owes_and_nothing_else(guide, vault):
    conversation = make_conversation(guide)
    make_quote(guide, vault, conversation, goal=Goal(title="Contact"))
    around = thread.around_conversations(guide, [conversation.pk])[conversation.pk]
    assert (around.before, around.behind, around.gaps) == ((), (), [])
    make_quote(guide, vault, conversation)
    around = thread.around_conversations(guide, [conversation.pk])[conversation.pk]
    assert [step.label for step in around.gaps] == ["Kies een zorg of wens"]
    assert set(thread.conversation_nodes(guide, [conversation.pk])) == {conversation.pk}
    lead = make_member(conversation.programme, Role.PROJECT_LEAD)
    assert thread.conversation_nodes(lead, [conversation.pk]) == {}
    assert thread.around_conversations(lead, [conversation.pk]) == {}


def test_the_panel_on_a_concern(guide, vault):
    made = release_three(guide, vault)[0]
    sponsor = make_member(made.programme, Role.SPONSOR)
    panel = thread.concern_panel(sponsor, made.concern_id)
    assert [quote.pk for quote, _url in panel.context["quotes"]] == [made.pk]
    assert panel.context["raw_url"] == ""
    assert "said" in thread.concern_panel(guide, made.concern_id).context["raw_url"]
    supplier = make_member(made.programme, Role.SUPPLIER)
    assert thread.concern_panel(supplier, made.concern_id) is None
    assert len(panels_for(guide, "concern", made.concern_id)) >= 1
    empty = Concern.objects.create(
        workspace_id=guide.tenant,
        programme_id=guide.programme_id,
        number=99,
        kind="wish",
        title="Leeg",
        title_key="leeg",
    )
    assert thread.concern_panel(sponsor, empty.pk) is None
    assert thread.concern_panel(guide, empty.pk).context["quotes"] == []


def test_a_withdrawn_quote_is_nowhere(guide, vault):
    made = release_three(guide, vault)[0]
    commands.withdraw_released(by=guide, released=made)
    assert thread.quote_nodes(guide, [made.pk]) == {}
    assert thread.around_concerns(guide, [made.concern_id]) == {}


def test_guides_go_to_the_conversations_and_others_to_what_was_released(guide):
    item = providers.nav(guide, "conversations:quote_make")[0]
    assert (item.label, item.current) == ("Gesprekken", True)
    item = providers.nav(make_member(role=Role.PROJECT_LEAD), "desk:today")[0]
    assert (item.label, item.current) == ("Wat we hoorden", False)
    assert item.url.endswith("/conversations/released/")


def test_the_panel_renders(guide, vault):
    made = release_three(guide, vault)[0]
    panel = thread.concern_panel(guide, made.concern_id)
    request = RequestFactory().get("/")
    request.actor = guide
    html = render_to_string(panel.template, {"panel": panel.context, "actor": guide})
    assert "kan minder worden." in html
    assert "Wat er letterlijk is gezegd" in html
    assert RawQuote.objects.count() == 3
