"""A nightly export as a library's system would write it, from the fake library's shelf."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from pathlib import Path

import openpyxl

from library.exports import Columns, Source
from tests.fakes.library_system import FakeLibrary

Put = Callable[[Path, Sequence[Sequence[str]]], None]
COLUMNS = Columns(
    patrons=Source(file="bandoc.csv"),
    loans=Source(file="muon.csv"),
    holds=Source(file="dat.csv", columns={"branch": "Điểm nhận sách"}),
    items=Source(file="sach.csv"),
    hold_ready=("Đã về",),
    item_status={"Đọc tại chỗ": "on_site", "Sẵn sàng": "available", "Mất": "lost",
                 "Đang sửa": "in_repair", "Đang mượn": "on_loan"},
)  # fmt: skip
WORDS = {status: word for word, status in COLUMNS.item_status.items()}


def tables(shelf: FakeLibrary) -> dict[str, list[list[str]]]:
    """Headings and rows by the file's name without its ending."""
    card = {patron: account.patron.card for patron, account in shelf.accounts.items()}
    held = [hold for hold in shelf.open_holds if hold.status in ("waiting", "ready")]
    return {
        "bandoc": [
            ["Số thẻ", "Họ và tên", "Mã PIN", "Cơ sở", "Hạn thẻ", "Tình trạng thẻ", "Nợ"],
            *[
                [
                    a.patron.card, a.patron.name, a.pin, a.patron.branch,
                    f"{a.patron.expires:%d/%m/%Y}", a.restricted,
                    str(sum(fee.amount for fee in shelf._fees(a.patron.id))),
                ]
                for a in shelf.accounts.values()
            ],
        ],
        "muon": [
            ["Số thẻ", "Mã vạch", "Nhan đề", "Hạn trả", "Số lần gia hạn", "Còn gia hạn"],
            *[
                [card[x.patron_id], x.barcode, x.title, f"{x.due:%d/%m/%Y}", str(x.renewals),
                 str(x.renewals_left)]
                for x in shelf.open_loans
            ],
        ],
        "dat": [
            ["Số thẻ", "Mã tài liệu", "Nhan đề", "Điểm nhận sách", "Ngày đặt", "Trạng thái",
             "Thứ tự", "Giữ đến"],
            *[
                [
                    card[h.patron_id], h.biblio_id, h.title, h.pickup_branch,
                    f"{h.placed:%d/%m/%Y}", "Đã về" if h.status == "ready" else "Đang chờ",
                    str(h.position), f"{h.expires:%d/%m/%Y}" if h.expires else "",
                ]
                for h in held
            ],
        ],
        "sach": [
            ["Mã vạch", "Mã tài liệu", "Cơ sở", "Kho", "Ký hiệu xếp giá", "Trạng thái"],
            *[
                [i.barcode, i.biblio_id, i.branch, i.shelf, i.call_number, WORDS[i.status]]
                for i in shelf.items
            ],
        ],
    }  # fmt: skip


def put_csv(path: Path, rows: Sequence[Sequence[str]]) -> None:
    with path.with_suffix(".csv").open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, delimiter=";").writerows(rows)


def put_excel(path: Path, rows: Sequence[Sequence[str]]) -> None:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(list(row))
    book.save(path.with_suffix(".xlsx"))


def write(shelf: FakeLibrary, folder: Path, put: Put = put_csv) -> Columns:
    """The map that reads them."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in tables(shelf).items():
        put(folder / name, rows)
    if put is put_csv:
        return COLUMNS
    sources = {
        table: source.model_copy(update={"file": source.file.replace(".csv", ".xlsx")})
        for table, source in COLUMNS.sources().items()
    }
    return COLUMNS.model_copy(update=sources)
