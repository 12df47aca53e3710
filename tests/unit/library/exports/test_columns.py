"""The column map of a library."""

from __future__ import annotations

from pathlib import Path

import pytest

from library.exports import Columns, ColumnsError, Source
from library.exports.cells import folded
from library.exports.columns import NEEDED, headings, load, save


def test_a_map_is_kept_and_read_again(tmp_path: Path) -> None:
    kept = Columns(
        patrons=Source(file="bạn đọc.xlsx", sheet="Thẻ", columns={"card": "Mã số"}),
        loans=Source(file="muon.csv"),
        typed_as="date",
        item_status={"Sẵn sàng": "available"},
    )
    save(kept, tmp_path / "columns.yaml")
    assert load(tmp_path / "columns.yaml") == kept
    assert "dates" not in (tmp_path / "columns.yaml").read_text("utf-8")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("", "columns.yaml"),
        ("- 1", "columns.yaml"),
        ("{{", "columns.yaml"),
        ("patrons: {file: ../a.csv}\nloans: {file: b.csv}", "patrons > file"),
        ("patrons: {file: a.csv}\nloans: {file: b.csv, columns: {tiền: Nợ}}", "loans"),
        ("patrons: {file: a.csv}\nloans: {file: b.csv}\nitem_status: {Có: maybe}", "item_status"),
        ("patrons: {file: a.csv}\nloans: {file: b.csv}\nencoding: ebcdic", "encoding"),
    ],
)
def test_a_map_that_cannot_be_used_says_where(tmp_path: Path, text: str, place: str) -> None:
    (tmp_path / "columns.yaml").write_text(text, "utf-8")
    with pytest.raises(ColumnsError, match=place):
        load(tmp_path / "columns.yaml")


def test_a_map_that_is_not_there_is_an_error_of_the_map(tmp_path: Path) -> None:
    with pytest.raises(ColumnsError):
        load(tmp_path / "none.yaml")


def test_known_headings_are_folded_texts_and_name_every_needed_field() -> None:
    for table, fields in headings().items():
        assert set(NEEDED[table]) <= set(fields)
        for usual in fields.values():
            assert all(isinstance(heading, str) and heading == folded(heading) for heading in usual)
            assert len(usual) == len(set(usual))
