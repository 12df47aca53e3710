"""Asking an OAI-PMH server: answers bounded in size, unpacked size and time, waits bounded too."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx2
from oaipmh_scythe import Scythe
from oaipmh_scythe.config import HTTPConfig, RetryConfig

from retrieval.ingest.oai_page import HarvestError, Page, read
from words.shelf import say

LARGEST = 64 * 2**20
"""Bytes of one answer, unpacked: some 30,000 records, where servers send 100 to 1,000."""
LONGEST = 600.0
"""Seconds for one answer, however slowly it drips."""
MOST_WAIT = 300.0
"""Seconds that a server's `Retry-After` is heeded."""
TRIES = 5


class Client(Scythe):
    """`wait` is seconds before a retry where the server does not say; doubled each time."""

    def __init__(self, address: str, wait: float) -> None:
        super().__init__(
            address,
            http_config=HTTPConfig(user_agent="thu-thu (library assistant; OAI-PMH)"),
            retry_config=RetryConfig(
                max_retries=TRIES,
                retry_status_codes=(429, 500, 502, 503, 504),
                default_retry_after=wait,
                retry_on_transport_error=True,
                initial_backoff=wait / 10,
            ),
        )

    def page(self, query: dict[str, str]) -> Page:
        """Raises HarvestError, httpx2.HTTPError, and oaipmh_scythe's exceptions."""
        answer = self._request_with_retry(query)
        return read(answer.content, answer.status_code)

    def _request(self, query: dict[str, str]) -> httpx2.Response:
        asked = {"Accept-Encoding": "gzip, deflate"}
        until = time.monotonic() + LONGEST
        content = bytearray()
        with self.client.stream(
            "GET", self.endpoint, params=query, headers=asked, follow_redirects=True
        ) as answer:
            if "," in answer.headers.get("content-encoding", ""):  # packed twice, bombs are
                raise HarvestError(say("ingest", "harvest.too_large", megabytes=LARGEST >> 20))
            for part in answer.iter_bytes():
                content += part
                if len(content) > LARGEST:
                    raise HarvestError(say("ingest", "harvest.too_large", megabytes=LARGEST >> 20))
                if time.monotonic() > until:
                    raise httpx2.ReadTimeout("the answer takes too long", request=answer.request)
            kept = {
                name: answer.headers[name] for name in ("retry-after",) if name in answer.headers
            }
            return httpx2.Response(
                answer.status_code, headers=kept, content=bytes(content), request=answer.request
            )

    def _get_retry_after(self, http_response: httpx2.Response) -> float:
        said = http_response.headers.get("retry-after", "").strip()
        if said.isascii() and said.isdigit():
            return min(float(said), MOST_WAIT)
        try:
            until = parsedate_to_datetime(said)
        except ValueError:
            return float(self.default_retry_after)
        if until.tzinfo is None:
            until = until.replace(tzinfo=UTC)
        return min(max(0.0, (until - datetime.now(UTC)).total_seconds()), MOST_WAIT)
