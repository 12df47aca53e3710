"""The channels that the settings switch on, built."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from bot.delivery.channels.settings import ChannelSettings
from bot.delivery.channels.token_store import StoredTokens
from bot.delivery.sender.window import WindowPolicy
from bot.privacy.seal import Sealer, before, secret
from bot.store.database import Database
from bot.store.facts import ChannelFacts
from clock import Clock
from connectors.port import Channel, ReportsHealth
from connectors.telegram import Telegram, make_bot
from connectors.zalo.bot import ZaloBot
from connectors.zalo.bot.api import BotApi
from connectors.zalo.oa import Api, OAIdentity, OAuth, Tokens, ZaloOA, capabilities

ADDRESSES = {"zalo": "zalo", "zalo_bot": "zalo-bot", "telegram": "telegram"}
"""The last part of each webhook's address, `/webhooks/<part>`."""


HEALTH_SECONDS = 60.0
OVERLAP_SECONDS = 600.0
"""Both webhook secrets are taken so long: deliveries on their way carry the old one."""


class ChannelsError(ValueError):
    """A channel is switched on and cannot be served; the message names the setting."""


@dataclass(frozen=True, slots=True)
class ChannelRegistry:
    """`polled` names the channels that ask for news instead of being told."""

    settings: ChannelSettings
    channels: Mapping[str, Channel]
    policies: Mapping[str, WindowPolicy]
    polled: frozenset[str] = frozenset()
    tokens: Tokens | None = None
    oauth: OAuth | None = None
    facts: ChannelFacts = field(default_factory=lambda: ChannelFacts(Sealer(b"")))
    seen: dict[str, tuple[float, str]] = field(default_factory=dict)
    warnings: dict[str, str] = field(default_factory=dict)
    """What a channel that works should be looked at for."""

    async def states(self, now: float) -> dict[str, str]:
        """Each channel's health, asked of its platform once a minute at most."""
        for name, channel in self.channels.items():
            if not isinstance(channel, ReportsHealth):
                continue
            asked, _ = self.seen.get(name, (float("-inf"), ""))
            if now - asked >= HEALTH_SECONDS:
                self.seen[name] = (now, "ok")
                self.seen[name] = (now, await channel.health())
        states = {name: state for name, (_, state) in self.seen.items()}
        return {n: self.warnings.get(n, s) if s == "ok" else s for n, s in states.items()}


def open_channels(
    settings: ChannelSettings,
    *,
    home: Path,
    http: httpx.AsyncClient,
    database: Database,
    sealer: Sealer,
    clock: Clock,
) -> ChannelRegistry:
    """Talks to nobody. Raises ChannelsError."""
    facts = ChannelFacts(sealer)
    channels: dict[str, Channel] = {}
    tokens = oauth = None
    try:
        if settings.zalo:
            oauth = _oauth(settings, home, http)
            tokens = Tokens(StoredTokens(database, facts, clock), oauth, clock)
            channels["zalo"] = _zalo(settings, tokens, http, clock)
        if settings.zalo_bot != "off":
            channels["zalo_bot"] = _zalo_bot(settings, home, http, clock)
        if settings.telegram != "off":
            given = _webhook_secrets(settings.telegram_secret.get_secret_value(), home, "telegram")
            token = settings.telegram_token.get_secret_value()
            channels["telegram"] = Telegram(make_bot(token, settings.telegram_api), given)
    except ValueError as error:
        raise ChannelsError(str(error)) from error
    modes = {"zalo_bot": settings.zalo_bot, "telegram": settings.telegram}
    polled = frozenset(name for name, mode in modes.items() if mode == "polling")
    return ChannelRegistry(
        settings, channels, {"zalo": _policy(settings)}, polled, tokens, oauth, facts
    )


def verifier(home: Path) -> str:
    """The one PKCE verifier, of 43 characters, made at first use."""
    return secret(home, "zalo.verifier").decode()[:43]


def _oauth(settings: ChannelSettings, home: Path, http: httpx.AsyncClient) -> OAuth:
    app_secret = settings.zalo_app_secret.get_secret_value()
    return OAuth(http, settings.zalo_oauth, settings.zalo_app_id, app_secret, verifier(home))


def _zalo(
    settings: ChannelSettings, tokens: Tokens, http: httpx.AsyncClient, clock: Clock
) -> ZaloOA:
    key = settings.zalo_oa_secret_key.get_secret_value()
    can = capabilities(
        rps=settings.zalo_rps,
        title_chars=settings.zalo_button_title_max,
        free_hours=settings.zalo_free_hours,
        hard_hours=settings.zalo_hard_days * 24,
    )
    return ZaloOA(
        OAIdentity(settings.zalo_app_id, settings.zalo_oa_id, key),
        tokens,
        Api(http, settings.zalo_api),
        clock,
        can,
        _hosts(settings),
    )


def _zalo_bot(
    settings: ChannelSettings, home: Path, http: httpx.AsyncClient, clock: Clock
) -> ZaloBot:
    given = _webhook_secrets(settings.zalo_bot_secret.get_secret_value(), home, "zalo_bot")
    api = BotApi(http, settings.zalo_bot_api, settings.zalo_bot_token.get_secret_value())
    return ZaloBot(api, given, clock, _hosts(settings))


def _policy(settings: ChannelSettings) -> WindowPolicy:
    return WindowPolicy(
        settings.zalo_paid_replies,
        settings.zalo_price_vnd,
        settings.zalo_budget_vnd_month,
        settings.zalo_free_reply_cap,
    )


def _hosts(settings: ChannelSettings) -> tuple[str, ...]:
    return tuple(host.strip() for host in settings.zalo_file_hosts.split(",") if host.strip())


def _webhook_secrets(given: str, home: Path, name: str) -> tuple[str, ...]:
    """The newest first. Of the settings, several with commas between while one is replaced; else
    64 hex digits kept in a file that only its owner reads, and for ten minutes the ones before."""
    if given:
        return tuple(given.split(","))
    kept = secret(home, webhook_secret(name)).decode()
    old = before(home, webhook_secret(name), OVERLAP_SECONDS)
    return (kept, old.decode()) if old else (kept,)


def webhook_secret(name: str) -> str:
    """The name of its file."""
    return f"{name}.webhook"
