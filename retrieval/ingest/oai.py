"""Harvesting over OAI-PMH (Koha, DSpace): page by page, each committed with its token."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Literal

import httpx2
from lxml import etree
from oaipmh_scythe.exceptions import BadResumptionToken, NoRecordsMatch, OAIPMHException

from retrieval.ingest import dublin, marcxml
from retrieval.ingest.identity import Identity
from retrieval.ingest.intake import Intake, Outcome
from retrieval.ingest.marc import outcome
from retrieval.ingest.oai_client import Client
from retrieval.ingest.oai_page import OAI, HarvestError, Page
from retrieval.ingest.progress import bar
from retrieval.ingest.report import Reject, Report
from retrieval.records import Store
from words.shelf import say

Prefix = Literal["marcxml", "oai_dc"]
WAIT = 10.0
"""Seconds before a retry, where the server does not say `Retry-After`; doubled each time."""
MARGIN = timedelta(days=1)
"""Asked again each time: the server's day may not be ours, and a day's changes come in late."""


def ingest_oai(
    address: str,
    home: Path,
    *,
    prefix: Prefix = "marcxml",
    of_set: str = "",
    anew: bool = False,
    really_delete: bool = False,
    wait: float = WAIT,
) -> Report:
    """What changed since the last harvest; everything at the first, or `anew`.

    A run that was cut off goes on at its resumption token, or from its beginning when the server
    has forgotten the token. A full harvest deletes what is no longer listed
    (`Intake.remove_unseen`). Raises HarvestError, sqlite3.Error.
    """
    name = f"{address} {of_set}".strip()
    store = Store(home)
    try:
        with Client(address, wait) as client:
            harvest = _Harvest(client, store, Intake(store, name, "work"), name)
            harvest.run(prefix, of_set, anew=anew, really_delete=really_delete)
            return harvest.intake.finish(home)
    except HarvestError as error:
        raise HarvestError(f"{address}: {error}") from error
    except (OAIPMHException, httpx2.HTTPError, httpx2.InvalidURL) as error:
        said = f"{type(error).__name__}: {error}"
        raise HarvestError(f"{address}: {say('ingest', 'harvest.told', said=said)}") from error
    finally:
        store.close()


class _Harvest:
    """One run. The mark in the store is where it stands: a token, or the day of the last one."""

    def __init__(self, client: Client, store: Store, intake: Intake, name: str) -> None:
        self._client, self._store, self._name = client, store, name
        self.intake = intake

    def run(self, prefix: Prefix, of_set: str, *, anew: bool, really_delete: bool) -> None:
        mark: dict[str, str] = {} if anew else json.loads(self._store.mark(self._name) or "{}")
        begun = mark.get("begun") or datetime.now(UTC).strftime("%Y-%m-%d")
        query = {"verb": "ListRecords", "metadataPrefix": prefix}
        if of_set:
            query["set"] = of_set
        if since := mark.get("since"):
            query["from"] = since
        resumed, whole = bool(mark.get("token")), True
        try:
            whole = self._pages(query, mark, begun, mark.get("token", ""))
        except BadResumptionToken:
            whole = self._pages(query, mark, begun, "")
        except NoRecordsMatch:
            pass
        if not resumed and "from" not in query:
            self.intake.remove_unseen(whole=whole, really_delete=really_delete)
        until = (datetime.strptime(begun, "%Y-%m-%d").replace(tzinfo=UTC) - MARGIN).date()
        self._store.set_mark(self._name, json.dumps({"since": until.isoformat()}))

    def _pages(self, query: dict[str, str], mark: dict[str, str], begun: str, token: str) -> bool:
        """Whether as many records came as the server said there are."""
        passed: set[tuple[str, bytes]] = set()
        size = 0
        with bar() as progress:
            task = progress.add_task("OAI-PMH", total=None)
            while True:
                asked = {"verb": "ListRecords", "resumptionToken": token} if token else query
                page = self._client.page(asked)
                if page.token and (page.token, page.digest) in passed:
                    raise HarvestError(say("ingest", "harvest.circles"))
                passed.add((page.token, page.digest))
                self._take(page)
                token, size = page.token, page.size or size
                progress.update(task, total=size or None, completed=self.intake.read)
                if not token:
                    return self.intake.read >= size
                self._store.set_mark(
                    self._name, json.dumps(mark | {"begun": begun, "token": token})
                )

    def _take(self, page: Page) -> None:
        gone: list[str] = []
        self.intake.take(outcomes(page.records, gone))
        self.intake.take(("", "", reject) for reject in page.rejects)
        self.intake.remove(gone)


def outcomes(records: Iterable[Any], gone: list[str]) -> Iterator[Outcome]:
    """Each record of an answer; the keys of those the server says are deleted go to `gone`."""
    for element in records:
        header = element.find(f"{OAI}header")
        named = header.findtext(f"{OAI}identifier") if header is not None else None
        identifier = str(named or "").strip()
        key = identifier.rsplit(":", 1)[-1]
        if not key:
            yield identifier or "?", "", say("ingest", "reasons.no_identifier")
            continue
        if header.get("status") == "deleted":
            gone.append(key)
            continue
        metadata = element.find(f"{OAI}metadata")
        body = (
            next((each for each in metadata if isinstance(each.tag, str)), None)
            if metadata is not None
            else None
        )
        if body is None:
            reason = say("ingest", "reasons.no_metadata")
            yield identifier, key, Reject(identifier, "", reason, key=key)
        elif _local(body) == "dc":
            yield dublin.outcome(identifier, key, body)
        else:
            yield from _marc(identifier, key, etree.tostring(body, encoding="unicode"), gone)


def _local(element: Any) -> str:
    """Its name without namespace. `etree.QName` refuses what a recovering parser lets stand, a
    prefix nobody declared (`ai:ht:3`)."""
    return str(element.tag).rpartition("}")[2]


def _marc(identifier: str, key: str, text: str, gone: list[str]) -> Iterator[Outcome]:
    """The harvest's own identifier is the key: a deletion names nothing else."""
    notes: list[str] = []
    try:
        record = marcxml.record(text, notes)
    except ValueError as error:
        yield identifier, key, Reject(identifier, "", str(error), key=key)
        return
    yield from outcome(identifier, record, Identity(key), gone, notes)
