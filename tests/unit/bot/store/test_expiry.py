"""A day after the setting nothing of a talk is left on the disk; a day before, all of it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.privacy.seal import Sealer
from bot.rights.retention import DAY_SECONDS, purge
from bot.store import inbox, notes, transcript
from bot.store.database import Transaction, open_database, sqlite_url
from bot.store.opened import Store, assembled
from connectors.messages import Inbound, Reply

CANARY = "hoàng yến hót"
START = datetime(2026, 11, 23, 9, tzinfo=UTC).timestamp()


def _raw(home: Path) -> bytes:
    return b"".join(path.read_bytes() for path in home.glob("store.sqlite*"))


@pytest.fixture(name="store")
def _store(tmp_path: Path) -> Store:
    store = assembled(open_database(sqlite_url(tmp_path)), Sealer(b"k" * 32))

    def talk(db: Transaction) -> None:
        inbound = Inbound("web", "e", "chat", CANARY.encode("ascii", "xmlcharrefreplace").decode(),
                          datetime.now(UTC))  # fmt: skip
        inbox.accept(db, store.conversations, inbound, START)
        row = inbox.claim(db, START)
        assert row is not None
        transcript.add(db, row.conversation_id, "reader", Reply(row.text), START)
        notes.add(db, row.conversation_id, "feedback", row.text, START)
        inbox.close(db, row.id)

    store.database.run_now(talk)
    return store


@pytest.mark.parametrize(("days", "left"), [(29, True), (31, False)])
async def test_on_a_turned_clock(tmp_path: Path, store: Store, days: int, left: bool) -> None:
    await purge(store.database, START + days * DAY_SECONDS, keep_days=30)
    found = store.database.run_now(lambda db: store.conversations.by_chat(db, "web", "chat"))
    assert (found is not None) == left
    assert (b"ho&#224;ng y&#7871;n" in _raw(tmp_path)) == left
    store.database.close()
