"""The pages: what each role reads, and how many statements that takes."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.test import Client
from django.utils import timezone

from draagvlak.core.policy import Role
from draagvlak.core.thread import WAITING
from draagvlak.programmes.models import Programme
from draagvlak.stakeholders.models import Assessment
from draagvlak.stakeholders.queries import NARROW, WIDE, draw, history, standing_map
from tests.factories.measures import membership_of
from tests.factories.places import make_member, sign_in
from tests.factories.programmes import link, make_decision, make_group, make_person
from tests.factories.stakeholders import (
    make_assessment,
    make_commitment,
    make_large_group,
    make_relation,
    make_stakeholder,
    make_step,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def guide():
    return make_member()


def member(guide, role):
    return make_member(Programme.objects.get(pk=guide.programme_id), role)


def address(actor, path=""):
    return f"/w/{actor.workspace.slug}/p/{actor.programme.slug}/stakeholders/{path}"


def page(actor, path="", status=200):
    answer = sign_in(Client(), actor).get(address(actor, path))
    assert answer.status_code == status
    return answer.content.decode()


def send(actor, path, status=303, **what):
    answer = sign_in(Client(), actor).post(address(actor, path), what)
    assert answer.status_code == status, answer.content.decode()
    return answer


def days_ago(days):
    return timezone.localdate() - dt.timedelta(days=days)


def filled(guide, count):
    """So many groups with a history, a promise, a step and a relation each."""
    made = []
    for number in range(count):
        each = make_stakeholder(guide, f"Groep {number:02}")
        for days, influence in ((80, 20), (40, 45), (1, 70)):
            make_assessment(guide, each, influence=influence, seen_on=days_ago(days))
        make_commitment(guide, each)
        make_step(guide, each, due_on=days_ago(1))
        if made:
            make_relation(guide, each, made[-1])
        made.append(each)
    return made


@pytest.mark.parametrize("count", [1, 3, 60])
def test_the_map_takes_at_most_twelve_statements(guide, count, django_assert_max_num_queries):
    filled(guide, count)
    client = sign_in(Client(), guide)
    client.get(address(guide, "map/"))

    with django_assert_max_num_queries(12) as counted:
        text = client.get(address(guide, "map/")).content.decode()

    assert len(counted) == 6
    assert text.count('class="dot"') == 2 * count


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_a_fixed_number_of_statements(guide, count, django_assert_num_queries):
    filled(guide, count)
    client = sign_in(Client(), guide)
    client.get(address(guide))

    with django_assert_num_queries(5):
        client.get(address(guide))


@pytest.mark.parametrize("count", [1, 3])
def test_the_card_takes_a_fixed_number_of_statements(guide, count, django_assert_num_queries):
    stakeholder = make_stakeholder(guide)
    for number in range(count):
        make_assessment(guide, stakeholder)
        make_commitment(guide, stakeholder, f"Belofte {number}")
        make_relation(guide, stakeholder, make_stakeholder(guide))
    client = sign_in(Client(), guide)
    path = address(guide, f"{stakeholder.pk}/")
    client.get(path)

    with django_assert_num_queries(9):
        client.get(path)


def test_a_guide_reads_the_conclusion_and_the_table(guide):
    council = make_stakeholder(guide, "Gemeenteraad")
    make_assessment(guide, council, influence=40, attitude="waits", seen_on=days_ago(30))
    make_assessment(guide, council, influence=80, attitude="worried")

    text = page(guide, "map/")

    assert "1 van de 1 met veel invloed heeft zorgen of is ertegen" in text
    assert "invloed +40, eerst “wacht af”, nu “heeft zorgen”" in text
    assert "Gemeenteraad: invloed 80, belang 40, heeft zorgen" in text
    assert 'class="trail"' in text


def test_a_name_is_words_and_never_markup(guide):
    council = make_stakeholder(guide, 'Raad <b>"&')
    make_assessment(guide, council, influence=40, seen_on=days_ago(30))
    make_assessment(guide, council, influence=80)
    make_relation(guide, council, make_stakeholder(guide, "Pers <i>"))

    text = page(guide, "map/")

    assert "<b>" not in text
    assert "<i>" not in text
    assert text.count('aria-label="Raad &lt;b&gt;&quot;&amp;: invloed 80, belang 40') == 2
    assert 'title="Verplaats Raad &lt;b&gt;&quot;&amp;"' in text


def test_each_shape_is_drawn_once_and_each_dot_points_to_it(guide):
    filled(guide, 3)

    text = page(guide, "map/")

    assert [text.count(f'id="shape-{each}"') for each in Assessment.Attitude.values] == [1] * 6
    # two drawings and the table
    assert text.count('<use href="#shape-') == 9


def test_a_group_that_moved_stands_elsewhere_at_once(guide):
    council = make_stakeholder(guide, "Gemeenteraad")
    make_assessment(guide, council, influence=10)
    before = page(guide, "map/")
    make_assessment(guide, council, influence=90)
    after = page(guide, "map/")

    places = [re.findall(r"<g transform=.translate\((\d+ \d+)\)", text) for text in (before, after)]
    assert len(places[0]) == 2
    assert set(places[0]).isdisjoint(places[1])


def test_then_and_now(guide):
    council = make_stakeholder(guide, "Gemeenteraad")
    make_assessment(guide, council, influence=40, seen_on=days_ago(30))
    make_assessment(guide, council, influence=80)

    text = page(guide, f"map/?on={days_ago(10)}&since={days_ago(20)}")

    assert "Gemeenteraad: invloed 40" in text
    assert 'class="trail"' not in text
    assert page(guide, "map/?on=gisteren&since=8")


def test_an_empty_map_says_what_to_do(guide):
    text = page(guide, "map/")

    assert "Er is nog niemand voor op de kaart" in text
    assert "Voeg een betrokkene toe" in text


def test_small_groups_stand_beside_the_map(guide):
    group = make_large_group(guide, "Bodes", size=9)
    bodes = make_stakeholder(guide, group=group)
    make_assessment(guide, bodes)
    group.size = 3
    group.save(update_fields=["size"])

    text = page(guide, "map/")

    assert "Te klein voor de kaart" in text
    assert 'class="dot"' not in text


def test_sixty_groups_on_one_place_are_drawn_apart(guide):
    made = [make_stakeholder(guide, f"Groep met een lange naam {n}") for n in range(60)]
    Assessment.objects.bulk_create(
        Assessment(
            workspace_id=guide.tenant, stakeholder=each, number=1, influence=100, interest=100,
            attitude="open", reason="-",
        )
        for each in made
    )  # fmt: skip
    today = timezone.localdate()
    standings = standing_map(guide, today, today).standings

    for paper in (WIDE, NARROW):
        marks = draw(paper, standings).marks
        assert len({(mark.x, mark.y) for mark in marks}) == 60
        assert all(paper.left <= mark.x <= paper.right for mark in marks)
        assert all(paper.top <= mark.y <= paper.bottom for mark in marks)


def test_a_move_from_the_map_is_asked_why_then_stored_then_undone(guide):
    council = make_stakeholder(guide, "Gemeenteraad")
    path = f"{council.pk}/assessments/"
    text = page(guide, f"{path}?influence=55&interest=12")
    assert 'value="55"' in text
    assert "Alleen begeleiders lezen dit." in text
    what = {"influence": "55", "interest": "12", "attitude": "open", "seen_on": days_ago(0)}

    answer = send(guide, path, 422, after="0", reason="", **what)
    assert "Vul dit in." in answer.content.decode()
    send(guide, path, after="0", reason="Zij bellen zelf", **what)
    met = send(guide, path, 409, after="0", reason="Ik zag iets anders", **what)
    assert "Zij bellen zelf" in met.content.decode()
    assert "Ik zag iets anders" in met.content.decode()
    assert 'name="after" value="1"' in met.content.decode()

    stored = Assessment.objects.get()
    send(guide, f"{council.pk}/assessments/{stored.pk}/undo/")
    assert "ingetrokken" in page(guide, f"{council.pk}/")
    send(guide, f"{council.pk}/assessments/{stored.pk}/restore/")
    assert "ingetrokken" not in page(guide, f"{council.pk}/")


@pytest.mark.parametrize("role", [Role.SPONSOR, Role.PROJECT_LEAD, Role.WORKS_COUNCIL])
def test_sponsor_lead_and_council_read_promises_but_no_attitude(guide, role):
    council = make_stakeholder(guide, "Gemeenteraad")
    make_assessment(guide, council, reason="Zij zeiden nee")
    make_commitment(guide, council, "Papier blijft tot de zomer")
    make_step(guide, council, "Bel de griffier")
    viewer = member(guide, role)

    text = page(viewer, f"{council.pk}/")

    assert "Papier blijft tot de zomer" in text
    assert "Bel de griffier" in text
    for secret in ("Zij zeiden nee", "heeft zorgen", "invloed", "Aanpak"):
        assert secret not in text
    page(viewer, "map/", 403)


def test_the_works_council_sees_that_it_is_recorded_and_why(guide):
    council = make_stakeholder(guide, "Gemeenteraad")
    make_assessment(guide, council, reason="Zij zeiden nee")

    text = page(member(guide, Role.WORKS_COUNCIL), "record/")

    assert "Waarom: om op tijd te zien welke groep aandacht nodig heeft" in text
    assert "Gemeenteraad" in text
    assert "Zij zeiden nee" not in text


def test_an_administrator_reads_no_promise(guide):
    council = make_stakeholder(guide, "Gemeenteraad")
    make_commitment(guide, council, "Papier blijft tot de zomer")
    administrator = member(guide, Role.ADMINISTRATOR)

    assert "Papier blijft" not in page(administrator, f"{council.pk}/")


def test_an_employee_sees_the_own_group_only(guide):
    employee = member(guide, Role.EMPLOYEE)
    person = make_person(employee)
    link(employee, person)
    own = make_stakeholder(guide, group=make_group(guide, "Secretariaat", person))
    make_commitment(guide, own, "Niemand verliest uren")
    make_step(guide, own, "Praat met de directie")
    other = make_stakeholder(guide, "Leverancier")

    text = page(employee, f"{own.pk}/")

    assert "Niemand verliest uren" in text
    assert "Praat met de directie" not in text
    assert "Leverancier" not in page(employee)
    page(employee, f"{other.pk}/", 404)


def test_an_outsider_finds_nothing_and_a_supplier_is_refused(guide):
    stakeholder = make_stakeholder(guide)
    outsider = sign_in(Client(), make_member())

    assert outsider.get(address(guide, f"{stakeholder.pk}/")).status_code == 404
    page(member(guide, Role.SUPPLIER), "", 403)


def test_a_late_step_and_a_late_promise_wait_on_today(guide):
    council = make_stakeholder(guide, "Gemeenteraad")
    mine = membership_of(guide).pk
    make_step(guide, council, owner=mine, due_on=days_ago(2))
    make_commitment(guide, council, due_on=days_ago(1), owner=mine)
    waiting = {key: provider(guide, 5) for key, provider in WAITING.items()}

    (step,), steps = waiting["stakeholder_steps"]
    (promise,), promises = waiting["stakeholder_commitments"]

    assert (step.title, step.overdue, str(step.due), steps) == (
        "Bel de griffier", True, "2 dagen te laat", 1,
    )  # fmt: skip
    assert (promise.note, promise.overdue, promises) == ("Toegezegd aan Gemeenteraad", True, 1)


def test_a_step_of_another_does_not_wait_for_me(guide):
    lead = member(guide, Role.PROJECT_LEAD)
    make_step(
        guide, make_stakeholder(guide), owner=membership_of(lead).pk, due_on=days_ago(2)
    )  # fmt: skip
    provider = dict(WAITING.items())["stakeholder_steps"]

    assert provider(guide, 5) == ([], 0)
    assert provider(lead, 5)[1] == 1


def test_a_decision_says_what_each_reads_of_it(guide):
    council, decision = make_stakeholder(guide, "Gemeenteraad"), make_decision(guide)
    group = make_stakeholder(guide, group=make_large_group(guide, "Secretariaat"))
    for each, level in ((council, "decides"), (group, "heard")):
        send(guide, f"{each.pk}/decisions/", decision=str(decision.pk), level=level)

    text = sign_in(Client(), guide).get(
        f"/w/{guide.workspace.slug}/p/{guide.programme.slug}/decisions/{decision.pk}/"
    )

    assert "Wat betrokkenen hiervan lezen" in text.content.decode()
    assert "Je wordt gehoord, Gemeenteraad beslist." in text.content.decode()
    assert "Je wordt gehoord, Gemeenteraad beslist." in page(guide, f"{group.pk}/")
    send(guide, f"{council.pk}/decisions/{decision.pk}/remove/")
    assert "Gemeenteraad beslist" not in page(guide, f"{group.pk}/")


def test_the_register_is_filled_in_by_forms(guide):
    group = make_large_group(guide, "Griffie")
    send(guide, "add/", group=str(group.pk), layer="support", role="Ondersteunt de raad")
    said = send(guide, "add/", 422, layer="support").content.decode()
    assert "Kies een doelgroep, of schrijf de naam van een partij van buiten." in said
    (row,) = standing_map(guide, days_ago(0), days_ago(0)).unassessed
    edit = {"layer": "support", "needs": "Tijd"}

    send(guide, f"{row.pk}/edit/", version="1", **edit)
    assert "Tijd" in send(guide, f"{row.pk}/edit/", 409, version="1", **edit).content.decode()
    send(guide, f"{row.pk}/approach/", approach="Eerst bellen", version="2")
    met = send(guide, f"{row.pk}/approach/", 409, approach="Mailen", version="2")
    assert "Eerst bellen" in met.content.decode()
    send(guide, f"{row.pk}/next/", what="Bel", version="3")
    send(guide, f"{row.pk}/next/", 409, what="Mail", version="3")
    said = send(guide, f"{row.pk}/next/", 422, due_on="2026-12-01", version="4")
    assert "Schrijf op wat de volgende stap is." in said.content.decode()
    send(guide, f"{row.pk}/next/finish/", version="4")
    assert "Nog geen volgende stap." in page(guide, f"{row.pk}/")
    send(guide, f"{row.pk}/archive/")
    assert "Griffie" in page(guide, "?archived=yes")
    send(guide, f"{row.pk}/restore/")


def test_who_made_a_promise_is_shown_where_to_say_how_it_went(guide):
    owner, other = member(guide, Role.SPONSOR), member(guide, Role.WORKS_COUNCIL)
    stakeholder = make_stakeholder(guide, "Raad")
    mine = make_commitment(guide, stakeholder, owner=membership_of(owner).pk)
    shown = [
        f"commitments/{mine.pk}/settle/" in page(who, f"{stakeholder.pk}/")
        for who in (guide, owner, other)
    ]
    assert shown == [True, True, False]
    send(other, f"{stakeholder.pk}/commitments/{mine.pk}/settle/", 403, state="kept")
    send(owner, f"{stakeholder.pk}/commitments/{mine.pk}/settle/", state="kept", version="1")
    assert f"commitments/{mine.pk}/settle/" not in page(owner, f"{stakeholder.pk}/")


def test_promises_and_relations_are_filled_in_by_forms(guide):
    one, other = make_stakeholder(guide, "Raad"), make_stakeholder(guide, "College")
    promise = {"what": "Papier blijft", "made_on": days_ago(3)}
    send(guide, f"{one.pk}/commitments/", **promise)
    stored = one.commitments.get()
    path = f"{one.pk}/commitments/{stored.pk}/"

    send(guide, f"{path}edit/", version="1", **(promise | {"what": "Papier mag"}))
    send(guide, f"{path}edit/", 409, version="1", **promise)
    said = send(guide, f"{path}settle/", 422, state="broken", version="2").content.decode()
    assert "Schrijf op waarom het niet is nagekomen." in said
    send(guide, f"{path}settle/", state="broken", because="Geen geld", version="2")
    assert "niet nagekomen" in page(guide, f"{one.pk}/")
    for act in ("reopen/", "remove/", "restore/"):
        send(guide, f"{path}{act}")

    send(guide, f"{one.pk}/relations/", kind="influences", target=str(other.pk), note="")
    relation = one.relations_from.get()
    assert "heeft invloed op" in page(guide, f"{other.pk}/")
    send(guide, f"{one.pk}/relations/{relation.pk}/remove/")
    assert "heeft invloed op" not in page(guide, f"{other.pk}/")
    send(guide, f"{one.pk}/relations/{relation.pk}/restore/")


def test_the_history_goes_on_page_by_page(guide):
    stakeholder = make_stakeholder(guide)
    for number in range(22):
        make_assessment(guide, stakeholder, influence=number)

    first = history(guide, stakeholder)
    rest = history(guide, stakeholder, first.older)

    assert [row.number for row in first.rows] == list(range(22, 2, -1))
    assert ([row.number for row in rest.rows], rest.older) == ([2, 1], None)
    assert first.rows[-1].change == "invloed +1"
