"""Library cards linked to conversations."""

from __future__ import annotations

from sqlalchemy import Connection, delete, insert, select

from bot.privacy.seal import Sealer
from bot.store import schema


class Links:
    """Patron ids stand sealed; the link itself is the only thing kept of an account."""

    def __init__(self, sealer: Sealer) -> None:
        self._sealer = sealer

    def patron(self, db: Connection, conversation_id: str) -> str | None:
        table = schema.links
        sealed = db.execute(
            select(table.c.patron_sealed).where(table.c.conversation_id == conversation_id)
        ).scalar_one_or_none()
        return None if sealed is None else self._sealer.open(sealed)

    def link(
        self, db: Connection, conversation_id: str, patron_id: str, consent: str, now: float
    ) -> None:
        """Replaces an earlier link of the conversation."""
        self.unlink(db, conversation_id)
        db.execute(
            insert(schema.links).values(
                conversation_id=conversation_id,
                patron_sealed=self._sealer.seal(patron_id),
                consent=consent,
                linked=now,
            )
        )

    def unlink(self, db: Connection, conversation_id: str) -> None:
        table = schema.links
        db.execute(delete(table).where(table.c.conversation_id == conversation_id))
