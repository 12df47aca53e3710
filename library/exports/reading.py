"""All tables of an export read and checked against themselves; nothing is kept yet."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Literal, TypeVar

from clock import HANOI
from library.exports import rows
from library.exports.cells import Row, places
from library.exports.columns import Columns, Table
from library.exports.problems import Problems
from library.exports.rows import HoldRow, ItemRow, LoanRow, PatronRow
from library.exports.table import BrokenError
from library.exports.table import rows as table_rows

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Export:
    """What was read. Holds and items are None where the library exports none.

    `as_of` is when the oldest of the files was written: no part is newer than it says.
    """

    patrons: tuple[PatronRow, ...]
    loans: tuple[LoanRow, ...]
    holds: tuple[HoldRow, ...] | None
    items: tuple[ItemRow, ...] | None
    as_of: datetime
    typed_as: Literal["text", "date"]
    dates: tuple[str, ...]

    def counts(self) -> dict[str, int]:
        return {
            "patrons": len(self.patrons),
            "loans": len(self.loans),
            "holds": len(self.holds or ()),
            "items": len(self.items or ()),
        }


@dataclass(frozen=True)
class Files:
    """The files of one export, and what was found wrong with them so far."""

    folder: Path
    columns: Columns
    problems: Problems = field(default_factory=Problems)

    def read_rows(self, table: Table, most: int | None = None) -> Iterator[Row]:
        """Rows below the headings, `most` at most; none where the headings do not do."""
        source = self.columns.sources()[table]
        try:
            found = table_rows(self.folder, source, self.columns.encoding, self.problems)
            _, heads = next(found, (0, []))
            if not heads:
                self.problems.add(source.file, 0, "empty")
                return
            where = places(table, source, heads, self.problems)
            if where is not None:
                for number, cells in islice(found, most):
                    if any(cells[len(heads) :]):
                        self.problems.add(source.file, number, "too_many_cells")
                    yield Row(source.file, number, cells, where, self.problems)
        except BrokenError:
            return

    def each_once(
        self, table: Table, reader: rows.Reader[T], key: Callable[[T], tuple[str, str]]
    ) -> tuple[T, ...]:
        """Right rows, each once by the value of its key; `key` gives field and value."""
        found: list[T] = []
        first: dict[str, int] = {}
        for row in self.read_rows(table):
            value = reader(row, self.columns)
            if value is None:
                continue
            name, written = key(value)
            if written in first:
                row.wrong("duplicate", name, value=written, first=str(first[written]))
            else:
                first[written] = row.number
                found.append(value)
        return tuple(found)

    def as_of(self) -> datetime:
        paths = [self.folder / source.file for source in self.columns.sources().values()]
        return datetime.fromtimestamp(min(path.stat().st_mtime for path in paths), HANOI)


def read(folder: Path, columns: Columns) -> Export | Problems:
    """The whole, or every problem of every file. Raises OSError where a file goes away."""
    files = Files(folder, columns)
    patrons = files.each_once("patrons", rows.patron, _card)
    loans = files.each_once("loans", rows.loan, _lent)
    holds = None if columns.holds is None else files.each_once("holds", rows.hold, _held)
    items = None if columns.items is None else files.each_once("items", rows.item, _copy)
    if files.problems:
        return files.problems
    return Export(patrons, loans, holds, items, files.as_of(), columns.typed_as, columns.dates)


def _card(row: PatronRow) -> tuple[str, str]:
    return "card", row.card.casefold()


def _lent(row: LoanRow) -> tuple[str, str]:
    return "barcode", row.barcode


def _copy(row: ItemRow) -> tuple[str, str]:
    return "barcode", row.barcode


def _held(row: HoldRow) -> tuple[str, str]:
    return "card", f"{row.card.casefold()} {row.biblio_id or row.title}"
