"""ISO 2709 as libraries export it: records found by their end marks, broken ones mended.

Lengths and directories are often counted in characters where the standard says bytes, and
leader/09 often lies about the character set. A field's tag stands in the directory and its
content between field marks, in the same order, whatever the lengths say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

RECORD_END, FIELD_END = b"\x1d", b"\x1e"
LEADER, ENTRY = 24, 12
LONGEST = 99_999
"""Bytes of a record the standard's five digits can count."""


def split(data: bytes) -> Iterator[bytes]:
    """Each record without its end mark; line ends between records are no part of them."""
    for chunk in data.split(RECORD_END):
        record = chunk.lstrip(b"\r\n \t\x00\xef\xbb\xbf")
        if record:
            yield record


def mended(record: bytes, decode: Callable[[bytes], str]) -> bytes:
    """The record in clean UTF-8 with true lengths, end mark included.

    Raises ValueError saying what is beyond mending.
    """
    head, *contents = record.split(FIELD_END)
    if len(head) < LEADER or not contents:
        raise ValueError("no leader and directory")
    directory = head[LEADER:]
    tags = [directory[at : at + 3] for at in range(0, len(directory) - ENTRY + 1, ENTRY)]
    if contents and not contents[-1].strip():
        contents.pop()
    if not tags or not all(tag.isalnum() for tag in tags):
        raise ValueError("no readable directory")
    if len(tags) != len(contents):
        raise ValueError(f"the directory names {len(tags)} fields, {len(contents)} are there")
    order = _order(directory, len(tags))
    fields = [decode(content).encode("utf-8") + FIELD_END for content in contents]
    return _joined(head[:LEADER], [tags[i] for i in order], fields)


def _order(directory: bytes, count: int) -> list[int]:
    """Places in the directory by where the content starts; as they stand if unreadable."""
    starts = [directory[at * ENTRY + 7 : at * ENTRY + 12] for at in range(count)]
    if not all(start.isdigit() for start in starts):
        return list(range(count))
    return sorted(range(count), key=lambda i: (int(starts[i]), i))


def _joined(leader: bytes, tags: list[bytes], fields: list[bytes]) -> bytes:
    directory, at = b"", 0
    for tag, field in zip(tags, fields, strict=True):
        directory += tag + b"%04d%05d" % (len(field), at)
        at += len(field)
    base = LEADER + len(directory) + 1
    total = base + at + 1
    if total > LONGEST or any(len(field) > 9_999 for field in fields):
        raise ValueError("longer than ISO 2709 allows")
    head = b"%05d" % total + leader[5:9] + b"a22" + b"%05d" % base + leader[17:20] + b"4500"
    return head + directory + FIELD_END + b"".join(fields) + RECORD_END


def sound(record: bytes) -> bool:
    """Whether the directory fits the content as it stands, and all of it is UTF-8."""
    base = record[12:17]
    if not base.isdigit() or record[int(base) - 1 : int(base)] != FIELD_END:
        return False
    start, directory = int(base), record[LEADER : int(base) - 1]
    for at in range(0, len(directory), ENTRY):
        length, place = directory[at + 3 : at + 7], directory[at + 7 : at + 12]
        if not (length.isdigit() and place.isdigit()):
            return False
        end = start + int(place) + int(length)
        if record[end - 1 : end] != FIELD_END:
            return False
    try:
        record.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
