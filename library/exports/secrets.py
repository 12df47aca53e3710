"""Secrets of patrons: argon2id over a keyed digest, the key beside the data and not in it.

OWASP's smallest setting takes 25 ms a secret: 20,000 of them 8 minutes of the machine each night.
A PIN of four digits or a day of birth would fall to it in minutes all the same, so what protects
them is the key: without its file the hashes cannot be tried at all. Beside it, argon2id with 1 MiB
and one pass (0.9 ms) hashes 20,000 secrets in 18 s of one core, of the 60 s that a load may take.
"""

from __future__ import annotations

import hmac
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from secrets import token_bytes

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

KEY_FILE = "exports.key"
KEY_BYTES = 32
WORKERS = min(2, os.cpu_count() or 1)
_hasher = PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1)


class KeyGoneError(Exception):
    """The key of the loaded secrets is not there; loading again makes a new one."""


class Secrets:
    """Hashes and checks with one key."""

    def __init__(self, key: bytes) -> None:
        self._key = key
        self._nobody = self.hashed("", "")

    def hashed(self, card: str, secret: str) -> str:
        return _hasher.hash(self._digest(card, secret))

    def all_hashed(self, pairs: Sequence[tuple[str, str]]) -> list[str]:
        """(card, secret) each; argon2 leaves the interpreter free, so threads share the work."""
        with ThreadPoolExecutor(WORKERS) as pool:
            return list(pool.map(lambda pair: self.hashed(*pair), pairs, chunksize=100))

    def fits(self, card: str, secret: str, known: str | None) -> bool:
        """With no hash, False after as long a time. An empty secret never fits."""
        try:
            good = _hasher.verify(known or self._nobody, self._digest(card, secret))
        except (VerificationError, InvalidHashError):
            return False
        return good and bool(secret) and known is not None

    def _digest(self, card: str, secret: str) -> bytes:
        """The card is in it, so that a hash moved to another card fits nobody."""
        told = f"{card.casefold()}\0{secret}".encode("utf-8", "replace")
        return hmac.digest(self._key, told, "sha256")


def opened(folder: Path) -> Secrets:
    """Raises KeyGoneError."""
    try:
        key = (folder / KEY_FILE).read_bytes()
    except OSError:
        raise KeyGoneError from None
    if len(key) != KEY_BYTES:
        raise KeyGoneError
    return Secrets(key)


def opened_or_made(folder: Path) -> Secrets:
    """A new key is readable by this user alone. Raises OSError."""
    path = folder / KEY_FILE
    try:
        return opened(folder)
    except KeyGoneError:
        path.unlink(missing_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(token_bytes(KEY_BYTES))
        file.flush()
        os.fsync(file.fileno())
    return opened(folder)
