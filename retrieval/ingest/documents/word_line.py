"""The text of one paragraph of a DOCX: its runs, the boxes anchored in it, the notes it calls."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from lxml import etree

from retrieval.ingest.documents.fonts import Fonts, attribute
from retrieval.ingest.documents.old_fonts import in_unicode

GONE = frozenset("del moveFrom instrText delText delInstrText rPr pPr sectPr tblPr tcPr".split())
_SPACES = {"tab": "\t", "ptab": "\t", "cr": "\n", "noBreakHyphen": "-", "softHyphen": ""}
PAGE = "\f"


class Line:
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
        return text + PAGE if self._ends_page else text

    def take(self, element: Any, font: str) -> None:
        """Everything in the element, in its order; `font` where it says no other."""
        for child in element:
            name = local(child)
            if name == "r":
                self.take(child, self._fonts.of_run(child, self.font))
            elif name == "AlternateContent":
                self.take(chosen(child), font)
            elif name == "txbxContent":
                self.boxes.append(child)
            elif name in ("footnoteReference", "endnoteReference"):
                self.notes.append((name.removesuffix("Reference"), attribute(child, "id")))
            elif name == "lastRenderedPageBreak":
                self._rendered_break()
            elif (text := _written(name, child)) is not None:
                self._runs.append((font, text))
            elif name not in GONE:
                self.take(child, font)

    def _rendered_break(self) -> None:
        """Where Word last turned the page: a paragraph that runs over stays whole."""
        if any(text.strip() for _, text in self._runs):
            self._ends_page = True
        else:
            self._runs.append((self.font, PAGE))


def _written(name: str, element: Any) -> str | None:
    """What an element stands for in the text; `textpath` is the lettering of a drawing."""
    if name == "t":
        return str(element.text or "")
    if name == "br":
        return PAGE if attribute(element, "type") == "page" else "\n"
    if name == "textpath":
        return attribute(element, "string")
    return _SPACES.get(name)


def chosen(alternate: Any) -> Any:
    """One of the forms in which a drawing is given: the first that has words."""
    forms = [each for each in alternate if local(each) in ("Choice", "Fallback")]
    worded = (form for form in forms if any((t.text or "").strip() for t in form.iter("{*}t")))
    return next(worded, forms[0] if forms else ())


def local(element: Any) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""
