"""MARC 21 in ISO 2709 or MARCXML, through pymarc."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from pymarc import MARCReader, Record, parse_xml_to_array
from rich.progress import track

from retrieval.index import records
from retrieval.ingest.fields import work_of
from retrieval.ingest.report import Reject, Report, difference, write_rejects
from retrieval.model import Work

logging.getLogger("pymarc").setLevel(logging.ERROR)


def ingest_marc(path: Path, home: Path) -> Report:
    """The file's records become the catalogue under `home/records`.

    Records of the file replace those of an earlier run; the index is built after. Raises
    OSError when the file cannot be read.
    """
    begun = time.monotonic()
    target = home / "records/works.jsonl"
    before = {work.id: work for work in records.read(target, Work)}
    works: dict[str, Work] = {}
    rejects: list[Reject] = []
    parsed = list(parse(path))
    for place, outcome in track(parsed, description="MARC"):
        if isinstance(outcome, Work) and outcome.id not in works:
            works[outcome.id] = outcome
        elif isinstance(outcome, Work):
            rejects.append(Reject(place, outcome.title, f"control number {outcome.id} repeats"))
        else:
            rejects.append(Reject(place, "", outcome))
    records.write(target, works.values())
    added, changed, deleted = difference(dict(before), dict(works))
    rejects_file = write_rejects(home / "rejects" / f"{path.stem}.csv", rejects)
    return Report(
        len(parsed), added, changed, deleted, len(rejects), rejects_file, time.monotonic() - begun
    )


def parse(path: Path) -> Iterator[tuple[str, Work | str]]:
    """(place, work or the reason it cannot be one) for every record of the file."""
    data = path.read_bytes()
    read = _xml(data) if data.lstrip()[:1] == b"<" else _iso(data)
    for number, outcome in enumerate(read, start=1):
        place = f"{path.name}#{number}"
        if isinstance(outcome, str):
            yield place, outcome
            continue
        try:
            yield place, work_of(outcome, str(number))
        except ValueError as error:
            yield place, str(error)


def _iso(data: bytes) -> Iterator[Record | str]:
    """leader/09 is often wrong: the bytes are read as UTF-8 whatever it says."""
    reader = MARCReader(BytesIO(data), to_unicode=True, force_utf8=True, utf8_handling="replace")
    for record in reader:
        if record is None:
            fault = reader.current_exception
            yield f"not readable as ISO 2709: {type(fault).__name__}"
        else:
            yield record


def _xml(data: bytes) -> Iterator[Record | str]:
    try:
        yield from (record for record in parse_xml_to_array(BytesIO(data)) if record)
    except Exception as error:  # the SAX parser's faults share no base class
        yield f"not readable as MARCXML: {type(error).__name__}: {error}"
