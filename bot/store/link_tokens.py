"""The two secrets of linking: the page's token and the code typed back in the chat.

The token opens the page once within ten minutes; the code, shown there after card and PIN,
must come back in the same chat within five minutes and five tries. So both ends are held by
one person: a link sent to somebody else links nothing.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from hashlib import sha256
from typing import Literal

from sqlalchemy import Connection, delete, insert, select, update

from bot.privacy.seal import Sealer
from bot.store.schema import link_tokens

TOKEN_SECONDS = 600.0
CODE_SECONDS = 300.0
CODE_TRIES = 5
CODE_LETTERS = "BCDFGHJKLMNPQRSTVWXZ"
"""20 letters, no vowels and no lookalikes: 8 of them are 34.6 bits."""

Problem = Literal["unknown", "used", "expired"]


@dataclass(frozen=True, slots=True)
class OpenToken:
    """A token that may still be used."""

    token_hash: str
    conversation_id: str


@dataclass(frozen=True, slots=True)
class Redeemed:
    """A card whose code came back in its chat. `asked` is the message that wanted it, if any."""

    patron_id: str
    consent: str
    asked: str = ""


class LinkTokens:
    """Within the caller's transaction."""

    def __init__(self, sealer: Sealer) -> None:
        self._sealer = sealer

    def issue(self, db: Connection, conversation_id: str, now: float, asked: str = "") -> str:
        """A fresh token; earlier ones of the conversation are void. `asked` is answered once the
        card is linked."""
        token = secrets.token_urlsafe(32)
        db.execute(delete(link_tokens).where(link_tokens.c.conversation_id == conversation_id))
        db.execute(
            insert(link_tokens).values(
                token_hash=_hash(token),
                conversation_id=conversation_id,
                expires=now + TOKEN_SECONDS,
                asked_sealed=self._sealer.seal(asked) if asked else None,
            )
        )
        return token

    def find(self, db: Connection, token: str, now: float) -> OpenToken | Problem:
        """The token if it may be used; looking does not use it."""
        digest = _hash(token)
        row = db.execute(
            select(link_tokens).where(link_tokens.c.token_hash == digest)
        ).one_or_none()
        if row is None:
            return "unknown"
        if row.state != "open":
            return "used"
        return OpenToken(digest, row.conversation_id) if now < row.expires else "expired"

    def use(
        self, db: Connection, token: OpenToken, patron_id: str, consent: str, now: float
    ) -> str | None:
        """The code to type back; None when another browser was faster."""
        code = "".join(secrets.choice(CODE_LETTERS) for _ in range(8))
        changed = db.execute(
            update(link_tokens)
            .where(link_tokens.c.token_hash == token.token_hash, link_tokens.c.state == "open")
            .values(
                state="used",
                patron_sealed=self._sealer.seal(patron_id),
                consent=consent,
                code_hash=self._sealer.digest(f"code:{token.conversation_id}:{code}"),
                code_expires=now + CODE_SECONDS,
            )
        )
        return code if changed.rowcount == 1 else None

    def redeem(
        self, db: Connection, conversation_id: str, code: str, now: float
    ) -> Redeemed | None:
        """The card when the code is this conversation's; it works once."""
        row = db.execute(
            select(link_tokens).where(
                link_tokens.c.conversation_id == conversation_id,
                link_tokens.c.state == "used",
                link_tokens.c.code_expires > now,
                link_tokens.c.code_tries < CODE_TRIES,
            )
        ).one_or_none()
        if row is None:
            return None
        right = secrets.compare_digest(
            row.code_hash, self._sealer.digest(f"code:{conversation_id}:{code}")
        )
        values: dict[str, object] = {"code_tries": row.code_tries + 1}
        if right:
            values |= {"state": "linked", "code_hash": None, "patron_sealed": None}
            values |= {"asked_sealed": None}
        db.execute(
            update(link_tokens).where(link_tokens.c.token_hash == row.token_hash).values(**values)
        )
        if not right:
            return None
        asked = self._sealer.open(row.asked_sealed) if row.asked_sealed is not None else ""
        return Redeemed(self._sealer.open(row.patron_sealed), row.consent, asked)


def _hash(token: str) -> str:
    return sha256(token.encode("utf-8", "replace")).hexdigest()
