"""Erased, a conversation leaves nothing but a fresh place."""

from __future__ import annotations

from pathlib import Path

from bot.privacy.seal import Sealer
from bot.rights.erase import erase
from bot.store import transcript
from bot.store.conversations import Conversation
from bot.store.database import Transaction, open_database, sqlite_url
from bot.store.opened import assembled
from connectors.messages import Reply


def test_all_goes_and_others_stay(tmp_path: Path) -> None:
    store = assembled(open_database(sqlite_url(tmp_path)), Sealer(b"k" * 32))

    def scene(db: Transaction) -> tuple[str, str, str]:
        mine, other = (
            store.conversations.find_or_open(db, "cli", chat, None, 1.0) for chat in ("a", "b")
        )
        for one in (mine, other):
            transcript.add(db, one, "bot", Reply("chào"), 1.0)
        gone = Conversation(mine, "cli", "a", None, "bot", None)
        return mine, other, erase(db, store.conversations, gone, 2.0)

    mine, other, fresh = store.database.run_now(scene)
    assert fresh not in (mine, other)
    kept = [
        len(store.database.run_now(lambda db, one=one: transcript.of(db, one)))
        for one in (mine, other, fresh)
    ]
    assert kept == [0, 1, 0]
