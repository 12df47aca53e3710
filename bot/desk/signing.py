"""Signing in at the desk: argon2id, throttled, sessions rotated, CSRF tokens bound to them."""

from __future__ import annotations

import hmac
import secrets
from hashlib import sha256

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

from bot.store import staff, throttle
from bot.store.database import Transaction
from bot.store.staff import Staff
from words import say

SESSION_SECONDS = 8 * 3600.0
"""A working day."""
_hasher = PasswordHasher()
_NOBODY = _hasher.hash("nobody signs in with this")


def ensure_first(db: Transaction, password: str) -> bool:
    """Make the librarian `thuthu` when nobody is there; True when made."""
    if staff.count(db):
        return False
    add(db, "thuthu", say("demo_library", "first_staff"), password)
    return True


def add(db: Transaction, username: str, name: str, password: str) -> None:
    staff.add(db, username, name, _hasher.hash(password))


def admit(db: Transaction, username: str, address: str, now: float) -> bool:
    """Count a try and say whether it may be made: 5 failures in 15 minutes for a name from one
    address, 20 an hour for the name from anywhere and for the address."""
    keys = _keys(username, address)
    limits = list(zip(keys, (5, 20, 20), (900.0, 3600.0, 3600.0), strict=True))
    free = throttle.allowed(db, limits, now)
    if free:
        throttle.record(db, keys, now)
    return free


def known(db: Transaction, username: str) -> tuple[int | None, str]:
    """The staff id and the hash to check; nobody's hash for an unknown name."""
    return staff.credentials(db, username) or (None, _NOBODY)


def matches(password: str, password_hash: str) -> bool:
    """Takes 64 MiB and some 50 ms: call it off the event loop."""
    try:
        return _hasher.verify(password_hash, password.encode("utf-8", "replace"))
    except VerificationError:
        return False


def open_session(
    db: Transaction, staff_id: int, now: float, *, name: str, address: str, before: str
) -> str:
    """A fresh token. The session `before` it ends, and a right password is no failed try."""
    for key in _keys(name, address):
        throttle.release(db, key)
    sign_out(db, before)
    token = secrets.token_urlsafe(32)
    csrf, expires = secrets.token_urlsafe(24), now + SESSION_SECONDS
    staff.open_session(db, _short(token), staff_id, csrf, now=now, expires=expires)
    return token


def signed_in(db: Transaction, token: str, now: float) -> Staff | None:
    """The staff member of a session that has not expired."""
    return staff.of_session(db, _short(token), now)


def sign_out(db: Transaction, token: str) -> None:
    staff.close_session(db, _short(token))


def same(given: str, expected: str) -> bool:
    """In constant time."""
    return hmac.compare_digest(given.encode("utf-8", "replace"), expected.encode())


def _keys(username: str, address: str) -> list[str]:
    name, place = _short(username)[:24], _short(address)[:24]
    return [f"desk:{name}@{place}", f"desk:{name}", f"desk@{place}"]


def _short(text: str) -> str:
    return sha256(text.encode("utf-8", "replace")).hexdigest()
