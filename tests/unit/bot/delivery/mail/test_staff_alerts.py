"""D2, D18: the staff is told once of who waits and of windows about to shut, at decent hours."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import pytest

from bot.delivery.mail.mailer import Mail, MailFailed, MailSent
from bot.delivery.mail.staff_alerts import StaffAlerts
from bot.store import handoffs
from bot.store.handoffs import HandoffRequest
from bot.store.opened import Store, open_store
from clock import HANOI, FixedClock
from tests.fakes.house import Recorder

HOUR = 3600.0


@dataclass
class Letterbox:
    """Keeps the mails; `away`: takes none."""

    mails: list[Mail] = field(default_factory=list)
    away: bool = False

    async def send(self, mail: Mail) -> MailSent | MailFailed:
        if self.away:
            return MailFailed("away")
        self.mails.append(mail)
        return MailSent()


@dataclass
class Watch:
    store: Store
    clock: FixedClock
    box: Letterbox
    alerts: StaffAlerts

    def ask(self, channel: str) -> None:
        now, people = self.clock.now().timestamp(), self.store.conversations

        def opened(db: object) -> None:
            talk = people.find_or_open(db, channel, f"k{now}", "Trần Bí Mật", now)  # type: ignore[arg-type]
            handoffs.ask(db, talk, HandoffRequest("asked", "câu riêng"), (), now)  # type: ignore[arg-type]

        self.store.database.run_now(opened)


@pytest.fixture
def watch(tmp_path: Path) -> Iterator[Watch]:
    store, clock, box = (
        open_store(tmp_path),
        FixedClock(datetime(2026, 11, 23, 9, tzinfo=HANOI)),
        Letterbox(),
    )
    zalo = Recorder(clock, name="zalo", free_hours=48, hard_hours=168)
    alerts = StaffAlerts(
        store.database, clock, box, ("mai@x.vn",), ("head@x.vn",),
        {"zalo": zalo, "web": Recorder(clock, name="web")},
        lambda moment: 8 <= moment.hour < 17, (21, 7), "https://tv.vn/desk",
    )  # fmt: skip
    yield Watch(store, clock, box, alerts)
    store.database.close()


async def test_who_waits_90_seconds_is_told_of_once_and_not_named(watch: Watch) -> None:
    watch.ask("web")
    watch.clock.advance(89)
    assert await watch.alerts.look() == 0
    watch.clock.advance(1)
    watch.box.away = True
    assert await watch.alerts.look() == 0
    watch.box.away = False
    assert [await watch.alerts.look() for _ in range(3)] == [1, 0, 0]
    mail = watch.box.mails[0]
    assert mail.to == ("mai@x.vn",) and "https://tv.vn/desk" in mail.text
    assert "Bí Mật" not in mail.text + mail.subject and "riêng" not in mail.text


async def test_out_of_hours_nobody_is_woken(watch: Watch) -> None:
    watch.clock.advance(9 * HOUR)
    watch.ask("web")
    watch.clock.advance(HOUR)
    assert await watch.alerts.look() == 0
    watch.clock.advance(14 * HOUR)
    assert await watch.alerts.look() == 1


async def test_windows_of_36_hours_and_six_days_on_channels_that_have_one(watch: Watch) -> None:
    watch.ask("zalo")
    watch.ask("web")
    watch.clock.advance(120)
    assert await watch.alerts.look() == 1
    watch.clock.advance(36 * HOUR)
    assert await watch.alerts.look() == 0
    watch.clock.advance(12 * HOUR)
    assert await watch.alerts.look() == 1
    assert watch.box.mails[-1].to == ("mai@x.vn",) and "36 giờ" in watch.box.mails[-1].text
    watch.clock.advance(4 * 24 * HOUR)
    assert await watch.alerts.look() == 1
    assert watch.box.mails[-1].to == ("head@x.vn",)
    assert await watch.alerts.look() == 0
