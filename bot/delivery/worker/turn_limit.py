"""A turn's replies within what the channel allows a turn to send."""

from __future__ import annotations

from connectors.messages import Reply, joined
from connectors.port import Channel


def fit(replies: tuple[Reply, ...], channel: Channel | None) -> tuple[Reply, ...]:
    """The replies as they are, or put together into one where they would be too many messages
    (at most two a turn, so that both readings of Zalo's quota are kept)."""
    most = channel.capabilities.turn_messages if channel is not None else None
    if channel is None or most is None or len(replies) < 2:
        return replies
    if sum(len(channel.render(reply).payloads) for reply in replies) <= most:
        return replies
    return (joined(replies),)
