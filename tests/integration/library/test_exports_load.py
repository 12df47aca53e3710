"""Loading a nightly export: whole or not at all, with every fault told where it is."""

from __future__ import annotations

import asyncio
import fcntl
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from threading import Event, Thread

import openpyxl
import pytest

from clock import FixedClock
from library.exports import (
    Columns,
    ExportsLibrary,
    Loaded,
    NotLoaded,
    Rejected,
    Source,
    load,
    preview,
)
from library.exports.load import LOCK_FILE
from library.exports.snapshot import FILE
from library.results import Done, Refused, Unavailable
from tests.contract.library.houses import FACTS, NOON, shelf
from tests.fakes.export_files import write

CLOCK = FixedClock(NOON)
PLAIN = Columns(patrons=Source(file="p.csv"), loans=Source(file="l.csv"))
PATRONS = "Số thẻ,Họ tên,PIN,Hạn thẻ\nHT1,Nguyễn Thị Lan,1111,31/12/2027\nHT2,Trần Văn Hùng,2222,\n"
LOANS = "Số thẻ,Mã vạch,Nhan đề,Hạn trả\nHT1,VV1,Tắt đèn,05/12/2026\nHT2,VV2,Số đỏ,06/12/2026\n"


@pytest.fixture
def loaded(tmp_path: Path) -> Callable[..., Loaded | Rejected | NotLoaded]:
    def load_these(
        patrons: str | bytes = PATRONS, loans: str | bytes = LOANS, columns: Columns = PLAIN
    ) -> Loaded | Rejected | NotLoaded:
        for name, text in (("p.csv", patrons), ("l.csv", loans)):
            raw = text if isinstance(text, bytes) else text.encode("utf-8")
            (tmp_path / name).write_bytes(raw)
        return load(tmp_path, columns, tmp_path, CLOCK)

    return load_these


def _system(home: Path) -> ExportsLibrary:
    return ExportsLibrary(home, CLOCK, FACTS)


async def test_what_is_loaded_is_told(loaded: Callable[..., Loaded], tmp_path: Path) -> None:
    found = loaded(loans=LOANS + "KHACH,VV9,Chí Phèo,01/12/2026\n")
    assert (found.counts["patrons"], found.counts["loans"], found.orphans) == (2, 3, 1)
    patron = await _system(tmp_path).check_card("ht1", "1111")
    assert isinstance(patron, Done)
    assert patron.value.expires.isoformat() == "2027-12-31"
    assert await _system(tmp_path).check_card("KHACH", "") == Refused("wrong_card_or_pin")


P, L = "p.csv", "l.csv"
HOSTILE: dict[str, tuple[str | bytes, str | bytes, str, int, str]] = {
    "an open quote": (PATRONS, LOANS.replace("Tắt đèn", '"Tắt đèn'), L, 2, "open_quote"),
    "an open quote at the end": (PATRONS, LOANS.replace("Số đ", '"Số đ'), L, 3, "open_quote"),
    "a missing column": (PATRONS.replace("PIN", "Thư"), LOANS, P, 1, "column_missing"),
    "a card twice": (PATRONS + "ht1,Ai,3333,\n", LOANS, P, 4, "duplicate"),
    "a copy lent twice": (PATRONS, LOANS + "HT1,VV2,Số đỏ,06/12/2026\n", L, 4, "duplicate"),
    "a day that is none": (PATRONS, LOANS.replace("06/12", "31/02"), L, 3, "bad_date"),
    "a year of two digits": (PATRONS, LOANS.replace("06/12/2026", "06/12/26"), L, 3, "bad_date"),
    "no due date": (PATRONS, LOANS.replace("06/12/2026", ""), L, 3, "value_missing"),
    "no card": (PATRONS.replace("HT2,", ","), LOANS, P, 3, "value_missing"),
    "no secret": (PATRONS.replace("2222", ""), LOANS, P, 3, "value_missing"),
    "a bare comma": (PATRONS, LOANS.replace("Số đỏ", "Số, đỏ"), L, 3, "too_many_cells"),
    "an empty file": (b"", LOANS, P, 0, "empty"),
    "bytes of no text": (PATRONS.encode() + b"\xff\xfe", LOANS, P, 4, "not_text"),
    "text of before Unicode": (PATRONS, b"S\xe8 th\xce\nHT1\n", L, 1, "not_text"),
}


@pytest.mark.parametrize("name", HOSTILE)
async def test_hostile_input_is_told_by_row_and_the_last_load_stays(
    name: str, loaded: Callable[..., Loaded | Rejected], tmp_path: Path
) -> None:
    assert isinstance(loaded(), Loaded)
    before = (tmp_path / FILE).read_bytes()
    patrons, loans, file, row, code = HOSTILE[name]
    found = loaded(patrons, loans)
    assert isinstance(found, Rejected)
    assert (file, row, code) in [(p.file, p.row, p.code) for p in found.problems]
    told = [problem.told() for problem in found.problems]
    assert all(file in sentence or "p.csv" in sentence for sentence in told)
    assert "1111" not in str(found) + str(told)
    assert (tmp_path / FILE).read_bytes() == before
    assert isinstance(await _system(tmp_path).loans("HT1"), Done)


def test_every_fault_is_told_at_once(loaded: Callable[..., Rejected]) -> None:
    loans = LOANS.splitlines()[0] + "\n" + "".join(f"HT1,V{n},Sách,hôm qua\n" for n in range(500))
    found = loaded(PATRONS + "HT3,Ai,,x\n", loans)
    assert found.count == 502
    assert len(found.problems) == 200
    assert {problem.file for problem in found.problems} == {"p.csv", "l.csv"}


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    found = load(tmp_path, PLAIN, tmp_path, CLOCK)
    assert isinstance(found, Rejected)
    assert [(p.file, p.code) for p in found.problems] == [
        ("p.csv", "file_missing"), ("l.csv", "file_missing"),
    ]  # fmt: skip


def test_an_export_that_was_cut_off_needs_a_word(
    loaded: Callable[..., Loaded | Rejected], tmp_path: Path
) -> None:
    many = "".join(f"HT1,V{n},Sách,01/12/2026\n" for n in range(10))
    assert isinstance(loaded(loans=LOANS + many), Loaded)
    found = loaded()
    assert isinstance(found, Rejected)
    assert [(p.code, p.values["before"]) for p in found.problems] == [("shrunk", "12")]
    again = load(tmp_path, PLAIN, tmp_path, CLOCK, shrinking_allowed=True)
    assert isinstance(again, Loaded)


def test_two_loads_do_not_meet(loaded: Callable[..., object], tmp_path: Path) -> None:
    with (tmp_path / LOCK_FILE).open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        assert loaded() == NotLoaded("another load is under way")
    assert isinstance(loaded(), Loaded)


def test_a_disk_that_will_not_have_it_is_told(
    loaded: Callable[..., object], tmp_path: Path
) -> None:
    (tmp_path / f"{FILE}.new").mkdir()
    assert isinstance(loaded(), NotLoaded)


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_any_usual_separator_does(loaded: Callable[..., object], separator: str) -> None:
    assert isinstance(
        loaded(PATRONS.replace(",", separator), LOANS.replace(",", separator)), Loaded
    )


async def test_a_code_of_before_unicode_is_read_where_the_map_says_so(
    loaded: Callable[..., object], tmp_path: Path
) -> None:
    heads = {"card": "A", "barcode": "B", "title": "C", "due": "D"}
    columns = PLAIN.model_copy(
        update={"encoding": "legacy", "loans": Source(file="l.csv", columns=heads)}
    )
    tcvn3 = b"A,B,C,D\nHT1,VV1,T\xbet \xae\xccn,05/12/2026\n"
    assert isinstance(loaded(PATRONS, tcvn3, columns), Loaded)
    found = await _system(tmp_path).loans("HT1")
    assert isinstance(found, Done)
    assert found.value[0].title == "Tắt đèn"


async def test_an_excel_file_keeps_zeros_and_days(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "Bạn đọc"
    book.active.append(["Số thẻ", "Họ tên", "PIN", "Hạn thẻ"])
    book.active.append([42, "Nguyễn Thị Lan", 1234.0, datetime(2027, 12, 31)])  # noqa: DTZ001
    book.active["A2"].number_format = "000000"
    loans = book.create_sheet("Mượn")
    loans.append(["Số thẻ", "Mã vạch", "Nhan đề", "Hạn trả"])
    loans.append(["000042", "007", "=1+1", "05/12/2026"])
    loans.append(["000042", "008", 1984, datetime(2026, 12, 6, 23, 59)])  # noqa: DTZ001
    book.save(tmp_path / "all.xlsx")
    columns = Columns(patrons=Source(file="all.xlsx"), loans=Source(file="all.xlsx", sheet="Mượn"))
    found = load(tmp_path, columns, tmp_path, CLOCK)
    assert isinstance(found, Rejected), "a formula without a saved value is no title"
    loans["C2"] = "Tắt đèn"
    book.save(tmp_path / "all.xlsx")
    assert isinstance(load(tmp_path, columns, tmp_path, CLOCK), Loaded)
    patron = await _system(tmp_path).check_card("000042", "1234")
    assert isinstance(patron, Done)
    read = await _system(tmp_path).loans(patron.value.id)
    assert isinstance(read, Done)
    assert [(x.barcode, x.title, x.due.day) for x in read.value] == [
        ("007", "Tắt đèn", 5), ("008", "1984", 6),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("sheet", "content", "code"),
    [("Không có", None, "no_sheet"), ("", b"PK\x03\x04 broken", "not_workbook"),
     ("", b"", "not_workbook")],
)  # fmt: skip
def test_a_workbook_that_cannot_be_read_is_told(
    tmp_path: Path, sheet: str, content: bytes | None, code: str
) -> None:
    openpyxl.Workbook().save(tmp_path / "p.xlsx")
    if content is not None:
        (tmp_path / "p.xlsx").write_bytes(content)
    (tmp_path / "l.csv").write_text(LOANS, "utf-8")
    columns = Columns(patrons=Source(file="p.xlsx", sheet=sheet), loans=Source(file="l.csv"))
    found = load(tmp_path, columns, tmp_path, CLOCK)
    assert isinstance(found, Rejected)
    assert [problem.code for problem in found.problems] == [code]


def test_a_preview_shows_twenty_rows_and_no_secret(tmp_path: Path) -> None:
    rows = "".join(f"HT{n},Bạn đọc {n},98{n:02}76,31/02/2027\n" for n in range(30))
    (tmp_path / "p.csv").write_text("Số thẻ,Họ tên,PIN,Hạn thẻ\n" + rows, "utf-8")
    (tmp_path / "l.csv").write_text("Thẻ,Sách\nHT1,Tắt đèn\n", "utf-8")
    patrons, loans = preview(tmp_path, PLAIN)
    assert patrons.fields == ("card", "name", "secret", "expires")
    assert len(patrons.rows) == len(patrons.problems) == 20
    assert patrons.rows[0] == ("HT0", "Bạn đọc 0", "••••", "31/02/2027")
    assert "980076" not in str(patrons)
    assert (loans.rows, {problem.code for problem in loans.problems}) == ((), {"column_missing"})
    assert not (tmp_path / FILE).exists()


async def test_words_of_a_library_are_understood_or_told(tmp_path: Path) -> None:
    columns = write(shelf(), tmp_path / "export")
    strange = columns.model_copy(update={"item_status": {"Sẵn sàng": "available"}})
    found = load(tmp_path / "export", strange, tmp_path, CLOCK)
    assert isinstance(found, Rejected)
    assert {problem.code for problem in found.problems} == {"bad_status"}
    odd = replace(shelf().accounts["pLOCK"], restricted="Bình thường")
    house = shelf()
    house.accounts["pLOCK"] = odd
    columns = write(house, tmp_path / "export").model_copy(
        update={"unrestricted": ("bình thường",)}
    )
    assert isinstance(load(tmp_path / "export", columns, tmp_path, CLOCK), Loaded)
    with sqlite3.connect(tmp_path / FILE) as db:
        kept = db.execute("SELECT DISTINCT restricted FROM patrons").fetchall()
    assert kept == [("",)]


async def test_without_holds_items_and_sums_those_are_not_offered(
    loaded: Callable[..., object], tmp_path: Path
) -> None:
    loaded()
    system = _system(tmp_path)
    assert await system.holds("HT1") == Refused("not_offered")
    assert await system.availability(["b1"]) == Refused("not_offered")
    assert await system.fees("HT1") == Refused("not_offered")


async def test_without_its_key_no_card_is_wrong(
    loaded: Callable[..., object], tmp_path: Path
) -> None:
    loaded()
    (tmp_path / "exports.key").unlink()
    assert isinstance(await _system(tmp_path).check_card("HT1", "1111"), Unavailable)
    assert isinstance(await _system(tmp_path).loans("HT1"), Done)
    loaded()
    assert isinstance(await _system(tmp_path).check_card("HT1", "1111"), Done)


def test_no_secret_stands_in_any_file_that_is_kept(
    loaded: Callable[..., object], tmp_path: Path
) -> None:
    loaded(PATRONS.replace("1111", "secret-of-lan"))
    kept = [path for path in tmp_path.iterdir() if path.suffix != ".csv"]
    assert kept
    assert all(b"secret-of-lan" not in path.read_bytes() for path in kept)


async def test_readers_never_see_half_of_a_load(tmp_path: Path) -> None:
    """Exports in which all has the same generation, loaded over and over while others read."""
    home, stop = tmp_path / "home", Event()
    home.mkdir()

    def put(generation: int) -> None:
        patrons = f"Số thẻ,Họ tên,PIN\nHT1,Đời {generation},1\n"
        loans = "Số thẻ,Mã vạch,Nhan đề,Hạn trả\n" + "".join(
            f"HT1,VV{n},Đời {generation},05/12/2026\n" for n in range(200)
        )
        (tmp_path / "p.csv").write_text(patrons, "utf-8")
        (tmp_path / "l.csv").write_text(loans, "utf-8")
        assert isinstance(load(tmp_path, PLAIN, home, CLOCK), Loaded)

    def load_over_and_over() -> None:
        generation = 1
        while not stop.is_set():
            put(generation)
            generation += 1

    put(0)
    system, thread = _system(home), Thread(target=load_over_and_over)
    thread.start()
    try:
        seen = set()
        for _ in range(300):
            loans = await system.loans("HT1")
            assert isinstance(loans, Done)
            assert len(loans.value) == 200
            titles = {loan.title for loan in loans.value}
            assert len(titles) == 1
            seen |= titles
            await asyncio.sleep(0.002)
    finally:
        stop.set()
        thread.join()
    assert len(seen) > 5


LOADING = """
import sys
from pathlib import Path
from clock import SystemClock
from library.exports import Columns, Source, load
folder = Path(sys.argv[1])
columns = Columns(patrons=Source(file="p.csv"), loans=Source(file="l.csv"))
print("ready", flush=True)
while True:
    print(load(folder, columns, folder, SystemClock()), flush=True)
"""


def test_a_load_that_is_killed_leaves_the_last_one(
    loaded: Callable[..., object], tmp_path: Path
) -> None:
    """Loads of 300 loans and 50 hashed secrets, killed 5 to 75 ms after they begin."""
    patrons = "".join(f"K{n},Ai,{n},\n" for n in range(50))
    loans = "".join(f"HT1,X{n},Sách,01/12/2026\n" for n in range(300))
    assert isinstance(loaded(PATRONS + patrons, LOANS + loans), Loaded)
    for milliseconds in range(5, 80, 10):
        child = subprocess.Popen(
            [sys.executable, "-c", LOADING, str(tmp_path)], stdout=subprocess.PIPE, text=True
        )
        assert child.stdout is not None
        assert child.stdout.readline() == "ready\n"
        time.sleep(milliseconds / 1000)
        child.kill()
        child.communicate()
        found = asyncio.run(_system(tmp_path).loans("HT1"))
        assert isinstance(found, Done)
        assert len(found.value) == 301
    assert isinstance(loaded(PATRONS + patrons, LOANS + loans), Loaded)
