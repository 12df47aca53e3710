"""Which biblio of an export a record is: by the system's number in it, else by a copy's barcode."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from library.exports import snapshot
from library.exports.shown import bound
from library.exports.snapshot import NoSnapshotError
from library.holdings import Holdings
from library.matched import Matches


class ExportMatches:
    """Satisfies `library.matched.Matches`. `named` knows the numbers that records name."""

    def __init__(self, home: Path, holdings: Holdings, named: Matches) -> None:
        self._home = home
        self._holdings = holdings
        self._named = named

    async def system_ids(self, work_ids: Sequence[str]) -> Mapping[str, str]:
        """A work whose own id the export has is left as it is."""
        known = await self._named.system_ids(work_ids)
        copies = await self._holdings.of([w for w in work_ids if w not in known]) or {}
        barcodes = {c.barcode: work for work, held in copies.items() for c in held if c.barcode}

        def find(db: sqlite3.Connection) -> dict[str, str]:
            unknown = {w for w in barcodes.values() if not _biblio_is_there(db, w)}
            wanted = {code: work for code, work in barcodes.items() if work in unknown}
            found = _biblios(db, wanted)
            return {wanted[code]: biblio for code, biblio in found.items()}

        return {**await self._found(find), **known}

    async def work_ids(self, system_ids: Sequence[str]) -> Mapping[str, str]:
        known = await self._named.work_ids(system_ids)
        rest = [s for s in dict.fromkeys(system_ids) if s and s not in known]
        barcodes = await self._found(lambda db: _first_copies(db, rest))
        works = await self._holdings.biblios(list(barcodes.values()))
        found = {s: works[code] for s, code in barcodes.items() if code in works}
        return {**found, **known}

    async def _found(
        self, find: Callable[[sqlite3.Connection], dict[str, str]]
    ) -> Mapping[str, str]:
        try:
            return await asyncio.to_thread(snapshot.run, self._home, find)
        except NoSnapshotError:
            return {}


def _biblio_is_there(db: sqlite3.Connection, biblio: str) -> bool:
    query = "SELECT 1 FROM items WHERE biblio_id = ? LIMIT 1"
    return db.execute(query, (bound(biblio),)).fetchone() is not None


def _biblios(db: sqlite3.Connection, barcodes: Mapping[str, str]) -> dict[str, str]:
    query = "SELECT biblio_id FROM items WHERE barcode = ? LIMIT 1"
    rows = {code: db.execute(query, (bound(code),)).fetchone() for code in barcodes}
    return {code: row["biblio_id"] for code, row in rows.items() if row is not None}


def _first_copies(db: sqlite3.Connection, biblios: Sequence[str]) -> dict[str, str]:
    query = "SELECT barcode FROM items WHERE biblio_id = ? ORDER BY barcode LIMIT 1"
    rows = {biblio: db.execute(query, (bound(biblio),)).fetchone() for biblio in biblios}
    return {biblio: row["barcode"] for biblio, row in rows.items() if row is not None}
