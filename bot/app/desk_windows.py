"""The windows of the channels, as the desk shows them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.delivery.sender.window import FREE, HOUR, WindowPolicy, judge
from bot.desk.windows import ALWAYS, Window
from bot.store.conversations import Conversation
from connectors.port import Channel

Windows = Callable[[Conversation, float], Window]


def windows(channels: Mapping[str, Channel], policies: Mapping[str, WindowPolicy]) -> Windows:
    """Where a conversation stands at a moment, by the sender's own judgement."""

    def of(conversation: Conversation, now: float) -> Window:
        channel = channels.get(conversation.channel)
        if channel is None:
            return ALWAYS
        policy = policies.get(channel.name, FREE)
        verdict = judge(channel.capabilities, conversation, policy, now)
        if conversation.interacted is None or verdict == "shut":
            return Window(verdict)
        free, hard = channel.capabilities.free_window_hours, channel.capabilities.hard_window_hours
        hours = (free if free is not None else hard) if verdict == "free" else hard
        until = None if hours is None else conversation.interacted + hours * HOUR
        price = policy.price_vnd if verdict == "paid" else 0
        return Window(verdict, until, price, policy.budget_vnd >= price)

    return of
