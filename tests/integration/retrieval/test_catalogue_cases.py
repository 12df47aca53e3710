"""The public faults of catalogue programs in the evaluation data: each with its right value."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from retrieval.index.build import update
from retrieval.ingest import ingest_marc, ingest_table
from retrieval.ingest.report import Report
from retrieval.model import Work, WorkQuery, WorkResults
from retrieval.records import Store
from retrieval.search.local import LocalSearcher
from tests.fakes.hash_encoder import HashEncoder

CASES = Path(os.environ.get("THUTHU_EVAL_DATA", "../shared/data")) / "cases"
pytestmark = pytest.mark.skipif(not CASES.is_dir(), reason=f"no evaluation data in {CASES}")


def taken(home: Path, name: str) -> tuple[Report, dict[str, Work]]:
    """The file ingested, and the works by their titles."""
    (path,) = CASES.glob(name)
    ingest = ingest_table if path.suffix == ".csv" else ingest_marc
    report = ingest(path, home)
    store = Store(home)
    found = {work.title: work for work in store.works()}
    store.close()
    return report, found


def first(home: Path, asked: str) -> str:
    update(home, HashEncoder())
    results = LocalSearcher(home, HashEncoder()).works(WorkQuery(text=asked))
    assert isinstance(results, WorkResults)
    return results.hits[0].work.title if results.hits else ""


def test_marc_8(tmp_path: Path) -> None:
    _, found = taken(tmp_path, "01-*/lc.mrc")
    assert found["Đất rừng quê mẹ"].authors == ("Lê Hữu Phước",)
    assert any(work.authors == ("Trần Thị Ngọc Ẩn",) for work in found.values())


def test_records_beyond_the_standard_s_sizes(tmp_path: Path) -> None:
    report, found = taken(tmp_path, "03-*/bao.mrc")
    assert (report.read, report.rejected) == (2, 0)
    assert max(work.copies for work in found.values()) == 2_500
    report, found = taken(tmp_path, "03-*/muc-luc.mrc")
    assert (report.read, report.rejected) == (1, 0) and report.noted
    assert "Chương một kể chuyện quê" in found["Tuyển tập mục lục dài"].notes


def test_one_bad_byte(tmp_path: Path) -> None:
    report, found = taken(tmp_path, "05-*/cut.mrc")
    assert (report.read, report.rejected) == (2, 0)
    assert set(found) == {
        "Truyền thuyết hồ Gươm và những chuyện kể khác", "Hồ sơ làng cổ Đường Lâm",
    }  # fmt: skip
    assert first(tmp_path, "truyền thuyết hồ gươm").startswith("Truyền thuyết hồ Gươm")


@pytest.mark.parametrize("name", ["stray.mrc", "stray-bad-base.mrc"])
def test_a_stray_field_mark(name: str, tmp_path: Path) -> None:
    _, found = taken(tmp_path, f"07-*/{name}")
    work = found["Chuyện làng Vũ Đại"]
    assert (work.notes, work.subjects) == ("Phần một phần hai", ("Làng quê",))


def test_viscii_whose_capital_is_a_field_mark(tmp_path: Path) -> None:
    _, found = taken(tmp_path, "07-*/viscii.mrc")
    work = found["TÌNH LỤỴ QUÊ HƯƠNG MIỀN TÂY"]
    assert (work.authors, work.subjects) == (("Nguyễn Thị Mỹ",), ("Tiểu thuyết Việt Nam",))


def test_an_open_quote(tmp_path: Path) -> None:
    report, found = taken(tmp_path, "10-*/so.csv")
    assert (report.read, report.rejected, len(found)) == (5, 0, 5)
    report, found = taken(tmp_path, "10-*/tab.csv")
    assert report.read == report.added + report.rejected == 3


def test_letters_that_look_alike(tmp_path: Path) -> None:
    _, found = taken(tmp_path, "26-*/dd.csv")
    for asked, number in (
        ("đất bãi bồi ven sông", 0), ("đình làng mẫu", 1), ("nhà đương kim", 2), ("thư viện số", 3),
        ("hội thảo khoa học", 4), ("truyện cổ xứ lâm", 5), ("kỷ yếu hội thảo", 6),
        ("bờ bãi xa", 7), ("quê nhà", 8), ("văn học việt", 9), ("sach giả chữ nga", 10),
    ):  # fmt: skip
        assert found[first(tmp_path, asked)].authors == (f"Tác giả {number}",), asked


def test_a_date_that_is_none_does_not_end_indexing(tmp_path: Path) -> None:
    titles = []
    for name in ("truoc", "ngay-sai", "sau"):
        _, found = taken(tmp_path, f"46-*/{name}.mrc")
        titles += [title for title in found if title not in titles]
        update(tmp_path, HashEncoder())
    assert len(titles) == 3
    assert found[titles[1]].added == ""
    for title in titles:
        assert first(tmp_path, title) == title
    update(tmp_path, HashEncoder(), anew=True)
    assert first(tmp_path, titles[2]) == titles[2]
