"""MARC 21 in ISO 2709 or MARCXML to works."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pymarc import Record

from retrieval.ingest import iso2709, marcxml
from retrieval.ingest.charset import judge
from retrieval.ingest.fields import title_of, work_of
from retrieval.ingest.holdings import barcode
from retrieval.ingest.identity import Identity
from retrieval.ingest.intake import Intake, Outcome
from retrieval.ingest.progress import told
from retrieval.ingest.record import made
from retrieval.ingest.report import Note, Reject, Report
from retrieval.records import Store
from words.shelf import say

logging.getLogger("pymarc").setLevel(logging.CRITICAL)


def ingest_marc(
    path: Path,
    home: Path,
    *,
    source: str = "",
    partial: bool = False,
    really_delete: bool = False,
) -> Report:
    """The file's records into the store, under the name of the source (default: the file's).

    The file is the whole of its source: records it no longer has are deleted, unless it is
    `partial`, ends early or lacks over a fifth of them (`Intake.remove_unseen`). A record whose
    leader says deleted is deleted either way. Raises OSError.
    """
    store = Store(home)
    try:
        intake = Intake(store, source or path.name, "work")
        gone: list[str] = []
        file = MarcFile(path)
        intake.take(told(list(file.outcomes(gone)), "MARC"))
        intake.remove(gone)
        if not partial:
            intake.remove_unseen(whole=not file.cut, really_delete=really_delete)
        return intake.finish(home)
    finally:
        store.close()


def parse(path: Path, gone: list[str] | None = None) -> Iterator[Outcome]:
    """Every record of the file as a work, or the reason it cannot be one, and notes after it.

    Control numbers of records marked as deleted are added to `gone`.
    """
    return MarcFile(path).outcomes(gone if gone is not None else [])


@dataclass(frozen=True, slots=True)
class Found:
    """A record of a file: where its first byte is, itself or why it cannot be read, and notes."""

    at: int
    record: Record | str
    notes: Sequence[str] = ()
    cut: bool = False


class MarcFile:
    """One file. `cut` is true, once it has been read, where it ends within a record."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.cut = False

    def outcomes(self, gone: list[str]) -> Iterator[Outcome]:
        identity = Identity()
        number = 0
        for number, found in enumerate(self._found(), start=1):
            self.cut = self.cut or found.cut
            place = say(
                "ingest", "places.record", file=self._path.name, number=number, byte=found.at
            )
            if isinstance(found.record, str):
                yield place, "", found.record
            else:
                yield from outcome(place, found.record, identity, gone, found.notes)
        if not number and self._path.stat().st_size:
            yield self._path.name, "", say("ingest", "reasons.not_marc")

    def _found(self) -> Iterator[Found]:
        data = self._path.read_bytes()
        if not marcxml.is_xml(data):
            return _iso(data)
        text = marcxml.read(data)
        self.cut = not marcxml.closed(text)
        return _xml(text)


def outcome(
    place: str, record: Record, identity: Identity, gone: list[str], notes: Sequence[str] = ()
) -> Iterator[Outcome]:
    """The record as a work or a rejection, then what was mended in it; nothing of a deletion."""
    key = identity.of(record)
    if str(record.leader)[5:6] == "d":
        gone.append(key)
        return
    title, copy = title_of(record), barcode(record)
    said = list(notes)
    try:
        yield place, key, work_of(record, key, said)
    except ValueError as error:
        yield place, key, Reject(place, title or key, str(error), copy, key)
        return
    for each in said:
        yield place, key, Note(place, title, each, copy)


def _iso(data: bytes) -> Iterator[Found]:
    data = iso2709.plain(data)
    code = judge(data)
    for piece in iso2709.split(data):
        if piece.cut:
            yield Found(piece.at, say("ingest", "reasons.cut"), cut=True)
            continue
        notes: list[str] = []
        try:
            yield Found(piece.at, made(piece.data, code, notes), notes)
        except ValueError as error:
            yield Found(piece.at, str(error))


def _xml(text: str) -> Iterator[Found]:
    for piece in marcxml.split(text):
        if piece.cut:
            yield Found(piece.at, say("ingest", "reasons.cut"), cut=True)
            continue
        notes: list[str] = []
        try:
            yield Found(piece.at, marcxml.record(piece.text, notes), notes)
        except ValueError as error:
            yield Found(piece.at, str(error))
