"""MARC 21 in ISO 2709 or MARCXML, through pymarc."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from pymarc import Record, parse_xml_to_array
from pymarc.exceptions import PymarcException

from retrieval.ingest import iso2709
from retrieval.ingest.charset import decode
from retrieval.ingest.fields import title_of, work_of
from retrieval.ingest.identity import Identity
from retrieval.ingest.intake import Intake, Outcome
from retrieval.ingest.progress import told
from retrieval.ingest.report import Report
from retrieval.records import Store

logging.getLogger("pymarc").setLevel(logging.ERROR)


def ingest_marc(path: Path, home: Path, *, source: str = "", partial: bool = False) -> Report:
    """The file's records into the store, under the name of the source (default: the file's).

    The file is the whole of its source: records it no longer has are deleted, unless it is
    `partial`. A record whose leader says deleted is deleted either way. Raises OSError.
    """
    store = Store(home)
    try:
        intake = Intake(store, source or path.name, "work")
        gone: list[str] = []
        intake.take(told(list(parse(path, gone)), "MARC"))
        intake.remove(gone)
        if not partial:
            intake.remove_unseen()
        return intake.finish(home)
    finally:
        store.close()


def parse(path: Path, gone: list[str] | None = None) -> Iterator[Outcome]:
    """Every record of the file as a work, or the reason it cannot be one.

    Control numbers of records marked as deleted are added to `gone`.
    """
    data = path.read_bytes()
    read = _xml(data) if data.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] == b"<" else _iso(data)
    identity = Identity()
    for number, record in enumerate(read, start=1):
        place = f"{path.name}#{number}"
        if isinstance(record, str):
            yield place, "", record
        else:
            yield from outcome(place, record, identity, gone if gone is not None else [])


def outcome(place: str, record: Record, identity: Identity, gone: list[str]) -> Iterator[Outcome]:
    """The record as a work, a rejection, or nothing when it is a deletion."""
    key = identity.of(record)
    if str(record.leader)[5:6] == "d":
        gone.append(key)
        return
    try:
        yield place, key, work_of(record, key)
    except ValueError as error:
        yield place, title_of(record) or key, str(error)


def _iso(data: bytes) -> Iterator[Record | str]:
    for chunk in iso2709.split(data):
        try:
            whole = chunk + iso2709.RECORD_END
            sound = iso2709.sound(whole)
            yield Record(
                whole if sound else iso2709.mended(chunk, decode),
                to_unicode=True,
                force_utf8=True,
                utf8_handling="replace",
            )
        except (PymarcException, ValueError, IndexError) as error:
            yield f"not readable as ISO 2709: {str(error) or type(error).__name__}"


def _xml(data: bytes) -> Iterator[Record | str]:
    try:
        yield from (record for record in parse_xml_to_array(BytesIO(data)) if record)
    except Exception as error:  # the SAX parser's faults share no base class
        yield f"not readable as MARCXML: {type(error).__name__}: {error}"
