"""Codes of before Unicode, judged by the file: Vietnamese letter by letter, and what is damaged."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.ingest import marc8
from retrieval.ingest.charset import Judge, decode, judge
from retrieval.ingest.tidy import tidy
from tests.fakes import ansel, old_codes
from tests.fakes.old_codes import ACCENTED

SENTENCES = (
    "Truyền thuyết hồ Gươm và những chuyện kể khác",
    "Đất rừng phương Nam, quê mẹ của người đánh cá",
    "Tuyển tập thơ văn yêu nước chống Mỹ cứu nước",
    "Nghệ thuật chèo cổ ở đồng bằng Bắc Bộ",
    "Lịch sử Đảng bộ tỉnh Hà Tĩnh, tập một",
    "Từ điển bách khoa nông nghiệp; kỹ thuật trồng lúa",
)
PLACEMENTS = (("hòa", "hoà"), ("thủy", "thuỷ"), ("khỏe", "khoẻ"), ("ÚY", "UÝ"))
CODES = ("tcvn3", "vni", "viscii", "windows-1258", "marc-8")
RUSSIAN = ("Основы гидравлического расчета", "Ил. с. 21 см.", "Психология")
FRENCH = ("La littérature française à l'époque", "Éditions du siècle", "Où êtes-vous ?")


def in_code(text: str, code: str) -> bytes:
    return ansel.encoded(text) if code == "marc-8" else old_codes.encoded(text, code)


@pytest.mark.parametrize("order", [0, 1], ids=["hat first", "tone first"])
def test_all_134_letters_of_marc_8(order: int) -> None:
    assert len(ACCENTED) == 134
    for letter in ACCENTED:
        text, lost = marc8.decode(b"x" + ansel.encoded(letter, order) + b"y")
        assert (tidy(text), lost) == (f"x{letter}y", 0)


@pytest.mark.parametrize("code", CODES)
def test_both_placements_of_a_tone_stay_as_they_were(code: str) -> None:
    known = Judge(in_code(text, code) for text in SENTENCES)
    for one, other in PLACEMENTS:
        for word in (one, other, one.upper(), other.upper(), one.title(), other.title()):
            text = f"Truyện {word} Việt"
            assert tidy(known.text(in_code(text, code), marc8_told=True).text) == text


@pytest.mark.parametrize("code", CODES)
def test_a_file_s_code_is_found_and_holds_for_its_short_texts(code: str) -> None:
    known = Judge(in_code(text, code) for text in SENTENCES)
    for text in (*SENTENCES, "Hà Nội", "Mỹ", "tr.", "205 tr. : ảnh", "Thơ", "NGUYỄN DU"):
        assert known.text(in_code(text, code), marc8_told=True).text == text


@pytest.mark.parametrize("code", ["tcvn3", "vni", "viscii", "windows-1258"])
def test_one_text_in_an_old_code_among_utf_8_is_read_too(code: str) -> None:
    texts = [text.encode() for text in SENTENCES[1:]] * 20
    odd = in_code(SENTENCES[0], code)
    assert Judge([*texts, odd]).text(odd, marc8_told=False).text == SENTENCES[0]


def test_parts_of_one_field_may_differ() -> None:
    one, other = SENTENCES[0].encode(), in_code(SENTENCES[1], "tcvn3")
    known = Judge([one, other])
    assert known.text(one + b"\x1f" + other).text == f"{SENTENCES[0]}\x1f{SENTENCES[1]}"


def test_russian_and_french_are_not_taken_for_vietnamese() -> None:
    for texts, code in ((RUSSIAN, "cp1251"), (FRENCH, "cp1252")):
        known = Judge(text.encode(code) for text in texts)
        for text in texts:
            assert known.text(text.encode(code), marc8_told=False).text == text


def test_western_letters_in_marc_8() -> None:
    raw = b"De la solitude \xe1a la communaut\xe2e. M\xe8uller, t\xe5ochi"
    assert Judge([raw]).text(raw, marc8_told=True).text == (
        "De la solitude à la communauté. Müller, tōchi"
    )


@pytest.mark.parametrize("bad", [b"\xff", b"\xc3", b"\xe1\xba", b"\x80"])
@given(st.sampled_from(SENTENCES), st.data())
@settings(deadline=None, max_examples=40)
def test_bad_bytes_cost_themselves_and_nothing_beside(
    bad: bytes, text: str, data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(text)))
    raw = text[:at].encode() + bad + text[at:].encode()
    for known in (judge(raw), Judge(each.encode() for each in SENTENCES)):
        found = known.text(raw, marc8_told=False)
        assert (found.text, found.code, found.lost) == (text, "utf-8", 1)


@given(st.sampled_from(SENTENCES), st.data())
@settings(deadline=None, max_examples=40)
def test_a_byte_that_marc_8_lacks_costs_itself(text: str, data: st.DataObject) -> None:
    parts = [ansel.encoded(char) for char in text]
    at = data.draw(st.integers(0, len(parts)))
    raw = b"".join(parts[:at]) + b"\xff" + b"".join(parts[at:])
    known = Judge(ansel.encoded(each) for each in SENTENCES)
    assert known.text(raw, marc8_told=True).text == text


def test_what_cannot_be_seen_is_not_kept() -> None:
    assert tidy("Qu\xadê nhà\u200b xa \ufeffTĩnh\u200d") == "Quê nhà xa Tĩnh"
    assert tidy("Kỷ\xa0yếu\n hội\x1e thảo\x00") == "Kỷ yếu hội thảo"
    assert tidy("e\u0301\u0302 a\u0309\u0306 o\u0303\u0302") == "ế ẳ ỗ"


@pytest.mark.parametrize("code", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-8-sig"])
def test_a_file_of_wide_characters(code: str) -> None:
    text = "Nhan de,Tác giả\n" + "\n".join(SENTENCES)
    assert decode(text.encode(code)) == text


def test_a_table_with_one_bad_line_keeps_the_others() -> None:
    raw = "\n".join(SENTENCES).encode().replace("hồ".encode(), b"h\xff\xe1\xbb\x93")
    assert decode(raw) == "\n".join(SENTENCES)


@given(st.binary(max_size=80), st.none() | st.booleans())
def test_any_bytes_are_text_in_nfc(raw: bytes, told: bool | None) -> None:
    for found in (judge(raw).text(raw, marc8_told=told).text, decode(raw)):
        assert found == unicodedata.normalize("NFC", found)
