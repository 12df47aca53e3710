"""Catalogues kept as tables: usual headings, a map of one's own, rows that cannot be taken."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.ingest import ingest_table
from retrieval.ingest.report import Report
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
    assert (report.read, report.added, report.rejected, report.noted) == (4, 3, 1, 1)
    rejects = Path(report.rejects_file).read_text(encoding="utf-8-sig")
    assert "dòng 4" in rejects
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


def table_of(home: Path, text: str, name: str = "so.csv") -> tuple[dict[str, Work], Report, str]:
    """Works by title, the report, and what its file says."""
    (home / name).write_bytes(text.encode())
    report = ingest_table(home / name, home)
    said = Path(report.rejects_file).read_text("utf-8-sig") if report.rejects_file else ""
    return {work.title: work for work in works(home).values()}, report, said


HEAD = "Nhan đề,Tác giả,Năm\n"
ROWS_OF_THREE = (
    ("Bến không chồng", "Dương Hướng", "1990"),
    ("Mưa mùa hạ", "Ma Văn Kháng", "1982"),
    ("Miền cháy", "Nguyễn Minh Châu", "1977"),
    ("Cửa biển", "Nguyên Hồng", "1961"),
)


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
@pytest.mark.parametrize("open_rows", [(0,), (1,), (3,), (0, 1), (1, 3), (0, 1, 2, 3)])
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_an_open_quote_swallows_no_row(
    mark: str, open_rows: tuple[int, ...], ends: str, tmp_path: Path
) -> None:
    lines = [mark.join(("Nhan đề", "Tác giả", "Năm"))]
    for at, row in enumerate(ROWS_OF_THREE):
        lines.append(('"' if at in open_rows else "") + mark.join(row))
    found, report, said = table_of(tmp_path, ends.join(lines))
    assert set(found) == {row[0] for row in ROWS_OF_THREE}
    assert [found[t].year for t, _, _ in ROWS_OF_THREE] == [1990, 1982, 1977, 1961]
    assert (report.read, report.rejected, report.noted) == (4, 0, len(open_rows))
    for at in open_rows:
        assert f"dòng {at + 2}" in said


def test_inches_and_quoted_words_are_text(tmp_path: Path) -> None:
    text = HEAD + (
        '"Đĩa hát 12" hay,Nhiều tác giả,1985\n"Truyện ""cổ"" tích",Vũ Ngọc,1990\n'
        'Đĩa 7" và 12",Ban nhạc,1970\n"Chuyện, kể",A,2001\n"Hai\ndòng",B,2002\nHết,C,2003\n'
    )
    found, report, _ = table_of(tmp_path, text)
    assert set(found) == {
        '"Đĩa hát 12" hay', 'Truyện "cổ" tích', 'Đĩa 7" và 12"', "Chuyện, kể", "Hai dòng", "Hết",
    }  # fmt: skip
    assert report.rejected == 0


def test_a_mark_in_a_text_that_is_not_quoted_is_told_not_shifted(tmp_path: Path) -> None:
    text = HEAD + "Kinh tế, xã hội,Lê Bảo Lâm,2001\nMột,A,2000\nHai,B,2001\n"
    found, report, said = table_of(tmp_path, text)
    assert (set(found), report.rejected) == ({"Một", "Hai"}, 1)
    assert "dòng 2" in said and "4 ô" not in said.replace("4 ô, bảng có 3 cột", "")


def test_what_stands_above_and_below_a_table(tmp_path: Path) -> None:
    text = (
        "THƯ VIỆN HUYỆN KỲ ANH,,\nDANH MỤC SÁCH MỚI NĂM 2024,,\n,,\n" + HEAD + "(1),(2),(3)\n"
        "Mưa mùa hạ,Ma Văn Kháng,1982\nMiền cháy,Nguyễn Minh Châu,1977\n" + HEAD
        + "Cửa biển,Nguyên Hồng,1961\nTổng cộng,,3\n,,\nNgười lập bảng,,\n"
    )  # fmt: skip
    found, report, said = table_of(tmp_path, text)
    assert set(found) == {"Mưa mùa hạ", "Miền cháy", "Cửa biển"}
    assert (report.read, report.rejected) == (5, 2)
    assert "dòng 10" in said and "dòng 12" in said


@pytest.mark.parametrize("code", ["utf-16", "utf-8-sig", "utf-16-le"])
def test_what_a_spreadsheet_saves_as_text(code: str, tmp_path: Path) -> None:
    text = "sep=;\n" + HEAD.replace(",", ";") + 'Số đỏ;Vũ Trọng Phụng;="1936"\n'
    (tmp_path / "so.csv").write_bytes(text.encode(code))
    assert ingest_table(tmp_path / "so.csv", tmp_path).added == 1
    (work,) = works(tmp_path).values()
    assert (work.title, work.year) == ("Số đỏ", 1936)


@pytest.mark.parametrize(
    ("said", "year", "noted"),
    [
        ("khoảng 1990", 1990, 0), ("[1990?]", 1990, 0), ("c1990", 1990, 0), ("1990-1995", 1990, 0),
        ("2.015", 2015, 0), ("15/05/2015", 2015, 0), ("", None, 0), ("199-?", None, 1),
        ("k.n.", None, 1), ("chưa rõ", None, 1), ("thế kỷ 19", None, 1),
    ],
)  # fmt: skip
def test_uncertain_years(said: str, year: int | None, noted: int, tmp_path: Path) -> None:
    found, report, _ = table_of(tmp_path, f"Nhan đề;Tác giả;Năm\nSách;A;{said}\n")
    assert (found["Sách"].year, report.noted, report.rejected) == (year, noted, 0)


def test_number_cells_days_and_further_sheets(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["Sổ tài sản", None])
    for name, title in (("2023", "Một"), ("2024", "Hai")):
        sheet = book.create_sheet(name)
        sheet.append(["STT", "Tên sách", "Năm XB", "DDC", "ISBN", "Ngày nhập"])
        sheet.append([1, title, 2015.0, 5.1, 9786049540233.0, date(2024, 5, 1)])
        sheet.append([None, None, None, None, None, None])
    hidden = book.create_sheet("nháp")
    hidden.append(["Tên sách"])
    hidden.append(["Bỏ"])
    hidden.sheet_state = "hidden"
    book.save(tmp_path / "so.xlsx")
    report = ingest_table(tmp_path / "so.xlsx", tmp_path)
    assert (report.read, report.added) == (2, 2)
    one, two = sorted(works(tmp_path).values(), key=lambda work: work.title, reverse=True)
    assert (one.title, one.year, one.ddc, one.added) == ("Một", 2015, "005.1", "2024-05-01")
    assert one.isbn == ("9786049540233",)
    assert two.title == "Hai"


@pytest.mark.parametrize(
    ("data", "said"),
    [(b"\xd0\xcf\x11\xe0rest", ".xls"), (b"<html><table>", "trang web"), (b"PK\x03\x04x", "Excel")],
)
def test_what_is_no_table_is_refused_by_name(data: bytes, said: str, tmp_path: Path) -> None:
    (tmp_path / "so.csv").write_bytes(data)
    with pytest.raises(ValueError, match=said):
        ingest_table(tmp_path / "so.csv", tmp_path)


@settings(deadline=None, max_examples=200)
@given(st.data())
def test_every_row_is_read_or_told(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    """Rows with quotes opened anywhere, in any number of places."""
    home = tmp_path_factory.mktemp("t")
    lines = ["Mã,Nhan đề,Tác giả"]
    for number in range(data.draw(st.integers(1, 12))):
        line = f"k{number},Sách {number},Người {number}"
        at = data.draw(st.integers(0, len(line)))
        lines.append(line[:at] + data.draw(st.sampled_from(["", "", '"', '""', "'"])) + line[at:])
    _, report, said = table_of(home, "\n".join(lines))
    assert report.read == len(lines) - 1
    assert report.added + report.rejected == report.read
    assert report.rejected == said.count("không nhận")


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
