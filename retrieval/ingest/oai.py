"""Harvesting over OAI-PMH (Koha, DSpace): page by page, each committed with its token."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any, Literal

import httpx2
from lxml import etree
from oaipmh_scythe import Scythe
from oaipmh_scythe.config import HTTPConfig, RetryConfig
from oaipmh_scythe.exceptions import BadResumptionToken, NoRecordsMatch, OAIPMHException
from pymarc import parse_xml_to_array

from retrieval.ingest import dublin
from retrieval.ingest.identity import Identity
from retrieval.ingest.intake import Intake, Outcome
from retrieval.ingest.marc import outcome
from retrieval.ingest.progress import bar
from retrieval.ingest.report import Report
from retrieval.records import Store

Prefix = Literal["marcxml", "oai_dc"]
OAI = "{http://www.openarchives.org/OAI/2.0/}"
TRIES = 5
WAIT = 10.0
"""Seconds before a retry, where the server does not say `Retry-After`; doubled each time."""


class HarvestError(RuntimeError):
    """The server could not be harvested; what came before is kept, and the next run goes on."""


def ingest_oai(
    address: str,
    home: Path,
    *,
    prefix: Prefix = "marcxml",
    of_set: str = "",
    anew: bool = False,
    wait: float = WAIT,
) -> Report:
    """What changed since the last harvest; everything at the first, or `anew`.

    A run that was cut off goes on at its resumption token, or from its beginning when the server
    has forgotten the token. Raises HarvestError, sqlite3.Error.
    """
    name = f"{address} {of_set}".strip()
    store = Store(home)
    retries = RetryConfig(
        max_retries=TRIES,
        retry_status_codes=(429, 500, 502, 503, 504),
        default_retry_after=wait,
        retry_on_transport_error=True,
        initial_backoff=wait / 10,
    )
    agent = HTTPConfig(user_agent="thu-thu (library assistant; OAI-PMH)")
    try:
        with Scythe(address, http_config=agent, retry_config=retries) as scythe:
            harvest = _Harvest(scythe, store, Intake(store, name, "work"), name)
            harvest.run(prefix, of_set, anew=anew)
            return harvest.intake.finish(home)
    except (OAIPMHException, httpx2.HTTPError, etree.XMLSyntaxError, ValueError) as error:
        raise HarvestError(f"{address}: {type(error).__name__}: {error}") from error
    finally:
        store.close()


class _Harvest:
    """One run. The mark in the store is where it stands: a token, or the day of the last one."""

    def __init__(self, scythe: Scythe, store: Store, intake: Intake, name: str) -> None:
        self._scythe, self._store, self._name = scythe, store, name
        self.intake = intake

    def run(self, prefix: Prefix, of_set: str, *, anew: bool) -> None:
        mark: dict[str, str] = {} if anew else json.loads(self._store.mark(self._name) or "{}")
        begun = mark.get("begun") or datetime.now(UTC).strftime("%Y-%m-%d")
        query = {"verb": "ListRecords", "metadataPrefix": prefix}
        if of_set:
            query["set"] = of_set
        if since := mark.get("since"):
            query["from"] = since
        resumed = bool(mark.get("token"))
        try:
            self._pages(query, mark, begun, mark.get("token", ""))
        except BadResumptionToken:
            self._pages(query, mark, begun, "")
        except NoRecordsMatch:
            pass
        if not resumed and "from" not in query:
            self.intake.remove_unseen()
        self._store.set_mark(self._name, json.dumps({"since": begun}))

    def _pages(self, query: dict[str, str], mark: dict[str, str], begun: str, token: str) -> None:
        with bar() as progress:
            task = progress.add_task("OAI-PMH", total=None)
            while True:
                asked = {"verb": "ListRecords", "resumptionToken": token} if token else query
                page: Any = self._scythe.harvest(asked).xml
                self._take(page)
                element = page.find(f".//{OAI}resumptionToken")
                token = (element.text or "").strip() if element is not None else ""
                if element is not None and (size := element.get("completeListSize", "")).isdigit():
                    progress.update(task, total=int(size))
                progress.update(task, completed=self.intake.read)
                if not token:
                    return
                self._store.set_mark(
                    self._name, json.dumps(mark | {"begun": begun, "token": token})
                )

    def _take(self, page: Any) -> None:
        gone: list[str] = []
        self.intake.take(outcomes(page, gone))
        self.intake.remove(gone)


def outcomes(page: Any, gone: list[str]) -> Iterator[Outcome]:
    for element in page.iterfind(f".//{OAI}record"):
        header = element.find(f"{OAI}header")
        named = header.findtext(f"{OAI}identifier") if header is not None else None
        identifier = str(named or "").strip()
        key = identifier.rsplit(":", 1)[-1]
        if not key:
            yield identifier or "a record", "", "no identifier in its header"
            continue
        if header.get("status") == "deleted":
            gone.append(key)
            continue
        metadata = element.find(f"{OAI}metadata")
        if metadata is None or not len(metadata):
            yield identifier, key, "no metadata in the record"
        elif _local(metadata[0]) == "dc":
            yield dublin.outcome(identifier, key, metadata[0])
        else:
            yield from _marc(identifier, key, etree.tostring(metadata[0]), gone)


def _local(element: Any) -> str:
    """Its name without namespace. `etree.QName` refuses what the recovering parser lets stand, a
    prefix nobody declared (`ai:ht:3`), and a comment, whose tag is no text."""
    return str(element.tag).rpartition("}")[2]


def _marc(identifier: str, key: str, xml: bytes, gone: list[str]) -> Iterator[Outcome]:
    """The harvest's own identifier is the key: a deletion names nothing else."""
    try:
        records = [record for record in parse_xml_to_array(BytesIO(xml)) if record]
    except Exception as error:  # the SAX parser's faults share no base class
        yield identifier, key, f"not readable as MARCXML: {type(error).__name__}: {error}"
        return
    if not records:
        yield identifier, key, "no MARC record in the metadata"
    for record in records:
        yield from outcome(identifier, record, Identity(key), gone)
