"""Do once, before the first reader comes, what is slow the first time.

Counts, index and encoder are read at their first use, and Rasa builds its graph at its first
parse: together some seconds, longer than a turn waits before it falls back.
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import logging
from dataclasses import dataclass

from bot.dialogue.port import Engine, TurnInput
from bot.dialogue.rasa.connection import RasaConnection
from retrieval.model import WorkQuery
from retrieval.port import Searcher
from vietnamese.reading import read

WORDS = "thư viện mở cửa mấy giờ"
CONVERSATION = "warm-up"
LOOK_SECONDS = 1.0
PARSE_SECONDS = 30.0
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class WarmDeps:
    """What is slow the first time."""

    searcher: Searcher
    engine: Engine
    rasa: RasaConnection
    stopping: asyncio.Event


async def warm(deps: WarmDeps) -> None:
    """Returns when all is warm, or when the app stops before Rasa is up."""
    await asyncio.to_thread(_search, deps)
    while not await deps.engine.healthy():
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(deps.stopping.wait(), LOOK_SECONDS)
        if deps.stopping.is_set():
            return
    await _parse(deps.rasa)
    await deps.engine.turn(TurnInput(CONVERSATION, CONVERSATION, WORDS))
    await deps.engine.forget(CONVERSATION)


def _search(deps: WarmDeps) -> None:
    """What was read stays for good: the collector need not look through it, which took it half a
    second, in which no webhook was answered."""
    read(WORDS)
    deps.searcher.works(WorkQuery(text=WORDS, limit=1))
    deps.searcher.passages(WORDS, limit=1)
    gc.collect()
    gc.freeze()


async def _parse(rasa: RasaConnection) -> None:
    """Rasa's first parse takes its time; a failure here is met again, and told, by the turns."""
    if await rasa.parse(WORDS, patience=PARSE_SECONDS) is None:
        logger.warning("Rasa is up but does not parse")
