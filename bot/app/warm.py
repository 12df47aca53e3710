"""Do once, before the first reader comes, what is slow the first time.

Counts, index and encoder are read at their first use, and Rasa builds its graph at its first
parse: together some seconds, longer than a turn waits before it falls back.
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import logging

import httpx

from bot.app.parts import App
from bot.engine.port import TurnInput
from retrieval.model import WorkQuery
from vietnamese.reading import read

WORDS = "thư viện mở cửa mấy giờ"
CONVERSATION = "warm-up"
LOOK_SECONDS = 1.0
PARSE_SECONDS = 30.0
logger = logging.getLogger(__name__)


async def warm(app: App) -> None:
    """Returns when all is warm, or when the app stops before Rasa is up."""
    await asyncio.to_thread(_search, app)
    while not await app.engine.healthy():
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(app.stopping.wait(), LOOK_SECONDS)
        if app.stopping.is_set():
            return
    await _parse(app)
    await app.engine.turn(TurnInput(CONVERSATION, CONVERSATION, WORDS))
    await app.engine.forget(CONVERSATION)


def _search(app: App) -> None:
    """What was read stays for good: the collector need not look through it, which took it half a
    second, in which no webhook was answered."""
    read(WORDS)
    app.services.searcher.works(WorkQuery(text=WORDS, limit=1))
    app.services.searcher.passages(WORDS, limit=1)
    gc.collect()
    gc.freeze()


async def _parse(app: App) -> None:
    """Rasa's first parse takes its time; a failure here is met again, and told, by the turns."""
    url = f"{app.settings.rasa_url.rstrip('/')}/model/parse"
    try:
        await app.http.post(
            url, params={"token": app.rasa_token}, json={"text": WORDS}, timeout=PARSE_SECONDS
        )
    except httpx.HTTPError as error:
        logger.warning("Rasa is up but does not parse: %s", type(error).__name__)
