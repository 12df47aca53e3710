"""PINs: hashed with argon2id, checked in the same time for known and unknown cards."""

from __future__ import annotations

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

# OWASP's smaller argon2id setting (19 MiB, 2 passes): 60 demo patrons hash in about a second.
_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
_NOBODY = _hasher.hash("a card nobody holds")


def hash_pin(pin: str) -> str:
    return _hasher.hash(pin)


def fits(pin: str, pin_hash: str | None) -> bool:
    """Whether the PIN is the hash's; with no hash, False after as long a time.

    An empty PIN never fits.
    """
    try:
        good = _hasher.verify(pin_hash or _NOBODY, pin.encode("utf-8", "replace"))
    except VerificationError:
        return False
    return good and bool(pin) and pin_hash is not None
