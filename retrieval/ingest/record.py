"""The bytes of one ISO 2709 record to a MARC record, its text in Unicode."""

from __future__ import annotations

import re
from collections import Counter

from pymarc import Field, Indicators, Leader, Record, Subfield

from retrieval.ingest import directory
from retrieval.ingest.charset import Judge
from vietnamese.reading import fold
from words.shelf import say

_SUBFIELD = "\x1f"
_IN_LETTERS = re.compile(r"[$‡](?=[a-z0-9])")
"""Subfield marks of systems that write them as a letter."""


def made(data: bytes, judge: Judge, notes: list[str]) -> Record:
    """What had to be mended is added to `notes`. Raises ValueError for what can't be read."""
    read = directory.read(data)
    if read.lost:
        notes.append(say("ingest", "notes.fields_lost", count=read.lost))
    elif read.mended:
        notes.append(say("ingest", "notes.mended"))
    record = Record(force_utf8=True)
    record.leader = Leader(_leader(read.leader))
    marc8_told = read.leader[9:10] != b"a"
    lost: Counter[str] = Counter()
    fields = []
    for tag, raw in read.fields:
        found = judge.text(raw, marc8_told=marc8_told)
        fields.append(field(tag, found.text))
        if found.lost:
            lost[tag] += found.lost
    record.add_field(*fields)
    notes += [
        say("ingest", "notes.bytes_lost", tag=tag, count=count) for tag, count in lost.items()
    ]
    return record


def field(tag: str, text: str) -> Field:
    """A control field, or a data field whose indicators may be too few, too many or missing."""
    if tag < "010" and tag.isdigit():
        return Field(tag, data=text)
    before, *parts = text.split(_SUBFIELD)
    if not parts and (bare := text[2:].strip()):
        before, parts = text[:2], _unmarked(bare)
    padded = before.ljust(2)
    subfields = [Subfield(*_code_and_text(part)) for part in parts if part]
    return Field(tag, Indicators(padded[0], padded[1]), subfields)


def _code_and_text(part: str) -> tuple[str, str]:
    """A code is one ASCII character: an accent on it is a slip, and other bytes before it none."""
    if part[0].isascii():
        return part[0], part[1:]
    if (bare := fold(part[0])).isascii() and bare.isalnum():
        return bare, part[1:]
    rest = part.lstrip(part[0])
    return rest[:1] or " ", rest[1:]


def _unmarked(text: str) -> list[str]:
    """Subfields of a field that has no marks: written as letters, or all of it in one."""
    before, *parts = _IN_LETTERS.split(text)
    return parts if parts and not before else [f"a{text}"]


def _leader(raw: bytes) -> str:
    return raw.decode("ascii", "replace").replace("\ufffd", " ").ljust(directory.LEADER)
