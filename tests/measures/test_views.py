"""The pages of measures, in Dutch, as people meet them."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from html import unescape

import pytest

from draagvlak.concerns.states import State as ConcernState
from draagvlak.core.policy import Role
from draagvlak.core.web import to
from draagvlak.measures.models import Delivery, Measure, MeasureCause, MeasureConcern
from draagvlak.measures.states import State
from tests.factories.measures import (
    make_delivery,
    make_heard,
    make_measure,
    make_understood,
    make_why,
    membership_of,
)
from tests.factories.places import make_member, make_programme, sign_in

pytestmark = pytest.mark.django_db
WORDS = {"title": "Train het secretariaat", "kind": "train"}


@pytest.fixture
def programme():
    return make_programme()


@pytest.fixture
def guide(client, programme):
    actor = make_member(programme)
    sign_in(client, actor)
    return actor


def text_of(answer):
    """What a reader sees: without tags and with single spaces."""
    bare = re.sub(r"<[^>]+>", " ", answer.content.decode())
    return " ".join(unescape(bare).split())


def url(actor, name, measure=None, **more):
    keys = {"measure_id": measure.pk} if measure else {}
    return to(actor, f"measures:{name}", **keys, **more)


def test_the_empty_list_says_why_and_what_next(client, guide):
    answer = client.get(url(guide, "measure_list"))
    assert answer.status_code == 200
    page = text_of(answer)
    assert "Er is nog niets gepland" in page
    assert "Plan de eerste maatregel" in page


def test_the_list(client, guide):
    concern = make_understood(guide)
    make_measure(
        guide,
        concern,
        title="Train het secretariaat",
        owner=membership_of(guide).pk,
        due_on=dt.date(2020, 2, 1),
        cost_euros=1250,
        load_hours=Decimal("2.5"),
        load_people=31,
        state=State.UNDER_WAY,
    )
    page = text_of(client.get(url(guide, "measure_list")))
    assert "De enige maatregel loopt; 1 is te laat." in page
    assert "Trainen · Joke van Dam · voor 1 zorg of wens" in page
    assert "1 februari 2020" in page
    assert "dagen te laat" in page
    assert "€ 1.250 77,5 uur" in page
    assert "Samen: € 1.250 en 77,5 uur." in page


def test_the_list_as_a_fragment(client, guide):
    make_measure(guide, title="Oefen")
    answer = client.get(
        url(guide, "measure_list"), headers={"HX-Request": "true", "HX-Target": "measures"}
    )
    assert "Oefen" in text_of(answer)
    assert "<h1" not in answer.content.decode()
    assert "HX-Target" in answer["Vary"]


def test_an_owner_is_offered_by_name_and_role(client, guide):
    page = client.get(url(guide, "measure_add")).content.decode()

    assert f">{guide.name} (begeleider)</option>" in page


def test_adding_a_measure(client, guide):
    answer = client.post(
        url(guide, "measure_add"),
        {
            **WORDS,
            "once": "abc",
            "owner": str(membership_of(guide).pk),
            "due_on": "2099-12-12",
            "cost_euros": "€ 1.250",
            "load_hours": "2,5",
            "load_people": "31",
        },
        follow=True,
    )
    measure = Measure.objects.get()
    assert answer.redirect_chain == [(url(guide, "measure_detail", measure), 303)]
    page = text_of(answer)
    assert "Maatregel bewaard. Het is nu een voorstel." in page
    assert "2,5 uur per persoon voor 31 mensen (77,5 uur)" in page
    assert "€ 1.250" in page
    client.post(url(guide, "measure_add"), {**WORDS, "once": "abc"})
    assert Measure.objects.count() == 1


def test_a_past_day_is_noticed(client, guide):
    answer = client.post(url(guide, "measure_add"), {**WORDS, "due_on": "2020-01-01"}, follow=True)
    assert "De dag is al voorbij, dus hij telt als te laat." in text_of(answer)


def test_a_wrong_form_comes_back_whole(client, guide):
    answer = client.post(
        url(guide, "measure_add"),
        {"title": "Train", "kind": "nothing", "cost_euros": "-5", "load_hours": "veel"},
    )
    page = text_of(answer)
    assert answer.status_code == 422
    assert "Schrijf 0 of meer. Minder dan niets kan niet." in page
    assert "Schrijf hier een getal, bijvoorbeeld 2,5." in page
    assert "Schrijf op waarom er niets gebeurt." in page
    assert 'value="-5"' in answer.content.decode()
    assert Measure.objects.count() == 0


def test_adding_from_a_concern(client, guide):
    cause = make_why(guide, "Twee keer inloggen")
    concern, other = make_understood(guide, cause, "Zorg"), make_understood(guide, cause, "Ook")
    address = f"{url(guide, 'measure_add')}?concern={concern.pk}"
    answer = client.get(address)
    assert f'value="{cause.pk}" selected' in answer.content.decode()
    client.post(address, {**WORDS, "cause": str(cause.pk), "concerns": [str(concern.pk)]})
    concern.refresh_from_db()
    other.refresh_from_db()
    assert (concern.state, other.state) == (ConcernState.UNDERSTOOD, ConcernState.UNDERSTOOD)
    assert [link.concern_id for link in MeasureConcern.objects.all()] == [concern.pk]
    assert MeasureCause.objects.get().cause_id == cause.pk


def test_adding_from_a_cause(client, guide):
    cause = make_why(guide)
    concern = make_understood(guide, cause, "Inloggen kost tijd")
    answer = client.get(f"{url(guide, 'measure_add')}?cause={cause.pk}")
    assert "Inloggen kost tijd" in text_of(answer)
    assert f'value="{concern.pk}"' in answer.content.decode()


def test_adding_from_a_concern_without_a_cause(client, guide):
    heard = make_heard(guide)
    page = text_of(client.get(f"{url(guide, 'measure_add')}?concern={heard.pk}"))
    assert "Schrijf eerst een oorzaak op. Een maatregel pakt een oorzaak aan." in page


@pytest.mark.parametrize("name", ["cause", "concern"])
def test_a_foreign_or_broken_key_finds_nothing(client, guide, name):
    elsewhere = make_member(make_programme())
    cause = make_why(elsewhere)
    thing = {"cause": cause, "concern": make_understood(elsewhere, cause)}[name]
    for key in (thing.pk, "geen-sleutel"):
        assert client.get(f"{url(guide, 'measure_add')}?{name}={key}").status_code == 404


def test_a_choice_outside_the_programme_is_refused(client, guide):
    elsewhere = make_member(make_programme())
    owner = membership_of(elsewhere)
    answer = client.post(url(guide, "measure_add"), {**WORDS, "owner": str(owner.pk)})
    assert answer.status_code == 422
    assert "Kies een van de mogelijkheden." in text_of(answer)


def test_editing(client, guide):
    measure = make_measure(guide, load_hours=Decimal("2.50"), load_people=31)
    form = client.get(url(guide, "measure_edit", measure)).content.decode()
    assert 'value="2,5"' in form
    answer = client.post(
        url(guide, "measure_edit", measure), {**WORDS, "version": "1"}, follow=True
    )
    assert "Maatregel bewaard." in text_of(answer)
    measure.refresh_from_db()
    assert (measure.title, measure.load_hours) == ("Train het secretariaat", None)


def test_two_who_edit_lose_nothing(client, guide):
    measure = make_measure(guide, title="Oud")
    address = url(guide, "measure_edit", measure)
    client.post(address, {**WORDS, "title": "Van haar", "version": "1"})
    answer = client.post(
        address,
        {**WORDS, "title": "Van mij", "version": "1", "owner": str(membership_of(guide).pk)},
    )
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Van haar" in page
    assert 'value="Van mij"' in page
    assert 'name="version" value="2"' in page
    measure.refresh_from_db()
    assert measure.title == "Van haar"
    client.post(address, {**WORDS, "title": "Van ons", "version": "2"})
    measure.refresh_from_db()
    assert measure.title == "Van ons"


def test_the_way_of_a_measure(client, guide):
    measure = make_measure(guide)
    assert "Spreek deze maatregel af" in text_of(client.get(url(guide, "measure_detail", measure)))
    answer = client.post(url(guide, "measure_move", measure, target="agreed"), follow=True)
    page = answer.content.decode()
    assert "Afgesproken" in page
    assert url(guide, "measure_move", measure, target="proposed") in page
    client.post(url(guide, "measure_move", measure, target="under_way"))
    assert "Noteer een oplevering" in text_of(client.get(url(guide, "measure_detail", measure)))
    answer = client.post(url(guide, "measure_move", measure, target="delivered"))
    assert answer.status_code == 403
    assert "Noteer eerst wat er is opgeleverd, en wanneer." in text_of(answer)


@pytest.mark.parametrize("target", ["dropped", "ergens"])
def test_a_target_that_has_no_button_finds_nothing(client, guide, target):
    measure = make_measure(guide)
    assert client.post(url(guide, "measure_move", measure, target=target)).status_code == 404


def test_dropping_with_a_reason_and_back(client, guide):
    concern = make_understood(guide)
    measure = make_measure(guide, concern, state=State.AGREED)
    address = url(guide, "measure_drop", measure)
    answer = client.post(address, {"because": ""})
    assert answer.status_code == 422
    assert "Schrijf op waarom deze maatregel vervalt." in text_of(answer)
    answer = client.post(address, {"because": "Te duur voor wat het oplost."}, follow=True)
    assert "Te duur voor wat het oplost." in text_of(answer)
    undo = url(guide, "measure_move", measure, target="agreed")
    assert undo in answer.content.decode()
    client.post(undo)
    measure.refresh_from_db()
    concern.refresh_from_db()
    assert (measure.state, concern.state) == (State.AGREED, ConcernState.PLANNED)
    assert client.get(address).status_code == 200


def test_a_delivered_measure_cannot_be_dropped(client, guide):
    measure = make_measure(guide, state=State.DELIVERED)
    assert client.get(url(guide, "measure_drop", measure)).status_code == 403


def test_archive_and_back(client, guide):
    measure = make_measure(guide, title="Oefen")
    answer = client.post(url(guide, "measure_archive", measure), follow=True)
    assert "“Oefen” staat in het archief." in text_of(answer)
    page = text_of(client.get(url(guide, "measure_detail", measure)))
    assert "Deze maatregel staat in het archief." in page
    assert client.get(url(guide, "measure_edit", measure)).status_code == 403
    answer = client.post(url(guide, "measure_restore", measure), follow=True)
    assert "“Oefen” staat weer in de lijst." in text_of(answer)


def test_adding_a_cause_in_two_steps(client, guide):
    cause = make_why(guide, "Twee keer inloggen")
    concern = make_understood(guide, cause)
    measure = make_measure(guide, state=State.AGREED)
    address = url(guide, "measure_cause_add", measure)
    assert "Twee keer inloggen" in text_of(client.get(address))
    second = f"{address}?cause={cause.pk}"
    assert concern.title in text_of(client.get(second))
    answer = client.post(second, {"concerns": [str(concern.pk)]}, follow=True)
    assert "Deze maatregel pakt nu “Twee keer inloggen” aan." in text_of(answer)
    concern.refresh_from_db()
    assert concern.state == ConcernState.PLANNED
    away = url(guide, "measure_cause_remove", measure, cause_id=cause.pk)
    answer = client.post(away, follow=True)
    back = url(guide, "measure_cause_link", measure, cause_id=cause.pk)
    assert back in answer.content.decode()
    assert MeasureCause.objects.count() == 0
    client.post(back)
    assert MeasureCause.objects.count() == 1


def test_a_cause_that_cannot_be_chosen(client, guide):
    measure = make_measure(guide)
    foreign = make_why(make_member(make_programme()))
    address = url(guide, "measure_cause_add", measure)
    answer = client.post(f"{address}?cause={foreign.pk}", {"concerns": []})
    assert MeasureCause.objects.count() == 0
    assert "Er is geen andere oorzaak in dit traject." in text_of(answer)
    path = url(guide, "measure_cause_link", measure, cause_id=foreign.pk)
    assert client.post(path).status_code == 404


def test_adding_concerns_by_a_word(client, guide):
    concern = make_understood(guide, title="Wie bel ik op dinsdag?")
    measure = make_measure(guide)
    address = url(guide, "measure_concern_add", measure)
    assert "Zoek andere met een woord uit de titel." in text_of(client.get(address))
    assert "Met deze woorden valt niets te kiezen." in text_of(client.get(f"{address}?q=maandag"))
    found = f"{address}?q=dinsdag"
    assert "Wie bel ik op dinsdag?" in text_of(client.get(found))
    answer = client.post(found, {})
    assert answer.status_code == 422
    assert "Kies er minstens één." in text_of(answer)
    client.post(found, {"concerns": [str(concern.pk)]})
    assert MeasureConcern.objects.get().concern_id == concern.pk
    away = url(guide, "measure_concern_remove", measure, concern_id=concern.pk)
    answer = client.post(away, follow=True)
    assert "niet meer voor “Wie bel ik op dinsdag?”" in text_of(answer)
    assert MeasureConcern.objects.count() == 0
    client.post(url(guide, "measure_concern_link", measure, concern_id=concern.pk))
    assert MeasureConcern.objects.count() == 1


def test_deliveries_come_and_go(client, guide):
    measure = make_measure(guide, state=State.AGREED)
    address = url(guide, "delivery_add", measure)
    assert client.get(address).status_code == 200
    answer = client.post(address, {"what": "", "delivered_on": "2026-11-02"})
    assert answer.status_code == 422
    assert "Vul dit in." in text_of(answer)
    words = {"what": "Eerste groep geoefend", "delivered_on": "2026-11-02", "once": "x"}
    answer = client.post(address, words, follow=True)
    assert "Oplevering bewaard." in text_of(answer)
    assert "2 november 2026" in text_of(answer)
    delivery = Delivery.objects.get()
    keys = {"delivery_id": delivery.pk}
    edit = url(guide, "delivery_edit", measure, **keys)
    assert client.get(edit).status_code == 200
    client.post(edit, {"what": "Beide groepen", "delivered_on": "2026-11-03", "version": "1"})
    answer = client.post(edit, {"what": "Van mij", "delivered_on": "2026-11-03", "version": "1"})
    assert answer.status_code == 409
    assert "Beide groepen" in text_of(answer)
    answer = client.post(url(guide, "delivery_remove", measure, **keys), follow=True)
    assert "“Beide groepen” is verwijderd." in text_of(answer)
    assert "Er is nog niets opgeleverd." in text_of(answer)
    answer = client.post(url(guide, "delivery_restore", measure, **keys), follow=True)
    assert "“Beide groepen” staat er weer." in text_of(answer)


def test_a_last_delivery_leads_to_the_answers(client, guide):
    concern = make_understood(guide, title="Inloggen kost tijd")
    measure = make_measure(guide, concern, state=State.UNDER_WAY)
    words = {"what": "Alles", "delivered_on": "2026-11-02", "complete": "on"}
    answer = client.post(url(guide, "delivery_add", measure), words, follow=True)
    page = text_of(answer)
    assert "Deze maatregel is klaar. Vertel het nu de mensen." in page
    assert "Dit is opgeleverd. 1 zorg of wens wacht nog op antwoord." in page
    waiting = to(guide, "concerns:concern_answer", concern_id=concern.pk)
    assert answer.content.decode().count(f'href="{waiting}"') == 2


def test_a_supplier_reports_on_their_own(client, programme):
    guide, supplier = make_member(programme), make_member(programme, Role.SUPPLIER)
    sign_in(client, supplier)
    mine = make_measure(guide, state=State.AGREED, owner=membership_of(supplier).pk)
    other = make_measure(guide, state=State.AGREED)
    assert client.get(url(supplier, "measure_detail", mine)).status_code == 200
    assert client.get(url(supplier, "measure_detail", other)).status_code == 404
    assert client.post(url(supplier, "delivery_add", other)).status_code == 404
    words = {"what": "Versie 2", "delivered_on": "2026-11-02"}
    assert client.post(url(supplier, "delivery_add", mine), words).status_code == 303
    assert client.get(url(supplier, "measure_edit", mine)).status_code == 403
    assert client.get(url(supplier, "measure_add")).status_code == 403


def test_an_employee_reads_and_sees_who_keeps(client, programme):
    guide, employee = make_member(programme), make_member(programme, Role.EMPLOYEE)
    sign_in(client, employee)
    measure = make_measure(guide, state=State.AGREED)
    page = text_of(client.get(url(employee, "measure_detail", measure)))
    assert "Wie voor deze maatregel zorgt, noteert hoe ver het is." in page
    assert "Wijzig" not in page
    assert client.get(url(employee, "delivery_add", measure)).status_code == 403
    path = url(employee, "measure_move", measure, target="under_way")
    assert client.post(path).status_code == 403


@pytest.mark.parametrize(
    "name",
    ["measure_detail", "measure_edit", "measure_drop", "measure_cause_add", "delivery_add"],
)
def test_an_outsider_finds_nothing(client, guide, name):
    elsewhere = make_member(make_programme())
    measure = make_measure(elsewhere, state=State.AGREED)
    assert client.get(url(guide, name, measure)).status_code == 404
    assert client.get(url(elsewhere, name, measure)).status_code == 404


def test_a_delivery_of_another_measure_is_not_found(client, guide):
    measure = make_measure(guide, state=State.UNDER_WAY)
    other = make_delivery(guide, make_measure(guide, state=State.UNDER_WAY))
    path = url(guide, "delivery_edit", measure, delivery_id=other.pk)
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_a_measure_with_many_around_it_costs_the_same(
    client, guide, count, django_assert_max_num_queries
):
    cause = make_why(guide)
    concerns = [make_understood(guide, cause) for _each in range(count)]
    measure = make_measure(guide, *concerns, cause=cause, state=State.UNDER_WAY)
    for _each in range(count):
        make_delivery(guide, measure)
    with django_assert_max_num_queries(14):
        assert client.get(url(guide, "measure_detail", measure)).status_code == 200
