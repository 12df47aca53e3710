"""What of the library's facts is needed to tell a day or a branch in a message."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from bot.dialogue.memory import OpenDays
from bot.dialogue.plain import plain
from bot.dialogue.understanding.in_context.said import Said
from library.facts import BranchFacts, LibraryFacts
from vietnamese.phrases import dates
from vietnamese.phrases.places import proper


@dataclass(frozen=True, slots=True)
class House:
    """The library as it is today."""

    facts: LibraryFacts
    today: date

    def branch(self, said: Said) -> BranchFacts | None:
        """The branch a message names, or None."""
        words = f" {said.folded} "
        named = ((b, proper(plain(b.name))) for b in self.facts.branches)
        return next((b for b, own in named if own and f" {own} " in words), None)

    def days(self, said: Said, before: OpenDays | None = None) -> dates.Days | None:
        """The days a message names; a bare weekday after another one is of the same week."""
        found = dates.parse(said.meant, self.today)
        if found is None or before is None or before.first is None or not found.single:
            return found
        week = before.first - timedelta(days=before.first.weekday())
        same = week + timedelta(days=found.first.weekday())
        named = any(
            word in said.folded for word in ("nay", "mai", "tuan", "thang", "/", "mong", "hom")
        )
        if (
            named
            or any(char.isdecimal() for char in said.folded.replace("thu", ""))
            or same < self.today
        ):
            return found
        return dates.Days(same, same)
