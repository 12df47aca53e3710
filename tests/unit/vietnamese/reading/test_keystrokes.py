"""Keys left undecoded, wherever a person put them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vietnamese.reading.keystrokes import MAX_KEYS, telex, vni
from vietnamese.reading.syllable import is_syllable

KEYS = st.text("abcdeghiklmnopqrstuvxywfjz123456789", max_size=MAX_KEYS + 2)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("dduwowcj", "được"), ("dduwocwj", "được"), ("tieengs", "tiếng"), ("tiengse", "tiếng"),
        ("saschs", "sách"), ("tw", "tư"), ("quas", "quá"), ("ddaay", "đây"),
        ("nghieengs", "nghiếng"),
    ],
)  # fmt: skip
def test_telex(typed: str, meant: str) -> None:
    assert telex(typed) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("d9u7o7c5", "được"), ("duoc975", "được"), ("tie6ng1", "tiếng"), ("sach1", "sách")],
)
def test_vni(typed: str, meant: str) -> None:
    assert vni(typed) == meant


@given(KEYS)
def test_what_is_decoded_is_a_syllable_with_a_mark(typed: str) -> None:
    for found in (telex(typed), vni(typed)):
        if found is not None:
            assert is_syllable(found)
            assert not found.isascii()


@pytest.mark.parametrize("word", ["sach", "ban", "toan", "a", "", "lan" * MAX_KEYS])
def test_a_bare_or_overlong_word_stays_as_typed(word: str) -> None:
    assert telex(word) is None
    assert vni(word) is None
