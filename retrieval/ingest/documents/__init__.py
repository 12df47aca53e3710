"""Digitized documents in each form a library has them, read within bounds, page by page."""

from retrieval.ingest.documents.kinds import SUFFIXES, kind
from retrieval.ingest.documents.reader import Reader
from retrieval.ingest.documents.sheet import Missing, Refused, Sheet
from retrieval.ingest.documents.source import Source, sidecar
from retrieval.ingest.documents.words import say

__all__ = ["SUFFIXES", "Missing", "Reader", "Refused", "Sheet", "Source", "kind", "say", "sidecar"]
