"""A file of MARCXML into its records, each read by itself: a bad one costs one record."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.entities import html5
from io import BytesIO
from xml.sax import SAXException

from pymarc import Record, parse_xml_to_array
from pymarc.exceptions import PymarcException

from retrieval.ingest import charset
from retrieval.ingest.directory import LEADER
from words.shelf import say

_DECLARED = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]+)")
_TAG = re.compile(r"<(/?)(?:[\w.-]+:)?record(?=[\s/>])[^<>]*>")
_MARC = re.compile(r"<(?:[\w.-]+:)?(?:leader|controlfield|datafield)[\s>]")
_ROOT = re.compile(r"<([A-Za-z_][\w.:-]*)")
_PREFIX = re.compile(r"(?:</?|\s)([A-Za-z_][\w.-]*):[\w.-]+(?=[\s=/>])")
_LEADER = re.compile(r"(<(?:[\w.-]+:)?leader\b[^<>]*>)([^<]*)")
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_NUMBERED = re.compile(r"&#(?:(\d{1,7})|x([0-9a-fA-F]{1,6}));")
_LOOSE = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[0-9a-fA-F]+);)(\w{1,30};)?")
_SLIM = "http://www.loc.gov/MARC21/slim"


@dataclass(frozen=True, slots=True)
class Piece:
    """A record as text; `at` is its first character in the file. `cut`: the file ends within."""

    at: int
    text: str
    cut: bool = False


def is_xml(data: bytes) -> bool:
    return charset.widened(data[:64]).lstrip(b"\xef\xbb\xbf \r\n\t")[:1] == b"<"


def read(data: bytes) -> str:
    """The file's text, in the encoding it declares or, where that is not so, is written in."""
    found = _DECLARED.match(data.lstrip())
    name = found[1].decode().lower() if found else "utf-8"
    if name not in ("utf-8", "utf8", "utf-16"):
        try:
            return data.decode(name)
        except (LookupError, UnicodeDecodeError):
            pass
    return charset.decode(data)


def closed(text: str) -> bool:
    """Whether the document's first element ends."""
    root = _ROOT.search(text)
    return root is not None and re.search(rf"</{re.escape(root[1])}\s*>", text[-2_000:]) is not None


def split(text: str) -> Iterator[Piece]:
    """Innermost `record` elements: an OAI-PMH record holds a MARC record of the same name."""
    begun: int | None = None
    for tag in _TAG.finditer(text):
        if not tag[1] and begun is not None and _MARC.search(text, begun, tag.start()):
            yield Piece(begun, text[begun : tag.start()])  # its own end is missing
        if not tag[1]:
            begun = tag.start()
        if begun is not None and (tag[1] or tag[0].endswith("/>")):
            yield Piece(begun, text[begun : tag.end()])
            begun = None
    if begun is not None and _MARC.search(text, begun):
        yield Piece(begun, text[begun:], cut=True)


def record(text: str, notes: list[str]) -> Record:
    """The one record of the text. Raises ValueError for what can't be read."""
    text = _LEADER.sub(lambda found: found[1] + found[2].ljust(LEADER)[:LEADER], text)
    try:
        return _parsed(text)
    except ValueError:
        mended = _mended(text)
        if mended == text:
            raise
    made = _parsed(mended)
    notes.append(say("ingest", "notes.xml_mended"))
    return made


def _parsed(text: str) -> Record:
    declared = "".join(
        f' xmlns:{prefix}="{_SLIM}"'
        for prefix in sorted(set(_PREFIX.findall(text)) - {"xml", "xmlns"})
    )
    whole = f"<collection{declared}>{text}</collection>"
    try:
        found = parse_xml_to_array(BytesIO(whole.encode("utf-8", "replace")))
    except (SAXException, PymarcException, ValueError, KeyError, AttributeError) as error:
        raise ValueError(say("ingest", "reasons.not_xml", error=_said(error))) from error
    records: list[Record] = [each for each in found if each]
    if not records:
        raise ValueError(say("ingest", "reasons.no_marc"))
    return records[0]


def _said(error: Exception) -> str:
    message = error.getMessage() if isinstance(error, SAXException) else str(error)
    return message or type(error).__name__


def legal(text: str) -> str:
    """Without characters that XML forbids, and with every `&` one of its entities."""
    text = _NUMBERED.sub(_character, _ILLEGAL.sub("", text))
    return _LOOSE.sub(lambda found: _entity(found[1] or ""), text)


def _mended(text: str) -> str:
    """With legal characters, and the record closed."""
    text = legal(text)
    last = list(_TAG.finditer(text))[-1]
    if last[1] or last[0].endswith("/>"):
        return text
    return f"{text}</{last[0][1:].split('>')[0].split()[0]}>"


def _character(found: re.Match[str]) -> str:
    code = int(found[1] or found[2], 10 if found[1] else 16)
    legal = code in (9, 10, 13) or 0x20 <= code < 0xD800 or 0xE000 <= code < 0xFFFE
    return found[0] if legal or 0x10000 <= code < 0x110000 else ""


def _entity(name: str) -> str:
    known = html5.get(name, "")
    return known if known and known not in "<>&" else f"&amp;{name}"
