"""What an ingest did, and what a cataloguer should look at, in a file to act on."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from words.shelf import say


@dataclass(frozen=True, slots=True)
class Reject:
    """A record not taken: where it stood, what it seems to be, why; its key where that is known."""

    place: str
    title: str
    reason: str
    barcode: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """A record taken otherwise than as it stands: mended, shortened, a value left out."""

    place: str
    title: str
    reason: str
    barcode: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """Counts of one ingest. `read` is the sum of what was taken, unchanged, rejected and said by
    the source to be deleted (`withdrawn`).

    `undeleted` records are gone from the source and were kept all the same: `question` says why,
    and what to do if they are to be deleted.
    """

    read: int
    added: int
    changed: int
    deleted: int
    rejected: int
    rejects_file: str
    seconds: float
    withdrawn: int = 0
    noted: int = 0
    undeleted: int = 0
    question: str = ""


def write_rejects(path: Path, rows: Sequence[Reject | Note]) -> str:
    """The file's path as text, or nothing when there is nothing to look at."""
    if not rows:
        path.unlink(missing_ok=True)
        return ""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8-sig", newline="", errors="replace") as file:
        sheet = csv.writer(file)
        heads = ("fate", "title", "barcode", "reason", "place")
        sheet.writerow([say("ingest", f"report.{head}") for head in heads])
        fates = {Reject: say("ingest", "report.rejected"), Note: say("ingest", "report.noted")}
        sheet.writerows((fates[type(r)], r.title, r.barcode, r.reason, r.place) for r in rows)
    return str(path)
