"""ISBNs are found by their shape, wherever they stand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import isbn

from vietnamese.phrases.identifiers import ISBN


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ISBN 978-604-954-023-3.", "978-604-954-023-3"),
        ("tìm 0306406152", "0306406152"),
        ("043942089x", "043942089x"),
        ("978‑604‑954‑023‑3", "978‑604‑954‑023‑3"),
        ("gọi 09876543210", None),
        ("thẻ HT0000010306406152", None),
        ("٠٣٠٦٤٠٦١٥٢", None),
    ],
)
def test_shape(text: str, found: str | None) -> None:
    match = ISBN.search(text)
    assert (match[0] if match else None) == found


@given(st.integers(0, 999_999_999), st.sampled_from(["", "-", " "]))
def test_every_valid_isbn_has_the_shape(number: int, gap: str) -> None:
    nine = f"{number:09d}"
    ten = nine + isbn._calc_isbn10_check_digit(nine)
    text = gap.join(ten)
    match = ISBN.search(text)
    assert match is not None
    assert match[0] == text
    assert isbn.is_valid(match[0].replace(gap, "") if gap else match[0])
