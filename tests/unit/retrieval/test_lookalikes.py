"""Titles with letters that only look Vietnamese are found by their plain spelling."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.index.build import update
from retrieval.ingest import ingest_table
from retrieval.lookalikes import plain
from retrieval.model import WorkQuery, WorkResults
from retrieval.search.local import LocalSearcher
from retrieval.terms import terms
from tests.fakes.hash_encoder import HashEncoder

TITLES = {
    "Ðất bãi bồi ven sông": "đất bãi bồi ven sông",
    "Ɖình làng Mẫu": "đình làng mẫu",
    "Nhà ðương kim": "nhà đương kim",
    "Thƣ viện số": "thư viện số",
    "Truye\u0323\u0302n cổ xứ Lâm": "truyện cổ xứ lâm",
    "Kỷ\xa0yếu hội\u2011thảo": "kỷ yếu hội thảo",
    "Bờ\u200bbãi xa": "bờ bãi xa",
    "Qu\xadê nhà": "quê nhà",
    "Ｖăn\u3000học Ｖiệt": "văn học việt",
    "Сach giả chữ Nga": "cach giả chữ nga",
    "Τruyện kể xứ Huế": "truyện kể xứ huế",
}


@pytest.mark.parametrize("title", TITLES)
def test_terms_are_those_of_the_plain_spelling(title: str) -> None:
    assert terms(title) == terms(TITLES[title])


def test_each_is_found_first(tmp_path: Path) -> None:
    rows = [f"{title},Tác giả {n}" for n, title in enumerate(TITLES)]
    (tmp_path / "dd.csv").write_text("Nhan đề,Tác giả\n" + "\n".join(rows), encoding="utf-8")
    ingest_table(tmp_path / "dd.csv", tmp_path)
    update(tmp_path, HashEncoder())
    searcher = LocalSearcher(tmp_path, HashEncoder())
    for n, asked in enumerate(TITLES.values()):
        found = searcher.works(WorkQuery(text=asked))
        assert isinstance(found, WorkResults)
        assert found.hits[0].work.authors == (f"Tác giả {n}",), asked


def test_russian_greek_and_icelandic_words_keep_their_letters() -> None:
    for text in ("Война и мир", "Ο λόγος", "Kinh tế học"):
        assert plain(text) == text


@given(st.text())
def test_plain_is_plain(text: str) -> None:
    assert plain(plain(text)) == plain(text)
