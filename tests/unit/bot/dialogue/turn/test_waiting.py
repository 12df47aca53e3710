"""A reader who waits for a librarian is answered, told where they stand, and let out at a word."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.dialogue.turn.waiting import leaves, rest
from bot.store import handoffs
from bot.store.handoffs import HandoffRequest
from clock import FixedClock
from tests.fakes.house import START, House, Recorder, open_house
from vietnamese.reading.rekey import rekey

WORDINGS = (
    "thôi khỏi chờ nữa", "không chờ nữa đâu", "bỏ yêu cầu gặp người đi",
    "mình không cần thủ thư nữa", "hủy yêu cầu gặp thủ thư giúp mình", "cho hỏi máy tiếp",
    "thoát hàng đợi", "khỏi gặp ai nữa",
    "quay lại với bot", "thôi không cần nữa", "không đợi được nữa rồi", "never mind",
)  # fmt: skip
STAYS = (
    "thôi để mình chờ vậy", "chờ lâu không", "sao không thấy thủ thư trả lời", "mình vẫn chờ nhé",
    "bao giờ thủ thư vào", "mấy giờ thư viện đóng cửa", "có cuốn Chờ đợi không",
    "nối máy với thủ thư giúp mình", "không biết còn phải làm gì",
)  # fmt: skip
STYLES = ("clean", "no_accents", "telex", "vni")


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("text", WORDINGS)
def test_twelve_wordings_leave_in_every_way_of_typing(text: str, style: str) -> None:
    assert leaves(rekey(text, style))


@pytest.mark.parametrize("text", STAYS)
def test_what_only_speaks_of_waiting_stays(text: str) -> None:
    assert not leaves(text)


def test_what_is_asked_besides_is_kept() -> None:
    assert rest("thôi không cần nữa, cho hỏi giờ mở cửa") == "cho hỏi giờ mở cửa"
    assert rest("thôi khỏi chờ nữa ạ") == ""


async def _queued(home: Path) -> tuple[House, Recorder, str]:
    clock = FixedClock(START)
    channel = Recorder(clock)
    house = open_house(home, {"rec": channel}, clock=clock)
    await house.hears("rec", "a", "xin chào", "1")
    await house.settle()
    store = house.deps.store

    def ask(db: object) -> str:
        found = store.conversations.by_chat(db, "rec", "a")  # type: ignore[arg-type]
        assert found is not None
        request = HandoffRequest("asked", "hỏi")
        handoffs.ask(db, found.id, request, (), START.timestamp())  # type: ignore[arg-type]
        store.conversations.set_owner(db, found.id, "queue")  # type: ignore[arg-type]
        return found.id

    return house, channel, house.database.run_now(ask)


async def test_a_question_asked_while_waiting_is_answered_and_the_wait_goes_on(
    tmp_path: Path,
) -> None:
    house, channel, conversation = await _queued(tmp_path)
    await house.hears("rec", "a", "mấy giờ mở cửa", "2")
    house.clock.advance(5)  # type: ignore[attr-defined]
    await house.settle()
    said = channel.sent[-1][1]
    assert "nghe: mấy giờ mở cửa" in said
    assert "lượt thứ 1" in said
    owner = house.ask("SELECT owner FROM conversations")
    assert owner == [("queue",)]
    assert house.database.run_now(lambda db: handoffs.current(db, conversation)) is not None


@pytest.mark.parametrize(
    ("text", "heard"),
    [("thôi khỏi chờ nữa", []), ("khỏi chờ nữa, tìm sách Mắt biếc", ["tìm sách Mắt biếc"])],
)
async def test_leaving_closes_the_handoff_and_answers_the_rest(
    tmp_path: Path, text: str, heard: list[str]
) -> None:
    house, _, conversation = await _queued(tmp_path)
    before = len(house.engine.heard)
    await house.hears("rec", "a", text, "2")
    house.clock.advance(5)  # type: ignore[attr-defined]
    await house.settle()
    assert house.ask("SELECT owner FROM conversations") == [("bot",)]
    assert house.database.run_now(lambda db: handoffs.current(db, conversation)) is None
    assert [words for _, words in house.engine.heard[before:]] == heard


async def test_the_place_counts_who_waits_before(tmp_path: Path) -> None:
    house, _, conversation = await _queued(tmp_path)
    store = house.deps.store

    def another(db: object) -> int | None:
        now = START.timestamp()
        second = store.conversations.find_or_open(db, "rec", "b", None, now)  # type: ignore[arg-type]
        handoffs.ask(db, second, HandoffRequest("asked", "x"), (), now + 9)  # type: ignore[arg-type]
        return handoffs.place(db, second)  # type: ignore[arg-type]

    assert house.database.run_now(another) == 2
    assert house.database.run_now(lambda db: handoffs.place(db, conversation)) == 1
    assert house.database.run_now(handoffs.usual_wait) is None
