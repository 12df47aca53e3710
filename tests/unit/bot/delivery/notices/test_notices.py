"""Notices: once, in waking hours, inside the windows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from bot.delivery.notices.occasions import occasions, quiet
from bot.delivery.notices.scheduler import Hours, Notices
from bot.dialogue.replies.load import load
from bot.privacy.seal import Sealer
from bot.store import notices
from bot.store.links import Links
from clock import HANOI, FixedClock
from library.model import Hold, Loan
from library.results import Done, Refused
from tests.fakes.channel_lines import Line, line, payloads
from tests.fakes.house import House, open_house

TODAY = date(2026, 11, 23)
LOAN = Loan("l1", "p1", "b1", "Tắt đèn", "bc", date(2026, 11, 25), 0, 2)
HOLD = Hold("h1", "p1", "b2", "Số đỏ", "CN", TODAY, "ready", 1, date(2026, 11, 30))


class TwoBooks:
    """A library system with one loan and one hold."""

    async def loans(self, patron_id: str) -> Done[tuple[Loan, ...]]:
        return Done((LOAN,))

    async def holds(self, patron_id: str) -> Done[tuple[Hold, ...]]:
        return Done((HOLD,))


async def noticing(tmp_path: Path, one: Line, clock: FixedClock, **hours: Any) -> tuple[Any, House]:
    house = open_house(tmp_path, {"zalo": one.channel}, clock=clock)
    links = Links(Sealer(b"k" * 32))
    await house.intake.receive(one.channel, one.request(payloads("zalo")["text"]))
    await house.settle()

    talk = str(house.ask("SELECT id FROM conversations")[0][0])
    house.database.run_now(lambda db: links.link(db, talk, "p1", "v1", clock.now().timestamp()))
    house.database.run_now(lambda db: notices.wish(db, talk, on=True, now=0.0))
    made = Notices(
        house.database, house.deps.store.conversations, links,
        TwoBooks(), {"zalo": one.channel}, {},  # type: ignore[arg-type]
        load(), clock, house.sender.wakeup, Hours(**hours),
    )  # fmt: skip
    return made, house


async def test_notices_go_once_in_waking_hours(tmp_path: Path) -> None:
    clock = FixedClock(datetime(2026, 11, 23, 22, tzinfo=HANOI))
    async with line("zalo", clock) as one:
        notices, house = await noticing(tmp_path, one, clock)
        assert await notices.send_due() == 0
        clock.advance(10 * 3600)
        assert await notices.send_due() == 2
        assert await notices.send_due() == 0
        for _ in range(4):
            clock.advance(2)
            await house.settle()
        texts = one.sent_texts()[1:]
        assert len(texts) == 2
        assert "Tắt đèn, thứ Tư, 25/11/2026" in texts[0] and "Số đỏ" in texts[1]
        house.database.close()


async def test_outside_the_window_only_a_paid_template_goes(tmp_path: Path) -> None:
    clock = FixedClock(datetime(2026, 11, 20, 9, tzinfo=HANOI))
    async with line("zalo", clock) as one:
        notices, house = await noticing(tmp_path, one, clock)
        clock.advance(72 * 3600)
        assert await notices.send_due() == 0
        house.database.close()
    async with line("zalo", clock) as one:
        notices, house = await noticing(tmp_path / "2", one, clock, template="t1")
        clock.advance(49 * 3600)
        assert await notices.send_due() > 0
        assert await notices.send_due() == 0
        kinds = [message.kind for message in one.platform.sent]
        assert "template" in kinds
        house.database.close()


def test_quiet_hours_go_over_midnight() -> None:
    assert [hour for hour in range(24) if quiet(hour, 21, 7)] == [*range(7), 21, 22, 23]
    assert not any(quiet(hour, 7, 7) for hour in range(24))


def test_a_hold_about_to_go_back_is_told_as_that() -> None:
    late = occasions((), (HOLD,), date(2026, 11, 29), 3)
    assert [one.kind for one in late] == ["hold_expiring"]
    assert occasions((LOAN,), (), date(2026, 11, 21), 3) == ()


async def test_a_system_without_holds_still_has_due_dates(tmp_path: Path) -> None:
    class NoHolds(TwoBooks):
        async def holds(self, patron_id: str) -> Refused:  # type: ignore[override]
            return Refused("not_offered")

    clock = FixedClock(datetime(2026, 11, 23, 9, tzinfo=HANOI))
    async with line("zalo", clock) as one:
        notices, _ = await noticing(tmp_path, one, clock)
        assert await replace(notices, library=NoHolds()).send_due() == 1
