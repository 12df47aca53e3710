"""Cells as values, each failure told with its row and heading."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from library.exports.columns import NEEDED, Source, Table, headings
from library.exports.problems import Code, Problems
from vietnamese.reading import fold

YEARS = range(1900, 2200)


def folded(text: str) -> str:
    """Accents, case and spaces apart."""
    return " ".join(fold(text).split())


@dataclass(frozen=True)
class Places:
    """Where each field stands in a row, and its heading as the file writes it."""

    at: Mapping[str, int]
    headings: Mapping[str, str]


def places(table: Table, source: Source, heads: Sequence[str], problems: Problems) -> Places | None:
    """None when a needed field, or one that the map names, has no column; each is told."""
    known = {folded(head): at for at, head in reversed(list(enumerate(heads))) if head}
    at: dict[str, int] = {}
    for field, usual in headings()[table].items():
        named = source.columns.get(field)
        wanted = usual if named is None else [folded(named)]
        found = next((known[heading] for heading in wanted if heading in known), None)
        if found is not None:
            at[field] = found
        elif named is not None or field in NEEDED[table]:
            told = named or ", ".join(usual[:4])
            problems.add(
                source.file, 1, "column_missing", field=field, wanted=told,
                headings=", ".join(head for head in heads if head),
            )  # fmt: skip
    complete = all(field in at for field in (*NEEDED[table], *source.columns))
    return Places(at, {f: heads[place] for f, place in at.items()}) if complete else None


class Row:
    """One row of a table. Reading a field that has no column gives an empty text."""

    def __init__(
        self, file: str, number: int, cells: Sequence[str], where: Places, problems: Problems
    ) -> None:
        self.file = file
        self.number = number
        self._cells = cells
        self._where = where
        self._problems = problems

    def has(self, field: str) -> bool:
        return field in self._where.at

    def text(self, field: str) -> str:
        at = self._where.at.get(field)
        return "" if at is None or at >= len(self._cells) else self._cells[at]

    def needed(self, field: str) -> str:
        found = self.text(field)
        if not found:
            self.wrong("value_missing", field)
        return found

    def day(self, field: str, forms: tuple[str, ...]) -> date | None:
        """None for an empty cell, and for a wrong one, which is told."""
        written = self.text(field)
        if not written:
            return None
        found = _kept_day(written, forms)
        if found is None:
            shown = ", ".join(_readable(form) for form in forms[:5])
            self.wrong("bad_date", field, value=written, formats=shown)
        return found

    def whole(self, field: str) -> int | None:
        """None for an empty cell. Groups of thousands may be parted by points or commas."""
        written = self.text(field)
        digits = written.replace(".", "").replace(",", "").replace(" ", "")
        if not written:
            return None
        if digits.isascii() and digits.isdecimal() and len(digits) < 13:
            return int(digits)
        self.wrong("bad_number", field, value=written)
        return None

    def wrong(self, code: Code, field: str, **values: str) -> None:
        heading = self._where.headings.get(field, field)
        self._problems.add(self.file, self.number, code, heading=heading, **values)


def day(written: str, forms: tuple[str, ...]) -> date | None:
    """The first form that fits, with a believable year."""
    for form in (*forms, "%Y-%m-%d"):
        try:
            found = datetime.strptime(written, form).date()  # noqa: DTZ007 - a day, no moment
        except ValueError:
            continue
        if found.year in YEARS:
            return found
    return None


_kept_day = lru_cache(maxsize=20_000)(day)
"""Due dates are few and come again and again; a reader's own day is never kept."""


def _readable(form: str) -> str:
    for sign, shown in {"%d": "31", "%m": "12", "%Y": "2026", "%H": "23", "%M": "59",
                        "%S": "00"}.items():  # fmt: skip
        form = form.replace(sign, shown)
    return form
