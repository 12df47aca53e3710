"""What is taken out of a text before colleagues and readers see it."""

from __future__ import annotations

import pytest

from bot.privacy.redact import HIDDEN
from bot.privacy.scrub import scrub


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("Em tên là Nguyễn Thị Hoa, thẻ HT000123", ("Nguyễn Thị Hoa", "HT000123")),
        ("gọi tôi số 0912 345 678 nhé", ("0912", "678")),
        ("gửi về hoa.nguyen+tv@gmail.com giúp", ("hoa.nguyen",)),
        ("CCCD 042186001234 ạ", ("042186001234",)),
        ("số tài khoản 1903 5566 7788", ("1903", "7788")),
        ("Dạ chào bác Hòa, sách ở tầng 2", ("Hòa",)),
        ("mk: 246810 là mật khẩu", ("246810",)),
    ],
)
def test_what_names_a_person_is_hidden(text: str, gone: tuple[str, ...]) -> None:
    clean = scrub(text)
    assert all(part not in clean.text for part in gone), clean.text
    assert clean.hidden >= 1 and HIDDEN in clean.text


@pytest.mark.parametrize(
    "text",
    [
        "Truyện Kiều của Nguyễn Du xuất bản năm 1820, trang 35",
        "Thư viện mở cửa 7:30, phí 55000 đồng",
        "cho em hỏi sách về làng Trường Lưu",
    ],
)
def test_what_names_nobody_who_writes_stays(text: str) -> None:
    assert scrub(text).text == text


def test_the_readers_own_name_goes_wherever_it_stands() -> None:
    assert "Minh Tuệ" not in scrub("Chào Minh Tuệ, mời minh tuệ xem", ["Minh Tuệ"]).text
    assert scrub("Chào Minh Tuệ, mời minh tuệ xem", ["Minh Tuệ"]).hidden == 2
