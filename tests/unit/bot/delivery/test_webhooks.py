"""Webhooks: stored before 200, strangers refused, the unreadable kept dead."""

from __future__ import annotations

import asyncio
import sqlite3
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.delivery.channels.registry import ChannelsError, open_channels
from bot.delivery.channels.settings import ChannelSettings
from bot.privacy.seal import Sealer
from tests.fakes.channel_lines import line, payloads
from tests.fakes.house import open_house
from tests.fakes.zalo_wire import Wired, post, text_event


async def test_stored_then_200_and_503_while_the_store_is_locked(
    wired: Wired, tmp_path: Path
) -> None:
    one, house, client = wired
    assert await post(client, text_event("một", 1)) == 200
    other = sqlite3.connect(tmp_path / "store.sqlite", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    answers = await asyncio.gather(*(post(client, text_event("hai", 2)) for _ in range(3)))
    assert answers == [503, 503, 503]
    other.execute("ROLLBACK")
    other.close()
    assert await post(client, text_event("hai", 2)) == 200
    await house.settle()
    one.platform.clock.advance(2)
    await house.settle()
    assert one.sent_texts() == ["nghe: một", "nghe: hai"]


async def test_strangers_and_oversize_are_refused(
    wired: Wired,
) -> None:
    _, house, client = wired
    assert (await client.post("/webhooks/zalo", content=b"{}")).status_code == 401
    assert (await client.post("/webhooks/none", content=b"{}")).status_code == 404
    big = await client.post("/webhooks/zalo", content=b"x" * 1_100_000)
    assert big.status_code == 413
    assert house.ask("SELECT count(*) FROM inbox") == [(0,)]


async def test_what_cannot_be_read_is_kept_dead_and_taken(tmp_path: Path) -> None:
    async with line("telegram") as one:
        house = open_house(tmp_path, {"telegram": one.channel})
        for body in (b"{}", b"null", b"[]", b'{"update_id":1,"message":{}}'):
            assert await house.intake.receive(one.channel, one.request(body)) is None
        assert house.ask("SELECT kind, count(*) FROM channel_events GROUP BY kind") == [
            ("poison", 4)
        ]
        assert (
            await house.intake.receive(one.channel, one.request(payloads("telegram")["text"]))
            is None
        )
        await house.settle()
        assert len(one.sent_texts()) == 1
        house.database.close()


@pytest.mark.parametrize(
    "chosen",
    [
        {"zalo": True},
        {"zalo": True, "zalo_app_id": "1"},
        {"telegram": "webhook"},
        {"telegram": "polling", "telegram_token": "1:a", "telegram_secret": "có dấu"},
        {"zalo_bot": "webhook"},
        {"zalo_bot": "webhook", "zalo_bot_token": "t", "zalo_bot_secret": "ngắn"},
    ],
)
async def test_a_channel_without_its_secrets_refuses_to_start(
    tmp_path: Path, chosen: dict[str, Any]
) -> None:
    house = open_house(tmp_path, {})
    with pytest.raises(ChannelsError):
        open_channels(
            ChannelSettings(_env_file=None, **chosen),
            home=tmp_path,
            http=httpx.AsyncClient(),
            database=house.database,
            sealer=Sealer(b"k"),
            clock=house.clock,
        )
    house.database.close()
