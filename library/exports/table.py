"""Rows of an exported file as text: CSV of any separator, or an Excel workbook."""

from __future__ import annotations

import csv
import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from io import StringIO
from pathlib import Path
from typing import Any

import openpyxl

from library.exports.columns import Source
from library.exports.problems import Problems
from vietnamese.reading import legacy, nfc

MOST_MEGABYTES = 200
MOST_ROWS = 2_000_000
MOST_CELL = 10_000
"""Characters: a cell longer than that is a quote that was never closed."""
_ZEROS = re.compile(r"0+")

Rows = Iterator[tuple[int, list[str]]]
"""(row of a workbook, or line of a text file at which the row begins; cells). Headings first."""


class BrokenError(Exception):
    """The rest of the file cannot be read; what is wrong stands among the problems."""


def rows(folder: Path, source: Source, encoding: str, problems: Problems) -> Rows:
    """Empty rows left out. Raises BrokenError, at once or on the way."""
    path = folder / source.file
    try:
        size = path.stat().st_size
    except OSError:
        raise _broken(problems, source, 0, "file_missing") from None
    if size > MOST_MEGABYTES * 10**6:
        raise _broken(problems, source, 0, "file_too_large", limit=str(MOST_MEGABYTES))
    is_book = path.suffix.lower() in (".xlsx", ".xlsm")
    found = (
        _sheet(path, source, problems) if is_book else _separated(path, source, encoding, problems)
    )
    for count, (row, cells) in enumerate(found):
        if count > MOST_ROWS:
            raise _broken(problems, source, row, "too_many_rows", limit=f"{MOST_ROWS}")
        if any(cells):
            yield row, cells


def _broken(problems: Problems, source: Source, row: int, code: Any, **values: str) -> BrokenError:
    problems.add(source.file, row, code, **values)
    return BrokenError(code)


def _separated(path: Path, source: Source, encoding: str, problems: Problems) -> Rows:
    text = nfc(_text(path, source, encoding, problems))
    first = text.split("\n", 1)[0]
    mark = max(",;\t|", key=first.count)
    found = csv.reader(StringIO(text, newline=""), delimiter=mark, strict=True)
    while True:
        row = found.line_num + 1
        try:
            cells = next(found)
        except StopIteration:
            return
        except csv.Error:
            raise _broken(problems, source, row, "open_quote") from None
        if any(len(cell) > MOST_CELL for cell in cells):
            raise _broken(problems, source, row, "open_quote")
        yield row, [cell.strip() for cell in cells]


def _text(path: Path, source: Source, encoding: str, problems: Problems) -> str:
    try:
        raw = path.read_bytes()
    except OSError:
        raise _broken(problems, source, 0, "file_missing") from None
    if encoding == "legacy":
        return legacy.decode(raw)[0].replace("\x00", "")
    try:
        return raw.decode("utf-8-sig" if encoding == "utf-8" else encoding).replace("\x00", "")
    except UnicodeDecodeError as error:
        row = raw[: error.start].count(b"\n") + 1
        raise _broken(
            problems, source, row, "not_text", encoding=encoding, at=str(error.start)
        ) from None


def _sheet(path: Path, source: Source, problems: Problems) -> Rows:
    """Formulas are never evaluated: a cell has the value that was saved with it."""
    _check_unpacked(path, source, problems)
    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        sheet: Any = _named(book, source, problems)
        for number, row in enumerate(sheet.iter_rows(), start=1):
            yield number, [_cell(cell) for cell in row]
    except BrokenError:
        raise
    except Exception:  # a damaged part makes the reader fail in any way
        raise _broken(problems, source, 0, "not_workbook") from None


def _check_unpacked(path: Path, source: Source, problems: Problems) -> None:
    """A small file may unpack to one that fills the memory."""
    try:
        with zipfile.ZipFile(path) as parts:
            unpacked = sum(part.file_size for part in parts.infolist())
    except (zipfile.BadZipFile, OSError, ValueError):
        raise _broken(problems, source, 0, "not_workbook") from None
    if unpacked > 10 * MOST_MEGABYTES * 10**6:
        raise _broken(problems, source, 0, "file_too_large", limit=str(MOST_MEGABYTES))


def _named(book: Any, source: Source, problems: Problems) -> Any:
    if not source.sheet:
        return book.worksheets[0]
    if source.sheet not in book.sheetnames:
        sheets = ", ".join(book.sheetnames)
        raise _broken(problems, source, 0, "no_sheet", sheet=source.sheet, sheets=sheets)
    return book[source.sheet]


def _cell(cell: Any) -> str:
    """Dates as `YYYY-MM-DD`, whole numbers without a point, leading zeros as the cell shows."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return value.strftime("%Y-%m-%d")
    if isinstance(value, bool):
        return "1" if value else ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, int) and _ZEROS.fullmatch(str(cell.number_format)):
        return str(value).zfill(len(cell.number_format))
    return nfc(str(value)).strip()
