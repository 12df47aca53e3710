"""Presses, typed numbers and edits."""

from __future__ import annotations

import json
from pathlib import Path

from tests.fakes.channel_lines import line, payloads
from tests.fakes.house import open_house
from tests.fakes.zalo_wire import Wired, post, text_event


async def test_a_press_is_its_choice_once_and_stale_after(
    wired: Wired,
) -> None:
    one, house, client = wired
    clock = one.platform.clock
    await post(client, text_event("chào", 1))
    await house.settle()
    buttons = one.platform.sent[-1].message["attachment"]["payload"]["buttons"]
    assert [b["title"] for b in buttons] == ["Sách đang mượn", "Đồng ý"]
    for number, press in enumerate((buttons[1], buttons[0], buttons[0], buttons[1]), start=2):
        clock.advance(2)
        await post(client, text_event(press["payload"], number))
        await house.settle()
    texts = one.sent_texts()[1:]
    assert texts[:3] == ["nghe: /affirm", "nghe: /view_loans", "nghe: /view_loans"]
    assert "đã cũ" in texts[3]
    titles = house.ask("SELECT reply FROM messages WHERE who = 'reader' ORDER BY id")
    assert json.loads(str(titles[1][0]))["text"] == "Đồng ý"


async def test_numbers_are_typed_where_there_are_no_buttons(tmp_path: Path) -> None:
    async with line("zalo_bot") as one:
        clock = one.platform.clock
        house = open_house(tmp_path, {"zalo_bot": one.channel}, clock=clock)
        for number, words in enumerate(("chào", "1", "chín", "9")):
            body = json.loads(payloads("zalo_bot")["text_flat"])
            body["message"] |= {"text": words, "message_id": f"b{number}"}
            await house.intake.receive(one.channel, one.request(json.dumps(body).encode()))
            await house.settle()
            clock.advance(2)
        texts = [text.splitlines()[0] for text in one.sent_texts()]
        assert texts == ["nghe: chào", "nghe: /view_loans", "nghe: chín", "nghe: 9"]
        assert "1. Sách đang mượn" in one.sent_texts()[0]
        house.database.close()


async def test_an_edited_message_changes_the_transcript_and_runs_no_turn(tmp_path: Path) -> None:
    async with line("telegram") as one:
        house = open_house(tmp_path, {"telegram": one.channel})
        for kind in ("text", "edited"):
            await house.intake.receive(one.channel, one.request(payloads("telegram")[kind]))
            await house.settle()
        rows = house.ask("SELECT reply FROM messages WHERE who = 'reader'")
        assert [json.loads(str(row[0]))["text"] for row in rows] == ["gia hạn sách Kiều"]
        assert len(one.sent_texts()) == 1
        house.database.close()
