"""Long texts cut into messages: nothing lost, nothing too long."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.split import Measure, characters, clean, shorten, split, utf16

TEXTS = st.text(max_size=300) | st.lists(
    st.sampled_from(["sách", "Nguyễn Du.", "\n\n", "\n", "📚", "tủ, kệ;", "e\u0301"]), max_size=80
).map(" ".join)
MEASURES = pytest.mark.parametrize("measure", [characters, utf16])


@MEASURES
@given(text=TEXTS, limit=st.integers(8, 60))
def test_every_part_fits_and_none_is_empty(measure: Measure, text: str, limit: int) -> None:
    for part in split(text, limit, measure):
        assert part.strip()
        assert measure(part) <= limit


@MEASURES
@given(text=TEXTS, limit=st.integers(8, 60))
def test_together_they_hold_all_but_blanks(measure: Measure, text: str, limit: int) -> None:
    parts = split(text, limit, measure)
    assert "".join("".join(parts).split()) == "".join(clean(text).split())


@given(TEXTS, st.integers(8, 60))
def test_one_part_exactly_when_it_fits(text: str, limit: int) -> None:
    whole = clean(text)
    assert (len(split(text, limit)) > 1) == (len(whole) > limit)
    if 0 < len(whole) <= limit:
        assert split(text, limit) == (whole,)


def test_paragraph_before_sentence_before_word() -> None:
    assert split("Một hai.\n\nBa bốn. Năm sáu", 20) == ("Một hai.", "Ba bốn. Năm sáu")
    assert split("Một hai ba. Bốn năm sáu", 15) == ("Một hai ba.", "Bốn năm sáu")
    assert split("một hai ba bốn", 8) == ("một hai", "ba bốn")


@given(st.integers(8, 40))
def test_a_character_as_seen_stays_whole(limit: int) -> None:
    parts = split("q\u0323" * 60, limit)
    assert all(not part.startswith("\u0323") for part in parts)
    family = split("\U0001f469\u200d\U0001f467" * 30, limit)
    assert all(not second.startswith("\u200d") for _, second in pairwise(family))
    assert all(not first.endswith("\u200d") for first in family)


@given(st.text(alphabet=st.characters(exclude_categories=()), max_size=50))
def test_clean_is_done_once(text: str) -> None:
    found = clean(text)
    assert clean(found) == found
    assert "\0" not in found
    found.encode()


@MEASURES
@given(text=TEXTS, limit=st.integers(3, 60))
def test_shortened_fits_and_says_so(measure: Measure, text: str, limit: int) -> None:
    found = shorten(text, limit, measure)
    assert measure(found) <= limit
    assert found == text or found.endswith("…")
    assert (found == text) or measure(text) > limit
