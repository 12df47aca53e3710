"""A webhook authenticated by a secret in a header, compared in constant time."""

from __future__ import annotations

import hmac

from connectors.port import RawRequest, Refusal


def check(request: RawRequest, header: str, secrets: tuple[str, ...]) -> Refusal | None:
    """None when the header holds one of `secrets` (two while one is being replaced).

    Raises ValueError when a secret is empty.
    """
    if not secrets or not all(secrets):
        raise ValueError("a webhook secret is empty")
    given = request.headers.get(header, "").encode("utf-8", "replace")
    if not given:
        return Refusal(401, "no secret")
    right = [hmac.compare_digest(given, secret.encode()) for secret in secrets]
    return None if any(right) else Refusal(403, "wrong secret")
