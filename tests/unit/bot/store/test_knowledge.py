"""D13: nobody approves their own; what is changed or doubted is out; drafts go with their talk."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.store import knowledge
from bot.store.opened import Store, open_store
from connectors.messages import Citation

NOW = 1_795_399_200.0
CITED = Citation("w1", "Sách", "Ai", 3, "câu", "/xem/w1/3")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(tmp_path)
    yield opened
    opened.database.close()


def _draft(store: Store, talk: str | None = None) -> int:
    return store.database.run_now(
        lambda db: knowledge.draft(
            db, question="Mượn mấy ngày?", answer="15 ngày.", author="mai", now=NOW,
            sources=[CITED], conversation_id=talk,
        )
    )  # fmt: skip


def _approve(store: Store, entry: int, who: str) -> bool:
    return store.database.run_now(lambda db: knowledge.approve(db, entry, who, NOW))


def test_a_second_person_approves(store: Store) -> None:
    entry = _draft(store)
    assert not _approve(store, entry, "mai")
    assert _approve(store, entry, "lan")
    assert not _approve(store, entry, "hoa")
    kept = store.database.run_now(lambda db: knowledge.get(db, entry))
    assert kept is not None and kept.sources == (CITED,) and kept.approver == "lan"
    assert kept.review == NOW + knowledge.REVIEW_SECONDS


def test_who_changes_it_is_its_author_and_it_waits_again(store: Store) -> None:
    entry = _draft(store)
    _approve(store, entry, "lan")
    store.database.run_now(
        lambda db: knowledge.rewrite(
            db, entry, question="Mượn mấy ngày?", wordings=["muon may ngay"], answer="20 ngày.",
            author="lan",
        )
    )  # fmt: skip
    assert store.database.run_now(knowledge.counts)["approved"] == 0
    assert not _approve(store, entry, "lan")
    assert _approve(store, entry, "mai")


def test_what_is_doubted_is_out_until_somebody_else_approves_it(store: Store) -> None:
    entry = _draft(store)
    _approve(store, entry, "lan")
    store.database.run_now(lambda db: knowledge.doubt(db, entry, "đã đổi nội quy"))
    assert store.database.run_now(lambda db: knowledge.listed(db, "approved")) == []
    assert _approve(store, entry, "hoa")
    store.database.run_now(lambda db: knowledge.retire(db, entry, "cũ"))
    assert not _approve(store, entry, "hoa")


def test_d20_a_draft_is_erased_with_its_conversation_and_what_is_approved_stays(
    store: Store,
) -> None:
    people = store.conversations
    talk = store.database.run_now(lambda db: people.find_or_open(db, "web", "a", None, NOW))
    kept, gone = _draft(store, talk), _draft(store, talk)
    _approve(store, kept, "lan")
    store.database.run_now(lambda db: people.erase(db, talk))
    assert store.database.run_now(lambda db: knowledge.get(db, gone)) is None
    assert store.database.run_now(lambda db: knowledge.get(db, kept)) is not None
