"""A link lasts ninety days from the last sign-in, and is renewed by the same card alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.privacy.seal import Sealer
from bot.store.conversations import Conversations
from bot.store.database import Database, open_database, sqlite_url
from bot.store.links import Links

SEALER = Sealer(b"k" * 32)
LINKS = Links(SEALER)
DAY = 86_400.0
NOW = 1_795_399_200.0


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Database]:
    database = open_database(sqlite_url(tmp_path))
    yield database
    database.close()


@pytest.fixture
def talk(store: Database) -> str:
    people = Conversations(SEALER)
    found = store.run_now(lambda db: people.find_or_open(db, "web", "an", None, NOW))
    store.run_now(lambda db: LINKS.link(db, found, "p1", "v1", NOW))
    return found


def test_a_link_ends_ninety_days_after_the_sign_in(store: Database, talk: str) -> None:
    def patron(days: float) -> str | None:
        return store.run_now(lambda db: LINKS.patron(db, talk, NOW + days * DAY))

    assert patron(89.9) == "p1"
    assert patron(90.1) is None
    assert store.run_now(lambda db: LINKS.conversations_of(db, {"p1"}, NOW + 91 * DAY)) == {}


def test_only_the_same_card_renews_it(store: Database, talk: str) -> None:
    later = NOW + 100 * DAY
    assert not store.run_now(lambda db: LINKS.renewed(db, talk, "p2", "v2", later))
    assert store.run_now(lambda db: LINKS.patron(db, talk, later)) is None
    assert store.run_now(lambda db: LINKS.renewed(db, talk, "p1", "v2", later))
    assert store.run_now(lambda db: LINKS.patron(db, talk, later)) == "p1"


def test_conversations_are_found_by_patron(store: Database, talk: str) -> None:
    found = store.run_now(lambda db: LINKS.conversations_of(db, {"p1", "p9"}, NOW))
    assert found == {"p1": (talk,)}
