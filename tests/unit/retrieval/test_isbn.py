"""ISBN and ISSN in any form, checked by their last digit."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.search.isbn import isbn13, issn


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("978-604-954-023-3", "9786049540233"),
        ("978–604–954–023–3", "9786049540233"),
        ("0 306 40615 2", "9780306406157"),
        ("0-439-42089-x", "9780439420891"),
        ("978-604-954-023-4", None),
        ("4006381333931", None),  # a barcode of something else
        ("", None),
        ("٩٧٨٦٠٤٩٥٤٠٢٣٣", None),
    ],
)
def test_isbn(text: str, found: str | None) -> None:
    assert isbn13(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [("0866-7365", "0866-7365"), ("08667365", "0866-7365"), ("2434-561x", "2434-561X"),
     ("0866-7366", None), ("", None)],
)  # fmt: skip
def test_issn(text: str, found: str | None) -> None:
    assert issn(text) == found


@given(st.text(max_size=30))
def test_any_text(text: str) -> None:
    assert len(isbn13(text) or "9" * 13) == 13
    assert len(issn(text) or "1234-5678") == 9
