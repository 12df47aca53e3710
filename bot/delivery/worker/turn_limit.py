"""A turn's replies within what the channel allows a turn to send."""

from __future__ import annotations

from connectors.messages import Reply, joined
from connectors.port import Channel, CountsMessages


def fit(replies: tuple[Reply, ...], channel: Channel | None) -> tuple[Reply, ...]:
    """The replies as they are, or put together into one where they would be too many messages
    (at most two a turn, so that both readings of Zalo's quota are kept)."""
    most = channel.capabilities.turn_messages if channel is not None else None
    if most is None or len(replies) < 2 or not isinstance(channel, CountsMessages):
        return replies
    if sum(map(channel.message_count, replies)) <= most:
        return replies
    return (joined(replies),)
