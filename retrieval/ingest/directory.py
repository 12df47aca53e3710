"""The fields of one record, whatever its leader and directory say about lengths.

A field's tag stands in the directory and its content between field marks, in the same order. Where
lengths add up to the marks, in bytes or in characters, they decide, and a mark within a text is
text. Else fields and contents are laid side by side at the least cost: a content that has no
indicators and subfields goes on from the one before.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple, TypeVar

from retrieval.ingest.alignment import Expected, aligned
from words.shelf import say

FIELD_END = b"\x1e"
SUBFIELD = b"\x1f"
LEADER = 24
MOST_START = 99_999
"""The highest start that five digits can say: beyond it starts tell nothing of the order."""
_USUAL = (4, 5, 0)
"""Digits of a length, of a start, and of what an implementation adds (leader/20-22)."""

S = TypeVar("S", bytes, str)


@dataclass(frozen=True, slots=True)
class Fields:
    """Tags with their raw contents, in order. `mended` says that lengths and marks disagreed,
    `lost` how many fields of the directory have no content."""

    leader: bytes
    fields: list[tuple[str, bytes]]
    mended: bool = False
    lost: int = 0


class _Entry(NamedTuple):
    tag: str
    length: int
    start: int


def read(record: bytes) -> Fields:
    """Raises ValueError saying what is beyond reading."""
    entries, body = _parts(record)
    if not entries or sum(1 for entry in entries if not entry.tag) * 2 > len(entries):
        raise ValueError(say("ingest", "reasons.no_directory"))
    leader = record[:LEADER]
    for order in (entries, _by_start(entries, body)):
        if (found := _by_lengths(order, body, FIELD_END)) is not None:
            return _named(leader, found)
    if (found := _by_characters(_by_start(entries, body), body)) is not None:
        return _named(leader, found)
    return _laid(leader, entries, body)


def _named(leader: bytes, fields: list[tuple[str, bytes]]) -> Fields:
    """Without those whose tag is none."""
    kept = [field for field in fields if field[0]]
    return Fields(leader, kept, lost=len(fields) - len(kept))


def exact(record: bytes) -> bool:
    """Whether the lengths add up to the marks, in bytes."""
    entries, body = _parts(record)
    orders = (entries, _by_start(entries, body))
    return any(entries and _by_lengths(order, body, FIELD_END) is not None for order in orders)


def fits(record: bytes) -> bool:
    """Whether lengths add up to the marks, or each field of the directory has one content."""
    entries, body = _parts(record)
    return bool(entries) and (body.count(FIELD_END) == len(entries) or exact(record))


def _parts(record: bytes) -> tuple[list[_Entry], bytes]:
    """The directory's entries and what stands behind it; nothing where there is no directory."""
    head = _head(record)
    if head < 0:
        return [], b""
    return _entries(record[LEADER:head], record[:LEADER]), record[head + 1 :]


def _head(record: bytes) -> int:
    """The mark that ends the directory: the first, unless the base address names another behind
    which stands a directory too."""
    first, base = record.find(FIELD_END, LEADER), record[12:17].strip()
    said = int(base) - 1 if base.isdigit() else first
    if said <= first or record[said : said + 1] != FIELD_END or (said - LEADER) % 12:
        return first
    entries = _entries(record[LEADER:said], record[:LEADER])
    broken = sum(1 for entry in entries if not entry.tag or entry.length < 0)
    return said if broken * 4 <= len(entries) else first


def _entries(raw: bytes, leader: bytes) -> list[_Entry]:
    length, start, more = _widths(raw, leader)
    size, middle = 3 + length + start + more, 3 + length
    text = raw.decode("latin-1")
    entries = (text[at : at + size] for at in range(0, len(text) - size + 1, size))
    return [
        _Entry(_tag(each[:3]), _number(each[3:middle]), _number(each[middle : middle + start]))
        for each in entries
    ]


def _widths(raw: bytes, leader: bytes) -> tuple[int, int, int]:
    """The usual ones, unless they do not divide the directory and the leader's own do."""
    said = leader[20:23]
    if len(raw) % 12 and said.isdigit():
        length, start, more = (int(chr(digit)) for digit in said)
        if length and start and len(raw) % (3 + length + start + more) == 0:
            return length, start, more
    return _USUAL


def _tag(said: str) -> str:
    return said if said.isalnum() and said.isascii() else ""


def _number(said: str) -> int:
    """-1 for what is no number. Some pad with spaces."""
    digits = said.strip()
    return int(digits) if digits.isdigit() and digits.isascii() else -1


def _by_start(entries: list[_Entry], body: bytes) -> list[_Entry]:
    if len(body) > MOST_START or any(entry.start < 0 for entry in entries):
        return entries
    return sorted(entries, key=lambda entry: entry.start)


def _by_lengths(entries: list[_Entry], body: S, mark: S) -> list[tuple[str, S]] | None:
    """Each content ends in a mark where its length says, and together they are all there is."""
    found, at = [], 0
    for entry in entries:
        end = at + entry.length
        if entry.length < 1 or body[end - 1 : end] != mark:
            return None
        found.append((entry.tag, body[at : end - 1]))
        at = end
    return None if body[at:].strip() else found


def _by_characters(entries: list[_Entry], body: bytes) -> list[tuple[str, bytes]] | None:
    """As `_by_lengths`, counted in characters of UTF-8."""
    if body.isascii():
        return None
    try:
        found = _by_lengths(entries, body.decode(), FIELD_END.decode())
    except UnicodeDecodeError:
        return None
    return [(tag, text.encode()) for tag, text in found] if found is not None else None


def _laid(leader: bytes, entries: list[_Entry], body: bytes) -> Fields:
    contents = body.split(FIELD_END)
    if not contents[-1].strip():
        contents.pop()
    expected = [Expected(entry.length - 1, _control(entry.tag)) for entry in entries]
    laid = aligned(expected, contents)
    if laid is None:
        raise ValueError(
            say("ingest", "reasons.fields_missing", named=len(entries), found=len(contents))
        )
    fields = [
        (entries[at].tag, FIELD_END.join(parts))
        for at, parts in enumerate(laid)
        if parts and entries[at].tag
    ]
    return Fields(leader, fields, mended=True, lost=len(entries) - len(fields))


def _control(tag: str) -> bool:
    return tag.startswith("00")
