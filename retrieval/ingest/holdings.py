"""Where the copies are: Koha's 952, the standard's 852, or 949 of other systems."""

from __future__ import annotations

from pymarc import Field, Record

from retrieval.model import Copy
from vietnamese.reading import nfc

Places = dict[str, tuple[str, ...]]
"""Subfields by tag, the first that holds something counting."""

_BRANCH: Places = {"952": ("b", "a"), "852": ("b", "a"), "949": ("l", "b", "m")}
_BARCODE: Places = {"952": ("p",), "852": ("p",), "949": ("i",)}
_SHELF: Places = {"952": ("c",), "852": ("c",), "949": ("c",)}
_CALL_NUMBER: Places = {"952": ("o",), "852": ("h",), "949": ("a",)}
_NOT_LENT: Places = {"952": ("7",), "852": (), "949": ()}
_GONE: Places = {"952": ("0", "1"), "852": (), "949": ()}
"""Withdrawn and lost, where they hold anything but 0."""


def _held(record: Record) -> list[Field]:
    """Holdings of the first of the three tags that has any: a record is not counted twice."""
    return next((fields for tag in _BRANCH if (fields := record.get_fields(tag))), [])


def copies(record: Record) -> int:
    return len(_held(record))


def held(record: Record, call_number: str) -> tuple[Copy, ...]:
    """Every copy that is not withdrawn or lost; `call_number` is the record's, for those without
    their own."""
    return tuple(
        Copy(
            barcode=_value(field, _BARCODE),
            branch=_value(field, _BRANCH),
            shelf=_value(field, _SHELF),
            call_number=_value(field, _CALL_NUMBER) or call_number,
            on_site=_on_site(field),
        )
        for field in _held(record)
        if all(value.strip() in ("", "0") for value in field.get_subfields(*_GONE[field.tag]))
    )


def system_id(record: Record, key: str) -> str:
    """Koha's biblionumber (999 $c) where the record's key is another; else empty."""
    values = (v for field in record.get_fields("999") for v in field.get_subfields("c"))
    found = next((number for value in values if (number := nfc(value).strip())), "")
    return "" if found == key else found


def branches(record: Record) -> tuple[str, ...]:
    """Codes of the places, each once, in order."""
    found = (_value(field, _BRANCH) for field in _held(record))
    return tuple(dict.fromkeys(code for code in found if code))


def barcode(record: Record) -> str:
    """The first copy's; empty where none has one."""
    return next((code for field in _held(record) if (code := _value(field, _BARCODE))), "")


def _on_site(field: Field) -> bool:
    """Koha's `not for loan`: above 0 it never leaves the house, below it has not come yet."""
    value = _value(field, _NOT_LENT)
    return value.isdecimal() and int(value) > 0


def _value(field: Field, places: Places) -> str:
    """The first that holds something, in the order of the places."""
    values = (value for code in places[field.tag] for value in field.get_subfields(code))
    return next((text for value in values if (text := nfc(value).strip())), "")
