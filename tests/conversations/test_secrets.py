"""Nothing that was said, and nobody who said it, can be found without the vault."""

from __future__ import annotations

import logging
from uuid import uuid4

import pytest
from django.apps import apps
from django.core import mail
from django.db import connection
from django.test import Client

from draagvlak.concerns.models import Concern
from draagvlak.conversations import commands
from draagvlak.conversations.commands import Goal, Heard
from draagvlak.conversations.models import RawQuote
from draagvlak.conversations.queries.content import QuoteContent, read_content, write_content
from draagvlak.conversations.queries.notes import OpenVariant, own_note
from draagvlak.conversations.queries.quotes import open_content, quotes_in_sight
from draagvlak.conversations.states import QuoteKind
from draagvlak.core.policy import Role
from draagvlak.core.search import find
from draagvlak.lib.anchor import cut
from tests.factories.conversations import (
    approve,
    fresh,
    make_conversation,
    make_note,
    make_person,
    make_quote,
)
from tests.factories.places import make_member, sign_in
from tests.factories.vault import make_vault, open_in_browser

CANARY = "Kanariegeelvlinderlied"
SECOND = "Zeepaardjeswals"


def all_rows() -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table, as the database itself gives it."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table == "core_search_words":
                continue  # an index without rows of its own; its words stand in searchdocument
            cursor.execute(f'select * from "{table}"')  # noqa: S608 names of our own tables
            found[table] = cursor.fetchall()
    return found


def plain(value: object) -> bytes:
    if isinstance(value, memoryview | bytes | bytearray):
        return bytes(value)
    return str(value).encode()


def holding(word: str) -> set[str]:
    """The tables in which a word stands, in any column, as text or as bytes."""
    wanted = word.lower().encode()
    return {
        table
        for table, rows in all_rows().items()
        if any(wanted in plain(value).lower() for row in rows for value in row)
    }


@pytest.fixture
def guide():
    return make_member()


@pytest.fixture
def vault(guide):
    return make_vault(guide)


@pytest.fixture
def said(guide, vault):
    """A conversation with a note, a second text, a removed and a standing quote on a concern."""
    person = make_person(guide)
    conversation = make_conversation(guide, [person])
    make_note(guide, vault, conversation, f"{CANARY} zingt het hele jaar door.")
    commands.write_note(
        by=guide,
        vault=vault,
        conversation=fresh(conversation),
        text=f"{SECOND} in een ander tabblad.",
        version=0,
    )
    goal = Goal(title="Muziek op de afdeling")
    words = f"{CANARY} zingt het hele jaar"
    quote = make_quote(guide, vault, fresh(conversation), words, speaker=person, goal=goal)
    gone = make_quote(guide, vault, fresh(conversation), words)
    commands.remove_quote(by=guide, vault=vault, conversation=fresh(conversation), quote=gone)
    approve(guide, vault, quote, f"{SECOND} klinkt.", now=True)
    return fresh(conversation), quote, person


@pytest.mark.django_db
def test_no_word_stands_in_the_clear(said):
    assert holding(CANARY) == set()
    assert holding(SECOND) == set()


@pytest.mark.django_db
def test_no_row_ties_a_concern_to_a_person_a_quote_or_a_conversation(said):
    conversation, quote, person = said
    concern = Concern.objects.get()
    for key in (quote.pk, person.pk, conversation.pk):
        for shape in (str(key), key.hex):
            for table, rows in all_rows().items():
                for row in rows:
                    words = [plain(value).lower() for value in row]
                    here = any(shape.encode() in word for word in words)
                    there = any(
                        one.encode() in word
                        for one in (str(concern.pk), concern.pk.hex)
                        for word in words
                    )
                    assert not (here and there), table


@pytest.mark.django_db
def test_no_reference_leads_from_released_things_to_conversations(said):
    """No foreign key, followed in either direction, joins the two sides."""
    sealed_side = {"conversations.conversation", "conversations.rawquote", "conversations.note"}
    shared = {
        "core.workspace",
        "programmes.programme",
        "organisations.person",
        "accounts.user",
        "vault.box",
    }
    links: dict[str, set[str]] = {}
    for model in apps.get_models():
        for field in model._meta.fields:
            target = field.related_model
            if target is None:
                continue
            pair = (model._meta.label_lower, target._meta.label_lower)
            if shared & set(pair):
                continue
            links.setdefault(pair[0], set()).add(pair[1])
            links.setdefault(pair[1], set()).add(pair[0])
    reached = {"conversations.releasedquote", "concerns.concern", "concerns.voice"}
    waiting = list(reached)
    while waiting:
        for each in links.get(waiting.pop(), set()) - reached:
            reached.add(each)
            waiting.append(each)
    assert reached & sealed_side == set()


@pytest.mark.django_db
def test_a_released_quote_has_no_way_back(guide, vault, said):
    conversation, quote, person = said
    rows = RawQuote.objects.filter(pk=quote.pk).select_related("conversation__box")
    made = commands.release_quotes(by=guide, vault=vault, quotes=list(rows))[0]
    content = open_content(vault, conversation.box, RawQuote.objects.get(pk=quote.pk))
    assert content.released == made.pk
    for table, found in all_rows().items():
        for row in found:
            words = [plain(value).lower() for value in row]
            here = any(
                one.encode() in word for one in (str(made.pk), made.pk.hex) for word in words
            )
            there = any(
                shape.encode() in word
                for key in (quote.pk, person.pk, conversation.pk, guide.user_id)
                for shape in (str(key), key.hex)
                for word in words
            )
            assert not (here and there), table


@pytest.mark.django_db
def test_logs_mails_and_error_pages_say_nothing(  # noqa: PLR0917 fixtures
    guide, vault, said, settings, caplog, monkeypatch
):
    settings.DEBUG = False
    settings.ADMINS = [("Beheer", "beheer@voorbeeldstad.example")]
    conversation, _quote, _person = said
    client = open_in_browser(sign_in(Client(raise_request_exception=False), guide), vault)

    def fails(**kwargs):
        raise ValueError(kwargs["start"])

    monkeypatch.setattr(commands, "take_quote", fails)
    url = (
        f"/w/{guide.workspace.slug}/p/{guide.programme.slug}"
        f"/conversations/{conversation.pk}/quotes/"
    )
    with caplog.at_level(logging.DEBUG):
        page = client.post(
            url, {"exact": CANARY, "kind": "worry", "goal": "later", "once": str(uuid4())}
        )
    assert page.status_code == 500
    told = page.content.decode() + caplog.text + "".join(str(m.message()) for m in mail.outbox)
    assert CANARY not in told


@pytest.mark.django_db
def test_what_is_opened_does_not_show_itself_in_a_log(guide, vault, said):
    found = quotes_in_sight(guide, vault)
    assert CANARY in found[0].content.words
    assert CANARY not in repr(found)
    assert CANARY not in repr(found[0].content)
    variant = OpenVariant(uuid4(), CANARY, said[0].planned_at)
    assert CANARY not in repr(variant)


@pytest.mark.django_db
def test_a_co_guide_without_a_key_sees_no_quote(guide, vault, said):
    other = make_member(said[0].programme, Role.CO_GUIDE)
    assert quotes_in_sight(other, make_vault(other)) == []


@pytest.mark.django_db
def test_a_search_finds_no_word_of_a_note(guide, vault, said):
    assert find(guide, CANARY) == []
    assert [hit.kind for hit in find(guide, "muziek")] == ["concern"]


def test_content_survives_writing():
    text = "Ze zei: “Straks komt er niemand.” 🙂"
    content = QuoteContent(uuid4(), cut(text, 8, 33), QuoteKind.WISH, speaker=uuid4())
    assert read_content(write_content(content)) == content
    assert len(write_content(content)) % 512 == 0


@pytest.mark.django_db
def test_a_retry_leaves_no_trace_to_guess_from(guide, vault, said):
    """The key of a retry is the quote's own: no fingerprint of what it says is kept."""
    conversation, _quote, _person = said
    note = own_note(guide, conversation)
    before = {table: len(rows) for table, rows in all_rows().items()}
    commands.take_quote(
        by=guide,
        vault=vault,
        conversation=conversation,
        note=note,
        start=0,
        end=10,
        heard=Heard(QuoteKind.WORRY),
        key=uuid4(),
    )
    after = {table: len(rows) for table, rows in all_rows().items()}
    assert after["core_oncekey"] == before["core_oncekey"]
