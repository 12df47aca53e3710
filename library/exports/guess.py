"""Which table a file holds, by its headings."""

from __future__ import annotations

from pathlib import Path

from library.exports.cells import folded
from library.exports.columns import NEEDED, TABLES, Columns, Source, Table, headings
from library.exports.problems import Problems
from library.exports.table import BrokenError
from library.exports.table import rows as table_rows


def table_of(path: Path, columns: Columns, sheet: str = "") -> Table | None:
    """The table whose file has this name in the map; else the one whose needed fields, and then
    most of whose fields, the headings name. None where no needed field is named."""
    for table, source in columns.sources().items():
        if source.file == path.name:
            return table
    try:
        found = table_rows(
            path.parent, Source(file=path.name, sheet=sheet), columns.encoding, Problems()
        )
        _, heads = next(found, (0, []))
    except BrokenError:
        return None
    known = {folded(head) for head in heads if head}
    best = max(TABLES, key=lambda table: _likeness(table, known))
    return best if _likeness(best, known)[0] else None


def _likeness(table: Table, known: set[str]) -> tuple[float, int]:
    """Share of the needed fields that are named, then how many fields are."""
    named = {field for field, usual in headings()[table].items() if known & set(usual)}
    needed = NEEDED[table]
    return len(named & set(needed)) / len(needed), len(named)
