"""A catalogue kept as a table: CSV or Excel, with a map from our fields to its columns."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from hashlib import blake2b
from io import StringIO
from pathlib import Path
from typing import Any, cast, get_args

import openpyxl
import yaml

from retrieval.ingest.charset import decode
from retrieval.ingest.intake import Intake, Outcome
from retrieval.ingest.languages import language
from retrieval.ingest.progress import told
from retrieval.ingest.report import Report
from retrieval.model import Audience, Format, Work
from retrieval.records import Store
from retrieval.search.isbn import isbn13, issn
from retrieval.terms import folded_line
from vietnamese.phrases.categories import code_of
from vietnamese.reading import nfc

_LISTS = re.compile(r"\s*[;|]\s*")
_YEAR = re.compile(r"(?<!\d)(1[4-9]\d\d|20\d\d)(?!\d)")
_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_YES = ("1", "x", "co", "yes", "true")

Table = Iterator[tuple[int, list[str]]]
"""(row number as the cataloguer sees it, cells)."""


def ingest_table(
    path: Path, home: Path, columns: Path | None = None, *, really_delete: bool = False
) -> Report:
    """The table is the whole of its source: rows gone from it are deleted.

    Raises ValueError when the table or the map cannot be used, saying which column is wanted.
    """
    rows = _rows(path)
    _, heads = next(rows, (0, []))
    places = _places(heads, columns)
    store = Store(home)
    try:
        intake = Intake(store, path.name, "work")
        intake.take(told(list(_outcomes(path.name, rows, places)), path.suffix[1:]))
        intake.remove_unseen(really_delete=really_delete)
        return intake.finish(home)
    finally:
        store.close()


def _rows(path: Path) -> Table:
    if path.suffix.lower() in (".xlsx", ".xlsm"):
        return _sheet(path)
    return _separated(path)


def _separated(path: Path) -> Table:
    text = decode(path.read_bytes()).lstrip("\ufeff").replace("\x00", "")
    first = text.split("\n", 1)[0]
    mark = max(",;\t|", key=first.count)
    rows = csv.reader(StringIO(text, newline=""), delimiter=mark)
    try:
        for row in rows:
            yield rows.line_num, [nfc(cell).strip() for cell in row]
    except csv.Error as error:
        raise ValueError(f"{path.name}, row {rows.line_num}: {error}") from error


def _sheet(path: Path) -> Table:
    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        for number, row in enumerate(book.worksheets[0].iter_rows(values_only=True), start=1):
            yield number, ["" if cell is None else nfc(str(cell)).strip() for cell in row]
    except Exception as error:  # a damaged part makes the reader fail in any way
        said = str(error) or type(error).__name__
        raise ValueError(f"{path.name} is not an Excel workbook: {said}") from error


def _places(heads: Sequence[str], columns: Path | None) -> dict[str, int]:
    """Where each field of ours stands among the columns."""
    known = {folded_line(head): place for place, head in reversed(list(enumerate(heads)))}
    source = columns or Path(__file__).with_name("columns.yaml")
    named: Any = yaml.safe_load(source.read_text(encoding="utf-8"))
    if not isinstance(named, Mapping):
        raise ValueError(f"{source.name}: a map of field: column is wanted")
    if strange := set(named) - set(Work.__slots__):
        raise ValueError(f"{source.name}: no such fields: {', '.join(sorted(strange))}")
    found = {}
    for field, wanted in named.items():
        headings = [wanted] if isinstance(wanted, str) else list(wanted)
        place = next((known[h] for head in headings if (h := folded_line(head)) in known), None)
        if place is not None:
            found[field] = place
        elif columns is not None:
            raise ValueError(f"{source.name}: {field}: the table has no column {wanted!r}")
    if "title" not in found:
        raise ValueError(f"no column holds titles; the columns are: {', '.join(heads)}")
    return found


def _outcomes(name: str, rows: Table, places: Mapping[str, int]) -> Iterator[Outcome]:
    for number, cells in rows:
        if not any(cells):
            continue
        row = {f: cells[at] if at < len(cells) else "" for f, at in places.items()}
        place = f"{name}, row {number}"
        if not row["title"]:
            yield place, row.get("id", ""), "no title"
        elif (year := row.get("year", "")) and not _YEAR.search(year):
            yield place, row["title"], f"the year is not a year: {year}"
        else:
            work = _work(row)
            yield place, work.id, work


def _work(row: Mapping[str, str]) -> Work:
    def get(field: str) -> str:
        return row.get(field, "")

    def several(field: str) -> tuple[str, ...]:
        return tuple(part for part in _LISTS.split(get(field)) if part)

    year = _YEAR.search(get("year"))
    said, meant = get("format"), get("audience")
    return Work(
        id=get("id") or _made(row),
        title=get("title"),
        subtitle=get("subtitle"),
        authors=several("authors"),
        publisher=get("publisher"),
        year=int(year[1]) if year else None,
        language=language(get("language")),
        format=_format(said),
        audience=cast(Audience, code_of("audience", meant) or "general"),
        ddc=get("ddc"),
        subjects=several("subjects"),
        series=get("series"),
        summary=get("summary"),
        notes=get("notes"),
        isbn=tuple(number for text in several("isbn") if (number := isbn13(text))),
        pages=get("pages"),
        call_number=get("call_number"),
        branches=several("branches"),
        local_history=folded_line(get("local_history")) in _YES,
        added=_date(get("added")),
        issn=tuple(number for text in several("issn") if (number := issn(text))),
    )


def _made(row: Mapping[str, str]) -> str:
    """A key from the title, author and year of a row that has none."""
    content = "|".join(row.get(name, "") for name in ("title", "subtitle", "authors", "year"))
    return "t" + blake2b(folded_line(content).encode(), digest_size=8).hexdigest()


def _format(said: str) -> Format:
    """A format's code or its Vietnamese name; else a book."""
    known = said.lower() if said.lower() in get_args(Format) else code_of("format", said)
    return cast(Format, known or "book")


def _date(text: str) -> str:
    """ISO date of `2024-05-01 …` or `1/5/2024`; nothing of anything else."""
    if re.match(r"\d{4}-\d\d-\d\d", text):
        return text[:10]
    match = _DAY.fullmatch(text)
    return f"{match[3]}-{int(match[2]):02}-{int(match[1]):02}" if match else ""
