"""A bare number is a PIN where PINs were the subject, a telephone where one was asked for."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.privacy.seal import Sealer
from bot.store import inbox, transcript
from bot.store.asked import asked
from bot.store.database import Transaction, open_database, sqlite_url
from bot.store.opened import Store, assembled
from connectors.messages import Inbound, Reply


@pytest.fixture(name="store")
def _store(tmp_path: Path) -> Store:
    return assembled(open_database(sqlite_url(tmp_path)), Sealer(b"k" * 32))


def _heard(db: Transaction, store: Store, text: str, event: str) -> str:
    inbound = Inbound("web", event, "chat", text, datetime.now(UTC))
    inbox.accept(db, store.conversations, inbound, 1.0)
    found = store.conversations.by_chat(db, "web", "chat")
    assert found is not None
    return found.id


def test_the_pin_that_comes_in_a_message_of_its_own(store: Store) -> None:
    def scene(db: Transaction) -> str:
        talk = _heard(db, store, "mã pin của em là", "1")
        assert asked(db, talk) == "sign_in"
        _heard(db, store, "73190243", "2")
        return talk

    store.database.run_now(scene)
    rows = store.database.run_now(
        lambda db: db.exec_driver_sql("SELECT body FROM inbox").scalars().all()
    )
    assert not any("73190243" in row for row in rows)


@pytest.mark.parametrize(
    ("who", "text", "acts", "kept"),
    [
        ("bot", "…", ["contact_asked"], True),
        ("librarian", "Bạn cho xin số điện thoại nhé", [], True),
        ("librarian", "Chào bạn", [], False),
        ("bot", "…", ["greeted"], False),
    ],
)
def test_a_telephone_is_kept_only_where_it_was_asked_for(
    store: Store, who: transcript.Who, text: str, acts: list[str], kept: bool
) -> None:
    def scene(db: Transaction) -> None:
        talk = _heard(db, store, "chào", "1")
        transcript.add(db, talk, who, Reply(text), 1.0, facts={"acts": acts})
        _heard(db, store, "0912345678", "2")

    store.database.run_now(scene)
    rows = store.database.run_now(
        lambda db: db.exec_driver_sql("SELECT body FROM inbox").scalars().all()
    )
    assert any("0912345678" in row for row in rows) == kept
