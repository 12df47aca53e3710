"""The first rows of each table as they would be understood, before anything is loaded."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from library.exports import rows
from library.exports.columns import Columns, Table, headings
from library.exports.problems import Problem
from library.exports.reading import Files

ROWS = 20
HIDDEN = "••••"
READERS: dict[Table, rows.Reader[object]] = {
    "patrons": rows.patron, "loans": rows.loan, "holds": rows.hold, "items": rows.item,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Preview:
    """One table: its fields in order, up to 20 rows as text, and what is wrong with those.

    Secrets are never shown.
    """

    table: Table
    file: str
    fields: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    problems: tuple[Problem, ...]


def preview(folder: Path, columns: Columns) -> tuple[Preview, ...]:
    """Reads 20 rows of each file, so an open quote further down is found by loading alone."""
    return tuple(preview_of(folder, table, columns) for table in columns.sources())


def preview_of(folder: Path, table: Table, columns: Columns) -> Preview:
    """One table, which the map names a file for."""
    files = Files(folder, columns)
    shown: list[tuple[str, ...]] = []
    fields: tuple[str, ...] = ()
    for row in files.read_rows(table, ROWS):
        fields = tuple(field for field in headings()[table] if row.has(field))
        READERS[table](row, columns)
        shown.append(tuple(_shown(field, row.text(field)) for field in fields))
    file = columns.sources()[table].file
    return Preview(table, file, fields, tuple(shown), tuple(files.problems))


def _shown(field: str, text: str) -> str:
    return HIDDEN if field == "secret" and text else text
