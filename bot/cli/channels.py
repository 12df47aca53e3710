"""`thuthu channels`: set up Zalo and Telegram, see that they work, send again what did not."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, TypeVar

import httpx
import typer

from bot.cli import lines as out
from bot.delivery.channels import check, quota
from bot.delivery.channels.registry import (
    ChannelRegistry,
    ChannelsError,
    open_channels,
    verifier,
    webhook_secret,
)
from bot.delivery.channels.settings import ChannelSettings
from bot.delivery.channels.token_store import StoredTokens
from bot.delivery.webhooks import CALLBACK, CONSENT
from bot.privacy.seal import Sealer, renew, secret
from bot.settings import Settings
from bot.store import dead_letters as letters
from bot.store import outbox, transcript
from bot.store.conversations import Conversations
from bot.store.database import Database, StorageDownError, Transaction, open_database, sqlite_url
from clock import Clock, SystemClock
from connectors.messages import Reply
from connectors.zalo.oa.pkce import challenge
from words import of

T = TypeVar("T")
CONSENT_SECONDS = 900.0
RECENT_SECONDS = 600.0
HELP = of("command_line")["channels"]
app = typer.Typer(help=HELP["all"], no_args_is_help=True)


@dataclass(frozen=True, slots=True)
class Tools:
    """What the commands work with."""

    settings: Settings
    lines: ChannelRegistry
    database: Database
    sealer: Sealer
    clock: Clock
    http: httpx.AsyncClient

    @property
    def tokens(self) -> StoredTokens:
        return StoredTokens(self.database, self.lines.facts, self.clock)

    def quota(self, db: Transaction) -> str | None:
        return quota.nearing(db, self.lines.settings, self.clock.now())


def _tools() -> Tools:
    settings, chosen = Settings(), ChannelSettings()
    sealer, clock = Sealer(secret(settings.home, "store.key")), SystemClock(settings.today)
    http = httpx.AsyncClient()
    try:
        database = open_database(settings.database_url or sqlite_url(settings.home))
        found = open_channels(
            chosen, home=settings.home, http=http, database=database, sealer=sealer, clock=clock
        )
    except (ChannelsError, StorageDownError) as error:
        out.fail(f"{error}", code=1)
    return Tools(settings, found, database, sealer, clock, http)


def _run(work: Coroutine[Any, Any, T]) -> T:
    return asyncio.run(work)


@app.command(help=HELP["status"])
def status() -> None:
    """Each channel: on or off, its webhook, whether it works; exits 1 when one does not."""
    tools = _tools()
    bad = 0
    for name in ("zalo", "zalo_bot", "telegram"):
        channel = tools.lines.channels.get(name)
        if channel is None:
            out.say(f"- {name}: {of('channels')['says']['switched_off']}")
            continue
        health = _run(check.health(channel, tools.tokens))
        bad += health != "ok"
        if health == "ok" and name == quota.CHANNEL:
            health = tools.database.run_now(tools.quota) or health
        out.say(f"{'✓' if health == 'ok' else '✗'} {name}: {check.advice(health)}")
        out.say(f"    webhook: {check.webhook(tools.lines, name, tools.settings.public_url)}")
    counts = tools.database.run_now(letters.counts)
    undelivered = of("channels")["says"]["undelivered"]
    out.say(undelivered.format(dead=counts.get("dead", 0), unknown=counts.get("unknown", 0)))
    raise typer.Exit(1 if bad else 0)


@app.command(help=HELP["zalo"])
def zalo() -> None:
    """The steps of connecting an Official Account; opens 15 minutes for the consent."""
    tools = _tools()
    public = tools.settings.public_url
    oauth = tools.lines.oauth
    if oauth is None:
        out.say(of("channels")["steps"]["zalo_off"])
        raise typer.Exit(1)
    now = tools.clock.now().timestamp()
    until = str(int(now + CONSENT_SECONDS))
    tools.database.run_now(lambda db: tools.lines.facts.put(db, "zalo", CONSENT, until, now))
    code = challenge(verifier(tools.settings.home))
    address = check.webhook(tools.lines, "zalo", public)
    steps = of("channels")["steps"]["zalo"]
    consent = oauth.consent_url(public + CALLBACK, code)
    out.say(
        steps.format(callback=public + CALLBACK, challenge=code, webhook=address, consent=consent)
    )


@app.command("zalo-tokens", help=HELP["zalo_tokens"])
def zalo_tokens(
    access: Annotated[str, typer.Option(prompt=True, hide_input=True)],
    refresh: Annotated[str, typer.Option(prompt=True, hide_input=True)],
) -> None:
    """Keep a pair of tokens made in the console."""
    tools = _tools()
    if tools.lines.tokens is None:
        out.fail(of("channels")["says"]["zalo_is_off"], code=1)
    _run(tools.lines.tokens.adopt(access.strip(), refresh.strip(), 90_000))
    out.say(of("channels")["says"]["saved"])


@app.command("zalo-bot", help=HELP["zalo_bot"])
def zalo_bot() -> None:
    """The steps of connecting a Zalo Bot."""
    out.say(of("channels")["steps"]["zalo_bot"])


@app.command(help=HELP["telegram"])
def telegram() -> None:
    """The steps of connecting Telegram."""
    out.say(of("channels")["steps"]["telegram"])


@app.command(help=HELP["rotate"])
def rotate(channel: Annotated[str, typer.Argument(help=HELP["rotated"])]) -> None:
    """A new webhook secret; the old one is taken for ten minutes more after a restart."""
    says, chosen = of("channels")["says"], ChannelSettings()
    own = {"telegram": chosen.telegram_secret, "zalo_bot": chosen.zalo_bot_secret}
    if channel not in own:
        out.fail(says["no_secret"], code=1)
    if own[channel].get_secret_value():
        out.fail(says["own_secret"].format(upper=channel.upper()), code=1)
    renew(Settings().home, webhook_secret(channel))
    out.say(says["rotated"].format(name=channel))


@app.command(help=HELP["test"])
def test(channel: Annotated[str, typer.Argument(help=HELP["tested"])]) -> None:
    """Send a trial message to whoever wrote on the channel in the last ten minutes."""
    tools = _tools()
    now = tools.clock.now().timestamp()
    name = tools.database.run_now(lambda db: _send_test(db, tools, channel, now))
    if name is None:
        out.fail(of("channels")["says"]["nobody"], code=1)
    says = of("channels")["says"]
    out.say(says["sending"].format(name=name or says["somebody"]))


def _send_test(db: Transaction, tools: Tools, channel: str, now: float) -> str | None:
    conversations = Conversations(tools.sealer)
    found = conversations.latest(db, channel, now - RECENT_SECONDS)
    if found is None:
        return None
    conversation = conversations.get(db, found)
    reply = Reply(of("channels")["says"]["test"], sender="system")
    outbox.put(db, found, transcript.add(db, found, "system", reply, now))
    return (conversation.name if conversation else None) or ""


@app.command(help=HELP["failed"])
def failed(limit: Annotated[int, typer.Option()] = 50) -> None:
    """What did not reach its reader, and why."""
    tools = _tools()
    for letter in tools.database.run_now(lambda db: letters.listed(db, limit)):
        at = datetime.fromtimestamp(letter.at).astimezone()
        out.emit(
            {
                "id": letter.id,
                "channel": letter.channel,
                "state": letter.state,
                "reason": letter.reason,
                "attempts": letter.attempts,
                "at": at.isoformat(timespec="seconds"),
            }
        )


@app.command(help=HELP["resend"])
def resend(
    letter: Annotated[int, typer.Argument(help=HELP["letter"])],
) -> None:
    """Send one message again."""
    if not _tools().database.run_now(lambda db: letters.resend(db, letter)):
        out.fail(of("channels")["says"]["no_letter"], code=1)
    out.say(of("channels")["says"]["queued"])
