"""The Zalo Bot's plan near its end; webhook secrets replaced without a lost delivery."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.app import background_jobs as rounds
from bot.delivery.channels import quota
from bot.delivery.channels.registry import ChannelRegistry, open_channels, webhook_secret
from bot.delivery.channels.settings import ChannelSettings
from bot.delivery.staff_replies import StaffReplies
from bot.privacy.seal import Sealer, renew
from connectors.port import RawRequest
from connectors.telegram import Telegram
from tests.fakes import telegram_api
from tests.fakes.channel_lines import line
from tests.fakes.house import House, open_house

HEADER = "x-telegram-bot-api-secret-token"


async def test_the_plan_s_end_is_told_at_eighty_per_cent(tmp_path: Path) -> None:
    async with line("zalo_bot") as one:
        house = open_house(tmp_path, {"zalo_bot": one.channel})
        chosen = ChannelSettings(_env_file=None, zalo_bot_max_users=5, zalo_bot_month_messages=100)
        now = house.clock.now()
        for number in range(3):
            await house.hears("zalo_bot", f"c{number}", "chào", f"e{number}")
        await house.settle()
        assert house.database.run_now(lambda db: quota.nearing(db, chosen, now)) is None
        await house.hears("zalo_bot", "c3", "chào", "e3")
        await house.settle()
        told = house.database.run_now(lambda db: quota.nearing(db, chosen, now))
        assert told == "quota nears: 4 of 5 users"
        few = chosen.model_copy(update={"zalo_bot_month_messages": 5})
        told = house.database.run_now(lambda db: quota.nearing(db, few, now))
        assert told == "quota nears: 4 of 5 users, 4 of 5 messages this month"
        lines = ChannelRegistry(chosen, {"zalo_bot": one.channel}, {})
        stopping = asyncio.Event()
        staff = StaffReplies(house.deps.store.conversations, Sealer(b"k" * 32), 60.0)
        going = rounds.background_jobs(lines, house.intake, staff, "http://t", stopping)
        tasks = [asyncio.ensure_future(start()) for _, start in going]
        while "zalo_bot" not in lines.warnings:  # noqa: ASYNC110 - the round ends by itself
            await asyncio.sleep(0.01)
        stopping.set()
        await asyncio.wait(tasks, timeout=3)
        assert (await lines.states(0.0))["zalo_bot"].startswith("quota nears")
        house.database.close()


def opened(home: Path, house: House, **more: str) -> Telegram:
    chosen = ChannelSettings(
        _env_file=None, telegram="webhook", telegram_token=telegram_api.TOKEN, **more
    )
    lines = open_channels(
        chosen, home=home, http=None, database=house.database, sealer=Sealer(b"k"),  # type: ignore[arg-type]
        clock=house.clock,
    )  # fmt: skip
    channel = lines.channels["telegram"]
    assert isinstance(channel, Telegram)
    return channel


async def test_after_a_renewal_both_secrets_are_taken_for_a_while(tmp_path: Path) -> None:
    house = open_house(tmp_path, {})
    first = opened(tmp_path, house).secrets
    renew(tmp_path, webhook_secret("telegram"))
    channel = opened(tmp_path, house)
    assert len(first) == 1 and len(channel.secrets) == 2
    assert channel.secrets[1] == first[0] != channel.secrets[0]
    for given in channel.secrets:
        assert channel.verify(RawRequest({HEADER: given}, b"{}")) is None
    house.database.close()


async def test_the_old_secret_is_forgotten_after_the_overlap(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = open_house(tmp_path, {})
    opened(tmp_path, house)
    renew(tmp_path, webhook_secret("telegram"))
    channel = opened(tmp_path, house)
    old = channel.secrets[1]
    lines = ChannelRegistry(ChannelSettings(_env_file=None), {"telegram": channel}, {})
    monkeypatch.setattr(rounds, "OVERLAP_SECONDS", 0.01)
    stopping = asyncio.Event()
    staff = StaffReplies(house.deps.store.conversations, Sealer(b"k" * 32), 60.0)
    going = rounds.background_jobs(lines, house.intake, staff, "http://t", stopping)
    tasks = [asyncio.ensure_future(start()) for _, start in going]
    while len(channel.secrets) > 1:  # noqa: ASYNC110 - the round ends by itself
        await asyncio.sleep(0.01)
    stopping.set()
    await asyncio.wait(tasks, timeout=3)
    assert channel.verify(RawRequest({HEADER: old}, b"{}")) is not None
    house.database.close()


async def test_a_library_s_own_secrets_are_taken_in_their_order(tmp_path: Path) -> None:
    house = open_house(tmp_path, {})
    assert opened(tmp_path, house, telegram_secret="moi,cu").secrets == ("moi", "cu")
    house.database.close()
