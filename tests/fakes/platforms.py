"""All that the assistant talks to, as one process: the three platforms and Rasa.

    python -m tests.fakes.platforms PORT ACTIONS_URL RASA_TOKEN

Beside their own protocols it answers `/control/sent` (what arrived, since a number) and
`/control/mood/<mood>` (how Rasa fails).
"""

from __future__ import annotations

import sys
import time
from typing import cast

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Mount, Route

from clock import SystemClock
from tests.fakes.rasa_server import FakeRasa, Mood
from tests.fakes.telegram_api import FakeTelegram
from tests.fakes.zalo_bot import FakeZaloBot
from tests.fakes.zalo_oa import FakeZaloOA


class Platforms:
    """The fakes of one process."""

    def __init__(self, actions: str, token: str) -> None:
        clock = SystemClock()
        self.telegram = FakeTelegram(clock, strict=False)
        self.zalo = FakeZaloOA(clock, rps=1000)
        self.zalo_bot = FakeZaloBot(clock, most_users=10**6)
        self.rasa = FakeRasa(actions, token)

    def app(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/control/sent", self._sent),
                Route("/control/mood/{mood}", self._mood),
                Route("/control/grant", self._grant),
                Mount("/telegram", self.telegram.app()),
                Mount("/zalo-bot", self.zalo_bot.app()),
                Mount("/zalo", self.zalo.app()),
                Mount("/rasa", self.rasa.app()),
            ]
        )

    async def _sent(self, request: Request) -> JSONResponse:
        """[chat, text, epoch seconds] of each message on Telegram, from number `since` on."""
        since = int(request.query_params.get("since", 0))
        return JSONResponse([list(message) for message in self.telegram.sent[since:]])

    async def _mood(self, request: Request) -> JSONResponse:
        self.rasa.mood = cast("Mood", request.path_params["mood"])
        return JSONResponse({"calls": self.rasa.calls})

    async def _grant(self, _request: Request) -> JSONResponse:
        """A pair of tokens, as the console's explorer gives one."""
        return JSONResponse({**self.zalo.grant(), "at": time.time()})


if __name__ == "__main__":
    made = Platforms(sys.argv[2], sys.argv[3])
    uvicorn.run(made.app(), port=int(sys.argv[1]), log_level="error", access_log=False)
