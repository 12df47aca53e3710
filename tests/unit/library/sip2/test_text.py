"""Texts of SIP2 fields."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from library.sip2 import text

LETTERS = st.text(
    st.sampled_from("Thư viện Nguyễn Đình Chiểu, ở Hồng Lĩnh – ẵ ỵ ẫ ữ ậ 0123"), min_size=1
).map(str.strip)


def _as_latin(raw: bytes) -> str:
    return raw.decode("latin-1")


@given(LETTERS)
def test_utf8_once_or_twice_composed_or_not_is_the_same_text(written: str) -> None:
    wanted = unicodedata.normalize("NFC", written)
    once = wanted.encode("utf-8")
    twice = once.decode("latin-1").encode("utf-8")
    pulled_apart = unicodedata.normalize("NFD", once.decode("latin-1")).encode("utf-8")
    decomposed = unicodedata.normalize("NFD", wanted).encode("utf-8")
    for raw in (once, twice, pulled_apart, decomposed):
        assert text.read(_as_latin(raw)) == wanted


def test_a_code_of_before_unicode_is_read() -> None:
    tcvn3 = "54 68 ad 20 76 69 d6 6e 20 6d eb 20 63 f6 61 20 ae d5 6e 20 31 37 20 67 69 ea"
    assert text.read(_as_latin(bytes.fromhex(tcvn3))) == "Thư viện mở cửa đến 17 giờ"


@given(st.binary(max_size=80))
def test_any_bytes_give_printable_text(raw: bytes) -> None:
    found = text.read(_as_latin(raw))
    assert not any(unicodedata.category(letter) == "Cc" for letter in found)


@pytest.mark.parametrize("name", ["", "a|b", "a\rb", "a\x00", "\ud800", "a\u2028b", "x" * 256])
def test_what_would_change_a_frame_is_not_sendable(name: str) -> None:
    assert not text.sendable(name, "utf-8")


def test_a_letter_that_the_server_does_not_know_is_not_sendable() -> None:
    assert text.sendable("Thẻ-01", "utf-8")
    assert not text.sendable("Thẻ-01", "cp850")
