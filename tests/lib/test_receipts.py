"""Receipts: what people copy by hand, and which block is wrong when they err."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from draagvlak.lib.codes import ALPHABET
from draagvlak.lib.receipts import MistypedReceipt, new_receipt, read_receipt, written

pytestmark = pytest.mark.one_engine("asks no database")
NUMBERS = st.integers(min_value=0, max_value=(1 << 125) - 1)


def wrong(text):
    with pytest.raises(MistypedReceipt) as error:
        read_receipt(text)
    return error.value.blocks


def test_a_receipt_is_five_blocks_of_six_signs():
    assert re.fullmatch(rf"([{ALPHABET}]{{6}}-){{4}}[{ALPHABET}]{{6}}", new_receipt())
    assert new_receipt() != new_receipt()
    assert written(0) == "000001-000002-000003-000004-000005"
    with pytest.raises(ValueError, match="is no number"):
        written(1 << 125)


@given(NUMBERS)
def test_a_receipt_is_read_back_however_it_is_typed(number):
    receipt = written(number)
    assert read_receipt(receipt) == receipt
    assert read_receipt(f"  {receipt.lower().replace('-', ' ')} \n") == receipt
    assert read_receipt(receipt.replace("-", "")) == receipt
    assert read_receipt(receipt.replace("0", "o").replace("1", "l").replace("V", "u")) == receipt


@given(NUMBERS, st.integers(0, 29), st.sampled_from(ALPHABET))
def test_a_wrong_sign_is_found_in_its_own_block(number, at, sign):
    signs = written(number).replace("-", "")
    if signs[at] != sign:
        assert wrong(signs[:at] + sign + signs[at + 1 :]) == (at // 6 + 1,)


@given(NUMBERS, st.integers(0, 4), st.integers(0, 4))
def test_neighbours_that_changed_places_are_found(number, block, at):
    blocks = written(number).split("-")
    one = blocks[block]
    if one[at] != one[at + 1]:
        blocks[block] = one[:at] + one[at + 1] + one[at] + one[at + 2 :]
        assert wrong("-".join(blocks)) == (block + 1,)


def test_blocks_that_changed_places_are_found():
    one, two, *rest = written(12345 << 100).split("-")
    assert wrong("-".join([two, one, *rest])) == (1, 2)


@pytest.mark.parametrize(
    ("typed", "blocks"),
    [
        ("", ()),
        ("0", ()),
        ("000001-000002-000003-000004", ()),
        ("000001-00002-000003-000004-000005", (2,)),
        ("000001-000002-000003-000004-000005-6", ()),
        ("000001-000002-000003-00*004-000005", (4,)),
        ("00000X-000002-000003-000004-00000X", (1, 5)),
        ("\u200f" * 5000, ()),
    ],
)
def test_what_is_no_receipt_says_where(typed, blocks):
    assert wrong(typed) == blocks
