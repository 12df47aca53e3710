"""Copies kept beside the records: found by work, by barcode and by the system's own number."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from pymarc import Field, Indicators, Record, Subfield

from retrieval.ingest import ingest_marc
from retrieval.model import Copy, Work
from retrieval.records import Held, Store
from retrieval.records.held import ASKED_AT_ONCE


def _record(number: str, *held: tuple[str, dict[str, str]]) -> Record:
    made = Record(force_utf8=True)
    made.add_field(Field(tag="001", data=number))
    made.add_field(Field("245", Indicators("1", "0"), [Subfield("a", f"Sách {number}")]))
    for tag, values in held:
        subfields = [Subfield(code, value) for code, value in values.items()]
        made.add_field(Field(tag, Indicators(" ", " "), subfields))
    return made


def _ingested(home: Path, *records: Record) -> Held:
    file = home / "x.mrc"
    file.write_bytes(b"".join(record.as_marc() for record in records))
    ingest_marc(file, home)
    return Held(home)


KOHA = ("952", {"a": "HT", "b": "KA", "c": "MUON", "o": "895.9 K", "p": "000123", "7": "0"})


def test_copies_of_the_three_tags_are_kept(tmp_path: Path) -> None:
    held = _ingested(
        tmp_path,
        _record("1", KOHA, ("952", {"b": "HT", "p": "000124", "7": "1"})),
        _record("2", ("852", {"b": "TT", "c": "Kho đọc", "h": "959.7", "p": "X1"})),
        _record("3", ("949", {"l": "HL", "a": "330", "i": "Y1"})),
        _record("4"),
    )
    found = held.copies(["1", "2", "3", "4", "none"])
    assert found == {
        "1": (
            Copy("000123", "KA", "MUON", "895.9 K"),
            Copy("000124", "HT", "", "895.9 K", on_site=True),
        ),
        "2": (Copy("X1", "TT", "Kho đọc", "959.7"),),
        "3": (Copy("Y1", "HL", "", "330"),),
        "4": (),
    }
    assert held.works(["000124", "Y1", "123"]) == {"000124": "1", "Y1": "3"}


def test_a_withdrawn_or_lost_copy_is_none(tmp_path: Path) -> None:
    gone = [("952", {"p": "A", "0": "1"}), ("952", {"p": "B", "1": "2"}), ("952", {"p": "C"})]
    held = _ingested(tmp_path, _record("1", *gone))
    assert [copy.barcode for copy in held.copies(["1"])["1"]] == ["C"]


def test_kohas_own_number_is_kept_where_the_record_has_another(tmp_path: Path) -> None:
    held = _ingested(
        tmp_path, _record("ocm77", ("999", {"c": "12"})), _record("13", ("999", {"c": "13"}))
    )
    assert held.system_ids(["ocm77", "13"]) == {"ocm77": "12"}
    assert held.of_system(["12", "13"]) == {"12": "ocm77"}


def test_copies_change_without_the_work_being_indexed_again(tmp_path: Path) -> None:
    store = Store(tmp_path)
    one = Work("1", "Tắt đèn", holdings=(Copy("A", "TT"), Copy("B", "TT")))
    assert store.put("work", "1", "s", one) == "added"
    moved = Work("1", "Tắt đèn", holdings=(Copy("B", "KA"), Copy("C", "KA")))
    assert store.put("work", "1", "s", moved) == "same"
    held = Held(tmp_path)
    assert held.works(["A", "B", "C"]) == {"B": "1", "C": "1"}
    assert store.remove("work", "1")
    assert held.copies(["1"]) == held.works(["B"]) == {}
    store.close()


def test_a_store_of_before_has_works_and_no_copies(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.put("work", "1", "s", Work("1", "Tắt đèn"))
    store.close()
    with sqlite3.connect(tmp_path / "records/records.sqlite") as db:
        db.executescript("DROP TABLE holdings; DROP TABLE barcodes")
    assert Held(tmp_path).copies(["1"]) == {"1": ()}


def test_no_store_holds_nothing_and_a_broken_one_says_so(tmp_path: Path) -> None:
    assert Held(tmp_path).copies(["1"]) == {}
    (tmp_path / "records").mkdir()
    (tmp_path / "records/records.sqlite").write_bytes(b"no database" * 1000)
    with pytest.raises(sqlite3.Error):
        Held(tmp_path).copies(["1"])


def test_any_number_and_any_text_may_be_asked_for(tmp_path: Path) -> None:
    held = _ingested(tmp_path, _record("1", KOHA))
    many = [str(n) for n in range(3 * ASKED_AT_ONCE)]
    assert set(held.copies([*many, "\ud800", "\0", "'; --"])) == {"1"}
