"""A pasted table of steps: recognised, understood, and nothing lost in silence."""

from __future__ import annotations

import pytest

from draagvlak.lib.steps_table import COLUMNS, read_steps, steps_text
from draagvlak.lib.table_file import TableError, TableErrorCode

pytestmark = pytest.mark.one_engine("asks no database")


def cells(text):
    return [row.cells for row in read_steps(text).rows]


def test_a_table_of_a_spreadsheet_is_recognised_by_its_heads():
    pasted = read_steps(
        "Nr\tProcesstap\tWie\tSysteem\tMinuten per keer\tHoe vaak\tOpmerking\n"
        "1\tStuk mailen\tBeleidsadviseur\tOutlook\t15 min\tdagelijks\tgaat vaak mis\n"
        "2\tBundel printen\tSecretariaat\tPrinter\t1,5 uur\t1x per week\t\n"
    )
    assert pasted.columns == ("name", "role", "system", "minutes", "often")
    assert pasted.skipped == ("Opmerking",)
    assert pasted.rows[0].cells == {
        "name": "Stuk mailen", "role": "Beleidsadviseur", "system": "Outlook",
        "minutes": "15", "often": "5",
    }  # fmt: skip
    assert pasted.rows[0].said == {"minutes": "15 min", "often": "dagelijks"}
    assert pasted.rows[1].cells["minutes"] == "90"


def test_csv_with_quotes_and_lines_within_a_cell_is_read():
    pasted = read_steps('stap;rol;waarom\n"Lees; en teken";Wethouder;"Wet\nof gewoonte"\n')
    assert pasted.rows[0].cells == {
        "name": "Lees; en teken", "role": "Wethouder", "why": "Wet of gewoonte",
    }  # fmt: skip


def test_without_heads_the_order_is_that_of_our_own_table():
    assert cells("Schrijf\tAdviseur\tWord\nTeken\tWethouder\t\n") == [
        {"name": "Schrijf", "role": "Adviseur", "system": "Word"},
        {"name": "Teken", "role": "Wethouder"},
    ]
    assert cells("1\tSchrijf\tAdviseur\n2\tTeken\tWethouder\n") == [
        {"name": "Schrijf", "role": "Adviseur"},
        {"name": "Teken", "role": "Wethouder"},
    ]
    assert COLUMNS[:3] == ("name", "role", "system")


def test_a_list_of_lines_is_a_list_of_steps():
    assert cells("1. Schrijf het stuk\n2) Print het\nStap 3: Teken\n") == [
        {"name": "Schrijf het stuk"}, {"name": "Print het"}, {"name": "Teken"},
    ]  # fmt: skip
    assert cells("Print alles") == [{"name": "Print alles"}]


@pytest.mark.parametrize(
    ("said", "minutes"),
    [("15", "15"), ("7,5", "7,5"), ("1:30", "90"), ("ca. 20 minuten", "20"), ("2 u", "120"),
     ("90 sec", "1,5"), ("veel", "veel"), ("10-15", "10-15")],
)  # fmt: skip
def test_minutes_are_understood_or_left_alone(said, minutes):
    assert cells(f"stap\tminuten\nTeken\t{said}\n")[0]["minutes"] == minutes


@pytest.mark.parametrize(
    ("said", "often"),
    [("2", "2"), ("2x per dag", "10"), ("wekelijks", "1"), ("3 keer per maand", "0,7"),
     ("1 per kwartaal", "0,1"), ("soms", "soms")],
)  # fmt: skip
def test_how_often_is_understood_or_left_alone(said, often):
    assert cells(f"stap\thoe vaak\nTeken\t{said}\n")[0]["often"] == often


def test_fates_and_waiting_are_understood_or_left_alone():
    found = cells(
        "stap\tstraks\twacht op\nA\tBlijft\t\nB\tgaat weg\tstap 1\nC\t?\t1 en 2\nD\t\tA\n"
    )
    assert [row.get("fate") for row in found] == ["stays", "goes", "?", None]
    assert [row.get("waits_for") for row in found] == [None, "1", "1, 2", "A"]


def test_an_unknown_first_head_is_the_step():
    pasted = read_steps("Wat we doen\tWie\nSchrijf\tAdviseur\n")
    assert pasted.rows[0].cells == {"name": "Schrijf", "role": "Adviseur"}
    assert pasted.skipped == ()


def test_rows_written_as_text_are_read_the_same_again():
    rows = read_steps("A\tBalie\t\t15\t2\tblijft\t0\tWet\tinwoner\nB\t\tPrinter\n").rows
    assert cells(steps_text(rows)) == [row.cells for row in rows]


def test_nothing_and_too_much_are_refused():
    with pytest.raises(TableError) as no:
        read_steps(" \n\t\n")
    assert no.value.code is TableErrorCode.EMPTY_FILE
    with pytest.raises(TableError) as no:
        read_steps("stap\n" + "x\n" * 2001)
    assert no.value.code is TableErrorCode.TOO_MANY_ROWS
