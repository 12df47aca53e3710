"""Zalo Bot Platform: pilot, development, alerts to staff."""

from connectors.zalo.bot.channel import ZaloBot

__all__ = ["ZaloBot"]
