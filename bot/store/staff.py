"""The staff: who they are, what they may do, and when a page of theirs last gave a sign.

Passwords come here as hashes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, cast

from sqlalchemy import Connection, func, insert, select, update

from bot.store import schema

Role = Literal["librarian", "head", "administrator"]
ROLES: tuple[Role, ...] = ("librarian", "head", "administrator")


@dataclass(frozen=True, slots=True)
class Staff:
    """Who is signed in, and the token every write of theirs must carry."""

    id: int
    username: str
    name: str
    csrf: str
    role: Role = "librarian"


@dataclass(frozen=True, slots=True)
class Account:
    """`closed`: since when nobody signs in with it; `seen`: the last sign of life, 0 for none."""

    id: int
    username: str
    name: str
    role: Role
    closed: float | None
    seen: float


def count(db: Connection) -> int:
    return int(db.execute(select(func.count()).select_from(schema.staff)).scalar_one())


def add(
    db: Connection, username: str, name: str, password_hash: str, role: Role = "librarian"
) -> bool:
    """False when the name is taken."""
    if account(db, username) is not None:
        return False
    row = {"username": username, "name": name, "password_hash": password_hash, "role": role}
    db.execute(insert(schema.staff).values(**row))
    return True


def accounts(db: Connection) -> list[Account]:
    """Everybody, the open accounts first."""
    table = schema.staff
    query = select(table).order_by(table.c.closed.is_not(None), table.c.name)
    return [
        Account(r.id, r.username, r.name, cast(Role, r.role), r.closed, r.seen)
        for r in db.execute(query)
    ]


def account(db: Connection, username: str) -> Account | None:
    return next((found for found in accounts(db) if found.username == username), None)


def by_id(db: Connection, staff_id: int) -> Account | None:
    return next((found for found in accounts(db) if found.id == staff_id), None)


def credentials(db: Connection, username: str) -> tuple[int, str] | None:
    """(staff id, password hash) of a name, if it is that of an open account."""
    table = schema.staff
    query = select(table).where(table.c.username == username, table.c.closed.is_(None))
    row = db.execute(query).one_or_none()
    return None if row is None else (row.id, row.password_hash)


def set_password(db: Connection, staff_id: int, password_hash: str) -> None:
    _set(db, staff_id, password_hash=password_hash)


def set_role(db: Connection, staff_id: int, role: Role) -> bool:
    """False, and nothing done, where nobody would be left to look after the accounts."""
    if role != "administrator" and _last_administrator(db, staff_id):
        return False
    _set(db, staff_id, role=role)
    return True


def close(db: Connection, staff_id: int, now: float) -> bool:
    """Shut the account; False as with `set_role`."""
    if _last_administrator(db, staff_id):
        return False
    _set(db, staff_id, closed=now, seen=0.0)
    return True


def reopen(db: Connection, staff_id: int) -> None:
    _set(db, staff_id, closed=None)


def seen(db: Connection, staff_id: int, now: float) -> None:
    """A page of theirs gave a sign of life; 0 for `now`: they left."""
    _set(db, staff_id, seen=now)


def present(db: Connection, since: float) -> list[Account]:
    """Whose pages gave a sign since then."""
    return [one for one in accounts(db) if one.closed is None and one.seen >= since]


def _last_administrator(db: Connection, staff_id: int) -> bool:
    left = [one.id for one in accounts(db) if one.role == "administrator" and one.closed is None]
    return left == [staff_id]


def _set(db: Connection, staff_id: int, **values: object) -> None:
    db.execute(update(schema.staff).where(schema.staff.c.id == staff_id).values(**values))
