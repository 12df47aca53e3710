"""Library cards linked to conversations."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from bot.privacy.seal import Sealer
from bot.store import schema
from bot.store.facts import ChannelFacts

MOVED = "web-moved"
LASTS_SECONDS = 90 * 86_400.0
"""A link is asked for again after 90 days without signing in on the page."""
FOLLOW_SECONDS = 600.0
"""So long the page that typed the code may ask for its new session."""

# Asked at every turn, so made once, as in the inbox.
_PATRON = select(schema.links.c.patron_sealed).where(
    schema.links.c.conversation_id == bindparam("talk"),
    schema.links.c.linked > bindparam("since"),
)


class Links:
    """Patron ids stand sealed; the link itself is the only thing kept of an account."""

    def __init__(self, sealer: Sealer) -> None:
        self._sealer = sealer

    def patron(self, db: Connection, conversation_id: str, now: float = 0.0) -> str | None:
        """Whom the conversation speaks for; nobody where the sign-in is too long before `now`."""
        since = {"talk": conversation_id, "since": now - LASTS_SECONDS}
        sealed = db.execute(_PATRON, since).scalar_one_or_none()
        return None if sealed is None else self._sealer.open(sealed)

    def conversations_of(
        self, db: Connection, patron_ids: Collection[str], now: float
    ) -> dict[str, tuple[str, ...]]:
        """Conversations that speak for each patron. Ids stand sealed, each with its own salt, so
        every link is opened: 20,000 of them take a fifth of a second."""
        table = schema.links
        query = select(table.c.conversation_id, table.c.patron_sealed)
        found: dict[str, tuple[str, ...]] = {}
        for talk, sealed in db.execute(query.where(table.c.linked > now - LASTS_SECONDS)):
            patron = self._sealer.open(sealed)
            if patron in patron_ids:
                found[patron] = (*found.get(patron, ()), talk)
        return found

    def renewed(
        self, db: Connection, conversation_id: str, patron_id: str, consent: str, now: float
    ) -> bool:
        """Signed in again with the card that the conversation had before, however long ago."""
        table = schema.links
        mine = table.c.conversation_id == conversation_id
        sealed = db.execute(select(table.c.patron_sealed).where(mine)).scalar_one_or_none()
        if sealed is None or self._sealer.open(sealed) != patron_id:
            return False
        db.execute(update(table).where(mine).values(linked=now, consent=consent))
        return True

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

    def moved(self, db: Connection, event_id: str, chat_key: str, now: float) -> None:
        """The web conversation that the event linked has another chat key from now on."""
        ChannelFacts(self._sealer).put(db, MOVED, self._name(event_id), chat_key, now)

    def follow(self, db: Connection, event_id: str, now: float) -> str | None:
        """The new chat key, told once to who knows the event: the page that sent it."""
        table = schema.channel_facts
        db.execute(delete(table).where(table.c.channel == MOVED, table.c.at < now - FOLLOW_SECONDS))
        name = self._name(event_id)
        found = ChannelFacts(self._sealer).get(db, MOVED, name)
        db.execute(delete(table).where(table.c.channel == MOVED, table.c.name == name))
        return found

    def _name(self, event_id: str) -> str:
        return self._sealer.digest(f"moved:{event_id}")[:32]
