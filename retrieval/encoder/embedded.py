"""EmbeddedEncoder satisfies the Encoder port: e5-small int8 through ONNX Runtime alone."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Literal

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from retrieval.encoder.build import ONNX_FILE
from retrieval.encoder.words import LONGEST
from retrieval.port import Vectors

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
        encoded = self._tokenizer.encode_batch(texts)
        ids = np.array([e.ids for e in encoded], np.int64)
        mask = np.array([e.attention_mask for e in encoded], np.int64)
        result: Vectors = self._session.run([output], {"ids": ids, "mask": mask}, _ASKED_ONLY)[0]
        return result


def _safe(text: str) -> str:
    """Valid UTF-8 and bounded: the tokenizer's own code takes no lone surrogates."""
    return text[:MAX_CHARS].encode("utf-8", "replace").decode()
