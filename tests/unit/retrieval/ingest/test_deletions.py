"""A source that ends early, or holds far fewer records than last time, deletes nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from retrieval.ingest import ingest_marc, ingest_table
from retrieval.ingest.report import Report
from retrieval.records import Store
from tests.fakes.marc_file import biblio, written

Again = Callable[[Sequence[int], bool], Report]
"""The source with these records, ingested; and whether it is really meant."""


def marc(home: Path) -> Again:
    def again(numbers: Sequence[int], really: bool) -> Report:
        path = home / "x.mrc"
        path.write_bytes(b"".join(written(biblio(f"k{n}", f"Sách {n}")) for n in numbers))
        return ingest_marc(path, home, really_delete=really)

    return again


def marcxml(home: Path) -> Again:
    def again(numbers: Sequence[int], really: bool) -> Report:
        path = home / "x.xml"
        path.write_text(xml(numbers), encoding="utf-8")
        return ingest_marc(path, home, really_delete=really)

    return again


def table(home: Path) -> Again:
    def again(numbers: Sequence[int], really: bool) -> Report:
        path = home / "x.csv"
        path.write_text("Mã,Nhan đề\n" + "".join(f"k{n},Sách {n}\n" for n in numbers))
        return ingest_table(path, home, really_delete=really)

    return again


def xml(numbers: Sequence[int]) -> str:
    rows = "".join(
        f'<record><leader>00000nam a2200000 a 4500</leader><controlfield tag="001">k{n}'
        f'</controlfield><datafield tag="245" ind1="1" ind2="0"><subfield code="a">Sách {n}'
        "</subfield></datafield></record>"
        for n in numbers
    )
    return f'<collection xmlns="http://www.loc.gov/MARC21/slim">{rows}</collection>'


def standing(home: Path) -> int:
    store = Store(home)
    try:
        return store.count("work")
    finally:
        store.close()


@pytest.mark.parametrize("source", [marc, marcxml, table])
def test_over_a_fifth_is_asked_about(source: Callable[[Path], Again], tmp_path: Path) -> None:
    again = source(tmp_path)
    assert again(range(20), False).added == 20
    few = again(range(4, 20), False)
    assert (few.deleted, few.undeleted, few.question) == (4, 0, "")
    fewer = again(range(8, 20), False)
    assert (fewer.deleted, fewer.undeleted) == (0, 4)
    assert "4 trên 16" in fewer.question and "--really-delete" in fewer.question
    assert standing(tmp_path) == 16
    assert again(range(8, 20), True).deleted == 4


@pytest.mark.parametrize("source", [marc, marcxml, table])
def test_new_records_do_not_hide_that_the_old_are_gone(
    source: Callable[[Path], Again], tmp_path: Path
) -> None:
    again = source(tmp_path)
    again(range(10), False)
    report = again(range(100, 200), False)
    assert (report.added, report.deleted, report.undeleted) == (100, 0, 10)


@pytest.mark.parametrize("kept", [0.99, 0.97, 0.5])
def test_a_marc_file_that_ends_early_deletes_nothing_whatever_is_said(
    kept: float, tmp_path: Path
) -> None:
    marc(tmp_path)(range(50), False)
    path = tmp_path / "x.mrc"
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * kept)])
    report = ingest_marc(path, tmp_path, really_delete=True)
    assert (report.deleted, report.rejected) == (0, 1)
    assert "giữa" in report.question
    assert standing(tmp_path) == 50


def test_an_xml_file_that_ends_early_deletes_nothing(tmp_path: Path) -> None:
    marcxml(tmp_path)(range(30), False)
    whole = xml(range(30))
    ends = [whole.rindex("<controlfield"), whole.rindex("</collection>"), whole.rindex("</record>")]
    for end in ends:
        (tmp_path / "x.xml").write_text(whole[:end], encoding="utf-8")
        report = ingest_marc(tmp_path / "x.xml", tmp_path, really_delete=True)
        assert report.deleted == 0
    assert standing(tmp_path) == 30


@pytest.mark.parametrize(
    "data", [b"", b"\n", b"<html><body>502 Bad Gateway</body></html>", b"PK\x03\x04"]
)
def test_a_file_that_is_no_catalogue_deletes_nothing(data: bytes, tmp_path: Path) -> None:
    marc(tmp_path)(range(3), False)
    (tmp_path / "x.mrc").write_bytes(data)
    report = ingest_marc(tmp_path / "x.mrc", tmp_path, really_delete=True)
    assert (report.deleted, report.added) == (0, 0)
    assert report.question
    assert bool(report.rejected) == bool(data)


def test_a_record_refused_this_time_keeps_what_stood(tmp_path: Path) -> None:
    """Its control number is known: it is in the file."""
    marc(tmp_path)(range(10), False)
    path = tmp_path / "x.mrc"
    untitled = written(biblio("k9", ""))
    path.write_bytes(b"".join(written(biblio(f"k{n}", f"Sách {n}")) for n in range(9)) + untitled)
    report = ingest_marc(path, tmp_path)
    assert (report.rejected, report.deleted) == (1, 0)
    assert standing(tmp_path) == 10


def test_what_may_be_an_unreadable_record_is_asked_about(tmp_path: Path) -> None:
    marc(tmp_path)(range(10), False)
    path = tmp_path / "x.mrc"
    path.write_bytes(
        b"".join(written(biblio(f"k{n}", f"Sách {n}")) for n in range(9)) + b"00050nam\x1d"
    )
    report = ingest_marc(path, tmp_path)
    assert (report.rejected, report.deleted, report.undeleted) == (1, 0, 1)
    assert ingest_marc(path, tmp_path, really_delete=True).deleted == 1


def test_records_marked_as_deleted_are_counted(tmp_path: Path) -> None:
    marc(tmp_path)(range(10), False)
    path = tmp_path / "x.mrc"
    gone = written(biblio("k9", "Sách 9"))
    path.write_bytes(gone[:5] + b"d" + gone[6:])
    report = ingest_marc(path, tmp_path, partial=True)
    assert (report.read, report.withdrawn, report.deleted) == (1, 1, 1)
