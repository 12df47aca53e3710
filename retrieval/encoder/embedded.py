"""EmbeddedEncoder satisfies the Encoder port: e5-small int8 through ONNX Runtime alone."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Literal

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Encoding, Tokenizer

from retrieval.encoder.build import ONNX_FILE
from retrieval.encoder.words import LONGEST
from retrieval.port import TokenStates, Vectors

BATCH = 16
CACHED_QUERIES = 2048
_ASKED_ONLY = onnxruntime.RunOptions()
_ASKED_ONLY.only_execute_path_to_fetches = True
MAX_CHARS = 4_000
"""Characters handed to the tokenizer; 512 pieces never need more."""


class EmbeddedEncoder:
    """Texts get the prefixes the model was trained with (`query: `, `passage: `)."""

    def __init__(self, folder: Path, threads: int = 2) -> None:
        """Raises FileNotFoundError when the model is not built."""
        if not (folder / ONNX_FILE).exists():
            raise FileNotFoundError(f"no encoder under {folder}: run `thuthu setup --only encoder`")
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        self._session = onnxruntime.InferenceSession(
            str(folder / ONNX_FILE), options, providers=["CPUExecutionProvider"]
        )
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.enable_truncation(LONGEST)
        self._meaning = lru_cache(maxsize=CACHED_QUERIES)(self._encode_meaning)
        self._query = lru_cache(maxsize=CACHED_QUERIES)(self._encode_query)

    @property
    def model(self) -> str:
        return "e5-small-int8-64k"

    @property
    def dimensions(self) -> int:
        return 384

    def encode(self, texts: Sequence[str], kind: Literal["query", "passage"]) -> Vectors:
        if kind == "query":
            rows = [self._query(_safe(text)) for text in texts]
            return np.stack(rows) if rows else np.zeros((0, self.dimensions), np.float32)
        prefixed = ["passage: " + _safe(text) for text in texts]
        # Texts of like length share a batch, so that little is spent on padding.
        order = sorted(range(len(prefixed)), key=lambda i: len(prefixed[i]))
        vectors = np.zeros((len(prefixed), self.dimensions), np.float32)
        for begin in range(0, len(order), BATCH):
            chosen = order[begin : begin + BATCH]
            vectors[chosen] = self._run([prefixed[i] for i in chosen])
        return vectors

    def tokens(self, texts: Sequence[str], kind: Literal["query", "passage"]) -> list[TokenStates]:
        """Each text's pieces with their states; `<s>`, the prefix and `</s>` are left out."""
        prefix = f"{kind}: "
        prefixed = [prefix + _safe(text) for text in texts]
        order = sorted(range(len(prefixed)), key=lambda i: len(prefixed[i]))
        found: dict[int, TokenStates] = {}
        for begin in range(0, len(order), BATCH):
            chosen = order[begin : begin + BATCH]
            encoded, feed = self._feed([prefixed[i] for i in chosen])
            states = self._session.run(["tokens"], feed, _ASKED_ONLY)[0]
            for i, each, rows in zip(chosen, encoded, states, strict=True):
                found[i] = _own(each, rows, len(prefix))
        return [found[i] for i in range(len(prefixed))]

    def meanings(self, texts: Sequence[str]) -> Vectors:
        """What readers want, by the tuned layers; rows of any length, one per text."""
        rows = [self._meaning(_safe(text)) for text in texts]
        return np.stack(rows) if rows else np.zeros((0, self.dimensions), np.float32)

    def _encode_meaning(self, text: str) -> Vectors:
        vector: Vectors = self._run(["query: " + text], "meanings")[0]
        return vector

    def _encode_query(self, text: str) -> Vectors:
        vector: Vectors = self._run(["query: " + text])[0]
        return vector

    def _run(self, texts: list[str], output: str = "vectors") -> Vectors:
        result: Vectors = self._session.run([output], self._feed(texts)[1], _ASKED_ONLY)[0]
        return result

    def _feed(self, texts: list[str]) -> tuple[list[Encoding], dict[str, NDArray[np.int64]]]:
        encoded = self._tokenizer.encode_batch(texts)
        ids = np.array([e.ids for e in encoded], np.int64)
        mask = np.array([e.attention_mask for e in encoded], np.int64)
        return encoded, {"ids": ids, "mask": mask}


def _own(encoded: Encoding, rows: Vectors, prefix: int) -> TokenStates:
    """Pieces of the text itself; their places counted from its own beginning."""
    kept = [n for n, (_, end) in enumerate(encoded.offsets) if end > prefix]
    spans = [encoded.offsets[n] for n in kept]
    return TokenStates(
        np.array([encoded.ids[n] for n in kept], np.int32),
        np.array([(max(0, a - prefix), b - prefix) for a, b in spans], np.int32).reshape(-1, 2),
        rows[kept],
    )


def _safe(text: str) -> str:
    """Valid UTF-8 and bounded: the tokenizer's own code takes no lone surrogates."""
    return text[:MAX_CHARS].encode("utf-8", "replace").decode()
