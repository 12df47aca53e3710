"""Where a message may be cut into needs."""

from __future__ import annotations

import pytest

from bot.dialogue.port import Understood
from bot.dialogue.understanding.needs import Part, needs, parts


@pytest.mark.parametrize(
    "words",
    [
        "cuốn thứ hai hiện còn trên kệ chứ",
        "quyen do con ban nao khong",
        "cuốn này có sẵn để mượn không",
        "mình mới đọc xong Số đỏ của Vũ Trọng Phụng",
    ],
)
def test_one_need_stays_whole(words: str) -> None:
    assert [part.text for part in parts(words)] == [words]


@pytest.mark.parametrize(
    ("words", "cut"),
    [
        (
            "gia hạn Số đỏ, còn Tắt đèn thì đặt trước",
            ["gia hạn Số đỏ", "còn Tắt đèn thì đặt trước"],
        ),
        ("cuon do con khong roi may gio mo cua", ["cuon do con khong", "may gio mo cua"]),
        ("trả sách xong làm thẻ mới kiểu gì", ["trả sách", "làm thẻ mới kiểu gì"]),
    ],
)
def test_two_needs_are_parted(words: str, cut: list[str]) -> None:
    assert [part.text for part in parts(words)] == cut


@pytest.mark.parametrize(
    "courtesy", ["rất mong thư viện tra giúp", "kính mong hồi âm", "xin cảm ơn quý thư viện"]
)
def test_a_courtesy_after_a_need_is_no_need(courtesy: str) -> None:
    asked = "cụ Phan Đình Phùng đỗ năm nào"
    cut = parts(f"Kính gửi quý thư viện, {asked}, {courtesy}.")
    known = [(part, _meant("ask_reference" if part.text == asked else "feedback")) for part in cut]
    known[0] = (cut[0], _meant("greet"))
    assert [part.text for part in needs(_meant("ask_reference"), known)] == [asked]


def test_what_a_courteous_need_adds_to_itself_is_kept() -> None:
    cut = parts("tìm giúp sách về ong, loại cho người mới, mong thư viện giúp")
    intents = ("find_book", "refine_search", "feedback")
    known = [(part, _meant(intent)) for part, intent in zip(cut, intents, strict=True)]
    found: tuple[Part, ...] = needs(_meant("find_book"), known)
    assert [part.text for part in found] == ["tìm giúp sách về ong, loại cho người mới"]


def _meant(intent: str) -> Understood:
    return Understood(intent, 0.9, (intent,))
