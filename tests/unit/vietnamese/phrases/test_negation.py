"""Words that deny or except, and the same words where they deny nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vietnamese.phrases.negation import EXCEPT, find


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("không lấy cuốn 2", ["not không"]),
        ("gia hạn hết trừ cuốn đầu", ["except trừ"]),
        ("tất cả ngoại trừ Dế Mèn", ["except ngoại trừ"]),
        ("Đừng gia hạn cuốn đó", ["stop đừng"]),
        ("mình chưa trả, khoan huỷ", ["not chưa", "stop khoan"]),
        ("không phải cuốn này", ["not không phải"]),
        ("có sách này không", []),
        ("trả chưa ạ?", []),
        ("có không? mình không có thẻ", ["not không"]),
        ("sách về không gian", []),
        ("đúng rồi", []),
        ("", []),
    ],
)
def test_found(said: str, found: list[str]) -> None:
    lower = said.lower()
    assert [f"{kind} {lower[a:b]}" for kind, a, b in find(said)] == found


def test_exceptions_in_folded_words() -> None:
    assert EXCEPT.search("gia han het tru cuon 2")
    assert not EXCEPT.search("gia han het cuon trung quoc")


@given(st.text(max_size=200))
def test_any_text(text: str) -> None:
    ends = [0]
    for _, start, end in find(text):
        assert ends[-1] <= start < end
        ends.append(end)
