"""A message's number is never given to another, whatever was purged before."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, create_engine

from bot.privacy.seal import Sealer
from bot.store import inbox, schema, transcript
from bot.store.database import open_database, sqlite_url
from bot.store.opened import Store, assembled
from clock import HANOI
from connectors.messages import Inbound, Reply

NOW = datetime(2026, 11, 23, 9, tzinfo=HANOI)
MIGRATIONS = Path(inbox.__file__).with_name("migrations")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return assembled(open_database(sqlite_url(tmp_path)), Sealer(b"k" * 32))


def _taken(store: Store, db: Connection, event: str) -> int:
    message = Inbound("cli", event, "chat", "xin chào", NOW)
    assert inbox.accept(db, store.conversations, message, NOW.timestamp())
    return inbox.of_event(db, "cli", event)


def test_a_purged_number_does_not_return(store: Store) -> None:
    first = store.database.run_now(lambda db: _taken(store, db, "a"))
    store.database.run_now(lambda db: inbox.close(db, first))
    assert store.database.run_now(lambda db: inbox.purge(db, NOW.timestamp() + 1)) == 1
    assert store.database.run_now(lambda db: _taken(store, db, "b")) > first


def test_an_answer_belongs_to_its_conversation(store: Store) -> None:
    def two(db: Connection) -> tuple[str, str]:
        ids = [
            store.conversations.find_or_open(db, "cli", chat, None, NOW.timestamp())
            for chat in ("a", "b")
        ]
        for conversation_id in ids:
            transcript.add(db, conversation_id, "bot", Reply(conversation_id), 0.0, inbox_id=7)
        return ids[0], ids[1]

    first, second = store.database.run_now(two)
    for mine in (first, second):
        found = store.database.run_now(lambda db, mine=mine: transcript.answers(db, mine, 7))
        assert [message.reply.text for message in found] == [mine]


def test_a_store_of_the_release_before_goes_on_above_its_highest_number(tmp_path: Path) -> None:
    """Rows stay as they were; the next number is above all that was ever spoken of."""
    url = sqlite_url(tmp_path)
    engine = create_engine(url)
    with engine.begin() as db:
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        config.attributes["connection"] = db
        command.upgrade(config, "0005_due")
        db.execute(
            schema.conversations.insert().values(
                id="c", channel="cli", chat_hash="h", chat_sealed=b"", opened=0.0, heard=0.0
            )
        )
        kept = {"id": 3, "inbox_id": 41, "who": "bot", "reply": '{"text": "a"}', "facts": "{}"}
        db.execute(schema.messages.insert().values(conversation_id="c", at=0.0, **kept))
    engine.dispose()
    store = assembled(open_database(url), Sealer(b"k" * 32))
    kept = store.database.run_now(lambda db: transcript.of(db, "c"))
    assert [(message.id, message.who) for message in kept] == [(3, "bot")]
    assert store.database.run_now(lambda db: _taken(store, db, "new")) == 42
    assert store.database.run_now(lambda db: transcript.add(db, "c", "bot", Reply("b"), 0.0)) == 4
