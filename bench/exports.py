"""A library's nightly export made and loaded: 20,000 patrons, 60,000 loans, their holds and items.

THUTHU_BENCH_PATRONS sets how many patrons; loans are three times as many. Each load is a process
of its own, so that its memory is its own.
"""

from __future__ import annotations

import csv
import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import openpyxl

from clock import SystemClock
from library.exports import Columns, Loaded, Source, load

PATRONS = int(os.environ.get("THUTHU_BENCH_PATRONS", "20000"))
LOANS, HOLDS, ITEMS = 3 * PATRONS, PATRONS // 10, 5 * PATRONS
DAY = date(2026, 11, 23)
HEADS = {
    "patrons": ["Số thẻ", "Họ và tên", "Mã PIN", "Cơ sở", "Hạn thẻ", "Nợ"],
    "loans": ["Số thẻ", "Mã vạch", "Nhan đề", "Hạn trả", "Số lần gia hạn"],
    "holds": ["Số thẻ", "Mã tài liệu", "Nhan đề", "Nơi nhận", "Ngày đặt"],
    "items": ["Mã vạch", "Mã tài liệu", "Cơ sở", "Kho", "Ký hiệu xếp giá"],
}
SURNAMES = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Phan", "Vũ", "Đặng", "Bùi", "Đỗ")
GIVEN = ("Thị Lan", "Văn Hùng", "Minh Đức", "Thu Hà", "Quốc Bảo", "Ngọc Ánh", "Hữu Phước")


BAR = ("patrons", "loans")
"""What the bar of 60 s speaks of; the whole export is told beside it."""


def run() -> dict[str, Any]:
    with TemporaryDirectory() as folder:
        found = {kind: _timed(Path(folder), kind) for kind in ("csv", "xlsx")}
    return {"patrons": PATRONS, "loans": LOANS, "holds": HOLDS, "items": ITEMS, **found}


def _timed(folder: Path, kind: str) -> dict[str, Any]:
    export = folder / kind
    export.mkdir()
    for table in HEADS:
        (_put_csv if kind == "csv" else _put_xlsx)(export / f"{table}.{kind}", table)
    tables = {"patrons_and_loans": BAR, "all_four": tuple(HEADS)}
    return {name: _once(folder, export, kind, wanted) for name, wanted in tables.items()}


def _once(folder: Path, export: Path, kind: str, tables: Sequence[str]) -> dict[str, float]:
    home = folder / f"{kind}-{len(tables)}"
    home.mkdir()
    command = [sys.executable, "-m", "bench.exports", str(export), str(home), kind, *tables]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    return dict(zip(("seconds", "cpu_seconds", "resident_peak_mb"), map(float, told), strict=True))


def _rows(table: str) -> Iterator[list[str]]:
    due = [f"{DAY + timedelta(days=n):%d/%m/%Y}" for n in range(40)]
    yield HEADS[table]
    if table == "patrons":
        for n in range(PATRONS):
            name = f"{SURNAMES[n % 10]} {GIVEN[n % 7]}"
            yield [f"HT{n:06}", name, f"{n * 7919 % 10000:04}", "TRUNGTAM", "31/12/2027", "0"]
    elif table == "loans":
        for n in range(LOANS):
            yield [f"HT{n % PATRONS:06}", f"VV{n:08}", f"Nhan đề thứ {n % 9000}", due[n % 40], "1"]
    elif table == "holds":
        for n in range(HOLDS):
            yield [f"HT{n:06}", f"b{n % 9000}", f"Nhan đề thứ {n % 9000}", "KYANH", due[0]]
    else:
        for n in range(ITEMS):
            yield [f"VV{n:08}", f"b{n % 9000}", "TRUNGTAM", "MUON", f"895.922 {n % 999}"]


def _put_csv(path: Path, table: str) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(_rows(table))


def _put_xlsx(path: Path, table: str) -> None:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in _rows(table):
        sheet.append(row)
    book.save(path)


def _load(export: Path, home: Path, kind: str, tables: Sequence[str]) -> None:
    sources = {table: Source(file=f"{table}.{kind}") for table in tables}
    begun, worked = time.perf_counter(), time.process_time()
    found = load(export, Columns.model_validate(sources), home, SystemClock())
    seconds = time.perf_counter() - begun
    if not isinstance(found, Loaded):
        raise SystemExit(str(found)[:500])
    cpu = time.process_time() - worked
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(round(seconds, 1), round(cpu, 1), peak)


if __name__ == "__main__":
    _load(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], sys.argv[4:])
