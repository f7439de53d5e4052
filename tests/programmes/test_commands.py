"""What changes a programme: every way out."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.utils import timezone

from draagvlak.accounts.models import User
from draagvlak.core.actor import SYSTEM, VISITOR
from draagvlak.core.gate import actor_of
from draagvlak.core.models import AuditEvent, OutboxMessage, Workspace
from draagvlak.core.outbox import deliver_all
from draagvlak.core.policy import Role
from draagvlak.core.verdict import Refused
from draagvlak.core.versions import EditConflict
from draagvlak.programmes import commands
from draagvlak.programmes.commands.opening import free_slug
from draagvlak.programmes.models import (
    Decision,
    Invitation,
    Membership,
    Participation,
    Programme,
    ProgrammeOrganisation,
    ProgrammePhase,
    Solution,
    Supplier,
    Vision,
)
from draagvlak.programmes.queries import access_programme, find_place, home_of, token_of
from tests.factories.places import make_member, make_programme, make_user, make_workspace
from tests.factories.programmes import (
    let_take_part,
    make_decision,
    make_group,
    make_invitation,
    make_person,
    make_vision,
)

pytestmark = pytest.mark.django_db


# Opening


def test_who_opens_a_workspace_keeps_it_and_guides_its_first_programme():
    user = make_user()

    space = commands.open_workspace(
        by=actor_of(user), name="Gemeente Súdwest-Fryslân", programme_name="iBabs"
    )

    assert space.slug == "gemeente-sudwest-fryslan"
    actor = find_place(user_id=user.pk, name="", workspace=space.slug, programme="ibabs")
    assert actor.roles == {Role.GUIDE, Role.ADMINISTRATOR}


def test_a_workspace_opens_without_a_programme():
    user = make_user()

    space = commands.open_workspace(by=actor_of(user), name="Voorbeeldstad")

    assert not Programme.objects.exists()
    home = home_of(user.pk, user.name)
    assert (home.workspace.slug, home.roles) == (space.slug, {Role.ADMINISTRATOR})


def test_the_same_form_opens_one_workspace():
    by = actor_of(make_user())

    first, again = (commands.open_workspace(by=by, name="Stad", once="abc") for _ in range(2))

    assert first == again
    assert Workspace.objects.count() == 1


def test_the_system_opens_without_becoming_a_member():
    space = commands.open_workspace(
        by=SYSTEM, name="Voorbeeld", programme_name="Proef", is_demo=True
    )

    assert space.is_demo
    assert not Membership.objects.exists()


def test_a_guide_in_a_demo_opens_a_workspace_of_their_own():
    demo = make_programme()
    demo.workspace.is_demo = True
    demo.workspace.save()
    guide = make_member(demo)

    space = commands.open_workspace(by=guide, name="Gemeente Zandvliet", programme_name="Zaken")

    assert home_of(guide.user_id, "").workspace.id == space.pk


def test_an_employee_opens_no_workspace():
    actor = make_member(role=Role.EMPLOYEE)

    with pytest.raises(Refused, match="Alleen een begeleider of beheerder"):
        commands.open_workspace(by=actor, name="Van mij")


def test_a_visitor_opens_no_workspace():
    with pytest.raises(Refused, match="Log eerst in"):
        commands.open_workspace(by=VISITOR, name="Van mij")


def test_a_guide_opens_a_further_programme_and_guides_it():
    actor = make_member()

    programme = commands.open_programme(by=actor, name="Teams", summary="Samen werken.")

    there = find_place(
        user_id=actor.user_id, name="", workspace=actor.workspace.slug, programme=programme.slug
    )
    assert there.roles == {Role.GUIDE}


def test_an_employee_opens_no_programme():
    with pytest.raises(Refused, match="Alleen een begeleider of beheerder"):
        commands.open_programme(by=make_member(role=Role.EMPLOYEE), name="Teams")


def test_the_first_guide_gets_a_workspace():
    space = commands.welcome_guide(
        by=SYSTEM,
        email="Noor@Tussenstap.example",
        name="Noor",
        password="een-lang-wachtwoord",
        workspace="Voorbeeldstad",
    )

    assert home_of(User.objects.get().pk, "").workspace.id == space.pk


def test_only_the_installation_welcomes_a_guide():
    with pytest.raises(Refused, match="Alleen wie deze installatie beheert"):
        commands.welcome_guide(
            by=make_member(), email="a@b.example", name="A", password="x", workspace="B"
        )


@pytest.mark.parametrize(
    ("name", "taken", "slug"),
    [
        ("Vergaderen zonder papier", [], "vergaderen-zonder-papier"),
        ("Één plek", [], "een-plek"),
        ("Øresund & co", [], "oresund-co"),
        ("'s-Hertogenbosch", [], "s-hertogenbosch"),
        ("日本", [], "traject"),
        ("Teams", ["teams"], "teams-2"),
        ("Teams", ["teams", "teams-2"], "teams-3"),
        ("a" * 80, ["a" * 60], "a" * 58 + "-2"),
    ],
)
def test_a_slug_is_made_of_the_name(name, taken, slug):
    assert free_slug(name, taken) == slug


# The programme


def test_name_and_organisations_change():
    actor = make_member()
    person = make_person(actor)
    programme = access_programme(actor)

    commands.edit_programme(
        by=actor,
        programme=programme,
        version=1,
        name=" Zonder papier ",
        summary="Kort.",
        organisation_ids=[person.organisation_id],
    )

    programme.refresh_from_db()
    assert (programme.name, programme.summary, programme.version) == ("Zonder papier", "Kort.", 2)
    assert ProgrammeOrganisation.objects.get().organisation_id == person.organisation_id
    commands.edit_programme(
        by=actor, programme=programme, version=2, name="X", summary="", organisation_ids=[]
    )
    assert not ProgrammeOrganisation.objects.exists()


def test_an_organisation_of_another_workspace_takes_no_part():
    actor, other = make_member(), make_member()
    stranger = make_person(other)

    commands.edit_programme(
        by=actor,
        programme=access_programme(actor),
        version=1,
        name="X",
        summary="",
        organisation_ids=[stranger.organisation_id],
    )

    assert not ProgrammeOrganisation.objects.exists()


def test_a_second_writer_loses_nothing():
    actor = make_member()
    programme = access_programme(actor)
    commands.edit_programme(by=actor, programme=programme, version=1, name="A", summary="één")

    with pytest.raises(EditConflict) as met:
        commands.edit_programme(by=actor, programme=programme, version=1, name="B", summary="twee")

    assert met.value.theirs.summary == "één"


@pytest.mark.parametrize("role", [Role.SPONSOR, Role.EMPLOYEE, Role.ADMINISTRATOR])
def test_who_does_not_keep_the_programme_changes_nothing(role):
    actor = make_member(role=role)

    with pytest.raises(Refused, match="Alleen een begeleider of de projectleider"):
        commands.edit_programme(
            by=actor, programme=access_programme(actor), version=1, name="B", summary=""
        )


def test_phases_are_planned_and_planned_again():
    actor = make_member()
    programme = access_programme(actor)
    day = dt.date(2026, 11, 12)

    commands.plan_phases(by=actor, programme=programme, dates={"explore": (day, None)})
    commands.plan_phases(by=actor, programme=programme, dates={"explore": (day, day)})

    row = ProgrammePhase.objects.get()
    assert (row.phase, row.starts_on, row.ends_on) == ("explore", day, day)


def test_a_phase_is_left_although_something_is_missing():
    actor = make_member()

    moved = commands.move_phase(by=actor, programme=access_programme(actor), phase="analyse")

    assert moved.phase == "analyse"
    assert AuditEvent.objects.latest("at").verb == "programmes.phase_moved"


@pytest.mark.parametrize(
    ("phase", "reason"),
    [("explore", "Het traject is al in deze fase."), ("party", "Deze fase bestaat niet.")],
)
def test_a_phase_that_cannot_be_gone_to(phase, reason):
    actor = make_member()

    with pytest.raises(Refused, match=reason):
        commands.move_phase(by=actor, programme=access_programme(actor), phase=phase)


def test_a_solution_with_its_supplier():
    actor = make_member()
    supplier = commands.add_supplier(by=actor, name="Papierloos Partners")

    solution = commands.add_solution(by=actor, name="iBabs", supplier=supplier)
    edited = commands.edit_solution(
        by=actor,
        solution=solution,
        version=1,
        name="iBabs",
        summary="App",
        state=Solution.State.CONSIDERED,
        supplier=None,
    )

    assert (edited.summary, edited.state, edited.supplier) == ("App", "considered", None)
    assert commands.add_supplier(by=actor, name="Papierloos Partners") == supplier


def test_two_solutions_with_one_name_are_refused():
    actor = make_member()
    commands.add_solution(by=actor, name="iBabs")

    with pytest.raises(IntegrityError), transaction.atomic():
        commands.add_solution(by=actor, name="iBabs")


def test_a_supplier_changes():
    actor = make_member()
    supplier = commands.add_supplier(by=actor, name="Papierloos")

    commands.edit_supplier(by=actor, supplier=supplier, name="P", contact="J", email="j@p.example")

    assert Supplier.objects.get().contact == "J"


# The vision


def test_a_new_version_leaves_the_former_one_as_it_was():
    actor = make_member()
    make_vision(actor, "Eerst.\r\n\r\nDan.")

    make_vision(actor, "Eerst luisteren.", base=1)

    assert list(Vision.objects.order_by("number").values_list("number", "body")) == [
        (1, "Eerst.\n\nDan."),
        (2, "Eerst luisteren."),
    ]


@pytest.mark.parametrize("base", [0, 1])
def test_somebody_published_meanwhile(base):
    actor = make_member()
    for number in range(base + 1):
        make_vision(actor, f"Van een ander {number}", base=number)

    with pytest.raises(EditConflict) as met:
        make_vision(actor, "Van mij", base=base)

    assert met.value.theirs.body == f"Van een ander {base}"
    assert Vision.objects.count() == base + 1


def test_a_sponsor_publishes_no_vision():
    with pytest.raises(Refused):
        make_vision(make_member(role=Role.SPONSOR))


# Decisions


def test_a_decision_is_taken_with_reasons_and_opened_again():
    actor = make_member()
    decision = make_decision(actor)

    decided = commands.decide(
        by=actor, decision=decision, version=1, outcome="Na de zomer.", reasons="Dan is er rust."
    )
    assert (decided.state, decided.decided_on) == ("decided", timezone.localdate())
    reopened = commands.reopen_decision(by=actor, decision=decided)

    assert (reopened.state, reopened.outcome, reopened.decided_on) == (
        "open",
        "Na de zomer.",
        None,
    )


def test_no_decision_without_reasons():
    actor = make_member()

    with pytest.raises(IntegrityError), transaction.atomic():
        commands.decide(
            by=actor, decision=make_decision(actor), version=1, outcome="Ja", reasons=" "
        )


def test_what_was_decided_does_not_change_by_the_way():
    actor = make_member()
    decision = make_decision(actor)
    decided = commands.decide(by=actor, decision=decision, version=1, outcome="Ja", reasons="Rust")

    with pytest.raises(Refused, match="Dit is besloten"):
        commands.edit_decision(
            by=actor, decision=decided, version=2, title="X", question="", due_on=None
        )
    with pytest.raises(Refused, match="Dit is besloten"):
        let_take_part(actor, decided, "heard", person=make_person(actor))


def test_what_is_open_is_not_opened_again():
    actor = make_member()

    with pytest.raises(Refused, match="Dit moet nog besloten worden"):
        commands.reopen_decision(by=actor, decision=make_decision(actor))


def test_an_open_question_changes_and_a_second_writer_loses_nothing():
    actor = make_member()
    decision = make_decision(actor)
    day = dt.date(2027, 1, 5)
    commands.edit_decision(
        by=actor, decision=decision, version=1, title="Anders", question="Hoe?", due_on=day
    )

    with pytest.raises(EditConflict) as met:
        commands.edit_decision(
            by=actor, decision=decision, version=1, title="Mijn", question="", due_on=None
        )

    assert (met.value.theirs.title, met.value.theirs.due_on) == ("Anders", day)


def test_a_person_takes_part_in_one_way_only():
    actor = make_member()
    decision, person = make_decision(actor), make_person(actor)

    let_take_part(actor, decision, "heard", person=person)
    part = let_take_part(actor, decision, "decides", person=person)
    let_take_part(actor, decision, "informed", group=make_group(actor))

    assert Participation.objects.count() == 2
    assert Participation.objects.get(person=person) == part
    commands.remove_participation(by=actor, part=part)
    assert Participation.objects.get().level == "informed"


# Members


def test_an_invitation_leaves_by_mail_and_its_token_stands_nowhere():
    actor = make_member()

    invitation = make_invitation(actor, email="Anouk@Voorbeeld.example")
    deliver_all()

    token = token_of(invitation)
    [sent] = mail.outbox
    assert sent.to == ["anouk@voorbeeld.example"]
    assert sent.subject == "Joke van Dam nodigt je uit: Papierloos"
    assert f"/invitation/{actor.workspace.slug}/{token}/" in sent.body
    assert "als ambassadeur" in sent.body
    assert token in sent.alternatives[0].content
    assert len(token) == 43
    assert token not in str(OutboxMessage.objects.get().payload)
    assert token not in str(list(Invitation.objects.values()))
    assert invitation.expires_at - invitation.invited_at == dt.timedelta(days=14)


def test_inviting_again_renews_the_open_invitation():
    actor = make_member()
    first = make_invitation(actor, email="a@b.example")
    token = token_of(first)

    again = make_invitation(actor, email="a@b.example")

    assert again.pk == first.pk
    assert token_of(again) != token


def test_the_person_with_this_address_is_linked():
    actor = make_member()
    person = make_person(actor, email="Anouk@voorbeeld.example")

    assert make_invitation(actor, email="anouk@voorbeeld.example").person == person


def test_an_invitation_that_was_taken_back_is_not_sent():
    actor = make_member()
    invitation = make_invitation(actor)

    commands.revoke_invitation(by=actor, invitation=invitation)
    deliver_all()

    assert mail.outbox == []
    assert commands.restore_invitation(by=actor, invitation=invitation).revoked_at is None


def test_an_invitation_is_sent_again_with_a_new_link():
    actor = make_member()
    invitation = make_invitation(actor)
    token = token_of(invitation)

    again = commands.resend_invitation(by=actor, invitation=invitation)
    deliver_all()

    assert token_of(again) != token
    assert [token_of(again) in sent.body for sent in mail.outbox] == [True, True]


def accept(invitation, **more):
    given = {"name": "Anouk", "password": "een-lang-wachtwoord", **more}
    return commands.accept_invitation(by=VISITOR, invitation=invitation, **given)


def test_a_visitor_accepts_and_becomes_a_user():
    actor = make_member()
    person = make_person(actor, email="a@b.example")
    invitation = make_invitation(actor, email="a@b.example")

    membership = accept(invitation)

    assert (membership.role, membership.person) == ("key_user", person)
    assert membership.user.check_password("een-lang-wachtwoord")
    with pytest.raises(Refused, match="Deze uitnodiging is al gebruikt"):
        accept(invitation)


def test_a_user_accepts_with_the_same_address():
    actor, user = make_member(), make_user()
    invitation = make_invitation(actor, email=user.email)

    membership = commands.accept_invitation(by=actor_of(user), invitation=invitation, user=user)

    assert membership.user == user
    assert User.objects.count() == 2


def test_a_user_with_another_address_does_not_accept():
    actor, user = make_member(), make_user()

    with pytest.raises(Refused, match="Deze uitnodiging is voor een ander e-mailadres"):
        commands.accept_invitation(by=actor_of(user), invitation=make_invitation(actor), user=user)


def test_an_address_with_a_sign_in_makes_no_second_one():
    actor, user = make_member(), make_user()

    with pytest.raises(IntegrityError):
        accept(make_invitation(actor, email=user.email))

    assert Invitation.objects.get().accepted_at is None


def test_an_old_and_a_revoked_invitation_do_not_work():
    actor = make_member()
    old, revoked = make_invitation(actor), make_invitation(actor)
    Invitation.objects.filter(pk=old.pk).update(expires_at=timezone.now())
    commands.revoke_invitation(by=actor, invitation=revoked)

    with pytest.raises(Refused, match="Deze uitnodiging is verlopen"):
        accept(old)
    with pytest.raises(Refused, match="Deze uitnodiging is ingetrokken"):
        accept(revoked)


def test_an_accepted_invitation_is_left_alone():
    actor = make_member()
    invitation = make_invitation(actor)
    accept(invitation)
    invitation.refresh_from_db()

    for change in (commands.resend_invitation, commands.revoke_invitation):
        with pytest.raises(Refused, match="Deze uitnodiging is al aangenomen"):
            change(by=actor, invitation=invitation)


def role_of(actor, role=None):
    rows = Membership.objects.filter(user_id=actor.user_id)
    return rows.get(role=role) if role else rows.get()


def test_nobody_gives_more_trust_than_they_hold():
    programme = make_programme()
    guide = make_member(programme)
    lead, admin = (make_member(programme, r) for r in (Role.PROJECT_LEAD, Role.ADMINISTRATOR))

    for by in (lead, admin):
        with pytest.raises(Refused, match="Alleen de begeleider kan de rol van begeleider"):
            make_invitation(by, role="guide")
        with pytest.raises(Refused, match="Alleen de begeleider kan de rol van begeleider"):
            commands.remove_member(by=by, membership=role_of(guide))
    with pytest.raises(Refused, match="Alleen de begeleider of een beheerder"):
        make_invitation(lead, role="administrator")
    assert make_invitation(guide, role="guide").role == "guide"
    assert make_invitation(admin, role="administrator").role == "administrator"


def test_an_employee_invites_nobody():
    with pytest.raises(Refused, match="Alleen een begeleider, de projectleider of een beheerder"):
        make_invitation(make_member(role=Role.EMPLOYEE))


def test_the_last_guide_stays():
    guide = make_member()
    membership = role_of(guide)

    with pytest.raises(Refused, match="Een traject heeft een begeleider nodig"):
        commands.remove_member(by=guide, membership=membership)
    with pytest.raises(Refused, match="Een traject heeft een begeleider nodig"):
        commands.change_member(by=guide, membership=membership, role="sponsor", person=None)


def test_one_of_two_guides_may_go_and_come_back():
    programme = make_programme()
    guide, other = make_member(programme), make_member(programme)
    membership = role_of(other)

    commands.remove_member(by=guide, membership=membership)
    place = {"workspace": programme.workspace.slug, "programme": programme.slug}
    assert find_place(user_id=other.user_id, name="", **place) is None
    commands.restore_member(by=guide, membership=membership)

    assert find_place(user_id=other.user_id, name="", **place).roles == {Role.GUIDE}


def test_a_role_changes_and_keeps_what_hangs_on_it():
    programme = make_programme()
    guide, member = make_member(programme), make_member(programme, Role.EMPLOYEE)
    person, membership = make_person(guide), role_of(member)

    changed = commands.change_member(
        by=guide, membership=membership, role="key_user", person=person
    )

    assert (changed.pk, changed.role, changed.person) == (membership.pk, "key_user", person)


def test_one_role_is_held_once():
    programme = make_programme()
    guide = make_member(programme)
    member = make_member(programme, Role.EMPLOYEE, Role.KEY_USER)

    with pytest.raises(Refused, match="Deze deelnemer heeft deze rol al"):
        commands.change_member(
            by=guide, membership=role_of(member, "employee"), role="key_user", person=None
        )


def test_a_role_given_again_in_between_is_not_doubled_by_undo():
    programme = make_programme()
    guide, member = make_member(programme), make_member(programme, Role.EMPLOYEE)
    membership = role_of(member)
    commands.remove_member(by=guide, membership=membership)
    commands.add_member(by=guide, user=membership.user, role="employee")

    with pytest.raises(Refused, match="Deze deelnemer heeft deze rol al"):
        commands.restore_member(by=guide, membership=membership)


def test_a_role_is_given_without_invitation_once():
    guide, user = make_member(), make_user()

    first = commands.add_member(by=guide, user=user, role="sponsor")

    assert commands.add_member(by=guide, user=user, role="sponsor") == first


def test_every_change_leaves_a_line_without_content():
    actor = make_member()
    make_decision(actor, "Geheime titel")

    event = AuditEvent.objects.get()

    assert (event.verb, event.actor_id) == ("programmes.decision_added", actor.user_id)
    assert event.subject_id == Decision.objects.get().pk
    assert "Geheime" not in str(AuditEvent.objects.values())


def test_a_second_workspace_with_the_same_name_has_its_own_address():
    by = actor_of(make_user())
    make_workspace()

    first = commands.open_workspace(by=by, name="Stad")
    second = commands.open_workspace(by=by, name="Stad")

    assert (first.slug, second.slug) == ("stad", "stad-2")
