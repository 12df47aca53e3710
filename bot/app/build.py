"""Assemble the assistant from its settings."""

from __future__ import annotations

import httpx

from bot.app.available import AvailableNow
from bot.app.parts import App
from bot.app.searching import open_encoder, open_searcher
from bot.app.silent import SilentChannel
from bot.delivery.channels.registry import open_lines
from bot.delivery.channels.settings import ChannelSettings
from bot.delivery.intake import Dispatch
from bot.delivery.worker.admission import Pace
from bot.delivery.worker.wakeup import Bell
from bot.delivery.worker.worker import WORKERS
from bot.dialogue.actions.services import Services
from bot.dialogue.fallback import FallbackEngine
from bot.dialogue.rasa.breaker import Breaker
from bot.dialogue.rasa.client import RasaEngine
from bot.dialogue.rasa.reply_buffer import Tray
from bot.dialogue.replies.load import load as load_replies
from bot.dialogue.turn.needs import RasaNeeds
from bot.dialogue.turn.turn import Parts
from bot.linking.check import Checker
from bot.linking.router import Linking
from bot.linking.tokens import LinkTokens
from bot.privacy.seal import Sealer, secret
from bot.settings import Settings
from bot.store.conversations import Conversations
from bot.store.database import open_database, sqlite_url
from bot.store.links import Links
from clock import Clock, SystemClock
from library import facts as library_facts
from library.demo import open_demo
from retrieval.port import Encoder, Searcher

CALLS_IN_FLIGHT = 32


def build(
    settings: Settings,
    clock: Clock | None = None,
    *,
    encoder: Encoder | None = None,
    searcher: Searcher | None = None,
) -> App:
    """The system's clock, and encoder and index of the settings, unless others are given.

    Raises FactsError, RepliesError, ChannelsError or StorageDownError, each naming what is wrong.
    """
    clock = clock or SystemClock(settings.today)
    facts = library_facts.load(settings.facts)
    replies = load_replies()
    sealer = Sealer(secret(settings.home, "store.key"))
    token = settings.rasa_token.get_secret_value() or secret(settings.home, "rasa.token").decode()
    database = open_database(settings.database_url or sqlite_url(settings.home))
    conversations, links = Conversations(sealer), Links(sealer)
    library = open_demo(settings.home / "library.sqlite", clock, facts)
    linking = Linking(
        database=database,
        conversations=conversations,
        tokens=LinkTokens(sealer),
        checker=Checker(database, library, sealer, clock),
        clock=clock,
        public_url=settings.public_url,
        library_name=facts.name,
    )
    encoder = encoder or open_encoder(settings)
    available = AvailableNow(library)
    services = Services(
        searcher=searcher or open_searcher(settings, encoder, available),
        library=library,
        facts=facts,
        clock=clock,
        public_url=settings.public_url,
        replies=replies,
        link_offer=linking.offer,
    )
    tray = Tray()
    http = httpx.AsyncClient(limits=httpx.Limits(max_connections=CALLS_IN_FLIGHT))
    breaker = Breaker(clock)
    engine = RasaEngine(
        http, url=settings.rasa_url, token=token, tray=tray, clock=clock,
        timeout=settings.rasa_timeout, breaker=breaker,
    )  # fmt: skip
    needs = RasaNeeds(
        http, url=settings.rasa_url, token=token, timeout=settings.rasa_timeout, breaker=breaker
    )
    parts = Parts(engine, FallbackEngine(services), needs, linking.redeem, replies)
    lines = open_lines(
        ChannelSettings(), home=settings.home, http=http, database=database, sealer=sealer,
        clock=clock,
    )  # fmt: skip
    inbox_bell = Bell()
    pace = Pace(WORKERS)
    return App(
        settings=settings,
        clock=clock,
        database=database,
        sealer=sealer,
        conversations=conversations,
        links=links,
        services=services,
        encoder=encoder,
        available=available,
        tray=tray,
        http=http,
        engine=engine,
        parts=parts,
        linking=linking,
        rasa_token=token,
        channels={"cli": SilentChannel(), **lines.channels},
        lines=lines,
        dispatch=Dispatch(
            database, conversations, sealer, clock, inbox_bell, engine.forget, pace.stored
        ),
        inbox_bell=inbox_bell,
        pace=pace,
    )
