"""Staff in Zalo's app, polling, consent."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from bot.app.background_jobs import background_jobs
from bot.app.logs import configure
from bot.delivery import webhooks
from bot.delivery.channels.check import advice
from bot.delivery.channels.registry import ChannelRegistry
from bot.delivery.channels.settings import ChannelSettings
from bot.delivery.channels.token_store import StoredTokens
from bot.delivery.staff_replies import StaffReplies
from bot.privacy.seal import Sealer
from bot.store.facts import ChannelFacts
from clock import FixedClock
from connectors.zalo.oa import OAuth, Tokens
from connectors.zalo.oa.pkce import challenge
from tests.fakes import telegram_api, zalo_oa
from tests.fakes.channel_lines import VERIFIER, line, payloads
from tests.fakes.house import START, open_house
from tests.fakes.zalo_wire import Wired, post, text_event


async def test_staff_in_zalo_s_app_silences_the_assistant_and_our_echo_does_not(
    wired: Wired,
) -> None:
    one, house, client = wired
    clock, talks = one.platform.clock, house.deps.store.conversations
    staff = StaffReplies(talks, Sealer(b"k" * 32), 3600.0)
    await post(client, text_event("chào", 1))
    await house.settle()
    echo = json.loads(payloads("zalo")["staff_text"])
    echo["message"] = {"text": "nghe: chào", "msg_id": "om-1"}
    await post(client, json.dumps(echo).encode())
    clock.advance(4)
    assert house.database.run_now(lambda db: staff.settle(db, clock.now().timestamp())) == 0
    await post(client, payloads("zalo")["staff_text"])
    clock.advance(4)
    assert house.database.run_now(lambda db: staff.settle(db, clock.now().timestamp())) == 1
    await post(client, text_event("cảm ơn chị", 2))
    await house.settle()
    assert one.sent_texts() == ["nghe: chào"]
    assert house.ask("SELECT owner FROM conversations") == [("librarian",)]
    clock.advance(3700)
    house.database.run_now(lambda db: staff.settle(db, clock.now().timestamp()))
    await post(client, text_event("còn ai không", 3))
    await house.settle()
    assert one.sent_texts()[-1] == "nghe: còn ai không"


async def test_telegram_is_polled_where_no_webhook_reaches(tmp_path: Path) -> None:
    async with line("telegram") as one:
        fake: telegram_api.FakeTelegram = one.platform
        fake.webhook = {"url": "https://old.example"}
        fake.updates.extend(json.loads(payloads("telegram")[k]) for k in ("text", "press"))
        house = open_house(tmp_path, {"telegram": one.channel})
        lines = ChannelRegistry(
            ChannelSettings(_env_file=None), {"telegram": one.channel}, {}, frozenset({"telegram"})
        )
        stopping = asyncio.Event()
        staff = StaffReplies(house.deps.store.conversations, Sealer(b"k" * 32), 60.0)
        tasks = [
            asyncio.ensure_future(start())
            for _, start in background_jobs(lines, house.intake, staff, "http://t", stopping)
        ]
        for _ in range(200):
            if house.ask("SELECT count(*) FROM inbox") == [(2,)] and not fake.updates:
                break
            await asyncio.sleep(0.02)
        stopping.set()
        await asyncio.wait(tasks, timeout=3)
        assert house.ask("SELECT count(*) FROM inbox") == [(2,)]
        assert fake.webhook == {} and fake.calls["answerCallbackQuery"] >= 1
        house.database.close()


async def test_consent_is_exchanged_only_when_it_was_asked_for(tmp_path: Path) -> None:
    clock = FixedClock(START)
    async with line("zalo", clock) as one:
        fake: zalo_oa.FakeZaloOA = one.platform
        fake.challenge_saved, fake.codes = challenge(VERIFIER), {"code-1"}
        house = open_house(tmp_path, {"zalo": one.channel}, clock=clock)
        facts = ChannelFacts(Sealer(b"k" * 32))
        store = StoredTokens(house.database, facts, clock)
        api = one.channel.api  # type: ignore[attr-defined]
        oauth = OAuth(api.http, api.base, zalo_oa.APP_ID, zalo_oa.APP_SECRET, VERIFIER)
        lines = ChannelRegistry(
            ChannelSettings(_env_file=None, zalo_oa_id=zalo_oa.OA_ID), {"zalo": one.channel}, {},
            tokens=Tokens(store, oauth, clock), oauth=oauth, facts=facts,
        )  # fmt: skip
        web = FastAPI()
        web.include_router(webhooks.router(lines, house.intake, clock))
        async with httpx.AsyncClient(
            transport=httpx.ASGITransport(web), base_url="http://t"
        ) as client:
            asked = {"code": "code-1", "oa_id": zalo_oa.OA_ID}
            assert (await client.get("/zalo/callback", params=asked)).status_code == 403
            now = clock.now().timestamp()
            house.database.run_now(
                lambda db: facts.put(db, "zalo", webhooks.CONSENT, str(int(now + 900)), now)
            )
            other = {**asked, "oa_id": "9"}
            assert (await client.get("/zalo/callback", params=other)).status_code == 403
            assert (await client.get("/zalo/callback", params=asked)).status_code == 200
            assert (await client.get("/zalo/callback", params=asked)).status_code == 403
        pair = await store.load()
        assert pair is not None and pair.access in fake.access
        raw = (tmp_path / "store.sqlite").read_bytes() + (
            tmp_path / "store.sqlite-wal"
        ).read_bytes()
        assert pair.refresh.encode() not in raw
        house.database.close()


def load_reply() -> Any:
    from connectors.messages import Reply

    return Reply("chào")


async def test_no_token_is_logged(capfd: pytest.CaptureFixture[str]) -> None:
    import logging

    configure()
    logging.getLogger().setLevel(logging.DEBUG)
    logging.getLogger("bot").setLevel(logging.DEBUG)
    outcomes: list[object] = []
    try:
        for reachable in (True, False):
            async with line("telegram", reachable=reachable) as one:
                payload = one.channel.render(load_reply()).payloads[0]
                one.script.next.extend([500, 401, "lost"])
                for _ in range(4):
                    outcomes.append(await one.channel.send(one.chat, "1.0", payload))
    finally:
        configure()
    shown = capfd.readouterr()
    assert len(outcomes) == 8
    assert "TEST-TOKEN" not in shown.out + shown.err + repr(outcomes)


def test_what_is_wrong_is_told_in_plain_words() -> None:
    assert "cấp quyền lại" in advice("consent again: oauth -14014")
    assert advice("zalo -999") == "zalo -999"
