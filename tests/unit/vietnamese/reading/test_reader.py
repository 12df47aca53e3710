"""What reading promises: what was meant, why, where it stood, and what is left alone."""

from __future__ import annotations

from functools import cache

import pytest

from vietnamese import reading
from vietnamese.reading import Reader, Reading, nfc


@cache
def reader() -> Reader:
    return reading.load()


def read(text: str) -> Reading:
    return reader().read(text)


@pytest.mark.parametrize(
    ("typed", "meant", "style"),
    [
        ("tim sach ve nguyen du", "tìm sách về nguyễn du", "no_accents"),
        ("Tìm sách về Nguyễn Du", "Tìm sách về Nguyễn Du", "clean"),
        ("timf sachs dduwowcj xuaats banr", "tìm sách được xuất bản", "telex"),
        ("tieengs vieejt cos khos khoong", "tiếng việt có khó không", "telex"),
        ("tim2 sach1 xua61t ba3n sau 2015", "tìm sách xuất bản sau 2015", "vni"),
        ("TIM SACH VE NGUYEN DU", "TÌM SÁCH VỀ NGUYỄN DU", "no_accents"),
        ("mk muốn mượn sách ntn", "mình muốn mượn sách như thế nào", "teencode"),
        ("thư viện có mở cửa k", "thư viện có mở cửa không", "teencode"),
        ("sách hayyyyy quá", "sách hay quá", "teencode"),
        ("tiêngs viêtj", "tiếng việt", "telex"),
        ("sach cua Mai Hong", "sách của Mai Hồng", "no_accents"),
        ("Hong biet sach nao hay", "Không biết sách nào hay", "teencode"),
    ],
)
def test_read_gives_what_was_meant(typed: str, meant: str, style: str) -> None:
    reading = read(typed)
    assert (reading.meant, reading.style) == (meant, style)


@pytest.mark.parametrize(
    "text",
    [
        "978-604-2-13579-4",
        "https://thuvien.example.vn/tim?q=sach+hay",
        "The Old Man and the Sea",
        "Rich Dad Poor Dad",
        "Vingt mille lieues sous les mers",
        "895.9221/NG527D",
        "doc.gia@example.vn",
        "Truyện Kiều, Nguyễn Du, 1820",
        "",
        "   \n",
        "👍👍",
    ],
)
def test_read_leaves_alone_what_is_right(text: str) -> None:
    assert read(text).meant == text


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("sách nớ ở mô rứa", "sách đó ở đâu thế"),
        ("mô tê răng rứa nỏ mần", "đâu kia sao thế không làm"),
        ("mô hình toán học vĩ mô", "mô hình toán học vĩ mô"),
        ("chi nhánh thư viện", "chi nhánh thư viện"),
        ("bác sĩ nhổ răng", "bác sĩ nhổ răng"),
    ],
)
def test_words_of_nghe_tinh_are_read_unless_a_neighbour_shows_the_common_word(
    typed: str, meant: str
) -> None:
    assert read(typed).meant == meant


@pytest.mark.parametrize(
    ("typed", "understood"),
    [
        ("tui coi vô ổng bả mắc biểu", "tôi xem vào ông ấy bà ấy đắt bảo"),
        ("cho tui coi sách mới, được hông?", "cho tôi xem sách mới, được không?"),
        ("vô cùng biểu diễn mắc lỗi coi trọng", "vô cùng biểu diễn mắc lỗi coi trọng"),
        ("đại biểu quốc hội thắc mắc", "đại biểu quốc hội thắc mắc"),
    ],
)
def test_southern_words_stay_and_are_understood(typed: str, understood: str) -> None:
    reading = read(typed)
    assert reading.understood == understood
    assert "tui" not in typed or "tui" in reading.meant


def test_tokens_point_into_the_text_as_typed() -> None:
    reading = read("K bt ntn, tim sach Nguyen Du")
    for token in reading.tokens:
        assert reading.typed[token.start : token.end] == token.typed
    assert {token.why for token in reading.tokens} >= {"short_form"}
    assert [token.typed for token in reading.tokens][2] == "ntn"
    assert reading.tokens[2].meant == "như thế nào"


def test_what_is_meant_reads_as_itself() -> None:
    once = read("bn oi cho minh hoi thu vien mo cua luc may gio")
    assert read(once.meant).meant == once.meant


def test_doubt_shows_in_confidence_and_alternatives() -> None:
    sure, unsure = read("thư viện tỉnh"), read("ban")
    assert sure.confidence == 1.0 and sure.alternatives == ()
    assert unsure.confidence < 1.0
    assert unsure.alternatives
    assert unsure.meant not in unsure.alternatives


def test_decomposed_text_comes_out_composed_with_one_tone_place() -> None:
    assert read("ho\u0300a bi\u0300nh").meant == "hòa bình"
    assert read("hoà bình").meant == "hòa bình"


@pytest.mark.parametrize(
    "typed", ["U\u0300-0+A", "A\u0300-0+a\u0323nh", "o\u031b\u0323-1 tim sach o\u0302"]
)
def test_a_text_in_pieces_reads_as_the_same_text_composed(typed: str) -> None:
    reading, whole = read(typed), read(nfc(typed))
    assert reading.meant == whole.meant == nfc(reading.meant)
    assert [token.meant for token in reading.tokens] == [token.meant for token in whole.tokens]
    assert all(token.typed == typed[token.start : token.end] for token in reading.tokens)


def test_a_mark_behind_a_code_stays_with_its_letter() -> None:
    (token,) = read("\u00d9-0A\u0300A").tokens
    assert (token.typed, token.meant) == ("\u00d9-0A\u0300A", "\u00d9-0\u00c0A")


def test_a_long_text_keeps_its_tail() -> None:
    text = "tim sach " * 2_000
    meant = read(text).meant
    assert meant.startswith("tìm sách")
    assert meant.endswith("tim sach ")


def test_reading_can_be_switched_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THUTHU_TYPING", "off")
    result = reading.read("tim sach, ntn")
    assert (result.meant, result.style) == ("tim sach, ntn", "other")
    assert [token.why for token in result.tokens] == ["kept"] * 3
