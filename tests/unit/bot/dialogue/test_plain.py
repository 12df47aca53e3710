"""A text as its bare words."""

from __future__ import annotations

import pytest

from bot.dialogue.plain import plain


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Đặt trước «Số đỏ»,  NHA!", "dat truoc so do nha"),
        ("2/9\ncó mở  không?", "2 9 co mo khong"),
        ("…", ""),
    ],
)
def test_only_the_words_are_left(text: str, words: str) -> None:
    assert plain(text) == words
