"""The library's own records as ingested: what every index is built from."""

from retrieval.records.held import Held
from retrieval.records.store import Change, Kind, RunRow, Store

__all__ = ["Change", "Held", "Kind", "RunRow", "Store"]
