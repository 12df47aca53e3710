"""What a channel must remember: tokens, counters, set-up. Values stand sealed."""

from __future__ import annotations

from sqlalchemy import Connection, and_, delete, insert, select

from bot.privacy.seal import Sealer
from bot.store import schema


class ChannelFacts:
    """Within the caller's transaction; a fact is replaced whole."""

    def __init__(self, sealer: Sealer) -> None:
        self._sealer = sealer

    def get(self, db: Connection, channel: str, name: str) -> str | None:
        table = schema.channel_facts
        sealed = db.execute(
            select(table.c.value_sealed).where(table.c.channel == channel, table.c.name == name)
        ).scalar_one_or_none()
        return None if sealed is None else self._sealer.open(sealed)

    def put(self, db: Connection, channel: str, name: str, value: str, now: float) -> None:
        table = schema.channel_facts
        db.execute(delete(table).where(and_(table.c.channel == channel, table.c.name == name)))
        db.execute(
            insert(table).values(
                channel=channel, name=name, value_sealed=self._sealer.seal(value), at=now
            )
        )

    def count(self, db: Connection, channel: str, name: str) -> int:
        """A counter; 0 where there is none."""
        return int(self.get(db, channel, name) or 0)

    def add(self, db: Connection, channel: str, name: str, amount: int, now: float) -> int:
        """The counter after adding."""
        total = self.count(db, channel, name) + amount
        self.put(db, channel, name, str(total), now)
        return total
