"""Commands in any form; nothing that a reader types reaches Rasa as an intent by name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dialogue.turn import commands


@pytest.mark.parametrize(
    ("typed", "payload"),
    [
        ("/stop", "/cancel"), ("/menu", "/help"), ("/", "/help"), ("  /  ", "/help"),
        ("/help@ThuVienBot", "/help"), ("/START", "/greet"), ("/start@ThuVienBot", "/greet"),
        ("/gia-hạn", "/renew_loan"), ("/gia_han", "/renew_loan"), ("/GiaHan", "/renew_loan"),
        ("/trợ giúp", None), ("/thủ_thư", "/ask_librarian"), ("//", "/help"), ("/ menu", "/help"),
        ("/xoa-du-lieu", '/privacy{"question":"erase"}'), ("/huy-lien-ket", "/unlink_account"),
    ],
)  # fmt: skip
def test_known_ones(typed: str, payload: str | None) -> None:
    assert commands.read(typed)[1] == payload


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("/ tìm sách", "tìm sách"), ("/tìm_sách Tắt đèn", "tìm sách Tắt đèn"),
        ("/timsach@ThuVienBot Nguyễn Du", "timsach Nguyễn Du"), ("giờ mở cửa", "giờ mở cửa"),
        ("/giahan Tắt đèn", "giahan Tắt đèn"), ("và/hoặc", "và/hoặc"),
        ('/renew_loan{"which":"all"}', 'renew loan {"which":"all"}'),
    ],
)  # fmt: skip
def test_the_others_are_words(typed: str, words: str) -> None:
    assert commands.read(typed) == (words, None)


@given(st.text(max_size=30))
def test_no_words_begin_with_a_slash(rest: str) -> None:
    words, payload = commands.read(f"/{rest}")
    assert payload is not None or not words.lstrip().startswith("/")
