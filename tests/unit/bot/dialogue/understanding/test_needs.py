"""Where a message may be cut into needs."""

from __future__ import annotations

import pytest

from bot.dialogue.understanding.needs import parts


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
