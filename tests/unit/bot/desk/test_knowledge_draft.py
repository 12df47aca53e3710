"""A draft out of a conversation, what resembles it, and a CSV of questions and answers."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.desk.knowledge_draft import alike, drafted
from bot.desk.knowledge_import import MOST_BYTES, ImportRefusedError, pairs
from bot.store import handoffs, knowledge, transcript
from bot.store.handoffs import HandoffRequest
from bot.store.opened import open_store
from connectors.messages import Citation, Reply

NOW = 1_795_399_200.0


def test_the_question_and_the_reply_without_who_asked(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    cited = Citation("w", "Sách", "", 1, "câu", "")

    def fill(db: object) -> tuple[object, object]:
        talk = store.conversations.find_or_open(db, "web", "a", "Trần Hoa", NOW)  # type: ignore[arg-type]
        said: list[tuple[transcript.Who, Reply]] = [
            ("reader", Reply("xin chào")),
            ("reader", Reply("Tôi là Trần Hoa, gia phả họ Phan ở đâu? 0912345678")),
            ("librarian", Reply("Dạ")),
            (
                "librarian",
                Reply("Chào chị Hoa, gia phả họ Phan ở kho địa chí.", citations=(cited,)),
            ),
            ("reader", Reply("cảm ơn")),
        ]
        handoffs.ask(db, talk, HandoffRequest("asked", "…"), (), NOW)  # type: ignore[arg-type]
        for n, (who, reply) in enumerate(said):
            transcript.add(db, talk, who, reply, NOW + n)  # type: ignore[arg-type]
        return transcript.of(db, talk), handoffs.current(db, talk)  # type: ignore[arg-type]

    said, handoff = store.database.run_now(fill)
    made = drafted(said, handoff, ["Trần Hoa"])  # type: ignore[arg-type]
    assert made is not None
    assert "gia phả họ Phan" in made.question and "kho địa chí" in made.answer
    assert "Hoa" not in made.question + made.answer and "0912" not in made.question
    assert made.sources == (cited,) and made.hidden >= 3
    assert drafted(said[:2], handoff, []) is None  # type: ignore[index,arg-type]
    store.database.close()


def test_entries_that_ask_the_same_are_found_without_accents(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    for question in ("Mượn sách được mấy ngày?", "Thư viện ở đâu?"):
        store.database.run_now(
            lambda db, question=question: knowledge.draft(
                db, question=question, answer="…", author="a", now=NOW
            )
        )
    entries = store.database.run_now(lambda db: knowledge.listed(db, "draft"))
    found = alike("muon sach duoc may ngay a", entries)
    assert [each.question for each in found] == ["Mượn sách được mấy ngày?"]
    store.database.close()


@pytest.mark.parametrize("mark", [",", ";"])
def test_a_csv_is_read_whatever_its_commas(mark: str) -> None:
    text = f"STT{mark}Câu hỏi{mark}Trả lời\n1{mark}Mấy giờ mở?{mark}7:30\n2{mark}{mark}bỏ\n"
    assert pairs(text.encode("utf-8-sig")) == [("Mấy giờ mở?", "7:30")]


@pytest.mark.parametrize(
    "data", [b"", b"a,b\n1,2\n", b"\xff\xfe\x00", b"x" * (MOST_BYTES + 1)], ids=len
)
def test_another_file_is_refused_whole(data: bytes) -> None:
    with pytest.raises(ImportRefusedError):
        pairs(data)
