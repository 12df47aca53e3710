"""A MARC 21 record to a Work: NFC everywhere, ends trimmed of ISBD marks."""

from __future__ import annotations

import re
from typing import cast, get_args

from pymarc import Record

from retrieval.ingest import holdings
from retrieval.ingest.dates import iso
from retrieval.ingest.names import apart
from retrieval.ingest.tidy import tidy
from retrieval.model import Audience, Format, Work
from retrieval.search.isbn import isbn13, issn
from words.shelf import say

_YEAR = re.compile(r"(?<!\d)(1[4-9]\d\d|20\d\d)(?!\d)")
_DDC = re.compile(r"^\d{3}(?:\.\d+)?")
_TRAILING = " /:;,.=\u00a0"
_FORMATS = get_args(Format)
_AUDIENCES = get_args(Audience)
_LOCAL = "local_history"
LONGEST = 10_000
"""Letters of a text: twice what is searched of one."""


def title_of(record: Record) -> str:
    return _first(record, "245", "a")


def work_of(record: Record, key: str, notes: list[str]) -> Work:
    """What had to be left out or shortened is added to `notes`.

    Raises ValueError naming what is missing and where a cataloguer mends it.
    """
    title = title_of(record)
    if not title:
        raise ValueError(say("ingest", "reasons.no_title"))
    call_number = (
        _first(record, "099", "a") or _first(record, "952", "o") or _first(record, "852", "h")
    )
    return Work(
        id=key,
        title=_kept(title, "245", notes),
        subtitle=_first(record, "245", "b"),
        authors=_names(record),
        publisher=_first(record, "260", "b") or _first(record, "264", "b"),
        year=_year(record),
        language=_language(record),
        format=cast(Format, _coded(record, "655", _FORMATS, "book")),
        audience=cast(Audience, _coded(record, "521", _AUDIENCES, "general")),
        ddc=_ddc(record),
        subjects=tuple(dict.fromkeys(_all(record, ("650", "651", "653", "600", "610"), "a"))),
        series=_first(record, "490", "a")
        or _first(record, "440", "a")
        or _first(record, "830", "a"),
        summary=_kept(_first(record, "520", "a"), "520", notes),
        notes=_kept(" ".join(_all(record, ("500", "505"), "a")), "500, 505", notes),
        isbn=_isbns(record),
        pages=_first(record, "300", "a"),
        call_number=call_number,
        branches=holdings.branches(record),
        local_history=_LOCAL in _all(record, ("590",), "a"),
        added=_added(record, notes),
        issn=tuple(dict.fromkeys(n for v in _all(record, ("022",), "a") if (n := issn(v[:9])))),
        other_titles=_other_titles(record, title),
        copies=holdings.copies(record),
        other_languages=_further_languages(record),
        system_id=holdings.system_id(record, key),
        holdings=holdings.held(record, call_number),
    )


def _other_titles(record: Record, title: str) -> tuple[str, ...]:
    """Uniform, varying and parallel titles, and the title in its own script (880 of a 245)."""
    found = [*_all(record, ("130", "240", "246", "740"), "a"), *_linked(record, ("245", "246"))]
    return tuple(dict.fromkeys(other for other in found if other != title))


def _linked(record: Record, tags: tuple[str, ...]) -> list[str]:
    """$a of the 880 fields that stand for one of the tags."""
    fields = [f for f in record.get_fields("880") if (f.get("6") or "")[:3] in tags]
    return [text for f in fields for value in f.get_subfields("a") if (text := _clean(value))]


def _all(record: Record, tags: tuple[str, ...], code: str) -> list[str]:
    return [
        text
        for field in record.fields
        if field.tag in tags
        for each in field.subfields
        if each.code == code and (text := _clean(each.value))
    ]


def _first(record: Record, tag: str, code: str) -> str:
    return next(iter(_all(record, (tag,), code)), "")


def _clean(value: str) -> str:
    return tidy(value).strip(_TRAILING)


def _kept(text: str, tag: str, notes: list[str]) -> str:
    if len(text) <= LONGEST:
        return text
    notes.append(say("ingest", "notes.shortened", tag=tag, length=len(text), kept=LONGEST))
    return text[:LONGEST].rsplit(" ", 1)[0]


def _added(record: Record, notes: list[str]) -> str:
    """The latest day a copy came in; Koha writes 952 $d in ISO 8601, and what is not is no day."""
    latest = ""
    for value in dict.fromkeys(_all(record, ("952",), "d")):
        day = iso(value)
        if not day:
            notes.append(say("ingest", "notes.bad_date", value=value[:40]))
        latest = max(latest, day)
    return latest


def _names(record: Record) -> tuple[str, ...]:
    named = _all(record, ("100", "110", "111", "700", "710"), "a")
    named += _linked(record, ("100", "110", "700", "710"))
    return apart(named)


def _year(record: Record) -> int | None:
    for tag in ("260", "264"):
        if match := _YEAR.search(_first(record, tag, "c")):
            return int(match[1])
    field = record.get("008")
    match = _YEAR.fullmatch((field.data or "")[7:11]) if field is not None else None
    return int(match[1]) if match else None


def _language(record: Record) -> str:
    named = _first(record, "041", "a").lower()
    if re.fullmatch(r"(?:[a-z]{3})+", named):
        return named[:3]
    field = record.get("008")
    coded = (field.data or "")[35:38].lower() if field is not None else ""
    return coded if re.fullmatch(r"[a-z]{3}", coded) else "vie"


def _further_languages(record: Record) -> tuple[str, ...]:
    """041 $a after the first; older records run the codes together (`viefre`)."""
    run = "".join(value.lower() for value in _all(record, ("041",), "a"))
    coded = (run[at : at + 3] for at in range(0, len(run), 3)) if run.isalpha() else ()
    first = _language(record)
    return tuple(c for c in dict.fromkeys(coded) if len(c) == 3 and c != first)


def _coded(record: Record, tag: str, known: tuple[str, ...], otherwise: str) -> str:
    return next((value for value in _all(record, (tag,), "a") if value in known), otherwise)


def _ddc(record: Record) -> str:
    match = _DDC.match(_first(record, "082", "a").replace(" ", ""))
    return match[0] if match else ""


def _isbns(record: Record) -> tuple[str, ...]:
    found = (isbn13(value.split("(")[0].split(" ")[0]) for value in _all(record, ("020",), "a"))
    return tuple(dict.fromkeys(value for value in found if value))
