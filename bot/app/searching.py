"""The searcher of the settings, opened."""

from __future__ import annotations

from bot.settings import Settings
from retrieval.encoder import load, load_reranker
from retrieval.port import Encoder
from retrieval.search.local import LocalSearcher
from retrieval.search.works import Available


def open_encoder(settings: Settings) -> Encoder:
    """Raises FileNotFoundError when the encoder is not built."""
    return load(settings.encoder, settings.home)


def open_searcher(
    settings: Settings, encoder: Encoder | None = None, available: Available | None = None
) -> LocalSearcher:
    """With an encoder that is open already, or one of its own. Raises as `open_encoder`.

    `available` tells which works are in; without it that narrowing does not narrow.
    """
    return LocalSearcher(
        settings.home,
        encoder or open_encoder(settings),
        settings.search,
        available,
        load_reranker(settings.reranker),
    )
