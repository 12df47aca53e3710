"""Taking records of one source into the store: counted, committed by the batch, rejects kept.

A killed ingest is run again: what was committed is found unchanged and costs almost nothing.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from sqlite3 import DataError

from retrieval.ingest.report import Note, Reject, Report, write_rejects
from retrieval.model import Page, Work
from retrieval.records import Kind, RunRow, Store
from words.shelf import say

BATCH = 500
"""Records in one transaction."""
MOST_REMOVED = 0.2
"""Share of what stood that a source may lack before somebody is asked; one record it may always."""

Outcome = tuple[str, str, Work | Page | Reject | Note | str]
"""(where it stood, its key, the record, or why it is rejected, or what was mended in it); where
only a reason is given, the second is what the record seems to be."""


class Intake:
    """One run over one source. `name` says where its records come from."""

    def __init__(self, store: Store, name: str, kind: Kind) -> None:
        self._store, self._name, self._kind = store, name, kind
        self._begun = time.monotonic()
        self._seen: set[str] = set()
        self._added: set[str] = set()
        self._refused: set[str] = set()
        self._counts = {"added": 0, "changed": 0, "same": 0, "deleted": 0, "withdrawn": 0}
        self._undeleted, self._question = 0, ""
        self.read = 0
        self.rejects: list[Reject] = []
        self.notes: list[Note] = []

    def take(self, outcomes: Iterable[Outcome]) -> None:
        """Every record is stored or rejected with a reason; a key that repeats is rejected."""
        for batch in _batches(outcomes):
            with self._store.transaction():
                for place, key, record in batch:
                    self._one(place, key, record)

    def _one(self, place: str, key: str, record: Work | Page | Reject | Note | str) -> None:
        if isinstance(record, Note):
            self.notes.append(record)
            return
        self.read += 1
        if isinstance(record, str):
            self._reject(Reject(place, key, record))
        elif isinstance(record, Reject):
            self._reject(record)
        elif key in self._seen:
            self._reject(_repeated(place, key, record))
        else:
            self._put(place, key, record)

    def _put(self, place: str, key: str, record: Work | Page) -> None:
        try:
            fate = self._store.put(self._kind, key, self._name, record)
        except (ValueError, OverflowError, DataError) as error:
            reason = say("ingest", "reasons.unusable", error=error)
            self._reject(Reject(place, record.title, reason))
            return
        self._seen.add(key)
        self._counts[fate] += 1
        if fate == "added":
            self._added.add(key)

    def _reject(self, reject: Reject) -> None:
        self.rejects.append(reject)
        if reject.key:
            self._refused.add(reject.key)

    def remove(self, keys: Collection[str]) -> None:
        """Records the source says are deleted."""
        self.read += len(keys)
        self._counts["withdrawn"] += len(keys)
        self._delete(keys)

    def remove_unseen(self, *, whole: bool = True, really_delete: bool = False) -> None:
        """The source was given whole: what it no longer has is deleted.

        Nothing is where the source ended early or nothing in it could be read: it is at fault, not
        the catalogue. Where it lacks over a fifth of what stood, or no more than could not be read,
        somebody is asked first: `really_delete` is the answer.
        """
        standing = self._store.ids(self._kind, self._name)
        gone = standing - self._seen - self._refused
        question = self._doubt(gone, len(standing - self._added), whole=whole) if gone else ""
        if question and not (really_delete and whole and self._seen):
            self._undeleted, self._question = len(gone), question
        else:
            self._delete(gone)

    def _doubt(self, gone: Collection[str], stood: int, *, whole: bool) -> str:
        """Why these should not simply be deleted; empty when nothing speaks against it."""
        unread = sum(1 for reject in self.rejects if not reject.key)
        count = len(gone)
        if not whole:
            return say("ingest", "questions.cut", count=count)
        if not self._seen:
            return say("ingest", "questions.nothing_read", count=count)
        if count > max(1, MOST_REMOVED * stood):
            percent = round(MOST_REMOVED * 100)
            return say("ingest", "questions.many", count=count, standing=stood, percent=percent)
        unreadable = say("ingest", "questions.unreadable", count=count, unread=unread)
        return unreadable if count <= unread else ""

    def _delete(self, keys: Iterable[str]) -> None:
        with self._store.transaction():
            for key in keys:
                self._counts["deleted"] += self._store.remove(self._kind, key)

    def finish(self, home: Path) -> Report:
        """Rejects written, the run recorded."""
        safe = "".join(c if c.isalnum() or c in "-_" else "_" for c in self._name)[:80]
        file = home / "rejects" / f"{safe}.csv"
        report = Report(
            read=self.read,
            added=self._counts["added"],
            changed=self._counts["changed"],
            deleted=self._counts["deleted"],
            rejected=len(self.rejects),
            rejects_file=write_rejects(file, [*self.rejects, *self.notes]),
            seconds=time.monotonic() - self._begun,
            withdrawn=self._counts["withdrawn"],
            noted=len(self.notes),
            undeleted=self._undeleted,
            question=self._question,
        )
        now = datetime.now(UTC).isoformat(timespec="seconds")
        row = RunRow(
            self._name, self._kind, now, report.read, report.added, report.changed,
            report.deleted, report.rejected, report.rejects_file,
        )  # fmt: skip
        self._store.finish(row)
        return report


def _repeated(place: str, key: str, record: Work | Page) -> Reject:
    reason = say("ingest", "reasons.repeated", control=key)
    return Reject(place, record.title, reason, key=key)


def _batches(outcomes: Iterable[Outcome]) -> Iterator[list[Outcome]]:
    batch: list[Outcome] = []
    for outcome in outcomes:
        batch.append(outcome)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch
