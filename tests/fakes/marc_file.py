"""MARC files as many systems write them, byte by byte: right ones, odd ones, damaged ones."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

FIELD_END, RECORD_END = b"\x1e", b"\x1d"
Encoder = Callable[[str], bytes]


@dataclass(frozen=True)
class Biblio:
    """Tag to content; a subfield mark is `\\x1f` as in the file."""

    fields: tuple[tuple[str, str], ...]
    encode: Encoder = str.encode
    coded: bytes = b"a"
    """Leader/09."""

    def contents(self) -> list[bytes]:
        return [self.encode(text) for _, text in self.fields]

    def text(self, tag: str) -> str:
        """Of the first such field, from its first subfield's code on."""
        return next(text for each, text in self.fields if each == tag)


def biblio(number: str, title: str, **more: str) -> Biblio:
    """`more` is tag and subfield to text: `d520a="Tóm tắt"`."""
    rows = [("001", number), ("245", f"10\x1fa{title}")]
    rows += [(place[1:4], f"  \x1f{place[4]}{text}") for place, text in more.items()]
    return Biblio(tuple(rows))


@dataclass(frozen=True)
class Layout:
    """How a record is written; every default is the standard's."""

    lengths: Callable[[Sequence[bytes]], list[int]] = lambda contents: [
        len(c) + 1 for c in contents
    ]
    starts: Callable[[Sequence[int]], list[int]] = lambda lengths: [
        sum(lengths[:at]) for at in range(len(lengths))
    ]
    total: int | None = None
    base: int | None = None
    end: bytes = RECORD_END
    change: dict[int, bytes] = field(default_factory=dict)
    """Contents that stand in the file in place of the right ones; lengths fit them."""


def written(record: Biblio, layout: Layout | None = None) -> bytes:
    """The record in ISO 2709. Lengths that four or five digits cannot say are said as nines."""
    layout = layout or Layout()
    contents = [layout.change.get(at, each) for at, each in enumerate(record.contents())]
    lengths = layout.lengths(contents)
    starts = layout.starts(lengths)
    directory = b"".join(
        tag.encode() + b"%04d%05d" % (min(length, 9_999), min(start, 99_999))
        for (tag, _), length, start in zip(record.fields, lengths, starts, strict=True)
    )
    body = b"".join(each + FIELD_END for each in contents)
    base = 24 + len(directory) + 1
    total = min(base + len(body) + 1, 99_999)
    leader = b"%05dnam %s22%05d a 4500" % (
        total if layout.total is None else layout.total,
        record.coded,
        min(base if layout.base is None else layout.base, 99_999),
    )
    return leader + directory + FIELD_END + body + layout.end


def in_code(record: Biblio, encode: Encoder, coded: bytes = b" ") -> Biblio:
    return replace(record, encode=encode, coded=coded)


def in_characters(contents: Sequence[bytes]) -> list[int]:
    """Lengths as systems count that count characters."""
    return [len(content.decode()) + 1 for content in contents]
