"""Encoders behind one port: the embedded e5-small, or any sentence-transformers model."""

from __future__ import annotations

from pathlib import Path

from retrieval.port import Encoder, Reranker

EMBEDDED = "e5-small"


def load(name: str, home: Path) -> Encoder:
    """The encoder a setting names. Raises FileNotFoundError when the embedded one is not built."""
    if name == EMBEDDED:
        from retrieval.encoder.embedded import EmbeddedEncoder  # noqa: PLC0415 - only where used

        return EmbeddedEncoder(home / "models" / EMBEDDED)
    from retrieval.encoder.sentence import SentenceEncoder  # noqa: PLC0415 - imports torch

    return SentenceEncoder(name)


def load_reranker(name: str) -> Reranker | None:
    """The CrossEncoder a setting names; none for an empty name, and then no torch is imported."""
    if not name:
        return None
    from retrieval.encoder.sentence import CrossReranker  # noqa: PLC0415 - imports torch

    return CrossReranker(name)
