"""PKCE as Zalo has it: one fixed verifier of 43 characters, its SHA-256 as the challenge."""

from __future__ import annotations

import base64
import hashlib
import secrets

VERIFIER_CHARS = 43


def new_verifier() -> str:
    """43 characters of `A-Z a-z 0-9 - _`."""
    return secrets.token_urlsafe(32)


def challenge(verifier: str) -> str:
    """base64url of SHA-256, without padding."""
    digest = hashlib.sha256(verifier.encode("ascii")).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
