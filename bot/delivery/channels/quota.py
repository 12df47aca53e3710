"""How near the Zalo Bot is to the end of its plan: users in all, messages of the month."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, func, select

from bot.delivery.channels.settings import ChannelSettings
from bot.store import schema

CHANNEL = "zalo_bot"
TOLD_FROM = 0.8
"""zalo.md section 1: alert at 80 %."""


def nearing(db: Connection, settings: ChannelSettings, now: datetime) -> str | None:
    """`quota nears: …` with the figures, or None while there is room. A reply counts as one
    message, also where it took several."""
    talks, said = schema.conversations, schema.messages
    users = db.execute(select(func.count()).where(talks.c.channel == CHANNEL)).scalar_one()
    begun = now.replace(day=1, hour=0, minute=0, second=0, microsecond=0).timestamp()
    sent = db.execute(
        select(func.count())
        .select_from(said.join(talks, talks.c.id == said.c.conversation_id))
        .where(talks.c.channel == CHANNEL, said.c.who != "reader", said.c.at >= begun)
    ).scalar_one()
    limits = (
        (users, settings.zalo_bot_max_users, "users"),
        (sent, settings.zalo_bot_month_messages, "messages this month"),
    )
    near = [f"{have} of {most} {what}" for have, most, what in limits if have >= TOLD_FROM * most]
    return f"quota nears: {', '.join(near)}" if near else None
