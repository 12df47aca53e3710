"""Librarians and their sessions at the desk. Passwords and tokens come here as hashes."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, delete, func, insert, select

from bot.store import schema


@dataclass(frozen=True, slots=True)
class Staff:
    """Who is signed in, and the token every write of theirs must carry."""

    id: int
    username: str
    name: str
    csrf: str


def count(db: Connection) -> int:
    return int(db.execute(select(func.count()).select_from(schema.staff)).scalar_one())


def add(db: Connection, username: str, name: str, password_hash: str) -> None:
    db.execute(
        insert(schema.staff).values(username=username, name=name, password_hash=password_hash)
    )


def credentials(db: Connection, username: str) -> tuple[int, str] | None:
    """(staff id, password hash) of a name, if it is somebody's."""
    row = db.execute(select(schema.staff).where(schema.staff.c.username == username)).one_or_none()
    return None if row is None else (row.id, row.password_hash)


def open_session(
    db: Connection, token_hash: str, staff_id: int, csrf: str, *, now: float, expires: float
) -> None:
    """Sessions that have expired by `now` go."""
    sessions = schema.staff_sessions
    db.execute(delete(sessions).where(sessions.c.expires < now))
    db.execute(
        insert(sessions).values(
            token_hash=token_hash, staff_id=staff_id, csrf=csrf, expires=expires
        )
    )


def of_session(db: Connection, token_hash: str, now: float) -> Staff | None:
    """The staff member of a session that has not expired."""
    sessions, staff = schema.staff_sessions, schema.staff
    row = db.execute(
        select(staff.c.id, staff.c.username, staff.c.name, sessions.c.csrf)
        .join(staff, staff.c.id == sessions.c.staff_id)
        .where(sessions.c.token_hash == token_hash, sessions.c.expires > now)
    ).one_or_none()
    return None if row is None else Staff(row.id, row.username, row.name, row.csrf)


def close_session(db: Connection, token_hash: str) -> None:
    sessions = schema.staff_sessions
    db.execute(delete(sessions).where(sessions.c.token_hash == token_hash))
