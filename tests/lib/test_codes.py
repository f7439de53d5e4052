from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from draagvlak.lib.codes import (
    ALPHABET,
    CodeError,
    CodeReason,
    check_sign,
    decode,
    encode,
    new_code,
    read_code,
)

pytestmark = pytest.mark.one_engine("computes in memory, asks no database")

CODE = "7QK2M-0XN4T-11ABC-ZZ9YV-HJKMN"
NUMBERS = st.integers(0, (1 << 125) - 1)


def wrong(text: str) -> tuple[int, str, int]:
    with pytest.raises(CodeError) as caught:
        read_code(text)
    return caught.value.block, caught.value.reason, caught.value.suspect


def test_a_new_code_has_five_blocks_and_reads_back():
    code = new_code()
    assert [len(block) for block in code.split("-")] == [5] * 5
    assert read_code(code) == code
    assert new_code() != code


@pytest.mark.parametrize(
    "typed",
    [
        CODE,
        CODE.lower(),
        CODE.replace("-", ""),
        CODE.replace("-", " – "),
        "7qk2m oxn4t ilabc zz9yv hjkmn",
        "7QK2M-OXN4T-LIABC-ZZ9YV-HJKMN\n",
    ],
)
def test_what_was_meant_is_read(typed):
    assert read_code(typed) == CODE


@pytest.mark.parametrize(
    ("typed", "block", "reason", "suspect"),
    [
        (CODE.replace("Z", "U"), 4, "sign", 0),
        (CODE.replace("7", "*"), 1, "sign", 0),
        (CODE.replace("ABC", "A?C"), 3, "sign", 0),
        (CODE.replace("ABC", "A٣C"), 3, "sign", 0),
        (CODE[:-1], 0, "length", 5),
        (CODE.replace("0XN", "0N"), 0, "length", 2),
        (CODE.replace("-", "")[:-1], 0, "length", 0),
        (CODE + "7", 0, "length", 5),
        (CODE + "-7", 0, "length", 0),
        ("", 0, "length", 0),
    ],
)
def test_a_wrong_code_says_where(typed, block, reason, suspect):
    assert wrong(typed) == (block, reason, suspect)


def test_known_values():
    assert encode(0, 1) == "0"
    assert encode(1234, 3) == "16J"
    assert encode(1234, 3, check=True) == "16JD"
    assert check_sign(36) == "U"
    assert decode("16jd", 3, check=True) == 1234
    assert decode("0000O-OOOO1", 10) == 1


def test_a_number_that_does_not_fit():
    with pytest.raises(ValueError, match="fit"):
        encode(32, 1)
    with pytest.raises(ValueError, match="fit"):
        encode(-1)


@given(NUMBERS, st.booleans())
def test_encode_and_decode(number, check):
    code = encode(number, check=check)
    assert decode(code, check=check) == number
    assert decode(code.lower().replace("0", "o").replace("1", "l"), check=check) == number


@given(NUMBERS, st.integers(0, 24), st.sampled_from(ALPHABET))
def test_the_check_sign_finds_every_wrong_sign(number, place, sign):
    signs = encode(number, check=True).replace("-", "")
    changed = signs[:place] + sign + signs[place + 1 :]
    if changed == signs:
        assert decode(changed, check=True) == number
    else:
        with pytest.raises(CodeError) as caught:
            decode(changed, check=True)
        assert (caught.value.block, caught.value.reason) == (0, CodeReason.CHECK)


@given(st.text(max_size=40))
def test_any_text_is_a_code_or_refused(text):
    try:
        code = read_code(text)
    except CodeError:
        return
    assert read_code(code) == code
