"""What readers send on the platforms' channels, as the librarian reads it."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.desk.views import conversation
from bot.privacy.seal import Sealer
from bot.store import handoffs
from bot.store.handoffs import HandoffRequest
from bot.store.links import Links
from clock import FixedClock
from connectors.messages import Attachment, AttachmentKind
from tests.fakes.channel_lines import line, payloads
from tests.fakes.house import START, House, open_house
from words import of

SEALER = Sealer(b"k" * 32)
WORDS = of("desk")
KINDS = AttachmentKind.__args__


def at_the_desk(house: House) -> list[list[dict[str, object]]]:
    """The files of each message that has some."""
    talk = str(house.ask("SELECT id FROM conversations")[0][0])

    def look(db: object) -> dict[str, object]:
        asked = HandoffRequest("asked", "gặp thủ thư")
        handoffs.ask(db, talk, asked, (), START.timestamp())  # type: ignore[arg-type]
        handoff = handoffs.current(db, talk)  # type: ignore[arg-type]
        return conversation(
            db,
            house.deps.store.conversations,
            Links(SEALER),
            handoff,
            words=WORDS,
            now=START.timestamp(),
        )  # type: ignore[arg-type]

    messages = house.database.run_now(look)["messages"]
    return [m["files"] for m in messages if m["files"]]  # type: ignore[index,attr-defined]


async def test_on_zalo_each_kind_is_a_line(tmp_path: Path) -> None:
    clock = FixedClock(START)
    async with line("zalo", clock) as one:
        house = open_house(tmp_path, {"zalo": one.channel}, clock=clock)
        for kind in ("image", "file", "audio", "sticker", "location", "business_card"):
            clock.advance(2)
            await house.intake.receive(one.channel, one.request(payloads("zalo")[kind]))
            await house.settle()
        lines = [str(file["line"]) for files in at_the_desk(house) for file in files]
        assert lines[0] == "[Ảnh]"
        assert lines[1].startswith("[Tệp")
        assert lines[2:] == ["[Tin nhắn thoại]", "[Nhãn dán]", "[Vị trí]", "[Danh thiếp]"]
        assert "http" not in str(house.ask("SELECT facts FROM messages WHERE who = 'reader'"))
        house.database.close()


async def test_on_telegram_a_photo_is_a_line_and_no_address(tmp_path: Path) -> None:
    async with line("telegram") as one:
        house = open_house(tmp_path, {"telegram": one.channel})
        await house.intake.receive(one.channel, one.request(payloads("telegram")["photo"]))
        await house.settle()
        assert at_the_desk(house) == [[{"line": "[Ảnh]", "picture": True, "url": ""}]]
        house.database.close()


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_its_word(kind: AttachmentKind) -> None:
    assert WORDS[f"file_{Attachment(kind).kind}"].startswith("[")
