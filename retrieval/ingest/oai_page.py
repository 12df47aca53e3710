"""One answer of an OAI-PMH server: its records, those that can't be read, and what comes next."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from lxml import etree
from oaipmh_scythe import exceptions as protocol

from retrieval.ingest import charset, marcxml
from retrieval.ingest.report import Reject
from words.shelf import say

OAI = "{http://www.openarchives.org/OAI/2.0/}"
_ROOT = re.compile(r"<(?:[\w.-]+:)?OAI-PMH(?=[\s>])[^>]*>")
_CLOSED = re.compile(r"</(?:[\w.-]+:)?OAI-PMH\s*>\s*(?:<!--.*?-->\s*)*$", re.DOTALL)
_RECORD = re.compile(r"<(?:[\w.-]+:)?record(?=[\s>])[^<>]*>\s*<(?:[\w.-]+:)?header")
_AFTER = re.compile(r"<(?:[\w.-]+:)?resumptionToken(?=[\s/>])|</(?:[\w.-]+:)?ListRecords\s*>")
_IDENTIFIER = re.compile(r"<(?:[\w.-]+:)?identifier>\s*([^<]+)")
_TITLE = re.compile(r"<title[^>]*>\s*([^<]{1,80})", re.IGNORECASE)
_FAULTS = {401: "refused", 403: "refused", 404: "not_found", 429: "busy", 503: "busy"}


class HarvestError(RuntimeError):
    """The server could not be harvested; what came before is kept, and the next run goes on."""


@dataclass(frozen=True, slots=True)
class Page:
    """`records` are elements; `size` is what the server says the whole list has, 0 if nothing."""

    records: Sequence[Any]
    rejects: Sequence[Reject]
    token: str
    size: int

    @property
    def digest(self) -> bytes:
        """The same for an answer with the same records."""
        said = [etree.tostring(record) for record in self.records]
        return blake2b(b"".join(said) + repr(self.rejects).encode("utf-8", "replace")).digest()


def read(content: bytes, status: int) -> Page:
    """Raises HarvestError for what is no answer of OAI-PMH or only part of one, and
    oaipmh_scythe's exceptions for the errors of the protocol."""
    root = _parsed(content)
    text = ""
    if root is None:
        text = marcxml.legal(charset.decode(content))
        root = _parsed(text.encode("utf-8", "replace"))
    if root is None and not _ROOT.search(text[:4_096]):
        raise _no_answer(content, status)
    if root is None:
        return _by_pieces(text)
    if root.tag != f"{OAI}OAI-PMH":
        raise _no_answer(content, status)
    _raise_told(root)
    if status >= 400:
        raise _no_answer(content, status)
    records = root.findall(f"{OAI}ListRecords/{OAI}record")
    token, size = _next(root)
    if not records and not token:
        raise HarvestError(say("ingest", "harvest.empty"))
    return Page(records, [], token, size)


def _parsed(content: bytes) -> Any:
    """None for what is not well-formed. Entities are left alone, nothing is fetched."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        return etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


def _no_answer(content: bytes, status: int) -> HarvestError:
    if status >= 400:
        fault = _FAULTS.get(status, "failing")
        return HarvestError(say("ingest", f"harvest.{fault}", status=status))
    text = charset.decode(content[:4_096])
    title = _TITLE.search(text)
    shown = title[1] if title else re.sub(r"<[^>]*>", " ", text)
    said = " ".join(shown.split())[:80] or "…"
    return HarvestError(say("ingest", "harvest.no_answer", said=said))


def _raise_told(root: Any) -> None:
    """The first error of the protocol that the answer names."""
    error = root.find(f"{OAI}error")
    if error is not None:
        code = str(error.get("code") or "")
        kind = getattr(protocol, code[:1].upper() + code[1:], protocol.GeneralOAIPMHError)
        known = isinstance(kind, type) and issubclass(kind, protocol.OAIPMHException)
        said = " ".join(f"{code} {error.text or ''}".split())
        raise (kind if known else protocol.GeneralOAIPMHError)(said)


def _next(root: Any) -> tuple[str, int]:
    element = root.find(f"{OAI}ListRecords/{OAI}resumptionToken")
    if element is None:
        return "", 0
    size = element.get("completeListSize", "")
    return (element.text or "").strip(), int(size) if size.isascii() and size.isdigit() else 0


def _by_pieces(text: str) -> Page:
    """Each record by itself: one that is not well-formed costs one."""
    if not _CLOSED.search(text[-2_000:]):
        raise HarvestError(say("ingest", "harvest.cut"))
    root = _ROOT.search(text)
    starts = [found.start() for found in _RECORD.finditer(text)]
    if root is None or not starts:
        raise HarvestError(say("ingest", "harvest.empty"))
    last = _AFTER.search(text, starts[-1])
    end = last.start() if last else len(text)
    around = (root[0], f"</{root[0][1:-1].split()[0]}>")
    records, rejects = [], []
    for begin, stop in zip(starts, [*starts[1:], end], strict=True):
        piece = text[begin:stop]
        element = _parsed(f"{around[0]}{piece}{around[1]}".encode("utf-8", "replace"))
        if element is not None and len(element):
            records.append(element[0])
        else:
            rejects.append(_reject(piece))
    tail = _parsed(f"{around[0]}<ListRecords>{text[end:]}".encode("utf-8", "replace"))
    token, size = _next(tail) if tail is not None else ("", 0)
    if last and "resumptionToken" in last[0] and tail is None:
        raise HarvestError(say("ingest", "harvest.cut"))
    return Page(records, rejects, token, size)


def _reject(piece: str) -> Reject:
    found = _IDENTIFIER.search(piece)
    identifier = found[1].strip() if found else ""
    reason = say("ingest", "reasons.not_xml", error=say("ingest", "reasons.malformed"))
    return Reject(identifier or "?", "", reason, key=identifier.rsplit(":", 1)[-1])
