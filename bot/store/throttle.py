"""How often something may be tried: counted rows within a window."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, delete, func, insert, select

from bot.store.schema import throttles

Limit = tuple[str, int, float]
"""(key, how many, within seconds)"""
LONGEST = 86_400.0


def allowed(db: Connection, limits: Sequence[Limit], now: float) -> bool:
    """Whether every limit has room."""
    return all(_count(db, key, now - within) < most for key, most, within in limits)


def record(db: Connection, keys: Sequence[str], now: float) -> None:
    """One more try under each key; what no window reaches is dropped."""
    db.execute(delete(throttles).where(throttles.c.at < now - LONGEST))
    for key in keys:
        db.execute(insert(throttles).values(key=key, at=now))


def release(db: Connection, key: str) -> None:
    """Take back the latest try under the key."""
    latest = select(func.max(throttles.c.id)).where(throttles.c.key == key).scalar_subquery()
    db.execute(delete(throttles).where(throttles.c.id == latest))


def _count(db: Connection, key: str, since: float) -> int:
    query = select(func.count()).where(throttles.c.key == key, throttles.c.at > since)
    return int(db.execute(query).scalar_one())
