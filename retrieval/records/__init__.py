"""The library's own records as ingested: what every index is built from."""

from retrieval.records.store import Change, Kind, RunRow, Store

__all__ = ["Change", "Kind", "RunRow", "Store"]
