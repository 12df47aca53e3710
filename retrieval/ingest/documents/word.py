"""DOCX: every word that Word shows, once: tables, text boxes, controls, insertions, notes.

Walked over the XML itself: `python-docx` gives body paragraphs alone. Elements are known by
their local names, so that the strict form of the standard reads as the transitional one does.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from lxml import etree

from retrieval.ingest.documents.fonts import Fonts, attribute
from retrieval.ingest.documents.markup import paragraphs
from retrieval.ingest.documents.old_fonts import in_unicode
from retrieval.ingest.documents.paging import cut
from retrieval.ingest.documents.parts import Parts, joined
from retrieval.ingest.documents.sheet import Missing, Refused
from retrieval.ingest.documents.words import say
from vietnamese.reading.letters import nfc

_GONE = frozenset("del moveFrom instrText delText delInstrText rPr pPr sectPr tblPr tcPr".split())
_SPACES = {"tab": "\t", "ptab": "\t", "cr": "\n", "noBreakHyphen": "-", "softHyphen": ""}
_PAGE = "\f"


def pages(parts: Parts) -> Iterator[str | Missing]:
    """Texts of the pages: cut at page breaks, and what is longer at a paragraph.

    Raises Refused where the part with the text is missing or broken.
    """
    name = _main(parts)
    book = _Book(parts, name)
    running = book.running()
    blocks = [*running, *book.blocks(book.root)]
    stretch: list[str] = []
    for block in (piece for text in blocks for piece in _apart(text)):
        if block == _PAGE:
            yield from cut(stretch)
            stretch = []
        else:
            stretch.append(block)
    yield from cut([*stretch, *book.left_over()])
    yield from book.missing


def _apart(text: str) -> Iterator[str]:
    """A paragraph with page breaks inside, as its pieces and the breaks."""
    for number, piece in enumerate(text.split(_PAGE)):
        if number:
            yield _PAGE
        if piece.strip():
            yield nfc(piece.strip())


class _Book:
    """The parts of one document; notes are given with the paragraph that calls them."""

    def __init__(self, parts: Parts, main: str) -> None:
        self._parts, self._main = parts, main
        self.missing: list[Missing] = []
        self.root = _root(parts, main)
        if self.root is None:
            raise Refused.because("broken", kind="DOCX", why=main)
        self._links = _relations(parts, main)
        self._fonts = Fonts(self._linked("/styles"))
        self._notes: dict[tuple[str, str], Any] = {}
        for kind in ("footnote", "endnote"):
            self._notes |= self._notes_of(kind)

    def blocks(self, element: Any) -> Iterator[str]:
        """Paragraphs, and a table's rows with a tab between cells."""
        for child in element:
            name = _local(child)
            if name == "p":
                yield from self._paragraph(child)
            elif name == "tbl":
                yield from self._table(child)
            elif name == "altChunk":
                yield from self._chunk(child)
            elif name == "AlternateContent":
                yield from self.blocks(_chosen(child))
            elif name not in _GONE:
                yield from self.blocks(child)

    def running(self) -> list[str]:
        """Headers and footers, each text once; a bare page number is none."""
        found: list[str] = []
        for kind in ("header", "footer"):
            for target in self._targets(f"/{kind}"):
                root = _root(self._parts, target)
                found += self.blocks(root) if root is not None else ()
        whole = (" ".join(text.replace(_PAGE, " ").split()) for text in found)
        return list(dict.fromkeys(text for text in whole if any(c.isalpha() for c in text)))

    def left_over(self) -> Iterator[str]:
        """Words of diagrams, which lie in parts of their own."""
        for target in self._targets("/diagramData"):
            root = _root(self._parts, target)
            for each in root.iterfind(".//{*}t/{*}p") if root is not None else ():
                yield "".join(each.itertext("{*}t"))

    def _paragraph(self, element: Any) -> Iterator[str]:
        line = _Line(self._fonts, self._fonts.of_paragraph(element))
        line.take(element, line.font)
        text = line.text()
        if _breaks_before(element):
            text = _PAGE + text
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
        return next((_root(self._parts, each) for each in self._targets(kind)), None)

    def _targets(self, kind: str) -> list[str]:
        return [target for each, target in self._links.values() if each.endswith(kind)]


class _Line:
    """The text of one paragraph, the boxes anchored in it and the notes it calls."""

    def __init__(self, fonts: Fonts, font: str) -> None:
        self._fonts, self.font = fonts, font
        self._runs: list[tuple[str, str]] = []
        self._ends_page = False
        self.boxes: list[Any] = []
        self.notes: list[tuple[str, str]] = []

    def text(self) -> str:
        """Neighbouring runs of one font are repaired together: a letter may be split over two."""
        runs = groupby(self._runs, key=lambda run: run[0])
        text = "".join(in_unicode("".join(t for _, t in pieces), font) for font, pieces in runs)
        return text + _PAGE if self._ends_page else text

    def take(self, element: Any, font: str) -> None:
        """Everything in the element, in its order; `font` where it says no other."""
        for child in element:
            name = _local(child)
            if name == "r":
                self.take(child, self._fonts.of_run(child, self.font))
            elif name == "AlternateContent":
                self.take(_chosen(child), font)
            elif name == "txbxContent":
                self.boxes.append(child)
            elif name in ("footnoteReference", "endnoteReference"):
                self.notes.append((name.removesuffix("Reference"), attribute(child, "id")))
            elif name == "lastRenderedPageBreak":
                self._rendered_break()
            elif (text := _written(name, child)) is not None:
                self._runs.append((font, text))
            elif name not in _GONE:
                self.take(child, font)

    def _rendered_break(self) -> None:
        """Where Word last turned the page: a paragraph that runs over stays whole."""
        if any(text.strip() for _, text in self._runs):
            self._ends_page = True
        else:
            self._runs.append((self.font, _PAGE))


def _written(name: str, element: Any) -> str | None:
    """What an element stands for in the text; `textpath` is the lettering of a drawing."""
    if name == "t":
        return str(element.text or "")
    if name == "br":
        return _PAGE if attribute(element, "type") == "page" else "\n"
    if name == "textpath":
        return attribute(element, "string")
    return _SPACES.get(name)


def _main(parts: Parts) -> str:
    """The part with the text, as the package's relations name it."""
    for kind, target in _relations(parts, "").values():
        if kind.endswith("/officeDocument") and (stands := parts.find(target)):
            return stands
    if stands := parts.find("word/document.xml"):
        return stands
    raise Refused.because("broken", kind="DOCX", why="word/document.xml")


def _relations(parts: Parts, name: str) -> dict[str, tuple[str, str]]:
    """Id to kind and target of the part's relations within the package."""
    folder, _, file = name.rpartition("/")
    root = _root(parts, f"{folder}/_rels/{file}.rels".lstrip("/"))
    return {
        str(each.get("Id")): (str(each.get("Type")), joined(name, str(each.get("Target", ""))))
        for each in (root if root is not None else ())
        if isinstance(each.tag, str) and each.get("TargetMode") != "External"
    }


def _root(parts: Parts, name: str) -> Any:
    stands = parts.find(name)
    if stands is None:
        return None
    try:
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True
        )
        return etree.fromstring(parts.read(stands), parser)
    except (etree.XMLSyntaxError, OSError, ValueError):
        return None


def _chosen(alternate: Any) -> Any:
    """One of the forms in which a drawing is given: the first that has words."""
    forms = [each for each in alternate if _local(each) in ("Choice", "Fallback")]
    worded = (form for form in forms if any((t.text or "").strip() for t in form.iter("{*}t")))
    return next(worded, forms[0] if forms else ())


def _rows(element: Any) -> Iterator[Any]:
    """Rows, those in content controls and insertions too; not those of a table inside."""
    for child in element:
        if _local(child) == "tr":
            if child.find("{*}trPr/{*}del") is None:
                yield child
        elif _local(child) not in ("tbl", *_GONE):
            yield from _rows(child)


def _cells(element: Any) -> Iterator[Any]:
    for child in element:
        if _local(child) == "tc":
            yield child
        elif _local(child) not in _GONE:
            yield from _cells(child)


def _breaks_before(paragraph: Any) -> bool:
    said = paragraph.find("{*}pPr/{*}pageBreakBefore")
    return said is not None and attribute(said, "val") not in ("0", "false", "off")


def _local(element: Any) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""
