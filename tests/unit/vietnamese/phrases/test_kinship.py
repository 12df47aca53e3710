"""How the reader calls themself."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vietnamese.phrases.kinship import KIN, speaker

WORDS = KIN.split("|")


@pytest.mark.parametrize(
    ("said", "word"),
    [
        ("cô ơi cho bác hỏi", "bác"),
        ("cháu muốn mượn sách", "cháu"),
        ("chị ơi cho em hỏi", "em"),
        ("sách tiếng anh", ""),
        ("tìm sách cho con", ""),
        ("có sách về anh hùng không", ""),
    ],
)
def test_who_is_speaking(said: str, word: str) -> None:
    assert speaker(said) == word


@pytest.mark.parametrize("word", WORDS)
def test_each_word_may_begin_a_message(word: str) -> None:
    assert speaker(f"{word.capitalize()} muốn mượn sách") == word


@given(st.text(max_size=200))
def test_any_text(text: str) -> None:
    assert speaker(text) in ("", *WORDS)
