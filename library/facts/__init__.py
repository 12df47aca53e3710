"""Facts of the house a librarian edits: hours, closures, rules, services, events, contacts."""

from library.facts.calendar import Calendar, OpenDay
from library.facts.load import FactsError, load
from library.facts.model import BranchFacts, Event, LibraryFacts, Occurrence, Rules, Topic

__all__ = [
    "BranchFacts",
    "Calendar",
    "Event",
    "FactsError",
    "LibraryFacts",
    "Occurrence",
    "OpenDay",
    "Rules",
    "Topic",
    "load",
]
