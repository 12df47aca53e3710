"""Signing in at the desk: argon2id, throttled, sessions rotated, CSRF tokens bound to them."""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass
from hashlib import sha256

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from sqlalchemy import Connection, delete, func, insert, select

from bot.store import schema, throttle

SESSION_SECONDS = 8 * 3600.0
"""A working day."""
_hasher = PasswordHasher()
_NOBODY = _hasher.hash("nobody signs in with this")


@dataclass(frozen=True, slots=True)
class Staff:
    """Who is signed in, and the token every write of theirs must carry."""

    id: int
    username: str
    name: str
    csrf: str


def ensure_first(db: Connection, password: str) -> bool:
    """Make the librarian `thuthu` when nobody is there; True when made."""
    if db.execute(select(func.count()).select_from(schema.staff)).scalar_one():
        return False
    add(db, "thuthu", "Phòng Bạn đọc", password)
    return True


def add(db: Connection, username: str, name: str, password: str) -> None:
    db.execute(
        insert(schema.staff).values(
            username=username, name=name, password_hash=_hasher.hash(password)
        )
    )


def admit(db: Connection, username: str, address: str, now: float) -> bool:
    """Count a try and say whether it may be made: 5 failures in 15 minutes for a name from one
    address, 20 an hour for the name from anywhere and for the address."""
    keys = _keys(username, address)
    limits = list(zip(keys, (5, 20, 20), (900.0, 3600.0, 3600.0), strict=True))
    free = throttle.allowed(db, limits, now)
    if free:
        throttle.record(db, keys, now)
    return free


def known(db: Connection, username: str) -> tuple[int | None, str]:
    """The staff id and the hash to check; nobody's hash for an unknown name."""
    row = db.execute(select(schema.staff).where(schema.staff.c.username == username)).one_or_none()
    return (None, _NOBODY) if row is None else (row.id, row.password_hash)


def fits(password: str, password_hash: str) -> bool:
    """Takes 64 MiB and some 50 ms: call it off the event loop."""
    try:
        return _hasher.verify(password_hash, password.encode("utf-8", "replace"))
    except VerificationError:
        return False


def open_session(
    db: Connection, staff_id: int, now: float, *, name: str, address: str, before: str
) -> str:
    """A fresh token. The session `before` it ends, and a right password is no failed try."""
    for key in _keys(name, address):
        throttle.release(db, key)
    sign_out(db, before)
    token = secrets.token_urlsafe(32)
    db.execute(delete(schema.staff_sessions).where(schema.staff_sessions.c.expires < now))
    db.execute(
        insert(schema.staff_sessions).values(
            token_hash=_short(token),
            staff_id=staff_id,
            csrf=secrets.token_urlsafe(24),
            expires=now + SESSION_SECONDS,
        )
    )
    return token


def signed_in(db: Connection, token: str, now: float) -> Staff | None:
    """The staff member of a session that has not expired."""
    sessions, staff = schema.staff_sessions, schema.staff
    row = db.execute(
        select(staff.c.id, staff.c.username, staff.c.name, sessions.c.csrf)
        .join(staff, staff.c.id == sessions.c.staff_id)
        .where(sessions.c.token_hash == _short(token), sessions.c.expires > now)
    ).one_or_none()
    return None if row is None else Staff(row.id, row.username, row.name, row.csrf)


def sign_out(db: Connection, token: str) -> None:
    sessions = schema.staff_sessions
    db.execute(delete(sessions).where(sessions.c.token_hash == _short(token)))


def same(given: str, expected: str) -> bool:
    """In constant time."""
    return hmac.compare_digest(given.encode("utf-8", "replace"), expected.encode())


def _keys(username: str, address: str) -> list[str]:
    name, place = _short(username)[:24], _short(address)[:24]
    return [f"desk:{name}@{place}", f"desk:{name}", f"desk@{place}"]


def _short(text: str) -> str:
    return sha256(text.encode("utf-8", "replace")).hexdigest()
