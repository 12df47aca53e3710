"""Mails to the staff: somebody waits, a channel's window is about to shut. Nobody is named in them,
and nothing of what was written: mail is no place for it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.delivery.mail.mailer import Mail, Mailer, MailSent
from bot.delivery.notices.occasions import quiet
from bot.store import staff_alerts
from bot.store.database import Database, Transaction
from bot.store.staff_alerts import Kind
from clock import Clock
from connectors.port import Channel
from words import say

CHECK_SECONDS = 30.0
LATE_SECONDS = 90.0
NEAR_SECONDS, LAST_SECONDS = 36 * 3600.0, 6 * 86_400.0
"""Of Zalo's 48 hours free and seven days in all, what leaves time to answer."""
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class StaffAlerts:
    """`look` is one round. What could not be mailed is tried again in the next."""

    database: Database
    clock: Clock
    mailer: Mailer
    to: tuple[str, ...]
    heads: tuple[str, ...]
    channels: Mapping[str, Channel]
    is_open: Callable[[datetime], bool]
    quiet_hours: tuple[int, int]
    desk_url: str

    async def look(self) -> int:
        """How many mails went out. Who waits is told of in opening hours, the rest outside of
        quiet hours."""
        moment = self.clock.now()
        now, sent = moment.timestamp(), 0
        if self.is_open(moment):
            sent += await self._tell(
                "waiting", self.to, lambda db: staff_alerts.untaken(db, now - LATE_SECONDS)
            )
        if quiet(moment.hour, *self.quiet_hours):
            return sent
        for kind, to, seconds in (
            ("window_near", self.to, NEAR_SECONDS), ("window_last", self.heads, LAST_SECONDS),
        ):  # fmt: skip
            sent += await self._window(kind, to, now - seconds)  # type: ignore[arg-type]
        return sent

    async def _window(self, kind: Kind, to: tuple[str, ...], before: float) -> int:
        names = [
            name
            for name, channel in self.channels.items()
            if channel.capabilities.hard_window_hours is not None
        ]
        return await self._tell(kind, to, lambda db: staff_alerts.silent(db, kind, names, before))

    async def _tell(
        self, kind: Kind, to: tuple[str, ...], due: Callable[[Transaction], list[int]]
    ) -> int:
        tickets = await self.database.run(due)
        if not tickets or not to:
            return 0
        values = {"count": len(tickets), "url": self.desk_url}
        mail = Mail(
            to, say("mail", f"{kind}.subject", **values), say("mail", f"{kind}.text", **values)
        )
        outcome = await self.mailer.send(mail)
        if not isinstance(outcome, MailSent):
            logger.warning("staff mail %s: %s", kind, outcome.reason)
            return 0
        now = self.clock.now().timestamp()
        await self.database.run(lambda db: staff_alerts.told(db, kind, tickets, now))
        return 1
