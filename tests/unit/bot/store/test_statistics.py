"""Rows of a span: what was asked in it and what was done with it."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import insert

from bot.store import handoffs, notes, schema, statistics, transcript
from bot.store.handoffs import HandoffRequest
from bot.store.opened import open_store
from connectors.messages import Reply

NOW = 1_795_399_200.0


def test_questions_with_their_acts_and_tickets_of_the_span(tmp_path: Path) -> None:
    store = open_store(tmp_path)

    def fill(db: object) -> None:
        talk = store.conversations.find_or_open(db, "zalo", "a", None, NOW)  # type: ignore[arg-type]
        body = {"channel": "zalo", "event_id": "1", "conversation_id": talk, "body": "{}"}
        row = insert(schema.inbox).values(**body, received=NOW, state="done")
        key = db.execute(row).inserted_primary_key[0]  # type: ignore[attr-defined]
        transcript.add(db, talk, "reader", Reply("tìm sách"), NOW, inbox_id=key)  # type: ignore[arg-type]
        facts = {"acts": ["nothing_found"]}
        transcript.add(db, talk, "bot", Reply("…"), NOW, facts=facts, inbox_id=key)  # type: ignore[arg-type]
        transcript.add(db, talk, "reader", Reply("sau"), NOW + 100)  # type: ignore[arg-type]
        handoffs.ask(db, talk, HandoffRequest("asked", "…"), (), NOW)  # type: ignore[arg-type]
        notes.add(db, talk, "purchase", "Dế mèn", NOW)  # type: ignore[arg-type]

    store.database.run_now(fill)
    asked = store.database.run_now(lambda db: statistics.questions(db, NOW, NOW + 100))
    assert [(each.channel, each.text, each.acts) for each in asked] == [
        ("zalo", "tìm sách", ("nothing_found",))
    ]
    later = store.database.run_now(lambda db: statistics.questions(db, NOW + 100, NOW + 200))
    assert [each.acts for each in later] == [()]
    assert len(store.database.run_now(lambda db: statistics.tickets(db, NOW, NOW + 1))) == 1
    assert store.database.run_now(lambda db: statistics.tickets(db, NOW + 1, NOW + 2)) == []
    assert store.database.run_now(lambda db: statistics.wishes(db, NOW, NOW + 1)) == ["Dế mèn"]
    store.database.close()
