"""The copies a catalogue record names, handed in by who has the records.

Systems that know items alone (SIP2) or nothing at all are told from here which copies a biblio
has and where they belong.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

UNREADABLE = "the catalogue's records cannot be read"


@dataclass(frozen=True, slots=True)
class Holding:
    """A copy as its record has it (MARC 952, 852 or 949). What the record lacks is empty.

    `on_site`: the record says it is read in the house only.
    """

    barcode: str
    branch: str
    shelf: str = ""
    call_number: str = ""
    on_site: bool = False


class Holdings(Protocol):
    """Copies by biblio and biblios by copy. Neither raises."""

    async def of(self, biblio_ids: Sequence[str]) -> Mapping[str, tuple[Holding, ...]] | None:
        """An unknown id is absent; a record without holdings has an empty tuple.

        None where the records cannot be read.
        """
        ...

    async def biblios(self, barcodes: Sequence[str]) -> Mapping[str, str]:
        """Biblio ids by barcode; one that is unknown, or cannot be looked up now, is absent."""
        ...


class HoldingsTable:
    """Holdings in memory."""

    def __init__(self, by_biblio: Mapping[str, tuple[Holding, ...]]) -> None:
        self._by_biblio = dict(by_biblio)
        self._biblio_of = {
            copy.barcode: biblio
            for biblio, copies in self._by_biblio.items()
            for copy in copies
            if copy.barcode
        }

    async def of(self, biblio_ids: Sequence[str]) -> Mapping[str, tuple[Holding, ...]]:
        return {b: self._by_biblio[b] for b in biblio_ids if b in self._by_biblio}

    async def biblios(self, barcodes: Sequence[str]) -> Mapping[str, str]:
        return {b: self._biblio_of[b] for b in barcodes if b in self._biblio_of}
