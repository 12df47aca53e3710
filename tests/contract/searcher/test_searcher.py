"""The Searcher contract, on the index of this machine and on the fake."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from retrieval.index.build import update
from retrieval.model import (
    Page,
    PassageResults,
    SearchUnavailable,
    Work,
    WorkFilter,
    WorkQuery,
    WorkResults,
)
from retrieval.passages import passages_of
from retrieval.port import Searcher
from retrieval.records import Store
from retrieval.search.local import LocalSearcher
from tests.fakes.hash_encoder import HashEncoder
from tests.fakes.reading_room import CATALOGUE
from tests.fakes.searcher import FakeSearcher

PAGES = (
    Page("t1", "Danh nhân Hà Tĩnh", "Nhiều tác giả", 37, 40,
         "Nguyễn Công Trứ sinh năm 1778 tại huyện Quỳnh Côi. Ông mất năm 1858 tại Uy Viễn.",
         None, "open"),
    Page("t2", "Khởi nghĩa Hương Khê", "Đinh Xuân Lâm", 12, 30,
         "Khởi nghĩa Hương Khê do Phan Đình Phùng lãnh đạo từ năm 1885.", None, "on_site"),
    Page("t2", "Khởi nghĩa Hương Khê", "Đinh Xuân Lâm", 13, 30,
         "Cuối năm 1895 Phan Đình Phùng mất vì bệnh ở núi Quạt.", None, "on_site"),
)  # fmt: skip
Make = Callable[[], Searcher]


def _local(home: Path) -> Searcher:
    store = Store(home)
    with store.transaction():
        for work in CATALOGUE:
            store.put("work", work.id, "test", work)
        for page in PAGES:
            store.put("page", f"{page.work_id}:{page.page}", "test", page)
    store.close()
    update(home, HashEncoder())
    return LocalSearcher(home, HashEncoder())


@pytest.fixture(scope="module", params=["local", "fake"])
def searcher(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Searcher]:
    if request.param == "local":
        yield _local(tmp_path_factory.mktemp("searcher"))
    else:
        yield FakeSearcher(CATALOGUE, [p for page in PAGES for p in passages_of(page)])


def found(searcher: Searcher, query: WorkQuery) -> list[str]:
    results = searcher.works(query)
    assert isinstance(results, WorkResults)
    return [hit.work.title for hit in results.hits]


@pytest.mark.parametrize("text", ["Mắt biếc", "mat biec", "MẮT BIẾC"])
def test_a_title_is_first_however_it_is_written(searcher: Searcher, text: str) -> None:
    assert found(searcher, WorkQuery(text=text))[0] == "Mắt biếc"


def test_an_author_in_either_order(searcher: Searcher) -> None:
    for author in ("Nguyễn Nhật Ánh", "Nhật Ánh Nguyễn", "nguyen nhat anh"):
        titles = found(searcher, WorkQuery(author=author))
        assert sorted(titles) == ["Cho tôi xin một vé đi tuổi thơ", "Mắt biếc"]


def test_an_isbn_is_exact(searcher: Searcher) -> None:
    assert found(searcher, WorkQuery(isbn="9786049540233")) == ["Số đỏ"]
    assert found(searcher, WorkQuery(isbn="9786049540999")) == []


def test_filters_narrow(searcher: Searcher) -> None:
    english = WorkFilter(languages=("eng",))
    assert found(searcher, WorkQuery(filter=english)) == ["English for beginners"]
    local = WorkFilter(local_history=True)
    assert found(searcher, WorkQuery(filter=local)) == ["Địa chí huyện Nghi Xuân"]
    years = WorkFilter(year_from=2021, year_to=2021)
    assert found(searcher, WorkQuery(filter=years)) == [
        "Bên nhau trọn đời: Nguyễn Du trong lòng tôi"
    ]


def test_what_is_not_there_is_not_found(searcher: Searcher) -> None:
    assert found(searcher, WorkQuery(text="vật lý hạt nhân lượng tử")) == []


def test_pages_of_results_do_not_overlap(searcher: Searcher) -> None:
    query = WorkQuery(text="Nguyễn Du", limit=1)
    first, second = found(searcher, query), found(searcher, replace(query, offset=1))
    assert first
    assert second
    assert first != second


def test_a_work_by_its_id(searcher: Searcher) -> None:
    work = searcher.work("w2")
    assert isinstance(work, Work)
    assert work.title == "Số đỏ"
    assert searcher.work("none") is None


def test_the_newest_first(searcher: Searcher) -> None:
    results = searcher.new_works(2)
    assert isinstance(results, WorkResults)
    assert [hit.work.id for hit in results.hits] == ["w7", "w6"]


def test_a_question_gets_its_sentence_and_page(searcher: Searcher) -> None:
    results = searcher.passages("Nguyễn Công Trứ sinh năm nào?")
    assert isinstance(results, PassageResults)
    assert results.answered
    hit = results.hits[0]
    assert (hit.passage.work_id, hit.passage.page) == ("t1", 37)
    assert "1778" in hit.sentence


def test_rights_come_with_the_passage(searcher: Searcher) -> None:
    results = searcher.passages("Ai lãnh đạo khởi nghĩa Hương Khê?")
    assert isinstance(results, PassageResults)
    assert results.hits[0].passage.rights == "on_site"


def test_a_question_nothing_answers(searcher: Searcher) -> None:
    results = searcher.passages("Thủ đô của Brazil tên là gì?")
    assert isinstance(results, PassageResults)
    assert not results.answered


def test_a_page_to_read(searcher: Searcher) -> None:
    page = searcher.page("t1", 37)
    assert isinstance(page, Page)
    assert "1778" in page.text
    assert searcher.page("t1", 99) is None


@pytest.mark.parametrize("text", ["", "   ", "'\"*()[]{}:^~!+-", "\ufdfa" * 50, "\x00", "a" * 9999])
def test_any_text_is_safe(searcher: Searcher, text: str) -> None:
    assert isinstance(searcher.works(WorkQuery(text=text)), WorkResults)
    assert isinstance(searcher.passages(text), PassageResults)


def test_neighbours_lie_just_before_and_after(searcher: Searcher) -> None:
    results = searcher.passages("Phan Đình Phùng mất năm nào?")
    assert isinstance(results, PassageResults)
    hit = next(h for h in results.hits if h.passage.page == 12)
    around = searcher.neighbours(hit.passage)
    assert not isinstance(around, SearchUnavailable)
    assert [each.page for each in around] == [13]
    back = searcher.neighbours(around[0])
    assert not isinstance(back, SearchUnavailable)
    assert [each.id for each in back] == [hit.passage.id]
