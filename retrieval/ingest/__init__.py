"""Records in: MARC and digitized texts, with every rejected one told and why."""

from retrieval.ingest.marc import ingest_marc
from retrieval.ingest.report import Report
from retrieval.ingest.texts import ingest_texts

__all__ = ["Report", "ingest_marc", "ingest_texts"]
