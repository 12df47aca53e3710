"""A record's key: stable from one export to the next, also where there is no control number."""

from __future__ import annotations

from collections import Counter
from hashlib import blake2b

from pymarc import Record

from vietnamese.reading import nfc

_NUMBERED = (("999", "c"), ("035", "a"))
"""Koha's biblionumber; a system number of another system."""
_BARCODE = (("952", "p"), ("852", "p"), ("949", "i"))


class Identity:
    """Keys for the records of one run; `known` is a key that the source itself gives."""

    def __init__(self, known: str = "") -> None:
        self._known = known
        self._seen: Counter[str] = Counter()

    def of(self, record: Record) -> str:
        """The control number; else a system number; else made of the first copy's barcode, or of
        the content where there is none, with its turn among equals."""
        if self._known:
            return self._known
        field = record.get("001")
        control = nfc(field.data or "").strip() if field is not None else ""
        if control:
            return control
        if number := _first(record, _NUMBERED):
            return number
        made = _first(record, _BARCODE) or str(record)
        key = "m" + blake2b(nfc(made).encode("utf-8", "replace"), digest_size=8).hexdigest()
        self._seen[key] += 1
        return key if self._seen[key] == 1 else f"{key}-{self._seen[key]}"


def _first(record: Record, places: tuple[tuple[str, str], ...]) -> str:
    for tag, code in places:
        for field in record.get_fields(tag):
            for value in field.get_subfields(code):
                if value.strip():
                    return value.strip()
    return ""
