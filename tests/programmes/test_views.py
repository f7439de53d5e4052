"""The pages of a programme: what people read, what the forms answer, who stays outside."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from draagvlak.accounts.models import User
from draagvlak.core.outbox import deliver_all
from draagvlak.core.policy import ROUTES, Role
from draagvlak.core.web import to
from draagvlak.programmes import commands
from draagvlak.programmes.models import (
    Decision,
    Invitation,
    Membership,
    Participation,
    Programme,
    ProgrammePhase,
    Solution,
    Supplier,
    Vision,
)
from draagvlak.programmes.queries import access_programme, home_of, token_of
from draagvlak.programmes.urls import urlpatterns
from tests.factories.places import (
    PASSWORD,
    make_member,
    make_programme,
    make_user,
    sign_in,
)
from tests.factories.programmes import (
    let_take_part,
    link,
    make_decision,
    make_group,
    make_invitation,
    make_person,
    make_vision,
)

pytestmark = pytest.mark.django_db


def words(response):
    text = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(text.replace("&#x27;", "'").split())


@pytest.fixture
def guide(client):
    actor = make_member()
    sign_in(client, actor)
    return actor


def go(client, actor, name, data=None, **kwargs):
    address = to(actor, f"programmes:{name}", **kwargs)
    return client.get(address) if data is None else client.post(address, data)


PAGES = [
    "programme_home",
    "phase_list",
    "phase_plan",
    "programme_edit",
    "vision_show",
    "vision_publish",
    "solution_add",
    "supplier_add",
    "decision_list",
    "decision_add",
    "member_list",
    "member_invite",
    "audit_list",
]


@pytest.mark.parametrize("name", PAGES)
def test_every_page_opens_empty_with_one_heading(client, guide, name):
    response = go(client, guide, name)

    assert (response.status_code, response.content.count(b"<h1")) == (200, 1)


@pytest.mark.parametrize("name", PAGES)
def test_an_outsider_finds_nothing(client, name):
    sign_in(client, make_member())

    assert go(client, make_member(), name).status_code == 404


def test_every_route_of_programmes_is_in_the_policy():
    assert [p.name for p in urlpatterns if ROUTES.get(f"programmes:{p.name}") is None] == []


@pytest.mark.parametrize("role", [Role.SPONSOR, Role.EMPLOYEE, Role.SUPPLIER, Role.WORKS_COUNCIL])
def test_readers_read_and_may_not_change(client, role):
    actor = make_member(role=role)
    sign_in(client, actor)

    home = go(client, actor, "programme_home")

    assert home.status_code == 200
    assert "Wijzig" not in words(home)
    for name in ("programme_edit", "vision_publish", "decision_add", "member_invite"):
        assert go(client, actor, name).status_code == 403


def test_an_administrator_keeps_members_only(client):
    actor = make_member(role=Role.ADMINISTRATOR)
    sign_in(client, actor)

    assert go(client, actor, "member_invite").status_code == 200
    assert go(client, actor, "audit_list").status_code == 200
    assert go(client, actor, "vision_publish").status_code == 403


@pytest.mark.parametrize("role", [Role.SPONSOR, Role.PROJECT_LEAD, Role.KEY_USER, Role.SUPPLIER])
def test_most_see_no_trail(client, role):
    actor = make_member(role=role)
    sign_in(client, actor)

    assert "Logboek" not in words(go(client, actor, "programme_home"))
    assert go(client, actor, "audit_list").status_code == 403


# Home and phases


def test_home_tells_where_the_programme_stands(client, guide):
    make_vision(guide, "Wij **luisteren** eerst.\n\nDan pas.")
    commands.add_solution(
        by=guide, name="iBabs", supplier=commands.add_supplier(by=guide, name="Papierloos")
    )
    make_decision(guide)

    text = words(go(client, guide, "programme_home"))

    assert "Wij luisteren eerst." in text
    assert "Dan pas." not in text
    assert "iBabs Leverancier: Papierloos" in text
    assert "Nog niet bekend wie beslist" in text
    assert "Joke van Dam begeleider" in text
    assert "Er is nog geen visie." not in text
    assert "Verkennen : nu" in text


@pytest.mark.parametrize("count", [1, 3])
def test_home_asks_a_fixed_number_of_questions(client, guide, count, django_assert_max_num_queries):
    for number in range(count):
        decision = make_decision(guide, f"B{number}")
        let_take_part(guide, decision, "decides", person=make_person(guide, f"P{number}"))
        make_member(access_programme(guide), Role.EMPLOYEE)

    with django_assert_max_num_queries(25):
        go(client, guide, "programme_home")


def test_the_programme_changes(client, guide):
    person = make_person(guide)
    data = {
        "name": "Zonder papier",
        "summary": "Kort.",
        "version": 1,
        "organisations": [str(person.organisation_id)],
    }

    response = go(client, guide, "programme_edit", data)

    assert (response.status_code, Programme.objects.get().name) == (303, "Zonder papier")
    assert "Het traject is bewaard." in words(client.get(response["Location"]))


def test_two_writers_of_the_summary_both_read_both_texts(client, guide):
    commands.edit_programme(
        by=guide, programme=access_programme(guide), version=1, name="A", summary="Tekst van Bo"
    )

    response = go(
        client, guide, "programme_edit", {"name": "A", "summary": "Tekst van An", "version": 1}
    )

    assert response.status_code == 409
    assert "Tekst van Bo" in words(response)
    assert response.content.count(b"Tekst van An") == 2
    assert b'name="version" value="2"' in response.content
    assert Programme.objects.get().summary == "Tekst van Bo"


@pytest.mark.parametrize("data", [{"name": ""}, {"name": "x" * 121}])
def test_a_name_is_needed_and_not_endless(client, guide, data):
    response = go(client, guide, "programme_edit", {"summary": "", "version": 1, **data})

    assert response.status_code == 422
    assert b"error-summary" in response.content


def test_phases_are_planned(client, guide):
    data = {"explore_starts": "2026-01-05", "explore_ends": "2026-03-01"}

    assert go(client, guide, "phase_plan", data).status_code == 303
    assert ProgrammePhase.objects.get(phase="explore").ends_on == dt.date(2026, 3, 1)
    assert "Van 5 januari 2026 tot en met 1 maart 2026" in words(go(client, guide, "phase_list"))


def test_a_phase_does_not_end_before_it_begins(client, guide):
    data = {"explore_starts": "2026-03-05", "explore_ends": "2026-03-01"}

    response = go(client, guide, "phase_plan", data)

    assert response.status_code == 422
    assert "Deze fase eindigt voordat hij begint. Kies een latere dag." in words(response)
    assert not ProgrammePhase.objects.exists()


def test_moving_on_warns_and_can_be_undone(client, guide):
    warned = go(client, guide, "phase_move", phase="analyse")
    moved = go(client, guide, "phase_move", {}, phase="analyse")
    shown = client.get(moved["Location"])
    undo = re.search(r'action="([^"]+phases/move/explore/)"', shown.content.decode())[1]
    client.post(undo)

    assert "Er is nog geen visie." in words(warned)
    assert "Ga toch verder" in words(warned)
    assert "Het traject zit nu in de fase “Analyseren”." in words(shown)
    assert Programme.objects.get().phase == "explore"


def test_a_phase_that_does_not_exist_is_refused_with_a_reason(client, guide):
    response = go(client, guide, "phase_move", phase="feest")

    assert response.status_code == 403
    assert "Deze fase bestaat niet." in words(response)


def test_a_further_programme(client, guide):
    response = go(client, guide, "programme_add", {"name": "Teams", "summary": "", "once": "a"})

    assert response.status_code == 303
    assert "Jij bent de begeleider." in words(client.get(response["Location"]))
    assert go(client, guide, "programme_add").status_code == 200


# Vision


def test_publishing_reading_and_comparing(client, guide):
    data = {"title": "Luisteren", "body": "Eerst.\n\n- een\n- twee", "base": 0, "once": "a"}
    assert go(client, guide, "vision_publish", data).status_code == 303
    assert "<ul><li>een</li><li>twee</li></ul>" in go(client, guide, "vision_show").content.decode()

    more = {**data, "body": "Anders.", "base": 1, "once": "b"}
    silent = go(client, guide, "vision_publish", more)
    go(client, guide, "vision_publish", {**more, "changed_because": "Jullie zeiden het."})

    assert silent.status_code == 422
    assert "Schrijf op wat er gewijzigd is en waarom." in words(silent)
    latest = words(go(client, guide, "vision_show"))
    assert "Jullie zeiden het." in latest
    assert "Versie 2, gepubliceerd door Joke van Dam op" in latest
    assert "Dit is een eerdere versie." in words(go(client, guide, "vision_read", number=1))
    compared = words(go(client, guide, "vision_compare", older=1, newer=2))
    assert "3 alinea’s verschillen." in compared
    assert go(client, guide, "vision_compare", older=2, newer=1).status_code == 404
    assert go(client, guide, "vision_read", number=9).status_code == 404


def test_somebody_published_while_i_was_writing(client, guide):
    make_vision(guide, "Oud")
    make_vision(guide, "Van Bo", base=1)
    mine = {"title": "T", "body": "Van mij", "changed_because": "W", "base": 1, "once": "a"}

    response = go(client, guide, "vision_publish", mine)
    again = go(client, guide, "vision_publish", {**mine, "base": 2, "once": "b"})

    assert response.status_code == 409
    assert "Iemand publiceerde versie 2 terwijl jij schreef" in words(response)
    assert response.content.count(b"Van mij") == 2
    assert "Van Bo" in words(response)
    assert b'name="base" value="2"' in response.content
    assert again.status_code == 303
    assert Vision.objects.count() == 3


def test_publishing_twice_by_a_nervous_click_makes_one_version(client, guide):
    data = {"title": "T", "body": "B", "base": 0, "once": "a"}

    for _ in range(2):
        assert go(client, guide, "vision_publish", data).status_code == 303

    assert Vision.objects.count() == 1


def test_markup_in_a_vision_stays_text(client, guide):
    make_vision(guide, "<script>alert(1)</script> **<b>x</b>**")

    html = go(client, guide, "vision_show").content.decode()

    assert "<script>alert" not in html
    assert "<strong>&lt;b&gt;x&lt;/b&gt;</strong>" in html


# Solutions


def test_a_solution_with_a_new_supplier(client, guide):
    data = {"name": "iBabs", "state": "chosen", "new_supplier": "Papierloos", "once": "a"}

    response = go(client, guide, "solution_add", data)

    assert response.status_code == 303
    assert Solution.objects.get().supplier == Supplier.objects.get(name="Papierloos")


def test_a_name_that_is_taken(client, guide):
    commands.add_solution(by=guide, name="iBabs")

    response = go(client, guide, "solution_add", {"name": "iBabs", "state": "chosen", "once": "a"})

    assert response.status_code == 422
    assert "Er is er al een met deze naam. Kies een andere naam." in words(response)


def test_a_solution_changes_once_of_two(client, guide):
    solution = commands.add_solution(by=guide, name="iBabs")
    data = {"name": "iBabs", "summary": "Mijn", "state": "dropped", "version": 1}

    first = go(client, guide, "solution_edit", data, solution_id=solution.pk)
    second = go(
        client, guide, "solution_edit", {**data, "summary": "Jouw"}, solution_id=solution.pk
    )

    assert (first.status_code, second.status_code) == (303, 409)
    assert Solution.objects.get().summary == "Mijn"


def test_a_supplier_changes_and_keeps_its_own_name(client, guide):
    supplier = commands.add_supplier(by=guide, name="Papierloos")
    commands.add_supplier(by=guide, name="Anders")
    data = {"name": "Papierloos", "contact": "Jeroen", "email": "j@p.example"}

    fine = go(client, guide, "supplier_edit", data, supplier_id=supplier.pk)
    taken = go(client, guide, "supplier_edit", {**data, "name": "Anders"}, supplier_id=supplier.pk)

    assert (fine.status_code, taken.status_code) == (303, 422)
    assert Supplier.objects.get(pk=supplier.pk).contact == "Jeroen"


def test_a_supplier_is_added(client, guide):
    assert go(client, guide, "supplier_add", {"name": "P", "once": "a"}).status_code == 303


def test_ids_of_another_programme_are_not_found(client, guide):
    other = make_member()
    solution = commands.add_solution(by=other, name="X")
    supplier = commands.add_supplier(by=other, name="Y")
    decision = make_decision(other)
    invitation = make_invitation(other)
    membership = Membership.objects.get(user_id=other.user_id)

    for name, ids in (
        ("solution_edit", {"solution_id": solution.pk}),
        ("supplier_edit", {"supplier_id": supplier.pk}),
        ("decision_detail", {"decision_id": decision.pk}),
        ("decision_edit", {"decision_id": decision.pk}),
        ("decision_decide", {"decision_id": decision.pk}),
        ("member_edit", {"membership_id": membership.pk}),
    ):
        assert go(client, guide, name, **ids).status_code == 404
    for name, ids in (
        ("decision_reopen", {"decision_id": decision.pk}),
        ("participation_add", {"decision_id": decision.pk}),
        ("member_remove", {"membership_id": membership.pk}),
        ("member_restore", {"membership_id": membership.pk}),
        ("invitation_resend", {"invitation_id": invitation.pk}),
        ("invitation_revoke", {"invitation_id": invitation.pk}),
        ("invitation_restore", {"invitation_id": invitation.pk}),
    ):
        assert go(client, guide, name, {}, **ids).status_code == 404


# Decisions


def test_a_decision_from_question_to_answer(client, guide):
    data = {"title": "De raad", "question": "Wanneer?", "due_on": "2027-01-05", "once": "a"}
    added = go(client, guide, "decision_add", data)
    decision = Decision.objects.get()
    assert "De vraag is bewaard. Geef nu aan wie meedoet." in words(client.get(added["Location"]))

    bare = go(
        client, guide, "decision_decide", {"outcome": "Ja", "version": 1}, decision_id=decision.pk
    )
    given = {"outcome": "Na de zomer.", "reasons": "Rust.", "decided_on": "2026-01-05"}
    done = go(client, guide, "decision_decide", {**given, "version": 1}, decision_id=decision.pk)

    assert bare.status_code == 422
    assert "Een besluit zonder redenen is geen antwoord." in words(bare)
    shown = words(client.get(done["Location"]))
    assert "Wat er besloten is Na de zomer. Waarom Rust." in shown
    assert "5 januari 2026" in shown
    go(client, guide, "decision_reopen", {}, decision_id=decision.pk)
    assert Decision.objects.get().state == "open"


def test_a_day_to_come_is_no_day_of_decision(client, guide):
    decision = make_decision(guide)
    later = (timezone.localdate() + dt.timedelta(days=2)).isoformat()
    data = {"outcome": "Ja", "reasons": "Goed", "decided_on": later, "version": 1}

    response = go(client, guide, "decision_decide", data, decision_id=decision.pk)

    assert response.status_code == 422
    assert "Deze dag moet nog komen." in words(response)


def test_two_writers_of_a_question(client, guide):
    decision = make_decision(guide)
    data = {"title": "De raad", "question": "Van An", "version": 1}

    go(client, guide, "decision_edit", {**data, "question": "Van Bo"}, decision_id=decision.pk)
    response = go(client, guide, "decision_edit", data, decision_id=decision.pk)

    assert response.status_code == 409
    assert "Van Bo" in words(response)
    assert response.content.count(b"Van An") == 2


def test_two_deciders_write_at_once(client, guide):
    decision = make_decision(guide)
    commands.edit_decision(
        by=guide, decision=decision, version=1, title="T", question="Q", due_on=None
    )
    data = {"outcome": "Ja", "reasons": "Goed", "decided_on": "2026-01-05", "version": 1}

    response = go(client, guide, "decision_decide", data, decision_id=decision.pk)

    assert response.status_code == 409
    assert Decision.objects.get().state == "open"


def test_a_group_and_a_person_take_part(client, guide):
    decision, group = make_decision(guide), make_group(guide)
    make_person(guide, "Ina Bos")
    make_person(guide, "Jan Bos")
    ids = {"decision_id": decision.pk}

    go(client, guide, "participation_add", {"level": "heard", "group": str(group.pk)}, **ids)
    go(client, guide, "participation_add", {"level": "decides", "who": "ina"}, **ids)
    asked = go(client, guide, "participation_add", {"level": "informed", "who": "bos"}, **ids)

    assert {(str(p.group or p.person), p.level) for p in Participation.objects.all()} == {
        ("Secretariaat", "heard"),
        ("Ina Bos", "decides"),
    }
    assert asked.status_code == 422
    assert "Er is meer dan één persoon gevonden. Kies wie je bedoelt." in words(asked)
    assert "Jan Bos · Beleidsadviseur" in words(asked)


def test_the_choice_among_several_people_counts(client, guide):
    decision = make_decision(guide)
    make_person(guide, "Ina Bos")
    jan = make_person(guide, "Jan Bos")
    data = {"level": "informed", "who": "bos", "person": str(jan.pk)}

    go(client, guide, "participation_add", data, decision_id=decision.pk)

    assert Participation.objects.get().person == jan


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({}, "Kies een doelgroep, of typ de naam van één persoon."),
        ({"who": "niemand"}, "Niemand in de lijst met mensen heet zo."),
    ],
)
def test_who_takes_part_must_be_clear(client, guide, data, said):
    decision = make_decision(guide)

    response = go(
        client, guide, "participation_add", {"level": "heard", **data}, decision_id=decision.pk
    )

    assert response.status_code == 422
    assert said in words(response)


def test_not_a_group_and_a_person_at_once(client, guide):
    decision, group, _ = make_decision(guide), make_group(guide), make_person(guide)
    data = {"level": "heard", "group": str(group.pk), "who": "Piet"}

    response = go(client, guide, "participation_add", data, decision_id=decision.pk)

    assert "Kies een doelgroep of één persoon, niet allebei tegelijk." in words(response)


def test_taking_somebody_out_can_be_undone(client, guide):
    decision, person = make_decision(guide), make_person(guide)
    part = let_take_part(guide, decision, "decides", person=person)
    ids = {"decision_id": decision.pk}

    gone = go(client, guide, "participation_remove", {}, participation_id=part.pk, **ids)
    shown = client.get(gone["Location"])
    client.post(re.search(r'action="([^"]+restore/)"', shown.content.decode())[1])

    assert "Piet Smit doet niet meer mee." in words(shown)
    assert (Participation.objects.get().person, Participation.objects.get().level) == (
        person,
        "decides",
    )


def test_an_employee_reads_how_they_take_part(client):
    guide = make_member()
    decision = make_decision(guide)
    employee = make_member(access_programme(guide), Role.EMPLOYEE)
    me = make_person(guide, "Bram")
    link(employee, me)
    let_take_part(guide, decision, "heard", person=me)
    let_take_part(guide, decision, "decides", person=make_person(guide, "Ina Bos"))
    sign_in(client, employee)

    detail = words(go(client, employee, "decision_detail", decision_id=decision.pk))

    assert "Je wordt gehoord, Ina Bos beslist." in detail
    assert "Je wordt gehoord, Ina Bos beslist." in words(go(client, employee, "decision_list"))
    assert "Alleen een begeleider of de projectleider kan dit wijzigen." in detail


# Members and invitations


def test_inviting_sending_again_and_taking_back(client, guide):
    data = {"name": "Anouk", "email": "a@b.example", "role": "key_user", "once": "a"}
    invited = go(client, guide, "member_invite", data)
    ids = {"invitation_id": Invitation.objects.get().pk}

    assert "De uitnodiging aan a@b.example is onderweg." in words(client.get(invited["Location"]))
    assert "Uitgenodigd, nog niet binnen" in words(go(client, guide, "member_list"))
    go(client, guide, "invitation_resend", {}, **ids)
    revoked = client.get(go(client, guide, "invitation_revoke", {}, **ids)["Location"])
    assert "De uitnodiging aan a@b.example werkt niet meer." in words(revoked)
    assert "Uitgenodigd, nog niet binnen" not in words(revoked)
    client.post(re.search(r'action="([^"]+restore/)"', revoked.content.decode())[1])
    assert "Uitgenodigd, nog niet binnen" in words(go(client, guide, "member_list"))


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"email": "geen adres"}, "Dit is geen e-mailadres. Het ziet eruit als naam@plaats.nl."),
        ({"role": "koning"}, "koning"),
        ({"role": ""}, "Kies een rol voor deze persoon."),
        ({"who": "xyz"}, "Niemand in de lijst met mensen heet zo."),
    ],
)
def test_an_invitation_needs_an_address_and_a_role(client, guide, data, said):
    fine = {"name": "Anouk", "email": "a@b.example", "role": "key_user", "once": "a"}

    response = go(client, guide, "member_invite", {**fine, **data})

    assert response.status_code == 422
    assert said in words(response)
    assert not Invitation.objects.exists()


def test_no_role_is_chosen_beforehand(client, guide):
    form = go(client, guide, "member_invite").context["form"]

    assert form.fields["role"].choices[0] == ("", "Kies een rol")


def test_a_lead_is_not_offered_the_role_of_guide(client):
    lead = make_member(role=Role.PROJECT_LEAD)
    sign_in(client, lead)

    html = go(client, lead, "member_invite").content.decode()

    assert 'value="key_user"' in html
    assert 'value="guide"' not in html
    assert 'value="administrator"' not in html


def test_a_role_changes_is_taken_away_and_given_back(client, guide):
    member = make_member(access_programme(guide), Role.EMPLOYEE, user=make_user("Bram"))
    make_person(guide, "Bram van Heerde")
    membership = Membership.objects.get(user_id=member.user_id)
    ids = {"membership_id": membership.pk}

    assert go(client, guide, "member_edit", **ids).status_code == 200
    go(client, guide, "member_edit", {"role": "key_user", "who": "bram"}, **ids)
    membership.refresh_from_db()
    assert (membership.role, membership.person.name) == ("key_user", "Bram van Heerde")
    gone = client.get(go(client, guide, "member_remove", {}, **ids)["Location"])
    assert "Bram is niet meer ambassadeur." in words(gone)
    client.post(re.search(r'action="([^"]+restore/)"', gone.content.decode())[1])
    membership.refresh_from_db()
    assert membership.ended_at is None


def test_the_last_guide_reads_why_they_must_stay(client, guide):
    membership = Membership.objects.get(user_id=guide.user_id)

    page = go(client, guide, "member_edit", membership_id=membership.pk)
    response = go(client, guide, "member_remove", {}, membership_id=membership.pk)

    reason = "Een traject heeft een begeleider nodig. Maak eerst iemand anders begeleider."
    assert reason in words(page)
    assert (response.status_code, reason in words(response)) == (403, True)


def test_who_takes_away_their_own_role_goes_to_the_first_page(client):
    programme = make_programme()
    make_member(programme)
    lead = make_member(programme, Role.PROJECT_LEAD)
    sign_in(client, lead)
    membership = Membership.objects.get(user_id=lead.user_id)

    response = go(client, lead, "member_remove", {}, membership_id=membership.pk)

    assert response["Location"] == "/"


def test_mail_addresses_of_members_are_for_those_who_keep_the_list(client):
    programme = make_programme()
    guide, employee = make_member(programme), make_member(programme, Role.EMPLOYEE)
    address = User.objects.get(pk=guide.user_id).email

    assert address in words(go(sign_in(client, guide), guide, "member_list"))
    assert address not in words(go(sign_in(client, employee), employee, "member_list"))


# The door of an invitation


def door(actor, invitation):
    kwargs = {"space": actor.workspace.slug, "token": token_of(invitation)}
    return reverse("programmes:invitation_accept", kwargs=kwargs)


NEW = {"name": "Anouk Visser", "password": "een-heel-lang-wachtwoord"}


def test_a_short_password_is_refused_in_dutch(client):
    actor = make_member()

    page = client.post(door(actor, make_invitation(actor)), {**NEW, "password": "kort"})

    assert page.status_code == 422
    assert "Gebruik minstens 12 tekens." in words(page)


def test_a_visitor_comes_in_by_the_link_in_the_mail(client):
    actor = make_member()
    make_invitation(actor, email="a@b.example")
    deliver_all()
    link_in_mail = re.search(r"https?://[^/]+(/\S+)", mail.outbox[-1].body)[1]

    page = client.get(link_in_mail)
    come_in = client.post(link_in_mail, NEW)

    assert "Joke van Dam nodigt je uit om mee te doen als ambassadeur." in words(page)
    assert page["Referrer-Policy"] == come_in["Referrer-Policy"] == "no-referrer"
    assert "no-store" in page["Cache-Control"]
    home = client.get(come_in["Location"])
    assert "Welkom. Je doet nu mee aan “Papierloos”." in words(home)
    assert User.objects.get(email="a@b.example").name == "Anouk Visser"


def test_the_door_needs_no_cookie(client):
    actor = make_member()
    strict = Client(enforce_csrf_checks=True)

    own_page = {"Origin": "null", "Sec-Fetch-Site": "same-origin"}
    response = strict.post(door(actor, make_invitation(actor)), NEW, headers=own_page)

    assert response.status_code == 303


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "null"},
        {"Origin": "https://elders.example"},
        {"Origin": "null"},
    ],
)
def test_another_site_opens_no_door(client, headers):
    actor = make_member()

    response = client.post(door(actor, make_invitation(actor)), NEW, headers=headers)

    assert response.status_code == 422
    assert User.objects.count() == 1


@pytest.mark.parametrize("data", [{"password": "kort"}, {"name": ""}, {"password": "password1234"}])
def test_a_weak_password_or_no_name_is_refused_and_nothing_is_stored(client, data):
    actor = make_member()

    response = client.post(door(actor, make_invitation(actor)), {**NEW, **data})

    assert response.status_code == 422
    assert User.objects.count() == 1
    assert Invitation.objects.get().accepted_at is None


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"expires_at": timezone.now() - dt.timedelta(days=1)}, "Deze uitnodiging is verlopen"),
        ({"revoked_at": timezone.now()}, "Deze uitnodiging is ingetrokken"),
        ({"accepted_at": timezone.now()}, "Deze uitnodiging is al gebruikt"),
    ],
)
def test_an_invitation_that_does_not_work_says_why_and_whom_to_ask(client, change, said):
    actor = make_member()
    invitation = make_invitation(actor)
    Invitation.objects.update(**change)

    for response in (
        client.get(door(actor, invitation)),
        client.post(door(actor, invitation), NEW),
    ):
        assert response.status_code == 410
        assert said in words(response)
        assert "Vraag Joke van Dam om een nieuwe uitnodiging." in words(response)
        assert response.content.count(b"<h1") == 1
    assert User.objects.count() == 1


def test_an_unknown_link_says_what_to_do(client):
    actor = make_member()
    address = door(actor, make_invitation(actor))

    response = client.get(address[:-3] + "/")

    assert response.status_code == 404
    assert "Deze link kennen we niet" in words(response)
    assert response["Referrer-Policy"] == "no-referrer"


def test_who_has_an_account_signs_in_first_and_takes_part(client):
    actor, user = make_member(), make_user()
    address = door(actor, make_invitation(actor, email=user.email))

    first = client.get(address)
    blocked = client.post(address, NEW)
    client.post(
        f"{reverse('account_login')}?next={address}", {"login": user.email, "password": PASSWORD}
    )
    asked = client.get(address)
    joined = client.post(address)

    assert "Je hebt al een account" in words(first)
    assert blocked.status_code == 422
    assert "Doe mee" in words(asked)
    assert joined.status_code == 303
    assert Membership.objects.filter(user=user, role="key_user").exists()


def test_who_is_signed_in_as_somebody_else_is_told(client):
    actor, other = make_member(), make_member()
    sign_in(client, other)

    response = client.get(door(actor, make_invitation(actor, email="a@b.example")))

    assert "Deze uitnodiging is voor een ander e-mailadres" in words(response)
    assert "Log uit en kom terug" in words(response)


# The trail, and the command line


def test_the_trail_tells_what_was_done(client):
    council = make_member(role=Role.WORKS_COUNCIL)
    make_vision(make_member(access_programme(council), user=make_user("Noor")))
    sign_in(client, council)

    assert "Noor publiceerde de visie" in words(go(client, council, "audit_list"))


def test_a_guide_is_made_from_the_command_line(tmp_path, capsys):
    file = tmp_path / "password"
    file.write_text("een-lang-wachtwoord\n", encoding="utf-8")
    wanted = [
        "--email=noor@stad.example",
        "--name=Noor",
        "--workspace=Stad",
        f"--password-file={file}",
    ]

    call_command("create_guide", *wanted)

    user = User.objects.get()
    assert user.check_password("een-lang-wachtwoord")
    assert home_of(user.pk, user.name).workspace.name == "Stad"
    with pytest.raises(CommandError, match="has a sign-in already"):
        call_command("create_guide", *wanted)
    file.write_text("kort", encoding="utf-8")
    with pytest.raises(CommandError, match="12"):
        call_command("create_guide", *wanted)
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("create_guide", *wanted[:3], f"--password-file={tmp_path}/niets")
