"""Which of the things shown a message means: names, places, all but, not this but that.

One grammar for results, loans, holds, branches and events. It gives a set of the things, or says
what is unclear; it never gives a thing that the message denies.
"""

from bot.dialogue.choosing.choose import Choice, Chosen, Unclear, choose
from bot.dialogue.choosing.things import Thing

__all__ = ["Choice", "Chosen", "Thing", "Unclear", "choose"]
