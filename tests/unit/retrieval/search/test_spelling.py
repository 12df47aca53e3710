"""A word no record has, and the known words one slip away."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from retrieval.search.spelling import LETTERS, MOST, alternatives, one_slip

WORDS = st.text(LETTERS, min_size=1, max_size=7)


@given(WORDS, st.data())
def test_a_slip_is_undone_by_a_slip(word: str, data: st.DataObject) -> None:
    slipped = data.draw(st.sampled_from(sorted(one_slip(word))))
    assert slipped != word
    assert word in one_slip(slipped)


@given(WORDS)
def test_a_slip_changes_the_length_by_one_at_most(word: str) -> None:
    assert all(abs(len(form) - len(word)) <= 1 for form in one_slip(word))


@given(WORDS, st.dictionaries(WORDS, st.integers(1, 9), max_size=8), st.data())
def test_alternatives_are_known_near_and_the_most_frequent(
    word: str, known: dict[str, int], data: st.DataObject
) -> None:
    near = data.draw(st.lists(st.sampled_from(sorted(one_slip(word))), max_size=5))
    known |= {form: 2 + place for place, form in enumerate(near)}
    found = alternatives(word, lambda form: known.get(form, 0))
    if word in known or len(word) < 3:
        assert found == ()
        return
    reachable = one_slip(word) & known.keys()
    assert set(found) <= reachable
    assert len(found) == min(MOST, len(reachable))
    least = min((known[form] for form in found), default=0)
    assert all(known[form] <= least for form in reachable - set(found))


def test_numbers_and_accented_words_are_left_alone() -> None:
    assert alternatives("1765", lambda _: 0) == ()
    assert alternatives("kiều", lambda form: int(form == "kiu")) == ()
