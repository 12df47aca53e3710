"""Digitized texts of a folder into the store: every file is read or refused with a reason.

`<name>.yaml` beside `<name>.pdf`, or beside the folder `<name>/` of an ALTO volume, of page
images or of an unpacked EPUB, gives work_id, title, author and rights.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from retrieval.index.schema import page_key
from retrieval.ingest.documents import (
    SUFFIXES,
    Missing,
    Reader,
    Refused,
    Sheet,
    Source,
    kind,
    say,
    sidecar,
)
from retrieval.ingest.documents.source import SUFFIXES as SIDECARS
from retrieval.ingest.full import full_disk_told
from retrieval.ingest.intake import Intake, Outcome
from retrieval.ingest.progress import told
from retrieval.ingest.report import Reject, Report, write_rejects
from retrieval.model import Page
from retrieval.passages import LEAST_SURE, quotable
from retrieval.records import Store

UNSURE = "unsure-pages.csv"
"""In the folder of the rejects: pages of all sources that are not quoted."""


@dataclass(slots=True)
class _Kept:
    """Works whose pages stay although this run did not see them all."""

    works: set[str] = field(default_factory=set)
    unknown: bool = False
    """A document was refused before its work was known: any page may be one of its."""
    seen: set[str] = field(default_factory=set)
    """Keys of the pages that were read."""


def ingest_texts(folder: Path, home: Path, *, source: str = "") -> Report:
    """Every document of the folder becomes pages in the store; counts are of pages, and of
    documents that are refused whole.

    A document that is gone from the folder, or a page from its document, is deleted; one that
    cannot be read just now keeps the pages it had. Pages of little confidence are listed beside
    the rejects. Raises OSError when the folder cannot be read or the disk is full.
    """
    name = source or folder.name
    paths = list(_given(folder))
    with full_disk_told(say("disk_full")):
        store = Store(home)
        try:
            intake, kept = Intake(store, name, "page"), _Kept()
            with Reader(home / "cache/ocr") as reader:
                for path in told(paths, "texts"):
                    intake.take(_outcomes(path, reader, kept))
            if not kept.unknown:
                _remove_gone(store, intake, name, kept)
            _tell_unsure(home / "rejects" / UNSURE, store.pages())
            return intake.finish(home)
        finally:
            store.close()


def _given(folder: Path) -> Iterator[Path]:
    """Documents, and what else needs a word; a file without a suffix that is none is passed."""
    paths = [path for path in sorted(folder.iterdir()) if not path.name.startswith(".")]
    described = {sidecar(path) for path in paths if path.suffix.lower() not in SIDECARS}
    for path in paths:
        if path.suffix.lower() in SIDECARS and path.is_file():
            if path not in described:
                yield path
        elif path.name.lower() in ("thumbs.db", "desktop.ini") or not (path.suffix or _known(path)):
            sys.stderr.write(say("passed_over", name=path.name) + "\n")
        else:
            yield path


def _known(path: Path) -> bool:
    try:
        return path.is_dir() or kind(path) != ""
    except OSError:
        return True


def _outcomes(path: Path, reader: Reader, kept: _Kept) -> Iterator[Outcome]:
    if path.suffix.lower() in SIDECARS and path.is_file():
        yield path.name, path.stem, say("sidecar_alone")
        return
    source: Source | None = None
    found: list[Sheet | Missing] = []
    try:
        for each in reader.read(path):
            if isinstance(each, Source):
                source = each
            else:
                found.append(each)
    except Refused as refusal:
        _keep(kept, source, path)
        yield path.name, source.title if source else path.stem, str(refusal)
        return
    assert source is not None
    if any(isinstance(each, Missing) for each in found):
        _keep(kept, source, path)
    for each in found:
        if isinstance(each, Missing):
            yield f"{path.name}, {each.place}", source.title, each.reason
        else:
            page = _page(source, each, len(found))
            key = page_key(page.work_id, page.page)
            kept.seen.add(key)
            yield f"{path.name}, {page.page}", key, page


def _keep(kept: _Kept, source: Source | None, path: Path) -> None:
    if source is not None:
        kept.works.add(source.work_id)
    elif path.is_dir() or path.suffix.lower() in SUFFIXES:
        kept.unknown = True


def _page(source: Source, sheet: Sheet, pages: int) -> Page:
    return Page(
        work_id=source.work_id,
        title=source.title,
        author=source.author,
        page=sheet.page,
        pages=max(pages, sheet.page),
        text=sheet.text,
        image_path=str(sheet.image) if sheet.image else None,
        rights=source.rights,
        confidence=sheet.confidence,
    )


def _remove_gone(store: Store, intake: Intake, name: str, kept: _Kept) -> None:
    """Pages of documents that are gone, and gone pages of documents that were read whole.

    Where nothing at all could be read nothing is: the folder is at fault, not the store.
    """
    if kept.seen:
        gone = store.ids("page", name) - kept.seen
        intake.remove([key for key in gone if key.rpartition(":")[0] not in kept.works])


def _tell_unsure(file: Path, pages: Iterable[Page]) -> None:
    """Pages whose recognition is not sure enough to quote, listed for who can scan them anew."""
    unsure = [
        Reject(
            f"{page.work_id}, {page.page}",
            page.title,
            say("unsure", confidence=round(page.confidence or 0.0), least=round(LEAST_SURE)),
        )
        for page in pages
        if not quotable(page)
    ]
    if written := write_rejects(file, unsure):
        sys.stderr.write(say("unsure_told", count=len(unsure), file=written) + "\n")
