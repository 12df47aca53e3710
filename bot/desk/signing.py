"""Signing in at the desk: argon2id, throttled, sessions rotated, CSRF tokens bound to them."""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass
from hashlib import sha256

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

from bot.store import staff, staff_sessions, throttle
from bot.store.database import Transaction
from bot.store.staff import Role, Staff
from words import say

SESSION_SECONDS = 8 * 3600.0
"""A working day."""
LEAST_PASSWORD, MOST_PASSWORD = 10, 200
_hasher = PasswordHasher()
_NOBODY = _hasher.hash("nobody signs in with this")


@dataclass(frozen=True, slots=True)
class Visitor:
    """Whoever stands at the door: the network address, what the browser calls itself, the token
    of a browser that was signed in from before, and the cookie of a session it still holds."""

    address: str = ""
    agent: str = ""
    browser: str = ""
    session: str = ""


def ensure_first(db: Transaction, password: str) -> bool:
    """Make `thuthu`, who looks after the accounts, when nobody is there; True when made."""
    if staff.count(db):
        return False
    return add(db, "thuthu", say("demo_library", "first_staff"), password, "administrator")


def add(db: Transaction, username: str, name: str, password: str, role: Role = "librarian") -> bool:
    """False when the name is taken."""
    return staff.add(db, username, name, _hasher.hash(password), role)


def hashed(password: str) -> str:
    """As slow as `matches`."""
    return _hasher.hash(password)


def new_password(db: Transaction, staff_id: int, password_hash: str, *, but: str = "") -> None:
    """Every session of theirs ends, except that of the token `but`."""
    staff.set_password(db, staff_id, password_hash)
    staff_sessions.end_all(db, staff_id, but=_short(but) if but else "")


def made_up() -> str:
    """A password to be told once."""
    return secrets.token_urlsafe(9)


def weak(password: str, username: str) -> bool:
    """Too short, or the name itself."""
    long_enough = LEAST_PASSWORD <= len(password) <= MOST_PASSWORD
    return not long_enough or password.casefold() == username.casefold()


def admit(db: Transaction, username: str, visitor: Visitor, now: float) -> bool:
    """Count a try and say whether it may be made: 5 failures in 15 minutes for a name from one
    address, 20 an hour for the address, 100 an hour for a name from anywhere. A browser that its
    owner signed in from has 5 of its own: strangers' tries do not shut it out."""
    keys = _keys(username, visitor)
    known_here = visitor.browser and staff_sessions.remembered(
        db, username, _short(visitor.browser)
    )
    if known_here:
        keys = [f"{keys[0]}#{_short(visitor.browser)[:16]}"]
    limits = list(zip(keys, (5, 20, 100), (900.0, 3600.0, 3600.0), strict=False))
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
    db: Transaction, staff_id: int, now: float, *, name: str, visitor: Visitor
) -> tuple[str, str]:
    """A fresh token for the session and one for the browser. The session it held ends, and a
    right password is no failed try."""
    own = f"{_keys(name, visitor)[0]}#{_short(visitor.browser)[:16]}"
    for key in (*_keys(name, visitor), own):
        throttle.release(db, key)
    sign_out(db, visitor.session)
    token, browser = secrets.token_urlsafe(32), visitor.browser or secrets.token_urlsafe(32)
    csrf, expires = secrets.token_urlsafe(24), now + SESSION_SECONDS
    staff_sessions.open_session(
        db, _short(token), staff_id, csrf, now=now, expires=expires,
        address=visitor.address, agent=visitor.agent,
    )  # fmt: skip
    staff_sessions.remember(db, staff_id, _short(browser), now)
    return token, browser


def signed_in(db: Transaction, token: str, now: float) -> Staff | None:
    """The staff member of a session that has not expired."""
    return staff_sessions.whose(db, _short(token), now)


def sign_out(db: Transaction, token: str) -> None:
    staff_sessions.close_session(db, _short(token))


def end_others(db: Transaction, staff_id: int, token: str) -> None:
    """Every session of theirs but that of the token."""
    staff_sessions.end_all(db, staff_id, but=_short(token))


def named(token: str) -> str:
    """How the session of a token is called on its owner's page."""
    return _short(token)[: staff_sessions.NAMED]


def same(given: str, expected: str) -> bool:
    """In constant time."""
    return hmac.compare_digest(given.encode("utf-8", "replace"), expected.encode())


def _keys(username: str, visitor: Visitor) -> list[str]:
    name, place = _short(username)[:24], _short(visitor.address)[:24]
    return [f"desk:{name}@{place}", f"desk@{place}", f"desk:{name}"]


def _short(text: str) -> str:
    return sha256(text.encode("utf-8", "replace")).hexdigest()
