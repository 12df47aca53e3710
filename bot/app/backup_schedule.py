"""Copies made by the app itself, and word of the last one that failed."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, field

from bot.app import backup
from bot.settings import Settings
from clock import Clock

LOOK_SECONDS = 900.0
logger = logging.getLogger(__name__)


@dataclass
class BackupSchedule:
    """`fault` tells why the latest copy was not made; empty when it was."""

    settings: Settings
    clock: Clock
    fault: str = field(default="", init=False)

    async def make_due(self) -> None:
        """A copy when the newest is older than the settings want."""
        if not self.settings.backup_hours or not self._due():
            return
        try:
            made = await asyncio.to_thread(backup.make, self.settings, self.clock.now())
            await asyncio.to_thread(backup.prune, self.settings)
        except (backup.BackupError, OSError) as error:
            self.fault = str(error)
            logger.error("backup failed: %s", error)
        else:
            self.fault = ""
            logger.info("backup made: %s", made.name)

    def _due(self) -> bool:
        found = self.settings.own_backups.glob(f"*{backup.SUFFIX}")
        newest = max((path.name for path in found), default="")
        wanted = self.clock.now().timestamp() - self.settings.backup_hours * 3600
        return newest < backup.name_of(wanted)
