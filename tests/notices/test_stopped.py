"""A stop holds for what nobody asked for: an invitation. Signing in always works."""

from __future__ import annotations

import html

import pytest
from django.core import mail as mails
from django.test import Client
from django.utils import timezone

from draagvlak.core import outbox
from draagvlak.core.web import to
from draagvlak.notices.models import Mailbox
from draagvlak.notices.queries.boxes import closed_to, mark_of
from draagvlak.programmes.queries import closed_addresses
from tests.factories.places import make_member, sign_in
from tests.factories.programmes import make_invitation

pytestmark = pytest.mark.django_db
ADDRESS = "Anouk@stad.example"


def shut(actor, column, address=ADDRESS):
    day = {column: timezone.localdate()}
    return Mailbox.objects.create(workspace_id=actor.tenant, mark=mark_of(address), **day)


def deliver():
    outbox.deliver_all()
    return [(one.to, one.subject) for one in mails.outbox]


@pytest.mark.parametrize("column", ["stopped_on", "paused_on"])
def test_who_stopped_or_refused_the_mail_gets_no_invitation_and_the_list_says_so(column):
    guide = make_member()
    shut(guide, column)
    make_invitation(guide, email="anouk@stad.example")
    make_invitation(guide, email="bo@stad.example")

    assert [to_whom for to_whom, _subject in deliver()] == [["bo@stad.example"]]
    page = sign_in(Client(), guide).get(to(guide, "programmes:member_list")).content.decode()
    assert html.unescape(page).count("Er is niets verstuurd: vraag het zelf.") == 1


def test_a_stop_holds_in_its_own_workspace_only():
    guide, other = make_member(), make_member()
    shut(other, "stopped_on")
    make_invitation(guide, email=ADDRESS)
    assert len(deliver()) == 1


def test_an_open_mailbox_and_no_addresses_are_not_closed(django_assert_num_queries):
    guide = make_member()
    Mailbox.objects.create(workspace_id=guide.tenant, mark=mark_of(ADDRESS))
    assert closed_to(guide.tenant, [ADDRESS]) == set()
    with django_assert_num_queries(0):
        assert closed_addresses(guide.tenant, []) == frozenset()
