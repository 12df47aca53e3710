"""Photos, places, and whatever comes without words."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.delivery.channels import media
from clock import FixedClock
from connectors.limited import allowed
from tests.fakes.channel_lines import line, payloads
from tests.fakes.house import START, open_house
from tests.fakes.photos import barcode


async def test_a_photo_of_a_barcode_finds_the_book(tmp_path: Path) -> None:
    async with line("telegram") as one:
        one.platform.files["F2"] = barcode("9786041123458")
        house = open_house(tmp_path, {"telegram": one.channel})
        await house.intake.receive(one.channel, one.request(payloads("telegram")["photo"]))
        await house.settle()
        assert house.engine.heard[-1][1] == "9786041123458"
        house.database.close()


@pytest.mark.parametrize(
    "data", [b"", b"x" * 99, b"\xff\xd8\xff\xe0broken", barcode("4006381333931")]
)
def test_any_other_picture_is_no_isbn(data: bytes) -> None:
    assert media.isbn_in(data) is None


@pytest.mark.parametrize(
    ("url", "fine"),
    [
        ("https://photo.zdn.vn/a.jpg", True),
        ("http://photo.zdn.vn/a.jpg", False),
        ("https://zdn.vn.evil.example/a", False),
        ("https://evilzdn.vn/a", False),
        ("https://photo.zdn.vn:8443/a", False),
        ("https://user@photo.zdn.vn/a", False),
        ("https://127.0.0.1/a", False),
        ("https://[::1", False),
    ],
)
def test_files_are_fetched_from_the_channel_s_hosts_alone(url: str, fine: bool) -> None:
    assert allowed(url, (".zdn.vn",)) is fine


async def test_each_kind_without_words_has_its_answer(tmp_path: Path) -> None:
    clock = FixedClock(START)
    async with line("zalo", clock) as one:
        house = open_house(tmp_path, {"zalo": one.channel}, clock=clock)
        for kind, cue in {
            "image": "ISBN", "sticker": "nhãn dán", "audio": "tin nhắn thoại",
            "business_card": "số điện thoại", "location": "/location_contact", "file": "chưa đọc",
        }.items():  # fmt: skip
            clock.advance(2)
            await house.intake.receive(one.channel, one.request(payloads("zalo")[kind]))
            await house.settle()
            assert cue in one.sent_texts()[-1], kind
        house.database.close()
