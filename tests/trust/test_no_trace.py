"""Canaries planted by sixty people who speak anonymously: none is found anywhere afterwards.

`bench/receipts.py` does the same with a thousand, against the served product.
"""

from __future__ import annotations

import datetime as dt
import io
import logging
import re
import zoneinfo

import pytest
from django.conf import settings
from django.core import mail
from django.core.cache import caches
from django.db import connection, models
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from draagvlak.contributions.commands import Goal, send_waiting_mail
from draagvlak.contributions.models import Contribution, Message
from draagvlak.contributions.queries.entrances import code_for
from draagvlak.conversations.commands import release_quotes
from draagvlak.conversations.models import ReleasedQuote
from draagvlak.core import metrics, untraced
from draagvlak.core.guards import tenant_models
from draagvlak.core.models import AuditEvent, OutboxMessage
from draagvlak.core.outbox import deliver_all
from draagvlak.core.quiet_log import Quiet, WithoutPath
from draagvlak.lib.receipts import new_receipt
from tests.factories.concerns import make_concern
from tests.factories.contributions import (
    approval,
    ask,
    make_entrance,
    quote,
    speak,
    tie,
)
from tests.factories.places import make_member, sign_in
from tests.factories.vault import make_vault
from tests.trust.addresses import INSIDE, address, world
from tests.trust.matrix import HERE, LETTERS

pytestmark = pytest.mark.django_db
ADDRESS, AGENT, COOKIE = "203.0.113.77", "Zandhoos/7.7 (kwikstaart)", "vuurtoren=drijfzand"
REFERER, WORDS = "https://intranet.example/zandhoos", "Zandhoos kwikstaart vuurtoren drijfzand"
NAME, MAIL = "Zandhoos Kwikstaart", "zandhoos@voorbeeldstad.example"
TRACES = (ADDRESS, "Zandhoos", "kwikstaart", "vuurtoren", "drijfzand", "intranet.example")
CAME_AT = dt.datetime(2026, 3, 5, 13, 37, 42, tzinfo=zoneinfo.ZoneInfo("Europe/Amsterdam"))


@pytest.fixture
def told():
    """Everything that the log of the product would say."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(Quiet())
    handler.addFilter(WithoutPath())
    root = logging.getLogger()
    root.addHandler(handler)
    yield stream
    root.removeHandler(handler)


@pytest.fixture
def place():
    guide = make_member()
    vault = make_vault(guide)
    return guide, vault, make_entrance(guide)


def visitor():
    return Client(
        REMOTE_ADDR=ADDRESS,
        HTTP_USER_AGENT=AGENT,
        HTTP_COOKIE=COOKIE,
        HTTP_REFERER=REFERER,
        HTTP_X_FORWARDED_FOR=ADDRESS,
    )


def cells():
    """Every value of every row of every table, as text."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            if table.startswith("core_search_words"):
                continue  # an index of words, which cannot be read; its source is read
            cursor.execute(f"select * from {connection.ops.quote_name(table)}")  # noqa: S608 ours
            for row in cursor.fetchall():
                for cell in row:
                    value = bytes(cell) if isinstance(cell, bytes | memoryview) else cell
                    text = value.decode("latin-1") if isinstance(value, bytes) else str(value)
                    yield table, text


def test_sixty_anonymous_people_leave_no_trace(place, told, monkeypatch):
    guide, _vault, door = place
    monkeypatch.setattr(timezone, "now", lambda: CAME_AT)
    here = f"/speak/{guide.workspace.slug}/"
    before = metrics.TALLY.totals()
    client = visitor()
    receipts = [new_receipt() for _each in range(60)]
    for receipt in receipts:
        sent = {"text": WORDS, "way": "anonymous", "receipt": receipt, "name": NAME}
        assert client.post(f"{here}{code_for(door.pk)}/", sent).status_code == 200
    for receipt in receipts[:20]:
        assert client.post(f"{here}follow/", {"receipt": receipt}).status_code == 200
        assert client.post(f"{here}follow/", {"receipt": new_receipt()}).status_code == 404
    assert client.get(f"{here}niets/").status_code == 404

    assert Contribution.objects.filter(workspace_id=guide.tenant).count() == 60
    found = [
        (table, trace)
        for table, text in cells()
        for trace in TRACES
        if trace.lower() in text.lower()
    ]
    assert found == []
    moment = re.compile(r"(13:37|12:37|T1[23]3742)")
    assert [
        each for each in cells() if moment.search(each[1]) and "django_migrations" not in each[0]
    ] == []
    assert told.getvalue() == ""
    assert metrics.TALLY.totals() == before
    for cache in caches.all(initialized_only=True):
        assert not any(ADDRESS in str(each) for each in getattr(cache, "_cache", {}))
    assert not [
        path
        for path in settings.DATA.rglob("*")
        if path.is_file()
        and path.stat().st_size < 2_000_000
        and WORDS.encode() in path.read_bytes()
    ]


def test_an_anonymous_yes_and_what_came_of_it_leave_no_trace(place, told, monkeypatch):
    guide, vault, door = place
    monkeypatch.setattr(timezone, "now", lambda: CAME_AT)
    client, spoken = visitor(), speak(door, WORDS)
    here, receipt = f"/speak/{guide.workspace.slug}/", spoken.receipt
    asked = ask(guide, vault, spoken, quote(guide, vault, spoken, WORDS, Goal(make_concern(guide))))
    said = {"present": receipt, "question": asked.question, "shown": asked.asked_words, "now": "1"}
    assert client.post(f"{here}approve/", {**said, "answer": "yes"}).status_code == 200
    agreed = approval(guide, vault, spoken, asked.quote)
    (made,) = release_quotes(by=guide, vault=vault, quotes=[], others=[agreed.mark])
    keys = {str(spoken.contribution.pk), *(str(one.pk) for one in Message.objects.all())}
    moment = re.compile(r"(13:37|12:37|T1[23]3742)")
    found = [
        (table, text)
        for table, text in cells()
        if table.startswith(("contributions_", "conversations_released", "core_auditevent"))
        and (moment.search(text) or any(trace.lower() in text.lower() for trace in TRACES))
    ]
    hours = AuditEvent.objects.exclude(actor_id=None).values_list("at", flat=True)
    assert [one for one in found if not any(str(at) in one[1] for at in hours)] == []
    about = AuditEvent.objects.filter(subject_id=made.pk)
    assert {(line.actor_id, f"{timezone.localtime(line.at):%H:%M}") for line in about} == {
        (None, "00:00")
    }
    row = ReleasedQuote.objects.filter(pk=made.pk).values().get()
    assert not keys & {str(cell) for cell in row.values()}
    assert client.post(f"{here}approve/", {**said, "answer": "no"}).status_code == 200
    made.refresh_from_db()
    assert (made.taken_back, made.withdrawn_on) == (True, CAME_AT.date())
    assert told.getvalue() == ""


def test_a_failure_is_told_by_the_day_only(place, told, monkeypatch):
    guide, _vault, _door = place
    monkeypatch.setattr(
        "draagvlak.contributions.views.speaking.entrance_by_code",
        lambda *_args: (_ for _ in ()).throw(RuntimeError(WORDS)),
    )
    client = Client(raise_request_exception=False)
    assert client.get(f"/speak/{guide.workspace.slug}/abc/").status_code == 500
    line = told.getvalue().splitlines()[0]
    assert re.match(r"\d{4}-\d\d-\d\d ERROR django.request Internal Server Error: speak/", line)
    assert "Zandhoos" not in told.getvalue()


def test_what_a_request_keeps_tells_nobody(rf):
    seen = {}

    def look(request):
        seen.update(request.META)
        seen["cookies"] = request.COOKIES
        return HttpResponse()

    request = rf.get(
        "/speak/stad/abc/",
        REMOTE_ADDR=ADDRESS,
        HTTP_USER_AGENT=AGENT,
        HTTP_COOKIE=COOKIE,
        HTTP_X_REAL_IP=ADDRESS,
        HTTP_FORWARDED=f"for={ADDRESS}",
    )
    untraced.Untraced(look)(request)
    assert seen["cookies"] == {}
    assert not [value for value in seen.values() if ADDRESS in str(value) or AGENT in str(value)]
    assert re.fullmatch("[0-9a-f]{64}", seen[untraced.WHENCE])


@pytest.mark.parametrize("letter", [letter for letter in "SLWA" if letter in HERE])
def test_who_spoke_in_confidence_is_found_behind_no_door(own, client, letter):
    guide = make_member(own)
    door = make_entrance(guide)
    spoken = speak(door, WORDS, way="confidential", name=NAME, address=MAIL)
    other = make_member(own, LETTERS[letter])
    sign_in(client, other)
    things = world(own)
    things["contribution_id"] = spoken.contribution.pk
    traces = ("zandhoos", "kwikstaart", "drijfzand")
    for route in INSIDE:
        answer = client.get(address(route, own, things))
        body = answer.getvalue() if answer.streaming else answer.content
        assert not [trace for trace in traces if trace in body.decode("latin-1").lower()], route
    deliver_all()
    assert not [one for one in mail.outbox if NAME in one.body or WORDS in one.body]


def test_no_row_of_a_contribution_leads_to_its_concern(place):
    guide, vault, door = place
    spoken = speak(door, way="confidential", name=NAME, address=MAIL)
    voice = tie(guide, vault, spoken.contribution)
    send_waiting_mail(by=guide, vault=vault)
    keys = {str(spoken.contribution.pk), spoken.contribution.pk.hex}
    keys |= {str(row.pk) for row in spoken.contribution.messages.all()}
    for model in tenant_models():
        names = [
            field.attname
            for field in model._meta.concrete_fields
            if not isinstance(field, models.BinaryField)
        ]
        for row in model._default_manager.filter(workspace_id=guide.tenant).values_list(*names):
            held = {str(cell) for cell in row}
            if held & keys:
                assert not held & {str(voice.pk), str(voice.concern_id)}, model
    assert not AuditEvent.objects.filter(
        verb__in=["contributions.sent", "contributions.tied"]
    ).exclude(actor_id=None)
    assert not [one for one in OutboxMessage.objects.all() if MAIL in str(one.payload)]
