"""Places in a list, named in folded words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vietnamese.phrases.ordinals import find, from_value, places


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("cuon thu hai", (1,)),
        ("so 3", (2,)),
        ("cuon cuoi", (2,)),
        ("cuon dau tien", (0,)),
        ("ca hai", (0, 1, 2)),
        ("gia han het", (0, 1, 2)),
        ("gia han het sach giup em", (0, 1, 2)),
        ("moi cuon", (0, 1, 2)),
        ("thu 5", ()),
        ("thu muoi lam", ()),
        ("so do", None),
        ("cuon 1984", None),
        ("sap het han", None),
        ("con sach hay het sach roi", None),
        ("cuon 1 va cuon 3", (0, 2)),
    ],
)
def test_places_in_a_list_of_three(words: str, named: tuple[int, ...] | None) -> None:
    assert places(words, 3) == named


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("cho minh cuon thu muoi hai nhe", [("thu muoi hai", "12")]),
        ("gia han cuon 2 va so ba", [("cuon 2", "2"), ("so ba", "3")]),
        ("quyen dau tien", [("quyen dau tien", "1")]),
        ("cuon cuoi cung", [("cuon cuoi cung", "last")]),
        ("gia han tat ca cac cuon", [("tat ca", "all")]),
        ("the da het han", []),
        ("xem cac cuon dang muon", []),
    ],
)
def test_ordinals_found(words: str, found: list[tuple[str, str]]) -> None:
    assert [(words[a:b], value) for a, b, value in find(words)] == found


@given(st.integers(1, 99), st.integers(1, 40))
def test_a_number_is_that_place(said: int, length: int) -> None:
    expected = (said - 1,) if said <= length else ()
    assert from_value(str(said), length) == expected
    assert places(f"cuon so {said}", length) == expected
    assert [value for _, _, value in find(f"thu {said}")] == [str(said)]


@given(st.text(max_size=40), st.integers(0, 20))
def test_places_are_in_the_list(words: str, length: int) -> None:
    for found in (places(words, length), from_value(words, length)):
        assert found is None or all(0 <= place < length for place in found)


def test_values_of_a_recognised_ordinal() -> None:
    assert [from_value(value, 3) for value in ("all", "last", "2", "hai", "9", "cai gi")] == [
        (0, 1, 2), (2,), (1,), (1,), (), None,
    ]  # fmt: skip
    assert from_value("last", 0) == ()
