"""Versions of the index: changes seen at once, models never mixed, filters and facets."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from retrieval.index import layout
from retrieval.index.build import update
from retrieval.model import Page, SearchUnavailable, Work, WorkFilter, WorkQuery, WorkResults
from retrieval.records import Store
from retrieval.search.local import LocalSearcher
from tests.fakes.hash_encoder import HashEncoder

WORKS = (
    Work("a", "Lịch sử Hà Tĩnh", authors=("Đinh Xuân Lâm",), year=2001, ddc="959.742",
         subjects=("Lịch sử",), branches=("TRUNGTAM",), local_history=True, added="2026-01-02"),
    Work("b", "Kinh tế học đại cương", authors=("Lê Bảo Lâm",), year=2010, ddc="330",
         branches=("KYANH",), added="2026-01-03"),
    Work("c", "Kinh tế học vi mô", authors=("Lê Bảo Lâm",), year=2015, ddc="338.5",
         branches=("TRUNGTAM", "KYANH"), added="2026-01-01", isbn=("9786049540233",)),
    Work("d", "Atlas giải phẫu người", authors=("Frank H. Netter",), year=2007, ddc="611"),
)  # fmt: skip


def put(home: Path, works: Sequence[Work], gone: Sequence[str] = ()) -> None:
    store = Store(home)
    with store.transaction():
        for work in works:
            store.put("work", work.id, "test", work)
        for key in gone:
            store.remove("work", key)
    store.close()


@pytest.fixture
def home(tmp_path: Path) -> Path:
    put(tmp_path, WORKS)
    update(tmp_path, HashEncoder())
    return tmp_path


def ids(searcher: LocalSearcher, query: WorkQuery) -> list[str]:
    results = searcher.works(query)
    assert isinstance(results, WorkResults)
    return [hit.work.id for hit in results.hits]


def test_changes_deletions_and_additions_are_seen_without_a_restart(home: Path) -> None:
    searcher = LocalSearcher(home, HashEncoder())
    assert ids(searcher, WorkQuery(text="kinh tế học"))
    before = HashEncoder()
    changed = Work("b", "Toán cao cấp", authors=("Nguyễn Đình Trí",), year=2010)
    put(home, (changed, Work("e", "Hóa học hữu cơ")), gone=("c",))
    update(home, before)
    assert before.encoded == 2
    until = time.monotonic() + 20
    while ids(searcher, WorkQuery(text="hóa học hữu cơ")) != ["e"]:
        assert time.monotonic() < until
        time.sleep(0.02)
    assert ids(searcher, WorkQuery(text="kinh tế học vi mô")) == []
    assert ids(searcher, WorkQuery(text="toán cao cấp")) == ["b"]
    assert searcher.work("c") is None
    status = searcher.status()
    assert isinstance(status, dict)
    assert status["works"] == 4


def test_an_index_up_to_date_is_left_alone(home: Path) -> None:
    assert update(home, HashEncoder()) == layout.served(home)
    assert len(list(layout.root(home).glob("v-*"))) == 1


def test_only_the_served_version_and_the_one_before_are_kept(home: Path) -> None:
    for turn in range(4):
        put(home, [Work("a", f"Lượt {turn}")])
        update(home, HashEncoder())
    assert len(list(layout.root(home).glob("v-*"))) == layout.KEPT


def test_another_model_searches_words_until_its_vectors_are_made(home: Path) -> None:
    other = LocalSearcher(home, HashEncoder("hash-b", 16))
    assert ids(other, WorkQuery(text="kinh tế học"))
    update(home, HashEncoder("hash-b", 16))
    assert layout.facts(layout.served(home))["encoder"] == "hash-b"
    assert ids(LocalSearcher(home, HashEncoder("hash-b", 16)), WorkQuery(text="kinh tế học"))


def test_no_index_says_so(tmp_path: Path) -> None:
    found = LocalSearcher(tmp_path, HashEncoder()).works(WorkQuery(text="sách"))
    assert isinstance(found, SearchUnavailable)


def test_facets_count_what_was_found(home: Path) -> None:
    searcher = LocalSearcher(home, HashEncoder())
    results = searcher.works(WorkQuery(filter=WorkFilter(branches=("KYANH",)), facets=True))
    assert isinstance(results, WorkResults)
    assert results.total == 2
    assert results.facets["branch"] == {"KYANH": 2, "TRUNGTAM": 1}
    assert results.facets["class"] == {"3": 2}


def test_classes_narrow_beyond_three_figures(home: Path) -> None:
    searcher = LocalSearcher(home, HashEncoder())
    for prefix, right in (("33", {"b", "c"}), ("338.5", {"c"}), ("959.74", {"a"}), ("4", set())):
        wanted = WorkFilter(ddc_prefixes=(prefix,))
        assert set(ids(searcher, WorkQuery(filter=wanted))) == right


def test_only_what_is_in_just_now(home: Path) -> None:
    searcher = LocalSearcher(home, HashEncoder(), available=lambda _: frozenset({"b"}))
    wanted = WorkFilter(available_now=True)
    assert ids(searcher, WorkQuery(text="kinh tế học", filter=wanted)) == ["b"]


def test_a_slip_finds_the_title_and_says_what_was_meant(home: Path) -> None:
    searcher = LocalSearcher(home, HashEncoder())
    results = searcher.works(WorkQuery(text="atlsa giai phau nguoi"))
    assert isinstance(results, WorkResults)
    assert results.hits[0].work.id == "d"
    assert results.did_you_mean == "Atlas giải phẫu người"


def test_isbn_with_dashes_in_the_free_text(home: Path) -> None:
    searcher = LocalSearcher(home, HashEncoder())
    assert ids(searcher, WorkQuery(text="978-604-954-023-3")) == ["c"]


def test_a_killed_full_build_goes_on_where_it_was(tmp_path: Path) -> None:
    put(tmp_path, WORKS)
    folder, plan = layout.resume(
        tmp_path,
        {"format": "x", "encoder": "", "works_upto": 4, "pages_upto": 0},
        "_upto",
    )
    again, kept = layout.resume(
        tmp_path,
        {"format": "x", "encoder": "", "works_upto": 9, "pages_upto": 0},
        "_upto",
    )
    assert (again, kept["works_upto"]) == (folder, plan["works_upto"])
    other, _ = layout.resume(tmp_path, {"format": "y"}, "_upto")
    assert list(other.iterdir()) == [other / layout.PLAN]


def test_pages_change_with_their_passages(home: Path) -> None:
    store = Store(home)
    with store.transaction():
        page = Page("t", "Văn bản", "", 1, 1, "Nguyễn Du sinh năm 1765.", None, "open")
        store.put("page", "t:1", "test", page)
    store.close()
    update(home, HashEncoder())
    searcher = LocalSearcher(home, HashEncoder())
    asked = searcher.passages("Nguyễn Du sinh năm nào")
    assert not isinstance(asked, SearchUnavailable)
    assert asked.hits[0].sentence == "Nguyễn Du sinh năm 1765."
    store = Store(home)
    with store.transaction():
        store.remove("page", "t:1")
    store.close()
    update(home, HashEncoder())
    assert LocalSearcher(home, HashEncoder()).page("t", 1) is None
