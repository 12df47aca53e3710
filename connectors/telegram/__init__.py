"""Telegram, through python-telegram-bot's `Bot` (to send) and `Update` (to parse) alone."""

from connectors.telegram.channel import Telegram
from connectors.telegram.client import make_bot

__all__ = ["Telegram", "make_bot"]
