"""Sessions at the desk, and the browsers people signed in from. Tokens come here as hashes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from sqlalchemy import Connection, delete, insert, select

from bot.store import schema
from bot.store.staff import Role, Staff

NAMED = 16
"""Digits of a session's hash that name it on its page: enough to tell, too few to come in with."""
BROWSER_SECONDS = 90 * 86_400.0
_TABLE, _BROWSERS = schema.staff_sessions, schema.staff_browsers


@dataclass(frozen=True, slots=True)
class Session:
    """`id` names it and opens nothing."""

    id: str
    opened: float
    expires: float
    address: str
    agent: str


def open_session(
    db: Connection,
    token_hash: str,
    staff_id: int,
    csrf: str,
    *,
    now: float,
    expires: float,
    address: str = "",
    agent: str = "",
) -> None:
    """Sessions that have expired by `now` go."""
    db.execute(delete(_TABLE).where(_TABLE.c.expires < now))
    row = {
        "token_hash": token_hash, "staff_id": staff_id, "csrf": csrf, "expires": expires,
        "opened": now, "address": address[:64], "agent": agent[:200],
    }  # fmt: skip
    db.execute(insert(_TABLE).values(**row))


def whose(db: Connection, token_hash: str, now: float) -> Staff | None:
    """The staff member of a session that has not expired."""
    staff = schema.staff
    row = db.execute(
        select(staff.c.id, staff.c.username, staff.c.name, staff.c.role, _TABLE.c.csrf)
        .join(staff, staff.c.id == _TABLE.c.staff_id)
        .where(_TABLE.c.token_hash == token_hash, _TABLE.c.expires > now, staff.c.closed.is_(None))
    ).one_or_none()
    if row is None:
        return None
    return Staff(row.id, row.username, row.name, row.csrf, cast(Role, row.role))


def of_staff(db: Connection, staff_id: int, now: float) -> list[Session]:
    """The latest first."""
    query = (
        select(_TABLE)
        .where(_TABLE.c.staff_id == staff_id, _TABLE.c.expires > now)
        .order_by(_TABLE.c.opened.desc())
    )
    return [
        Session(r.token_hash[:NAMED], r.opened, r.expires, r.address, r.agent)
        for r in db.execute(query)
    ]


def close_session(db: Connection, token_hash: str) -> None:
    db.execute(delete(_TABLE).where(_TABLE.c.token_hash == token_hash))


def end(db: Connection, staff_id: int, session_id: str) -> bool:
    """One session of theirs, by its name; False when there is none."""
    if len(session_id) != NAMED or not session_id.isalnum():
        return False
    own = _TABLE.c.staff_id == staff_id
    done = db.execute(delete(_TABLE).where(own, _TABLE.c.token_hash.startswith(session_id)))
    return done.rowcount > 0


def end_all(db: Connection, staff_id: int, *, but: str = "") -> None:
    """Every session of theirs except that with the hash `but`."""
    db.execute(delete(_TABLE).where(_TABLE.c.staff_id == staff_id, _TABLE.c.token_hash != but))


def remember(db: Connection, staff_id: int, browser_hash: str, now: float) -> None:
    """Somebody signed in from this browser."""
    old = _BROWSERS.c.at < now - BROWSER_SECONDS
    db.execute(delete(_BROWSERS).where(old | (_BROWSERS.c.token_hash == browser_hash)))
    row = {"token_hash": browser_hash, "staff_id": staff_id, "at": now}
    db.execute(insert(_BROWSERS).values(**row))


def remembered(db: Connection, username: str, browser_hash: str) -> bool:
    """Whether that person signed in from this browser before."""
    staff = schema.staff
    query = (
        select(_BROWSERS.c.at)
        .join(staff, staff.c.id == _BROWSERS.c.staff_id)
        .where(_BROWSERS.c.token_hash == browser_hash, staff.c.username == username)
    )
    return db.execute(query).first() is not None
