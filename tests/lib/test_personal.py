"""What the writer is asked to look at again."""

from __future__ import annotations

import pytest

from draagvlak.lib.personal import Finding, Kind, find_personal

pytestmark = pytest.mark.one_engine("asks no database")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Mail mij op jan.vos@stad.example.", [Finding(Kind.ADDRESS, "jan.vos@stad.example")]),
        ("Bel 06-12345678 maar.", [Finding(Kind.NUMBER, "06-12345678")]),
        ("Mijn nummer is 111222333.", [Finding(Kind.NUMBER, "111222333")]),
        ("NL91 ABNA 0417 1643 00", [Finding(Kind.NUMBER, "NL91 ABNA 0417 1643 00")]),
        ("Collega van der Berg doet niets.", [Finding(Kind.NAME, "Collega van der Berg")]),
        ("Ik zit thuis met een burn-out.", [Finding(Kind.HEALTH, "burn-out")]),
        ("Er is fraude gepleegd.", [Finding(Kind.WRONGDOING, "fraude")]),
        ("Het systeem is traag, al 25 jaar.", []),
        ("Zaak 123456789 duurt lang.", []),
        ("Mijn collega helpt mij.", []),
        ("", []),
    ],
)
def test_what_may_be_personal_is_found(text, found):
    assert find_personal(text) == found


def test_at_most_five_in_their_order():
    text = " ".join(f"a{number}@stad.example" for number in range(9))
    assert [one.words for one in find_personal(text)] == [
        f"a{number}@stad.example" for number in range(5)
    ]
