"""Session tokens: a random chat key, bound to the site that asked, signed with HMAC-SHA256."""

from __future__ import annotations

import hashlib
import hmac
import secrets


class Sessions:
    """Issues and reads tokens; nothing is stored."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def issue(self, origin: str) -> str:
        """A token for a new conversation on the given site."""
        return self.of(secrets.token_hex(12), origin)

    def of(self, chat_key: str, origin: str) -> str:
        """The token of a conversation that there is."""
        return f"{chat_key}.{self._sign(chat_key, origin)}"

    def read(self, token: str, origin: str) -> str | None:
        """The chat key; None for a token not made by us for this site."""
        chat_key, _, signature = token.partition(".")
        given, right = signature.encode("utf-8", "replace"), self._sign(chat_key, origin).encode()
        return chat_key if hmac.compare_digest(given, right) else None

    def _sign(self, chat_key: str, origin: str) -> str:
        said = f"{chat_key}|{origin}".encode("utf-8", "replace")
        return hmac.new(self._key, said, hashlib.sha256).hexdigest()
