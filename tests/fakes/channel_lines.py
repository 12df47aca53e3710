"""Each real connector before its fake platform: what the contract suite runs on."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx

from clock import HANOI, Clock, FixedClock
from connectors.port import Channel, RawRequest
from connectors.telegram import Telegram, make_bot
from connectors.zalo.bot import ZaloBot
from connectors.zalo.bot.api import BotApi
from connectors.zalo.oa import Api, OAIdentity, OAuth, Pair, Tokens, ZaloOA, capabilities
from tests.fakes import telegram_api, zalo_bot, zalo_oa
from tests.fakes.loopback import served
from tests.fakes.script import Script

FIXTURES = Path(__file__).parent.parent / "fixtures"
NAMES = ("zalo", "zalo_bot", "telegram")
NOWHERE = "http://127.0.0.1:9"
VERIFIER = "thu-vien-mau-code-verifier-for-tests-000001"


@dataclass
class MemoryTokens:
    """Satisfies TokenStore."""

    pair: Pair | None = None
    saves: int = 0

    async def load(self) -> Pair | None:
        return self.pair

    async def save(self, pair: Pair) -> None:
        self.pair = pair
        self.saves += 1


@dataclass
class Line:
    """A connector, its platform, and a chat that may be written to."""

    channel: Channel
    platform: Any
    script: Script
    chat: str

    def sent_texts(self) -> list[str]:
        if isinstance(self.platform, zalo_oa.FakeZaloOA):
            return [m.message["text"] for m in self.platform.sent]
        return [text for _, text, _ in self.platform.sent]

    def request(self, body: bytes) -> RawRequest:
        """A delivery as the platform authenticates it."""
        if isinstance(self.platform, zalo_oa.FakeZaloOA):
            return zalo_oa.signed(body)
        if isinstance(self.platform, zalo_bot.FakeZaloBot):
            return RawRequest({"x-bot-api-secret-token": zalo_bot.SECRET}, body)
        return RawRequest({"x-telegram-bot-api-secret-token": telegram_api.SECRET}, body)


@asynccontextmanager
async def line(
    name: str, clock: Clock | None = None, *, reachable: bool = True
) -> AsyncIterator[Line]:
    clock = clock or FixedClock(datetime(2026, 11, 23, 9, tzinfo=HANOI))
    if name == "zalo":
        async with _zalo(clock, reachable=reachable) as made:
            yield made
    elif name == "zalo_bot":
        fake = zalo_bot.FakeZaloBot(clock)
        with served(fake.app()) as url:
            async with httpx.AsyncClient() as http:
                channel = ZaloBot(
                    BotApi(http, url if reachable else NOWHERE, zalo_bot.TOKEN),
                    (zalo_bot.SECRET,),
                    clock,
                )
                yield Line(channel, fake, fake.script, "c-0001")
    else:
        telegram = telegram_api.FakeTelegram(clock, strict=False)
        with served(telegram.app()) as url:
            bot = make_bot(telegram_api.TOKEN, url if reachable else NOWHERE)
            yield Line(
                Telegram(bot, (telegram_api.SECRET,)), telegram, telegram.script, "5000000005"
            )
            await bot.shutdown()


@asynccontextmanager
async def _zalo(clock: Clock, *, reachable: bool) -> AsyncIterator[Line]:
    fake = zalo_oa.FakeZaloOA(clock)
    with served(fake.app()) as url:
        async with httpx.AsyncClient() as http:
            oauth = OAuth(http, url, zalo_oa.APP_ID, zalo_oa.APP_SECRET, VERIFIER)
            store, pair = MemoryTokens(), fake.grant()
            tokens = Tokens(store, oauth, clock)
            await tokens.adopt(pair["access_token"], pair["refresh_token"], 90_000)
            identity = OAIdentity(zalo_oa.APP_ID, zalo_oa.OA_ID, zalo_oa.OA_KEY)
            channel = ZaloOA(
                identity,
                tokens,
                Api(http, url if reachable else NOWHERE),
                clock,
                capabilities(rps=50),
            )
            chat = "2000000000000000002"
            fake.interacted[chat] = clock.now().timestamp()
            yield Line(channel, fake, fake.script, chat)


def payloads(name: str) -> dict[str, bytes]:
    """The recorded shapes of a channel, by the name of their kind."""
    found = sorted((FIXTURES / name).glob("*.json"))
    return {path.stem: compact(path) for path in found}


def compact(path: Path) -> bytes:
    value = json.loads(path.read_text(encoding="utf-8"))
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
