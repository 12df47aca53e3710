"""The demo catalogue: rows of `demo/catalogue/*.csv` as works with their copies."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from vietnamese.reading import fold

COLUMNS = (
    "title", "subtitle", "authors", "publisher", "place", "year", "lang", "format", "audience",
    "ddc", "subjects", "series", "isbn", "pages", "summary", "local",
)  # fmt: skip
ON_SITE_FORMATS = ("newspaper", "magazine", "thesis", "map")
SHELVES = ("DIACHI", "THIEUNHI", "BAO", "MUON")


@dataclass(frozen=True, slots=True)
class DemoCopy:
    """A copy with its barcode and place."""

    barcode: str
    branch: str
    shelf: str


@dataclass(frozen=True, slots=True)
class DemoWork:
    """A row of the catalogue sources, with its stable id and its copies."""

    id: str
    title: str
    subtitle: str
    authors: tuple[str, ...]
    publisher: str
    place: str
    year: str
    lang: str
    format: str
    audience: str
    ddc: str
    subjects: tuple[str, ...]
    series: str
    isbn: str
    pages: str
    summary: str
    local: bool
    added: date
    copies: tuple[DemoCopy, ...] = ()

    @property
    def on_site(self) -> bool:
        return self.local or self.format in ON_SITE_FORMATS

    @property
    def call_number(self) -> str:
        head = fold((self.authors or (self.title,))[0]).replace(" ", "")[:3].upper()
        return f"{self.ddc} {head}".strip()


class CatalogueError(ValueError):
    """A row cannot be used; the message names the file, the line and the column."""


def read(folder: Path, today: date) -> tuple[DemoWork, ...]:
    """All works of the folder's files, in file order. Raises CatalogueError."""
    works = [work for path in sorted(folder.glob("*.csv")) for work in _rows(path, today)]
    seen: dict[str, str] = {}
    for work in works:
        if work.id in seen:
            raise CatalogueError(f"«{work.title}» stands twice with the same author and year")
        seen[work.id] = work.title
    return tuple(works)


def _rows(path: Path, today: date) -> Iterator[DemoWork]:
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file, delimiter="|", quoting=csv.QUOTE_NONE)
        if tuple(reader.fieldnames or ()) != COLUMNS:
            raise CatalogueError(f"{path.name}: columns are {reader.fieldnames}, not {COLUMNS}")
        for row in reader:
            if None in row or None in row.values() or not row["title"]:
                raise CatalogueError(f"{path.name}:{reader.line_num}: a column is missing")
            yield _work({name: value.strip() for name, value in row.items()}, today)


def _work(row: dict[str, str], today: date) -> DemoWork:
    key = "|".join((row["title"], row["subtitle"], row["authors"], row["year"], row["lang"]))
    digest = hashlib.sha256(key.encode()).digest()
    work_id = f"b{int.from_bytes(digest[:5]) % 10**9:09d}"
    work = DemoWork(
        id=work_id,
        title=row["title"],
        subtitle=row["subtitle"],
        authors=split(row["authors"]),
        publisher=row["publisher"],
        place=row["place"],
        year=row["year"],
        lang=row["lang"] or "vie",
        format=row["format"] or "book",
        audience=row["audience"] or "general",
        ddc=row["ddc"],
        subjects=split(row["subjects"]),
        series=row["series"],
        isbn=row["isbn"],
        pages=row["pages"],
        summary=row["summary"],
        local=row["local"] == "1",
        added=today - timedelta(days=1 + digest[5] * 3),
    )
    return _with_copies(work, digest)


def split(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(";") if part.strip())


def _with_copies(work: DemoWork, digest: bytes) -> DemoWork:
    """One to three copies over the branches, the same at every build: drawn from the digest."""
    if work.on_site:
        shelf = "DIACHI" if work.local else "BAO"
        return _placed(work, [("TRUNGTAM", shelf)])
    shelf = "THIEUNHI" if work.audience in ("preschool", "children") else "MUON"
    places = [("TRUNGTAM", shelf)]
    if digest[6] % 2 == 0:
        places.append(("HONGLINH", shelf))
    if digest[7] % 3 == 0:
        places.append(("KYANH", shelf))
    return _placed(work, places)


def _placed(work: DemoWork, places: Iterable[tuple[str, str]]) -> DemoWork:
    copies = tuple(
        DemoCopy(f"TT{work.id[1:]}{n}", branch, shelf)
        for n, (branch, shelf) in enumerate(places, start=1)
    )
    fields = {name: getattr(work, name) for name in work.__slots__ if name != "copies"}
    return DemoWork(**fields, copies=copies)
