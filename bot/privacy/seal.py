"""AES-GCM for external ids, names and patron ids; keyed digests to find them by."""

from __future__ import annotations

import hashlib
import hmac
import os
import time
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

Unsealable = InvalidTag
"""Raised for what was sealed with another key, or damaged since."""
_NONCE = 12


class Sealer:
    """Seals and opens text and bytes with one 256-bit key."""

    def __init__(self, key: bytes) -> None:
        self._cipher = AESGCM(hashlib.sha256(b"seal" + key).digest())
        self._digest_key = hashlib.sha256(b"find" + key).digest()

    def seal(self, text: str) -> bytes:
        return self.seal_bytes(text.encode("utf-8", "replace"))

    def open(self, sealed: bytes) -> str:
        """Raises cryptography.exceptions.InvalidTag when it is not of this key."""
        return self.open_bytes(sealed).decode()

    def seal_bytes(self, data: bytes) -> bytes:
        nonce = os.urandom(_NONCE)
        return nonce + self._cipher.encrypt(nonce, data, None)

    def open_bytes(self, sealed: bytes) -> bytes:
        """Raises as `open` does."""
        return self._cipher.decrypt(sealed[:_NONCE], sealed[_NONCE:], None)

    def digest(self, text: str) -> str:
        """The same text gives the same 64 hex digits; without the key they tell nothing."""
        data = text.encode("utf-8", "replace")
        return hmac.new(self._digest_key, data, hashlib.sha256).hexdigest()


LEAST = 32
"""Bytes of a secret's file; ours have 64."""


class SecretBrokenError(RuntimeError):
    """A secret's file is empty or cut short."""


def secret(home: Path, name: str) -> bytes:
    """A random secret kept in a file that only its owner reads, made at first use. Raises
    SecretBrokenError."""
    path = home / "secrets" / name
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        found = path.read_bytes()
        if len(found.strip()) < LEAST:
            raise SecretBrokenError(str(path)) from None
        return found
    with os.fdopen(handle, "wb") as file:
        made = os.urandom(32).hex().encode()
        file.write(made)
        file.flush()
        os.fsync(file.fileno())
    return made


def renew(home: Path, name: str) -> bytes:
    """Another secret of that name; the one before is kept beside it."""
    path = home / "secrets" / name
    if path.exists():
        path.replace(path.with_name(f"{name}.before"))
    return secret(home, name)


def before(home: Path, name: str, seconds: float) -> bytes | None:
    """The secret before a renewal at most so many seconds ago."""
    path = home / "secrets" / name
    old = path.with_name(f"{name}.before")
    fresh = old.exists() and time.time() - path.stat().st_mtime < seconds
    return old.read_bytes() if fresh else None
