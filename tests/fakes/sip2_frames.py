"""SIP2 frames by hand, from the protocol's text: a second opinion on the codec that is used."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field

FIXED = {
    "93": 2, "99": 8, "23": 21, "63": 31, "17": 18, "29": 38, "15": 19, "35": 18, "65": 18,
}  # fmt: skip
"""Characters between the command and the first field."""
STAMP = "20261123    120000"
FieldsOut = list[tuple[str, str | bytes]]


@dataclass(frozen=True)
class Asked:
    """A request as the server read it. `sequence` is None where none was sent."""

    command: str
    fixed: str
    fields: dict[str, str] = field(default_factory=dict)
    sequence: str | None = None

    def get(self, name: str) -> str:
        return self.fields.get(name, "")


def read(frame: bytes) -> Asked:
    """Raises ValueError on a wrong checksum, KeyError on a command that is not known."""
    body = frame.strip(b"\r\n")
    sequence = None
    if body[-6:-4] == b"AZ":
        if checksum(body[:-4]) != body[-4:].decode():
            raise ValueError("checksum")
        body = body[:-6]
        if body[-3:-1] == b"AY":
            sequence, body = body[-1:].decode(), body[:-3]
    text = body.decode("utf-8")
    command = text[:2]
    length = FIXED[command]
    fixed, rest = text[2 : 2 + length], text[2 + length :]
    named = {part[:2]: part[2:] for part in rest.split("|") if part}
    return Asked(command, fixed, named, sequence)


def checksum(through_az: bytes) -> str:
    return f"{-sum(through_az) & 0xFFFF:04X}"


@dataclass
class Manner:
    """How this server writes."""

    checked: bool = True
    twice_encoded: bool = False
    """UTF-8 taken for Latin-1 letters, decomposed (NFD) and encoded again."""
    line_feed: bool = False


def written(head: str, fields: FieldsOut, asked: Asked | None, manner: Manner) -> bytes:
    out = bytearray(head.encode("ascii"))
    for name, value in fields:
        raw = value if isinstance(value, bytes) else _encoded(value, manner)
        out += name.encode("ascii") + raw + b"|"
    if manner.checked and asked is not None and asked.sequence is not None:
        out += b"AY" + asked.sequence.encode() + b"AZ"
        out += checksum(bytes(out)).encode()
    return bytes(out) + (b"\r\n" if manner.line_feed else b"\r")


def _encoded(text: str, manner: Manner) -> bytes:
    raw = text.encode("utf-8")
    if not manner.twice_encoded:
        return raw
    return unicodedata.normalize("NFD", raw.decode("latin-1")).encode("utf-8")
