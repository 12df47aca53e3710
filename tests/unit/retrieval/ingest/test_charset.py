"""Codes of before Unicode, judged by the file: Vietnamese letter by letter, and what is damaged."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.ingest import marc8
from retrieval.ingest.charset import Judge, decode, judge
from retrieval.ingest.tidy import tidy
from tests.fakes import ansel
from vietnamese.reading import legacy
from vietnamese.reading.letters import TONES

_VOWELS = "aăâeêioôơuưy"
LETTERS = [
    unicodedata.normalize("NFC", vowel + tone) for vowel in _VOWELS for tone in ("", *TONES)
]
ACCENTED = [letter for letter in [*LETTERS, "đ"] if not letter.isascii()]
ACCENTED += [letter.upper() for letter in ACCENTED]

SENTENCES = (
    "Truyền thuyết hồ Gươm và những chuyện kể khác",
    "Đất rừng phương Nam, quê mẹ của người đánh cá",
    "Tuyển tập thơ văn yêu nước chống Mỹ cứu nước",
    "Nghệ thuật chèo cổ ở đồng bằng Bắc Bộ",
    "Lịch sử Đảng bộ tỉnh Hà Tĩnh, tập một",
)
ODD = ("tcvn3", "vni", "viscii", "vps", "windows-1258", "marc-8")


def in_code(text: str, code: str) -> bytes:
    """By search: each letter's bytes are those which the code reads as that letter."""
    if code == "marc-8":
        return ansel.encoded(text)
    if code == "windows-1258":
        apart = "".join(
            "".join(unicodedata.normalize("NFD", char)).replace(base + "\u0302", hat)
            if False else _cp1258(char)
            for char in text
            for base, hat in [("", "")]
        )
        return apart.encode("cp1258")
    return b"".join(_BYTES[code].get(char, char.encode("ascii", "replace")) for char in text)


def _cp1258(char: str) -> str:
    """The letter with its hat, breve or horn in one; the tone after it."""
    tone = next((c for c in unicodedata.normalize("NFD", char) if c in TONES), "")
    bare = unicodedata.normalize("NFD", char).replace(tone, "") if tone else char
    return unicodedata.normalize("NFC", bare) + tone
