"""Paragraphs of an XHTML or HTML part: every word once, in the order it stands."""

from __future__ import annotations

import re
from html.entities import html5
from typing import Any

from lxml import etree, html

from retrieval.ingest.documents.plain import characters
from vietnamese.reading.letters import nfc

_INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em epub:switch font i img ins kbd label "
    "mark q rb rbc rp rt rtc ruby s samp small span strike strong sub sup text time tspan tt u "
    "var wbr mi mn mo ms mtext mrow math".split()
)
_UNSEEN = frozenset("head script style template annotation annotation-xml metadata title".split())
_RAW = "title|script|style|textarea|iframe|noscript|xmp|noembed|noframes|a|div|p|span|i|b|em"
_SELF_CLOSED = re.compile(rf"<({_RAW})\b([^<>]*)/>", re.IGNORECASE)
_ENTITY = re.compile(r"&(\w+);")
_DECLARED = re.compile(
    rb"<\?xml[^>]*?encoding\s*=\s*[\"']([\w.:-]+)|charset\s*=\s*[\"']?([\w.:-]+)"
)


def paragraphs(content: bytes) -> list[str]:
    """Raises ValueError where there is no markup at all."""
    found = _Paragraphs()
    events = ("start", "end", "comment", "pi")
    for event, element in etree.iterwalk(_tree(_text(content)), events=events):
        found.take(event, element)
    return found.finished()


class _Paragraphs:
    """Text gathered as the walk passes. In a table's cell a block is a space, a cell a tab."""

    def __init__(self) -> None:
        self._done: list[str] = []
        self._now: list[str] = []
        self._hidden = 0
        self._cells = 0

    def take(self, event: str, element: Any) -> None:
        if event in ("comment", "pi"):
            self._add(element.tail)
            return
        name = _name(element)
        (self._start if event == "start" else self._end)(name, element)

    def finished(self) -> list[str]:
        self._break()
        return self._done

    def _start(self, name: str, element: Any) -> None:
        self._hidden += name in _UNSEEN
        if name == "br":
            self._now.append("\n")
        elif name in ("td", "th"):
            self._now.append("\t")
            self._cells += 1
        elif name not in _INLINE:
            self._break()
        self._add(element.text)

    def _end(self, name: str, element: Any) -> None:
        self._hidden -= name in _UNSEEN
        if name in ("td", "th"):
            self._cells -= 1
            self._now.append("\t")
        elif name not in _INLINE and name != "br":
            self._break()
        self._add(element.tail)

    def _add(self, text: str | None) -> None:
        if text and not self._hidden:
            self._now.append(re.sub(r"\s+", " ", text))

    def _break(self) -> None:
        if self._cells:
            self._now.append(" ")
            return
        text = re.sub(r" *([\t\n])[ \t]*", r"\1", re.sub(r" +", " ", "".join(self._now))).strip()
        self._now = []
        if text:
            self._done.append(nfc(text))


def _name(element: Any) -> str:
    return etree.QName(element).localname.lower() if isinstance(element.tag, str) else "?"


def _text(content: bytes) -> str:
    """By the byte order mark, the encoding declared where it fits, else as it reads best."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return characters(content)
    if content[:2] in (b"<\0", b"\0<"):
        return content.decode("utf-16-le" if content[1:2] == b"\0" else "utf-16-be", "replace")
    declared = _DECLARED.search(content[:2048])
    if declared:
        try:
            return content.decode((declared[1] or declared[2]).decode(), "strict").lstrip("\ufeff")
        except (LookupError, UnicodeError):
            pass
    return characters(content)


def _tree(text: str) -> Any:
    """As XML, which keeps `<title/>` closed; what is none as HTML, which forgives."""
    body = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)
    strict = etree.XMLParser(resolve_entities="internal", no_network=True, remove_comments=False)
    try:
        return etree.fromstring(_ENTITY.sub(_letter, body), strict)
    except (etree.XMLSyntaxError, ValueError):
        pass
    loose = html.HTMLParser(huge_tree=True, no_network=True)
    cleaned = "".join(
        c for c in _SELF_CLOSED.sub(r"<\1\2></\1>", body) if c >= " " or c in "\t\n\r"
    )
    try:
        return html.document_fromstring(cleaned, parser=loose)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise ValueError(str(error)) from error


def _letter(match: re.Match[str]) -> str:
    """HTML's names of letters, which plain XML does not know."""
    if match[1] in ("amp", "lt", "gt", "quot", "apos"):
        return match[0]
    return html5.get(match[1] + ";", match[0])
