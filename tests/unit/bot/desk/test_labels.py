"""Misunderstood messages: what is shown, what may be written, what becomes a training line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection, insert
from typer.testing import CliRunner

from bot.cli.main import app
from bot.desk.labels import SOCIAL, intents
from bot.dialogue.replies.load import load
from bot.dialogue.understanding import learnt, marked
from bot.privacy.seal import Sealer
from bot.store import labels, schema, transcript
from bot.store.conversations import Conversations
from bot.store.database import Database, open_database, sqlite_url
from connectors.messages import Reply
from words import of

NOW = 1_795_399_200.0
ROOT = Path(__file__).parents[4]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Database]:
    database = open_database(sqlite_url(tmp_path))
    yield database
    database.close()


def _asked(db: Connection, text: str, act: str, number: int, intent: str = "find_book") -> str:
    people = Conversations(Sealer(b"k" * 32))
    conversation = people.find_or_open(db, "web", "an", "An", NOW)
    row = {
        "channel": "web", "event_id": str(number), "conversation_id": conversation,
        "body": "{}", "received": NOW, "state": "done",
    }  # fmt: skip
    made = db.execute(insert(schema.inbox).values(**row)).inserted_primary_key
    assert made is not None
    transcript.add(db, conversation, "reader", Reply(text), NOW, inbox_id=made[0])
    facts = {"acts": [act], "intent": intent, "degraded": None}
    transcript.add(db, conversation, "bot", Reply("…"), NOW, facts=facts, inbox_id=made[0])
    return conversation


def test_only_what_was_not_understood_is_shown_and_once(store: Database) -> None:
    def work(db: Connection) -> list[labels.Misunderstood]:
        _asked(db, "sách của cụ Nguyễn", "asked_meaning", 1)
        _asked(db, "Sách của cụ Nguyễn", "asked_meaning", 2)
        _asked(db, "mấy giờ mở cửa", "info_told", 3)
        return labels.misunderstood(db, NOW)

    found = store.run_now(work)
    assert [each.text for each in found] == ["Sách của cụ Nguyễn"]
    assert found[0].taken_for == "find_book"


def test_a_labelled_message_waits_for_review_and_goes_with_its_conversation(
    store: Database,
) -> None:
    def work(db: Connection) -> tuple[list[labels.Label], int, list[labels.Label]]:
        conversation = _asked(db, "có Số đỏ hông", "asked_meaning", 1)
        first = labels.misunderstood(db, NOW)[0].message_id
        line = "có [Số đỏ](title) hông"
        assert labels.put(db, first, marked=line, intent="find_book", staff="lan", now=NOW)
        waiting = labels.waiting(db)
        left = len(labels.misunderstood(db, NOW))
        Conversations(Sealer(b"k" * 32)).erase(db, conversation)
        return waiting, left, labels.waiting(db)

    waiting, left, after = store.run_now(work)
    assert [(each.marked, each.intent, each.staff) for each in waiting] == [
        ("có [Số đỏ](title) hông", "find_book", "lan")
    ]
    assert left == 0
    assert after == []


def test_what_is_no_readers_message_cannot_be_labelled(store: Database) -> None:
    assert not store.run_now(
        lambda db: labels.put(db, 99, marked="a", intent="greet", staff="lan", now=NOW)
    )


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("tìm [Số đỏ](title)", None),
        ("tìm Số đỏ", None),
        ("tìm [Số đỏ](nhan de)", "marks"),
        ("tìm [Số đỏ](hero)", "entity"),
        ("tìm [Số đỏ](title", "marks"),
        ("tìm [Tắt đèn](title)", "changed"),
        ("tìm Số đỏ\n- intent: x", "long"),
        ("  ", "empty"),
    ],
)
def test_only_the_readers_own_words_can_be_a_line(line: str, why: str | None) -> None:
    assert marked.fault(line, "tìm Số đỏ") == why


@given(st.text(max_size=400))
def test_whatever_a_reader_wrote_can_be_offered_and_taken_back(text: str) -> None:
    line = marked.offered(text)
    assert marked.bare(line) == line
    assert marked.fault(line, line) in (None, "empty")


@given(st.lists(st.tuples(st.sampled_from(["greet", "find_book"]), st.text(max_size=40))))
def test_learnt_lines_are_read_as_they_were_added(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str]]
) -> None:
    home = tmp_path_factory.mktemp("home")
    lines = [(intent, line) for intent, text in rows if (line := marked.offered(text))]
    learnt.add(home, lines)
    kept = {(intent, line) for intent, known in learnt.read(home).items() for line in known}
    assert kept == set(lines)
    assert learnt.add(home, lines) == 0


def test_a_review_writes_training_lines_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("THUTHU_HOME", str(tmp_path))
    database = open_database(sqlite_url(tmp_path))

    def work(db: Connection) -> None:
        _asked(db, "có Số đỏ hông", "asked_meaning", 1)
        message = labels.misunderstood(db, NOW)[0].message_id
        line = "có [Số đỏ](title) hông"
        labels.put(db, message, marked=line, intent="find_book", staff="lan", now=NOW)

    database.run_now(work)
    database.close()
    run = CliRunner().invoke
    listed = run(app, ["labels", "list"])
    assert json.loads(listed.stdout)["intent"] == "find_book"
    first = run(app, ["labels", "review"], input="y\n")
    assert json.loads(first.stdout.splitlines()[-1])["taken"] == 1, first.output
    assert learnt.read(tmp_path) == {"find_book": ["có [Số đỏ](title) hông"]}
    again = run(app, ["labels", "review", "--yes"])
    assert json.loads(again.stdout)["waiting"] == 0


IN_CONTEXT = frozenset(("ask_reason", "ask_detail", "ask_source", "repeat"))
"""What only a conversation gives a meaning is no label of a single message."""


def test_every_need_of_the_domain_has_a_name_at_the_desk() -> None:
    words = of("desk")
    domain = yaml.safe_load((ROOT / "nlu_data/domain/intents.yml").read_text(encoding="utf-8"))
    needs = {next(iter(i)) if isinstance(i, dict) else i for i in domain["intents"]}
    assert set(intents(load(), words)) == needs - IN_CONTEXT - {"nlu_fallback"}
    assert set(SOCIAL) <= needs
