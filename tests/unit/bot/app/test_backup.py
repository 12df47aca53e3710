"""A copy made under writes is whole, opens with its own key, and is put back row by row."""

from __future__ import annotations

import threading
from datetime import datetime
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.app import backup
from bot.app.backup_schedule import BackupSchedule
from bot.settings import Settings
from bot.store.opened import Store, open_store
from bot.store.snapshot import row_hashes
from clock import HANOI, FixedClock

NOW = datetime(2026, 11, 23, 9, tzinfo=HANOI)
WORDS = "ba con meo den"


def _settings(home: Path, words: str = WORDS) -> Settings:
    return Settings(
        _env_file=None, home=home, facts=home / "none", backup_passphrase=SecretStr(words)
    )


def _write(store: Store, number: int) -> None:
    store.database.run_now(
        lambda db: store.conversations.find_or_open(db, "web", f"chat {number}", "Lan", 1.0)
    )


@pytest.fixture(name="settings")
def _home(tmp_path: Path) -> Settings:
    settings = _settings(tmp_path / "home")
    store = open_store(settings.home)
    for number in range(50):
        _write(store, number)
    store.database.close()
    return settings


def test_a_copy_under_writes_holds_a_whole_moment(settings: Settings) -> None:
    store, stop = open_store(settings.home), threading.Event()

    def write() -> None:
        number = 100
        while not stop.is_set():
            _write(store, number)
            number += 1

    writer = threading.Thread(target=write)
    writer.start()
    try:
        made = backup.make(settings, NOW)
    finally:
        stop.set()
        writer.join()
        store.database.close()
    told = backup.verify(made, WORDS)
    assert told.key
    assert told.rows >= 50
    assert made.stat().st_mode & 0o777 == 0o600
    assert b"store.key" not in made.read_bytes()


def test_what_was_lost_comes_back(settings: Settings, tmp_path: Path) -> None:
    made = backup.make(settings, NOW)
    before = row_hashes(settings.home / "store.sqlite")
    other = _settings(tmp_path / "another")
    other.home.mkdir()
    backup.restore(made, other, WORDS, NOW)
    assert row_hashes(other.home / "store.sqlite") == before
    store = open_store(other.home)
    found = store.database.run_now(lambda db: store.conversations.by_chat(db, "web", "chat 7"))
    assert found is not None
    assert found.name == "Lan"
    store.database.close()


def test_what_stood_there_is_kept_beside(settings: Settings) -> None:
    made = backup.make(settings, NOW)
    store = open_store(settings.home)
    _write(store, 999)
    store.database.close()
    later = row_hashes(settings.home / "store.sqlite")
    aside = backup.restore(made, settings, WORDS, NOW)
    assert row_hashes(aside / "store.sqlite") == later
    assert row_hashes(settings.home / "store.sqlite") != later


def test_another_passphrase_and_a_changed_byte_are_told(settings: Settings) -> None:
    made = backup.make(settings, NOW)
    with pytest.raises(backup.BackupError, match="passphrase"):
        backup.verify(made, "another")
    data = bytearray(made.read_bytes())
    data[len(data) // 2] ^= 1
    made.write_bytes(data)
    with pytest.raises(backup.BackupError):
        backup.verify(made, WORDS)


def test_without_a_passphrase_no_key_leaves(settings: Settings) -> None:
    bare = _settings(settings.home, "")
    assert not backup.verify(backup.make(bare, NOW)).key


async def test_the_app_makes_them_when_due_and_keeps_some(settings: Settings) -> None:
    clock = FixedClock(NOW)
    schedule = BackupSchedule(settings.model_copy(update={"backup_keep": 2}), clock)
    made = []
    for _ in range(4):
        await schedule.make_due()
        await schedule.make_due()
        made = sorted(path.name for path in settings.own_backups.glob("*"))
        clock.advance(25 * 3600)
    assert schedule.fault == ""
    assert len(made) == 2
    assert made[-1].startswith("20261126")


async def test_a_copy_that_fails_is_told(settings: Settings) -> None:
    (settings.home / "store.sqlite").write_bytes(b"not a database, or one no longer")
    schedule = BackupSchedule(settings, FixedClock(NOW))
    await schedule.make_due()
    assert "store.sqlite" in schedule.fault or "not a database" in schedule.fault
