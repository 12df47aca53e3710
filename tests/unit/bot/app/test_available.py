"""The searcher as the settings want it: weights by environment, what is in just now, a reranker."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.app.available import AvailableNow
from bot.settings import Settings
from library.model import Availability, Item
from library.port import LibrarySystem
from library.results import Done, ReadResult, Unavailable
from retrieval.encoder import EMBEDDED, load, load_reranker
from retrieval.search.tuning import Tuning
from retrieval.search.works import AvailabilityUnknownError


class Shelves:
    """The availability of a library system, and nothing else of it."""

    def __init__(self, *, down: bool = False) -> None:
        self._down = down
        self.loop: asyncio.AbstractEventLoop | None = None

    async def availability(self, biblio_ids: Sequence[str]) -> ReadResult[dict[str, Availability]]:
        self.loop = asyncio.get_running_loop()
        if self._down:
            return Unavailable("down")
        states = {"a": "available", "b": "on_loan"}
        return Done(
            {
                key: Availability(key, (Item("1", key, "TT", "", "", states[key]),), 0)  # type: ignore[arg-type]
                for key in biblio_ids
                if key in states
            }
        )


def asked(shelves: Shelves) -> AvailableNow:
    library: LibrarySystem = shelves  # type: ignore[assignment]
    return AvailableNow(library)


def test_weights_of_the_search_are_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THUTHU_SEARCH__ANSWER_BAR", "0.5")
    monkeypatch.setenv("THUTHU_SEARCH__PASSAGE_WEIGHTS__TEXT", "2")
    monkeypatch.setenv("THUTHU_SEARCH__PASSAGE_WEIGHTS__WORK", "0.1")
    found = Settings().search
    assert (found.answer_bar, found.passage_weights) == (0.5, {"text": 2.0, "work": 0.1})
    assert found.dense_share == Tuning().dense_share
    monkeypatch.setenv("THUTHU_SEARCH__ANSWER_BAR", "high")
    with pytest.raises(ValidationError, match="answer_bar"):
        Settings()


def test_only_works_with_a_copy_on_the_shelf_are_in() -> None:
    assert asked(Shelves())(["a", "b", "c"]) == {"a"}


async def test_while_the_app_runs_its_own_loop_is_asked() -> None:
    shelves = Shelves()
    now = asked(shelves)
    now.attach(asyncio.get_running_loop())
    assert await asyncio.to_thread(now, ["a"]) == {"a"}
    assert shelves.loop is asyncio.get_running_loop()


def test_a_library_system_that_is_down_is_not_an_empty_shelf() -> None:
    with pytest.raises(AvailabilityUnknownError):
        asked(Shelves(down=True))(["a"])


def test_no_reranker_unless_one_is_named() -> None:
    assert load_reranker("") is None


@pytest.mark.slow
def test_a_cross_encoder_from_a_folder_judges_pairs(tmp_path: Path) -> None:
    transformers = pytest.importorskip("transformers")
    pytest.importorskip("sentence_transformers")
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "nguyễn", "du", "sinh", "năm", "1765"]
    (tmp_path / "vocab.txt").write_text("\n".join(words), encoding="utf-8")
    transformers.BertTokenizerFast(str(tmp_path / "vocab.txt")).save_pretrained(tmp_path)
    config = transformers.BertConfig(
        vocab_size=len(words), hidden_size=16, num_hidden_layers=1, num_attention_heads=2,
        intermediate_size=16, num_labels=1, initializer_range=1.0,
    )  # fmt: skip
    transformers.BertForSequenceClassification(config).save_pretrained(tmp_path)
    reranker = load_reranker(str(tmp_path))
    assert reranker is not None
    first = reranker.scores("Nguyễn Du sinh năm nào", ["Nguyễn Du sinh năm 1765", "năm \ud800"])
    assert len(first) == 2
    assert first[0] != first[1]
    assert list(reranker.scores("Nguyễn Du", [])) == []


def test_an_encoder_not_built_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="thuthu setup --only encoder"):
        load(EMBEDDED, tmp_path)
