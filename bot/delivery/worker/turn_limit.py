"""A turn's replies within what the channel allows a turn to send."""

from __future__ import annotations

from dataclasses import replace

from connectors.messages import Reply
from connectors.port import Channel


def fit(replies: tuple[Reply, ...], channel: Channel | None) -> tuple[Reply, ...]:
    """The replies as they are, or put together into one where they would be too many messages
    (zalo.md section 6: at most two a turn, so that both readings of its quota are kept)."""
    most = channel.capabilities.turn_messages if channel is not None else None
    if channel is None or most is None or len(replies) < 2:
        return replies
    if sum(len(channel.render(reply).payloads) for reply in replies) <= most:
        return replies
    return (together(replies),)


def together(replies: tuple[Reply, ...]) -> Reply:
    """One bubble that says all; equal buttons stand once."""
    return replace(
        replies[0],
        text="\n\n".join(reply.text for reply in replies if reply.text),
        buttons=tuple(dict.fromkeys(button for reply in replies for button in reply.buttons)),
        cards=tuple(card for reply in replies for card in reply.cards),
        citations=tuple(dict.fromkeys(cited for reply in replies for cited in reply.citations)),
    )
