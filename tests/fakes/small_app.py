"""The assistant as a process, all of it real but the index and the encoder: it starts in a
second or two.

    THUTHU_PORT=8630 THUTHU_HOME=… python -m tests.fakes.small_app
"""

from __future__ import annotations

import logging

from bot.app.logs import configure
from bot.app.root import Assistant, build
from bot.app.web import create_app
from bot.cli.serve import listen
from bot.delivery.channels.settings import ChannelSettings
from bot.desk.signing import ensure_first
from bot.settings import Settings
from tests.fakes.hash_encoder import HashEncoder
from tests.fakes.reading_room import CATALOGUE, TEXTS
from tests.fakes.searcher import FakeSearcher

PASSWORD = "mat-khau-thu-2026"


def small(settings: Settings) -> Assistant:
    """The assembled assistant over the small reading room."""
    return build(
        settings, ChannelSettings(), encoder=HashEncoder(), searcher=FakeSearcher(CATALOGUE, TEXTS)
    )


def main() -> None:
    settings = Settings()
    configure()
    logging.getLogger("bot").setLevel(logging.WARNING)
    app = small(settings)
    app.store.database.run_now(lambda db: ensure_first(db, PASSWORD))
    listen(create_app(app, with_rasa=False), settings)


if __name__ == "__main__":
    main()
