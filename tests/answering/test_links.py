"""Every link on the pages about answers opens for who reads it."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone

from draagvlak.answering.commands import promise_about
from draagvlak.concerns.commands import set_answer_due
from draagvlak.core.policy import Role
from draagvlak.core.web import to
from draagvlak.measures.commands import archive_measure
from draagvlak.programmes.models import Programme
from draagvlak.stakeholders.commands import CommitmentDraft
from tests.factories.concerns import make_answered, make_delivered, make_group, make_understood
from tests.factories.measures import make_measure
from tests.factories.places import make_member, sign_in
from tests.factories.stakeholders import make_stakeholder

pytestmark = pytest.mark.django_db
PAGES = ("debt_list", "commitment_list", "outcome_list")


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.CO_GUIDE])
def test_every_link_opens_for_who_reads_it(role):
    guide = make_member()
    group = make_group(guide, "Raadsleden")
    party, today = make_stakeholder(guide, group=group), timezone.localdate()
    concern = make_understood(guide, "Papier is prettig", groups=[group.pk])
    set_answer_due(by=guide, concern=concern, due_on=today, version=concern.version)
    gone = make_measure(guide)
    for thing in (concern, make_measure(guide), gone):
        draft = CommitmentDraft("Papier blijft", today, today)
        promise_about(by=guide, thing=thing, stakeholder=party, draft=draft)
    archive_measure(by=guide, measure=gone)
    make_delivered(guide, "Verteld", groups=[group.pk])
    unsolved = make_answered(guide, "Niet opgelost")
    unsolved.voices = unsolved.unsolved = 1
    unsolved.save()
    actor = make_member(Programme.objects.get(pk=guide.programme_id), role)
    web = sign_in(Client(), actor)
    tried = set()
    for name in PAGES:
        page = web.get(to(actor, f"answering:{name}"))
        if page.status_code == 403:
            assert (name, role) in {
                ("commitment_list", Role.SUPPLIER),
                ("commitment_list", Role.ADMINISTRATOR),
            }
            continue
        main = page.content.decode().partition("<main")[2].partition("</main>")[0]
        for link in re.findall(r'<a\b[^>]*?\bhref="([^"#]+)', main):
            if link not in tried:
                tried.add(link)
                assert web.get(unescape(link), follow=True).status_code == 200, (name, link)
    assert tried
