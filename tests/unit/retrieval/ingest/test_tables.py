"""Catalogues kept as tables: usual headings, a map of one's own, rows that cannot be taken."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.ingest import ingest_table
from retrieval.model import Work
from retrieval.records import Store

ROWS = (
    ("Mã sách", "Nhan đề", "Tác giả", "Năm xuất bản", "Ngôn ngữ", "ISBN"),
    ("s1", "Tắt đèn", "Ngô Tất Tố", "2014", "Tiếng Việt", "978-604-954-023-3"),
    ("s2", "Animal Farm", "George Orwell; Anh Dịch", "1945", "English", ""),
    ("s3", "", "Vô danh", "2000", "", ""),
    ("s4", "Sách năm lạ", "", "chưa rõ", "", ""),
)  # fmt: skip


def works(home: Path) -> dict[str, Work]:
    store = Store(home)
    found = {work.id: work for work in store.works()}
    store.close()
    return found


def test_a_csv_with_usual_headings(tmp_path: Path) -> None:
    table = tmp_path / "so.csv"
    table.write_text("\n".join(";".join(f'"{c}"' for c in row) for row in ROWS), encoding="utf-8")
    report = ingest_table(table, tmp_path)
    assert (report.read, report.added, report.rejected) == (4, 2, 2)
    rejects = Path(report.rejects_file).read_text(encoding="utf-8-sig")
    assert "row 4" in rejects
    assert "chưa rõ" in rejects
    found = works(tmp_path)
    assert found["s1"].isbn == ("9786049540233",)
    assert found["s2"].authors == ("George Orwell", "Anh Dịch")
    assert found["s2"].language == "eng"


def test_a_row_taken_out_is_deleted(tmp_path: Path) -> None:
    table = tmp_path / "so.csv"
    table.write_text("Mã,Tên sách\n1,Một\n2,Hai\n", encoding="utf-8-sig")
    ingest_table(table, tmp_path)
    table.write_text("Mã,Tên sách\n2,Hai\n", encoding="utf-8")
    report = ingest_table(table, tmp_path)
    assert (report.deleted, report.changed, report.added) == (1, 0, 0)


def test_excel_with_a_map_of_its_own(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Cột A", "Cột B"])
    sheet.append(["Số đỏ", 1936])
    book.save(tmp_path / "so.xlsx")
    columns = tmp_path / "cot.yaml"
    columns.write_text("title: Cột A\nyear: Cột B\n", encoding="utf-8")
    assert ingest_table(tmp_path / "so.xlsx", tmp_path, columns).added == 1
    (work,) = works(tmp_path).values()
    assert (work.title, work.year) == ("Số đỏ", 1936)


def test_a_map_that_names_no_column_says_which(tmp_path: Path) -> None:
    table, columns = tmp_path / "so.csv", tmp_path / "cot.yaml"
    table.write_text("Mã,Tên sách\n1,Một\n", encoding="utf-8")
    columns.write_text("title: Nhan đề khác\n", encoding="utf-8")
    with pytest.raises(ValueError, match="Nhan đề khác"):
        ingest_table(table, tmp_path, columns)
    columns.write_text("tilte: Tên sách\n", encoding="utf-8")
    with pytest.raises(ValueError, match="tilte"):
        ingest_table(table, tmp_path, columns)


@settings(deadline=None, max_examples=50)
@given(st.binary(max_size=200))
def test_any_bytes_are_taken_or_refused(
    tmp_path_factory: pytest.TempPathFactory, data: bytes
) -> None:
    home = tmp_path_factory.mktemp("t")
    table = home / "so.csv"
    table.write_bytes("Mã,Tên sách\n".encode() + data)
    try:
        report = ingest_table(table, home)
    except ValueError:
        return
    assert report.read == report.added + report.rejected
