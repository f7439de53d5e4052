"""Numbers and days as people write them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.utils import translation

from draagvlak.measures.forms import DeliveryAddForm, MeasureEditForm, read_number
from draagvlak.measures.queries import euro_words, load_words


@pytest.fixture(autouse=True)
def _dutch():
    with translation.override("nl"):
        yield


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1250", "1250"),
        ("1.250", "1250"),
        ("€ 1.250,00", "1250.00"),
        ("1250,-", "1250"),
        ("€ 1.250.000", "1250000"),
        ("2,5", "2.5"),
        ("2.5", "2.5"),
        ("2,5 uur", "2.5"),
        ("-3", "-3"),
        ("− 3", "-3"),
        ("0", "0"),
    ],
)
def test_numbers_in_dutch(text, number):
    assert read_number(text) == Decimal(number)


@pytest.mark.parametrize(("text", "number"), [("1,250", "1250"), ("2.5", "2.5"), ("2,5", "2.5")])
def test_numbers_in_english(text, number):
    assert read_number(text, dutch=False) == Decimal(number)


@pytest.mark.parametrize("text", ["veel", "1.2.3", "1e9", "NaN", "12,", ",5", "", "€", "½"])
def test_what_is_no_number(text):
    assert read_number(text) is None


def sent(**changes):
    fields = {"title": "Train", "kind": "train", "version": "1"}
    return MeasureEditForm({**fields, **changes}, [])


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("cost_euros", "-5", "Schrijf 0 of meer. Minder dan niets kan niet."),
        ("cost_euros", "veel", "Schrijf hier een getal, bijvoorbeeld 1250."),
        ("cost_euros", "9999999999", "Dit is te veel: hooguit 999.999.999."),
        ("cost_euros", "12,50", "Gebruik een heel getal."),
        ("title", "", "Vul dit in."),
        ("title", "x" * 161, "Dit is te lang: hooguit 160 tekens, en nu 161."),
        ("kind", "", "Kies een van de mogelijkheden."),
        ("kind", "toveren", "Kies een van de mogelijkheden."),
        ("owner", "iemand", "Kies een van de mogelijkheden."),
        ("due_on", "morgen", "Schrijf de dag als 31-12-2026."),
        ("due_on", "0026-12-31", "Kijk nog eens naar het jaar. Deze dag is wel heel ver weg."),
        ("description", "x" * 4001, "Dit is te lang: hooguit 4000 tekens, en nu 4001."),
    ],
)
def test_bad_input_is_told_in_dutch(field, value, message):
    form = sent(**{field: value})
    assert not form.is_valid()
    assert form.errors == {field: [message]}


def test_hours_and_people_come_together():
    assert sent(load_hours="2,5").errors == {
        "load_people": ["Vul in voor hoeveel mensen deze uren zijn."]
    }
    assert sent(load_people="3").errors == {
        "load_hours": ["Vul in hoeveel uur het ieder van hen kost."]
    }
    assert sent(load_hours="2,555", load_people="3").errors == {
        "load_hours": ["Gebruik hooguit twee cijfers achter de komma."]
    }
    form = sent(load_hours="2,5", load_people="31")
    assert form.is_valid()
    assert (form.draft().load_hours, form.draft().load_people) == (Decimal("2.5"), 31)


def test_nothing_on_purpose_says_why():
    assert sent(kind="nothing").errors == {
        "reasons": ["Schrijf op waarom er niets gebeurt. Mensen hebben recht op de reden."]
    }
    assert sent(kind="nothing", reasons="Eén week per jaar").is_valid()


def test_a_past_day_is_allowed_and_noticed():
    form = sent(due_on="01-01-2020")
    assert form.is_valid()
    assert form.is_past


def test_a_delivery_is_not_in_the_future():
    form = DeliveryAddForm({"what": "Sessie", "delivered_on": "2099-01-01"})
    assert form.errors == {
        "delivered_on": ["Deze dag moet nog komen. Noteer het zodra het is opgeleverd."]
    }


def test_amounts_in_words():
    assert euro_words(1250) == "€\u00a01.250"
    assert load_words(Decimal("2.50"), 31) == "2,5 uur per persoon voor 31 mensen (77,5 uur)"
    assert load_words(Decimal("0.25"), 1200) == "0,25 uur per persoon voor 1.200 mensen (300 uur)"
    assert load_words(Decimal(2), 1) == "2 uur voor 1 persoon"
    assert load_words(Decimal(0), 31) == "geen extra uren"
    assert load_words(None, None) == ""
    with translation.override("en"):
        assert load_words(Decimal(1), 2) == "1 hour per person for 2 people (2 hours)"
