"""How near the Zalo Bot is to the end of its plan: users in all, messages of the month."""

from __future__ import annotations

from datetime import datetime

from bot.delivery.channels.settings import ChannelSettings
from bot.store import usage
from bot.store.database import Transaction

CHANNEL = "zalo_bot"
TOLD_FROM = 0.8
"""The plan has hard ends: told from 80 %."""


def nearing(db: Transaction, settings: ChannelSettings, now: datetime) -> str | None:
    """`quota nears: …` with the figures, or None while there is room. A reply counts as one
    message, also where it took several."""
    begun = now.replace(day=1, hour=0, minute=0, second=0, microsecond=0).timestamp()
    users, sent = usage.of_channel(db, CHANNEL, begun)
    limits = (
        (users, settings.zalo_bot_max_users, "users"),
        (sent, settings.zalo_bot_month_messages, "messages this month"),
    )
    near = [f"{have} of {most} {what}" for have, most, what in limits if have >= TOLD_FROM * most]
    return f"quota nears: {', '.join(near)}" if near else None
