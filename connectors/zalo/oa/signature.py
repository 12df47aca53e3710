"""The webhook's signature: SHA-256 over app id, raw body, timestamp and the OA secret key.

A plain hash, not an HMAC, as Zalo defines it. Which id comes first is told in two ways by
Zalo's pages: either is taken, and counted apart.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from typing import Literal

from connectors.limited import json_object, text_of
from connectors.port import RawRequest, Refusal

HEADER = "x-zevent-signature"
Signer = Literal["app", "oa"]
_HEX = re.compile(r"[0-9a-f]{64}")


def sign(identity: str, body: bytes, timestamp: str, key: str) -> str:
    """Hex digits, as in the header after `mac=`."""
    said = identity.encode() + body + timestamp.encode() + key.encode()
    return hashlib.sha256(said).hexdigest()


def check(request: RawRequest, *, app_id: str, oa_id: str, key: str) -> Signer | Refusal:
    """Whose id signed the request, or why it is refused. Raises ValueError for an empty key."""
    if not key:
        raise ValueError("the OA secret key is empty")
    given = request.headers.get(HEADER, "").strip().removeprefix("mac=").lower()
    if not _HEX.fullmatch(given):
        return Refusal(401, "no signature")
    body = json_object(request.body)
    if isinstance(body, Refusal):
        return Refusal(403, body.reason)
    timestamp = text_of(body.get("timestamp"), 40)
    signers: tuple[tuple[Signer, str], ...] = (("app", app_id), ("oa", oa_id))
    for signer, identity in signers:
        right = identity and sign(identity, request.body, _utf8(timestamp), key)
        if right and hmac.compare_digest(given, right):
            return signer
    return Refusal(403, "wrong signature")


def _utf8(text: str) -> str:
    return text.encode("utf-8", "replace").decode()
