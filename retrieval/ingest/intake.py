"""Taking records of one source into the store: counted, committed by the batch, rejects kept.

A killed ingest is run again: what was committed is found unchanged and costs almost nothing.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from retrieval.ingest.report import Reject, Report, write_rejects
from retrieval.model import Page, Work
from retrieval.records import Kind, RunRow, Store

BATCH = 500
"""Records in one transaction."""

Outcome = tuple[str, str, Work | Page | str]
"""(where it stood, its key, the record) or (where, what it seems to be, why it is rejected)."""


class Intake:
    """One run over one source. `name` says where its records come from."""

    def __init__(self, store: Store, name: str, kind: Kind) -> None:
        self._store, self._name, self._kind = store, name, kind
        self._begun = time.monotonic()
        self._seen: set[str] = set()
        self._counts = {"added": 0, "changed": 0, "same": 0, "deleted": 0}
        self.read = 0
        self.rejects: list[Reject] = []

    def take(self, outcomes: Iterable[Outcome]) -> None:
        """Every record is stored or rejected with a reason; a key that repeats is rejected."""
        for batch in _batches(outcomes):
            with self._store.transaction():
                for place, key, record in batch:
                    self.read += 1
                    if isinstance(record, str):
                        self.rejects.append(Reject(place, key, record))
                    elif key in self._seen:
                        self.rejects.append(_repeated(place, key, record))
                    else:
                        self._seen.add(key)
                        fate = self._store.put(self._kind, key, self._name, record)
                        self._counts[fate] += 1

    def remove(self, keys: Iterable[str]) -> None:
        """Records the source says are deleted."""
        with self._store.transaction():
            for key in keys:
                self._counts["deleted"] += self._store.remove(self._kind, key)

    def remove_unseen(self) -> None:
        """The source was given whole: what it no longer has is deleted.

        Where every record was rejected nothing is: the file is at fault, not the catalogue.
        """
        if self._seen:
            self.remove(self._store.ids(self._kind, self._name) - self._seen)

    def finish(self, home: Path) -> Report:
        """Rejects written, the run recorded."""
        safe = "".join(c if c.isalnum() or c in "-_" else "_" for c in self._name)[:80]
        rejects_file = write_rejects(home / "rejects" / f"{safe}.csv", self.rejects)
        report = Report(
            read=self.read,
            added=self._counts["added"],
            changed=self._counts["changed"],
            deleted=self._counts["deleted"],
            rejected=len(self.rejects),
            rejects_file=rejects_file,
            seconds=time.monotonic() - self._begun,
        )
        now = datetime.now(UTC).isoformat(timespec="seconds")
        row = RunRow(
            self._name, self._kind, now, report.read, report.added, report.changed,
            report.deleted, report.rejected, report.rejects_file,
        )  # fmt: skip
        self._store.finish(row)
        return report


def _repeated(place: str, key: str, record: Work | Page) -> Reject:
    return Reject(place, record.title, f"control number {key} stands on an earlier record too")


def _batches(outcomes: Iterable[Outcome]) -> Iterator[list[Outcome]]:
    batch: list[Outcome] = []
    for outcome in outcomes:
        batch.append(outcome)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch
