"""DOCX: every word that Word shows, once: tables, text boxes, controls, insertions, notes.

Walked over the XML itself: `python-docx` gives body paragraphs alone. Elements are known by
their local names, so that the strict form of the standard reads as the transitional one does.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from retrieval.ingest.documents.fonts import Fonts, attribute
from retrieval.ingest.documents.markup import paragraphs
from retrieval.ingest.documents.package import main_part, relations, tree
from retrieval.ingest.documents.paging import cut
from retrieval.ingest.documents.parts import Parts
from retrieval.ingest.documents.sheet import Missing, Refused
from retrieval.ingest.documents.word_line import GONE, PAGE, Line, chosen, local
from retrieval.ingest.documents.words import say
from vietnamese.reading.letters import nfc


def pages(parts: Parts) -> Iterator[str | Missing]:
    """Texts of the pages: cut at page breaks, and what is longer at a paragraph.

    Raises Refused where the part with the text is missing or broken.
    """
    name = main_part(parts)
    book = _Book(parts, name)
    running = book.running()
    blocks = [*running, *book.blocks(book.root)]
    stretch: list[str] = []
    for block in (piece for text in blocks for piece in _apart(text)):
        if block == PAGE:
            yield from cut(stretch)
            stretch = []
        else:
            stretch.append(block)
    yield from cut([*stretch, *book.left_over()])
    yield from book.missing


def _apart(text: str) -> Iterator[str]:
    """A paragraph with page breaks inside, as its pieces and the breaks."""
    for number, piece in enumerate(text.split(PAGE)):
        if number:
            yield PAGE
        if piece.strip():
            yield nfc(piece.strip())


class _Book:
    """The parts of one document; notes are given with the paragraph that calls them."""

    def __init__(self, parts: Parts, main: str) -> None:
        self._parts, self._main = parts, main
        self.missing: list[Missing] = []
        self.root = tree(parts, main)
        if self.root is None:
            raise Refused.because("broken", kind="DOCX", why=main)
        self._links = relations(parts, main)
        self._fonts = Fonts(self._linked("/styles"))
        self._notes: dict[tuple[str, str], Any] = {}
        for kind in ("footnote", "endnote"):
            self._notes |= self._notes_of(kind)

    def blocks(self, element: Any) -> Iterator[str]:
        """Paragraphs, and a table's rows with a tab between cells."""
        for child in element:
            name = local(child)
            if name == "p":
                yield from self._paragraph(child)
            elif name == "tbl":
                yield from self._table(child)
            elif name == "altChunk":
                yield from self._chunk(child)
            elif name == "AlternateContent":
                yield from self.blocks(chosen(child))
            elif name not in GONE:
                yield from self.blocks(child)

    def running(self) -> list[str]:
        """Headers and footers, each text once; a bare page number is none."""
        found: list[str] = []
        for kind in ("header", "footer"):
            for target in self._targets(f"/{kind}"):
                root = tree(self._parts, target)
                found += self.blocks(root) if root is not None else ()
        whole = (" ".join(text.replace(PAGE, " ").split()) for text in found)
        return list(dict.fromkeys(text for text in whole if any(c.isalpha() for c in text)))

    def left_over(self) -> Iterator[str]:
        """Words of diagrams, which lie in parts of their own."""
        for target in self._targets("/diagramData"):
            root = tree(self._parts, target)
            for each in root.iterfind(".//{*}t/{*}p") if root is not None else ():
                yield "".join(each.itertext("{*}t"))

    def _paragraph(self, element: Any) -> Iterator[str]:
        line = Line(self._fonts, self._fonts.of_paragraph(element))
        line.take(element, line.font)
        text = line.text()
        if _breaks_before(element):
            text = PAGE + text
        yield text
        for box in line.boxes:
            yield from self.blocks(box)
        for called in line.notes:
            yield from self.blocks(self._notes.pop(called, ()))

    def _table(self, element: Any) -> Iterator[str]:
        for row in _rows(element):
            cells = [" ".join(" ".join(self.blocks(cell)).split()) for cell in _cells(row)]
            yield "\t".join(cells).strip()

    def _chunk(self, element: Any) -> list[str]:
        """A part in another form that Word takes in when it opens the file: HTML is read."""
        key = next((v for k, v in element.attrib.items() if k.endswith("}id")), "")
        target = self._links.get(key, ("", ""))[1]
        stands = self._parts.find(target)
        try:
            if stands and stands.lower().endswith((".htm", ".html", ".xhtml", ".txt")):
                return paragraphs(self._parts.read(stands))
        except (OSError, ValueError):
            pass
        self.missing.append(Missing(target, say("broken_part", name=target)))
        return []

    def _notes_of(self, kind: str) -> dict[tuple[str, str], Any]:
        """Kind and id to the note, without the lines that part notes from the text."""
        root = self._linked(f"/{kind}s")
        notes = root.iterfind(f"{{*}}{kind}") if root is not None else ()
        return {
            (kind, attribute(note, "id")): note
            for note in notes
            if attribute(note, "type") in ("", "normal")
        }

    def _linked(self, kind: str) -> Any:
        return next((tree(self._parts, each) for each in self._targets(kind)), None)

    def _targets(self, kind: str) -> list[str]:
        return [target for each, target in self._links.values() if each.endswith(kind)]


def _rows(element: Any) -> Iterator[Any]:
    """Rows, those in content controls and insertions too; not those of a table inside."""
    for child in element:
        if local(child) == "tr":
            if child.find("{*}trPr/{*}del") is None:
                yield child
        elif local(child) not in ("tbl", *GONE):
            yield from _rows(child)


def _cells(element: Any) -> Iterator[Any]:
    for child in element:
        if local(child) == "tc":
            yield child
        elif local(child) not in GONE:
            yield from _cells(child)


def _breaks_before(paragraph: Any) -> bool:
    said = paragraph.find("{*}pPr/{*}pageBreakBefore")
    return said is not None and attribute(said, "val") not in ("0", "false", "off")
