"""A folder as one document: a METS/ALTO volume, page images, or an EPUB unpacked."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from retrieval.ingest.documents import alto, epub, images, mets
from retrieval.ingest.documents.parts import Unpacked
from retrieval.ingest.documents.recognise import Desk, Picture, in_order
from retrieval.ingest.documents.references import Folder
from retrieval.ingest.documents.sheet import Found, Missing, Refused, Sheet
from retrieval.ingest.documents.words import say


def pages(path: Path, desk: Desk) -> Iterator[Found | str]:
    """Sheets with their numbers; of an EPUB texts alone. Raises Refused."""
    parts = Unpacked(path)
    if epub.is_book(parts):
        yield from epub.pages(parts)
        return
    folder = Folder(path)
    marked = [(file, element) for file in folder.files if (element := _root(file)) is not None]
    books = [(file, mets.leaves(element)) for file, element in marked if mets.is_mets(element)]
    if books:
        file, leaves = max(books, key=lambda book: len(book[1]))
        yield from _bound(folder, file.parent, leaves, desk)
    elif any(file.suffix.lower() == ".xml" for file in folder.files):
        texts = [file for file in folder.files if file.suffix.lower() == ".xml"]
        yield from _loose(folder, texts)
    else:
        yield from _pictures(folder, desk)


def _bound(folder: Folder, base: Path, leaves: list[mets.Leaf], desk: Desk) -> Iterator[Found]:
    """Pages as the METS file orders them; one that is missing keeps its number."""
    number, given = 0, set[Path]()
    for leaf in leaves:
        found = [(each, folder.find(each, base)) for each in leaf.references]
        files = [file for _, file in found if file is not None and file not in given]
        given.update(files)
        texts = [file for file in files if file.suffix.lower() == ".xml"]
        picture = next((f for f in files if f.suffix.lower() in images.SUFFIXES), None)
        lost = [each for each, file in found if file is None and _is_text(each)]
        if texts:
            for sheet in _read(texts, number, picture):
                number += 1
                yield sheet
        elif leaf.listed and (lost or picture is None):
            number += 1
            name = (lost or list(leaf.references))[0]
            yield Missing(f"{number}", say("missing_page", name=name))
        elif leaf.listed and picture is not None:
            number += 1
            page = Picture(number, picture, partial(images.frame, picture, 0))
            yield from in_order([page], desk)
        elif lost:
            number += 1
            yield Missing(f"{number}", say("missing_page", name=lost[0]))


def _loose(folder: Folder, texts: list[Path]) -> Iterator[Found]:
    """ALTO files in the order of their names, each with the picture of its name."""
    pictures = {p.stem: p for p in folder.files if p.suffix.lower() in images.SUFFIXES}
    number = 0
    for file in texts:
        for sheet in _read([file], number, pictures.get(file.stem)):
            number += 1
            yield sheet


def _pictures(folder: Folder, desk: Desk) -> Iterator[Found]:
    files = [file for file in folder.files if file.suffix.lower() in images.SUFFIXES]
    if not files:
        raise Refused.because("folder_kind")
    yield from in_order(images.pictures(files), desk)


def _read(files: list[Path], number: int, picture: Path | None) -> Iterator[Sheet | Missing]:
    for file in files:
        try:
            for page in alto.pages(file):
                number += 1
                yield Sheet(number, page.text, page.confidence, picture or _beside(file))
        except ValueError as error:
            number += 1
            yield Missing(f"{number}", say("broken_page", why=error))


def _beside(file: Path) -> Path | None:
    """The picture of the same name in the same folder."""
    candidates = (file.with_suffix(suffix) for suffix in images.SUFFIXES)
    return next((each for each in candidates if each.is_file()), None)


def _is_text(reference: str) -> bool:
    return reference.lower().split("?")[0].endswith(".xml")


def _root(file: Path) -> Any:
    try:
        return alto.root(file) if file.suffix.lower() == ".xml" else None
    except ValueError:
        return None
