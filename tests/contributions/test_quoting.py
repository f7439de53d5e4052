"""A passage of what somebody said speaks for a concern; taking words out takes them from quotes."""

from __future__ import annotations

import html
import re

import pytest

from draagvlak.concerns.models import Concern, Voice
from draagvlak.contributions import commands
from draagvlak.contributions.commands import Goal
from draagvlak.contributions.models import Contribution, Message
from draagvlak.contributions.queries import inbox
from draagvlak.contributions.queries.following import thread_of
from draagvlak.contributions.queries.said import quotes_in
from draagvlak.contributions.queries.threads import Why
from draagvlak.core.ids import uuid4
from draagvlak.core.models import AuditEvent
from draagvlak.core.policy import Role
from draagvlak.core.verdict import Refused
from draagvlak.core.web import to
from draagvlak.programmes.models import Programme
from tests.factories.concerns import make_concern
from tests.factories.contributions import make_entrance, speak
from tests.factories.places import make_member, sign_in
from tests.factories.vault import make_vault, open_in_browser

pytestmark = pytest.mark.django_db
TEXT = "Het inloggen duurt lang. Zeg het Jan Jansen niet. En de stukken komen te laat."


@pytest.fixture
def guide():
    return make_member()


@pytest.fixture
def vault(guide):
    return make_vault(guide)


@pytest.fixture
def spoken(guide, vault):
    return speak(make_entrance(guide), TEXT)


@pytest.fixture
def web(guide, vault, client):
    return open_in_browser(sign_in(client, guide), vault)


def quote(guide, vault, spoken, passage="Het inloggen duurt lang.", goal=None, *, key=None):
    return commands.quote_contribution(
        by=guide,
        vault=vault,
        contribution=Contribution.objects.get(pk=spoken.contribution.pk),
        goal=goal or Goal(title="Sneller binnen zijn"),
        passage=passage,
        key=key or uuid4(),
    )


def words(response):
    plain = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(html.unescape(plain).split())


def here(guide, spoken, name="contribution_quote"):
    return to(guide, f"contributions:{name}", contribution_id=spoken.contribution.pk)


def test_a_passage_becomes_a_concern_with_one_voice(guide, vault, spoken):
    voice = quote(guide, vault, spoken)
    assert voice.concern.title == "Sneller binnen zijn"
    carried = thread_of(spoken.holder).carried
    assert [(one.title, list(one.quotes)) for one in carried] == [
        ("Sneller binnen zijn", ["Het inloggen duurt lang."])
    ]
    event = AuditEvent.objects.get(verb="contributions.quoted")
    assert event.actor_id is None


def test_the_same_again_changes_nothing(guide, vault, spoken):
    key = uuid4()
    assert quote(guide, vault, spoken, key=key).pk == quote(guide, vault, spoken, key=key).pk
    assert Concern.objects.filter(workspace_id=guide.tenant).count() == 1
    assert Message.objects.filter(workspace_id=guide.tenant).count() == 3


def test_a_second_passage_adds_no_second_voice(guide, vault, spoken):
    voice = quote(guide, vault, spoken)
    again = quote(guide, vault, spoken, "de stukken komen te laat", Goal(voice.concern))
    assert again.pk == voice.pk
    assert Voice.objects.filter(workspace_id=guide.tenant).count() == 1
    assert list(thread_of(spoken.holder).carried[0].quotes) == [
        "Het inloggen duurt lang.",
        "de stukken komen te laat",
    ]


def test_only_what_was_said_can_be_quoted(guide, vault, spoken):
    with pytest.raises(Refused, match="staan niet in wat er is gezegd"):
        quote(guide, vault, spoken, "Het inloggen gaat snel.")
    assert not Voice.objects.exists()


def test_a_title_says_it_in_other_words(guide, vault, spoken):
    with pytest.raises(Refused):
        quote(guide, vault, spoken, TEXT, Goal(title="Het inloggen duurt lang. Zeg het Jan Jansen"))


def test_without_the_vault_nobody_quotes(guide, vault, spoken):
    with pytest.raises(Refused, match="Open eerst je kluis"):
        quote(guide, None, spoken)


def test_what_is_taken_out_goes_from_the_quotes(guide, vault, spoken):
    quote(guide, vault, spoken, "Zeg het Jan")
    row = Message.objects.get(workspace_id=guide.tenant, number=1)
    commands.redact_message(
        by=guide,
        vault=vault,
        contribution=spoken.contribution,
        message=row,
        passage="Jan Jansen",
        why=Why.NAME,
        version=1,
    )
    said = inbox.said_to_guides(guide, vault, spoken.contribution)
    assert list(quotes_in(said).values()) == [["Zeg het ▮▮▮"]]
    assert list(thread_of(spoken.holder).carried[0].quotes) == ["Zeg het ▮▮▮"]


def test_the_concern_leads_back_to_the_passage(guide, vault, spoken, web):
    voice = quote(guide, vault, spoken)
    page = web.get(to(guide, "contributions:concern_contributions", concern_id=voice.concern_id))
    assert "Het inloggen duurt lang." in words(page)
    assert "Jan Jansen" not in words(page)
    with_all = inbox.rows_behind(guide, vault, voice.concern)
    assert [row.text for row in with_all] == ["Het inloggen duurt lang."]


@pytest.mark.parametrize("count", [1, 3])
def test_the_way_back_costs_the_same_for_many(
    guide, vault, spoken, count, django_assert_max_num_queries
):
    voice = quote(guide, vault, spoken)
    door = make_entrance(guide)
    for _each in range(count - 1):
        quote(guide, vault, speak(door, TEXT), goal=Goal(voice.concern))
    with django_assert_max_num_queries(7 + 2 * count):
        assert len(inbox.rows_behind(guide, vault, voice.concern)) == count


def test_choosing_a_passage_without_a_script(guide, web, spoken):
    known = make_concern(guide, "Inloggen duurt te lang")
    page = web.get(here(guide, spoken))
    key = re.search(r'name="key" value="([^"]+)"', page.content.decode()).group(1)
    sent = {"key": key, "exact": "Het inloggen   duurt lang.", "kind": "worry", "goal": "new"}
    looked = web.post(here(guide, spoken), {**sent, "step": "look"})
    assert looked.status_code == 200
    assert known.title in words(looked)
    assert web.post(here(guide, spoken), sent).status_code == 422
    assert web.post(here(guide, spoken), {**sent, "exact": "nergens"}).status_code == 422
    answer = web.post(here(guide, spoken), {**sent, "goal": str(known.pk)}, follow=True)
    assert "Deze uitspraak telt nu mee. Wie het zei, ziet het in de berichtenlijn." in words(answer)
    assert f"hoort bij {known.title}" in words(answer)
    detail = web.get(here(guide, spoken, "contribution_detail"))
    assert "“Het inloggen duurt lang.”" in words(detail)


def test_only_similar_ones_come_for_htmx(guide, web, spoken):
    known = make_concern(guide, "Inloggen duurt te lang")
    answer = web.post(
        here(guide, spoken),
        {"step": "look", "exact": "Het inloggen duurt lang.", "key": str(uuid4())},
        headers={"HX-Request": "true", "HX-Target": "div#similar"},
    )
    assert known.title in words(answer)
    assert "<html" not in answer.content.decode()


def test_who_does_not_read_it_does_not_quote_it(guide, spoken, client):
    lead = make_member(Programme.objects.get(pk=guide.programme_id), Role.PROJECT_LEAD)
    assert sign_in(client, lead).get(here(guide, spoken)).status_code == 403
    outsider = make_member()
    assert sign_in(client, outsider).get(here(guide, spoken)).status_code == 404
