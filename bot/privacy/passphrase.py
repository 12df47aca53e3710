"""Secrets in a copy that leaves the machine: sealed with a passphrase a person keeps."""

from __future__ import annotations

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

_SALT, _NONCE = 16, 12
_COST = 2**15
"""Scrypt's work: 32 MB and 0.1 s for each guess (OWASP, 2026)."""


class WrongPassphraseError(RuntimeError):
    """The passphrase is another, or what was sealed is damaged."""


def seal(data: bytes, passphrase: str) -> bytes:
    """Salt, nonce and ciphertext in one."""
    salt, nonce = os.urandom(_SALT), os.urandom(_NONCE)
    return salt + nonce + AESGCM(_key(passphrase, salt)).encrypt(nonce, data, None)


def unseal(sealed: bytes, passphrase: str) -> bytes:
    """Raises WrongPassphraseError."""
    salt, nonce = sealed[:_SALT], sealed[_SALT : _SALT + _NONCE]
    try:
        return AESGCM(_key(passphrase, salt)).decrypt(nonce, sealed[_SALT + _NONCE :], None)
    except (InvalidTag, ValueError) as error:
        raise WrongPassphraseError from error


def _key(passphrase: str, salt: bytes) -> bytes:
    return Scrypt(salt=salt, length=32, n=_COST, r=8, p=1).derive(passphrase.encode())
