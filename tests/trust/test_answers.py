"""Nobody but a guide finds who spoke through the doors about answers: pages, mails, public page."""

from __future__ import annotations

import pytest
from django.core import mail as mails
from django.test import Client
from django.utils import timezone

from draagvlak.answering.commands import (
    mail_outcomes,
    promise_about,
    share_outcomes,
    tell_voice,
)
from draagvlak.answering.queries.outcomes import public_address
from draagvlak.answering.queries.telling import latest_answers
from draagvlak.concerns.commands import (
    answer_concern,
    join_voice,
    record_solved,
    set_answer_due,
    tell_again,
)
from draagvlak.contributions.commands import Goal
from draagvlak.core import outbox
from draagvlak.core.models import OutboxMessage
from draagvlak.notices import mail
from draagvlak.notices.commands.sending import plan_digests
from draagvlak.organisations.models import GroupMember
from draagvlak.programmes.models import Programme
from draagvlak.stakeholders.commands import CommitmentDraft
from tests.factories.concerns import make_group, make_understood
from tests.factories.contributions import make_entrance, speak, tie
from tests.factories.organisations import make_person
from tests.factories.places import make_member, sign_in
from tests.factories.stakeholders import make_stakeholder
from tests.factories.vault import make_vault, open_in_browser
from tests.trust.addresses import INSIDE, address, world
from tests.trust.matrix import ALLOWED, HERE, LETTERS

pytestmark = pytest.mark.django_db
OTHERS = [letter for letter in HERE if letter not in "GC"]
DOORS = [
    route for route in INSIDE if route.startswith(("answering:", "notices:", "concerns:concern_"))
]
SPEAKERS = 12


@pytest.fixture
def place():
    """A programme in which people spoke in confidence, anonymously and in a conversation."""
    guide = make_member()
    vault = make_vault(guide)
    group = make_group(guide, "Raadsleden")
    door = make_entrance(guide, group=group.pk)
    secrets = []
    for number in range(SPEAKERS):
        concern = make_understood(guide, f"Zorg nummer {number}", groups=[group.pk])
        name, box = f"Kwikstaart{number} Zandhoos{number}", f"vuurtoren{number}@drijfzand.example"
        reason = f"Zeemeeuw{number} zegt dat het niet helpt"
        secrets += [name, box, reason, *name.split()]
        way = ("confidential", "anonymous")[number % 2]
        who = {"name": name, "address": box} if way == "confidential" else {}
        spoken = speak(door, f"Ik ben {name} en het gaat niet.", way=way, **who)
        tie(guide, vault, spoken.contribution, Goal(concern))
        talker = make_person(guide, f"Gesprekspartner{number}")
        secrets.append(talker.name)
        concern.refresh_from_db()
        voice = join_voice(by=guide, concern=concern, person=talker.pk)
        concern = _answer(guide, concern, number)
        answer = latest_answers(guide, [concern]).get(concern.pk)
        if answer is not None:
            tell_voice(by=guide, concern=concern, voice=voice, answer=answer)
            record_solved(by=guide, concern=concern, voice=voice, solved="no", reason=reason)
    _more(guide, group)
    return guide, group, vault, secrets


def _answer(guide, concern, number):
    """A third is owed, a third is answered, a third was told back."""
    if number % 3 == 0:
        days = timezone.localdate()
        return set_answer_due(by=guide, concern=concern, due_on=days, version=concern.version)
    answer_concern(
        by=guide, concern=concern, text="Je mag op papier lezen.", decided_by="Het college",
        reasons="Papier geeft rust.",
    )  # fmt: skip
    return tell_again(by=guide, concern=concern) if number % 3 == 1 else concern


def _more(guide, group):
    reader = make_person(guide, "Lezer Een")
    reader.email = "lezer@stad.example"
    reader.save()
    GroupMember.objects.create(workspace_id=guide.tenant, group=group, person=reader)
    party = make_stakeholder(guide, group=group)
    draft = CommitmentDraft("Papier blijft", timezone.localdate(), timezone.localdate())
    concern = make_understood(guide, "Met een toezegging")
    promise_about(by=guide, thing=concern, stakeholder=party, draft=draft)


def leaked(text, secrets):
    return [one for one in secrets if one.lower() in text.lower()]


@pytest.mark.usefixtures("bare_refusals")
@pytest.mark.parametrize("letter", OTHERS)
def test_no_door_about_answers_tells_who_spoke(letter, place):
    guide, group, _vault, secrets = place
    programme = Programme.objects.select_related("workspace").get(pk=guide.programme_id)
    actor = make_member(programme, LETTERS[letter])
    web, things = sign_in(Client(), actor), world(programme)
    for route in DOORS:
        for more in ("", f"?group={group.pk}", "?show=settled", "?who=nobody"):
            page = web.get(address(route, programme, things) + more)
            assert leaked(page.getvalue().decode(errors="replace"), secrets) == [], route
            if letter not in ALLOWED[route]:
                assert page.status_code in {403, 405}, route
    mail.send_digest(
        {"user": str(actor.user_id), "on": timezone.localdate().isoformat()},
        pytest.fail,
    )
    for one in mails.outbox:
        assert leaked(str(one.message()), secrets) == []


def test_neither_the_public_page_nor_the_mail_to_the_group_tells_who_spoke(place):
    guide, group, _vault, secrets = place
    for which in (None, group):
        shared = share_outcomes(by=guide, group=which, intro="", version=0)
        path = "/speak/" + public_address(shared).partition("/speak/")[2]
        page = Client().get(path).content.decode()
        assert "Zorg nummer 1" in page
        assert leaked(page, secrets) == []
    mail_outcomes(by=guide, group=group)
    plan_digests()
    rows = str(list(OutboxMessage.objects.values_list("payload", "key", "error")))
    assert leaked(rows, [one for one in secrets if " " in one or "@" in one]) == []
    mails.outbox.clear()
    outbox.deliver_all()
    ours = [one for one in mails.outbox if "drijfzand.example" not in one.to[0]]
    assert ours
    for one in ours:
        assert leaked(str(one.message()), secrets) == []


def test_a_guide_with_the_vault_open_does_find_them(place):
    """So that the tests above look for something that is there."""
    guide, _group, vault, secrets = place
    web = open_in_browser(sign_in(Client(), guide), vault)
    programme = Programme.objects.select_related("workspace").get(pk=guide.programme_id)
    page = web.get(address("answering:telling_list", programme, world(programme)))
    assert leaked(page.content.decode(), secrets)
