"""`thuthu channels`, run as an administrator runs it, before the fake platforms."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.cli.channels import app
from bot.delivery.channels.settings import ChannelSettings
from bot.privacy.seal import Sealer, secret
from bot.settings import Settings
from bot.store import inbox, outbox, transcript
from bot.store.conversations import Conversations
from bot.store.database import Database, open_database, sqlite_url
from clock import SystemClock
from connectors.messages import Inbound, Reply
from tests.fakes import telegram_api, zalo_bot, zalo_oa
from tests.fakes.loopback import served

DAY_SECONDS = 86_400.0


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of its own, no `.env`, no channel."""
    for name in (*Settings.model_fields, *ChannelSettings.model_fields):
        monkeypatch.delenv(f"THUTHU_{name.upper()}", raising=False)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("THUTHU_HOME", str(tmp_path))
    return tmp_path


@pytest.fixture
def telegram(monkeypatch: pytest.MonkeyPatch) -> Iterator[telegram_api.FakeTelegram]:
    fake = telegram_api.FakeTelegram(SystemClock())
    with served(fake.app()) as url:
        monkeypatch.setenv("THUTHU_TELEGRAM", "webhook")
        monkeypatch.setenv("THUTHU_TELEGRAM_TOKEN", telegram_api.TOKEN)
        monkeypatch.setenv("THUTHU_TELEGRAM_API", url)
        yield fake


@pytest.fixture
def zalo(monkeypatch: pytest.MonkeyPatch) -> Iterator[zalo_oa.FakeZaloOA]:
    fake = zalo_oa.FakeZaloOA(SystemClock())
    with served(fake.app()) as url:
        for name, value in {
            "": "true", "_APP_ID": zalo_oa.APP_ID, "_APP_SECRET": zalo_oa.APP_SECRET,
            "_OA_ID": zalo_oa.OA_ID, "_OA_SECRET_KEY": zalo_oa.OA_KEY, "_API": url, "_OAUTH": url,
        }.items():  # fmt: skip
            monkeypatch.setenv(f"THUTHU_ZALO{name}", value)
        yield fake


def ran(*words: str, given: str | None = None) -> Result:
    return CliRunner().invoke(app, list(words), input=given)


def store(home: Path) -> Database:
    return open_database(sqlite_url(home))


def heard(home: Path, channel: str, *, ago: float = 0.0) -> str:
    """A reader who wrote so many seconds ago; the conversation's id."""
    now = SystemClock().now()
    database, sealer = store(home), Sealer(secret(home, "store.key"))
    message = Inbound(channel, "e1", "5000000005", "chào", now, "Bạn Mẫu")
    conversations = Conversations(sealer)
    database.run_now(lambda db: inbox.accept(db, conversations, message, now.timestamp() - ago))
    found = database.run_now(lambda db: conversations.by_chat(db, channel, "5000000005"))
    database.close()
    assert found is not None
    return found.id


def test_with_nothing_switched_on_all_is_told_as_off() -> None:
    found = ran("status")
    assert found.exit_code == 0
    assert found.output.count(": tắt") == 3
    assert "0 hỏng, 0 không rõ" in found.output


def test_a_channel_that_works_is_told_with_its_webhook(
    telegram: telegram_api.FakeTelegram, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("THUTHU_URL", "https://tro-ly.thuvien.example")
    found = ran("status")
    assert found.exit_code == 0, found.output
    assert "✓ telegram" in found.output
    assert "webhook: https://tro-ly.thuvien.example/webhooks/telegram" in found.output


def test_an_address_without_https_is_told_to_be_useless(
    telegram: telegram_api.FakeTelegram,
) -> None:
    assert "cần HTTPS" in ran("status").output


def test_a_wrong_token_is_told_in_vietnamese(
    telegram: telegram_api.FakeTelegram, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("THUTHU_TELEGRAM_TOKEN", "1:wrong")
    found = ran("status")
    assert found.exit_code == 1
    assert "✗ telegram" in found.output
    assert "mã bot" in found.output


def test_a_channel_without_its_secrets_names_the_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THUTHU_TELEGRAM", "webhook")
    found = ran("status")
    assert found.exit_code == 1
    assert "token" in found.output


def test_zalo_is_guided_from_nothing_to_consent(zalo: zalo_oa.FakeZaloOA) -> None:
    before = ran("status")
    assert before.exit_code == 1
    assert "chưa có quyền gửi tin" in before.output
    guided = ran("zalo")
    assert guided.exit_code == 0
    assert "/zalo/callback" in guided.output
    assert "/v4/oa/permission?app_id=1000000000000000001" in guided.output
    pair = zalo.grant()
    given = ran("zalo-tokens", given=f"{pair['access_token']}\n{pair['refresh_token']}\n")
    assert given.exit_code == 0
    assert pair["refresh_token"] not in given.output
    assert "✓ zalo" in ran("status").output


def test_zalo_switched_off_tells_how_to_switch_it_on() -> None:
    found = ran("zalo")
    assert found.exit_code == 1
    assert "THUTHU_ZALO_OA_SECRET_KEY" in found.output


@pytest.mark.parametrize("name", ["telegram", "zalo-bot"])
def test_the_steps_of_each_bot_name_its_settings(name: str) -> None:
    found = ran(name)
    assert found.exit_code == 0
    assert f"THUTHU_{name.replace('-', '_').upper()}_TOKEN" in found.output


def test_a_test_message_goes_to_who_just_wrote(
    home: Path, telegram: telegram_api.FakeTelegram
) -> None:
    assert ran("test", "telegram").exit_code == 1
    talk = heard(home, "telegram")
    found = ran("test", "telegram")
    assert found.exit_code == 0
    assert "Bạn Mẫu" in found.output
    database = store(home)
    waiting = database.run_now(
        lambda db: outbox.due(db, SystemClock().now().timestamp(), ["telegram"])
    )
    database.close()
    assert [row.conversation_id for row in waiting] == [talk]


def test_nobody_who_wrote_yesterday_gets_a_test(
    home: Path, telegram: telegram_api.FakeTelegram
) -> None:
    heard(home, "telegram", ago=DAY_SECONDS)
    assert ran("test", "telegram").exit_code == 1


def test_what_did_not_arrive_is_listed_and_sent_again(home: Path) -> None:
    talk, database = heard(home, "telegram"), store(home)
    said = database.run_now(lambda db: transcript.add(db, talk, "bot", Reply("chào"), 0.0))
    row = database.run_now(lambda db: outbox.put(db, talk, said))
    database.run_now(lambda db: outbox.failed(db, row, "dead", "403"))
    listed = json.loads(ran("failed").stdout)
    assert (listed["channel"], listed["state"], listed["reason"]) == ("telegram", "dead", "403")
    assert ran("resend", str(listed["id"])).exit_code == 0
    assert ran("failed").stdout == ""
    assert ran("resend", "999").exit_code == 1
    database.close()


def test_a_bot_near_the_end_of_its_plan_is_told(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard(home, "zalo_bot")
    fake = zalo_bot.FakeZaloBot(SystemClock())
    with served(fake.app()) as url:
        monkeypatch.setenv("THUTHU_ZALO_BOT", "polling")
        monkeypatch.setenv("THUTHU_ZALO_BOT_TOKEN", zalo_bot.TOKEN)
        monkeypatch.setenv("THUTHU_ZALO_BOT_API", url)
        assert "✓ zalo_bot" in ran("status").output
        monkeypatch.setenv("THUTHU_ZALO_BOT_MAX_USERS", "1")
        found = ran("status")
        assert found.exit_code == 0
        assert "sắp hết hạn mức" in found.output


def test_a_webhook_secret_is_renewed(
    home: Path, telegram: telegram_api.FakeTelegram, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran("status")
    file = home / "secrets/telegram.webhook"
    old = file.read_bytes()
    assert ran("rotate", "telegram").exit_code == 0
    assert file.read_bytes() != old
    assert file.stat().st_mode & 0o077 == 0
    assert ran("rotate", "zalo").exit_code == 1
    monkeypatch.setenv("THUTHU_TELEGRAM_SECRET", "tu-dat")
    assert "THUTHU_TELEGRAM_SECRET=" in ran("rotate", "telegram").output
