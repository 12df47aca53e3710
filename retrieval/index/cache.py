"""Vectors by text, kept per model: a text is encoded once, whatever becomes of a build."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from hashlib import blake2b
from pathlib import Path

import numpy as np

from retrieval.judge.pieces import judged_text, pieces_of
from retrieval.judge.weights import ENCODER, shipped
from retrieval.model import Passage
from retrieval.port import Encoder, TokenEncoder, Vectors

CHUNK = 64
ASKED = 500
"""Keys in one SELECT; SQLite allows 32,766 parameters."""


class VectorCache:
    """`home/cache/vectors-<model>.sqlite`: half precision, committed chunk by chunk."""

    def __init__(self, home: Path, encoder: Encoder) -> None:
        name = re.sub(r"[^\w.-]+", "_", encoder.model)
        path = home / f"cache/vectors-{name}.sqlite"
        path.parent.mkdir(parents=True, exist_ok=True)
        self._encoder = encoder
        self._db = sqlite3.connect(path, timeout=60, isolation_level=None)
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=NORMAL")
        self._db.execute("CREATE TABLE IF NOT EXISTS vectors (key BLOB PRIMARY KEY, half BLOB)")
        self._db.execute("CREATE TABLE IF NOT EXISTS pieces (key BLOB PRIMARY KEY, body BLOB)")

    @property
    def model(self) -> str:
        return self._encoder.model

    @property
    def dimensions(self) -> int:
        return self._encoder.dimensions

    @property
    def judged(self) -> bool:
        """Whether the encoder is the one whose states the answer judge reads."""
        return self.model == ENCODER and isinstance(self._encoder, TokenEncoder)

    def pieces(self, passages: Sequence[Passage]) -> Iterator[bytes]:
        """Packed pieces of passages, in order; only those not kept are computed."""
        if not isinstance(self._encoder, TokenEncoder):
            return
        weights = shipped()
        for begin in range(0, len(passages), CHUNK):
            chosen = passages[begin : begin + CHUNK]
            texts = [judged_text(passage) for passage in chosen]
            keys = [_key(weights.mark + text) for text in texts]
            known = self._kept_pieces(keys)
            missing = [n for n, key in enumerate(keys) if key not in known]
            told = self._encoder.tokens([texts[n] for n in missing], "passage")
            made = {
                keys[n]: pieces_of(weights, chosen[n], each).packed()
                for n, each in zip(missing, told, strict=True)
            }
            self._db.execute("BEGIN IMMEDIATE")
            self._db.executemany("INSERT OR REPLACE INTO pieces VALUES (?,?)", made.items())
            self._db.execute("COMMIT")
            known |= made
            yield from (known[key] for key in keys)

    def close(self) -> None:
        self._db.close()

    def missing(self, texts: Sequence[str]) -> int:
        """How many different texts have no vector yet."""
        keys = {_key(text) for text in texts}
        return len(keys) - len(self._known(list(keys)))

    def vectors(
        self, texts: Sequence[str], progress: Callable[[int], None] = lambda made: None
    ) -> Vectors:
        """Passage vectors of the texts; only those not kept are computed."""
        keys = [_key(text) for text in texts]
        known = self._known(keys)
        text_of = {k: text for k, text in zip(keys, texts, strict=True) if k not in known}
        # Texts of like length are encoded together: little is spent on padding.
        missing = sorted(text_of, key=lambda key: len(text_of[key]))
        for begin in range(0, len(missing), CHUNK):
            chosen = missing[begin : begin + CHUNK]
            made = self._encoder.encode([text_of[key] for key in chosen], "passage")
            self._keep(chosen, made)
            known.update(zip(chosen, made, strict=True))
            progress(len(chosen))
        if not keys:
            return np.zeros((0, self.dimensions), np.float32)
        return np.stack([known[key] for key in keys])

    def _kept_pieces(self, keys: Sequence[bytes]) -> dict[bytes, bytes]:
        marks = ",".join("?" * len(keys))
        asked = f"SELECT key, body FROM pieces WHERE key IN ({marks})"  # noqa: S608 - only marks
        return dict(self._db.execute(asked, keys).fetchall())

    def _known(self, keys: Sequence[bytes]) -> dict[bytes, Vectors]:
        found: dict[bytes, Vectors] = {}
        for begin in range(0, len(keys), ASKED):
            asked = keys[begin : begin + ASKED]
            marks = ",".join("?" * len(asked))
            rows = self._db.execute(
                f"SELECT key, half FROM vectors WHERE key IN ({marks})",  # noqa: S608 - only marks
                asked,
            )
            found |= {key: np.frombuffer(half, "<f2").astype(np.float32) for key, half in rows}
        return found

    def _keep(self, keys: Sequence[bytes], made: Vectors) -> None:
        rows = [(k, v.astype("<f2").tobytes()) for k, v in zip(keys, made, strict=True)]
        self._db.execute("BEGIN IMMEDIATE")
        self._db.executemany("INSERT OR REPLACE INTO vectors VALUES (?,?)", rows)
        self._db.execute("COMMIT")


def _key(text: str) -> bytes:
    return blake2b(text.encode("utf-8", "replace"), digest_size=16).digest()
