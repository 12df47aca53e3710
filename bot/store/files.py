"""Files that readers sent, sealed: kept and erased with their conversation, and not for ever."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, delete, func, insert, select

from bot.privacy.seal import Sealer
from bot.store import schema

KEPT_SECONDS = 90 * 86_400.0
"""A question is settled in days; who asks for the file after a season asks the reader."""
DAY_SECONDS = 86_400.0
MAX_A_DAY = 40
"""Files of one conversation in a day."""
MAX_BYTES = 2_000_000_000
"""All files together: about 7,000 photos, on a disk that the library's texts share."""


class FullError(RuntimeError):
    """No more files are taken just now. Nothing of the transaction is to be kept."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A file as it came: `kind` by its content, `name` cleaned, `data` its bytes."""

    kind: str
    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Sealed:
    """The same, ready for the disk; made off the store's thread. `size` in bytes, unsealed."""

    key: str
    kind: str
    size: int
    name: bytes
    body: bytes


class Files:
    """Reads and writes within the caller's transaction."""

    def __init__(self, sealer: Sealer) -> None:
        self._sealer = sealer

    def sealed(self, key: str, file: Kept) -> Sealed:
        """5 MB take about 5 ms."""
        return Sealed(
            key, file.kind, len(file.data), self._sealer.seal(file.name),
            self._sealer.seal_bytes(file.data),
        )  # fmt: skip

    def put(self, db: Connection, conversation_id: str, file: Sealed, now: float) -> None:
        """Raises FullError where the conversation or the store has had its share."""
        table = schema.files
        today = select(func.count()).where(
            table.c.conversation_id == conversation_id, table.c.at > now - DAY_SECONDS
        )
        held = db.execute(select(func.sum(table.c.size))).scalar() or 0
        if db.execute(today).scalar_one() >= MAX_A_DAY or held + file.size > MAX_BYTES:
            raise FullError
        row = {
            "key": file.key,
            "conversation_id": conversation_id,
            "kind": file.kind,
            "size": file.size,
            "at": now,
            "name_sealed": file.name,
            "body_sealed": file.body,
        }
        db.execute(insert(table), row)

    def get(self, db: Connection, key: str, conversation_id: str | None = None) -> Kept | None:
        """The file, of the given conversation where one is given; None when there is none."""
        table = schema.files
        query = select(table).where(table.c.key == key)
        if conversation_id is not None:
            query = query.where(table.c.conversation_id == conversation_id)
        row = db.execute(query).one_or_none()
        if row is None:
            return None
        name, body = self._sealer.open(row.name_sealed), self._sealer.open_bytes(row.body_sealed)
        return Kept(row.kind, name, body)


def standing(db: Connection, conversation_id: str, keys: Iterable[str]) -> frozenset[str]:
    """Which of the conversation's files are still kept."""
    table = schema.files
    found = db.execute(
        select(table.c.key).where(
            table.c.conversation_id == conversation_id, table.c.key.in_(list(keys))
        )
    )
    return frozenset(str(key) for key in found.scalars())


def purge(db: Connection, now: float) -> int:
    """Forget what is older than it need be; how many."""
    return older(db, now - KEPT_SECONDS)


def older(db: Connection, before: float) -> int:
    """Forget what came before then; how many."""
    return db.execute(delete(schema.files).where(schema.files.c.at < before)).rowcount
