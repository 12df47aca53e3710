"""Versions of the index: changes seen at once, models never mixed, filters and facets."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from retrieval.index import build, layout
from retrieval.index.build import update
from retrieval.index.state import state
from retrieval.model import Page, SearchUnavailable, Work, WorkFilter, WorkQuery, WorkResults
from retrieval.records import Store
from retrieval.search.local import LocalSearcher
from retrieval.search.snapshot import OpenedIndex
from retrieval.search.works import AvailabilityUnknownError
from tests.fakes.hash_encoder import HashEncoder
from vietnamese.reading import read

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


@pytest.mark.parametrize("typed", ["Luật Xây dựng", "Luat Xay dung", "Luaatj Xaay duwngj"])
def test_of_one_title_the_one_written_as_typed_is_first(home: Path, typed: str) -> None:
    same = [Work(key, "Luật xây dựng", authors=("A Văn B",), year=2000) for key in ("l1", "l2")]
    put(home, (*same, Work("l3", "Luật Xây dựng", authors=("C Văn D",), year=2001)))
    update(home, HashEncoder())
    assert ids(LocalSearcher(home, HashEncoder()), WorkQuery(text=typed))[0] == "l3"


def test_of_one_title_the_one_whose_author_is_known_is_first(home: Path) -> None:
    put(home, (Work("l1", "Luật đất đai"), Work("l2", "Luật đất đai", authors=("Quốc hội",))))
    update(home, HashEncoder())
    assert ids(LocalSearcher(home, HashEncoder()), WorkQuery(text="luật đất đai"))[0] == "l2"


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


def test_with_many_new_texts_the_words_are_served_before_the_vectors(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(build, "FEW", 2)
    put(home, [Work(f"n{number}", f"Sách mới tập {number}") for number in range(5)])
    words = layout.facts(update(home, HashEncoder(), words_only=True))
    assert (words["works"], words["works_upto"], words["works_embedded"]) == (9, 9, 4)
    assert len(ids(LocalSearcher(home, HashEncoder()), WorkQuery(text="sách mới", limit=9))) == 5
    assert state(home).unembedded == 5
    assert state(home).stale("hash-a")
    encoder = HashEncoder()
    whole = layout.facts(update(home, encoder))
    assert encoder.encoded == 5
    assert whole["works_embedded"] == 9
    assert not state(home).stale("hash-a")
    assert state(home).stale("hash-b")


def test_a_first_index_with_many_texts_serves_words_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(build, "FEW", 2)
    put(tmp_path, WORKS)
    update(tmp_path, HashEncoder(), words_only=True)
    assert state(tmp_path).unembedded == 4
    assert ids(LocalSearcher(tmp_path, HashEncoder()), WorkQuery(text="kinh tế học"))
    update(tmp_path, HashEncoder())
    assert state(tmp_path).unembedded == 0


def test_pages_keep_their_vectors_when_the_first_works_come(home: Path) -> None:
    store = Store(home)
    with store.transaction():
        for key in ("a", "b", "c", "d"):
            store.remove("work", key)
        page = Page("t", "Văn bản", "", 1, 1, "Nguyễn Du sinh năm 1765.", None, "open")
        store.put("page", "t:1", "test", page)
    store.close()
    update(home, HashEncoder(), anew=True)
    put(home, WORKS)
    update(home, HashEncoder())
    index = OpenedIndex(layout.served(home))
    assert len(index.passage_vectors.search(HashEncoder().encode(["x"], "query")[0], 3)) == 1


def test_replaced_records_are_swept_out_by_a_build_anew(
    home: Path,
) -> None:
    assert layout.facts(layout.served(home))["works_first"] == 4
    for turn in range(3):
        put(home, [Work(f"m{n}", f"Lượt {turn} tập {n}") for n in range(900)])
        update(home, HashEncoder())
    facts = layout.facts(layout.served(home))
    assert facts["works_first"] == facts["works_upto"] == 4 + 2700


def test_texts_in_several_languages_are_found_as_such(home: Path) -> None:
    both = Work("s1", "Truyện Kiều", language="vie", other_languages=("fre",))
    said = Work("s2", "Truyện cổ tích", language="eng", subjects=("Sách song ngữ",))
    put(home, [both, said])
    update(home, HashEncoder())
    searcher = LocalSearcher(home, HashEncoder())

    def found(language: str) -> set[str]:
        return set(ids(searcher, WorkQuery(filter=WorkFilter(languages=(language,)), limit=20)))

    assert found("mul") == {"s1", "s2"}
    assert found("fre") == {"s1"}
    assert found("vie") >= {"a", "s1"}


def test_a_library_system_that_does_not_say_is_no_empty_list(home: Path) -> None:
    def silent(work_ids: Sequence[str]) -> frozenset[str]:
        raise AvailabilityUnknownError("down")

    searcher = LocalSearcher(home, HashEncoder(), available=silent)
    wanted = WorkQuery(text="kinh tế học", filter=WorkFilter(available_now=True))
    assert searcher.works(wanted) == SearchUnavailable("down")


def put_pages(home: Path, texts: Sequence[str]) -> None:
    """The pages of one open text, in order."""
    store = Store(home)
    with store.transaction():
        for number, text in enumerate(texts, start=1):
            page = Page("t", "Văn bản", "", number, len(texts), text, None, "open")
            store.put("page", f"t:{number}", "test", page)
    store.close()


class Longest:
    """A Reranker that likes long texts."""

    def scores(self, question: str, texts: Sequence[str]) -> Sequence[float]:
        return [float(len(text)) for text in texts]


def test_a_reranker_orders_the_first_passages(home: Path) -> None:
    texts = ("Nguyễn Du sinh năm 1765.", "Nguyễn Du được sinh ra ở Thăng Long, vào năm 1765 ấy.")
    put_pages(home, texts)
    update(home, HashEncoder())
    for reranker, first in ((None, 1), (Longest(), 2)):
        searcher = LocalSearcher(home, HashEncoder(), reranker=reranker)
        asked = searcher.passages("Nguyễn Du sinh năm nào")
        assert not isinstance(asked, SearchUnavailable)
        assert asked.hits[0].passage.page == first


def test_where_accents_are_guessed_the_next_reading_counts_too(home: Path) -> None:
    """`giac` reads as one of three, with another as the next best."""
    reading = read("giac")
    words = ("giấc", "giặc", "giác")
    put_pages(home, words)
    update(home, HashEncoder())
    asked = LocalSearcher(home, None).passages("giac")
    assert not isinstance(asked, SearchUnavailable)
    scores = {hit.passage.text: hit.score for hit in asked.hits}
    read_so = {reading.meant, *reading.alternatives}
    assert len(read_so & set(words)) == 2
    assert {word for word in words if scores[word] == max(scores.values())} == read_so & set(words)


@pytest.mark.parametrize(
    "asked", ["Mahreb nằm ở đâu?", "Maghreb nawmf owr ddaau", "maghren nam o dau"]
)
def test_a_slip_in_a_question_is_mended_by_the_texts(home: Path, asked: str) -> None:
    put_pages(home, ("Kyoto nằm ở Nhật.", "Maghreb nằm ở Bắc Phi."))
    update(home, HashEncoder())
    found = LocalSearcher(home, None).passages(asked)
    assert not isinstance(found, SearchUnavailable)
    assert found.answered
    assert found.hits[0].sentence == "Maghreb nằm ở Bắc Phi."
