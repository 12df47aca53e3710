"""Works as MARC 21 records (UTF-8, ISO 2709)."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from pymarc import Field, Indicators, MARCWriter, Record, Subfield

from bot.setup.demo.catalogue import DemoWork


def write(works: Iterable[DemoWork], path: Path) -> int:
    """All works into one file; returns how many."""
    count = 0
    with path.open("wb") as file:
        writer = MARCWriter(file)
        for count, work in enumerate(works, start=1):  # noqa: B007
            writer.write(record(work))
        writer.close(close_fh=False)
    return count


def record(work: DemoWork) -> Record:
    """One bibliographic record with its holdings in 952."""
    marc = Record(force_utf8=True)
    marc.leader = "00000nam a2200000 a 4500"  # type: ignore[assignment]
    marc.add_field(Field(tag="001", data=work.id))
    marc.add_field(Field(tag="005", data=f"{work.added:%Y%m%d}000000.0"))
    marc.add_field(Field(tag="008", data=_fixed(work)))
    for tag, indicators, pairs in _data(work):
        present = [Subfield(code, value) for code, value in pairs if value]
        if present:
            marc.add_field(Field(tag=tag, indicators=Indicators(*indicators), subfields=present))
    return marc


def _fixed(work: DemoWork) -> str:
    year = work.year if len(work.year) == 4 else "    "
    kind = "s" if year.strip() else "n"
    return f"{work.added:%y%m%d}{kind}{year}    vm {'':17}{work.lang:3}  "


_Rows = list[tuple[str, tuple[str, str], list[tuple[str, str]]]]


def _data(work: DemoWork) -> _Rows:
    plain = (" ", " ")
    fields: _Rows = [
        ("020", plain, [("a", work.isbn)]),
        ("041", ("0", " "), [("a", work.lang)]),
        ("082", ("0", "4"), [("a", work.ddc)]),
        ("099", plain, [("a", work.call_number)]),
    ]
    fields += [("100", ("0", " "), [("a", name)]) for name in work.authors[:1]]
    fields += [
        ("245", ("0", "0"), [("a", work.title), ("b", work.subtitle)]),
        ("260", plain, [("a", work.place), ("b", work.publisher), ("c", work.year)]),
        ("300", plain, [("a", work.pages)]),
        ("490", ("0", " "), [("a", work.series)]),
        ("520", plain, [("a", work.summary)]),
        ("521", plain, [("a", work.audience)]),
        ("590", plain, [("a", "local_history" if work.local else "")]),
    ]
    fields += [("650", (" ", "4"), [("a", subject)]) for subject in work.subjects]
    fields += [("655", (" ", "4"), [("a", work.format)])]
    fields += [("700", ("0", " "), [("a", name)]) for name in work.authors[1:]]
    fields += [
        (
            "952",
            plain,
            [
                ("p", copy.barcode),
                ("b", copy.branch),
                ("c", copy.shelf),
                ("o", work.call_number),
                ("d", work.added.isoformat()),
            ],
        )
        for copy in work.copies
    ]
    return fields
