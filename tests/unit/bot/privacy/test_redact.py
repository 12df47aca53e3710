"""Secrets go, in whatever words and keys they are typed; numbers of libraries stay."""

from __future__ import annotations

import pytest

from bot.privacy.redact import Asked, redact
from tests.fakes.secrets_bank import harmless, secret


def test_of_five_hundred_secrets_two_at_most_are_kept() -> None:
    made = [secret(seed) for seed in range(500)]
    kept = [one.text for one in made if any(s in redact(one.text).text for s in one.secrets)]
    assert len(kept) <= 2, kept


def test_of_two_thousand_others_four_at_most_are_touched() -> None:
    made = [harmless(seed).text for seed in range(2_000)]
    touched = [text for text in made if redact(text).text != text]
    assert len(touched) <= 4, touched


@pytest.mark.parametrize(
    ("text", "kind", "left"),
    [
        ("mã pin thẻ HT000123 là 73190243", "pin", "mã pin thẻ ••• là •••"),
        ("2468 là mã pin của tôi", "pin", "••• là mã pin của tôi"),
        ("ma65t kha63u cua3 em la2 2468", "pin", "ma65t kha63u cua3 em la2 •••"),
        ("mật khẩu là hoahong", "pin", "mật khẩu là •••"),
        ("mã pin là hai bốn sáu tám", "pin", "mã pin là •••"),
        ("mã pin ２４６８", "pin", "mã pin •••"),
        ("pin 24\u200b68", "pin", "pin •••"),
        ("mã pin của em là năm sinh 1990", "pin", "mã pin của em là •••"),
        ("HT000123/2468", "pin", "•••/•••"),
        ("số cmnd của bác là 186 234 567", "identity", "số cmnd của bác là •••"),
        ("040198001234", "identity", "•••"),
        ("thẻ TV-2020-00123", "card", "thẻ •••"),
        ("gọi mình 0912345678", "phone", "gọi mình •••"),
        ("em dùng a.b@gmail.com", "email", "em dùng •••"),
    ],
)
def test_what_is_hidden_and_told(text: str, kind: str, left: str) -> None:
    clean = redact(text)
    assert clean.text == left
    assert kind in clean.kinds


@pytest.mark.parametrize(
    "text",
    [
        "978-0-14-044913-6 còn không", "978-0-385-47454-2", "0-306-40615-2", "ISBN 8935036677892",
        "895.922 8", "mã vạch TT0006688701 còn không", "quên mã pin từ năm 2023",
        "có cuốn Mật mã Da Vinci 2003 không", "sách về pin 18650", "sách về mật khẩu 2022",
        "mk sinh năm 2005", "mật khẩu là gì vậy ad", "số thư viện 0238 3844 833", "cuốn 1984",
        "mã của cuốn sách là 4821", "thẻ của em hết hạn 12/2025 rồi", "phạt 20000 đồng à", "3", "",
    ],
)  # fmt: skip
def test_what_stays(text: str) -> None:
    assert redact(text).text == text


@pytest.mark.parametrize(
    ("text", "asked", "left"),
    [
        ("0912 345 678", "contact", "0912 345 678"),
        ("a.b@gmail.com", "contact", "a.b@gmail.com"),
        ("mã pin 2468, gọi 0912345678", "contact", "mã pin •••, gọi 0912345678"),
        ("2468", "sign_in", "•••"),
        ("2468", None, "2468"),
    ],
)
def test_what_was_asked_for_tells(text: str, asked: Asked | None, left: str) -> None:
    assert redact(text, asked).text == left
