"""The Bot, with its time limits told, and its token kept out of every log."""

from __future__ import annotations

import logging
import os

from telegram import Bot
from telegram.request import HTTPXRequest

API = "https://api.telegram.org"
CONNECT, READ, POOL = 5.0, 10.0, 2.0
CONNECTIONS = 40


def make_bot(token: str, api: str = API) -> Bot:
    """A Bot that talks to nobody until it is used. Raises ValueError for an empty token."""
    if not token:
        raise ValueError("the Telegram token is empty")
    os.environ.setdefault("PTB_TIMEDELTA", "1")
    for name in ("httpx", "httpcore", "telegram"):
        # The token stands in every address, and httpx tells addresses at INFO.
        logging.getLogger(name).setLevel(logging.WARNING)
    return Bot(
        token,
        base_url=f"{api.rstrip('/')}/bot",
        base_file_url=f"{api.rstrip('/')}/file/bot",
        request=_request(),
        get_updates_request=_request(),
    )


def _request() -> HTTPXRequest:
    return HTTPXRequest(
        connection_pool_size=CONNECTIONS,
        connect_timeout=CONNECT,
        read_timeout=READ,
        write_timeout=READ,
        pool_timeout=POOL,
    )
