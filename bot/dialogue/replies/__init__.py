"""Every sentence a reader sees, in YAML files a librarian edits; checked when loaded."""

from bot.dialogue.replies.load import FOLDER, RepliesError, load
from bot.dialogue.replies.model import Address, Replies

__all__ = ["FOLDER", "Address", "Replies", "RepliesError", "load"]
