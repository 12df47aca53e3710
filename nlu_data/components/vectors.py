"""Sentence vectors, asked of the app over loopback: the encoder is in memory once, there.

`THUTHU_VECTORS_URL` names the endpoint; without it the neighbour of the actions' is taken.
A vector that cannot be had is None, and the classifier then judges by words alone.
"""

from __future__ import annotations

import http.client
import json
import logging
import os
import time
from collections.abc import Sequence
from urllib.parse import urlsplit

import numpy as np

logger = logging.getLogger(__name__)

BATCH = 64
TIMEOUT, TRAINING_TIMEOUT = 0.5, 60.0
"""Seconds; a query takes 4 ms to encode, 64 of them half a second on a busy machine."""
REST = 5.0
"""Seconds without asking after a failure, so that an absent encoder costs one timeout only."""


def address() -> str:
    """Where vectors are to be had, or an empty string."""
    named = os.environ.get("THUTHU_VECTORS_URL", "")
    return named or os.environ.get("THUTHU_ACTIONS_URL", "").replace("/actions", "/vectors")


class VectorSource:
    """Keeps one connection; not shared between threads (Rasa answers in one)."""

    def __init__(self, url: str, token: str) -> None:
        self._url = urlsplit(url)
        self._token = token
        self._connection: http.client.HTTPConnection | None = None
        self._silent_until = 0.0

    def of(self, texts: Sequence[str], timeout: float = TIMEOUT) -> np.ndarray | None:
        """One row of float32 per text, or None when the encoder does not answer."""
        if not self._url.hostname or time.monotonic() < self._silent_until:
            return None
        try:
            rows = [
                self._ask(texts[begin : begin + BATCH], timeout)
                for begin in range(0, len(texts), BATCH)
            ]
        except (OSError, http.client.HTTPException, ValueError) as error:
            logger.warning("no sentence vectors: %s", type(error).__name__)
            self._close()
            self._silent_until = time.monotonic() + REST
            return None
        return np.concatenate(rows) if rows else None

    def _ask(self, texts: Sequence[str], timeout: float) -> np.ndarray:
        """Raises OSError, HTTPException or ValueError; a stale connection is renewed once."""
        body = json.dumps({"texts": list(texts)})
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {self._token}"}
        for last in (False, True):
            try:
                connection = self._connected(timeout)
                connection.request("POST", self._url.path, body, headers)
                answer = connection.getresponse()
                content = answer.read()
                break
            except (http.client.HTTPException, ConnectionError):
                self._close()
                if last:
                    raise
        if answer.status != http.client.OK:
            raise ValueError(f"status {answer.status}")
        return np.frombuffer(content, np.float32).reshape(len(texts), -1)

    def _connected(self, timeout: float) -> http.client.HTTPConnection:
        if self._connection is None:
            host, port = self._url.hostname or "", self._url.port or 80
            self._connection = http.client.HTTPConnection(host, port, timeout=timeout)
        return self._connection

    def _close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None
