"""The sentences a reader is answered with, out of `words/reader`."""

from bot.dialogue.replies.load import load
from bot.dialogue.replies.model import Address, Replies

__all__ = ["Address", "Replies", "load"]
