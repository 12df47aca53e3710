"""The one composition root: every part built once, each given just what it needs."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

import httpx

import words
from bot.app.available import AvailableNow
from bot.app.health import HealthDeps
from bot.app.indexing import IndexDeps
from bot.app.library_system import exports_home, exports_matches, open_library
from bot.app.loops import LoopDeps
from bot.app.request_names import RequestNames
from bot.app.searching import open_encoder, open_searcher
from bot.app.silent import SilentChannel
from bot.app.waiting import AskDeps
from bot.app.warm import WarmDeps
from bot.app.web_channel import WebChannelDeps, connect
from bot.delivery.assembly import Delivery, assemble, open_door
from bot.delivery.channels.registry import ChannelRegistry, open_channels
from bot.delivery.channels.settings import ChannelSettings
from bot.delivery.notices.scheduler import Hours, Notices
from bot.delivery.requests_told import RequestsTold
from bot.delivery.signals import Signals
from bot.delivery.staff_replies import StaffReplies
from bot.desk.deps import DeskDeps
from bot.desk.requests import RequestsDesk
from bot.dialogue.actions.services import Services
from bot.dialogue.fallback import FallbackEngine
from bot.dialogue.port import Engine
from bot.dialogue.rasa.breaker import Breaker
from bot.dialogue.rasa.client import RasaEngine
from bot.dialogue.rasa.connection import RasaConnection
from bot.dialogue.rasa.process import RasaProcess
from bot.dialogue.rasa.reply_buffer import ReplyBuffer
from bot.dialogue.replies.load import load as load_replies
from bot.dialogue.turn.needs import RasaNeeds
from bot.dialogue.turn.turn import TurnDeps
from bot.linking.check import Checker
from bot.linking.router import Linking
from bot.privacy.seal import secret
from bot.settings import Settings
from bot.setup.rasa import python_of
from bot.store.link_tokens import LinkTokens
from bot.store.opened import Store, open_store
from clock import Clock, SystemClock
from clock.watched import Watched
from connectors.web import WebConnector
from library import facts as library_facts
from library.exports import Requests
from library.exports.requests import FILE as REQUESTS_FILE
from library.port import LibrarySystem
from retrieval.port import Encoder, Searcher

CALLS_IN_FLIGHT = 32
HOUR_SECONDS = 3600.0
ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
"""For Rasa's algebra on one message: a second thread spins more than it computes. At eight turns
a second Rasa took 122 ms of processor time a turn with two, 19 with one."""


@dataclass(frozen=True, slots=True)
class RasaEndpoints:
    """What Rasa calls back: actions and vectors, both for whoever holds the token."""

    services: Services
    buffer: ReplyBuffer
    encoder: Encoder
    token: str


@dataclass(frozen=True, slots=True)
class Assistant:
    """The assembled assistant: one small object for each router, and one for the loops."""

    settings: Settings
    clock: Clock
    store: Store
    health: HealthDeps
    ask: AskDeps
    desk: DeskDeps
    linking: Linking
    web: WebConnector
    registry: ChannelRegistry
    delivery: Delivery
    rasa: RasaEndpoints
    loops: LoopDeps
    requests: RequestsDesk | None
    """Where renewals and holds are asked of the desk."""


def build(
    settings: Settings,
    channel_settings: ChannelSettings,
    *,
    clock: Clock | None = None,
    encoder: Encoder | None = None,
    searcher: Searcher | None = None,
    library: LibrarySystem | None = None,
    engine: Engine | None = None,
) -> Assistant:
    """What the settings say, but for what is given: tests hand in their fakes here.

    Raises FactsError, WordsError, LibrarySettingsError, ChannelsError or StorageDownError, each
    naming what is wrong.
    """
    clock = clock or SystemClock(settings.today)
    sentences = words.use(settings.own_words)
    live_facts = Watched(
        lambda: library_facts.load(settings.facts), [settings.facts], (library_facts.FactsError,)
    )
    facts = live_facts()
    store = open_store(settings.home, settings.database_url)
    signals = Signals()
    door = open_door(store, clock, signals)
    http = httpx.AsyncClient(limits=httpx.Limits(max_connections=CALLS_IN_FLIGHT))
    library = library or open_library(settings, clock, facts)
    linking = _linking(settings, store, library, clock, facts.name)
    encoder = encoder or open_encoder(settings)
    available = AvailableNow(library)
    services = Services(
        searcher=searcher or open_searcher(settings, encoder, available),
        library=library,
        facts_now=live_facts,
        clock=clock,
        public_url=settings.public_url,
        replies=load_replies(sentences),
        link_offer=linking.offer,
    )
    token = settings.rasa_token.get_secret_value() or secret(settings.home, "rasa.token").decode()
    rasa = RasaConnection(http, settings.rasa_url, token, settings.rasa_timeout)
    buffer = ReplyBuffer()
    turn = _turn(rasa, services, linking, buffer, engine)
    web = connect(
        WebChannelDeps(
            door, services.searcher, settings.home, settings.origins, settings.public_url,
            facts.name,
        )
    )  # fmt: skip
    registry = open_channels(
        channel_settings, home=settings.home, http=http, database=store.database,
        sealer=store.sealer, clock=clock,
    )  # fmt: skip
    channels = {"cli": SilentChannel(), **registry.channels, "web": web.channel}
    delivery = assemble(door, signals, turn, channels, registry.policies)
    process = _rasa_process(settings, token)
    names = RequestNames(services.searcher, exports_matches(settings), live_facts)
    loops = LoopDeps(
        store=store,
        signals=signals,
        http=http,
        available=available,
        library=library,
        worker=delivery.worker,
        sender=delivery.sender,
        warm=WarmDeps(services.searcher, turn.engine, rasa, signals.stopping),
        index=IndexDeps(settings.home, settings.encoder, encoder.model, signals.stopping),
        registry=registry,
        intake=delivery.intake,
        staff=StaffReplies(
            store.conversations, store.sealer, channel_settings.zalo_staff_hours * HOUR_SECONDS
        ),
        public_url=settings.public_url,
        notices=_notices(channel_settings, delivery, services, registry),
        requests=(told := _requests_told(settings, store, services, signals, names)),
        rasa=process,
    )
    faults = {"words": lambda: sentences.fault, "facts": lambda: live_facts.fault}
    desk = DeskDeps(
        store, clock, services.searcher, services.replies, facts.name, settings.public_url,
        settings.home, signals.outbox.ring, signals.stopping, faults,
    )  # fmt: skip
    return Assistant(
        settings=settings,
        clock=clock,
        store=store,
        health=HealthDeps(
            store.database, services.searcher, library, turn.engine, registry, clock,
            lambda: process.fault, faults,
        ),
        ask=AskDeps(door, signals.closed),
        desk=desk,
        linking=linking,
        web=web,
        registry=registry,
        delivery=delivery,
        rasa=RasaEndpoints(services, buffer, encoder, token),
        loops=loops,
        requests=RequestsDesk(desk, told.requests, told.tell, names.title, names.branch)
        if told
        else None,
    )  # fmt: skip


def _linking(
    settings: Settings, store: Store, library: LibrarySystem, clock: Clock, name: str
) -> Linking:
    return Linking(
        database=store.database,
        conversations=store.conversations,
        links=store.links,
        tokens=LinkTokens(store.sealer),
        checker=Checker(store.database, library, store.sealer, clock),
        clock=clock,
        public_url=settings.public_url,
        library_name=name,
    )


def _turn(
    rasa: RasaConnection,
    services: Services,
    linking: Linking,
    buffer: ReplyBuffer,
    engine: Engine | None,
) -> TurnDeps:
    breaker = Breaker(services.clock)
    return TurnDeps(
        engine or RasaEngine(rasa, buffer, breaker),
        FallbackEngine(services),
        RasaNeeds(rasa, breaker),
        linking.redeem,
        services.replies,
    )


def _notices(
    wished: ChannelSettings, delivery: Delivery, services: Services, registry: ChannelRegistry
) -> Notices | None:
    if not wished.notices:
        return None
    hours = Hours(
        wished.notice_days, wished.quiet_from, wished.quiet_until, wished.zalo_template_notice
    )
    worker = delivery.worker
    return Notices(
        worker.store.database, worker.store.conversations, worker.store.links, services.library,
        worker.channels, registry.policies, services.replies, worker.clock, worker.signals.outbox,
        hours,
    )  # fmt: skip


def _requests_told(
    settings: Settings, store: Store, services: Services, signals: Signals, names: RequestNames
) -> RequestsTold | None:
    if settings.library != "exports":
        return None
    return RequestsTold(
        store.database, store.conversations, store.links,
        Requests(exports_home(settings) / REQUESTS_FILE), names.title, services.replies,
        services.clock, signals.outbox,
    )  # fmt: skip


def _rasa_process(settings: Settings, token: str) -> RasaProcess:
    """Rasa on its port, calling back to this app's actions."""
    return RasaProcess(
        urlsplit(settings.rasa_url).port or 5005,
        {
            "THUTHU_HOME": str(settings.home.resolve()),
            "THUTHU_RASA_TOKEN": token,
            "THUTHU_ACTIONS_URL": f"http://127.0.0.1:{settings.port}/rasa/actions",
            "THUTHU_RASA_STOCK": "1" if settings.rasa_stock else "",
            **ONE_THREAD,
        },
        settings.home / "logs" / "rasa.log",
        python_of(stock=settings.rasa_stock),
    )
