"""Whether a channel's credentials work, and in plain Vietnamese what is wrong."""

from __future__ import annotations

from bot.delivery.channels.registry import ADDRESSES, ChannelRegistry
from bot.delivery.channels.token_store import StoredTokens
from connectors.port import Channel, ReportsHealth
from connectors.zalo.oa import ZaloOA
from connectors.zalo.oa.api import Answer
from words import of, say


def advice(health: str) -> str:
    """What an administrator reads; the health itself where nothing better is known."""
    return next((text for cue, text in of("channels")["advice"].items() if cue in health), health)


async def health(channel: Channel, tokens: StoredTokens | None) -> str:
    """`ok` or what is wrong. Zalo's token is read, never renewed: the serving process does that
    alone, since a refresh token works once."""
    if not isinstance(channel, ZaloOA):
        return await channel.health() if isinstance(channel, ReportsHealth) else "ok"
    pair = await tokens.load() if tokens is not None else None
    if pair is None:
        return "consent is missing"
    if pair.trouble:
        return f"consent again: {pair.trouble}"
    answer = await channel.api.about(pair.access)
    if not isinstance(answer, Answer):
        return f"unreachable: {answer.reason}"
    return f"zalo {answer.code}" if answer.code else "ok"


def webhook(lines: ChannelRegistry, name: str, public_url: str) -> str:
    """The address to give the platform, or a warning that it cannot be one."""
    if name in lines.polled:
        return say("channels", "webhook.polled")
    address = f"{public_url}/webhooks/{ADDRESSES[name]}"
    if not public_url.startswith("https://"):
        return say("channels", "webhook.not_public", address=address)
    return address
