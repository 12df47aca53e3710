"""What an ingest did, and the rejected records in a file a cataloguer can act on."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Reject:
    """A record not taken: where it stood, what it seems to be, and why."""

    place: str
    title: str
    reason: str


@dataclass(frozen=True, slots=True)
class Report:
    """Counts of one ingest. `read` is the sum of what was taken, unchanged and rejected."""

    read: int
    added: int
    changed: int
    deleted: int
    rejected: int
    rejects_file: str
    seconds: float


def write_rejects(path: Path, rejects: Sequence[Reject]) -> str:
    """The file's path as text, or nothing when there were no rejects."""
    if not rejects:
        path.unlink(missing_ok=True)
        return ""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(("place", "title", "reason"))
        rows.writerows((r.place, r.title, r.reason) for r in rejects)
    return str(path)
