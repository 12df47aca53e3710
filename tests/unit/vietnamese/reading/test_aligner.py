"""Chat lined up with its normal form, and what recall and precision count."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation.typing_pairs import align, evaluate
from vietnamese.reading import Reading, nfc
from vietnamese.reading.reader import unread


@pytest.mark.parametrize(
    ("original", "normal", "expected"),
    [
        ("mk ko bt", "mình không biết", [("mk", "mình"), ("ko", "không"), ("bt", "biết")]),
        ("ntn vậy", "như thế nào vậy", [("ntn", "như thế nào"), ("vậy", "vậy")]),
        ("hay, wá", "hay, quá", [("hay", "hay"), (",", ","), ("wá", "quá")]),
        ("", "", []),
    ],
)
def test_each_token_meets_its_normal_words(
    original: str, normal: str, expected: list[tuple[str, str]]
) -> None:
    assert [(one.typed, one.meant) for one in align(original, normal)] == expected


@given(st.lists(st.sampled_from("mk không biết , ntn sách hay z".split()), min_size=1, max_size=9))
def test_a_text_lines_up_with_itself(words: list[str]) -> None:
    text = " ".join(words)
    aligned = align(text, text)
    assert [one.meant for one in aligned] == words
    assert all(text[one.start : one.end] == one.typed for one in aligned)


@given(st.text(max_size=20), st.text(max_size=20))
def test_any_two_texts_line_up_whole_or_not_at_all(original: str, normal: str) -> None:
    import re

    aligned = align(original, normal)
    words = re.findall(r"\w+|[^\w\s]", nfc(normal))
    if aligned:
        assert " ".join(one.meant for one in aligned if one.meant).split() == words


PAIRS = [("mk ko biết", "mình không biết"), ("sách hay", "sách hay")]


def test_leaving_all_as_typed_recalls_nothing() -> None:
    found = evaluate(PAIRS, unread)
    assert (found.needed, found.recalled, found.changed) == (2, 0, 0)


def test_a_perfect_reader_recalls_all_and_a_meddler_loses_precision() -> None:
    normal = {"mk": "mình", "ko": "không"}

    def perfect(text: str) -> Reading:
        return _with(unread(text), normal)

    def meddler(text: str) -> Reading:
        return _with(unread(text), normal | {"hay": "hảy"})

    assert evaluate(PAIRS, perfect).shares() == {"pairs": 2, "recall": 100.0, "precision": 100.0}
    assert evaluate(PAIRS, meddler).shares()["precision"] == pytest.approx(66.67)


def _with(reading: Reading, meant: dict[str, str]) -> Reading:
    tokens = tuple(t._replace(meant=meant.get(t.typed, t.meant)) for t in reading.tokens)
    return Reading(reading.typed, reading.meant, tokens, reading.style, reading.confidence)


def test_pairs_of_other_lengths_are_counted_only_when_asked() -> None:
    pairs = [("ntn vậy", "như thế nào vậy")]
    assert evaluate(pairs, unread).pairs == 0
    assert evaluate(pairs, unread, equal_only=False).pairs == 1
