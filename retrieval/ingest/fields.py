"""A MARC 21 record to a Work: NFC everywhere, ends trimmed of ISBD marks."""

from __future__ import annotations

import re
from hashlib import blake2b
from typing import cast, get_args

from pymarc import Record

from retrieval.model import Audience, Format, Work
from retrieval.search.isbn import isbn13
from vietnamese import nfc

_YEAR = re.compile(r"(?<!\d)(1[4-9]\d\d|20\d\d)(?!\d)")
_DDC = re.compile(r"^\d{3}(?:\.\d+)?")
_TRAILING = " /:;,.=\u00a0"
_FORMATS = get_args(Format)
_AUDIENCES = get_args(Audience)
_LOCAL = "local_history"


def work_of(record: Record, place: str) -> Work:
    """Raises ValueError naming what is missing. `place` names a record without 001."""
    title = _first(record, "245", "a")
    if not title:
        raise ValueError("no title in 245$a")
    subtitle = _first(record, "245", "b")
    authors = _names(record)
    year = _year(record)
    return Work(
        id=_control(record) or _made_id(title, subtitle, authors, year, place),
        title=title,
        subtitle=subtitle,
        authors=authors,
        publisher=_first(record, "260", "b") or _first(record, "264", "b"),
        year=year,
        language=_language(record),
        format=cast(Format, _coded(record, "655", _FORMATS, "book")),
        audience=cast(Audience, _coded(record, "521", _AUDIENCES, "general")),
        ddc=_ddc(record),
        subjects=tuple(dict.fromkeys(_all(record, ("650", "651", "653", "600", "610"), "a"))),
        series=_first(record, "490", "a") or _first(record, "440", "a"),
        summary=_first(record, "520", "a"),
        notes=" ".join(_all(record, ("500",), "a")),
        isbn=_isbns(record),
        pages=_first(record, "300", "a"),
        call_number=_first(record, "099", "a") or _first(record, "952", "o"),
        branches=tuple(dict.fromkeys(_all(record, ("952", "852"), "b"))),
        local_history=_LOCAL in _all(record, ("590",), "a"),
        added=max(_all(record, ("952",), "d"), default=""),
    )


def _control(record: Record) -> str:
    field = record.get("001")
    return nfc(field.data or "").strip() if field is not None else ""


def _made_id(
    title: str, subtitle: str, authors: tuple[str, ...], year: int | None, place: str
) -> str:
    """The same for the same record: from its content, and its place where content repeats."""
    content = "|".join((title, subtitle, *authors, str(year), place))
    return "m" + blake2b(content.encode(), digest_size=6).hexdigest()


def _all(record: Record, tags: tuple[str, ...], code: str) -> list[str]:
    found = (
        _clean(value) for field in record.get_fields(*tags) for value in field.get_subfields(code)
    )
    return [value for value in found if value]


def _first(record: Record, tag: str, code: str) -> str:
    return next(iter(_all(record, (tag,), code)), "")


def _clean(value: str) -> str:
    return " ".join(nfc(value).replace("\x00", " ").split()).strip(_TRAILING)


def _names(record: Record) -> tuple[str, ...]:
    named = _all(record, ("100", "110", "111", "700", "710"), "a")
    return tuple(dict.fromkeys(named))


def _year(record: Record) -> int | None:
    for tag in ("260", "264"):
        if match := _YEAR.search(_first(record, tag, "c")):
            return int(match[1])
    field = record.get("008")
    match = _YEAR.fullmatch((field.data or "")[7:11]) if field is not None else None
    return int(match[1]) if match else None


def _language(record: Record) -> str:
    named = _first(record, "041", "a").lower()
    if re.fullmatch(r"[a-z]{3}", named):
        return named
    field = record.get("008")
    coded = (field.data or "")[35:38].lower() if field is not None else ""
    return coded if re.fullmatch(r"[a-z]{3}", coded) else "vie"


def _coded(record: Record, tag: str, known: tuple[str, ...], otherwise: str) -> str:
    return next((value for value in _all(record, (tag,), "a") if value in known), otherwise)


def _ddc(record: Record) -> str:
    match = _DDC.match(_first(record, "082", "a").replace(" ", ""))
    return match[0] if match else ""


def _isbns(record: Record) -> tuple[str, ...]:
    found = (isbn13(value.split("(")[0].split(" ")[0]) for value in _all(record, ("020",), "a"))
    return tuple(dict.fromkeys(value for value in found if value))
