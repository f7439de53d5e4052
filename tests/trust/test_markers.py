"""Raw words and speakers, planted and looked for behind every door."""

from __future__ import annotations

import logging

import pytest
from django.core import mail
from django.db import connection

from draagvlak.conversations.models import Conversation, RawQuote
from draagvlak.core import outbox
from draagvlak.core.models import AuditEvent, SearchDocument
from draagvlak.programmes.models import Membership
from tests.factories.places import make_member, sign_in
from tests.factories.vault import make_vault, open_in_browser
from tests.trust.addresses import INSIDE, address, world
from tests.trust.words import plain, raw_words

pytestmark = pytest.mark.django_db
CANARY = "Zandhoos kwikstaart vuurtoren drijfzand"


def plant(client, own):
    """The guide writes a note with a canary through the door, and takes a quote from it."""
    guide = make_member(own)
    sign_in(client, guide)
    open_in_browser(client, make_vault(guide))
    base = f"/w/{own.workspace.slug}/p/{own.slug}/"
    talk = Conversation.objects.create(
        workspace=own.workspace,
        programme=own,
        title="Kennismaking",
        phase="explore",
        planned_at="2026-11-01T10:00Z",
        author_id=guide.user_id,
        state="held",
    )
    hold = f"{base}conversations/{talk.pk}/hold/"
    saved = client.post(
        hold,
        {"text": f"Ze zegt: {CANARY}. Dat was het.", "version": 0},
        headers={"X-Autosave": "1", "Accept": "application/json"},
    )
    assert saved.status_code == 200, saved.content
    taken = client.post(
        f"{base}conversations/{talk.pk}/quotes/",
        {"exact": CANARY, "kind": "worry", "goal": "new", "title": "Een zorg over de kust"},
    )
    assert taken.status_code == 303, taken.content.decode()[-2000:]
    assert RawQuote.objects.filter(conversation=talk).count() == 1
    assert CANARY in client.get(hold).content.decode()
    return talk


def test_a_guide_without_the_passphrase_reads_nothing_either(own, client):
    sign_in(client, make_member(own))
    things, runs = world(own), raw_words()
    for route in INSIDE:
        words = plain(client.get(address(route, own, things)).getvalue().decode(errors="replace"))
        assert not [run for run in runs if run in words], route


def test_a_planted_canary_lies_open_nowhere(own, client, caplog):
    caplog.set_level(logging.DEBUG)
    plant(client, own)
    outbox.deliver_all()

    found = [
        f"{table}.{column}"
        for table, column, value in every_value()
        if any(word in value for word in CANARY.split())
    ]
    assert found == []
    assert not any(word in caplog.text for word in CANARY.split())
    assert not any(word in str(m.message()) for m in mail.outbox for word in CANARY.split())


def test_the_search_knows_nothing_of_it(own, client):
    plant(client, own)

    terms = " ".join(SearchDocument.objects.values_list("terms", flat=True))
    assert "zandhoos" not in terms
    assert "kwikstaart" not in terms


def test_an_error_page_holds_nothing(own, client):
    talk = plant(client, own)
    client.raise_request_exception = False
    RawQuote.objects.filter(conversation=talk).update(sealed=b"kapot")

    answer = client.get(f"/w/{own.workspace.slug}/p/{own.slug}/conversations/{talk.pk}/quotes/")

    assert CANARY.split()[1] not in plain(answer.content.decode()) or answer.status_code == 200


def test_the_trail_of_raising_and_joining_leads_to_nobody(own, client):
    plant(client, own)

    lines = AuditEvent.objects.filter(verb__in=["concerns.raised", "concerns.joined"])
    assert lines.exists()
    assert set(lines.values_list("actor_id", flat=True)) == {None}
    assert {at.astimezone().minute for at in lines.values_list("at", flat=True)} == {0}


@pytest.mark.usefixtures("bare_refusals")
def test_membership_is_the_only_way_in(own, client):
    guide = make_member(own)
    sign_in(client, guide)
    Membership.objects.filter(user_id=guide.user_id).delete()

    things = world(own)
    for route in INSIDE:
        assert client.get(address(route, own, things)).status_code == 404


def every_value():
    """Every value of every table, as text, as it lies in the database."""
    quote = connection.ops.quote_name
    # the words of the search index stand in tables beside it; the index itself cannot be read
    for table in set(connection.introspection.table_names()) - {"core_search_words"}:
        with connection.cursor() as cursor:
            cursor.execute(f"select * from {quote(table)}")  # noqa: S608 names of our own tables
            names = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                for name, value in zip(names, row, strict=True):
                    if isinstance(value, (bytes, memoryview)):
                        yield table, name, bytes(value).decode("latin-1")
                    elif value is not None:
                        yield table, name, str(value)
