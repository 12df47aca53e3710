"""The searcher of the settings, opened."""

from __future__ import annotations

from bot.settings import Settings
from retrieval.encoder import load
from retrieval.search.local import LocalSearcher


def open_searcher(settings: Settings) -> LocalSearcher:
    """Raises FileNotFoundError or an ONNX error when the encoder is not built."""
    return LocalSearcher(settings.home, load(settings.encoder, settings.home))
