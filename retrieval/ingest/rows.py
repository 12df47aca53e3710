"""The rows of a table kept as text or as a workbook, numbered as the cataloguer sees them."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl

from retrieval.ingest.charset import decode
from retrieval.ingest.tidy import tidy
from words.shelf import say

MARKS = ",;\t|^~"
LONGEST_ROW = 100
"""Lines that one quoted row may take; beyond, a quote was opened by a slip."""
_SAID = re.compile(r"sep=(.)\s*$", re.IGNORECASE)
_FORMULA = re.compile('="(.*)"')
_ERROR = re.compile("#(?:N/A|REF!|VALUE!|NAME\\?|DIV/0!|NUM!|NULL!)")
_PAGE = re.compile(rb"[\xef\xbb\xbf\s]*<(?:!doctype|html|table|\?xml|head|body)", re.IGNORECASE)
_WORKBOOK, _OLD_WORKBOOK = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True, slots=True)
class Row:
    """Cells with their row number, which counts lines of a text; `unclosed` says that a quote was
    opened in it and never closed as it should be."""

    number: int
    cells: list[str]
    unclosed: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A text has one, without a name."""

    name: str
    rows: list[Row]


def sheets(path: Path) -> list[Sheet]:
    """All that can be seen. Raises ValueError for what is no table, OSError."""
    data = path.read_bytes()
    if data.startswith(_WORKBOOK):
        return _workbook(path)
    if data.startswith(_OLD_WORKBOOK):
        raise ValueError(say("ingest", "faults.old_workbook", file=path.name))
    if path.suffix.lower() in (".xlsx", ".xlsm"):
        raise ValueError(say("ingest", "faults.no_workbook", file=path.name, error="?"))
    if _PAGE.match(data):
        raise ValueError(say("ingest", "faults.web_page", file=path.name))
    return [Sheet("", list(separated(decode(data))))]


def separated(text: str) -> Iterator[Row]:
    """Rows of lines, or of several where a quoted cell has line ends."""
    lines = text.lstrip("\ufeff").replace("\x00", "").splitlines()
    said = _SAID.match(lines[0]) if lines else None
    mark = said[1] if said else _mark(lines)
    at = int(said is not None)
    width = _width(lines[at:], mark)
    while at < len(lines):
        cells, size = _quoted(lines, at, mark, width)
        yield Row(at + 1, [_cell(cell) for cell in cells], unclosed=not size)
        at += size or 1


def _mark(lines: Sequence[str]) -> str:
    """The one that stands equally often in most of the first lines; none stands in a list."""
    bare = [re.sub('"[^"]*"', "", line) for line in lines[:50] if line.strip()]
    ranked = []
    for mark in MARKS:
        counts = Counter(line.count(mark) for line in bare)
        del counts[0]
        often, same = max(((same, often) for often, same in counts.items()), default=(0, 0))[::-1]
        if same * 2 > len(bare) or (bare and bare[0].count(mark)):
            ranked.append((same, often, mark))
    return max(ranked)[2] if ranked else "\x1f"


def _width(lines: Sequence[str], mark: str) -> int:
    """Cells of most rows."""
    counts = Counter(line.count(mark) + 1 for line in lines[:200] if line.strip())
    return counts.most_common(1)[0][0] if counts else 0


def _quoted(lines: Sequence[str], at: int, mark: str, width: int) -> tuple[list[str], int]:
    """The row's cells and how many lines it takes; 0 where its quotes do not pair up, and the line
    is then read by itself."""
    if '"' not in lines[at]:
        return lines[at].split(mark), 1
    text = ""
    for size in range(1, min(LONGEST_ROW, len(lines) - at) + 1):
        text = f"{text}\n{lines[at + size - 1]}" if text else lines[at]
        if text.count('"') % 2:
            continue
        cells = _parsed(text, mark)
        if cells is None or (size > 1 and _swallowed(lines[at : at + size], cells, mark, width)):
            break
        return cells, size
    return _loose(lines[at], mark), 0


def _swallowed(lines: Sequence[str], cells: list[str], mark: str, width: int) -> bool:
    """Whether rows stand in a cell: the whole is no row, or each of its lines is one."""
    return len(cells) != width or all(line.count(mark) + 1 == width for line in lines)


def _parsed(text: str, mark: str) -> list[str] | None:
    try:
        (row,) = csv.reader([text], delimiter=mark, strict=True)
    except (csv.Error, ValueError):
        return None
    return row


def _loose(line: str, mark: str) -> list[str]:
    """A cell is quoted where its closing quote ends it; a quote that is not closed is dropped."""
    one = re.escape(mark)
    found = re.findall(rf'(?:^|{one})("(?:[^"]|"")*"(?={one}|$)|[^{one}]*)', line)
    return [
        cell[1:-1].replace('""', '"') if len(cell) > 1 and cell[0] == cell[-1] == '"'
        else cell.removeprefix('"') if cell.count('"') % 2 else cell
        for cell in found
    ]  # fmt: skip


def _workbook(path: Path) -> list[Sheet]:
    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        return [_sheet(each) for each in book.worksheets if each.sheet_state == "visible"]
    except Exception as error:  # a damaged part makes the reader fail in any way
        said = str(error) or type(error).__name__
        raise ValueError(say("ingest", "faults.no_workbook", file=path.name, error=said)) from error


def _sheet(sheet: Any) -> Sheet:
    sheet.reset_dimensions()  # some programs write a size that is not theirs
    rows = enumerate(sheet.iter_rows(values_only=True), start=1)
    return Sheet(
        str(sheet.title),
        [Row(number, [_cell(_said(value)) for value in row]) for number, row in rows],
    )


def _said(value: object) -> str:
    """A number without a decimal point that adds nothing, a day in ISO 8601."""
    if value is None or isinstance(value, bool):
        return "x" if value else ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def _cell(text: str) -> str:
    text = tidy(text)
    formula = _FORMULA.fullmatch(text)
    return "" if _ERROR.fullmatch(text) else formula[1] if formula else text
