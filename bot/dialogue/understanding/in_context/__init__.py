"""Messages that lean on what was just shown: why, when, where, the same of another, no, that one.

A message is understood so only where the memory holds something fresh that it can be about; a
first message never is.
"""

from bot.dialogue.understanding.in_context.believed import believed
from bot.dialogue.understanding.in_context.meant import Meant
from bot.dialogue.understanding.in_context.understand import InContext

__all__ = ["InContext", "Meant", "believed"]
