"""The Knowledge port: the store's and the fake keep to the same promises."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.dialogue.knowledge import Knowledge, StoredKnowledge
from bot.store import knowledge
from bot.store.opened import open_store
from tests.fakes.knowledge import FakeKnowledge

Put = Callable[[str, str], None]
QUESTION, ANSWER = "Mượn sách được bao lâu?", "Mười lăm ngày."


@pytest.fixture(params=["stored", "fake"])
def filled(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Knowledge, Put]]:
    if request.param == "fake":
        fake = FakeKnowledge()
        yield fake, fake.put
        return
    store = open_store(tmp_path)

    def put(question: str, answer: str) -> None:
        def keep(db: object) -> None:
            entry = knowledge.draft(db, question=question, answer=answer, author="a", now=1.0)  # type: ignore[arg-type]
            knowledge.approve(db, entry, "b", 2.0)  # type: ignore[arg-type]

        store.database.run_now(keep)

    yield StoredKnowledge(store.database), put
    store.database.close()


async def test_an_empty_one_knows_nothing(filled: tuple[Knowledge, Put]) -> None:
    assert await filled[0].known(QUESTION) is None
    assert await filled[0].known("") is None


@pytest.mark.parametrize(
    "typed", [QUESTION, "muon sach duoc bao lau", "  MƯỢN SÁCH được bao lâu ??  "]
)
async def test_the_same_question_finds_its_answer_however_typed(
    filled: tuple[Knowledge, Put], typed: str
) -> None:
    known, put = filled
    put(QUESTION, ANSWER)
    found = await known.known(typed)
    assert found is not None and found.answer == ANSWER


@pytest.mark.parametrize(
    "other", ["Mượn báo được bao lâu?", "Mượn sách", "Không mượn sách được bao lâu?", "???"]
)
async def test_another_question_finds_nothing(filled: tuple[Knowledge, Put], other: str) -> None:
    known, put = filled
    put(QUESTION, ANSWER)
    assert await known.known(other) is None


async def test_a_draft_and_a_doubted_entry_are_not_known(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    database, known = store.database, StoredKnowledge(store.database)
    entry = database.run_now(
        lambda db: knowledge.draft(db, question=QUESTION, answer=ANSWER, author="a", now=1.0)
    )
    assert await known.known(QUESTION) is None
    database.run_now(lambda db: knowledge.approve(db, entry, "b", 2.0))
    assert await known.known(QUESTION) is not None
    database.run_now(lambda db: knowledge.doubt(db, entry, "sai"))
    assert await known.known(QUESTION) is None
    database.close()
