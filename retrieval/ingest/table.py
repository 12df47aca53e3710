"""A catalogue kept as a table: CSV or Excel, with a map from our fields to its columns."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from hashlib import blake2b
from pathlib import Path
from typing import Any, cast, get_args

import yaml

from retrieval.ingest.dates import iso_or_day_first
from retrieval.ingest.intake import Intake, Outcome
from retrieval.ingest.languages import language
from retrieval.ingest.progress import told
from retrieval.ingest.report import Note, Reject, Report
from retrieval.ingest.rows import Row, Sheet, sheets
from retrieval.model import Audience, Format, Work
from retrieval.records import Store
from retrieval.search.isbn import isbn13, issn
from retrieval.terms import folded_line
from vietnamese.phrases.categories import code_of
from words.shelf import say

HEAD_WITHIN = 30
"""Rows among which the headings are looked for; above them stand titles of the table itself."""
_LISTS = re.compile(r"\s*[;|]\s*")
_YEAR = re.compile(r"(?<!\d)(1[4-9]\d\d|20\d\d)(?!\d)")
_GROUPED_YEAR = re.compile(r"([12])[.,](\d{3})(?:[.,]0+)?")
_COLUMN_NUMBER = re.compile(r"\(?\d{1,2}\)?")
_TOTALS = frozenset(("tong cong", "tong so", "cong", "tong"))
_YES = ("1", "x", "co", "yes", "true")


def ingest_table(
    path: Path, home: Path, columns: Path | None = None, *, really_delete: bool = False
) -> Report:
    """The table is the whole of its source: rows gone from it are deleted (`Intake.remove_unseen`).

    Raises ValueError when the table or the map cannot be used, saying which column is wanted.
    """
    found = outcomes(path, columns)
    store = Store(home)
    try:
        intake = Intake(store, path.name, "work")
        intake.take(told(list(found), path.suffix[1:]))
        intake.remove_unseen(really_delete=really_delete)
        return intake.finish(home)
    finally:
        store.close()


def outcomes(path: Path, columns: Path | None = None) -> Iterator[Outcome]:
    """Every row below the headings of each sheet that has a column of titles.

    Raises ValueError, OSError.
    """
    wanted, tables = _wanted(columns), sheets(path)
    needed = set(wanted) if columns else {"title"}
    headed = [(sheet, *found) for sheet in tables if (found := _headed(sheet, wanted, needed))]
    if not headed:
        first = next((row.cells for sheet in tables for row in sheet.rows if any(row.cells)), [])
        places = _places(first, wanted)
        missing = next((field for field in sorted(needed) if field not in places), "title")
        named = " / ".join(wanted.get(missing, [missing])[:3])
        raise ValueError(
            say("ingest", "faults.no_column", field=missing, named=named, columns=", ".join(first))
        )
    return (
        outcome
        for sheet, places, rows in headed
        for outcome in _sheet_outcomes(path.name, sheet.name, places, rows)
    )


def _wanted(columns: Path | None) -> dict[str, list[str]]:
    """Headings of each field of ours; with a map of the library's own, all must be there."""
    source = columns or Path(__file__).with_name("columns.yaml")
    named: Any = yaml.safe_load(source.read_text(encoding="utf-8"))
    if not isinstance(named, Mapping):
        raise ValueError(say("ingest", "faults.no_map", file=source.name))
    if strange := {str(name) for name in named} - set(Work.__slots__):
        fields = ", ".join(sorted(strange))
        raise ValueError(say("ingest", "faults.no_field", file=source.name, fields=fields))
    return {
        field: [heads] if isinstance(heads, str) else [str(head) for head in heads or ()]
        for field, heads in named.items()
    }


def _headed(
    sheet: Sheet, wanted: Mapping[str, Sequence[str]], needed: set[str]
) -> tuple[dict[str, int], list[Row]] | None:
    """Where the fields stand, and the rows below the headings that have anything in them."""
    for at, head in enumerate(sheet.rows[:HEAD_WITHIN]):
        places = _places(head.cells, wanted)
        if needed <= set(places):
            rows = (row for row in sheet.rows[at + 1 :] if any(row.cells))
            below = [row for row in rows if row.cells != head.cells]
            if below and _counts_columns(below[0].cells):
                below = below[1:]
            return places, below
    return None


def _places(heads: Sequence[str], wanted: Mapping[str, Sequence[str]]) -> dict[str, int]:
    known = {folded_line(head): place for place, head in reversed(list(enumerate(heads))) if head}
    found = {}
    for field, headings in wanted.items():
        place = next((known[h] for head in headings if (h := folded_line(head)) in known), None)
        if place is not None:
            found[field] = place
    return found


def _counts_columns(cells: Sequence[str]) -> bool:
    """(1) (2) (3) under the headings, as forms have it."""
    kept = [cell.strip("()") for cell in cells if cell]
    first = int(kept[0]) if kept and _COLUMN_NUMBER.fullmatch(kept[0]) else 0
    return len(kept) > 1 and kept == [str(first + at) for at in range(len(kept))]


def _sheet_outcomes(
    file: str, sheet: str, places: Mapping[str, int], rows: Sequence[Row]
) -> Iterator[Outcome]:
    sizes = Counter(len(row.cells) for row in rows).most_common(1)
    width = max(max(places.values()) + 1, sizes[0][0] if sizes else 0)
    end = _end(rows)
    for at, row in enumerate(rows):
        name = "sheet_row" if sheet else "row"
        place = say("ingest", f"places.{name}", file=file, sheet=sheet, number=row.number)
        cells = {f: row.cells[at] if at < len(row.cells) else "" for f, at in places.items()}
        if not sheet and any(row.cells[width:]):  # a workbook's cells stand in their columns
            yield _refused(place, "too_many_cells", cells, cells["title"])
        elif at >= end:
            yield _refused(place, "not_a_record", cells, _first(row))
        else:
            yield from _outcome(place, row, cells)


def _end(rows: Sequence[Row]) -> int:
    """Where remarks under the table begin: after a gap, with one cell a row at most, where rows
    mostly have more."""
    full = [at for at, row in enumerate(rows) if sum(map(bool, row.cells)) > 1]
    after = full[-1] + 1 if len(full) * 2 > len(rows) else len(rows)
    gap = after < len(rows) and rows[after].number > rows[after - 1].number + 1
    return after if gap else len(rows)


def _outcome(place: str, row: Row, cells: Mapping[str, str]) -> Iterator[Outcome]:
    title = cells["title"]
    if not title:
        yield _refused(place, "no_row_title", cells, _first(row))
    elif folded_line(title) in _TOTALS:
        yield _refused(place, "not_a_record", cells, title)
    else:
        work = _work(cells)
        yield place, work.id, work
        for said in _doubts(row, cells):
            yield place, work.id, Note(place, title, said)


def _first(row: Row) -> str:
    return next(filter(None, row.cells), "")


def _refused(place: str, reason: str, cells: Mapping[str, str], title: str) -> Outcome:
    key = cells.get("id", "")
    return place, key, Reject(place, title[:200], say("ingest", f"reasons.{reason}"), key=key)


def _doubts(row: Row, cells: Mapping[str, str]) -> Iterator[str]:
    """What was taken otherwise than as it stands."""
    if row.unclosed:
        yield say("ingest", "notes.open_quote")
    if (year := cells.get("year", "")) and _year(year) is None:
        yield say("ingest", "notes.uncertain_year", value=year[:40])
    if (added := cells.get("added", "")) and not iso_or_day_first(added):
        yield say("ingest", "notes.bad_row_date", value=added[:40])


def _work(cells: Mapping[str, str]) -> Work:
    def get(field: str) -> str:
        return cells.get(field, "")

    def several(field: str) -> tuple[str, ...]:
        return tuple(part for part in _LISTS.split(get(field)) if part)

    said, meant = get("format"), get("audience")
    return Work(
        id=get("id") or _made(cells),
        title=get("title"),
        subtitle=get("subtitle"),
        authors=several("authors"),
        publisher=get("publisher"),
        year=_year(get("year")),
        language=language(get("language")),
        format=_format(said),
        audience=cast(Audience, code_of("audience", meant) or "general"),
        ddc=_ddc(get("ddc")),
        subjects=several("subjects"),
        series=get("series"),
        summary=get("summary"),
        notes=get("notes"),
        isbn=tuple(number for text in several("isbn") if (number := isbn13(text))),
        pages=get("pages"),
        call_number=get("call_number"),
        branches=several("branches"),
        local_history=folded_line(get("local_history")) in _YES,
        added=iso_or_day_first(get("added")),
        issn=tuple(number for text in several("issn") if (number := issn(text))),
    )


def _made(cells: Mapping[str, str]) -> str:
    """A key from the title, author and year of a row that has none."""
    content = "|".join(cells.get(name, "") for name in ("title", "subtitle", "authors", "year"))
    return "t" + blake2b(folded_line(content).encode(), digest_size=8).hexdigest()


def _year(text: str) -> int | None:
    """The first year named; of a number cell shown as `2.015` too."""
    if grouped := _GROUPED_YEAR.fullmatch(text):
        text = grouped[1] + grouped[2]
    match = _YEAR.search(text)
    return int(match[1]) if match else None


def _ddc(text: str) -> str:
    """With the noughts before it that a number cell loses."""
    whole, point, rest = text.partition(".")
    return f"{whole:0>3}{point}{rest}" if whole.isdigit() and len(whole) < 3 else text


def _format(said: str) -> Format:
    """A format's code or its Vietnamese name; else a book."""
    known = said.lower() if said.lower() in get_args(Format) else code_of("format", said)
    return cast(Format, known or "book")
