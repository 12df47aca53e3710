"""What readers said to the staff that needs no answer: wishes for the collection, praise."""

from __future__ import annotations

from sqlalchemy import Connection, insert

from bot.store import schema


def add(db: Connection, conversation_id: str, kind: str, text: str, now: float) -> None:
    values = {"conversation_id": conversation_id, "kind": kind, "text": text, "at": now}
    db.execute(insert(schema.notes).values(**values))
