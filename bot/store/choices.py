"""What stands behind a button or a number in the text.

A key is made from the message and the button by a keyed digest: 128 bits, the same at every
retry, and no one makes one up. It carries a choice, never authority.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from bot.privacy.seal import Sealer
from bot.store import schema
from connectors.messages import Button, Choice, Reply

LIFETIME = 86_400.0
KEY = re.compile(r"r1\.[0-9a-f]{22}")
ONCE = ("/affirm",)
"""What writes to the library system works once; the rest may be pressed again."""
# Asked at every reply with buttons, so made once.
_TABLE = schema.choices
_KNOWN = select(_TABLE.c.key).where(_TABLE.c.message_id == bindparam("message"))
_INSERT = insert(_TABLE)
_NUMBER = re.compile(r"\s*(?:số\s*|so\s*)?(\d{1,2})\s*\.?\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Chosen:
    """The choice that was made."""

    title: str
    payload: str


@dataclass(frozen=True, slots=True)
class Stale:
    """A press that no longer means anything: used, expired, or never ours."""


class Choices:
    """Within the caller's transaction."""

    def __init__(self, sealer: Sealer) -> None:
        self._sealer = sealer

    def keyed(self, reply: Reply, message_id: int) -> Reply:
        """The reply with every payload replaced by its key. Pure."""
        buttons = [
            self._keyed(button, f"{message_id}:{number}")
            for number, button in enumerate(reply.buttons)
        ]
        cards = [
            replace(
                card,
                buttons=tuple(
                    self._keyed(button, f"{message_id}:{at}.{number}")
                    for number, button in enumerate(card.buttons)
                ),
            )
            for at, card in enumerate(reply.cards)
        ]
        return replace(reply, buttons=tuple(buttons), cards=tuple(cards))

    def _keyed(self, button: Button, what: str) -> Button:
        if not button.payload or button.url:
            return button
        return replace(button, payload=f"r1.{self._sealer.digest(f'choice:{what}')[:22]}")

    def remember(
        self,
        db: Connection,
        conversation_id: str,
        message_id: int,
        reply: Reply,
        *,
        numbers: Sequence[Choice],
        now: float,
    ) -> None:
        """Keep what the keys of a reply stand for, and which number means which key."""
        plain = _buttons(reply)
        if not plain:
            return
        keyed = self.keyed(reply, message_id)
        number_of = {choice.payload: choice.number for choice in numbers}
        had = set(db.execute(_KNOWN, {"message": message_id}).scalars())
        rows = [
            {
                "key": key.payload,
                "conversation_id": conversation_id,
                "message_id": message_id,
                "number": number_of.get(key.payload),
                "title": said.title,
                "payload": said.payload,
                "expires": now + LIFETIME,
            }
            for key, said in zip(_buttons(keyed), plain, strict=True)
            if said.payload and not said.url and key.payload not in had
        ]
        if rows:
            db.execute(_INSERT, rows)

    def resolve(
        self, db: Connection, conversation_id: str, text: str, payload: str | None, now: float
    ) -> Chosen | Stale | None:
        """What a press or a typed number means here; None when it is neither."""
        if payload is not None and KEY.fullmatch(payload):
            return self._pressed(db, conversation_id, payload, now)
        number = _NUMBER.fullmatch(text) if payload is None else None
        return None if number is None else self._numbered(db, conversation_id, int(number[1]), now)

    def _pressed(
        self, db: Connection, conversation_id: str, key: str, now: float
    ) -> Chosen | Stale:
        table = schema.choices
        row = db.execute(
            select(table).where(table.c.key == key, table.c.conversation_id == conversation_id)
        ).one_or_none()
        once = row is not None and row.payload.startswith(ONCE)
        if row is None or row.expires <= now or (once and row.used is not None):
            return Stale()
        db.execute(update(table).where(table.c.key == key).values(used=now))
        return Chosen(row.title, row.payload)

    def _numbered(
        self, db: Connection, conversation_id: str, number: int, now: float
    ) -> Chosen | None:
        """Only the numbers of the last turn: older ones no longer stand before the reader."""
        table, said = schema.choices, schema.messages
        last_turn = (
            select(func.max(said.c.inbox_id))
            .where(said.c.conversation_id == conversation_id, said.c.who == "bot")
            .scalar_subquery()
        )
        row = db.execute(
            select(table)
            .join(said, said.c.id == table.c.message_id)
            .where(
                table.c.conversation_id == conversation_id,
                said.c.inbox_id == last_turn,
                table.c.number == number,
                table.c.expires > now,
            )
            .order_by(table.c.message_id.desc())
        ).first()
        if row is None or (row.payload.startswith(ONCE) and row.used is not None):
            return None
        db.execute(update(table).where(table.c.key == row.key).values(used=now))
        return Chosen(row.title, row.payload)


def _buttons(reply: Reply) -> list[Button]:
    return [*reply.buttons, *(button for card in reply.cards for button in card.buttons)]


def purge(db: Connection, now: float) -> int:
    """Forget what can no longer be chosen."""
    return db.execute(delete(_TABLE).where(_TABLE.c.expires < now)).rowcount
