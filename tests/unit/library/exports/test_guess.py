"""Which table a file holds."""

from __future__ import annotations

from pathlib import Path

import pytest

from library.exports import Columns, Source, table_of
from tests.contract.library.houses import shelf
from tests.fakes.export_files import put_csv, put_excel, tables

TABLES = {"bandoc": "patrons", "muon": "loans", "dat": "holds", "sach": "items"}


@pytest.mark.parametrize(("put", "ending"), [(put_csv, "csv"), (put_excel, "xlsx")])
def test_each_table_is_known_by_its_headings(tmp_path: Path, put, ending: str) -> None:  # type: ignore[no-untyped-def]
    for name, rows in tables(shelf()).items():
        put(tmp_path / name, rows)
        assert table_of(tmp_path / f"{name}.{ending}", Columns()) == TABLES[name]


def test_a_name_in_the_map_says_more_than_headings(tmp_path: Path) -> None:
    put_csv(tmp_path / "muon", tables(shelf())["muon"])
    assert table_of(tmp_path / "muon.csv", Columns(holds=Source(file="muon.csv"))) == "holds"


@pytest.mark.parametrize(
    "body", [b"", b"a;b;c\n1;2;3\n", b"\xff\xfe\x00", b"PK\x03\x04 no workbook"]
)
def test_what_is_no_table_of_ours_is_none(tmp_path: Path, body: bytes) -> None:
    for name in ("x.csv", "x.xlsx"):
        (tmp_path / name).write_bytes(body)
        assert table_of(tmp_path / name, Columns()) is None
