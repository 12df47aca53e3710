"""Hostile strings: no exception, idempotent, alignment always valid.

`THUTHU_FUZZ` sets how many strings; 200,000 take about ten minutes of one core.
"""

from __future__ import annotations

import os
from functools import cache

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vietnamese.reading import Reader, load, nfc
from vietnamese.reading.rekey import STYLES, rekey

EXAMPLES = int(os.environ.get("THUTHU_FUZZ", "600"))

_PIECES = st.sampled_from(
    "tim sach duoc dduwowcj tieengs tiêngs xua61t ba3n 2015 k ko đc mk ntn z vl ơiiii hoà hòa "
    "mô tê răng rứa nỏ The Old Man W w uw ươ ƯƠ Đ d9 a6 ISBN 978-604-2-13579-4 http://a.vn/x?y "
    "a@b.vn 👍 :)) ... , . ? ! ( ) \" ' ’ \n \t # / - _ \u0301 \u0323 \u200b \ufeff \ud800 ﷺ İ ß ŉ"
    .split(" ")
)  # fmt: skip
_KEYS = st.text("aăâeêioôơuưydđtngcsfrxjwz123456789 AĐƯ.,'", max_size=40)
_LETTERS = st.text(
    "aAeEoOuUdDnh0+-.' \u00c0\u1ea1\u0300\u0301\u0302\u0306\u031b\u0323\u0340\u0315\u0338\u20d0"
    "\u3099\u304b\u1100\u1161\u11a8\u212b\u2126\ufb01\ud800",
    max_size=20,
)
"""Letters typed in pieces, and what composes in other scripts."""
_TEXTS = st.one_of(
    st.text(max_size=60),
    _KEYS,
    _LETTERS,
    st.lists(_PIECES, max_size=14).map(" ".join),
    st.lists(_PIECES, max_size=8).map("".join),
    st.tuples(st.lists(_PIECES, max_size=8).map(" ".join), st.sampled_from(STYLES)).map(
        lambda drawn: rekey(*drawn)
    ),
)


@cache
def reader() -> Reader:
    return load()


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(_TEXTS)
def test_any_string_reads_once_and_stays_aligned(text: str) -> None:
    reading = reader().read(text)
    again = reader().read(reading.meant)
    assert again.meant == reading.meant, (text, reading.meant, again.meant)
    assert 0.0 <= reading.confidence <= 1.0
    at = 0
    for token in reading.tokens:
        assert at <= token.start < token.end <= len(text)
        assert token.typed == text[token.start : token.end]
        at = token.end
    rebuilt, at = [], 0
    for token in reading.tokens:
        rebuilt += [nfc(text[at : token.start]), token.meant]
        at = token.end
    rebuilt.append(nfc(text[at:]))
    assert "".join(rebuilt) == reading.meant
