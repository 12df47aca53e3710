"""Records in, from what libraries really have; every rejected one told and why."""

from retrieval.ingest.marc import ingest_marc
from retrieval.ingest.oai import ingest_oai
from retrieval.ingest.oai_page import HarvestError
from retrieval.ingest.report import Report
from retrieval.ingest.table import ingest_table
from retrieval.ingest.texts import ingest_texts

__all__ = [
    "HarvestError",
    "Report",
    "ingest_marc",
    "ingest_oai",
    "ingest_table",
    "ingest_texts",
]
