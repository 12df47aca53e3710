"""What is indexed, when and from where; and whether the index is behind the records."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from retrieval.index import layout
from retrieval.index.schema import FORMAT
from retrieval.records import RunRow, Store


@dataclass(frozen=True, slots=True)
class State:
    """`fault` says why no version can be served; the counts are then 0 and `version` empty.

    `behind` counts changes of records that are not searched yet, `unembedded` those searched by
    their words alone; `records` what the store holds.
    """

    version: str
    built: str
    format: str
    encoder: str
    works: int
    pages: int
    passages: int
    records: int
    behind: int
    unembedded: int
    sources: tuple[RunRow, ...]
    fault: str = ""
    left_out: int = 0
    """Records the index cannot use; `logs/index.log` names them."""

    def stale(self, model: str) -> bool:
        """Whether an update has something to do, for an encoder of that model."""
        if self.fault or self.format != FORMAT:
            return self.records > 0
        return bool(self.behind or self.unembedded or self.encoder != model)


def state(home: Path) -> State:
    """Reads the manifest and the store's counts, no index. Raises sqlite3.Error."""
    store = Store(home)
    try:
        last = {kind: store.last(kind) for kind in ("work", "page")}
        records = store.count("work") + store.count("page")
        sources = tuple(store.runs())
    finally:
        store.close()
    facts: dict[str, Any] = {}
    version = fault = ""
    try:
        folder = layout.named(home)
        version, facts = folder.name, layout.facts(folder)
    except (layout.IndexBrokenError, OSError, ValueError) as error:
        fault = str(error)

    def lag(mark: str) -> int:
        return sum(last[kind] - int(facts.get(f"{kind}s_{mark}", 0)) for kind in last)

    return State(
        version=version,
        built=str(facts.get("built", "")),
        format=str(facts.get("format", "")),
        encoder=str(facts.get("encoder", "")),
        works=int(facts.get("works", 0)),
        pages=int(facts.get("pages", 0)),
        passages=int(facts.get("passages", 0)),
        records=records,
        behind=lag("upto"),
        unembedded=lag("embedded") if facts.get("encoder") else 0,
        sources=sources,
        fault=fault,
        left_out=len(facts.get("left_out", ())),
    )
