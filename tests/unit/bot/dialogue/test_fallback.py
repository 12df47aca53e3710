"""What the reader gets while Rasa is away."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.dialogue.fallback import FallbackEngine
from bot.dialogue.port import TurnInput, TurnResult
from tests.fakes.reading_room import EVENING, library, services


async def ask(text: str, payload: str | None = None, **setup: object) -> TurnResult:
    """One turn of a linked reader."""
    engine = FallbackEngine(services(**setup))  # type: ignore[arg-type]
    turn = await engine.turn(TurnInput("c1", "t1", text, payload, patron_id="pA"))
    assert isinstance(turn, TurnResult)
    return turn


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("xin chào", "greeted"),
        ("thư viện mấy giờ mở cửa", "info_told"),
        ("thu vien may gio mo cua", "info_told"),
        ("số điện thoại là gì", "info_told"),
        ("làm thẻ cần giấy tờ gì", "info_told"),
        ("tìm sách Số đỏ", "works_listed"),
        ("Nguyễn Công Trứ sinh năm nào", "answered"),
        ("có sách gì mới về không", "new_listed"),
        ("cho mình gặp thủ thư", "handed_over"),
        ("tìm sách phi thuyền không gian", "nothing_found"),
        ("cảm ơn nhé", "thanked"),
    ],
)
async def test_it_says_less_not_nothing(text: str, act: str) -> None:
    assert act in (await ask(text)).acts


@pytest.mark.parametrize(
    "text", ["gia hạn hết giúp mình", "đặt trước cuốn Số đỏ", "mình đang mượn gì", "bỏ đặt đi"]
)
async def test_it_never_touches_the_account(text: str) -> None:
    system = library()
    turn = await ask(text, system=system)
    assert turn.acts == ("failed",)
    assert turn.replies[0].buttons[0].payload == "/ask_librarian"
    assert system.writes == []


async def test_buttons_work_as_far_as_they_can() -> None:
    seen = await ask("Xem chi tiết", '/show_details{"work_id": "w2"}')
    assert seen.acts == ("work_detailed",)
    renew = await ask("Gia hạn", '/renew_loan{"loan_id": "l1"}')
    assert renew.acts == ("failed",)
    broken = await ask("Số đỏ", "/show_details{")
    assert broken.acts == ("works_listed",)


async def test_out_of_hours_it_still_hands_over() -> None:
    turn = await ask("gặp thủ thư", at=EVENING)
    assert turn.acts == ("handed_over", "ticket_opened")
    assert turn.effects.handoff is not None


async def test_it_is_always_there() -> None:
    engine = FallbackEngine(services())
    assert await engine.healthy()
    assert await engine.forget("c1")


@given(st.text(max_size=300))
@settings(max_examples=60, deadline=None)
async def test_any_text_gets_a_reply(text: str) -> None:
    assert (await ask(text)).replies


@pytest.mark.parametrize("text", ["", "\0", "\ud800", "ﷺ" * 50, "😀", "<b>x</b>", "a" * 100_000])
async def test_hostile_text_gets_a_reply(text: str) -> None:
    assert (await ask(text)).replies
