"""The search page and the palette: by kind, through the policy, counted up to a hundred."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from draagvlak.conversations.commands import edit_conversation
from draagvlak.conversations.commands.planning import plan_of
from draagvlak.core.policy import Role
from draagvlak.core.web import to
from draagvlak.desk.queries import finding
from draagvlak.desk.queries.finding import Asked
from draagvlak.findings.commands import VerdictDraft, archive_finding, judge_practice
from draagvlak.organisations import commands
from draagvlak.processes.commands import archive_process
from draagvlak.programmes.models import Programme, Solution
from draagvlak.solutions.commands import remove_capability
from tests.factories.concerns import make_cause_for, make_concern
from tests.factories.conversations import make_conversation
from tests.factories.findings import make_bottleneck, make_fact, make_opportunity, make_practice
from tests.factories.organisations import make_group, make_organisation, make_person, make_unit
from tests.factories.places import make_member, make_user, sign_in
from tests.factories.processes import make_process, make_step
from tests.factories.programmes import make_decision
from tests.factories.solutions import make_capability, make_solution
from tests.factories.stakeholders import make_stakeholder

pytestmark = pytest.mark.django_db

PALETTE = {"HX-Request": "true", "HX-Target": "div#palette-found"}


@pytest.fixture
def guide():
    return make_member(user=make_user("Noor Veldhuis"))


def member(guide, role):
    return make_member(Programme.objects.get(pk=guide.programme_id), role)


def titles(actor, query, **more):
    return {
        kind.key: ["".join(piece.text for piece in line.pieces) for line in kind.lines]
        for kind in finding.found(actor, Asked(query, **more)).shown
    }


def test_every_register_is_searched_with_its_compounds(guide):
    make_concern(guide, "Vergaderstukken komen te laat")
    make_cause_for(guide, "De stukken zijn te groot")
    make_group(guide, name="Stukkenmakers")
    organisation = make_organisation(guide, "Gemeente")
    make_unit(guide, organisation, "Agendastukken")
    make_decision(guide, "Wie de stukken klaarzet")
    make_conversation(guide, title="Gesprek over raadsstukken")
    Solution.objects.create(
        workspace_id=guide.tenant, programme_id=guide.programme_id, name="Stukkenkast"
    )

    assert titles(guide, "stukken") == {
        "conversation": ["Gesprek over raadsstukken"],
        "concern": ["Vergaderstukken komen te laat"],
        "cause": ["De stukken zijn te groot"],
        "decision": ["Wie de stukken klaarzet"],
        "group": ["Stukkenmakers"],
        "unit": ["Agendastukken"],
        "solution": ["Stukkenkast"],
    }


def test_what_was_noticed_is_found_by_every_word_of_its_page(guide, client):
    process = make_process(guide, "Stukkenstroom")
    step = make_step(guide, process, "Drukker belt")
    stuck = make_bottleneck(guide, process, "Stukken komen laat", cause="De drukker wacht")
    custom = make_practice(guide, process, "Alles op papier", reason_words="De drukker wil het")
    make_opportunity(guide, process, "Lezen onderweg", about="Zonder drukker")
    make_fact(guide, process, "Negen mensen lezen op papier", step=step.key)
    solution = make_solution(guide, "Stukkenkast")
    make_capability(guide, solution, "Stukken delen", what="Zonder drukker")

    assert titles(guide, "drukker") == {
        "bottleneck": ["Stukken komen laat"],
        "practice": ["Alles op papier"],
        "opportunity": ["Lezen onderweg"],
        "fact": ["Negen mensen lezen op papier"],
        "capability": ["Stukken delen"],
    }
    assert titles(guide, "stukken") == {
        "process": ["Stukkenstroom"],
        "bottleneck": ["Stukken komen laat"],
        "solution": ["Stukkenkast"],
        "capability": ["Stukken delen"],
    }
    text = sign_in(client, guide).get(f"{to(guide, 'desk:search')}?q=drukker").text
    assert to(guide, "findings:finding_detail", sort="bottlenecks", finding_id=stuck.pk) in text
    assert "Stukkenstroom" in text
    assert "De <mark>drukker</mark> wacht" in text

    verdict = VerdictDraft("stop", "Het mag van de wet", "Een scherm")
    judge_practice(by=guide, practice=custom, draft=verdict, version=custom.version)
    assert titles(guide, "scherm") == {"practice": ["Alles op papier"]}


def test_what_was_noticed_is_found_by_who_may_read_it(guide):
    process = make_process(guide, "Wifi aanleggen")
    stuck = make_bottleneck(guide, process, "De wifi valt weg")
    solution = make_solution(guide)
    capability = make_capability(guide, solution, "Wifi meten")

    everything = ["process", "bottleneck", "capability"]
    for role in (Role.EMPLOYEE, Role.SPONSOR, Role.ADMINISTRATOR, Role.WORKS_COUNCIL):
        assert list(titles(member(guide, role), "wifi")) == everything
    assert list(titles(member(guide, Role.SUPPLIER), "wifi")) == ["process", "bottleneck"]
    assert titles(make_member(), "wifi") == {}

    archive_finding(by=guide, finding=stuck)
    remove_capability(by=guide, capability=capability)
    archive_process(by=guide, process=process)
    assert titles(guide, "wifi") == {}


def test_people_are_found_by_the_beginning_of_a_name(guide):
    person = make_person(guide, name="Marijke van der Berg")
    make_person(guide, name="Piet Smit")

    assert titles(guide, "marij") == {"person": ["Marijke van der Berg"]}
    assert titles(guide, "berg") == {"person": ["Marijke van der Berg"]}
    commands.mark_left(by=guide, person=person)
    assert titles(guide, "marij") == {}


def test_a_new_name_counts_at_once(guide):
    group = make_group(guide, name="Griffie")
    make_stakeholder(guide, group=group)
    assert titles(guide, "griffie") == {"stakeholder": ["Griffie"], "group": ["Griffie"]}

    commands.change_group(
        by=guide, group=group, name="Raadsbureau", description="", was=("Griffie", "")
    )

    assert titles(guide, "griffie") == {}
    assert titles(guide, "raadsbureau") == {
        "stakeholder": ["Raadsbureau"],
        "group": ["Raadsbureau"],
    }


def test_a_unit_is_found_by_the_name_it_bears_now(guide):
    organisation = make_organisation(guide)
    unit = commands.add_unit(by=guide, organisation=organisation, name="Griffie")
    assert titles(guide, "griffie") == {"unit": ["Griffie"]}

    changed = commands.change_unit(
        by=guide, unit=unit, name="Raadsbureau", parent=None, was="Griffie"
    )
    assert titles(guide, "griffie") == {}
    assert titles(guide, "raadsbureau") == {"unit": ["Raadsbureau"]}
    assert titles(make_member(), "raadsbureau") == {}
    commands.remove_unit(by=guide, unit=changed)
    assert titles(guide, "raadsbureau") == {}
    commands.restore_unit(
        by=guide, organisation=organisation, unit_id=unit.pk, name="Raadsbureau", parent=None
    )
    assert titles(guide, "raadsbureau") == {"unit": ["Raadsbureau"]}


def test_a_conversation_is_found_by_title_and_place(guide):
    talk = make_conversation(guide, title="Over de printer")
    assert titles(guide, "printer") == {"conversation": ["Over de printer"]}

    plan = replace(plan_of(talk), title="Over de scanner", location="Kantine")
    edit_conversation(by=guide, conversation=talk, plan=plan, version=talk.version)

    assert titles(guide, "printer") == {}
    assert titles(guide, "scanner kantine") == {"conversation": ["Over de scanner"]}
    assert arounds(guide, "kantine") == {"Over de scanner": ["<Kantine>"]}
    for role in (Role.SPONSOR, Role.EMPLOYEE, Role.SUPPLIER, Role.ADMINISTRATOR):
        assert titles(member(guide, role), "scanner") == {}


def test_what_somebody_may_not_see_is_not_counted_either(guide):
    make_concern(guide, "De wifi valt weg")
    make_conversation(guide, title="Over de wifi")
    make_group(guide, name="Wifibeheerders")
    employee, supplier = member(guide, Role.EMPLOYEE), member(guide, Role.SUPPLIER)

    assert list(titles(guide, "wifi")) == ["conversation", "concern", "group"]
    assert list(titles(employee, "wifi")) == ["concern"]
    assert finding.found(supplier, Asked("wifi")).count == 0
    assert finding.found(make_member(), Asked("wifi")).count == 0


def arounds(actor, query):
    return {
        "".join(piece.text for piece in line.pieces): [
            f"<{piece.text}>" if piece.asked else piece.text for piece in line.around
        ]
        for kind in finding.found(actor, Asked(query)).shown
        for line in kind.lines
    }


def test_a_hit_shows_where_in_its_text_the_word_stands(guide, client):
    long = "Eerst komt er veel dat hier niets mee te maken heeft, en dan de raadsprinter "
    make_concern(guide, "Iets anders", description=long + "die het nooit doet. " * 9)
    make_concern(guide, "De printer staat te ver weg", description="De printer staat op zolder.")
    make_decision(guide, "Wie printers kiest")

    assert arounds(guide, "printer") == {
        "Iets anders": [
            "… te maken heeft, en dan de ",
            "<raadsprinter>",
            " die het nooit doet. die het nooit doet. die het nooit doet …",
        ],
        "De printer staat te ver weg": [],
        "Wie printers kiest": [],
    }
    page = sign_in(client, guide).get(to(guide, "desk:search"), {"q": "printer"})
    assert "en dan de <mark>raadsprinter</mark>" in page.content.decode()


def test_the_count_stops_at_a_hundred_and_says_so(guide, client, monkeypatch):
    monkeypatch.setattr(finding, "MOST", 3)
    monkeypatch.setattr(finding, "PAGE", 2)
    for number in range(4):
        make_concern(guide, f"De wifi valt weg, keer {number}")

    found = finding.found(guide, Asked("wifi", "concern"))
    assert (found.count, found.more, len(found.shown[0].lines)) == (3, True, 2)
    rest = finding.found(guide, Asked("wifi", "concern", 2))
    assert (len(rest.shown[0].lines), rest.older) == (1, "")
    text = sign_in(client, guide).get(f"{to(guide, 'desk:search')}?q=wifi").text
    assert "meer dan 100" in text


def test_as_many_statements_for_three_as_for_one(guide):
    def statements():
        with CaptureQueriesContext(connection) as asked:
            finding.found(guide, Asked("wifi"))
        return len(asked)

    organisation = make_organisation(guide)

    def add(number):
        make_concern(guide, f"De wifi valt weg, keer {number}")
        make_group(guide, name=f"Wifi {number}")
        make_unit(guide, organisation, f"Wifi {number}")

    add(1)
    one = statements()
    add(2)
    add(3)
    assert statements() == one


def test_the_page_marks_the_words_and_filters_by_kind(guide, client):
    concern = make_concern(guide, "Vergaderstukken komen te laat")
    make_cause_for(guide, "De stukken zijn te groot")
    web, url = sign_in(client, guide), to(guide, "desk:search")

    text = web.get(f"{url}?q=stukken").text
    assert "2 dingen bevatten deze woorden." in text
    assert "<mark>Vergaderstukken</mark> komen te laat" in text
    assert to(guide, "concerns:concern_detail", concern_id=concern.pk) in text
    text = web.get(f"{url}?q=stukken&kind=cause").text
    assert "<mark>stukken</mark> zijn te groot" in text
    assert "Vergaderstukken" not in text


@pytest.mark.parametrize(
    "query", ["", "?q=", "?q=de+het", "?q=%00", "?q=x&kind=none&page=-1", "?q=x&page=999999"]
)
def test_any_question_has_a_page(guide, client, query):
    assert sign_in(client, guide).get(to(guide, "desk:search") + query).status_code == 200


def test_nothing_found_says_what_to_do(guide, client):
    text = sign_in(client, guide).get(to(guide, "desk:search") + "?q=olifant").text
    assert "Niets bevat al deze woorden" in text


def test_the_palette_goes_finds_and_does(guide, client):
    make_concern(guide, "Ik zie geen zorgen")
    web, url = sign_in(client, guide), to(guide, "desk:search")

    text = web.get(url, headers=PALETTE).text
    assert "<html" not in text
    assert "Plan een gesprek" in text
    text = web.get(f"{url}?q=zorg", headers=PALETTE).text
    assert to(guide, "concerns:concern_list") in text
    assert "Ik zie geen <mark>zorgen</mark>" in text
    assert to(guide, "concerns:concern_add") in text
    assert "Plan een gesprek" not in text


def test_the_palette_offers_only_what_somebody_may_do(guide, client):
    web = sign_in(client, member(guide, Role.EMPLOYEE))

    text = web.get(to(guide, "desk:search"), headers=PALETTE).text
    assert "Vandaag" in text
    assert "Plan een gesprek" not in text
    _pages, acts = text.split(">Doe<")
    assert re.findall(r"<span>(.*?)</span>", acts) == ["Kies welke mail je krijgt"]


def test_every_page_has_the_search_box(guide, client):
    web = sign_in(client, guide)

    for route in ("desk:today", "organisations:person_list", "concerns:concern_list"):
        assert f'action="{to(guide, "desk:search")}"' in web.get(to(guide, route)).text
