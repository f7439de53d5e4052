"""“You said, we did”: what stands on it, for whom, and how it is mailed."""

from __future__ import annotations

import html
import re

import pytest
from django.core import mail as mails
from django.test import Client
from django.utils import timezone

from draagvlak.answering.commands import hide_outcomes, mail_outcomes, share_outcomes
from draagvlak.answering.models import OutcomePage
from draagvlak.answering.queries import outcomes
from draagvlak.concerns.commands import answer_concern, tell_again
from draagvlak.concerns.models import Concern
from draagvlak.conversations.models import ReleasedQuote
from draagvlak.core import outbox
from draagvlak.core.models import OutboxMessage
from draagvlak.core.policy import Role
from draagvlak.core.verdict import Refused
from draagvlak.core.versions import EditConflict
from draagvlak.core.web import to
from draagvlak.measures.states import State
from draagvlak.notices.models import Mailbox
from draagvlak.organisations.models import GroupMember
from draagvlak.programmes.models import Programme
from tests.factories.concerns import make_answered, make_delivered, make_group, make_understood
from tests.factories.measures import make_measure
from tests.factories.organisations import make_person
from tests.factories.places import make_member, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def guide():
    return make_member()


def member(guide, role):
    return make_member(Programme.objects.get(pk=guide.programme_id), role)


def words(answer):
    plain = re.sub(r"<[^>]+>", " ", answer.content.decode())
    return " ".join(html.unescape(plain).split())


def look(actor, query=""):
    answer = sign_in(Client(), actor).get(to(actor, "answering:outcome_list") + query)
    assert answer.status_code == 200
    return words(answer)


def quote(guide, concern, text, **more):
    here = {"workspace_id": guide.tenant, "programme_id": guide.programme_id}
    return ReleasedQuote.objects.create(
        **here, concern=concern, text=text, released_on=timezone.localdate(), **more
    )


def told(guide, title, group=None, **more):
    return make_delivered(guide, title, groups=[group.pk] if group else [], **more)


def measured(guide, said, **measure):
    """A concern with a measure that was told back."""
    concern = make_understood(guide, said)
    make_measure(guide, concern, **measure)
    concern.refresh_from_db()
    answer_concern(
        by=guide, concern=concern, text="Dat doen wij zo.", decided_by="Het college",
        reasons="Het helpt.",
    )  # fmt: skip
    return tell_again(by=guide, concern=concern)


def in_group(guide, group, count=1, start=0):
    people = []
    for number in range(start, start + count):
        person = make_person(guide, f"Piet {number}")
        person.email = f"piet{number}@stad.example"
        person.save()
        GroupMember.objects.create(workspace_id=guide.tenant, group=group, person=person)
        people.append(person)
    return people


def test_what_was_told_stands_with_what_was_decided_why_and_what_happened(guide):
    concern = measured(
        guide, "Inloggen duurt lang", state=State.DELIVERED, title="Eén keer inloggen"
    )
    quote(guide, concern, "Ik log vijf keer per dag in.")
    quote(guide, concern, "Teruggetrokken", withdrawn_on=timezone.localdate())

    page = look(member(guide, Role.EMPLOYEE))

    assert "Gedaan U zei Inloggen duurt lang “Ik log vijf keer per dag in.”" in page
    assert "Wij besloten Dat doen wij zo. Waarom Het helpt." in page
    assert "Wij deden Eén keer inloggen (opgeleverd) Eerste groep geoefend" in page
    assert "Besloten door Het college" in page
    assert "Teruggetrokken" not in page


@pytest.mark.parametrize(
    ("measure", "verdict"),
    [
        ({"state": State.AGREED}, outcomes.DOES),
        ({"state": State.PROPOSED}, outcomes.DECIDED),
        ({"state": State.AGREED, "kind": "nothing", "reasons": "Te duur"}, outcomes.NOT),
    ],
)
def test_a_no_counts_as_much_as_a_yes(guide, measure, verdict):
    measured(guide, "Inloggen duurt lang", **measure)
    [row] = outcomes.outcome_page(guide, None).rows
    assert row.verdict == verdict
    if verdict == outcomes.NOT:
        page = look(guide)
        assert "Doen we niet, en waarom U zei Inloggen duurt lang" in page
        assert "Wij doen dit niet Dat doen wij zo." in page
        assert "Te duur" in page


def test_what_was_not_told_yet_waits_and_is_counted(guide):
    make_answered(guide, "Nog niet verteld")
    page = look(guide)
    assert "Er is nog niets teruggekoppeld" in page
    assert "1 antwoord is nog niet teruggekoppeld. Wie het noemde, hoort het eerst" in page
    assert "Nog niet verteld" not in page


def test_a_page_of_one_group_and_pages_by_key(guide, monkeypatch):
    group = make_group(guide, "Raadsleden")
    mine, _other = told(guide, "Van ons", group), told(guide, "Van anderen")
    assert [row.id for row in outcomes.outcome_page(guide, group).rows] == [mine.pk]
    page = look(guide, f"?group={group.pk}")
    assert "Raadsleden zei, wij deden" in page
    assert "Van anderen" not in page
    monkeypatch.setattr(outcomes, "PAGE", 1)
    Concern.objects.filter(pk=mine.pk).update(voices=7)
    first = outcomes.outcome_page(guide, None)
    second = outcomes.outcome_page(guide, None, first.after)
    assert [row.title for row in (*first.rows, *second.rows)] == ["Van ons", "Van anderen"]
    assert second.after == ""
    stranger = sign_in(Client(), guide)
    url = to(guide, "answering:outcome_list")
    assert stranger.get(f"{url}?group=onzin").status_code == 404
    assert stranger.get(f"{url}?after=onzin").status_code == 200


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_takes_a_fixed_number_of_statements(guide, rows, django_assert_num_queries):
    for number in range(rows):
        concern = measured(guide, f"Zorg {number}", state=State.DELIVERED)
        quote(guide, concern, "Het duurt lang.")
    with django_assert_num_queries(6):
        assert len(outcomes.outcome_page(guide, None).rows) == rows


def test_everybody_with_the_link_reads_it_without_quotes_cookies_or_index(guide):
    concern = told(guide, "Papier is prettig")
    quote(guide, concern, "Alleen voor deelnemers.")
    Concern.objects.filter(pk=concern.pk).update(voices=4)
    web = sign_in(Client(), guide)
    share = to(guide, "answering:outcome_share")
    assert "Wat er dan te lezen is" in words(web.get(share))
    answer = web.post(share, {"intro": "Dank u wel.", "version": "0"})
    assert answer.status_code == 303
    url = outcomes.public_address(OutcomePage.objects.get())
    path = "/speak/" + url.partition("/speak/")[2]

    visitor = Client()
    page = visitor.get(path)

    said = words(page)
    assert "Dank u wel." in said
    assert "U zei Papier is prettig" in said
    assert "Alleen voor deelnemers." not in said
    assert "4 stemmen" not in said
    assert page["X-Robots-Tag"] == "noindex, nofollow"
    assert page["Referrer-Policy"] == "no-referrer"
    assert not page.cookies
    assert url in words(web.get(to(guide, "answering:outcome_list")))
    web.post(to(guide, "answering:outcome_hide"), {"group": ""})
    gone = visitor.get(path)
    assert gone.status_code == 404
    assert "Deze pagina is er niet" in words(gone)
    assert visitor.get(path[:-3] + "00/").status_code == 404
    web.post(share, {"intro": "", "version": str(OutcomePage.objects.get().version)})
    assert visitor.get(path).status_code == 200, "shared again, the link is the same"


def test_two_who_share_at_once_do_not_overwrite_each_other(guide):
    share_outcomes(by=guide, group=None, intro="Eerste", version=0)
    with pytest.raises(EditConflict):
        share_outcomes(by=guide, group=None, intro="Tweede", version=1)
    web = sign_in(Client(), guide)
    answer = web.post(to(guide, "answering:outcome_share"), {"intro": "x", "version": "1"})
    assert answer.status_code == 422
    assert "Iemand anders wijzigde dit net." in words(answer)
    assert OutcomePage.objects.get().intro == "Eerste"


def test_a_small_group_has_no_public_page(guide):
    group = make_group(guide, "Griffie")
    group.size = 4
    group.save()
    told(guide, "Van ons", group)
    with pytest.raises(Refused) as refused:
        share_outcomes(by=guide, group=group, intro="", version=0)
    assert str(refused.value) == (
        "In deze groep zitten minder dan vijf mensen. Wat zij zeiden, is dan wat één van hen zei."
    )
    assert "minder dan vijf mensen" in look(guide, f"?group={group.pk}")


def test_only_guides_and_the_lead_share_hide_and_mail(guide):
    sponsor, group = member(guide, Role.SPONSOR), make_group(guide)
    page = share_outcomes(by=guide, group=None, intro="", version=0)
    with pytest.raises(Refused) as refused:
        share_outcomes(by=sponsor, group=None, intro="", version=0)
    assert (
        str(refused.value) == "Begeleiders en de projectleider bepalen wie deze pagina mag lezen."
    )
    with pytest.raises(Refused):
        hide_outcomes(by=sponsor, page=page)
    with pytest.raises(Refused) as refused:
        mail_outcomes(by=sponsor, group=group)
    assert str(refused.value) == "Begeleiders en de projectleider mailen dit naar de groep."
    hide_outcomes(by=guide, page=page)
    with pytest.raises(Refused) as refused:
        hide_outcomes(by=guide, page=page)
    assert str(refused.value) == "Deze pagina is niet openbaar."


def test_the_people_of_a_group_are_mailed_once_each_with_their_own_stop_link(guide, monkeypatch):
    monkeypatch.setattr("draagvlak.answering.mail.PART", 2)
    group = make_group(guide, "Raadsleden")
    people = in_group(guide, group, 5)
    told(guide, "Papier <is> prettig", group)
    web = sign_in(Client(), guide)
    answer = web.post(to(guide, "answering:outcome_mail"), {"group": str(group.pk)})
    assert "De mail gaat naar 5 mensen." in words(web.get(answer["Location"]))
    rows = str(list(OutboxMessage.objects.values_list("payload", "key")))
    assert "stad.example" not in rows

    outbox.deliver_all()

    assert sorted(one.to[0] for one in mails.outbox) == sorted(one.email for one in people)
    first = mails.outbox[0]
    assert first.subject == "U zei, wij deden: Papierloos"
    assert "U zei: Papier <is> prettig" in first.body
    assert "Papier &lt;is&gt; prettig" in first.alternatives[0][0]
    assert "Besluit" not in first.body
    stops = {one.extra_headers["List-Unsubscribe"] for one in mails.outbox}
    assert len(stops) == 5
    again = web.post(to(guide, "answering:outcome_mail"), {"group": str(group.pk)})
    assert again.status_code == 403
    assert "Dit is vandaag al gemaild." in words(again)


def test_who_stopped_the_mail_gets_none_and_a_public_page_is_linked(guide):
    group = make_group(guide, "Raadsleden")
    in_group(guide, group, 2)
    told(guide, "Papier is prettig", group)
    page = share_outcomes(by=guide, group=group, intro="", version=0)
    mail_outcomes(by=guide, group=group)
    outbox.deliver_all()
    assert outcomes.public_address(page) in mails.outbox[0].body
    visitor = Client()
    stop = mails.outbox[0].extra_headers["List-Unsubscribe"].strip("<>")
    visitor.post("/mail/" + stop.partition("/mail/")[2], {"List-Unsubscribe": "One-Click"})
    assert Mailbox.objects.filter(stopped_on__isnull=False).count() == 1
    mails.outbox.clear()
    OutcomePage.objects.update(mailed_on=None)
    OutboxMessage.objects.all().delete()
    mail_outcomes(by=guide, group=group)
    outbox.deliver_all()
    assert len(mails.outbox) == 1


@pytest.mark.parametrize(
    ("people", "is_told", "reason"),
    [
        (1, False, "Er is nog niets teruggekoppeld aan deze groep. Er valt dus niets te mailen."),
        (0, True, "Niemand in deze groep heeft een mailadres. Voeg er een toe bij Mensen."),
    ],
)
def test_without_people_or_news_there_is_nothing_to_mail(guide, people, is_told, reason):
    group = make_group(guide)
    in_group(guide, group, people)
    if is_told:
        told(guide, "Papier is prettig", group)
    with pytest.raises(Refused) as refused:
        mail_outcomes(by=guide, group=group)
    assert str(refused.value) == reason


def test_an_outsider_finds_nothing(guide):
    stranger = sign_in(Client(), make_member())
    for route in ("outcome_list", "outcome_share"):
        assert stranger.get(to(guide, f"answering:{route}")).status_code == 404
