"""What each of python-telegram-bot's errors means for the message."""

from __future__ import annotations

from datetime import timedelta

import httpx
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from connectors.port import GaveUp, RetryLater, SendOutcome, Unknown

NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
BROKEN_SECONDS = 60.0
GONE = ("chat not found", "deactivated", "peer_id_invalid", "user not found")
"""A deleted account, in whatever words (the server's, or those of the layer below it)."""
NO_THREAD = ("thread not found", "topic_closed", "topic_deleted", "topic not found")
STAFF_MUST_ACT = (InvalidToken, Conflict)


def outcome(error: TelegramError) -> SendOutcome:  # noqa: PLR0911 - the table of errors
    """The subclasses of NetworkError first. The library's own words are not kept: one of them
    quotes the token."""
    kind = type(error).__name__
    match error:
        case RetryAfter():
            after = error.retry_after
            seconds = after.total_seconds() if isinstance(after, timedelta) else float(after)
            return RetryLater(kind, after=seconds, throttled=True)
        case Forbidden() | BadRequest() if _says(error, GONE):
            return GaveUp("the account is gone", stop=True)
        case Forbidden():
            return GaveUp("blocked by the reader", stop=True)
        case ChatMigrated():
            return GaveUp("the chat became a group", stop=True)
        case BadRequest():
            return GaveUp(f"{kind}: {error.message[:80]}")
        case InvalidToken() | Conflict():
            return RetryLater(kind, after=BROKEN_SECONDS)
        case NetworkError() if isinstance(error.__cause__, NOT_SENT):
            return RetryLater(type(error.__cause__).__name__)
        case TimedOut():
            return Unknown(kind)
        case NetworkError() if isinstance(error.__cause__, httpx.HTTPError):
            return Unknown(type(error.__cause__).__name__)
        case NetworkError():
            return RetryLater(f"{kind}: server error")
        case _:
            return GaveUp(kind)


def no_thread(error: TelegramError) -> bool:
    """The topic was closed or deleted since."""
    return _says(error, NO_THREAD)


def _says(error: TelegramError, words: tuple[str, ...]) -> bool:
    said = error.message.lower()
    return any(word in said for word in words)
