"""Days and small counts in a text that goes to strangers."""

from __future__ import annotations

import pytest

from draagvlak.lib.traceable import find_days, find_few

pytestmark = pytest.mark.one_engine("plain Python")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Op 12 november was het klaar", ["12 november"]),
        ("sinds maart 2025", ["maart 2025"]),
        ("op 3-4-2025 en 03/04", ["3-4-2025", "03/04"]),
        ("2025-04-03", ["2025-04-03"]),
        ("in week 12", ["week 12"]),
        ("in 2025", []),
        ("van 9 tot 14 uur", []),
        ("Microsoft 365", []),
        ("", []),
    ],
)
def test_a_day_is_finer_than_a_year(text, found):
    assert find_days(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Opgelost voor 3 van de 12 mensen", ["3 van de 12"]),
        ("twee collega’s deden mee", ["twee collega’s"]),
        ("Vier medewerkers en 4 raadsleden", ["Vier medewerkers", "4 raadsleden"]),
        ("9 van de 14 mensen", []),
        ("14 mensen", []),
        ("een collega die het voordoet", []),
        ("twee vergaderingen", []),
    ],
)
def test_a_group_below_five_is_found(text, found):
    assert find_few(text) == found
