"""Where the copies are: Koha's 952, the standard's 852, or 949 of other systems."""

from __future__ import annotations

from pymarc import Field, Record

from vietnamese.reading import nfc

_BRANCH = {"952": ("b", "a"), "852": ("b", "a"), "949": ("l", "b", "m")}
"""Subfields that name the place, the first present counting."""

_BARCODE = {"952": ("p",), "852": ("p",), "949": ("i",)}


def _held(record: Record) -> list[Field]:
    """Holdings of the first of the three tags that has any: a record is not counted twice."""
    return next((fields for tag in _BRANCH if (fields := record.get_fields(tag))), [])


def copies(record: Record) -> int:
    return len(_held(record))


def branches(record: Record) -> tuple[str, ...]:
    """Codes of the places, each once, in order."""
    found = (_branch(field) for field in _held(record))
    return tuple(dict.fromkeys(code for code in found if code))


def _branch(field: Field) -> str:
    values = (value for code in _BRANCH[field.tag] for value in field.get_subfields(code))
    return next((code for value in values if (code := nfc(value).strip())), "")


def barcode(record: Record) -> str:
    """The first copy's; empty where none has one."""
    values = (
        value for field in _held(record) for value in field.get_subfields(*_BARCODE[field.tag])
    )
    return next((code for value in values if (code := nfc(value).strip())), "")
